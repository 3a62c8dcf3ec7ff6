//! Data of the organization exported.

use anyhow::Result;
use chrono::Duration;

use super::{by_whom, finding_of, no_events, rows_of, same_actor};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Finding, Severity, Table, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "data-export-event",
    title: "Data of the organization exported",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "exports in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every export of the organization's data, of its audit log or of its member list, started or downloaded in the period. A \
                start, its completion, and the downloads by the same person within three days are one export. The export of the audit log by one of the \
                policy's reviewers ([audit_log] reviewers) is information only: an audit needs it.",
        matters: "An export holds everybody's conversations, or everything needed to plan an attack, in one file that no control follows.",
        remedy: &[
            "Ask {name} what the export was for and where the file is now",
            "If it was not them: end their sessions, change their sign-in, and treat it as a leak",
            "List the people who review the audit log under [audit_log] reviewers in the policy",
        ],
        caveats: "What is read through the Compliance API or copied by hand is no export. Nothing says whether a file that was prepared \
                  was also downloaded, unless an event shows it. Files that members export of their own chats are not found.",
    },
    run,
};

/// Types by what leaves. Source: Anthropic's activity reference and support article 9970975.
const EXPORTS: [(&str, &str); 7] = [
    ("org_data_export_started", DATA),
    ("org_data_export_completed", DATA),
    ("org_data_export_accessed", DATA),
    ("audit_log_export_started", LOG),
    ("audit_log_export_accessed", LOG),
    ("org_members_exported", "member list"),
    ("student_data_exported", "students' data"),
];
const DATA: &str = "organization's data";
const LOG: &str = "audit log";
/// A file that was prepared can be downloaded for some days.
const SAME_EXPORT_DAYS: i64 = 3;

/// What an event exported.
fn what(event: &Event) -> Option<&'static str> {
    EXPORTS.iter().find(|(name, _)| event.name == *name).map(|(_, what)| *what)
}

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let mut exports: Vec<(&str, Vec<&Event>)> = Vec::new();
    for event in &cx.facts.log.events.notable {
        let Some(what) = what(event) else { continue };
        let near = Duration::days(SAME_EXPORT_DAYS);
        // Another start is another export; a download belongs to the start before it.
        let is_same = |(kind, events): &&mut (&str, Vec<&Event>)| {
            // The platform completes what a person started.
            let is_own =
                |first: &Event| is_completion(event) || is_completion(first) || same_actor(&first.actor, &event.actor);
            *kind == what && is_own(events[0]) && event.at - events[events.len() - 1].at <= near
        };
        match exports.iter_mut().rev().find(is_same) {
            Some((_, events)) if event.name.ends_with("_accessed") || is_completion(event) => events.push(event),
            _ => exports.push((what, vec![event])),
        }
    }
    exports.retain(|(_, events)| events.iter().any(|event| cx.period.contains(event.at.date_naive())));
    let findings = exports.iter().map(|(what, events)| finding(cx, what, events)).collect();
    Ok(Outcome::Assessed { population: exports.len() as u64, findings, notes: Vec::new() })
}

/// Whether an event says that the file is ready.
fn is_completion(event: &Event) -> bool {
    event.name.ends_with("_completed")
}

fn finding(cx: &Context, what: &str, events: &[&Event]) -> Finding {
    let first = events[0];
    let subject = by_whom(cx, first);
    let kind = first.text("export_type").map_or_else(String::new, |kind| format!(" ({kind})"));
    let done = if first.name.ends_with("_accessed") { "downloaded" } else { "exported" };
    let downloads = match events[1..].iter().filter(|event| !is_completion(event)).count() {
        0 => String::new(),
        1 => ", and downloaded".to_owned(),
        many => format!(", and downloaded {many} times"),
    };
    let title = format!("{what} {done} by {}", subject.label());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, first, &format!("{what}{kind} {done}"));
    let address = first.actor.address.as_deref().and_then(normalize_address);
    let is_review = what == LOG && address.is_some_and(|address| cx.policy.log_reviewers().contains(&address));
    let threshold = if is_review {
        finding.severity = Severity::Info;
        "a reviewer of the audit log may export it (policy)"
    } else {
        "no export without a decision"
    };
    finding.message = format!("{}{downloads}. Expected: {threshold}", finding.message);
    finding.threshold = Some(threshold.to_owned());
    finding.evidence = rows_of(cx, events.iter().copied());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, feed, in_feed, log, on, said};
    use super::ANALYZER;
    use crate::analyze::testing::{ask, found, found_with, policy};

    #[test]
    fn exported_and_downloaded() {
        let events = [
            event("10:00", "org_data_export_started", "stale-ann", json!({"export_type": "conversations"})),
            event("11:00", "org_data_export_accessed", "stale-ann", json!({"export_type": "conversations"})),
        ];
        assert_eq!(
            said(&ANALYZER, &events),
            [
                "high stale-ann@example.com: organization's data (conversations) exported by stale-ann@example.com on 2026-08-03 10:00 UTC, and \
              downloaded. Expected: no export without a decision"
            ]
        );
        let ready = event("10:30", "org_data_export_completed", "platform", json!({"export_type": "conversations"}));
        let whole = [events[0].clone(), ready.clone(), events[1].clone()];
        assert_eq!(said(&ANALYZER, &whole), said(&ANALYZER, &events), "its completion is no other export");
        assert_eq!(in_feed(&ANALYZER, &[ready]), ["high platform@example.com"], "a completion without its start");
        let members = event("10:00", "org_members_exported", "stale-ann", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[members]), ["high stale-ann@example.com"]);
        let other = event("11:00", "org_data_export_accessed", "stale-bob", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[events[0].clone(), other]).len(), 2, "somebody else's download");
        let again = on("2026-08-04", "10:00", "org_data_export_started", "stale-ann", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[events[0].clone(), again]).len(), 2, "another export");
        let log = log(&[("10:00", "org_data_export_started", "{'export_type': 'conversations'}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["high ann@example.com"]);
    }

    #[test]
    fn a_reviewer_exports_the_log() {
        let reviewed = policy("[audit_log]\nreviewers = [\"ok-rev@example.com\"]\n");
        let export = |kind, who| feed(&[event("10:00", kind, who, json!({}))]);
        let found = |kind, who| found_with(&ANALYZER, &[("feed.jsonl", &export(kind, who))], &reviewed);
        assert_eq!(found("audit_log_export_started", "ok-rev"), ["info ok-rev@example.com"]);
        assert_eq!(found("audit_log_export_started", "stale-ann"), ["high stale-ann@example.com"]);
        assert_eq!(found("org_data_export_started", "ok-rev"), ["high ok-rev@example.com"], "not the log");
    }

    #[test]
    fn what_is_none() {
        let events = [
            event("10:00", "claude_file_exported", "ok-ann", json!({"filename": "a"})),
            event("10:00", "compliance_api_accessed", "ok-ann", json!({})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let keys = crate::analyze::testing::page(&[]);
        assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
    }
}
