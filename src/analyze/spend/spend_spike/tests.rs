//! Cost of the third quarter of 2026, with weekends. Two keys of workspace A, one of B.

use chrono::{Datelike, NaiveDate};

use super::ANALYZER;
use crate::analyze::testing::{ask, ask_with, cost, days, found, hourly, key as listed, page, policy, usage};

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

fn steady() -> [Vec<Row>; 2] {
    [key("big", "A", 900.0, |_| 1.0), key("other", "B", 300.0, |_| 1.0)]
}

/// Next to the steady keys.
fn beside(change: impl Fn(usize) -> f64) -> Vec<String> {
    let [big, other] = steady();
    check(&[big, other, key("small", "A", 60.0, change)])
}

#[test]
fn a_spike_is_told_once_of_its_key() {
    let [_, other] = steady();
    let calm = key("calm", "A", 30.0, |_| 1.0);
    let spike = key("small", "A", 60.0, |t| if (47..49).contains(&t) { 6.0 } else { 1.0 });
    let lines = ask(&ANALYZER, &[("cost.csv", &cost(&[other, calm, spike].concat()))]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert!(line.starts_with("medium small: key «small» spent $"), "{line}");
    assert!(line.contains(" on 2026-08-17 to 2026-08-18, expected $"), "{line}");
    assert!(line.ends_with(". Threshold: 1.5 times the expected (default)"), "{line}");
}

#[test]
fn a_key_that_is_small_against_its_workspace() {
    assert_eq!(beside(|t| if t == 50 { 5.0 } else { 1.0 }), ["medium small"]);
    assert_eq!(
        beside(|t| if (45..48).contains(&t) { 9.0 } else { 1.0 }),
        ["medium small"],
        "three days from a Saturday on"
    );
    for (start, end) in [(46, 51), (87, 92), (45, 51), (44, 53)] {
        let found = beside(|t| if (start..end).contains(&t) { 6.0 } else { 1.0 });
        assert_eq!(found, ["high small"], "days {start} to {end}");
    }
    assert_eq!(beside(|t| if t == 50 { 25.0 } else { 1.0 }), ["high small"], "a thousand dollars");
    assert_eq!(beside(|t| if t == 60 { 1.8 } else { 1.0 }), [""; 0], "not far enough");
}

#[test]
fn what_looks_alike() {
    assert_eq!(beside(|_| 1.0), [""; 0], "weekly pattern");
    assert_eq!(beside(|t| if [30, 61, 91].contains(&t) { 7.0 } else { 1.0 }), [""; 0], "month-end batch");
    assert_eq!(beside(|t| if [14, 45, 76].contains(&t) { 7.0 } else { 1.0 }), [""; 0], "monthly batch");
    assert_eq!(beside(|t| 1.02_f64.powi(t as i32)), [""; 0], "growth");
    assert_eq!(beside(|t| (t.saturating_sub(30) as f64 / 5.0).min(10.0)), [""; 0], "a launch that ramps");
    assert_eq!(beside(|t| if t >= 45 { 5.0 } else { 1.0 }), [""; 0], "a level that stays");
    assert_eq!(beside(|t| if t < 50 { 1.0 } else { 0.0 }), [""; 0], "a service that ends");
    assert_eq!(beside(|t| if (40..50).contains(&t) { 0.1 } else { 1.0 }), [""; 0], "a holiday");
    assert_eq!(beside(|t| if t % 6 == 1 { 6.0 } else { 0.4 }), [""; 0], "a bursty sandbox");
    assert_eq!(beside(|t| if [3, 29, 48, 80].contains(&t) { 2.0 } else { 0.0 }), [""; 0], "sparse use");
}

#[test]
fn traffic_that_moves_is_no_spike() {
    let away = |t: usize| if (50..52).contains(&t) { 0.05 } else { 1.0 };
    let [_, other] = steady();
    let standby = |home| key("standby", home, 40.0, move |t| if (50..52).contains(&t) { 20.0 } else { 1.0 });
    let main = key("main", "A", 800.0, away);
    assert_eq!(check(&[main.clone(), other.clone(), standby("A")]), [""; 0], "to a key beside it");
    assert_eq!(check(&[main, other.clone(), standby("B")]), [""; 0], "to a key of another workspace");
    let (old, new) = (
        key("old", "A", 200.0, |t| if t < 40 { 1.0 } else { 0.0 }),
        key("new", "A", 200.0, |t| if t < 40 { 0.0 } else { 1.0 }),
    );
    assert_eq!(check(&[old, new, other]), [""; 0], "a rotation");
}

#[test]
fn what_many_keys_do_is_told_of_the_whole() {
    let jump = |t: usize| if t == 50 { 6.0 } else { 1.0 };
    let names = ["k1", "k2", "k3", "k4", "k5", "k6"];
    let keys: Vec<Vec<Row>> = names.iter().map(|name| key(name, "A", 50.0, jump)).collect();
    let other = key("other", "B", 300.0, |_| 1.0);
    let lines = ask(&ANALYZER, &[("cost.csv", &cost(&[keys.concat(), other].concat()))]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("high A: workspace «A» spent $"), "{lines:?}");
    assert!(lines[0].contains("Most of it: key «k"), "{lines:?}");
}

#[test]
fn policy_estimates_and_short_data() {
    let [big, other] = steady();
    let rows = [big, other, key("small", "A", 60.0, |t| if t == 50 { 5.0 } else { 1.0 })].concat();
    let file = cost(&rows);
    let lax = policy("[checks.spend-spike]\nleast_excess_usd = 500\n");
    assert_eq!(ask_with(&ANALYZER, &[("cost.csv", &file)], &lax), [""; 0]);
    let strict = policy("[checks.spend-spike]\nhigh_from_usd = 150\n");
    assert!(ask_with(&ANALYZER, &[("cost.csv", &file)], &strict)[0].starts_with("high small: "));
    let short = cost(&rows.iter().filter(|row| row.0.as_str() < "2026-07-13").cloned().collect::<Vec<_>>());
    assert_eq!(ask(&ANALYZER, &[("cost.csv", &short)]), ["not assessed: spend covers 12 days; needed: more than 12"]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &page(&[listed("k", "2026-01-05", None)]))]),
        ["not assessed: no export of cost or token usage"]
    );
    let mut daily: Vec<(&str, &str, Vec<String>)> = vec![("k", "A", days("2026-07-01", "2026-09-30"))];
    // The same day many times over, without cost: an estimate.
    daily.extend((0..9000).map(|_| ("k", "A", vec!["2026-08-18".to_owned()])));
    let line = ask(&ANALYZER, &[("usage.csv", &usage(&daily))]).remove(0);
    assert!(line.contains(": estimated at list prices key «k» spent $"), "{line}");
}

