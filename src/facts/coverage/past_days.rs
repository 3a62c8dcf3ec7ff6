//! What every file says about past days, small and exact, so that the next run can tell whether the past was changed.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{Days, NaiveDate};
use polars::prelude::Int64Chunked;

use super::file_spans::{self, DaysByFile};
use crate::facts::frame::{Amounts, Rows, Source};
use crate::facts::log::routine;
use crate::model::{Dataset, EventContent, Fingerprint, Money, Period, Table, event_fingerprint, text_fingerprint};

/// Measures of usage, and the columns they are summed from. The caches are one: older headers do not distinguish them.
const TOKENS: [(&str, &[&str]); 5] = [
    ("uncached_input", &["uncached_input"]),
    ("cache_write", &["cache_write_5m", "cache_write_1h"]),
    ("cache_read", &["cache_read"]),
    ("output", &["output"]),
    ("web_searches", &["web_searches"]),
];
const DOLLARS: [(&str, &[&str]); 1] = [("cost", &["cost"])];
/// The measure of events: sums of [`event_fingerprint`]. Reports that sum them otherwise, as `events`, are compared by their counts.
const CONTENTS: &str = "contents";
/// Columns by which the pages that export usage and cost can group.
const GROUPINGS: [&str; 8] =
    ["model", "key_name", "key_id", "workspace_name", "workspace_id", "context_window", "token_type", "usage_type"];

/// The past days of every file that is whole.
#[derive(Clone, Debug, Default)]
pub struct PastDays {
    /// For the report.
    pub fingerprints: Vec<Fingerprint>,
    /// A row of a file on a day.
    rows: BTreeMap<(String, NaiveDate), Source>,
}

/// What a file says about a day.
#[derive(Default)]
struct Sum {
    line: u64,
    rows: u64,
    values: Vec<Option<String>>,
    grouping: BTreeSet<&'static str>,
}

type Sums = BTreeMap<(u32, NaiveDate), Sum>;

impl PastDays {
    pub(in crate::facts) fn read(data: &Dataset) -> Result<Self> {
        let mut past = Self::default();
        for table in [Table::Usage, Table::Cost, Table::Events] {
            let (sums, names): (Sums, Vec<&str>) = match table {
                Table::Usage => (sums(data, table, &TOKENS)?, TOKENS.map(|(name, _)| name).to_vec()),
                Table::Cost => (sums(data, table, &DOLLARS)?, DOLLARS.map(|(name, _)| name).to_vec()),
                _ => (events(data)?, vec![CONTENTS]),
            };
            past.add(data, table, sums, &names)?;
        }
        past.fingerprints.sort_by(|a, b| (&a.table, &a.file).cmp(&(&b.table, &b.file)));
        Ok(past)
    }

    /// A row of a file on a day, where it has one.
    #[must_use]
    pub fn row(&self, file: &str, day: NaiveDate) -> Option<Source> {
        self.rows.get(&(file.to_owned(), day)).copied()
    }

    fn add(&mut self, data: &Dataset, table: Table, sums: Sums, measures: &[&str]) -> Result<()> {
        let spans = spans(data, table)?;
        // A day counts for no file where one of the files that have rows of it may not have all of them.
        let edge = |file: u32, day: NaiveDate| spans.get(&file).is_none_or(|span| !span.holds_whole(day));
        let doubtful: BTreeSet<NaiveDate> =
            sums.keys().filter(|(file, day)| edge(*file, *day)).map(|(_, day)| *day).collect();
        let mut fingerprints: BTreeMap<u32, Fingerprint> = BTreeMap::new();
        let mut groupings: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for ((file, day), sum) in sums {
            let (Some(span), Some(input)) = (spans.get(&file), data.inputs.get(file as usize)) else { continue };
            groupings.entry(file).or_default().extend(sum.grouping);
            let fingerprint = fingerprints.entry(file).or_insert_with(|| Fingerprint {
                table: table.id().to_owned(),
                kind: input.kind.clone().unwrap_or_default(),
                file: input.path.clone(),
                grouping: Vec::new(),
                measures: measures.iter().map(|name| (*name).to_owned()).collect(),
                first: span.days.start,
                last: span.days.end,
                days: BTreeMap::new(),
            });
            if !doubtful.contains(&day) {
                let values = sum.values.into_iter().map(|value| value.unwrap_or_else(|| "-".to_owned()));
                let line: Vec<String> = std::iter::once(sum.rows.to_string()).chain(values).collect();
                fingerprint.days.insert(day, line.join(" "));
                self.rows.insert((fingerprint.file.clone(), day), Source { file, line: sum.line });
            }
        }
        for (file, mut fingerprint) in fingerprints {
            fingerprint.grouping = groupings.remove(&file).unwrap_or_default().into_iter().map(str::to_owned).collect();
            self.fingerprints.push(fingerprint);
        }
        Ok(())
    }
}

