//! Cost of the third quarter of 2026, with weekends. Two keys of workspace A, one of B.

use chrono::{Datelike, NaiveDate};

use super::ANALYZER;
use crate::analyze::testing::{ask, ask_with, cost, days, found, key as listed, outcome, page, policy, usage};
use crate::analyze::{Outcome, spend::spend_spike};
use crate::policy::Policy;

type Row = (String, &'static str, &'static str, &'static str, f64);

/// Dollars of a key per day: its level, less on weekends, a wobble, and what is done on a day.
fn key(name: &'static str, workspace: &'static str, level: f64, change: impl Fn(usize) -> f64) -> Vec<Row> {
    let amount = |(t, day): (usize, String)| {
        let weekend = day.parse::<NaiveDate>().unwrap().weekday().num_days_from_monday() >= 5;
        let wobble = 1.0 + 0.08 * ((t * 37 % 11) as f64 / 5.0 - 1.0);
        let usd = level * wobble * change(t) * if weekend { 0.4 } else { 1.0 };
        (day, name, name, workspace, usd)
    };
    days("2026-07-01", "2026-09-30").into_iter().enumerate().map(amount).filter(|row| row.4 > 0.0).collect()
}

fn check(keys: &[Vec<Row>]) -> Vec<String> {
    found(&ANALYZER, &[("cost.csv", &cost(&keys.concat()))])
}

fn step(at: usize, factor: f64) -> impl Fn(usize) -> f64 {
    move |t| if t >= at { factor } else { 1.0 }
}

/// Next to steady keys.
fn beside(change: impl Fn(usize) -> f64) -> Vec<String> {
    check(&[key("big", "A", 300.0, |_| 1.0), key("other", "B", 300.0, |_| 1.0), key("small", "A", 60.0, change)])
}

#[test]
fn a_level_that_moves_and_stays_is_told_once() {
    let keys =
        [key("other", "B", 300.0, |_| 1.0), key("calm", "A", 30.0, |_| 1.0), key("small", "A", 60.0, step(60, 3.0))];
    let file = cost(&keys.concat());
    let lines = ask(&ANALYZER, &[("cost.csv", &file)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert!(line.starts_with("high small: key «small» rose on 2026-08-30 from $"), "{line}");
    assert!(line.contains(" and stayed for 32 days. Until 2026-09-30 that is $"), "{line}");
    assert!(line.ends_with(". Threshold: 1.5 times the level before (default)"), "{line}");
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &[("cost.csv", &file)], &Policy::default()) else {
        panic!("it has the data")
    };
    assert_eq!(findings[0].evidence.len(), 6);
    assert!(findings[0].impact_usd.is_some());
    assert_eq!(found(&spend_spike::ANALYZER, &[("cost.csv", &file)]), [""; 0], "one event, one finding");
}

#[test]
fn severity_is_by_impact_until_the_end_of_the_period() {
    assert_eq!(beside(step(45, 5.0)), ["high small"]);
    assert_eq!(beside(step(80, 1.9)), ["medium small"], "twelve days of it");
    assert_eq!(beside(step(45, 0.3)), ["info small"], "what falls costs nothing");
    assert_eq!(beside(|t| 1.0 + 2.0 * (t.saturating_sub(40) as f64 / 6.0).min(1.0)), ["high small"], "over six days");
    assert_eq!(beside(step(45, 1.3)), [""; 0], "not far enough");
    assert_eq!(beside(|t| if t >= 45 { 0.06 } else { 0.02 }), [""; 0], "for a few dollars");
}

/// Usage at list price of the same keys: dollars of output tokens.
fn used(keys: &[Vec<Row>]) -> String {
    let header = usage(&[]);
    let rows = keys.concat().into_iter().map(|(day, key, _, workspace, usd)| {
        let tokens = (usd / 25.0 * 1e6).round();
        format!("{day},claude-opus-4-8,{key},{workspace},standard,≤ 200k,0,0,0,0,{tokens},0,global,\n")
    });
    header + &rows.collect::<String>()
}

/// Cost of the same without keys.
fn without_keys(keys: &[Vec<Row>]) -> String {
    let rows: Vec<Row> =
        keys.concat().into_iter().map(|(day, _, _, workspace, usd)| (day, "", "", workspace, usd)).collect();
    let text = cost(&rows);
    text.lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.remove(12);
            cells.remove(3);
            format!("{}\n", cells.join(","))
        })
        .collect()
}

