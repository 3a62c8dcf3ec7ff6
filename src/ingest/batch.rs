//! Typed column builders: what one file adds to one table, before files are compared with each other.

#[cfg(test)]
mod tests;

mod history;
mod shared_reasons;
mod taking;
mod writing;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use indexmap::IndexSet;

pub(super) use history::{Gone, History};
use shared_reasons::SharedReasons;

pub use super::cell::{Cell, Reject};
use super::fold::{Fold, Folded};
use super::organization_counts::OfOrganizations;
use super::routine::{DecodedCells, Routine};
use super::row_group::Group;
use super::text::json::PageTimes;
pub use super::text::sink::Ending;
use super::values::{NO_TEXT, Values, intern};
use crate::model::{Bounds, Deletion, EventOrganizations, OtherSums, PossibleCopy, Role, Table};

/// What one file adds to its table: rows in the file's order, rejected records and notes.
///
/// Texts are interned: exports repeat the same few names, models and dictionaries on every row.
#[derive(Debug)]
pub struct Batch {
    /// The table it fills.
    pub table: Table,
    /// Rejected records: line and why.
    pub rejects: Vec<(u64, Reject)>,
    /// Cells that could not be read and that a record can do without: line and why.
    pub unread: Vec<(u64, Reject)>,
    /// Records about something else, which fill no table.
    pub other: u64,
    /// What a reader of the report should know about the file.
    pub notes: Vec<String>,
    /// How many of them, the first, are of records that were passed over.
    pub(in crate::ingest) notes_of_passed: usize,
    /// How large and how deep its records may be.
    pub bounds: Bounds,
    /// Whether the file says that it is whole.
    pub ending: Ending,
    /// Columns that nobody asked for.
    pub unknown_columns: Vec<String>,
    /// What the same records say of something else, in another table; no part of the file's accounts.
    pub also: Vec<Self>,
    /// Days of which the file states that there is nothing: buckets of a report without results.
    pub empty_days: BTreeSet<NaiveDate>,
    /// Whether its rows are records of the file, in a table that is not its kind's.
    pub has_records: bool,
    /// Whether amounts are written without what tells dollars from cents.
    pub unit_is_unstated: bool,
    /// Rows that may be those of another file.
    pub possible_copies: Vec<PossibleCopy>,
    /// Days of which another file states other sums, which count.
    pub other_sums: Vec<OtherSums>,
    /// Whether the last answer of a collector in the file says that more follow, where one says something of it.
    pub(super) answer_goes_on: Option<bool>,
    /// Pages of a feed that are joined in the file.
    pub(super) pages: Vec<PageTimes>,
    /// The organizations that its events name.
    pub(super) event_organizations: OfOrganizations,
    /// Whose events it takes.
    pub(super) organizations_read: EventOrganizations,
    /// Events that are no rows.
    pub(super) routine: Routine,
    /// Why its records were rejected, once each.
    pub(super) reasons: SharedReasons,
    /// Cells that were decoded before.
    pub(super) known: DecodedCells,
    /// Sums of its rows while they are read, where they are folded.
    pub(super) fold: Option<Fold>,
    /// What stands next to its rows where they are cells.
    pub(super) folded: Option<Folded>,
    /// What its records say of their own time, where that is asked.
    pub(super) history: Option<History>,
    /// When the list was read, where the file holds several; of bills as what lies beside them says, in seconds.
    pub(super) edition: Option<i64>,
    /// What its records say is deleted, where no other record of it holds.
    pub(super) deleted: Vec<Deletion>,
    /// Whether a part of a file cannot be read without the rest of it.
    pub(super) unfit: bool,
    /// What each row is about, where the rows are an API report's: one per row, or none.
    pub(super) groups: Vec<Group>,
    pub(super) values: Vec<Values>,
    pub(super) lines: Vec<u64>,
    pub(super) texts: IndexSet<Box<str>>,
    /// Which columns the file carries at all, by position.
    pub(super) present: Vec<bool>,
}

impl Batch {
    /// An empty batch of a table; every column counts as carried until [`Batch::carries`] says otherwise.
    pub fn new(table: Table) -> Self {
        let columns = table.columns();
        Self {
            table,
            rejects: Vec::new(),
            unread: Vec::new(),
            other: 0,
            notes: Vec::new(),
            notes_of_passed: 0,
            bounds: Bounds::default(),
            ending: Ending::default(),
            unknown_columns: Vec::new(),
            also: Vec::new(),
            empty_days: BTreeSet::new(),
            has_records: false,
            unit_is_unstated: false,
            possible_copies: Vec::new(),
            other_sums: Vec::new(),
            answer_goes_on: None,
            pages: Vec::new(),
            event_organizations: OfOrganizations::default(),
            organizations_read: EventOrganizations::default(),
            routine: Routine::default(),
            reasons: SharedReasons::default(),
            known: DecodedCells::default(),
            fold: None,
            folded: None,
            history: None,
            edition: None,
            deleted: Vec::new(),
            unfit: false,
            groups: Vec::new(),
            values: columns.iter().map(|c| Values::new(c.kind)).collect(),
            lines: Vec::new(),
            texts: IndexSet::new(),
            present: vec![true; columns.len()],
        }
    }

