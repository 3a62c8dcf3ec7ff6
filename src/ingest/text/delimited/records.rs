//! The records of a delimited file, each with the line it begins on, and what its end says.

use csv::{ByteRecord, ReaderBuilder};

use super::Delimited;
use super::list::List;
use super::surplus;
use crate::ingest::cell::Reject;
use crate::ingest::text::aligned::Habits;
use crate::ingest::text::quotes::Quotes;
use crate::ingest::text::row::Row;
use crate::ingest::text::sink::{Ending, Sink, Unheard};
use crate::ingest::text::tombstone;
use crate::model::Bound;

/// What is said of a file in which the header stands among the records.
const HEADER_AGAIN: &str = "the header stands among the records again, and is passed over there";

impl<'a> Delimited<'a> {
    /// Hands every record to `take`; what cannot be taken is rejected in `batch` with its line.
    ///
    /// A record with more or fewer fields than the header is rejected: which cell belongs to which column cannot be determined. Empty fields
    /// behind the header's last are none, and a record of nothing but empty ones is none either. Rejected is also the
    /// first line of a record that a quote left open has grown over others; the lines it swallowed are read one by one.
    pub fn each_record<S: Sink>(&self, batch: &mut S, take: impl FnMut(&Row, u64, &mut S) -> Result<(), Reject>) {
        self.each(batch, None, take);
    }

    /// As [`Delimited::each_record`], of a list of people: a record with a separator too many or too few is taken by the columns that
    /// are certain, where the one that holds an address is among them. [`Row::text`] refuses the others.
    pub fn each_list_record<S: Sink>(
        &self,
        batch: &mut S,
        address: Option<usize>,
        take: impl FnMut(&Row, u64, &mut S) -> Result<(), Reject>,
    ) {
        let list = address.map(List::by_address);
        self.each(batch, list.as_ref(), take);
        list.iter().for_each(|list| list.note(batch));
    }

    /// What the columns of the file hold, as far as its records have as many cells as the header.
    pub(in crate::ingest::text) fn habits(&self) -> Habits {
        let mut habits = Habits::of(self.header.len());
        let mut passed_over = Unheard::default();
        self.each(&mut passed_over, None, |row, _, _| {
            habits.learn(row.bytes());
            Ok(())
        });
        habits
    }

