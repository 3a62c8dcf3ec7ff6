//! Sums over the period, and counts of what is listed.

use serde_json::json;

use crate::analyze::testing::{activity, cost, days, facts, key, member, page, usage, with, workspace};

#[test]
fn sums_are_of_the_period_and_counts_of_the_lists() {
    let keys = page(&[key("a", "2026-01-05", None), with(key("b", "2026-01-05", None), json!({"status": "archived"}))]);
    let members = page(&[
        member("a@example.com", "admin"),
        member("b@example.com", "membership_admin"),
        member("c@example.com", "user"),
    ]);
    let spaces = page(&[workspace("A"), with(workspace("B"), json!({"archived_at": "2026-08-05T10:00:00Z"}))]);
    let used = usage(&[("a", "A", days("2026-06-20", "2026-09-30"))]);
    let rows: Vec<_> =
        days("2026-06-20", "2026-09-30").into_iter().map(|day| (day, "a", "apikey_a", "A", 2.0)).collect();
    let feed: String = ["2026-06-30T10:00:00Z", "2026-07-01T00:00:00Z", "2026-09-30T23:59:59Z"]
        .map(|at| activity(at, "sso_login_succeeded", "a", json!({})).to_string() + "\n")
        .concat();
    let cost = cost(&rows);
    let files = [
        ("keys.json", keys.as_str()),
        ("members.json", &members),
        ("spaces.json", &spaces),
        ("usage.csv", &used),
        ("cost.csv", &cost),
        ("feed.jsonl", &feed),
    ];
    let totals = facts(&files).totals;
    assert_eq!(totals.tokens.total, 92 * 1100);
    assert_eq!((totals.tokens.uncached_input, totals.tokens.output), (92_000, 9200));
    assert_eq!(totals.cost_usd.total.to_string(), "184");
    assert_eq!(totals.cost_usd.month.keys().collect::<Vec<_>>(), ["2026-07", "2026-08", "2026-09"]);
    assert_eq!(totals.cost_usd.workspace["A"].to_string(), "184");
    assert_eq!((totals.api_keys.total, totals.api_keys.active), (2, 1));
    assert_eq!((totals.members.total, totals.members.admins), (3, 2));
    assert_eq!((totals.workspaces.total, totals.workspaces.active), (2, 1));
    assert_eq!(totals.audit_events.total, 2);
}
