//! Claude Opus 4.1 was retired after 2026-08-05.

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, ask_with, cost, days, found, outcome, policy, usage};
use crate::policy::Policy;

/// Use of a model by the key k of workspace A.
fn uses(model: &str, from: &str, to: &str) -> String {
    usage(&[("k", "A", days(from, to))]).replace("claude-opus-5", model)
}

const RETIRED: &str = "claude-opus-4-1-20250805";

#[test]
fn a_model_that_is_used_after_its_last_day() {
    let usage = uses(RETIRED, "2026-08-04", "2026-08-08");
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &usage)]),
        [
            "medium claude-opus-4-1-20250805: model «claude-opus-4-1-20250805» was used on 3 days after its retirement on 2026-08-05, last on 2026-08-08. Use: 3300 tokens, cost unknown by key «k». Expected: no use of a retired model"
        ]
    );
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &[("usage.csv", &usage)], &Policy::default()) else {
        panic!()
    };
    assert_eq!(findings[0].evidence.len(), 3, "the days after its last");
}

#[test]
fn what_it_cost_is_told_where_it_is_reported() {
    let usage = uses(RETIRED, "2026-08-04", "2026-08-08");
    let rows: Vec<_> = days("2026-08-04", "2026-08-08").into_iter().map(|day| (day, "k", "", "A", 2.5)).collect();
    let cost = cost(&rows).replace("Claude Opus 5", "Claude Opus 4.1");
    let lines = ask(&ANALYZER, &[("usage.csv", &usage), ("cost.csv", &cost)]);
    assert!(lines.len() == 1 && lines[0].contains("3300 tokens, $7.50 by key «k» $7.50. Expected:"), "{lines:?}");
}

/// Fault: Use of many days, and dollars of the few of them that a cost export covers, in one sentence
/// Outcome: The sentence says on how many of the days the cost is known
#[test]
fn a_cost_of_some_of_the_days_is_called_so() {
    let usage = uses(RETIRED, "2026-08-04", "2026-08-09");
    for (until, expected) in [
        ("2026-08-09", "4400 tokens, $10.00 by key «k» $10.00. Expected:"),
        ("2026-08-08", "4400 tokens, $7.50 (on 3 of 4 days; unknown on the others) by key «k» $7.50. Expected:"),
        ("2026-08-06", "4400 tokens, $2.50 (on 1 of 4 days; unknown on the others) by key «k» $2.50. Expected:"),
        ("2026-08-05", "4400 tokens, cost unknown by key «k». Expected:"),
    ] {
        let rows: Vec<_> = days("2026-08-04", until).into_iter().map(|day| (day, "k", "", "A", 2.5)).collect();
        let cost = cost(&rows).replace("Claude Opus 5", "Claude Opus 4.1");
        let lines = ask(&ANALYZER, &[("usage.csv", &usage), ("cost.csv", &cost)]);
        assert!(lines.len() == 1 && lines[0].contains(expected), "{until} {lines:?}");
    }
}

#[test]
fn what_is_no_retirement() {
    assert_eq!(found(&ANALYZER, &[("ok.csv", &uses(RETIRED, "2026-08-01", "2026-08-05"))]), [""; 0], "its last day");
    let fast_ended = uses("claude-opus-4-6", "2026-08-01", "2026-08-08");
    assert_eq!(found(&ANALYZER, &[("ok.csv", &fast_ended)]), [""; 0], "only its fast mode ended");
    let new_price = uses("claude-sonnet-5-5", "2026-10-05", "2026-10-09");
    assert_eq!(found(&ANALYZER, &[("ok.csv", &new_price)]), [""; 0], "a price ended");
    let idle = uses(RETIRED, "2026-08-07", "2026-08-08").replace("1000,0,0,0,100", "0,0,0,0,0");
    assert_eq!(found(&ANALYZER, &[("ok.csv", &idle)]), [""; 0], "rows of zeros");
}

#[test]
fn a_model_that_nobody_knows() {
    let files = uses("claude-unheard-of", "2026-08-01", "2026-08-02");
    let files = [("usage.csv", files.as_str())];
    let lines = ask(&ANALYZER, &files);
    assert!(
        lines.len() == 1
            && lines[0].starts_with("medium claude-unheard-of: model «claude-unheard-of» was used on 2 days")
    );
    let approved = policy("[models]\napproved = [\"claude-unheard-*\"]\n");
    assert_eq!(ask_with(&ANALYZER, &files, &approved), [""; 0], "the policy knows it");
    let others = policy("[models]\napproved = [\"claude-opus-*\"]\n");
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &others) else { panic!() };
    assert!(findings.is_empty() && notes[0].contains("reported as not approved"), "{notes:?}");
}

#[test]
fn without_models_nothing_is_said() {
    let nameless = uses("", "2026-08-01", "2026-08-02");
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &nameless)]),
        ["not assessed: no usage export of the period names models"]
    );
    let cost = cost(&[("2026-08-01".to_owned(), "k", "", "A", 1.0)]);
    assert_eq!(ask(&ANALYZER, &[("cost.csv", &cost)]), ["not assessed: no export of token usage"]);
}
