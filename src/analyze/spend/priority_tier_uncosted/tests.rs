use super::ANALYZER;
use crate::analyze::testing::{ask, cost, days, found, usage};

fn uses(tier: &str) -> String {
    usage(&[("k", "A", days("2026-08-01", "2026-08-10"))]).replace(",standard,", &format!(",{tier},"))
}

fn costs(from: &str, to: &str) -> String {
    cost(&days(from, to).into_iter().map(|day| (day, "k", "", "A", 1.0)).collect::<Vec<_>>())
}

#[test]
fn priority_usage_on_days_with_cost() {
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &uses("priority")), ("cost.csv", &costs("2026-08-01", "2026-08-08"))]),
        [
            "low organization: 8800 tokens of the priority tier in 2026-08-01 to 2026-08-10, $0.06 at the standard list price, by key «k» $0.06, are in no cost export. Expected: none on days that cost exports cover"
        ]
    );
}

#[test]
fn other_tiers_and_days_that_are_estimated() {
    let all = costs("2026-08-01", "2026-08-10");
    for tier in ["standard", "batch", "flex"] {
        assert_eq!(found(&ANALYZER, &[("usage.csv", &uses(tier)), ("cost.csv", &all)]), [""; 0], "{tier}");
    }
    let later = costs("2026-08-11", "2026-08-12");
    assert_eq!(found(&ANALYZER, &[("usage.csv", &uses("priority")), ("cost.csv", &later)]), [""; 0]);
}

#[test]
fn without_tiers_or_cost_nothing_is_said() {
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &uses("")), ("cost.csv", &costs("2026-08-01", "2026-08-10"))]),
        ["not assessed: no usage export of the period says a service tier"]
    );
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &uses("priority"))]), ["not assessed: no export of cost"]);
}
