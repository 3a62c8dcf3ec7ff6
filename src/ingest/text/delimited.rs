//! Delimited text: header by name, delimiter by header, records with the line they begin on.

#[cfg(test)]
mod tests;

mod cut_cell;
mod list;
mod peek;
pub(in crate::ingest) mod raw;
mod records;
mod surplus;

use std::cell::{Cell, OnceCell, RefCell};

use csv::{ByteRecord, ReaderBuilder};

use super::header::{self, Start};
pub use super::row::Row;
use super::{history, tombstone};

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
    /// Its first records, where they were looked at.
    peeked: RefCell<peek::Peeked>,
    /// Which kind of export it is, by the place of the kind among all of them, once somebody has found out.
    kind: OnceCell<Option<usize>>,
    /// Columns in which a connector marks records as deleted.
    marks: Vec<(usize, &'static str)>,
    /// Columns in which it tells the time of records.
    history: history::Columns,
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
    /// Where the last record begins, if it is cut inside its last cell; asked for when it is read.
    cut_at: OnceCell<Option<usize>>,
}

/// Records of a file that are read apart from its others: from a line end outside quotes to another one.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct ChunkPlace {
    /// Line of its first byte.
    pub(in crate::ingest) first_line: u64,
    /// Whether the file ends with it.
    pub(in crate::ingest) is_last: bool,
    /// Whether a quote may stand in it.
    pub(in crate::ingest) has_quotes: bool,
    /// Whether a carriage return may stand in it.
    pub(in crate::ingest) has_returns: bool,
}

impl ChunkPlace {
    /// Before a line, with nothing in it.
    pub(in crate::ingest) const fn empty(first_line: u64) -> Self {
        Self { first_line, is_last: false, has_quotes: false, has_returns: false }
    }
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

    /// Reads the header of a table that begins on a line of a file.
    pub(in crate::ingest) fn below(bytes: &'a [u8], line: u64) -> Option<Self> {
        Self::starting(bytes, Start { at: 0, line, above: Vec::new(), delimiter: None })
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
        let marks = tombstone::columns(&header);
        let history = history::Columns::of(&header);
        let used = RefCell::new(used_for_marks(&marks, header.len()));
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
            peeked: RefCell::default(),
            kind: OnceCell::new(),
            marks,
            history,
            at: start.at,
            body,
            part: None,
            unfit: Cell::new(false),
            cut_at: OnceCell::new(),
        })
    }

    /// Some records of the file that has this header.
    pub(in crate::ingest) fn part_of(header: &Header, bytes: &'a [u8], part: ChunkPlace) -> Self {
        // A line end of its own kind inside a line: how many records there are before it cannot be distinguished from lines.
        let bare = |at: usize| bytes.get(at + 1) != Some(&b'\n');
        let marks = tombstone::columns(&header.names);
        Self {
            header: header.names.clone(),
            delimiter: header.delimiter,
            bytes,
            lines_above: part.first_line - 1,
            header_line: header.line,
            above: header.above.clone(),
            canonical: header.canonical.clone(),
            used: RefCell::new(used_for_marks(&marks, header.names.len())),
            peeked: RefCell::default(),
            kind: OnceCell::new(),
            marks,
            history: history::Columns::of(&header.names),
            at: 0,
            body: 0,
            part: Some(part),
            unfit: Cell::new(part.has_returns && memchr::memchr_iter(b'\r', bytes).any(bare)),
            cut_at: OnceCell::new(),
        }
    }

    /// Which kind of export it is: found out once, by whoever knows the kinds.
    pub(in crate::ingest) fn kind(&self, find_out: impl FnOnce() -> Option<usize>) -> Option<usize> {
        *self.kind.get_or_init(find_out)
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

    /// Column names as they are compared.
    pub(in crate::ingest) fn canonical_names(&self) -> &[String] {
        &self.canonical
    }

    /// Where the records begin, behind the header, in bytes of the text.
    pub(in crate::ingest) const fn body_at(&self) -> usize {
        self.at + self.body
    }

    /// Where they begin in the bytes from the header on.
    pub(in crate::ingest) const fn body_begin(&self) -> usize {
        self.body
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
        let may_be = |part: ChunkPlace| part.has_quotes || part.has_returns;
        !self.part.is_none_or(may_be) || memchr::memchr2(b'"', b'\r', self.body()).is_none()
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
}

/// The columns that are read whatever an ingestor asks for: those in which a connector marks what was deleted.
fn used_for_marks(marks: &[(usize, &'static str)], columns: usize) -> Vec<bool> {
    (0..columns).map(|at| marks.iter().any(|(mark, _)| *mark == at)).collect()
}