/// The days that a whole file speaks of.
struct Span {
    days: Period,
    /// Whether its first day may have begun before it: a list of events starts at an instant.
    starts_within: bool,
}

impl Span {
    fn holds_whole(&self, day: NaiveDate) -> bool {
        day < self.days.end && (day > self.days.start || !self.starts_within && day == self.days.start)
    }
}

/// The files of a table of which nothing is missing as far as they show, with their days. Pages of one list of events and lists
/// that follow each other are one run.
fn spans(data: &Dataset, table: Table) -> Result<BTreeMap<u32, Span>> {
    if data.cut_lists.contains_key(&table) {
        return Ok(BTreeMap::new());
    }
    let days: DaysByFile = file_spans::days_by_file(data, table)?;
    let mut spans: Vec<(u32, Period)> = Vec::new();
    for (&file, days) in &days {
        let Some(input) = data.inputs.get(file as usize) else { continue };
        let remarks = data.remarks.get(file as usize);
        let is_cut = remarks.is_some_and(|remarks| remarks.cut.is_some() || remarks.whole.is_some());
        let own = file_spans::extent(input, days);
        if let (Some(own), false, 0, true) = (own, is_cut, input.rejected, input.sha256.is_some()) {
            spans.push((file, own));
        }
    }
    if table != Table::Events {
        return Ok(spans.into_iter().map(|(file, days)| (file, Span { days, starts_within: false })).collect());
    }
    let kind = |file: u32| data.inputs.get(file as usize).and_then(|input| input.kind.as_deref()).unwrap_or_default();
    spans.sort_by_key(|(file, days)| (kind(*file), days.start, days.end));
    let mut runs: Vec<(Vec<u32>, Period)> = Vec::new();
    for (file, days) in spans {
        match runs.last_mut() {
            Some((files, run)) if kind(files[0]) == kind(file) && days.start <= run.end + Days::new(1) => {
                files.push(file);
                run.end = run.end.max(days.end);
            }
            _ => runs.push((vec![file], days)),
        }
    }
    let of_run = |(files, days): (Vec<u32>, Period)| {
        files.into_iter().map(move |file| (file, Span { days, starts_within: true }))
    };
    Ok(runs.into_iter().flat_map(of_run).collect())
}

/// A measure as its column states it: a count, or dollars in the unit of amounts.
enum Measure<'a> {
    Count(&'a Int64Chunked),
    Dollars(Amounts<'a>),
}

impl Measure<'_> {
    fn get(&self, row: usize) -> Option<i128> {
        match self {
            Self::Count(counts) => counts.get(row).map(i128::from),
            Self::Dollars(amounts) => amounts.get(row).map(Money::units),
        }
    }

    fn formatted(&self, value: i128) -> String {
        match self {
            Self::Count(_) => value.to_string(),
            Self::Dollars(_) => Money::from_units(value).to_string(),
        }
    }
}

/// The sum of a day of a file, and its measures where the file has them.
type Measured = (Sum, Vec<Option<i128>>);

