//! Many failed sign-ins in a short time.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::Duration;

use super::bursts::bursts;
use super::{actor_key, assessed_events, by_whom, minute, no_events, rows_of, span};
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "repeated-failed-login",
    title: "Many failed sign-ins within an hour",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "failed sign-ins in the period",
    thresholds: &[
        Threshold {
            name: "failures",
            default: 8.0,
            unit: "failures",
            source: "more than a forgotten password and its second try",
        },
        Threshold { name: "within_minutes", default: 60.0, unit: "minutes", source: "one sitting" },
    ],
    explain: Explain {
        finds: "`failures` or more failed sign-ins or step-up checks within `within_minutes`, of one account; or from one network address \
                over several accounts, where more fail from it than succeed. Critical where a sign-in of the same account, or from the \
                same address, succeeds within as long after the last failure.",
        matters: "Guessing passwords looks like this, and a success at its end means that the guess was right.",
        remedy: &[
            "Ask {name} whether it was them",
            "If not: end their sessions (Organization settings > Members > {name} > Sign out), and change their sign-in at the identity provider",
            "Switch on single sign-on with a second factor, and an IP restriction: Organization settings > Identity and access",
        ],
        caveats: "An expired certificate of the identity provider, or a program with an old password, looks the same. Failures at the \
                  identity provider itself are in its own log only. Many people behind one address can look like one guesser.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const FAILURES: [&str; 3] = ["sso_login_failed", "magic_link_login_failed", "step_up_authentication_failed"];
const SUCCESSES: [&str; 4] =
    ["sso_login_succeeded", "social_login_succeeded", "magic_link_login_succeeded", "step_up_authentication_succeeded"];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let [least, minutes] = const { [ANALYZER.threshold("failures"), ANALYZER.threshold("within_minutes")] }
        .map(|limit| cx.limit(&ANALYZER, limit));
    let window = Duration::minutes(minutes.value as i64);
    let of = |names: &[&str]| -> Vec<&Event> {
        cx.facts.log.events.notable.iter().filter(|event| names.contains(&event.name.as_str())).collect()
    };
    let (failed, succeeded) = (of(&FAILURES), of(&SUCCESSES));
    let in_period = |event: &&Event| cx.period.contains(event.at.date_naive());
    let mut findings = Vec::new();
    let mut explained = Vec::new();
    for own in grouped(&failed, |event| actor_key(&event.actor)).values() {
        for burst in bursts(own, least.value, window).iter().filter(|burst| burst.iter().any(in_period)) {
            let success = after(burst, &succeeded, window, |one| actor_key(&one.actor) == actor_key(&burst[0].actor));
            explained.extend(burst.iter().map(|event| event.source));
            findings.push(finding(cx, by_whom(cx, burst[0]), burst, success, (least, minutes)));
        }
    }
    let rest: Vec<&Event> = failed.iter().copied().filter(|event| !explained.contains(&event.source)).collect();
    for own in grouped(&rest, |event| event.ip.clone()).values() {
        for burst in bursts(own, least.value, window).iter().filter(|burst| burst.iter().any(in_period)) {
            let (from, to) = (burst[0].at, burst[burst.len() - 1].at);
            let here = |one: &&&Event| one.ip == burst[0].ip && one.at >= from && one.at <= to + window;
            if burst.len() <= succeeded.iter().filter(here).count() {
                continue;
            }
            let success = after(burst, &succeeded, window, |one| one.ip == burst[0].ip);
            let id = burst[0].ip.clone();
            let subject = Subject { kind: SubjectKind::IpAddress, id, name: None, workspace: None };
            findings.push(finding(cx, subject, burst, success, (least, minutes)));
        }
    }
    let population = failed.iter().filter(|event| in_period(event)).count();
    let is_unknown = |event: &&&Event| in_period(event) && actor_key(&event.actor).is_none() && event.ip.is_none();
    let unknown = failed.iter().filter(is_unknown).count();
    Ok(assessed_events((population, unknown), findings, |unsaid| {
        format!("not judged, because they do not say who or from where: {}", counted(unsaid, "failed sign-in"))
    }))
}

fn grouped<'a>(events: &[&'a Event], key: impl Fn(&Event) -> Option<String>) -> BTreeMap<String, Vec<&'a Event>> {
    let mut groups: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    for event in events {
        if let Some(key) = key(event) {
            groups.entry(key).or_default().push(event);
        }
    }
    groups
}

