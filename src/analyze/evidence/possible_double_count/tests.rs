use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{cost, days, facts, found_in, key, page, with};

/// Cost of one key on the fourteen days of July, a little more every day.
fn rising(key: &str, workspace: &str) -> String {
    priced(key, workspace, |day| 11.5 + day as f64)
}

fn priced(key: &str, workspace: &str, usd: impl Fn(usize) -> f64) -> String {
    let days = days("2026-07-10", "2026-07-23").into_iter().enumerate();
    cost(&days.map(|(at, day)| (day, key, "", workspace, usd(at))).collect::<Vec<_>>())
}

fn found(a: &str, b: &str) -> Vec<String> {
    found_in(&ANALYZER, &[("a.csv", a), ("b.csv", b)])
}

fn total(a: &str, b: &str) -> String {
    facts(&[("a.csv", a), ("b.csv", b)]).totals.cost_usd.total.to_string()
}

/// What Excel makes of an export: another code page, US dates, blanks, capitals.
fn excel(text: &str) -> String {
    let text = text.replace("≤ 200k", "â‰¤ 200k").replace(",message,", ",Message ,");
    (10..=23).fold(text, |text, day| text.replace(&format!("2026-07-{day}"), &format!("7/{day}/2026")))
}

#[test]
fn a_name_that_was_changed_between_two_exports_is_at_stake() {
    let (before, key, workspace) = (rising("old", "w"), rising("new", "w"), rising("old", "v"));
    assert_eq!(found(&before, &key).len(), 1);
    assert_eq!(found(&before, &workspace).len(), 1);
    assert_eq!(found(&before, &rising("new", "v")).len(), 1, "both names");
    assert_eq!(total(&before, &key), "504", "nothing is taken out without proof");
}

#[test]
fn copies_are_counted_once_and_are_no_finding() {
    let original = rising("prod-zürich", "Einkäufe");
    for copy in [
        original.clone(),
        excel(&original),
        original.replace("zürich", "zÃ¼rich").replace("Einkäufe", "EinkÃ¤ufe"),
        original.replace("zürich", "z?rich").replace("Einkäufe", "Eink?ufe"),
        original.replace("zürich", "z\u{fffd}rich"),
        excel(&original.replace("prod-zürich", "prod-zürich\u{a0}")),
        original.replace("global", "GLOBAL"),
        original.replace("global", "eu"),
        original.replace('≤', "?"),
        original.replace('≤', "="),
    ] {
        assert_eq!(total(&original, &copy), "252", "{copy}");
        assert_eq!(total(&copy, &original), "252", "{copy}");
        assert_eq!(found(&original, &copy), [""; 0], "{copy}");
    }
}

#[test]
fn what_is_alike_by_chance_is_two() {
    let nightly = |key| priced(key, "w", |_| 125.0);
    assert_eq!(found(&nightly("a"), &nightly("b")), [""; 0], "a batch of one size");
    let cents = |key| priced(key, "w", |day| 0.01 * (1 + day % 4) as f64);
    assert_eq!(found(&cents("a"), &cents("b")), [""; 0], "a few cents");
    let other = priced("b", "w", |day| if day == 3 { 99.0 } else { 11.5 + day as f64 });
    assert_eq!(found(&rising("a", "w"), &other), [""; 0], "one day differs");
    // In one file nothing is anybody's copy.
    let both = format!("{}{}", rising("a", "w"), rising("b", "w").split_once('\n').unwrap().1);
    assert_eq!(found_in(&ANALYZER, &[("a.csv", &both)]), [""; 0]);
    let nightly_twice = format!("{}{}", nightly("a"), nightly("a").split_once('\n').unwrap().1);
    assert_eq!(facts(&[("a.csv", &nightly_twice)]).totals.cost_usd.total.to_string(), "3500", "of one size");
}

#[test]
fn two_listed_keys_are_two() {
    let named = |id: &str, name: &str| with(key(id, "2026-01-01", None), json!({"name": name}));
    let keys = page(&[named("a", "old"), named("b", "new")]);
    let files = [("a.csv", rising("old", "w")), ("b.csv", rising("new", "w")), ("keys.json", keys)];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(found_in(&ANALYZER, &files), [""; 0]);
}

#[test]
fn tokens_are_counted_once_too() {
    let header = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_output_tokens\n";
    let rows = |sign: &str, key: &str| -> String {
        let row = |day: usize| format!("2026-07-0{day},claude-opus-5,{key},w,standard,{sign} 200k,{}\n", 1000 * day);
        header.to_owned() + &(1..=7).map(row).collect::<String>()
    };
    let files = [("a.csv", rows("≤", "k")), ("b.csv", rows("â‰¤", "k"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(facts(&files).totals.tokens.total, 28_000);
    assert_eq!(found(&rows("≤", "old"), &rows("≤", "new")), ["medium b.csv"]);
}

/// Fault: Overlapping downloads that were joined in one table and sorted counted twice, and nothing said so
/// Outcome: Where every row of a day stands as often as the others, a finding says what is counted twice
#[test]
fn rows_that_stand_twice_in_one_file_are_at_stake() {
    let rows = rising("old", "w");
    let (header, body) = rows.split_once('\n').unwrap();
    let sorted: String = body.lines().map(|line| format!("{line}\n{line}\n")).collect();
    let sorted = format!("{header}\n{sorted}");
    assert_eq!(found_in(&ANALYZER, &[("a.csv", &sorted)]).len(), 1);
    let line = crate::analyze::testing::ask(&ANALYZER, &[("a.csv", &sorted)]).remove(0);
    assert!(
        line.contains("14 rows on 14 days stand in a.csv once more") && line.contains("$252.00 is counted twice"),
        "{line}"
    );
    assert_eq!(
        facts(&[("a.csv", &sorted)]).totals.cost_usd.total.to_string(),
        "504",
        "nothing is taken out without proof"
    );
    let joined = format!("{rows}{body}");
    assert_eq!(found_in(&ANALYZER, &[("a.csv", &joined)]), [""; 0]);
    assert_eq!(facts(&[("a.csv", &joined)]).totals.cost_usd.total.to_string(), "252", "one copy behind the other");
}
