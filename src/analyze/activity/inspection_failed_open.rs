//! Prompts that passed because their inspection did not answer.

use anyhow::Result;

use super::by_day::{Look, Question, judge, named};
use super::no_feed;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "inspection-failed-open",
    title: "Prompts that passed without their inspection",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "answers of the inspection of prompts in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Days on which prompts went through although the organization's inspection hook did not answer, one finding for each day and \
                reason, and days on which the hook was given up for a time (its circuit breaker tripped). Prompts that the hook denied are no \
                findings.",
        matters: "The hook is what keeps secrets and personal data out of prompts. While it fails open nobody inspects, and nobody notices.",
        remedy: &[
            "Look at the hook's own logs for the time of the events, and at the prompts of these conversations",
            "claude.ai > Organization settings > Inference hooks: let it fail closed, or answer within the timeout",
        ],
        caveats: "What stood in the prompts is not in the events. A short outage of the hook's server looks like somebody who switched it off.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const KINDS: [(&str, &str); 2] = [
    ("inference_hooks_request_failed_open", "prompts passed without their inspection"),
    ("inference_hooks_circuit_breaker_tripped", "inspection of prompts given up for a time"),
];
const OTHERS: [&str; 1] = ["inference_hooks_request_denied"];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "the inspection of prompts") {
        return Ok(missing);
    }
    let threshold = "every prompt is inspected";
    let question = Question { kinds: &KINDS, others: &OTHERS, threshold, by_actor: false };
    Ok(judge(cx, &ANALYZER, &question, |event| Look::Found(named(event, &[("reason", "reason")]))))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, log, on, said};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    fn open(time: &str, whom: &str, reason: &str) -> Value {
        event(time, "inference_hooks_request_failed_open", whom, json!({"reason": reason, "conversation_id": "c"}))
    }

    #[test]
    fn a_day_and_reason_is_one_finding() {
        let events = [open("10:00", "a", "endpoint_timeout"), open("10:05", "b", "endpoint_timeout")];
        assert_eq!(
            said(&ANALYZER, &events),
            [
                "high inference_hooks_request_failed_open: prompts passed without their inspection: reason endpoint_timeout, 2 times, from \
                 2026-08-03 10:00 UTC to 2026-08-03 10:05 UTC. Expected: every prompt is inspected"
            ]
        );
        let other = [open("10:00", "a", "endpoint_timeout"), open("10:05", "b", "endpoint_error")];
        assert_eq!(in_feed(&ANALYZER, &other).len(), 2);
        let next = on("2026-08-04", "10:00", "inference_hooks_request_failed_open", "a", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[open("10:00", "a", "endpoint_error"), next]).len(), 2);
        let tripped = event("10:00", "inference_hooks_circuit_breaker_tripped", "a", json!({}));
        assert_eq!(in_feed(&ANALYZER, &[tripped]).len(), 1);
    }

    #[test]
    fn what_is_none() {
        assert_eq!(in_feed(&ANALYZER, &[event("10:00", "inference_hooks_request_denied", "ok", json!({}))]), [""; 0]);
        let log = log(&[("10:00", "project_created", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
