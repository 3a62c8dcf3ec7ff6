//! Many denials in a few minutes.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::Duration;

use super::bursts::bursts;
use super::{actor_key, finding_of_burst, no_feed};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::data::event_kinds::Action;
use crate::facts::Event;
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "access-denied-burst",
    title: "Many denials of access within minutes",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "denials of access in the period",
    thresholds: &[
        Threshold {
            name: "most_denials",
            default: 50.0,
            unit: "denials",
            source: "far more than anybody clicks on by mistake",
        },
        Threshold { name: "within_minutes", default: 10.0, unit: "minutes", source: "the pace of a program" },
    ],
    explain: Explain {
        finds: "More than `most_denials` denials of one actor within `within_minutes`: chats, projects, files or artifacts that they may not \
                see, and calls of the Compliance API that were refused (status 401 or 403). Exactly as many are no finding.",
        matters: "Somebody who tries doors one after the other is looking for one that is open.",
        remedy: &[
            "Ask {name} which program did it, and stop it",
            "If it was not them: end their sessions or disable the key, and look at what they could open",
        ],
        caveats: "A broken program or a moved project looks the same. The audit-log export has no denials.",
    },
    run,
};

/// A call of the Compliance API, with its field, and the statuses of a refusal. Source: Anthropic's activity reference.
const CALL: (&str, &str) = ("compliance_api_accessed", "status_code");
const REFUSED: [i64; 2] = [401, 403];

fn is_denied(event: &Event) -> bool {
    let status = || event.field(CALL.1).and_then(serde_json::Value::as_i64);
    event.kind.action == Action::Deny
        || event.name == CALL.0 && status().is_some_and(|status| REFUSED.contains(&status))
}

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "denials") {
        return Ok(missing);
    }
    let [most, minutes] = const { [ANALYZER.threshold("most_denials"), ANALYZER.threshold("within_minutes")] }
        .map(|limit| cx.limit(&ANALYZER, limit));
    let in_period = |event: &&Event| cx.period.contains(event.at.date_naive());
    let (mut by_actor, mut population): (BTreeMap<String, Vec<&Event>>, u64) = (BTreeMap::new(), 0);
    for event in cx.facts.log.events.notable.iter().filter(|event| is_denied(event)) {
        population += u64::from(in_period(&event));
        if let Some(actor) = actor_key(&event.actor) {
            by_actor.entry(actor).or_default().push(event);
        }
    }
    let window = Duration::minutes(minutes.value as i64);
    let found = by_actor.values().flat_map(|own| bursts(own, most.value + 1.0, window));
    let found = found.filter(|burst| burst.iter().any(&in_period));
    let threshold = || format!("more than {most} within {minutes}");
    let of = ("denials of", "minutes", window);
    let finding = |burst: Vec<&Event>| finding_of_burst(cx, &ANALYZER, &burst, of, threshold());
    let findings = found.filter_map(finding).collect();
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{in_feed, log, on};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    fn denied(count: usize, kind: &str) -> Vec<Value> {
        let one = |n: usize| {
            let fields = json!({"id": format!("activity_{n}"), "status_code": 403});
            on("2026-08-03", &format!("10:{:02}", n % 10), kind, "stale-ann", fields)
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn more_than_fifty() {
        assert_eq!(in_feed(&ANALYZER, &denied(51, "claude_chat_access_failed")), ["medium stale-ann@example.com"]);
        assert_eq!(in_feed(&ANALYZER, &denied(51, "compliance_api_accessed")), ["medium stale-ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        assert_eq!(in_feed(&ANALYZER, &denied(50, "claude_chat_access_failed")), [""; 0]);
        assert_eq!(in_feed(&ANALYZER, &denied(60, "claude_chat_viewed")), [""; 0]);
        let log = log(&[("10:00", "project_created", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
