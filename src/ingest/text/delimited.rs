//! Delimited text: header by name, delimiter by header, records with the line they begin on.

#[cfg(test)]
mod tests;

mod list;
mod peek;
pub(in crate::ingest) mod raw;

use std::cell::{Cell, RefCell};

use csv::{ByteRecord, ReaderBuilder};

use self::list::List;
use super::aligned::Habits;
use super::header::{self, Start};
use super::quotes::Quotes;
pub use super::row::Row;
use super::sink::{Ending, Sink, Unheard};
use crate::ingest::cell::Reject;
use crate::model::Bound;

/// A delimited file: its header and its bytes.
#[derive(Debug)]
pub struct Delimited<'a> {
    /// Column names, trimmed, as written.
    pub header: Vec<String>,
    /// The delimiter: comma, semicolon or tab.
    pub delimiter: u8,
    /// The text from its header on.
    bytes: &'a [u8],
    /// Lines of the file above that.
    lines_above: u64,
    /// Those of them that are not blank.
    above: Vec<u64>,
    canonical: Vec<String>,
    used: RefCell<Vec<bool>>,
    /// Line of the header.
    header_line: u64,
    /// Where the bytes begin in the text.
    at: usize,
    /// Where the records begin, behind the header.
    body: usize,
    /// Which part of a file the bytes are; nothing for a whole file.
    part: Option<ChunkPlace>,
    /// Whether a part showed that it cannot be read without the rest of its file.
    pub(in crate::ingest) unfit: Cell<bool>,
}

/// Records of a file that are read apart from its others: from a line end outside quotes to another one.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct ChunkPlace {
    /// Line of its first byte.
    pub(in crate::ingest) first_line: u64,
    /// Whether the file ends with it.
    pub(in crate::ingest) is_last: bool,
}

/// The header of a file, for its parts.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Header {
    names: Vec<String>,
    canonical: Vec<String>,
    delimiter: u8,
    line: u64,
    above: Vec<u64>,
}

/// A column name as it is compared: the part in square brackets that Google Workspace appends gone, only letters and digits, lower case.
#[must_use]
pub fn canonical(name: &str) -> String {
    let name = name.split('[').next().unwrap_or(name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl<'a> Delimited<'a> {
    /// Reads the header; `None` where the first line that a program did not write above it has none that could be one (a single
    /// cell without a delimiter counts only if it looks like a name).
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        Self::starting(bytes, header::first(bytes)?)
    }

    /// The text read from other lines on, below the first one: a title may stand above the header.
    pub fn below_a_title(bytes: &'a [u8]) -> impl Iterator<Item = Self> {
        header::others(bytes).into_iter().filter_map(move |start| Self::starting(bytes, start))
    }

    fn starting(bytes: &'a [u8], start: Start) -> Option<Self> {
        let bytes = &bytes[start.at..];
        let first_line = bytes.split(|&b| b == b'\n').next()?;
        let delimiter = start.delimiter.unwrap_or_else(|| header::delimiter_of(first_line));
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).ok().filter(|read| *read)?;
        if header::is_too_wide(record.len()) {
            return None;
        }
        let header: Vec<String> = record
            .iter()
            .map(|name| std::str::from_utf8(name).map(|n| n.trim().to_owned()))
            .collect::<Result<_, _>>()
            .ok()?;
        let canonical: Vec<String> = header.iter().map(|name| canonical(name)).collect();
        let plausible =
            header.iter().any(|n| !n.is_empty()) && header.iter().all(|n| n.len() <= 200 && !n.contains('\0'));
        let used = RefCell::new(vec![false; header.len()]);
        let body = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(bytes.len());
        plausible.then_some(Self {
            header,
            delimiter,
            bytes,
            lines_above: start.line - 1,
            header_line: start.line,
            above: start.above,
            canonical,
            used,
            at: start.at,
            body,
            part: None,
            unfit: Cell::new(false),
        })
    }

    /// Some records of the file that has this header.
    pub(in crate::ingest) fn part_of(header: &Header, bytes: &'a [u8], part: ChunkPlace) -> Self {
        // A line end of its own kind inside a line: how many records there are before it cannot be distinguished from lines.
        let bare = |at: usize| bytes.get(at + 1) != Some(&b'\n');
        Self {
            header: header.names.clone(),
            delimiter: header.delimiter,
            bytes,
            lines_above: part.first_line - 1,
            header_line: header.line,
            above: header.above.clone(),
            canonical: header.canonical.clone(),
            used: RefCell::new(vec![false; header.names.len()]),
            at: 0,
            body: 0,
            part: Some(part),
            unfit: Cell::new(memchr::memchr_iter(b'\r', bytes).any(bare)),
        }
    }

    /// What its parts need to know of it.
    pub(in crate::ingest) fn head(&self) -> Header {
        Header {
            names: self.header.clone(),
            canonical: self.canonical.clone(),
            delimiter: self.delimiter,
            line: self.header_line,
            above: self.above.clone(),
        }
    }

    /// Where the records begin, behind the header, in bytes of the text.
    pub(in crate::ingest) const fn body_at(&self) -> usize {
        self.at + self.body
    }

    /// The bytes behind the header.
    pub(in crate::ingest) fn body(&self) -> &'a [u8] {
        &self.bytes[self.body..]
    }

    /// Whether it is a part.
    pub(in crate::ingest) const fn is_part(&self) -> bool {
        self.part.is_some()
    }

    /// Line of the first byte of [`Delimited::body`].
    pub(in crate::ingest) fn first_line(&self) -> u64 {
        1 + self.lines_above + memchr::memchr_iter(b'\n', &self.bytes[..self.body]).count() as u64
    }

    /// Whether every line is a record, and every delimiter the end of a cell.
    pub(in crate::ingest) fn is_plain(&self) -> bool {
        memchr::memchr2(b'"', b'\r', self.body()).is_none()
    }

    /// Places of the columns that were asked for.
    pub(in crate::ingest) fn used_columns(&self) -> impl Iterator<Item = usize> + use<> {
        self.used.borrow().clone().into_iter().enumerate().filter(|(_, used)| *used).map(|(at, _)| at)
    }

    /// Whether a column of this name is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.canonical.contains(&canonical(name))
    }

    /// Whether every one of these columns is there.
    #[must_use]
    pub fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    /// Position of the first of these names that the header has; the column then counts as known.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let at = names.iter().find_map(|name| self.canonical.iter().position(|c| *c == canonical(name)))?;
        self.used.borrow_mut()[at] = true;
        Some(at)
    }

    /// Names of the columns that nobody asked for.
    #[must_use]
    pub fn unknown_columns(&self) -> Vec<&str> {
        let used = self.used.borrow();
        self.header.iter().zip(used.iter()).filter(|(_, used)| !**used).map(|(name, _)| name.as_str()).collect()
    }

    /// Hands every record to `take`; what cannot be taken is rejected in `batch` with its line.
    ///
    /// A record with more or fewer fields than the header is rejected: which cell belongs to which column cannot be determined. So is the
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
    pub(super) fn habits(&self) -> Habits {
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
            self.judge((&record, raw, line), ends && ends_file, list, batch, &mut take);
        }
        self.tell_end(batch, last_line);
    }

    const fn quotes(&self) -> Quotes {
        Quotes { delimiter: self.delimiter, columns: self.header.len() }
    }

    /// Takes a record as it was read, or the lines that an open quote made one of.
    fn judge<S: Sink>(
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
