//! Sums of weeks and months, dated on their first day, next to days.

use super::merged;

/// Rows of (month and day, key, tokens).
fn csv(rows: &[(&str, &str, u32)]) -> String {
    let header = "usage_date_utc,model_version,api_key,workspace,usage_output_tokens\n".to_owned();
    rows.iter().fold(header, |text, (day, key, tokens)| format!("{text}2026-{day},m,{key},w,{tokens}\n"))
}

/// July and August, 2 tokens a day of one key and 1 of another.
fn daily(months: &[(u32, std::ops::RangeInclusive<u32>)]) -> String {
    let days = months.iter().flat_map(|(month, days)| days.clone().map(move |day| format!("{month:02}-{day:02}")));
    let days: Vec<String> = days.collect();
    let rows: Vec<(&str, &str, u32)> =
        days.iter().flat_map(|day| [(day.as_str(), "k", 2), (day.as_str(), "l", 1)]).collect();
    csv(&rows)
}

#[test]
fn a_sum_and_its_days_count_once() {
    let both = daily(&[(7, 1..=31), (8, 1..=31)]);
    let months = csv(&[("07-01", "k", 62), ("07-01", "l", 31), ("08-01", "k", 62), ("08-01", "l", 31)]);
    assert_eq!(merged(&[&both, &months]), "124/0/0 0/4/0 = 186", "months");
    let one = csv(&[("07-01", "k", 62), ("07-01", "l", 31)]);
    assert_eq!(merged(&[&both, &one]), "124/0/0 0/2/0 = 186", "one month");
    let filtered = csv(&[("07-01", "k", 62), ("08-01", "k", 62)]);
    assert_eq!(merged(&[&both, &filtered]), "124/0/0 0/2/0 = 186", "of one key");
    let weeks = csv(&[("07-06", "k", 14), ("07-06", "l", 7), ("07-13", "k", 14), ("07-13", "l", 7)]);
    assert_eq!(merged(&[&both, &weeks]), "124/0/0 0/4/0 = 186", "weeks");
    let near = csv(&[("07-01", "k", 62), ("07-01", "l", 32)]);
    assert_eq!(merged(&[&both, &near]), "124/0/0 0/2/0 = 186", "corrected since");
    let july = daily(&[(7, 1..=31)]);
    assert_eq!(merged(&[&july, &months]), "62/0/0 2/2/0 = 186", "a month that nobody else has");
    let running = daily(&[(7, 1..=31), (8, 1..=20)]);
    assert_eq!(merged(&[&running, &months]), "102/0/0 0/4/0 = 153", "the days count where they are most of a month");
    let begun = daily(&[(7, 1..=31), (8, 1..=9)]);
    assert_eq!(merged(&[&begun, &months]), "62/0/18 2/2/0 = 186", "and not where they are the lesser part");
    assert_eq!(merged(&[&both, &both, &months, &months]).split(" = ").nth(1), Some("186"), "copies of both");
}

/// Fault: Sums of months dated on their last day or their 15th, of a quarter in one row, and of a week that had just begun counted as a day's: totals doubled
/// Outcome: They are sums of the days that other files state, on whichever of their days they are dated, and count once
#[test]
fn sums_are_dated_on_any_of_their_days() {
    let both = daily(&[(7, 1..=31), (8, 1..=31)]);
    for [first, second] in [["07-31", "08-31"], ["07-15", "08-15"], ["07-30", "08-30"], ["07-01", "08-01"]] {
        let months = csv(&[(first, "k", 62), (first, "l", 31), (second, "k", 62), (second, "l", 31)]);
        assert_eq!(merged(&[&both, &months]), "124/0/0 0/4/0 = 186", "{first}");
        let one = csv(&[(first, "k", 62), (first, "l", 31)]);
        assert_eq!(merged(&[&both, &one]), "124/0/0 0/2/0 = 186", "{first} alone");
    }
    let quarter = daily(&[(7, 1..=31), (8, 1..=31), (9, 1..=30)]);
    for day in ["07-01", "09-30"] {
        let sum = csv(&[(day, "k", 184), (day, "l", 92)]);
        assert_eq!(merged(&[&quarter, &sum]), "184/0/0 0/2/0 = 276", "{day}");
    }
    let weeks =
        weekly(&["07-06", "07-13", "07-20"], &[("k", 2), ("l", 1)]) + "2026-07-27,m,k,w,6\n2026-07-27,m,l,w,3\n";
    assert_eq!(merged(&[&daily(&[(7, 1..=29)]), &weeks]), "58/0/0 0/8/0 = 87", "the week that has begun");
}

