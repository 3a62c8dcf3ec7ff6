//! Which days each export file covers, for the picture of the coverage.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{Days, NaiveDate};

use crate::facts::frame::Rows;
use crate::facts::log::routine;
use crate::model::{Dataset, FileSpan, Input, Period, Table};

/// Days with rows, by file (index into the inputs).
pub(in crate::facts) type DaysByFile = BTreeMap<u32, BTreeSet<NaiveDate>>;

/// Days on which something happened, by the file that counts.
pub(in crate::facts) fn days_by_file(data: &Dataset, table: Table) -> Result<DaysByFile> {
    let mut days = DaysByFile::new();
    let Some(frame) = data.frame(table) else { return Ok(days) };
    let rows = Rows::of(frame)?;
    let mut add = |row: usize, day: Option<NaiveDate>| {
        if let Some(day) = day {
            days.entry(rows.source(row).file).or_default().insert(day);
        }
    };
    for name in table.event_time_columns() {
        if *name == "day" {
            let (day, counted) = (rows.day(name)?, rows.flag("counted").ok());
            // Hours of a day that another file holds whole count there.
            let counts = |row: &usize| counted.is_none_or(|counted| counted.get(*row) != Some(false));
            (0..rows.len()).filter(counts).for_each(|row| add(row, day.get(row)));
        } else {
            let at = rows.instant(name)?;
            (0..rows.len()).for_each(|row| add(row, at.get(row).map(|at| at.date_naive())));
        }
    }
    if table == Table::Events {
        for hour in routine::hours(data)? {
            days.entry(hour.source.file).or_default().insert(hour.first.date_naive());
        }
    }
    Ok(days)
}

/// A band for every file that was meant for this table and has days, in order of time.
pub(in crate::facts) fn file_spans(data: &Dataset, table: Table, days: &DaysByFile) -> Vec<FileSpan> {
    let own = |input: &Input| input.kind.as_deref().is_some_and(|kind| data.kinds.get(kind) == Some(&table));
    let files = data.inputs.iter().zip(0_u32..).filter(|(input, _)| own(input));
    let mut file_spans: Vec<FileSpan> = files.filter_map(|(input, file)| file_span(input, file, days)).collect();
    file_spans.sort_by(|a, b| (a.first, a.last, &a.file).cmp(&(b.first, b.last, &b.file)));
    file_spans
}

fn file_span(input: &Input, file: u32, days: &DaysByFile) -> Option<FileSpan> {
    let none = BTreeSet::new();
    let counted = days.get(&file).unwrap_or(&none);
    let Period { start: first, end: last } = extent(input, counted)?;
    let shared = input.duplicates + input.restated > 0;
    let (mut missing, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    for day in first.iter_days().take_while(|day| *day <= last).filter(|day| !counted.contains(day)) {
        let other = shared && days.iter().any(|(other, days)| *other != file && days.contains(&day));
        if other {
            elsewhere.insert(day)
        } else {
            missing.insert(day)
        };
    }
    Some(FileSpan { file: input.path.clone(), first, last, missing: runs(&missing), elsewhere: runs(&elsewhere) })
}

/// First and last day of a file, of whose days `counted` have rows in the table. The span comes from the file itself: where each of
/// its rows stands in another file, the table has none of them.
pub(in crate::facts) fn extent(input: &Input, counted: &BTreeSet<NaiveDate>) -> Option<Period> {
    let stated = |at: &Option<String>| at.as_deref().and_then(|at| at.get(..10)?.parse::<NaiveDate>().ok());
    let first = counted.first().copied().into_iter().chain(stated(&input.first)).min()?;
    let last = counted.last().copied().into_iter().chain(stated(&input.last)).max()?;
    Period::new(first, last)
}

/// Days in a row as first and last.
fn runs(days: &BTreeSet<NaiveDate>) -> Vec<(NaiveDate, NaiveDate)> {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some(run) if run.1 + Days::new(1) == day => run.1 = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::{days, facts, usage};

    fn file_spans(files: &[(&str, &str)]) -> Vec<String> {
        let facts = facts(files);
        let usage = facts.populations.coverage.iter().find(|c| c.table == "usage").unwrap();
        let runs = |runs: &[(chrono::NaiveDate, chrono::NaiveDate)]| {
            runs.iter().map(|(a, b)| format!("{}-{}", a.format("%d"), b.format("%d"))).collect::<Vec<_>>().join(" ")
        };
        let formatted = |b: &crate::model::FileSpan| {
            format!(
                "{} {}..{} missing [{}] elsewhere [{}]",
                b.file,
                b.first,
                b.last,
                runs(&b.missing),
                runs(&b.elsewhere)
            )
        };
        usage.file_spans.iter().map(formatted).collect()
    }

    #[test]
    fn days_without_a_row_are_missing() {
        let gap = [days("2026-07-01", "2026-07-10"), days("2026-07-14", "2026-07-20")].concat();
        let file = usage(&[("k", "A", gap)]);
        assert_eq!(file_spans(&[("a.csv", &file)]), ["a.csv 2026-07-01..2026-07-20 missing [11-13] elsewhere []"]);
    }

    #[test]
    fn hours_of_a_day_that_is_held_whole_count_elsewhere() {
        let file = usage(&[("k", "A", days("2026-07-01", "2026-07-20"))]);
        let hours = usage(&[("k", "A", vec!["2026-07-10 04:00".to_owned()])]);
        assert_eq!(
            file_spans(&[("a.csv", &file), ("hours.csv", &hours)])[1],
            "hours.csv 2026-07-10..2026-07-10 missing [] elsewhere [10-10]"
        );
    }

    #[test]
    fn a_copy_keeps_its_band_and_counts_elsewhere() {
        let file = usage(&[("k", "A", days("2026-07-01", "2026-07-20"))]);
        assert_eq!(
            file_spans(&[("a.csv", &file), ("b.csv", &file)]),
            [
                "a.csv 2026-07-01..2026-07-20 missing [] elsewhere []",
                "b.csv 2026-07-01..2026-07-20 missing [] elsewhere [01-20]"
            ]
        );
    }
}
