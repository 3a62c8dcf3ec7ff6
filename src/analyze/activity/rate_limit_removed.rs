//! A workspace's rate limit taken away and not set again.

use anyhow::Result;
use chrono::Duration;

use super::{EDIT_MINUTES, by_whom, finding_of, no_feed};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Confidence, Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "rate-limit-removed",
    title: "Rate limits of workspaces taken away",
    control: Control::SpendLimits,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "rate limits of workspaces taken away in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every rate limit of a workspace that was deleted, where none for the same workspace, limiter and models was set within 10 minutes \
                after: a limit is edited by deleting it and making it again.",
        matters: "Without a limit of its own a workspace can use all that the organization may, and starve production.",
        remedy: &[
            "Console > Workspaces > the workspace > Limits > set a rate limit; or Admin API: POST /v1/organizations/workspaces/…/rate_limits",
            "Ask {name} why it was taken away",
        ],
        caveats: "Where the data ends less than 10 minutes after a deletion, a new limit may have followed: confidence medium. The audit-log export \
                  does not tell of rate limits.",
    },
    run,
};

/// Source: Anthropic's activity reference. Setting a limit has one type, whether there was one or not.
pub(super) const DELETED: &str = "platform_workspace_rate_limit_deleted";
pub(super) const SET: &str = "platform_workspace_rate_limit_updated";
/// What tells one limit from another.
const LIMIT: [&str; 3] = ["workspace_id", "limiter_type", "model_group"];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "rate limits") {
        return Ok(missing);
    }
    let edit = Duration::minutes(EDIT_MINUTES);
    let gone = cx.facts.log.events.within(cx.period).filter(|event| event.name == DELETED);
    let (mut population, mut findings) = (0, Vec::new());
    for event in gone {
        population += 1;
        let is_again = |other: &Event| {
            other.name == SET
                && (event.at..=event.at + edit).contains(&other.at)
                && LIMIT.iter().all(|field| event.text(field) == other.text(field))
        };
        if !cx.facts.log.events.notable.iter().any(is_again) {
            findings.push(finding(cx, event, cx.facts.log.ends.of(event) - event.at < edit));
        }
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn finding(cx: &Context, event: &Event, is_last: bool) -> Finding {
    let subject = by_whom(cx, event);
    let of = event.text("workspace_id").map_or_else(String::new, |workspace| {
        let name = cx.facts.lists.workspace(workspace).map_or(workspace, |one| &one.name);
        format!(" of {name}")
    });
    let limiter = event.text("limiter_type").map_or_else(String::new, |limiter| format!(" ({limiter})"));
    let what = format!("rate limit{of} deleted{limiter}");
    let mut finding = finding_of(cx, &ANALYZER, subject, what.clone(), event, &what);
    if is_last {
        finding.confidence = Confidence::Medium;
    }
    finding.message =
        format!("{}, and none set within {EDIT_MINUTES} minutes. Expected: a rate limit of its own", finding.message);
    finding.threshold = Some("a rate limit of its own".to_owned());
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, log, said};
    use super::*;
    use crate::analyze::testing::found;

    fn limit(time: &str, kind: &str, workspace: &str, limiter: &str) -> Value {
        let fields = json!({"workspace_id": workspace, "limiter_type": limiter, "model_group": "claude_opus_5"});
        event(time, kind, "stale-ann", fields)
    }

    fn end() -> Value {
        event("23:00", "claude_chat_created", "ok-bob", json!({}))
    }

    #[test]
    fn taken_away() {
        let gone = limit("10:00", DELETED, "w1", "requests_per_minute");
        assert_eq!(
            said(&ANALYZER, &[gone.clone(), end()]),
            [
                "medium stale-ann@example.com: rate limit of w1 deleted (requests_per_minute) by stale-ann@example.com on 2026-08-03 10:00 UTC, \
                 and none set within 10 minutes. Expected: a rate limit of its own"
            ]
        );
        for other in [
            limit("10:05", SET, "w2", "requests_per_minute"),
            limit("10:05", SET, "w1", "input_tokens_per_minute"),
            limit("10:11", SET, "w1", "requests_per_minute"),
            limit("09:59", SET, "w1", "requests_per_minute"),
        ] {
            assert_eq!(in_feed(&ANALYZER, &[gone.clone(), other.clone(), end()]).len(), 1, "{other}");
        }
    }

    #[test]
    fn edited() {
        let events = [limit("10:00", DELETED, "w1", "rpm"), limit("10:10", SET, "w1", "rpm"), end()];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        assert_eq!(in_feed(&ANALYZER, &[limit("10:00", SET, "w1", "rpm")]), [""; 0], "lowered or raised");
        let log = log(&[("10:00", "project_created", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
