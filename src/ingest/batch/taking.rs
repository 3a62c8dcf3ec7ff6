//! Takes what a file says into its batch: rows, rejected records, cells that could not be read, and notes.

use chrono::Datelike;

use super::history::{Gone, Unclear};
use super::{Batch, Cell, Ending, Reject};
use crate::ingest::text::history::{RecordHistory, Validity};
use crate::ingest::text::json::PageTimes;
use crate::ingest::text::mentions::mentions;
use crate::ingest::text::sink::{MORE_FOLLOW, Sink};
use crate::ingest::text::tombstone;
use crate::ingest::values::{MOST_TEXT, NO_FLAG, NO_TEXT, Values, cut, intern, is_too_long};
use crate::model::Bounds;

impl Batch {
    /// Takes a row: one cell per column, in the order of [`Table::columns`](crate::model::Table::columns).
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
        let mut all = mentions(raw);
        all.extend(reject.mentions);
        all.sort_unstable();
        all.dedup();
        let reject = self.reasons.reject(Reject { mentions: all.into(), ..reject });
        self.rejects.push((line, reject));
    }

    /// Says once that names are cut, and where the first one is.
    fn note_cut(&mut self, line: u64, column: &str) {
        self.note_as_once(format!("{}; the first: {column} in line {line}", cut_names()));
    }

    /// Adds what a later part of a file says, but not that names are cut where an earlier one has said so.
    pub(in crate::ingest) fn note_as_once(&mut self, note: String) {
        let begin = cut_names();
        if !(note.starts_with(&begin) && self.notes.iter().any(|note| note.starts_with(&begin))) {
            self.note(note);
        }
    }

    /// What a record can do without: where it cannot be read, the cell is lost and counted, and the record stays.
    pub fn optional<T: Default>(&mut self, line: u64, read: Result<T, Reject>) -> T {
        read.unwrap_or_else(|reject| {
            self.unread.push((line, self.reasons.reject(reject)));
            T::default()
        })
    }

    /// Says which cells could not be read.
    pub(in crate::ingest) fn note_unread(&mut self) {
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

    /// Tells something once, however often it occurs.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

impl Batch {
    /// Takes what a record says of its time before it is taken itself; true where it is no row.
    pub(super) fn take_history(&mut self, of_record: RecordHistory, line: u64, raw: &[u8]) -> bool {
        let rows = self.rows();
        let Some(history) = &mut self.history else { return false };
        let noticed = of_record.noticed().map(str::to_owned);
        let RecordHistory { id, time, is_of_lists, validity, name, ended } = of_record;
        let gone = |id: String, time: Option<String>, noticed: Option<String>| {
            let names = mentions(raw).into_iter().chain(name).collect();
            Gone { row: rows, line, id, time, names, ended, noticed }
        };
        match validity {
            Validity::Current => {
                history.is_of_lists = is_of_lists;
                if let Some((column, text)) = time {
                    history.column.get_or_insert(column);
                    history.times.push((rows, text));
                }
                return false;
            }
            Validity::Superseded(mark) => {
                history.past.extend(id.map(|id| gone(id, None, None)));
                self.note_history(&mark);
            }
            Validity::Deleted(mark) => {
                let time = time.map(|(_, text)| text);
                history.gone.extend(id.map(|id| gone(id, time, noticed)));
                self.note_history(&mark);
            }
            Validity::Unclear(mark) => {
                let reason = "whether this still holds is not said: no other record of it does";
                let reject = Reject { mentions: mentions(raw).into(), ..Reject::new(&mark, "", reason) };
                history.unclear.push(Unclear { id, line, reject });
            }
        }
        true
    }

    /// Counts a record as passed over, and says why once.
    pub(in crate::ingest) fn note_history(&mut self, mark: &str) {
        self.other += 1;
        self.note(tombstone::note(mark));
    }

    /// Leaves out rows that say nothing of today.
    pub(in crate::ingest) fn leave_out(&mut self, keep: &[bool], note: String) {
        self.other += keep.iter().filter(|keep| !**keep).count() as u64;
        self.retain_rows(keep);
        self.note(note);
    }

    /// Keeps the rows that `keep` says yes to.
    pub(in crate::ingest) fn retain_rows(&mut self, keep: &[bool]) {
        self.values.iter_mut().for_each(|values| values.retain(keep));
        let mut each = keep.iter();
        self.lines.retain(|_| each.next().copied().unwrap_or(true));
    }
}

fn cut_names() -> String {
    format!("texts of more than {MOST_TEXT} bytes are cut to their beginning and a fingerprint")
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

    fn pass_over(&mut self, note: String) {
        self.other += 1;
        if !self.notes.contains(&note) {
            self.notes.insert(self.notes_of_passed, note);
            self.notes_of_passed += 1;
        }
    }

    fn takes_history(&self) -> bool {
        self.history.is_some()
    }

    fn take_history(&mut self, of_record: RecordHistory, line: u64, raw: &[u8]) -> bool {
        Self::take_history(self, of_record, line, raw)
    }

    fn set_ending(&mut self, ending: Ending) {
        let may_go_on = ending.says_nothing() || ending.is_closed();
        self.ending = if may_go_on && self.answer_goes_on == Some(true) {
            self.note(MORE_FOLLOW.to_owned());
            Ending::MoreFollow
        } else {
            ending
        };
    }

    fn set_pages(&mut self, pages: Vec<PageTimes>) {
        self.pages = pages;
    }

    fn set_unfit(&mut self) {
        self.unfit = true;
    }
}
