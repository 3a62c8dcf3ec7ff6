//! Quotes that nobody closed: they make one record of many lines, in silence.

use csv::{ByteRecord, ReaderBuilder};

/// Lines of one record: user agents and names have a few at most.
const MOST_LINES: usize = 200;
/// Bytes of one record: the details of an event are a few thousand.
const MOST_BYTES: usize = 4 << 20;

/// What a record of a file should look like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotes {
    pub delimiter: u8,
    /// Columns of the header.
    pub columns: usize,
}

impl Quotes {
    /// Why a record is taken for several lines that an open quote made one of; nothing for a plausible record.
    pub(super) fn swallowed(self, raw: &[u8], is_last: bool) -> Option<String> {
        let raw = raw.trim_ascii_end();
        let behind = raw.iter().filter(|b| **b == b'\n').count();
        let not_closed =
            || Some(format!("a quote in this record is not closed: it would swallow the {behind} line(s) behind it"));
        if behind == 0 {
            // Only at the end of the file can a record of one line be open.
            return (is_last && self.left_open(raw)).then(|| "the file ends inside a quoted cell".to_owned());
        }
        // A line that is a whole record by itself is no part of a cell; with two columns that could be chance.
        let whole =
            |line: &[u8]| self.columns > 2 && self.record(line).is_some_and(|record| record.len() == self.columns);
        let implausible = behind >= MOST_LINES
            || raw.len() > MOST_BYTES
            || raw.split(|b| *b == b'\n').skip(1).any(whole)
            || is_last && self.left_open(raw);
        if implausible { not_closed() } else { None }
    }

    /// Whether a record ends inside a quoted cell. A quote opens at the beginning of a cell only, and two of them inside are one.
    pub(super) fn left_open(self, raw: &[u8]) -> bool {
        let (mut open, mut cell_begins) = (false, true);
        let mut bytes = raw.iter().peekable();
        while let Some(&byte) = bytes.next() {
            match byte {
                b'"' if open => open = bytes.next_if_eq(&&b'"').is_some(),
                _ if open => {}
                b'"' if cell_begins => (open, cell_begins) = (true, false),
                _ => cell_begins = byte == self.delimiter || byte == b'\n' || byte == b'\r',
            }
        }
        open
    }

    /// One line as a record.
    pub(super) fn record(self, line: &[u8]) -> Option<ByteRecord> {
        let mut record = ByteRecord::new();
        let mut reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(line.len().clamp(1, 8192))
            .from_reader(line);
        reader.read_byte_record(&mut record).is_ok_and(|read| read).then_some(record)
    }
}