/// Fault: Cost without keys beside usage with them hid which key rose
/// Outcome: Keys are judged by usage at list price where cost names none, and the same dollars are reported once
#[test]
fn keys_are_judged_where_cost_names_none() {
    let keys =
        [key("other", "B", 300.0, |_| 1.0), key("calm", "A", 300.0, |_| 1.0), key("small", "A", 60.0, step(60, 3.0))];
    let (usage, cost) = (used(&keys), without_keys(&keys));
    let files = [("usage.csv", usage.as_str()), ("cost.csv", cost.as_str())];
    let lines = ask(&ANALYZER, &files);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains(": estimated at list prices key «small» rose on 2026-08-30 from $"), "{lines:?}");
    let total = crate::analyze::testing::facts(&files).totals;
    assert_eq!(total.estimated_cost_usd.total.to_string(), "0", "in no sum");
    // The usage names the workspace otherwise: its own rise is reported, and not the key's once more.
    let renamed = usage.replace(",A,standard", ",wrkspc_a,standard").replace(",B,standard", ",wrkspc_b,standard");
    let lines = ask(&ANALYZER, &[("usage.csv", &renamed), ("cost.csv", &cost)]);
    assert!(lines.iter().all(|line| !line.contains("key «small»")), "{lines:?}");
    let whole = key("small", "A", 60.0, step(60, 3.0));
    let lines =
        ask(&ANALYZER, &[("usage.csv", &used(std::slice::from_ref(&whole))), ("cost.csv", &without_keys(&[whole]))]);
    assert_eq!(lines.len(), 1, "key, workspace, organization and model are one: {lines:?}");
}

#[test]
fn what_looks_alike() {
    assert_eq!(beside(|_| 1.0), [""; 0], "weekly pattern");
    assert_eq!(beside(|t| 1.02_f64.powi(t as i32)), [""; 0], "trend growth");
    assert_eq!(beside(|t| 0.98_f64.powi(t as i32)), [""; 0], "decline");
    assert_eq!(beside(|t| (t.saturating_sub(30) as f64 / 30.0).min(1.0)), [""; 0], "a launch that ramps");
    assert_eq!(beside(|t| if t < 40 { 0.0 } else { 1.0 }), [""; 0], "a launch at once");
    assert_eq!(beside(|t| if t < 50 { 1.0 } else { 0.0 }), [""; 0], "a service that ends");
    assert_eq!(beside(|t| if (29..=30).contains(&t) || t >= 90 { 5.0 } else { 1.0 }), [""; 0], "month ends");
    assert_eq!(beside(|t| if (40..51).contains(&t) { 0.1 } else { 1.0 }), [""; 0], "a holiday and its end");
    assert_eq!(beside(|t| if (40..43).contains(&t) { 8.0 } else { 1.0 }), [""; 0], "a spike");
    assert_eq!(beside(step(87, 6.0)), [""; 0], "five days at the end: no different from a spike yet");
    assert_eq!(beside(|t| if t % 6 == 1 { 6.0 } else { 0.4 }), [""; 0], "a bursty sandbox");
}

#[test]
fn traffic_that_moves_is_no_shift() {
    let other = key("other", "B", 300.0, |_| 1.0);
    let old = key("old", "A", 200.0, |t| if t < 40 { 1.0 } else { 0.0 });
    let new = |home| key("new", home, 200.0, |t| if t < 40 { 0.1 } else { 1.1 });
    assert_eq!(check(&[old.clone(), new("A"), other.clone()]), [""; 0], "rotation");
    assert_eq!(check(&[old, new("B"), other.clone()]), [""; 0], "migration to another workspace");
    let launch = key("launch", "A", 600.0, |t| if t < 40 { 0.0 } else { 1.0 });
    assert_eq!(check(&[launch, key("calm", "A", 200.0, |_| 1.0), other]), [""; 0], "a whole that grew by a launch");
}

