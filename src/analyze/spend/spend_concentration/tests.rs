use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, found, found_with, outcome, policy, usage};
use crate::policy::Policy;

const DAY: &str = "2026-09-10";

/// Cost of keys by name, id and dollars.
fn costs(keys: &[(&'static str, &'static str, f64)]) -> String {
    let rows: Vec<_> = keys.iter().map(|(name, id, usd)| (DAY.to_owned(), *name, *id, "A", *usd)).collect();
    cost(&rows)
}

#[test]
fn a_key_with_most_of_the_spend() {
    let file = costs(&[("big", "apikey_1", 61.0), ("ok-small", "apikey_2", 30.0), ("", "", 9.0)]);
    assert_eq!(
        ask(&ANALYZER, &[("cost.csv", &file)]),
        [
            "info big: $61.00 of $100.00 (61.0 %) in 2026-09-10. Next: key «ok-small» $30.00. Allowed: 60 % of the period's spend (default)"
        ]
    );
    let lax = policy("[checks.spend-concentration]\nmost_percent = 70\n");
    assert_eq!(found_with(&ANALYZER, &[("cost.csv", &file)], &lax), [""; 0]);
}

#[test]
fn one_key_in_all_and_a_share_at_the_threshold() {
    assert_eq!(found(&ANALYZER, &[("cost.csv", &costs(&[("ok-only", "", 61.0), ("", "", 9.0)]))]), [""; 0]);
    assert_eq!(found(&ANALYZER, &[("cost.csv", &costs(&[("ok-big", "", 60.0), ("ok-small", "", 40.0)]))]), [""; 0]);
}

#[test]
fn a_name_of_two_keys() {
    let file = costs(&[("big", "apikey_1", 31.0), ("big", "apikey_3", 30.0), ("ok-small", "apikey_2", 39.0)]);
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &[("cost.csv", &file)], &Policy::default())
    else {
        panic!()
    };
    assert!(findings.is_empty() && notes[0].contains("is the name of 2 keys"), "{notes:?}");
}

#[test]
fn an_export_that_does_not_tell_keys_apart() {
    let nameless = usage(&[("", "A", vec![DAY.to_owned()])]);
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &nameless)]),
        ["not assessed: no export with spend in the period names keys"]
    );
}

/// Fault: A key's share was its gross spend of the net total, so that a credit made a concentration
/// Outcome: Shares are of what was spent before credits, which a note names
#[test]
fn a_credit_makes_no_concentration() {
    let keys = [("ok-big", "apikey_1", 55.0), ("ok-small", "apikey_2", 45.0)];
    for (credit, noted) in [(-20.0, true), (20.0, false)] {
        let file = costs(&[&keys[..], &[("", "", credit)]].concat());
        let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &[("cost.csv", &file)], &Policy::default())
        else {
            panic!()
        };
        assert!(findings.is_empty(), "{credit}");
        assert_eq!(notes.iter().any(|note| note.starts_with("credits of $20.00")), noted, "{credit}");
    }
    let big = costs(&[("big", "apikey_1", 61.0), ("ok-small", "apikey_2", 39.0), ("", "", -50.0)]);
    let lines = ask(&ANALYZER, &[("cost.csv", &big)]);
    assert!(lines.len() == 1 && lines[0].contains("$61.00 of $100.00 (61.0 %)"), "{lines:?}");
}

#[test]
fn a_key_beside_which_none_is_ranked_names_no_next_one() {
    let file = costs(&[("big", "apikey_1", 61.0), ("big", "apikey_1", 1.0), ("", "", 1.0)]);
    let lines = ask(&ANALYZER, &[("cost.csv", &file)]);
    assert!(lines.iter().all(|line| !line.contains("Next: .")), "{lines:?}");
}
