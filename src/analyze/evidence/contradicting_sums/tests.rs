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

/// Fault: Of two organizations whose keys have the same names half of the rows were one's and half the other's, unsaid where sums were near
/// Outcome: Exports of their kind are compared row by row: what has more here and less there does not cancel
#[test]
fn rows_that_differ_both_ways_are_found_whatever_their_sum() {
    // Twenty days of two keys that both have, dollars by the number of the day, and of one more.
    let rows = |usd: &dyn Fn(usize) -> [f64; 2], own: &'static str| {
        let of = |(at, day): (usize, String)| {
            let [search, batch] = usd(at);
            [("prod-search", search), ("prod-batch", batch), (own, 3.0)]
                .map(|(key, usd)| (day.clone(), key, "", "Default", usd))
        };
        cost(&days("2026-08-01", "2026-08-20").into_iter().enumerate().flat_map(of).collect::<Vec<_>>())
    };
    let whole = rows(&|_| [5.0, 3.0], "prod-billing");
    let cases: [(&str, String, usize); 7] = [
        ("another organization, whose sum is nearly the same", rows(&|_| [4.4, 3.55], "prod-mail"), 1),
        ("another one that has a little more", rows(&|_| [6.0, 2.05], "prod-mail"), 1),
        ("rows of twice and of next to nothing", rows(&|_| [7.95, 0.01], "prod-mail"), 1),
        ("ok: the same rows", whole.clone(), 0),
        ("ok: all of them corrected by little", rows(&|_| [5.1, 2.95], "prod-billing"), 0),
        ("ok: two days corrected by much", rows(&|at| if at < 2 { [7.0, 1.0] } else { [5.0, 3.0] }, "prod-billing"), 0),
        ("ok: cents", rows(&|_| [5.01, 2.99], "prod-billing"), 0),
    ];
    for (case, other, findings) in cases {
        for files in [[("a.csv", &whole), ("b.csv", &other)], [("a.csv", &other), ("b.csv", &whole)]] {
            let files = files.map(|(name, text)| (name, text.as_str()));
            assert_eq!(found_in(&ANALYZER, &files).len(), findings, "{case}");
        }
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

/// Fault: Of two editions of a cloud's bill the dearer one counted, whichever was the later, and nothing said so
/// Outcome: The later one by its date counts, of the name, the folder or `exports.toml`; where nothing tells, that is a finding
#[test]
fn the_later_edition_of_a_bill_counts() {
    let bill = |usd: f64| {
        let line = |day: String| {
            format!(
                "111122223333,111122223333,Usage,{day}T00:00:00Z,{day}T23:59:59Z,AmazonBedrock,EUC1-Claude4.6Sonnet-output-tokens,\
                 InvokeModelInference,{usd},USD\n"
            )
        };
        let header = "bill_payer_account_id,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,\
             line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_operation,line_item_unblended_cost,\
             line_item_currency_code\n";
        header.to_owned() + &days("2026-09-01", "2026-09-30").into_iter().map(line).collect::<String>()
    };
    let notes = |first: &str, second: &str| {
        format!("[[export]]\npath = \"a.csv\"\nat = {first}\n[[export]]\npath = \"b.csv\"\nat = {second}\n")
    };
    let billed = |files: &[(&str, &str)]| -> String {
        facts(files).spend.clouds.rows.iter().map(|row| row.amount).sum::<crate::model::Money>().to_string()
    };
    for (early, late) in [(10.0, 10.2), (10.2, 10.0), (10.0, 5.0), (10.0, 10.01), (10.0, 10.0)] {
        let (first, second) = (bill(early), bill(late));
        let expected = (late * 3000.0_f64).round() / 100.0;
        let both = [("a.csv", first.as_str()), ("b.csv", second.as_str())];
        for names in [
            ["2026-10-01/cur.csv", "2026-10-05/cur.csv"],
            ["z-2026-10-01.csv", "a-2026-10-05.csv"],
            ["old/cur.csv", "cur.csv"],
        ] {
            let files = [(names[0], first.as_str()), (names[1], second.as_str())];
            assert_eq!(billed(&files), expected.to_string(), "{names:?}, {early} and {late}");
            assert_eq!(found_in(&ANALYZER, &files), [""; 0], "{names:?}, {early} and {late}");
        }
        for (text, is_last) in [
            (notes("2026-10-01T08:00:00Z", "2026-10-05T08:00:00Z"), true),
            (notes("2026-10-05T08:00:00Z", "2026-10-01T08:00:00Z"), false),
        ] {
            let files = [both[0], both[1], ("exports.toml", text.as_str())];
            let expected = if is_last { expected } else { (early * 3000.0_f64).round() / 100.0 };
            assert_eq!(billed(&files), expected.to_string(), "{text}, {early} and {late}");
            assert_eq!(found_in(&ANALYZER, &files), [""; 0], "{text}, {early} and {late}");
        }
        // Without any date, which counts does not depend on the names, and it is said but for what is the same or a few cents.
        assert_eq!(billed(&both), billed(&[("b.csv", both[0].1), ("a.csv", both[1].1)]), "{early} and {late}");
        let apart = (early - late).abs() * 28.0 >= 1.0;
        assert_eq!(found_in(&ANALYZER, &both).len(), usize::from(apart), "{early} and {late}");
    }
}