/// The first success after a burst.
fn after<'a>(
    burst: &[&Event],
    succeeded: &[&'a Event],
    window: Duration,
    is_same: impl Fn(&Event) -> bool,
) -> Option<&'a Event> {
    let last = burst[burst.len() - 1].at;
    succeeded.iter().copied().find(|one| one.at >= last && one.at - last <= window && is_same(one))
}

fn finding(
    cx: &Context,
    subject: Subject,
    burst: &[&Event],
    success: Option<&Event>,
    (least, minutes): (Limit, Limit),
) -> Finding {
    let (first, last) = (burst[0], burst[burst.len() - 1]);
    let count = burst.len();
    let title = format!("{count} failed sign-ins of {}", subject.label());
    let from = first.ip.as_deref().map_or_else(String::new, |ip| format!(", the first from {ip}"));
    let then = success.map_or_else(String::new, |one| format!(", then a success on {}", minute(one.at)));
    let message = format!(
        "{count} failed sign-ins of {} from {} to {}{from}{then}. Thresholds: {least} within {minutes}",
        subject.label(),
        minute(first.at),
        minute(last.at)
    );
    let mut finding = ANALYZER.finding(subject, title, message);
    if success.is_some() {
        finding.severity = Severity::Critical;
    }
    finding.period = span(first.at, last.at);
    finding.event = Some(first.key());
    finding.observed = Some(format!("{count} failures"));
    finding.threshold = Some(format!("{least} within {minutes}"));
    finding.evidence = rows_of(cx, success.into_iter().chain(burst.iter().copied()));
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, said};
    use super::ANALYZER;
    use crate::analyze::testing::ask;

    fn failure(minute: usize, who: &str, ip: &str) -> Value {
        let actor = json!({"type": "unauthenticated_user_actor", "unauthenticated_email_address": format!("{who}@example.com"),
            "ip_address": ip, "user_agent": "Mozilla/5.0"});
        event(&format!("10:{minute:02}"), "sso_login_failed", who, json!({"actor": actor}))
    }

    fn failures(who: &str, count: usize) -> Vec<Value> {
        (0..count).map(|n| failure(n * 7, who, "198.51.100.7")).collect()
    }

    #[test]
    fn eight_within_an_hour() {
        assert_eq!(
            said(&ANALYZER, &failures("stale-ann", 8)),
            [
                "high stale-ann@example.com: 8 failed sign-ins of stale-ann@example.com from 2026-08-03 10:00 UTC to 2026-08-03 10:49 UTC, the \
              first from 198.51.100.7. Thresholds: 8 failures (default) within 60 minutes (default)"
            ]
        );
        let mut broken = failures("stale-ann", 8);
        broken.push(event("11:20", "sso_login_succeeded", "stale-ann", json!({})));
        assert!(said(&ANALYZER, &broken)[0].starts_with("critical"), "a success follows");
    }

    #[test]
    fn one_address_over_several_accounts() {
        let sprayed: Vec<Value> = (0..8).map(|n| failure(n, &format!("bob{n}"), "203.0.113.9")).collect();
        assert_eq!(in_feed(&ANALYZER, &sprayed), ["high 203.0.113.9"]);
        let mut office = sprayed;
        for n in 0..9 {
            let who = format!("cat{n}");
            let mut one = event("10:05", "sso_login_succeeded", &who, json!({}));
            one["actor"]["ip_address"] = json!("203.0.113.9");
            office.push(one);
        }
        assert_eq!(in_feed(&ANALYZER, &office), [""; 0], "an office: more succeed than fail");
    }

    #[test]
    fn what_is_none() {
        assert_eq!(in_feed(&ANALYZER, &failures("ok-ann", 7)), [""; 0], "seven");
        let slow: Vec<Value> = (0..9)
            .map(|n| {
                let mut one = failure(0, "ok-ann", "198.51.100.7");
                one["created_at"] = json!(format!("2026-08-03T{:02}:00:00Z", n + 9));
                one["id"] = json!(format!("activity_{n}"));
                one
            })
            .collect();
        assert_eq!(in_feed(&ANALYZER, &slow), [""; 0], "one an hour");
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