#[test]
fn what_many_keys_do_is_told_of_the_whole() {
    let names = ["k1", "k2", "k3", "k4", "k5", "k6"];
    let keys: Vec<Vec<Row>> = names.iter().map(|name| key(name, "A", 50.0, step(50, 3.0))).collect();
    let other = key("other", "B", 300.0, |_| 1.0);
    let lines = ask(&ANALYZER, &[("cost.csv", &cost(&[keys.concat(), other].concat()))]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("high A: workspace «A» rose on 2026-08-20 from $"), "{lines:?}");
    assert!(lines[0].contains("Most of it: key «k"), "{lines:?}");
}

#[test]
fn policy_estimates_and_short_data() {
    let rows = [key("big", "A", 300.0, |_| 1.0), key("small", "A", 60.0, step(60, 3.0))].concat();
    let lax = policy("[checks.spend-shift]\nleast_ratio = 4\n");
    assert_eq!(ask_with(&ANALYZER, &[("cost.csv", &cost(&rows))], &lax), [""; 0]);
    let short = cost(&rows.iter().filter(|row| row.0.as_str() < "2026-07-16").cloned().collect::<Vec<_>>());
    assert_eq!(ask(&ANALYZER, &[("cost.csv", &short)]), ["not assessed: spend covers 15 days; needed: 19"]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &page(&[listed("k", "2026-01-05", None)]))]),
        ["not assessed: no export of cost or token usage"]
    );
    // Cost until the end of August, and behind it only tokens, which list prices make much cheaper.
    let until_august: Vec<Row> = rows.iter().filter(|row| row.0.as_str() < "2026-09-01").cloned().collect();
    let mut daily: Vec<(&str, &str, Vec<String>)> = vec![("big", "A", days("2026-07-01", "2026-09-30"))];
    daily.extend((0..300).map(|_| ("big", "A", days("2026-09-01", "2026-09-30"))));
    let files = [("cost.csv", cost(&until_august)), ("usage.csv", usage(&daily))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("it has the data")
    };
    assert!(findings.is_empty(), "{findings:?}");
    assert!(notes.iter().any(|note| note.contains("between reported cost and estimates")), "{notes:?}");
}

#[test]
fn several_falls_are_one_line_and_a_rise_beside_them_its_own() {
    let names = ["a", "b", "c", "d", "e"];
    let mut keys: Vec<Vec<Row>> =
        names.iter().enumerate().map(|(at, name)| key(name, name, 80.0, step(25 + 10 * at, 0.4))).collect();
    keys.push(key("big", "big", 2000.0, |_| 1.0));
    let lines = ask(&ANALYZER, &[("cost.csv", &cost(&keys.concat()))]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains(": spend fell and stayed low in 5 series: key "), "{lines:?}");
    assert!(lines[0].contains(", and 1 more. Threshold: "), "{lines:?}");
    keys.push(key("up", "f", 60.0, step(60, 3.0)));
    let both = check(&keys);
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(both[0], "high up");
}

#[test]
fn a_fall_is_none_where_a_successor_a_new_name_or_an_end_explains_it() {
    let other = key("other", "B", 300.0, |_| 1.0);
    let beside = |keys: &[Vec<Row>]| check(&[keys.concat(), other.clone()]);
    let falls = |to: f64| key("old", "A", 400.0, step(40, to));
    let begins = |name, from: usize, level: f64| key(name, "A", level, move |t| if t < from { 0.0 } else { 1.0 });
    assert_eq!(beside(&[falls(0.3), begins("successor", 40, 280.0)]), [""; 0], "a successor takes most of it");
    assert_eq!(beside(&[falls(0.3), begins("successor", 41, 250.0)]), [""; 0], "a day later, a little less");
    assert_eq!(beside(&[falls(0.0), begins("old-2", 40, 400.0)]), [""; 0], "the same key by a new name");
    assert_eq!(beside(&[falls(0.0), key("calm", "A", 100.0, |_| 1.0)]), [""; 0], "a service that ends");
    let alone = falls(0.3);
    assert_eq!(beside(&[alone.clone(), key("calm", "A", 100.0, |_| 1.0)]), ["info old"], "nobody takes it over");
    assert_eq!(beside(&[alone.clone(), begins("launch", 15, 280.0)]), ["info old"], "weeks before it");
    assert_eq!(beside(&[alone, begins("launch", 40, 30.0)]), ["info old"], "a tenth of it");
}

