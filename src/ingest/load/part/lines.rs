//! The lines of a part, as JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::header::Header;
use crate::ingest::organization_counts::OfOrganizations;
use crate::ingest::provenance::Sidecar;
use crate::ingest::routine::{PlainEvents, PlainSight};
use crate::ingest::text::json::PageTimes;
use crate::ingest::text::sink::Ending;
use crate::model::{Deletion, Input};

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Line {
    /// The first.
    Part(Header),
    /// A file; what follows is of it.
    Input(Box<InputLine>),
    /// A table of the file; what follows is of it.
    Batch(Box<BatchLine>),
    /// Texts that text columns number, from 0.
    Texts(Vec<String>),
    /// Rows, or cells.
    Rows(RowsLine),
    /// The same of the rows behind the cells: [`Line::Texts`] and [`Line::Rows`] once more.
    SingleTexts(Vec<String>),
    SingleRows(RowsLine),
    /// Records that could not be taken.
    Rejected(Vec<RejectLine>),
    /// Cells that could not be read.
    Unread(Vec<RejectLine>),
    /// Texts that sights number, from 0.
    SightTexts(Vec<String>),
    /// Who did what from where, numbered by events, from 0.
    Sights(Vec<PlainSight>),
    /// Everyday events.
    Events(PlainEvents),
    /// A file or folder that is no export: path, and what it is.
    PassedOver(String, String),
    /// The last.
    End(EndLine),
}

/// What is known of a file next to its tables.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InputLine {
    pub(super) input: Input,
    /// The kind of export that it was read as.
    pub(super) ingestor: Option<String>,
    /// Addresses on a sheet of a workbook that is no table.
    pub(super) addresses: usize,
    /// Whole keys in it: line, and the key cut to prefix and last four characters.
    pub(super) secrets: Vec<(u64, String)>,
    pub(super) sidecar: Option<Result<Sidecar, String>>,
}

/// What is known of a table of a file next to its rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchLine {
    pub(super) table: String,
    /// Whether it is a table next to that of its kind of export.
    pub(super) is_beside: bool,
    /// Whether its rows are cells.
    pub(super) is_folded: bool,
    pub(super) ending: Ending,
    pub(super) has_records: bool,
    /// When the list was read, where its file holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<i64>,
    /// What its records say is deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) deleted: Vec<Deletion>,
    pub(super) unit_is_unstated: bool,
    /// Records about something else.
    pub(super) other: u64,
    pub(super) notes: Vec<String>,
    pub(super) unknown_columns: Vec<String>,
    pub(super) empty_days: Vec<NaiveDate>,
    /// Pages of a feed that are joined in the file.
    pub(super) pages: Vec<PageTimes>,
    /// Of which organizations its events are.
    pub(super) event_organizations: OfOrganizations,
    /// Columns that the file has.
    pub(super) carried: Vec<String>,
    /// Columns of amounts of which some row was no whole cents.
    pub(super) fractions: Vec<String>,
}

/// Some rows, by columns. Every list has as many entries as there are rows; a column of which no row says anything is left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowsLine {
    /// First line of each, as the step from the row before; the first row's from 0.
    pub(super) line_step: Vec<i64>,
    /// Of cells: how many lines further the last one is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) line_span: Vec<u64>,
    /// Of cells: rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) rows: Vec<u64>,
    /// Of cells of several rows: sum of hashes of all measures of each row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hash_all: Vec<Option<u128>>,
    /// The same of the measures that every version of the export has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hash_core: Vec<Option<u128>>,
    /// By name: numbers of texts, days since 1970-01-01, microseconds since then, counts, 10^-18 dollars, yes or no.
    pub(super) columns: BTreeMap<String, Box<RawValue>>,
}

/// A record, or a cell, that could not be read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RejectLine {
    pub(super) line: u64,
    pub(super) column: String,
    pub(super) value: String,
    pub(super) reason: String,
    pub(super) mentions: Vec<String>,
}

/// How much stands before it.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndLine {
    pub(super) inputs: u64,
    /// Lines before this one.
    pub(super) lines: u64,
}