/// Eight weeks of a key that works on weekdays from 8 to 18 UTC, and what it does next to.
fn by_hour(added: impl Fn(usize, usize) -> u64) -> String {
    let hours = (0..56).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let work = |(day, hour): (usize, usize)| {
        let own = if day % 7 < 5 && (8..18).contains(&hour) { 95 + (day * 7 + hour * 3) as u64 % 11 } else { 0 };
        hourly::Row { key: "k", tier: "standard", day, hour, tokens: 10_000 * (own + added(day, hour)) }
    };
    hourly::report(&hours.map(work).filter(|row| row.tokens > 0).collect::<Vec<_>>())
}

#[test]
fn hours_inside_a_day_that_does_not_stand_out() {
    let noon = by_hour(|day, hour| if day == 37 && (11..13).contains(&hour) { 230 } else { 0 });
    let lines = ask(&ANALYZER, &[("usage.csv", &noon)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("medium k: estimated at list prices key «k» spent $"), "{lines:?}");
    assert!(lines[0].contains(" on 2026-09-09 from 11:00 to 13:00 UTC, expected $"), "{lines:?}");
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &by_hour(|_, _| 0))]), [""; 0]);
    let every_day = by_hour(|_, hour| if (11..14).contains(&hour) { 300 } else { 0 });
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &every_day)]), [""; 0], "noon is always so");
    let night = by_hour(|day, hour| if day == 37 && (2..5).contains(&hour) { 120 } else { 0 });
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &night)]), [""; 0], "a finding of off-hours-burst");
}

#[test]
fn a_first_export_cannot_tell_a_month_end_batch() {
    let reported = |last: &str, at: usize| {
        let [big, other] = steady();
        let rows = [big, other, key("small", "A", 60.0, |t| if t == at { 6.0 } else { 1.0 })].concat();
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.0.as_str() <= last).collect();
        let lines = ask(&ANALYZER, &[("cost.csv", &cost(&rows))]);
        assert_eq!(lines.len(), 1, "{lines:?}");
        lines[0].contains("it may be a monthly batch")
    };
    assert!(reported("2026-08-14", 30), "the end of July, in six weeks");
    assert!(!reported("2026-08-14", 20), "in the middle of July");
    assert!(!reported("2026-09-30", 30), "August had its end, too, and nothing there");
}

#[test]
fn a_jump_beside_days_of_which_no_file_says_a_thing() {
    let [big, other] = steady();
    for (from, to) in [("2026-08-01", "2026-08-31"), ("2026-08-10", "2026-08-16"), ("2026-08-01", "2026-08-12")] {
        for jump in [24, 64, 70] {
            let small = key("small", "A", 60.0, move |t| if (jump..jump + 2).contains(&t) { 9.0 } else { 1.0 });
            let mut rows = [big.clone(), other.clone(), small].concat();
            rows.retain(|row| row.0.as_str() < from || row.0.as_str() > to);
            assert_eq!(found(&ANALYZER, &[("cost.csv", &cost(&rows))]), ["medium small"], "{from} to {to}, {jump}");
        }
    }
}
