use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, days, found, found_with, keyless_cost, outcome, policy, usage};
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

/// Fault: Shares of the one month whose exports name keys were said to be of the period, and found or not found over a third of the spend
/// Outcome: Spend of exports that do not name keys counts in the whole; where it decides, nothing is said
#[test]
fn spend_that_is_of_no_known_key() {
    for (nameless, expected) in [
        (0.0, "info big: $70.00 of $100.00 (70.0 %)"),
        (10.0, "info big: $70.00 of $110.00 (63.6 %)"),
        (20.0, "not assessed: exports that do not name keys have $20.00 of $120.00: whose keys spent it is not known"),
        (300.0, "not assessed: exports that do not name keys have $300.00 of $400.00"),
    ] {
        let own = costs(&[("big", "apikey_1", 70.0), ("ok-small", "apikey_2", 30.0)]);
        let other = keyless_cost(&days("2026-09-09", "2026-09-09"), nameless);
        let lines = ask(&ANALYZER, &[("cost.csv", &own), ("other.json", &other)]);
        assert!(lines.len() == 1 && lines[0].starts_with(expected), "{nameless}: {lines:?}");
    }
    // With all of it no key has more than is allowed.
    let other = keyless_cost(&days("2026-09-09", "2026-09-09"), 5.0);
    let even = costs(&[("ok-a", "apikey_1", 50.0), ("ok-b", "apikey_2", 50.0)]);
    assert_eq!(ask(&ANALYZER, &[("cost.csv", &even), ("other.json", &other)]), [""; 0]);
}
