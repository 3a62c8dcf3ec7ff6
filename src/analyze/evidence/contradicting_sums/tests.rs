use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{cost, days, facts, found_in};

/// Ten days of a key, so many dollars a day and one cent more every day.
fn export(key: &str, usd: f64, last: &str) -> String {
    let days = days("2026-08-01", last).into_iter().enumerate();
    cost(&days.map(|(at, day)| (day, key, "", "Default", usd + at as f64 / 100.0)).collect::<Vec<_>>())
}

fn organization(id: &str) -> String {
    json!({"id": id, "type": "organization", "name": id}).to_string()
}

fn total(files: &[(&str, &str)]) -> String {
    facts(files).totals.cost_usd.total.to_string()
}

#[test]
fn what_is_lost_without_a_word() {
    let whole = export("prod", 100.0, "2026-08-10");
    let last_grew = whole.replace("100.09", "61.2").replace("100.08", "80");
    let corrected = whole.replace("100.01", "3").replace("100.02", "4");
    let cases = [
        ("another organization", export("prod", 7.0, "2026-08-10"), 1),
        ("another organization that is nearly as large", export("prod", 94.0, "2026-08-10"), 1),
        ("ok: a copy", whole.clone(), 0),
        ("ok: the first week of it", export("prod", 100.0, "2026-08-07"), 0),
        ("ok: made while the last two days still grew", last_grew, 0),
        ("ok: two days corrected", corrected, 0),
        ("ok: corrections of all days by little", export("prod", 98.0, "2026-08-10"), 0),
        ("ok: another key, which counts too", export("batch", 7.0, "2026-08-10"), 0),
        ("ok: other days", export("prod", 7.0, "2026-08-02"), 0),
    ];
    for (case, other, findings) in cases {
        let files = [("a.csv", whole.as_str()), ("b.csv", other.as_str())];
        let found = found_in(&ANALYZER, &files);
        assert_eq!(found.len(), findings, "{case}: {found:?}");
    }
}

#[test]
fn folders_tell_organizations_apart() {
    let (one, other) = (export("prod", 100.0, "2026-08-10"), export("prod", 7.0, "2026-08-10"));
    let (me, sister) = (organization("org-1"), organization("org-2"));
    let costs: [(&str, &str); 2] = [("a/2026/cost.csv", &one), ("b/cost.csv", &other)];
    let with = |more: &[(&'static str, &str)]| {
        let files: Vec<(&str, &str)> = costs.iter().copied().chain(more.iter().copied()).collect();
        (total(&files), found_in(&ANALYZER, &files).len())
    };
    assert_eq!(with(&[]), ("1000.45".to_owned(), 1), "nothing tells them apart");
    assert_eq!(with(&[("a/organization.json", &me), ("b/organization.json", &sister)]), ("1070.9".to_owned(), 0));
    assert_eq!(with(&[("a/organization.json", &me), ("b/organization.json", &me)]), ("1000.45".to_owned(), 1), "one");
    assert_eq!(
        with(&[("organization.json", &me), ("b/organization.json", &sister)]),
        ("1070.9".to_owned(), 0),
        "the nearest folder"
    );
    assert_eq!(
        with(&[("a/admin/organization.json", &me), ("b/admin/organization.json", &sister)]),
        ("1070.9".to_owned(), 0),
        "beside their folder, under one folder for each"
    );
    assert_eq!(with(&[("me/a.json", &me), ("me/b.json", &sister)]), ("1000.45".to_owned(), 1), "of neither folder");
    let files = [costs[0], costs[1], ("a/organization.json", &me), ("b/organization.json", &sister)];
    let organizations = facts(&files).totals.cost_usd.organization;
    let sums: Vec<String> = organizations.iter().map(|(id, usd)| format!("{id} {usd}")).collect();
    assert_eq!(sums, ["org-1 1000.45", "org-2 70.45"]);
}

#[test]
fn a_part_beside_a_whole_that_is_coarser() {
    let finer = export("prod", 10.0, "2026-08-10");
    let coarser = |usd: f64| {
        let text = export("x", usd, "2026-08-10");
        let header: Vec<bool> =
            text.lines().next().unwrap().split(',').map(|name| !name.starts_with("api_key")).collect();
        let without = |line: &str| {
            let cells = line.split(',').enumerate().filter(|(at, _)| header[*at]);
            cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(",")
        };
        text.lines().map(without).collect::<Vec<_>>().join("\n")
    };
    assert!(coarser(1.0).lines().next().is_some_and(|header| !header.contains("api_key")));
    for (usd, findings) in [(10.0, 0), (50.0, 1)] {
        let whole = coarser(usd);
        let found = found_in(&ANALYZER, &[("a.csv", finer.as_str()), ("b.csv", whole.as_str())]);
        assert_eq!(found.len(), findings, "{usd}: {found:?}");
    }
}
