//! Usage beyond what seats include, switched on.

use anyhow::Result;
use chrono::Duration;

use super::by_day::{Look, Question, judge};
use super::{EDIT_MINUTES, no_events};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "extra-usage-enabled",
    title: "Extra usage that was switched on",
    control: Control::SpendLimits,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "switches of extra usage in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every time that billing for usage beyond what seats include, or the automatic reload of its balance, was switched on. A reload that was \
                switched off again within 10 minutes is no finding. Its limit is judged by `spend-limit-removed`.",
        matters: "Seats cost the same every month; extra usage has no end but its limit.",
        remedy: &[
            "Ask {name} who agreed to it, and up to which amount",
            "claude.ai > Organization settings > Usage: set a monthly limit for extra usage, or switch it off",
        ],
        caveats: "Whether a limit was set with it is another event. The audit-log export has the reload only.",
    },
    run,
};

const RELOAD: (&str, &str) = ("prepaid_extra_usage_auto_reload_enabled", "prepaid_extra_usage_auto_reload_disabled");
/// Source: Anthropic's activity reference.
const KINDS: [(&str, &str); 2] = [
    ("extra_usage_billing_enabled", "extra usage switched on"),
    (RELOAD.0, "automatic reload of extra usage switched on"),
];

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let threshold = "no extra usage without a decision";
    let question = Question { kinds: &KINDS, others: &[RELOAD.1], threshold, by_actor: true };
    let edit = Duration::minutes(EDIT_MINUTES);
    Ok(judge(cx, &ANALYZER, &question, |event| {
        let soon = event.at..=event.at + edit;
        let is_off = |other: &&crate::facts::Event| other.name == RELOAD.1 && soon.contains(&other.at);
        let is_undone = event.name == RELOAD.0 && cx.facts.log.events.notable.iter().any(|other| is_off(&other));
        if is_undone { Look::Fine } else { Look::Found(String::new()) }
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{event, in_feed, log, said};
    use super::*;
    use crate::analyze::testing::found;

    #[test]
    fn switched_on() {
        assert_eq!(
            said(&ANALYZER, &[event("10:00", "extra_usage_billing_enabled", "stale-ann", json!({}))]),
            [
                "medium stale-ann@example.com: extra usage switched on, by stale-ann@example.com on 2026-08-03 10:00 UTC. Expected: no extra \
                 usage without a decision"
            ]
        );
        let late = [event("10:00", RELOAD.0, "stale-ann", json!({})), event("10:11", RELOAD.1, "stale-ann", json!({}))];
        assert_eq!(in_feed(&ANALYZER, &late), ["medium stale-ann@example.com"]);
        let log = log(&[("10:00", RELOAD.0, "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["medium ann@example.com"]);
    }

    #[test]
    fn off_and_off_again() {
        let undone = [event("10:00", RELOAD.0, "ok", json!({})), event("10:09", RELOAD.1, "ok", json!({}))];
        assert_eq!(in_feed(&ANALYZER, &undone), [""; 0]);
        let limit = event("10:00", "extra_usage_spend_limit_created", "ok", json!({"amount": 1}));
        assert_eq!(in_feed(&ANALYZER, &[limit]), [""; 0]);
    }
}