    fn each<S: Sink>(
        &self,
        batch: &mut S,
        list: Option<&List>,
        mut take: impl FnMut(&Row, u64, &mut S) -> Result<(), Reject>,
    ) {
        let mut reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(!self.is_part())
            .flexible(true)
            .from_reader(self.bytes);
        let ends_file = self.part.is_none_or(|part| part.is_last);
        let mut record = ByteRecord::new();
        let mut last_line = 0;
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let rest = usize::try_from(reader.position().byte()).ok().and_then(|at| self.bytes.get(at..));
                    let reject = Reject::record(format!("unreadable record: {error}"));
                    batch.reject(self.lines_above + reader.position().line(), reject, rest.unwrap_or_default());
                    break;
                }
            }
            let line = self.line_of(&record);
            last_line = line;
            let raw = self.raw(&record, &reader);
            let ends = raw.as_ptr_range().end == self.bytes.as_ptr_range().end;
            if ends && !ends_file && self.quotes().left_open(raw) {
                self.unfit.set(true);
            }
            if ends && ends_file && self.is_cut_at(self.bytes.len() - raw.len()) {
                batch.reject(line, self.cut_cell(record.iter().next_back().unwrap_or_default()), raw);
                continue;
            }
            self.judge((&record, raw, line), ends && ends_file, list, batch, &mut take);
        }
        self.tell_end(batch, last_line);
    }

    const fn quotes(&self) -> Quotes {
        Quotes { delimiter: self.delimiter, columns: self.header.len() }
    }

    /// Takes a record as it was read, or the lines that an open quote made one of.
    pub(super) fn judge<S: Sink>(
        &self,
        (record, raw, line): (&ByteRecord, &[u8], u64),
        is_last: bool,
        list: Option<&List>,
        batch: &mut S,
        take: &mut impl FnMut(&Row, u64, &mut S) -> Result<(), Reject>,
    ) {
        match self.quotes().swallowed(raw, is_last) {
            None if raw.len() as u64 > batch.bounds().of(Bound::RecordBytes) => {
                batch.reject(line, Reject::record(batch.bounds().exceeded(Bound::RecordBytes)), raw);
            }
            None => self.one((record, raw, line), list, batch, take),
            Some(reason) => {
                let mut lines = raw.split(|b| *b == b'\n').enumerate();
                batch.reject(line, Reject::record(reason), lines.next().map_or(raw, |(_, first)| first));
                for (behind, text) in lines {
                    self.single_line((text, line + behind as u64), list, batch, take);
                }
            }
        }
    }

    /// Tells how the file begins and ends, whose last record begins on a line.
    pub(in crate::ingest) fn tell_end<S: Sink>(&self, batch: &mut S, last_line: u64) {
        if self.unfit.get() {
            batch.set_unfit();
        }
        if self.part.is_some_and(|part| !part.is_last) {
            return;
        }
        if !self.above.is_empty() {
            let above = self.above.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            batch.note(format!("the header is in line {}; not read above it: line {above}", self.header_line));
        }
        if !self.bytes.ends_with(b"\n") {
            batch.note("the last line has no line end: the file may be cut".to_owned());
        }
        // A last record that is not whole, and no line end behind it: the download broke off.
        if !self.bytes.ends_with(b"\n") && batch.last_rejected_line().is_some_and(|line| line >= last_line) {
            batch.set_ending(Ending::Broken);
        }
    }

    pub(in crate::ingest) fn one<S: Sink>(
        &self,
        (record, raw, line): (&ByteRecord, &[u8], u64),
        list: Option<&List>,
        batch: &mut S,
        take: &mut impl FnMut(&Row, u64, &mut S) -> Result<(), Reject>,
    ) {
        // Spreadsheets write a formatted range without anything in it as delimiters alone.
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return;
        }
        let cut = surplus::cut(record, self.header.len(), list);
        let record = cut.as_ref().unwrap_or(record);
        if self.repeats_header(record) {
            return batch.pass_over(HEADER_AGAIN.to_owned());
        }
        if batch.takes_history() && record.len() == self.header.len() {
            let mut used = self.used.borrow_mut();
            self.history.places().for_each(|at| used[at] = true);
            let cell = |at: usize| record.get(at).and_then(|cell| std::str::from_utf8(cell).ok());
            if batch.take_history(self.history.history_of(cell), line, raw) {
                return;
            }
        }
        let deleted = self.marks.iter().find(|(at, mark)| {
            let cell = record.get(*at).filter(|_| record.len() == self.header.len());
            cell.and_then(|cell| std::str::from_utf8(cell).ok()).is_some_and(|cell| tombstone::says_gone(mark, cell))
        });
        if let Some((_, mark)) = deleted {
            return batch.pass_over(tombstone::note(mark));
        }
        let taken = if record.len() == self.header.len() {
            take(&Row::new(record, &self.header, None), line, batch)
        } else if let Some(aligned) = list.and_then(|list| list.align(self, record, line)) {
            take(&Row::new(&aligned.record, &self.header, Some(&aligned.certain)), line, batch)
        } else {
            Err(Reject::record(format!("{} fields where the header has {}", record.len(), self.header.len())))
        };
        if let Err(reject) = taken {
            batch.reject(line, reject, raw);
        }
    }

    /// Whether a record is the header again, as where files were put behind each other.
    pub(super) fn repeats_header(&self, record: &ByteRecord) -> bool {
        let is_same = |(cell, name): (&[u8], &String)| cell.trim_ascii() == name.trim().as_bytes();
        record.len() > 1 && record.len() == self.header.len() && record.iter().zip(&self.header).all(is_same)
    }

    /// A line that stood behind an open quote, as a record of its own.
    fn single_line<S: Sink>(
        &self,
        (text, line): (&[u8], u64),
        list: Option<&List>,
        batch: &mut S,
        take: &mut impl FnMut(&Row, u64, &mut S) -> Result<(), Reject>,
    ) {
        match self.quotes().line(text) {
            None => {}
            Some((_, true)) => batch.reject(line, Reject::record("a quote in this line is not closed"), text),
            Some((record, false)) => self.one((&record, text, line), list, batch, take),
        }
    }

    /// The bytes of a record, from its first one to its line end.
    fn raw(&self, record: &ByteRecord, reader: &csv::Reader<&[u8]>) -> &'a [u8] {
        let offset =
            |position: &csv::Position| usize::try_from(position.byte()).unwrap_or(usize::MAX).min(self.bytes.len());
        let from = record.position().map_or(0, offset);
        let raw = &self.bytes[from..offset(reader.position()).max(from)];
        let blank = raw.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        &raw[blank..]
    }

    /// The reader counts the blank lines before a record into it; the record begins behind them.
    fn line_of(&self, record: &ByteRecord) -> u64 {
        let Some(position) = record.position() else { return 0 };
        let from = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(self.bytes.len());
        let blank =
            self.bytes[from..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n').count();
        self.lines_above + position.line() + blank as u64
    }
}
