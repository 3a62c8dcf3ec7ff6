//! Typed reading of a frame's rows.

use std::hash::Hash;

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use polars::prelude::{
    BooleanChunked, ChunkAgg, DataFrame, Int32Chunked, Int64Chunked, Int128Chunked, StringChunked, UInt32Chunked,
    UInt64Chunked,
};

use crate::model::{Dataset, Evidence, Money};

/// Columns of a frame, opened by name; every getter takes the row.
pub(super) struct Rows<'a> {
    frame: &'a DataFrame,
    file: &'a UInt32Chunked,
    line: &'a UInt64Chunked,
    records: Option<&'a UInt64Chunked>,
}

/// Where a row stands: index of the input and line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Index into the dataset's inputs.
    pub file: u32,
    /// 1-based line.
    pub line: u64,
}

impl Source {
    /// As evidence in a report.
    #[must_use]
    pub fn evidence(self, data: &Dataset, record: impl Into<String>) -> Evidence {
        Evidence { file: data.path(self.file).to_owned(), line: Some(self.line), record: record.into() }
    }
}

impl<'a> Rows<'a> {
    pub(super) fn of(frame: &'a DataFrame) -> Result<Self> {
        let records = frame.column("rows").ok().map(|column| column.u64()).transpose()?;
        Ok(Self { frame, file: frame.column("file")?.u32()?, line: frame.column("line")?.u64()?, records })
    }

    pub(super) fn len(&self) -> usize {
        self.frame.height()
    }

    /// Records of the export that a row stands for.
    pub(super) fn records(&self, row: usize) -> u64 {
        self.records.map_or(1, |records| records.get(row).unwrap_or(0))
    }

    pub(super) fn source(&self, row: usize) -> Source {
        Source { file: self.file(row), line: self.line.get(row).unwrap_or_default() }
    }

    /// Index of the input.
    pub(super) fn file(&self, row: usize) -> u32 {
        self.file.get(row).unwrap_or_default()
    }

    /// The first row of each group, in the order of these rows; a row without a group is left out.
    pub(super) fn firsts<G: Hash + Eq>(&self, group: impl Fn(usize) -> Option<G>) -> impl Iterator<Item = (G, usize)> {
        let mut firsts: IndexMap<G, usize, FixedState> = IndexMap::default();
        for row in 0..self.len() {
            if let Some(group) = group(row) {
                firsts.entry(group).or_insert(row);
            }
        }
        firsts.into_iter()
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a StringChunked> {
        self.frame.column(name)?.str().with_context(|| format!("column {name}"))
    }

    pub(super) fn flag(&self, name: &str) -> Result<&'a BooleanChunked> {
        self.frame.column(name)?.bool().with_context(|| format!("column {name}"))
    }

    pub(super) fn integer(&self, name: &str) -> Result<&'a Int64Chunked> {
        self.frame.column(name)?.i64().with_context(|| format!("column {name}"))
    }

    pub(super) fn day(&self, name: &str) -> Result<Days<'a>> {
        Ok(Days(self.frame.column(name)?.date().with_context(|| format!("column {name}"))?.physical()))
    }

    pub(super) fn instant(&self, name: &str) -> Result<Instants<'a>> {
        Ok(Instants(self.frame.column(name)?.datetime().with_context(|| format!("column {name}"))?.physical()))
    }

    pub(super) fn money(&self, name: &str) -> Result<Amounts<'a>> {
        Ok(Amounts(self.frame.column(name)?.decimal().with_context(|| format!("column {name}"))?.physical()))
    }
}

/// A column of days.
pub(super) struct Days<'a>(&'a Int32Chunked);

impl Days<'_> {
    pub(super) fn get(&self, row: usize) -> Option<NaiveDate> {
        NaiveDate::default().checked_add_signed(Duration::days(i64::from(self.0.get(row)?)))
    }
}

impl Days<'_> {
    /// First and last day.
    pub(super) fn extent(&self) -> Option<(NaiveDate, NaiveDate)> {
        let day = |days| NaiveDate::default().checked_add_signed(Duration::days(i64::from(days)));
        day(self.0.min()?).zip(day(self.0.max()?))
    }
}

/// A column of instants.
pub(super) struct Instants<'a>(&'a Int64Chunked);

impl Instants<'_> {
    pub(super) fn get(&self, row: usize) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.0.get(row)?)
    }

    /// First and last instant.
    pub(super) fn extent(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        DateTime::from_timestamp_micros(self.0.min()?).zip(DateTime::from_timestamp_micros(self.0.max()?))
    }
}

/// A column of dollars.
pub(super) struct Amounts<'a>(&'a Int128Chunked);

impl Amounts<'_> {
    pub(super) fn get(&self, row: usize) -> Option<Money> {
        self.0.get(row).map(Money::from_units)
    }
}
