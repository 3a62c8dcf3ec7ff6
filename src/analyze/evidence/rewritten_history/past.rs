//! The same days in two runs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};

use crate::analyze::Context;
use crate::model::{Baseline, Fingerprint, Money, Report, Table, counted};

/// What differs on a day.
pub(super) struct Difference {
    pub(super) day: NaiveDate,
    /// Which value.
    pub(super) what: String,
    pub(super) then: String,
    pub(super) now: String,
    pub(super) files_then: Vec<String>,
    /// Never empty: where the day has no rows now, the files that go over it.
    pub(super) files_now: Vec<String>,
}

/// A table's past, compared.
#[derive(Default)]
pub(super) struct Past {
    pub(super) compared: usize,
    pub(super) differences: Vec<Difference>,
    pub(super) notes: Vec<String>,
    /// Events that the earlier report did not have, and on how many days.
    late: (u64, u64),
}

/// A day of one run, all files together.
#[derive(Default)]
struct Day<'a> {
    kinds: BTreeSet<&'a str>,
    groupings: BTreeSet<&'a [String]>,
    files: Vec<String>,
    rows: u64,
    /// By measure; none where a file does not state it.
    values: BTreeMap<&'a str, Option<i128>>,
}

impl Past {
    pub(super) fn compare(cx: &Context, baseline: &Baseline, table: Table, settling: i64) -> Self {
        let (old, new) = (&baseline.report.fingerprints, &cx.facts.coverage.past_days.fingerprints);
        let (then, now) = (days(old, table, settling), days(new, table, settling));
        let with_rows_now = cx.facts.coverage.calendar.days(table);
        let mut past = Self::default();
        let mut other_kinds = 0;
        for (&day, before) in &then {
            if let Some(after) = now.get(&day) {
                if before.kinds == after.kinds {
                    past.both(table, day, before, after);
                } else {
                    other_kinds += 1;
                }
            } else if !with_rows_now.contains(&day) {
                past.gone(day, before, silent_files(new, table, &before.kinds, day, settling));
            }
        }
        for (&day, after) in now.iter().filter(|(day, _)| !then.contains_key(*day)) {
            if had_no_rows(&baseline.report, table, day) {
                past.appeared(day, after, silent_files(old, table, &after.kinds, day, settling));
            }
        }
        past.differences.sort_by_key(|one| one.day);
        if past.late.1 > 0 {
            past.notes.push(format!(
                "added since the earlier report: {} of {}; events of these days may have been removed meanwhile",
                counted(past.late.0, "event"),
                counted(past.late.1, "past day")
            ));
        }
        if other_kinds > 0 {
            past.notes.push(format!(
                "not compared: {} of {}, from another kind of export than in the earlier report",
                counted(other_kinds, "day"),
                table.title()
            ));
        }
        past
    }

    fn both(&mut self, table: Table, day: NaiveDate, before: &Day, after: &Day) {
        self.compared += 1;
        if table == Table::Events && after.rows > before.rows {
            self.late = (self.late.0 + after.rows - before.rows, self.late.1 + 1);
            return;
        }
        let (mut then, mut now, mut what) = (Vec::new(), Vec::new(), Vec::new());
        for (measure, old) in &before.values {
            let (Some(old), Some(Some(new))) = (old, after.values.get(measure)) else { continue };
            if old.abs_diff(*new) > slack(table, before, after) {
                what.push(*measure);
                then.push(formatted(table, *old, before.rows));
                now.push(formatted(table, *new, after.rows));
            }
        }
        if !what.is_empty() {
            let same_count = table == Table::Events && before.rows == after.rows;
            let what = if same_count { "as many events, but not the same".to_owned() } else { what.join(", ") };
            self.differ(day, what, (then.join(", "), before.files.clone()), (now.join(", "), after.files.clone()));
        }
    }

    /// A day that had rows and has none, although files of its kind go over it.
    fn gone(&mut self, day: NaiveDate, before: &Day, files: Vec<String>) {
        if !files.is_empty() {
            self.compared += 1;
            let then = (counted(before.rows, "row"), before.files.clone());
            self.differ(day, "rows".to_owned(), then, ("no row".to_owned(), files));
        }
    }

    /// A day that had no rows, although files of its kind went over it, and has some.
    fn appeared(&mut self, day: NaiveDate, after: &Day, files: Vec<String>) {
        if !files.is_empty() {
            self.compared += 1;
            let now = (counted(after.rows, "row"), after.files.clone());
            self.differ(day, "rows".to_owned(), ("no row".to_owned(), files), now);
        }
    }

