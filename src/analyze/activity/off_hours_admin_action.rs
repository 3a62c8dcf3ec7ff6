//! Privileged actions outside the policy's hours.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::{actor_key, by_whom, finding_of, is_admin_action, no_events, rows_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Table};
use crate::policy::Hours;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "off-hours-admin-action",
    title: "Privileged actions outside working hours",
    control: Control::AuditLogReview,
    severity: Severity::Low,
    reads: &[&[Table::Events]],
    population: "privileged actions by people in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Changes of settings, roles, members, limits or connectors, and exports, that a person made outside the hours of the policy \
                ([hours]) or on one of its holidays: one finding per person and day. What keys, service accounts, the directory sync and \
                the platform do at night is no finding.",
        matters: "At night nobody watches, and whoever took an account over prefers that.",
        remedy: &[
            "Ask {name} whether it was them, and why then",
            "If it was not: end their sessions and undo what was done",
        ],
        caveats: "The policy has one distance from UTC: people elsewhere, and half a year of summer time, are an hour or more off. Planned \
                  maintenance at night looks the same.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let Some(hours) = cx.policy.hours() else {
        return Ok(Outcome::NotApplicable {
            why: "the policy states no working hours".to_owned(),
            needs: vec!["[hours] in the policy".to_owned()],
        });
    };
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let mut population = 0;
    let mut by_day: BTreeMap<(NaiveDate, String), Vec<&Event>> = BTreeMap::new();
    for event in cx.facts.log.events.within(cx.period).filter(|event| is_admin_action(event) && event.is_by_person()) {
        population += 1;
        if !hours.is_working(event.at) {
            let actor = actor_key(&event.actor).unwrap_or_default();
            by_day.entry((hours.local(event.at).date(), actor)).or_default().push(event);
        }
    }
    let findings = by_day.values().map(|events| finding(cx, events, hours)).collect();
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn finding(cx: &Context, events: &[&Event], hours: &Hours) -> Finding {
    let first = events[0];
    let subject = by_whom(cx, first);
    let local = hours.local(first.at).format("%a %Y-%m-%d %H:%M");
    let more = if events.len() > 1 { format!(" and {} more", events.len() - 1) } else { String::new() };
    let holiday = if hours.is_holiday(first.at) { ", a holiday" } else { "" };
    let title = format!("{}{more} by {} outside working hours", first.event, subject.label());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, first, &format!("{}{more}", first.event));
    finding.message = format!("{} ({local} local time{holiday}). Expected: {hours} (policy)", finding.message);
    finding.threshold = Some(format!("{hours} (policy)"));
    finding.evidence = rows_of(cx, events.iter().copied());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, feed, in_feed};
    use super::ANALYZER;
    use crate::analyze::testing::{ask_with, found_with, policy};

    const HOURS: &str = "[hours]\nfrom = 07:00:00\nto = 19:00:00\nutc_offset = \"+02:00\"\nholidays = [2026-08-04]\n";

    fn in_hours(events: &[Value]) -> Vec<String> {
        found_with(&ANALYZER, &[("feed.jsonl", &feed(events))], &policy(HOURS))
    }

    #[test]
    fn at_night_and_on_holidays() {
        let night = event("18:10", "admin_api_key_deleted", "stale-ann", json!({}));
        let said = ask_with(&ANALYZER, &[("feed.jsonl", &feed(&[night]))], &policy(HOURS));
        assert!(said[0].starts_with("low stale-ann@example.com: admin_api_key_deleted by stale-ann@example.com on 2026-08-03 18:10 UTC (Mon \
                                     2026-08-03 20:10 local time). Expected: mon, tue, wed, thu, fri 07:00 to 19:00"), "{said:?}");
        let holiday = super::super::testing::on("2026-08-04", "10:00", "admin_api_key_deleted", "stale-ann", json!({}));
        assert_eq!(in_hours(&[holiday]), ["low stale-ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        let day = event("10:00", "admin_api_key_deleted", "ok-ann", json!({}));
        let chat = event("22:00", "claude_chat_created", "ok-ann", json!({}));
        let mut machine = event("22:00", "admin_api_key_deleted", "x", json!({}));
        machine["actor"] = json!({"type": "service_account_actor", "service_account_id": "svac_1"});
        assert_eq!(in_hours(&[day, chat, machine]), [""; 0]);
        let night = event("22:00", "admin_api_key_deleted", "ok-ann", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[night]), ["not applicable"]);
    }
}