/// Without the rows of some days.
fn without(rows: &[Row], from: &str, to: &str) -> Vec<Row> {
    rows.iter().filter(|row| row.0.as_str() < from || row.0.as_str() > to).cloned().collect()
}

#[test]
fn days_of_which_no_file_says_a_thing_are_no_fall_and_no_rise() {
    let steady = [key("big", "A", 900.0, |_| 1.0), key("small", "A", 60.0, |_| 1.0), key("other", "B", 300.0, |_| 1.0)];
    let rises = [key("big", "A", 900.0, |_| 1.0), key("small", "A", 60.0, step(70, 5.0))];
    for (from, to) in [
        ("2026-08-01", "2026-08-31"),
        ("2026-08-01", "2026-08-14"),
        ("2026-08-03", "2026-08-16"),
        ("2026-07-20", "2026-08-25"),
        ("2026-07-15", "2026-09-10"),
        ("2026-09-01", "2026-09-15"),
        ("2026-07-14", "2026-08-03"),
    ] {
        assert_eq!(check(&[without(&steady.concat(), from, to)]), [""; 0], "{from} to {to}");
        let found = found(&spend_spike::ANALYZER, &[("cost.csv", &cost(&without(&steady.concat(), from, to)))]);
        assert_eq!(found, [""; 0], "{from} to {to}");
    }
    // What moves outside of them is found all the same, and so is what moved while nobody looked.
    for (from, to, since) in [
        ("2026-08-01", "2026-08-20", "2026-09-09"),
        ("2026-07-13", "2026-07-31", "2026-09-09"),
        ("2026-08-20", "2026-09-13", "2026-09-14"),
    ] {
        let lines = ask(&ANALYZER, &[("cost.csv", &cost(&without(&rises.concat(), from, to)))]);
        assert_eq!(lines.len(), 1, "{from} to {to}: {lines:?}");
        assert!(lines[0].contains(&format!("key «small» rose on {since} from $")), "{from} to {to}: {lines:?}");
    }
}

#[test]
fn what_is_left_out_is_noted_and_costs_nothing() {
    let rises = [key("big", "A", 900.0, |_| 1.0), key("small", "A", 60.0, step(35, 5.0))].concat();
    let file = cost(&without(&rises, "2026-08-20", "2026-09-13"));
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &[("cost.csv", &file)], &Policy::default())
    else {
        panic!("it has the data")
    };
    assert_eq!(notes, ["left out, as no export says a thing of them: 2026-08-20 to 2026-09-13 (25 days)"], "{notes:?}");
    let impact = findings[0].impact_usd.unwrap().to_f64();
    // 32 days that are known, of which ten are of weekends.
    assert!((4.0 * 60.0 * 22.0..4.0 * 60.0 * 32.0).contains(&impact), "{impact}");
}

#[test]
fn a_month_without_keys_is_no_month_without_their_use() {
    let keys = [key("big", "A", 900.0, |_| 1.0), key("small", "A", 300.0, |_| 1.0), key("other", "B", 300.0, |_| 1.0)];
    let all = keys.concat();
    let is_august = |row: &&Row| row.0.starts_with("2026-08");
    let named = cost(&all.iter().filter(|row| !is_august(row)).cloned().collect::<Vec<_>>());
    let unnamed: Vec<Row> = all.iter().filter(is_august).cloned().map(|row| (row.0, "", "", row.3, row.4)).collect();
    assert_eq!(found(&ANALYZER, &[("a.csv", &named), ("b.csv", &cost(&unnamed))]), [""; 0]);
}
