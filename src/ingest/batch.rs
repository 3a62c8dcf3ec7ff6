//! Typed column builders: what one file adds to one table, before files are compared with each other.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use indexmap::IndexSet;

pub use super::cell::{Cell, Reject};
use super::fold::{Fold, Folded};
use super::routine::{Known, Routine};
use super::text::mentions::mentions;
pub use super::text::sink::Ending;
use super::text::sink::Sink;
use super::values::{MOST_TEXT, NO_FLAG, NO_TEXT, Values, cut, intern, is_too_long};
use crate::model::{Bounds, OtherSums, PossibleCopy, Role, Table};

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
    /// What a reader of the report should know about the file.
    pub notes: Vec<String>,
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
    /// Events that are no rows.
    pub(super) routine: Routine,
    /// Cells that were decoded before.
    pub(super) known: Known,
    /// Sums of its rows while they are read, where they are folded.
    pub(super) fold: Option<Fold>,
    /// What stands next to its rows where they are cells.
    pub(super) folded: Option<Folded>,
    /// Whether a part of a file cannot be read without the rest of it.
    pub(super) unfit: bool,
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
            notes: Vec::new(),
            bounds: Bounds::default(),
            ending: Ending::default(),
            unknown_columns: Vec::new(),
            also: Vec::new(),
            empty_days: BTreeSet::new(),
            has_records: false,
            unit_is_unstated: false,
            possible_copies: Vec::new(),
            other_sums: Vec::new(),
            routine: Routine::default(),
            known: Known::default(),
            fold: None,
            folded: None,
            unfit: false,
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

    /// Takes a row: one cell per column, in the order of [`Table::columns`].
    ///
    /// # Panics
    /// When number or kinds of cells are not the table's: a mistake in an ingestor, which its first test shows.
    pub fn push(&mut self, line: u64, cells: &[Cell]) {
        assert_eq!(cells.len(), self.values.len(), "{}: wrong number of cells", self.table.id());
        let columns = self.table.columns();
        let is_cut = |at: usize, cell: &Cell| matches!(cell, Cell::Text(text) if is_too_long(columns[at].name, text));
        if let Some(at) = (0..cells.len()).find(|&at| is_cut(at, &cells[at])) {
            self.note_cut(line, columns[at].name);
            let mut shorter = cells.to_vec();
            for (at, cell) in shorter.iter_mut().enumerate() {
                if let Cell::Text(text) = cell
                    && is_too_long(columns[at].name, text)
                {
                    *text = cut(text).into();
                }
            }
            return self.push(line, &shorter);
        }
        if let Some(fold) = &mut self.fold {
            return fold.push(line, cells);
        }
        for (values, cell) in self.values.iter_mut().zip(cells) {
            match (values, cell) {
                (Values::Text(v), Cell::Text(text)) if !text.trim().is_empty() => {
                    // Most cells repeat the one above.
                    let above = v
                        .last()
                        .copied()
                        .filter(|code| self.texts.get_index(*code as usize).is_some_and(|t| **t == **text));
                    v.push(above.unwrap_or_else(|| intern(&mut self.texts, text)));
                }
                (Values::Text(v), Cell::Null | Cell::Text(_)) => v.push(NO_TEXT),
                (Values::Day(v), Cell::Day(day)) => v.push(day.num_days_from_ce()),
                (Values::Day(v), Cell::Null) => v.push(i32::MIN),
                (Values::Number(v), Cell::Integer(n)) => v.push(*n),
                (Values::Number(v), Cell::Instant(at)) => v.push(at.timestamp_micros()),
                (Values::Number(v), Cell::Null) => v.push(i64::MIN),
                (Values::Money(v), Cell::Money(amount)) => v.push(amount.units()),
                (Values::Money(v), Cell::Null) => v.push(i128::MIN),
                (Values::Flag(v), Cell::Flag(flag)) => v.push(u8::from(*flag)),
                (Values::Flag(v), Cell::Null) => v.push(NO_FLAG),
                (_, cell) => panic!("{}: {cell:?} in the wrong column", self.table.id()),
            }
        }
        self.lines.push(line);
    }

    /// Refuses a record, of which `raw` is the text: whom and what it is about is kept.
    pub fn reject(&mut self, line: u64, reject: Reject, raw: &[u8]) {
        self.rejects.push((line, Reject { mentions: mentions(raw), ..reject }));
    }

    /// Says once that names are cut, and where the first one is.
    fn note_cut(&mut self, line: u64, column: &str) {
        let begin = format!("texts of more than {MOST_TEXT} bytes are cut to their beginning and a fingerprint");
        if !self.notes.iter().any(|note| note.starts_with(&begin)) {
            self.notes.push(format!("{begin}; the first: {column} in line {line}"));
        }
    }

    /// What a record can do without: where it cannot be read, the cell is lost and counted, and the record stays.
    pub fn optional<T: Default>(&mut self, line: u64, read: Result<T, Reject>) -> T {
        read.unwrap_or_else(|reject| {
            self.unread.push((line, reject));
            T::default()
        })
    }

    /// Says which cells could not be read.
    pub(super) fn note_unread(&mut self) {
        const MOST: usize = 5;
        if self.unread.is_empty() {
            return;
        }
        let one = |(line, reject): &(u64, Reject)| format!("{} in line {line} ({})", reject.column, reject.reason);
        let named: Vec<String> = self.unread.iter().take(MOST).map(one).collect();
        let what = match self.unread.len() {
            1 => "1 cell could not be read and counts as not stated".to_owned(),
            many => format!("{many} cells could not be read and count as not stated"),
        };
        let more = if self.unread.len() > MOST { ", …" } else { "" };
        self.note(format!("{what}: {}{more}", named.join(", ")));
    }

    /// Refuses rows that were taken.
    pub(super) fn refuse(&mut self, rows: Vec<(usize, Reject)>) {
        let mut keep = vec![true; self.rows()];
        for (row, reject) in rows {
            keep[row] = false;
            self.rejects.push((self.lines[row], reject));
        }
        self.values.iter_mut().for_each(|values| values.retain(&keep));
        let mut each = keep.iter();
        self.lines.retain(|_| each.next().copied().unwrap_or(true));
    }

    /// Makes a cell of a row that was taken state nothing.
    pub(super) fn clear(&mut self, column: usize, row: usize) {
        self.values[column].clear(row);
    }

    /// Tells something once, however often it occurs.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
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

    /// Overwrites a flag.
    pub(super) fn set_flag(&mut self, column: usize, row: usize, flag: bool) {
        if let Values::Flag(flags) = &mut self.values[column] {
            flags[row] = u8::from(flag);
        }
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

impl Sink for Batch {
    fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    fn reject(&mut self, line: u64, reject: Reject, raw: &[u8]) {
        self.reject(line, reject, raw);
    }

    fn last_rejected_line(&self) -> Option<u64> {
        self.rejects.last().map(|(line, _)| *line)
    }

    fn note(&mut self, note: String) {
        self.note(note);
    }

    fn set_ending(&mut self, ending: Ending) {
        self.ending = ending;
    }

    fn set_unfit(&mut self) {
        self.unfit = true;
    }
}
