//! Far more deletions by one actor than they and others usually make.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::Result;
use chrono::Duration;

use super::bursts::{bursts, busiest, fullest};
use super::{actor_key, by_whom, minute, no_events, rows_of, span};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::data::event_kinds::Action;
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "mass-deletion",
    title: "Many deletions by one actor",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "actors who deleted something in the period",
    thresholds: &[
        Threshold {
            name: "least_deletions",
            default: 25.0,
            unit: "deletions",
            source: "people who tidy up delete a handful; the same as for leavers",
        },
        Threshold {
            name: "times_usual",
            default: 3.0,
            unit: "times",
            source: "no busy day of an ordinary member is that far off",
        },
        Threshold { name: "within_hours", default: 24.0, unit: "hours", source: "one day's work" },
    ],
    explain: Explain {
        finds: "At least `least_deletions` deletions by one actor within `within_hours`, of chats, projects, files, members, limits or \
                anything else, that are more than `times_usual` times the actor's own busiest such time outside of it, and more than as \
                many times the median of the other actors' busiest times. What the platform (retention) and the directory sync delete is \
                not counted, and neither is closing one's own account.",
        matters: "Deleting much at once is how work is destroyed, or how traces are.",
        remedy: &[
            "Ask {name} why, and restore what can be: deleted chats and projects stay with Anthropic's support for 30 days",
            "If it was not them: end their sessions and change their sign-in",
        ],
        caveats: "Somebody who always deletes much is not found, and a first big clean-up looks like an attack. An event for a whole \
                  project counts one, whatever was in it.",
    },
    run,
};

