//! Twenty days of a million input tokens: a dollar by Haiku 4.5, five by Opus 5.

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, outcome, policy, usage};
use crate::policy::Policy;

const HAIKU: &str = "claude-haiku-4-5-20251001";

/// The model and the millions of tokens of each day.
fn uses(of_day: impl Fn(usize) -> (&'static str, u64)) -> String {
    let csv = usage(&[("k", "A", days("2026-08-01", "2026-08-20"))]);
    let mut lines = csv.lines();
    let mut out = format!("{}\n", lines.next().unwrap());
    for (at, line) in lines.enumerate() {
        let (model, millions) = of_day(at);
        let line = line.replace(",1000,0,0,0,100,", &format!(",{millions}000000,0,0,0,0,"));
        out += &line.replace("claude-opus-5", model);
        out.push('\n');
    }
    out
}

fn check(of_day: impl Fn(usize) -> (&'static str, u64)) -> Vec<String> {
    found(&ANALYZER, &[("usage.csv", &uses(of_day))])
}

#[test]
fn traffic_that_moves_to_a_costlier_model() {
    let moved = uses(|at| if at < 10 { (HAIKU, 1) } else { ("claude-opus-5", 1) });
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &moved)]),
        [
            "medium k: since 2026-08-11 key «k» uses «claude-opus-5» 100 %, before «claude-haiku-4-5-20251001» 100 %. Its list price in 2026-08-11 to 2026-08-20 was $50.00, with the former mix $10.00: $40.00 more (5.0 times). Threshold: 1.25 times the price of the former mix of models (default)"
        ]
    );
    let lax = policy("[checks.model-cost-drift]\nleast_impact_usd = 50\n");
    assert_eq!(found_with(&ANALYZER, &[("usage.csv", &moved)], &lax), [""; 0]);
}

#[test]
fn what_is_no_drift() {
    let opus = "claude-opus-5";
    assert_eq!(check(|at| (opus, if at < 10 { 1 } else { 50 })), [""; 0], "volume at the same mix");
    assert_eq!(check(|at| if at < 10 { (opus, 9) } else { (HAIKU, 9) }), [""; 0], "a cheaper model");
    assert_eq!(check(|at| if at == 10 { (opus, 90) } else { (HAIKU, 9) }), [""; 0], "a single day");
    assert_eq!(check(|at| if at % 3 == 0 { (opus, 9) } else { (HAIKU, 9) }), [""; 0], "it comes and goes");
    assert_eq!(check(|at| if at < 15 { (HAIKU, 9) } else { (opus, 9) }), [""; 0], "less than a week of it");
    let same_price = |at| if at < 10 { ("claude-opus-4-8", 9) } else { (opus, 9) };
    assert_eq!(check(same_price), [""; 0], "another model at the same price");
}

#[test]
fn a_model_without_a_price() {
    let unheard = uses(|at| if at < 10 { (HAIKU, 9) } else { ("claude-unheard-of", 9) });
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &[("usage.csv", &unheard)], &Policy::default())
    else {
        panic!()
    };
    assert!(findings.is_empty() && notes[0].ends_with("has no known price: key «k»"), "{notes:?}");
    let short = usage(&[("k", "A", days("2026-08-01", "2026-08-13"))]);
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &short)]),
        ["not assessed: no usage export has a key with 14 days of use"]
    );
}
