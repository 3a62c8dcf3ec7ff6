use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, outcome, policy, usage};
use crate::policy::Policy;

/// Days of use without a key next to a hundred with one.
fn beside(keyless: usize) -> String {
    let all = days("2026-06-01", "2026-09-08");
    usage(&[("k", "A", all.clone()), ("", "B", all[..keyless].to_vec())])
}

#[test]
fn more_than_a_twentieth_without_a_key() {
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &beside(10))]),
        [
            "low organization: $0.08 of $0.82 (9.1 %) of 2026-06-01 to 2026-09-08 at list price have no key, in workspace «B» $0.08. Allowed: 5 % of the period's usage at list price (default)"
        ]
    );
    let lax = policy("[checks.unattributed-usage]\nmost_percent = 10\n");
    assert_eq!(found_with(&ANALYZER, &[("usage.csv", &beside(10))], &lax), [""; 0]);
}

#[test]
fn trials_in_the_workbench() {
    assert_eq!(found(&ANALYZER, &[("ok.csv", &beside(5))]), [""; 0], "5 of 105 days");
    assert_eq!(found(&ANALYZER, &[("ok.csv", &beside(0))]), [""; 0]);
}

#[test]
fn an_export_that_does_not_tell_keys_apart() {
    let nameless = usage(&[("", "A", days("2026-08-01", "2026-08-30"))]);
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &nameless)]), ["not assessed: no usage export of the period names keys"]);
}

#[test]
fn what_has_no_price_is_left_out() {
    let unknown = beside(10).replace("claude-opus-5,,", "claude-unheard-of,,");
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &[("usage.csv", &unknown)], &Policy::default())
    else {
        panic!()
    };
    assert!(findings.is_empty() && notes == ["left out: 10 rows of models without a known price"], "{notes:?}");
}