/// Days for which what was deleted can be restored, after Anthropic's help pages on deleting conversations.
const KEPT_DAYS: i64 = 30;
/// Actors that delete on a schedule or on somebody else's word.
const MACHINERY: [&str; 3] = ["system_actor", "scim_directory_sync_actor", "anthropic_actor"];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let [least, times, hours] = const {
        [ANALYZER.threshold("least_deletions"), ANALYZER.threshold("times_usual"), ANALYZER.threshold("within_hours")]
    }
    .map(|limit| cx.limit(&ANALYZER, limit));
    let window = Duration::minutes((hours.value * 60.0) as i64);
    let mut by_actor: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    for event in cx.facts.log.events.notable.iter().filter(|event| event.kind.action == Action::Delete) {
        let is_machine = event.actor.kind.as_deref().is_some_and(|kind| MACHINERY.contains(&kind));
        if let Some(actor) = actor_key(&event.actor).filter(|_| !is_machine) {
            by_actor.entry(actor).or_default().push(event);
        }
    }
    let most: BTreeMap<&String, usize> = by_actor.iter().map(|(actor, own)| (actor, busiest(own, window))).collect();
    let in_period = |event: &&Event| cx.period.contains(event.at.date_naive());
    let mut findings = Vec::new();
    for (actor, own) in &by_actor {
        let peers = median(most.iter().filter(|(other, _)| **other != actor).map(|(_, most)| *most).collect());
        for burst in bursts(own, least.value, window) {
            let (first, last) = (burst[0].at, burst[burst.len() - 1].at);
            let others: Vec<&Event> = own.iter().copied().filter(|one| one.at < first || one.at > last).collect();
            let usual = busiest(&others, window).max(peers);
            let window = fullest(&burst, window);
            if window.len() as f64 > usual as f64 * times.value && burst.iter().any(&in_period) {
                findings.push(finding(cx, (&burst, window), usual, (least, times, hours)));
            }
        }
    }
    let population = by_actor.values().filter(|own| own.iter().any(in_period)).count() as u64;
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn median(mut counts: Vec<usize>) -> usize {
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

/// Of a series of deletions and the window in it that holds the most: number, time and types are the window's, and what the series has
/// beyond it is said.
fn finding(
    cx: &Context,
    (series, window): (&[&Event], Range<usize>),
    usual: usize,
    (least, times, hours): (Limit, Limit, Limit),
) -> Finding {
    let (own, count, all) = (&series[window.clone()], window.len(), series.len());
    let ((first, last), (begin, end)) = ((own[0], own[count - 1]), (series[0], series[all - 1]));
    let subject = by_whom(cx, begin);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for event in own {
        *kinds.entry(&event.event).or_default() += 1;
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let in_all = if all > count { format!(", {all} in the series") } else { String::new() };
    let title = format!("{count} deletions by {} within {} hours{in_all}", subject.label(), hours.value);
    let series_says = if all > count {
        format!(". The series has {all} deletions, from {} to {}", minute(begin.at), minute(end.at))
    } else {
        String::new()
    };
    let message = format!(
        "{count} deletions by {} within {hours}, from {} to {} ({}){series_says}. The usual maximum is {usual}. Thresholds: {least}, and {times} the usual maximum",
        begin.actor.label(),
        minute(first.at),
        minute(last.at),
        kinds.join(", ")
    );
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.period = span(begin.at, end.at);
    finding.event = Some(begin.key());
    finding.observed = Some(format!("{count} deletions"));
    finding.threshold = Some(format!("{least}; the usual {usual}, {times}"));
    finding.evidence = rows_of(cx, own.iter().copied());
    let until = (end.at + Duration::days(KEPT_DAYS)).date_naive();
    finding.remediation.iter_mut().take(1).for_each(|step| *step = format!("{step}, here until {until}"));
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, on, said};
    use super::ANALYZER;
    use crate::analyze::testing::ask;

    fn deleted(day: &str, who: &str, count: usize) -> Vec<Value> {
        let chat = |n: usize| {
            let fields = json!({"id": format!("activity_{day}_{who}_{n}")});
            on(day, &format!("10:{:02}", n % 60), "claude_chat_deleted", who, fields)
        };
        (0..count).map(chat).collect()
    }

    #[test]
    fn far_more_than_usual() {
        let events = [
            deleted("2026-08-03", "stale-ann", 30),
            deleted("2026-08-01", "stale-ann", 4),
            deleted("2026-08-03", "ok-bob", 5),
        ];
        assert_eq!(
            said(&ANALYZER, &events.concat()),
            [
                "high stale-ann@example.com: 30 deletions by stale-ann@example.com within 24 hours (default), from 2026-08-03 10:00 UTC to 2026-08-03 10:29 UTC (30 claude_chat_deleted). The usual maximum is 5. Thresholds: 25 deletions (default), and 3 times (default) the usual maximum"
            ]
        );
    }

    /// Fault: The number of deletions was the fullest day's, its range and types the whole series', and the title hid the series
    /// Outcome: Number, range and types are of one window; what the series has beyond it is said
    #[test]
    fn number_range_and_types_are_of_one_window() {
        let of = |day: &str, count| deleted(day, "stale-ann", count);
        for (days, window, series) in [
            (
                vec![("2026-08-10", 30)],
                ("30 deletions", "from 2026-08-10 10:00 UTC to 2026-08-10 10:29 UTC (30 "),
                None,
            ),
            // Within a day of one another, and no more than a day from end to end.
            (
                vec![("2026-08-10", 26), ("2026-08-11", 1)],
                ("27 deletions", "from 2026-08-10 10:00 UTC to 2026-08-11 10:00 UTC (27 "),
                None,
            ),
            (
                vec![("2026-08-10", 26), ("2026-08-11", 28), ("2026-08-12", 26)],
                ("53 deletions", "from 2026-08-10 10:01 UTC to 2026-08-11 10:27 UTC"),
                Some("The series has 80 deletions, from 2026-08-10 10:00 UTC to 2026-08-12 10:25 UTC"),
            ),
        ] {
            let events: Vec<Value> = days.iter().flat_map(|(day, count)| of(day, *count)).collect();
            let said = said(&ANALYZER, &events).concat();
            if series.is_none() {
                assert!(said.contains(window.0) && said.contains(window.1), "{days:?}: {said}");
                assert!(!said.contains("The series"), "{days:?}: {said}");
                continue;
            }
            let all: usize = days.iter().map(|(_, count)| count).sum();
            let count: usize = said.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
            assert!(count < all && said.contains(&format!("({count} claude_chat_deleted)")), "{said}");
            assert!(said.contains(series.unwrap_or_default()), "{said}");
            let range = said.split(" within 24 hours (default), from ").nth(1).unwrap().split(" (").next().unwrap();
            let [from, to] = [0, 1].map(|at| range.split(" to ").nth(at).unwrap().trim_end_matches(" UTC"));
            let at = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
            assert!(at(to) - at(from) <= chrono::Duration::hours(24), "{range}");
        }
    }

    #[test]
    fn what_is_usual() {
        assert_eq!(in_feed(&ANALYZER, &deleted("2026-08-03", "ok-ann", 24)), [""; 0], "few");
        let always = [deleted("2026-08-03", "ok-ann", 30), deleted("2026-07-27", "ok-ann", 12)];
        assert_eq!(in_feed(&ANALYZER, &always.concat()), [""; 0], "their own baseline");
        let all = [
            deleted("2026-08-03", "ok-ann", 30),
            deleted("2026-07-27", "ok-bob", 12),
            deleted("2026-07-27", "ok-cat", 12),
        ];
        assert_eq!(in_feed(&ANALYZER, &all.concat()), [""; 0], "their peers' baseline");
        let mut retention = deleted("2026-08-03", "ok-ann", 30);
        for one in &mut retention {
            one["actor"] = json!({"type": "system_actor", "service": "retention"});
        }
        assert_eq!(in_feed(&ANALYZER, &retention), [""; 0]);
        assert_eq!(in_feed(&ANALYZER, &[event("10:00", "account_deleted", "ok-ann", json!({}))]), [""; 0]);
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