    fn differ(&mut self, day: NaiveDate, what: String, then: (String, Vec<String>), now: (String, Vec<String>)) {
        let ((then, files_then), (now, files_now)) = (then, now);
        self.differences.push(Difference { day, what, then, now, files_then, files_now });
    }
}

/// The settled days of a run: each of their files goes on for more than `settling` days.
fn days(fingerprints: &[Fingerprint], table: Table, settling: i64) -> BTreeMap<NaiveDate, Day<'_>> {
    let (mut days, mut unsettled) = (BTreeMap::<NaiveDate, Day>::new(), BTreeSet::new());
    for fingerprint in fingerprints.iter().filter(|fingerprint| fingerprint.table == table.id()) {
        for (&of, text) in &fingerprint.days {
            let mut words = text.split(' ');
            let rows = words.next().and_then(|rows| rows.parse::<u64>().ok());
            if !is_settled(fingerprint, of, settling) || rows.is_none() {
                unsettled.insert(of);
            }
            let day = days.entry(of).or_default();
            let first = day.files.is_empty();
            day.kinds.insert(&fingerprint.kind);
            day.groupings.insert(&fingerprint.grouping);
            day.files.push(fingerprint.file.clone());
            day.rows = day.rows.saturating_add(rows.unwrap_or(0));
            for measure in &fingerprint.measures {
                let value = words.next().and_then(|word| value(table, word));
                let sum = day.values.entry(measure).or_insert(if first { Some(0) } else { None });
                *sum = sum.zip(value).and_then(|(a, b)| added(table, a, b));
            }
        }
    }
    days.retain(|day, _| !unsettled.contains(day));
    days
}

/// Days for which what the analytics say of a day can still change.
const REVISED_DAYS: i64 = 30;

fn is_settled(fingerprint: &Fingerprint, day: NaiveDate, settling: i64) -> bool {
    // Analytics may be revised for a month, says their documentation.
    let is_of_analytics = ["analytics-", "enterprise-"].iter().any(|kind| fingerprint.kind.starts_with(kind));
    let revisable = if is_of_analytics { REVISED_DAYS } else { 0 };
    (fingerprint.last - day) > Duration::days(settling.clamp(0, 3_650).max(revisable))
}

fn value(table: Table, word: &str) -> Option<i128> {
    match table {
        Table::Cost => Money::parse(word).ok().map(Money::units),
        Table::Events => u64::from_str_radix(word, 16).ok().map(i128::from),
        _ => word.parse().ok(),
    }
}

fn added(table: Table, a: i128, b: i128) -> Option<i128> {
    let sum = a.checked_add(b)?;
    Some(if table == Table::Events { sum & i128::from(u64::MAX) } else { sum })
}

/// How far apart two sums may be: the Console rounds the cost of every row to cents, and another grouping has other rows.
fn slack(table: Table, before: &Day, after: &Day) -> u128 {
    const HALF_A_CENT: u128 = 5_000_000_000_000_000;
    let rounded = table == Table::Cost && before.kinds.contains("console-cost");
    if rounded && before.groupings != after.groupings {
        HALF_A_CENT.saturating_mul(u128::from(before.rows.saturating_add(after.rows)))
    } else {
        0
    }
}

fn formatted(table: Table, value: i128, rows: u64) -> String {
    match table {
        Table::Cost => format!("{} USD", Money::from_units(value)),
        Table::Events => format!("{}, {value:016x}", counted(rows, "event")),
        _ => value.to_string(),
    }
}

/// Whole files of these kinds that go over a day and have no row of it.
fn silent_files(
    fingerprints: &[Fingerprint],
    table: Table,
    kinds: &BTreeSet<&str>,
    day: NaiveDate,
    settling: i64,
) -> Vec<String> {
    let over = |fingerprint: &&Fingerprint| {
        let kind = kinds.len() == 1 && kinds.contains(fingerprint.kind.as_str());
        kind && fingerprint.table == table.id() && fingerprint.first < day && is_settled(fingerprint, day, settling)
    };
    fingerprints.iter().filter(over).map(|fingerprint| fingerprint.file.clone()).collect()
}

/// Whether the files of an earlier report go over a day, and none has a row of it.
fn had_no_rows(report: &Report, table: Table, day: NaiveDate) -> bool {
    let file_spans = report
        .coverage
        .iter()
        .filter(|coverage| coverage.table == table.id())
        .flat_map(|coverage| &coverage.file_spans);
    let mut over = file_spans.filter(|band| band.first <= day && day <= band.last).peekable();
    over.peek().is_some() && over.all(|band| band.missing.iter().any(|(from, to)| *from <= day && day <= *to))
}
