//! Opus 5 costs five dollars a million tokens in; of Nova 6 nobody knows the price.

use super::MUCH;
use crate::analyze::spend::{nonproduction_overspend, spend_concentration, spend_shift, spend_spike};
use crate::analyze::testing::{cost, days, outcome, page, usage, workspace};
use crate::analyze::workspaces::default_workspace_spend;
use crate::analyze::{Analyzer, Outcome};
use crate::policy::Policy;

const OPUS: &str = "claude-opus-5";
const NOVA: &str = "claude-nova-6";

/// Key, workspace, model and millions of tokens of a day.
type Use = (&'static str, &'static str, &'static str, u32);

fn uses(day: &str, rows: &[Use]) -> String {
    let row = |(key, workspace, model, millions): &Use| {
        format!("{day},{model},{key},{workspace},standard,≤ 200k,{millions}000000,0,0,0,0,0,global,\n")
    };
    rows.iter().map(row).collect()
}

fn judged(check: &'static Analyzer, usage: &str, cost: Option<&str>) -> Outcome {
    let spaces = page(&["Production", "Development", "Default", "Search"].map(workspace));
    let files = [("usage.csv", usage), ("spaces.json", spaces.as_str())];
    let files: Vec<_> = files.into_iter().chain(cost.map(|csv| ("cost.csv", csv))).collect();
    outcome(check, &files, &Policy::default())
}

#[derive(Debug, PartialEq, Eq)]
enum Expected {
    /// And the reason names the model.
    Open,
    Found,
    Nothing,
}

use Expected::{Found, Nothing, Open};

/// Fault: A share was stated of sums that leave out a model without a list price: of three quarters of the tokens nothing was said
/// Outcome: Not assessed where what has no price could turn the share; else the finding, or a note, says how many tokens of which models are left out
#[test]
fn shares_of_sums_that_leave_much_out() {
    const DEFAULT: &Analyzer = &default_workspace_spend::ANALYZER;
    const OUTSIDE: &Analyzer = &nonproduction_overspend::ANALYZER;
    const ONE_KEY: &Analyzer = &spend_concentration::ANALYZER;
    for (check, rows, expected) in [
        (DEFAULT, &[("k", "Default", OPUS, 1), ("p", "Production", NOVA, 10)][..], Open),
        (DEFAULT, &[("k", "Default", NOVA, 10), ("p", "Production", OPUS, 10)], Open),
        (DEFAULT, &[("k", "Default", NOVA, 10), ("p", "Production", NOVA, 10)], Open),
        // The part has it: its share is higher still.
        (DEFAULT, &[("k", "Default", OPUS, 10), ("k", "Default", NOVA, 10), ("p", "Production", OPUS, 10)], Found),
        // The rest has it: the share is lower still.
        (
            DEFAULT,
            &[("k", "Default", OPUS, 1), ("p", "Production", OPUS, 100), ("p", "Production", NOVA, 100)],
            Nothing,
        ),
        // Little, and none.
        (DEFAULT, &[("k", "Default", OPUS, 10), ("p", "Production", OPUS, 10), ("p", "Production", NOVA, 1)], Found),
        (DEFAULT, &[("k", "Default", OPUS, 1), ("p", "Production", OPUS, 10)], Found),
        (OUTSIDE, &[("d", "Development", OPUS, 10), ("p", "Production", NOVA, 100)], Open),
        (OUTSIDE, &[("d", "Development", NOVA, 100), ("p", "Production", OPUS, 10)], Open),
        (OUTSIDE, &[("d", "Development", NOVA, 10), ("p", "Production", NOVA, 10)], Open),
        (OUTSIDE, &[("d", "Development", OPUS, 10), ("p", "Production", OPUS, 10), ("x", "Search", NOVA, 10)], Open),
        (
            OUTSIDE,
            &[("d", "Development", OPUS, 10), ("d", "Development", NOVA, 10), ("p", "Production", OPUS, 10)],
            Found,
        ),
        (
            OUTSIDE,
            &[("d", "Development", OPUS, 1), ("p", "Production", OPUS, 50), ("p", "Production", NOVA, 50)],
            Nothing,
        ),
        (
            OUTSIDE,
            &[("d", "Development", OPUS, 10), ("p", "Production", OPUS, 10), ("p", "Production", NOVA, 1)],
            Found,
        ),
        (OUTSIDE, &[("d", "Development", OPUS, 1), ("p", "Production", OPUS, 10)], Nothing),
        (ONE_KEY, &[("a", "Search", OPUS, 10), ("c", "Search", OPUS, 1), ("b", "Search", NOVA, 10)], Open),
        (ONE_KEY, &[("a", "Search", OPUS, 10), ("c", "Search", OPUS, 10), ("b", "Search", NOVA, 10)], Open),
        (ONE_KEY, &[("a", "Search", NOVA, 10), ("b", "Search", NOVA, 10)], Open),
        (ONE_KEY, &[("a", "Search", OPUS, 10), ("a", "Search", NOVA, 10), ("b", "Search", OPUS, 1)], Found),
        (ONE_KEY, &[("a", "Search", OPUS, 30), ("b", "Search", OPUS, 1), ("b", "Search", NOVA, 1)], Found),
        (ONE_KEY, &[("a", "Search", OPUS, 10), ("b", "Search", OPUS, 10)], Nothing),
    ] {
        let usage = usage(&[]) + &uses("2026-09-10", rows);
        let has_nova = rows.iter().any(|one| one.2 == NOVA);
        let found = match judged(check, &usage, None) {
            Outcome::NotAssessed { why, .. } => {
                assert!(why.contains(NOVA) && why.contains("000,000 tokens"), "{rows:?} {why}");
                Open
            }
            Outcome::Assessed { findings, notes, .. } => {
                assert_eq!(notes.iter().any(|note| note.contains(NOVA)), has_nova, "{rows:?} {notes:?}");
                assert!(findings.iter().all(|one| one.message.contains(NOVA) == has_nova), "{rows:?} {findings:?}");
                if findings.is_empty() { Nothing } else { Found }
            }
            Outcome::NotApplicable { why, .. } => panic!("{why}"),
        };
        assert_eq!(found, expected, "{} {rows:?}", check.id);
    }
}

#[test]
fn what_cost_covers_is_in_the_sum() {
    let usage = usage(&[]) + &uses("2026-09-10", &[("k", "Default", OPUS, 1), ("p", "Production", NOVA, 100)]);
    let day = || "2026-09-10".to_owned();
    let reported = cost(&[(day(), "k", "", "Default", 10.0), (day(), "p", "", "Production", 90.0)]);
    let Outcome::Assessed { findings, notes, .. } = judged(&default_workspace_spend::ANALYZER, &usage, Some(&reported))
    else {
        panic!()
    };
    assert_eq!((findings.len(), notes.len()), (1, 0), "{findings:?} {notes:?}");
    assert!(findings[0].message.starts_with("$10.00 of $100.00 (10.0 %)"), "{findings:?}");
}

/// Use of one key over the third quarter, by day.
fn quarter(of: impl Fn(usize) -> Vec<Use>) -> String {
    let all = days("2026-07-01", "2026-09-30");
    usage(&[]) + &all.iter().enumerate().map(|(at, day)| uses(day, &of(at))).collect::<String>()
}

/// Fault: Use that moved to a model without a price was a fall of the spend, and use that moved back a jump or a new level
/// Outcome: No move is judged whose lower side leaves out a twentieth of the tokens; notes name it and the models
#[test]
fn a_price_that_comes_or_goes_moves_no_spend() {
    let opus = |millions| ("k", "A", OPUS, millions);
    let nova = |millions| ("k", "A", NOVA, millions);
    let moved = |at: usize| at >= 46;
    let some_days = |at: usize| (60..62).contains(&at);
    for (check, usage, is_found) in [
        (&spend_shift::ANALYZER, quarter(|at| if moved(at) { vec![opus(2), nova(38)] } else { vec![opus(40)] }), false),
        (&spend_shift::ANALYZER, quarter(|at| if moved(at) { vec![opus(40)] } else { vec![opus(2), nova(38)] }), false),
        (&spend_shift::ANALYZER, quarter(|at| vec![opus(if moved(at) { 2 } else { 40 })]), true),
        (&spend_shift::ANALYZER, quarter(|at| vec![opus(if moved(at) { 40 } else { 2 })]), true),
        (
            &spend_spike::ANALYZER,
            quarter(|at| if some_days(at) { vec![opus(40)] } else { vec![opus(2), nova(38)] }),
            false,
        ),
        (&spend_spike::ANALYZER, quarter(|at| vec![opus(if some_days(at) { 40 } else { 2 })]), true),
        // What is dearer without its unpriced part is dearer with it.
        (
            &spend_spike::ANALYZER,
            quarter(|at| if some_days(at) { vec![opus(40), nova(9)] } else { vec![opus(2)] }),
            true,
        ),
    ] {
        let Outcome::Assessed { findings, notes, .. } = judged(check, &usage, None) else { panic!("{}", check.id) };
        assert_eq!(!findings.is_empty(), is_found, "{} {findings:?} {notes:?}", check.id);
        if !is_found {
            assert!(notes.iter().any(|note| note.contains("not judged, as much of its use")), "{notes:?}");
            assert!(notes.iter().any(|note| note.starts_with(MUCH) && note.contains(NOVA)), "{notes:?}");
        }
    }
}

#[test]
fn where_nothing_has_a_price_the_reason_says_so() {
    for check in [&spend_shift::ANALYZER, &spend_spike::ANALYZER] {
        let Outcome::NotAssessed { why, .. } = judged(check, &quarter(|_| vec![("k", "A", NOVA, 1)]), None) else {
            panic!("{}", check.id)
        };
        assert!(why.contains(MUCH) && why.contains(NOVA), "{why}");
    }
}
