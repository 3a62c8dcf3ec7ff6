//! Twenty days of a million input tokens of Opus 5: read from the cache 0.50 dollars, in full 5.

use super::ANALYZER;
use crate::analyze::testing::{ask, days, found, found_with, policy, usage};

/// Millions of tokens that are not cached, and that are read from the cache, on each day.
fn uses(of_day: impl Fn(usize) -> (u64, u64)) -> String {
    let csv = usage(&[("k", "A", days("2026-07-01", "2026-07-20"))]);
    let mut lines = csv.lines();
    let mut out = format!("{}\n", lines.next().unwrap());
    for (at, line) in lines.enumerate() {
        let (uncached, read) = of_day(at);
        out += &line.replace(",1000,0,0,0,100,", &format!(",{uncached}000000,0,0,{read}000000,0,"));
        out.push('\n');
    }
    out
}

fn check(of_day: impl Fn(usize) -> (u64, u64)) -> Vec<String> {
    found(&ANALYZER, &[("usage.csv", &uses(of_day))])
}

#[test]
fn a_cache_that_is_lost() {
    let lost = uses(|at| if at < 10 { (1, 9) } else { (10, 0) });
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &lost)]),
        [
            "low k: key «k» read 0.0 % of its input from the cache since 2026-07-11, before 90.0 %. At list price its input of 2026-07-11 to 2026-07-20 cost $500.00, with the former share $95.00: $405.00 more. Threshold: 50 % of the former share of cache reads (default)"
        ]
    );
    let lax = policy("[checks.cache-collapse]\nleast_impact_usd = 500\n");
    assert_eq!(found_with(&ANALYZER, &[("usage.csv", &lost)], &lax), [""; 0]);
}

#[test]
fn what_is_no_collapse() {
    assert_eq!(check(|at| if at < 10 { (1, 9) } else { (5, 5) }), [""; 0], "more than half of it is left");
    assert_eq!(check(|at| if at < 10 { (10, 90) } else { (1, 9) }), [""; 0], "less traffic at the same share");
    assert_eq!(check(|at| if at < 10 { (10, 0) } else { (1, 9) }), [""; 0], "a cache that is new");
    assert_eq!(check(|at| if at == 10 { (10, 0) } else { (1, 9) }), [""; 0], "a single day");
    assert_eq!(check(|at| if at < 10 { (9, 1) } else { (10, 0) }), [""; 0], "there was none to speak of");
    assert_eq!(check(|at| if at < 15 { (1, 9) } else { (10, 0) }), [""; 0], "less than a week of it");
    assert_eq!(check(|at| if at % 2 == 0 { (1, 9) } else { (10, 0) }), [""; 0], "it comes and goes");
}

#[test]
fn too_few_days() {
    let short = usage(&[("k", "A", days("2026-07-01", "2026-07-13"))]);
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &short)]),
        ["not assessed: no usage export has a key with 14 days of use"]
    );
}