#[test]
fn what_only_looks_like_sums_counts() {
    let both = daily(&[(7, 1..=31), (8, 1..=31)]);
    for (what, rows, total) in [
        ("batches of another key on the first", vec![("07-01", "batch", 40), ("08-01", "batch", 45)], 271),
        ("batches of another key on the last", vec![("07-31", "batch", 40), ("08-31", "batch", 45)], 271),
        ("a batch of another key on the 15th", vec![("07-15", "batch", 400), ("08-15", "batch", 45)], 631),
        ("a single day", vec![("07-01", "k", 2), ("07-01", "l", 1)], 186),
        ("the last day", vec![("08-31", "k", 2), ("08-31", "l", 1)], 186),
        ("a weekly job of another key", vec![("07-06", "job", 9), ("07-13", "job", 9), ("07-20", "job", 9)], 213),
        ("days that are not a week apart", vec![("07-06", "j", 21), ("07-14", "j", 21)], 228),
    ] {
        let found = merged(&[&both, &csv(&rows)]);
        assert!(found.ends_with(&format!(" = {total}")), "{what}: {found}");
    }
}

/// The sums of the weeks that begin on these days, of keys that use so much a day.
fn weekly(starts: &[&str], keys: &[(&str, u32)]) -> String {
    let rows: Vec<(&str, &str, u32)> =
        starts.iter().flat_map(|day| keys.iter().map(|(key, tokens)| (*day, *key, tokens * 7))).collect();
    csv(&rows)
}

/// Mondays around July of 2026.
const MONDAYS: [&str; 5] = ["06-29", "07-06", "07-13", "07-20", "07-27"];

/// Fault: Sums of weeks beside sums of months, without any daily file: both were summed
/// Outcome: Where the weeks of a month add up to it the month counts, and a note says so; weeks of something else count beside months
#[test]
fn weeks_and_months_without_days_count_once() {
    let keys = [("k", 2), ("l", 1)];
    let july = csv(&[("07-01", "k", 62), ("07-01", "l", 31)]);
    let weeks = weekly(&MONDAYS, &keys);
    // The first week and the last have five days in July each.
    assert_eq!(merged(&[&weeks, &july]), "0/10/0 2/0/0 = 93", "all weeks are mostly in July");
    let more = weekly(&["06-22", "06-29", "07-06", "07-13", "07-20", "07-27", "08-03"], &keys);
    assert_eq!(merged(&[&july, &more]), "2/0/0 4/10/0 = 135", "weeks of months that nobody else has count");
    let differing = csv(&[("07-01", "k", 66), ("07-01", "l", 31)]);
    assert_eq!(merged(&[&weeks, &differing]), "0/10/0 2/0/0 = 97", "corrected since");
    let of_one = weekly(&MONDAYS, &keys[..1]);
    for (what, weeks, total) in [
        ("half of the month: another key's, or a part", of_one, 163),
        ("weeks that do not cover the month", weekly(&MONDAYS[1..3], &keys), 135),
        ("a weekly job", weekly(&MONDAYS, &[("job", 9)]), 408),
    ] {
        let found = merged(&[&weeks, &july]);
        assert!(found.ends_with(&format!(" = {total}")), "{what}: {found}");
    }
    let single = ["07-01", "07-02", "07-03"].map(|day| csv(&[(day, "k", 2)]));
    assert_eq!(merged(&[&single[0], &single[1], &single[2]]), "1/0/0 1/0/0 1/0/0 = 6", "a file for each day");
}