/// Sums of usage or cost by file and day, each row counted once.
fn sums(data: &Dataset, table: Table, measures: &[(&str, &[&str])]) -> Result<Sums> {
    let Some(frame) = data.frame(table) else { return Ok(Sums::new()) };
    let rows = Rows::of(frame)?;
    let (day, counted) = (rows.day("day")?, rows.flag("counted")?);
    // Each with its place among the measures.
    let mut columns: Vec<(usize, Measure)> = Vec::new();
    for (at, (_, names)) in measures.iter().enumerate() {
        for name in *names {
            let is_dollars = table == Table::Cost;
            let column =
                if is_dollars { Measure::Dollars(rows.money(name)?) } else { Measure::Count(rows.integer(name)?) };
            columns.push((at, column));
        }
    }
    let grouping = GROUPINGS.into_iter().filter(|name| table.position(name).is_some());
    let grouping = grouping.map(|name| Ok((name, rows.text(name)?))).collect::<Result<Vec<_>>>()?;
    let mut days: BTreeMap<(u32, NaiveDate), Measured> = BTreeMap::new();
    for row in (0..rows.len()).filter(|&row| counted.get(row) == Some(true)) {
        let Some(of) = day.get(row) else { continue };
        let source = rows.source(row);
        let none = || (Sum { line: source.line, ..Sum::default() }, vec![None; measures.len()]);
        let (sum, values) = days.entry((source.file, of)).or_insert_with(none);
        sum.line = sum.line.min(source.line);
        sum.rows += rows.records(row);
        for (at, column) in &columns {
            values[*at] = values[*at].into_iter().chain(column.get(row)).reduce(|sum, more| sum + more);
        }
        let stated = grouping.iter().filter(|(_, column)| column.get(row).is_some());
        stated.for_each(|(name, _)| _ = sum.grouping.insert(*name));
    }
    let formatted = |(key, (mut sum, values)): (_, (Sum, Vec<Option<i128>>))| {
        let column = |at: usize| columns.iter().find(|(place, _)| *place == at).map(|(_, column)| column);
        let spelled = |(at, value): (usize, Option<i128>)| column(at).zip(value).map(|(column, v)| column.formatted(v));
        sum.values = values.into_iter().enumerate().map(spelled).collect();
        (key, sum)
    };
    Ok(days.into_iter().map(formatted).collect())
}

/// Events by file and day: how many, and a sum of their hashes that does not depend on their order.
fn events(data: &Dataset) -> Result<Sums> {
    let Some(frame) = data.frame(Table::Events) else { return Ok(Sums::new()) };
    let rows = Rows::of(frame)?;
    let at = rows.instant("at")?;
    let texts = ["id", "event", "actor_id", "actor_address", "details"].map(|name| rows.text(name));
    let [id, event, actor, address, details] = texts;
    let texts = [id?, event?, actor?, address?, details?];
    let mut days: BTreeMap<(u32, NaiveDate), (u64, u64, u64)> = BTreeMap::new();
    for row in 0..rows.len() {
        let Some(instant) = at.get(row) else { continue };
        let source = rows.source(row);
        let said = || [1, 2, 3, 4].map(|column: usize| text_fingerprint(texts[column].get(row)));
        let content = texts[0].get(row).map_or_else(|| EventContent::Texts(said()), EventContent::Id);
        let fingerprint = event_fingerprint(instant, content);
        let day = days.entry((source.file, instant.date_naive())).or_insert((source.line, 0, 0));
        *day = (day.0.min(source.line), day.1 + 1, day.2.wrapping_add(fingerprint));
    }
    for hour in routine::hours(data)? {
        let Source { file, line } = hour.source;
        let day = days.entry((file, hour.first.date_naive())).or_insert((line, 0, 0));
        *day = (day.0.min(line), day.1 + hour.count, day.2.wrapping_add(hour.fingerprint));
    }
    let sum = |(line, rows, fingerprint): (u64, u64, u64)| Sum {
        line,
        rows,
        values: vec![Some(format!("{fingerprint:016x}"))],
        ..Sum::default()
    };
    Ok(days.into_iter().map(|(key, day)| (key, sum(day))).collect())
}