    /// Says which columns the file carries, by name: what decides over the grain when files overlap.
    pub fn carries(&mut self, names: &[&str]) {
        for (present, column) in self.present.iter_mut().zip(self.table.columns()) {
            *present = names.contains(&column.name);
        }
    }

    /// Says that the file carries the columns that some row of it states: for reports that leave null what was not asked for.
    pub fn carries_what_is_stated(&mut self) {
        let rows = self.rows();
        for (present, values) in self.present.iter_mut().zip(&self.values) {
            *present = (0..rows).any(|row| values.get(row).is_some());
        }
    }

    /// Whether the file carries a column.
    pub fn is_carried(&self, name: &str) -> bool {
        self.table.position(name).is_some_and(|column| self.present[column])
    }

    /// Puts `text` into a column on the rows that say nothing in the column `behind`.
    pub fn fill(&mut self, name: &str, text: &str, behind: &str) {
        let (Some(column), Some(behind)) = (self.table.position(name), self.table.position(behind)) else { return };
        let code = intern(&mut self.texts, text);
        let rows: Vec<usize> = (0..self.rows()).filter(|&row| self.value(behind, row).is_none()).collect();
        if let Values::Text(codes) = &mut self.values[column] {
            rows.into_iter().for_each(|row| codes[row] = code);
        }
    }

    /// Number of rows held: records, or the cells that they were folded into.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Number of records taken, be they rows or folded.
    pub fn taken(&self) -> usize {
        let held = || (0..self.rows()).map(|row| usize::try_from(self.count(row)).unwrap_or(usize::MAX));
        let rows = if self.folded.is_some() { held().fold(0, usize::saturating_add) } else { self.rows() };
        rows + self.routine.len()
    }

    /// Whether a row stands for several records.
    pub(super) fn has_sums(&self) -> bool {
        self.folded.as_ref().is_some_and(|folded| folded.rows.iter().any(|rows| *rows > 1))
    }

    /// Records that a row stands for.
    pub(super) fn count(&self, row: usize) -> u64 {
        self.folded.as_ref().map_or(1, |folded| folded.rows[row])
    }

    /// The last line of the records that a row stands for.
    pub(super) fn last_line(&self, row: usize) -> u64 {
        self.folded.as_ref().map_or(self.lines[row], |folded| folded.lasts[row])
    }

    /// Refuses rows that were taken.
    pub(super) fn refuse(&mut self, rows: Vec<(usize, Reject)>) {
        let mut keep = vec![true; self.rows()];
        for (row, reject) in rows {
            keep[row] = false;
            self.rejects.push((self.lines[row], self.reasons.reject(reject)));
        }
        self.retain_rows(&keep);
    }

    /// Some of its rows as a batch of their own, whose rows are records of the same file.
    pub(super) fn rows_apart(&self, rows: std::ops::Range<usize>) -> Self {
        Self {
            ending: self.ending,
            bounds: self.bounds,
            unit_is_unstated: self.unit_is_unstated,
            has_records: true,
            values: self.values.iter().map(|values| values.slice(rows.clone())).collect(),
            lines: self.lines[rows].to_vec(),
            texts: self.texts.clone(),
            present: self.present.clone(),
            ..Self::new(self.table)
        }
    }

    /// Leaves out all rows but the first ones.
    pub(super) fn keep_first(&mut self, rows: usize) {
        self.values.iter_mut().for_each(|values| *values = values.slice(0..rows));
        self.lines.truncate(rows);
    }

    /// Makes a cell of a row that was taken state nothing.
    pub(super) fn clear(&mut self, column: usize, row: usize) {
        self.values[column].clear(row);
    }

    /// A value as a number that is equal exactly when the values are, among batches with shared texts.
    pub(super) fn value(&self, column: usize, row: usize) -> Option<i128> {
        self.values[column].get(row)
    }

    /// The text of a cell, before texts are shared.
    pub(super) fn text(&self, column: usize, row: usize) -> Option<&str> {
        match &self.values[column] {
            Values::Text(codes) => self.texts.get_index(codes[row] as usize).map(AsRef::as_ref),
            _ => None,
        }
    }

    /// Positions of the columns with a role.
    pub(super) fn with_role(&self, role: Role) -> impl Iterator<Item = usize> + use<> {
        self.table.columns().iter().enumerate().filter(move |(_, c)| c.role == role).map(|(at, _)| at)
    }

    /// Re-codes its texts into `shared`, so that equal texts of different files have equal codes.
    pub(super) fn share_texts(&mut self, shared: &mut IndexSet<Box<str>>) {
        let codes: Vec<u32> = std::mem::take(&mut self.texts)
            .into_iter()
            .map(|text| u32::try_from(shared.insert_full(text).0).unwrap_or(NO_TEXT))
            .collect();
        for values in &mut self.values {
            if let Values::Text(column) = values {
                for code in column.iter_mut().filter(|code| **code != NO_TEXT) {
                    *code = codes[*code as usize];
                }
            }
        }
    }
}
