//! Quotes that nobody closed: they make one record of many lines, in silence.

use crate::model::counted;
use csv::ByteRecord;

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
            || Some(format!("an open quote in this record would swallow {} after it", counted(behind, "line")));
        if behind == 0 {
            // Only at the end of the file can a record of one line be open.
            return (is_last && self.left_open(raw)).then(|| "the file ends inside a quoted cell".to_owned());
        }
        // A line that is a whole record by itself is no part of a cell; with two columns that could be chance.
        let whole =
            |line: &[u8]| self.columns > 2 && self.line(line).is_some_and(|(record, _)| record.len() == self.columns);
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

    /// One line as a record, by the rules of the reader that it was hidden from, and whether it ends inside a quoted cell; nothing
    /// for a blank line. (A reader of its own for every line would cost more than the line.)
    pub(super) fn line(self, line: &[u8]) -> Option<(ByteRecord, bool)> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let (mut record, mut cell) = (ByteRecord::new(), Vec::new());
        let (mut open, mut cell_begins) = (false, true);
        let mut bytes = line.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if open && bytes.next_if_eq(&b'"').is_some() => cell.push(byte),
                b'"' if open => open = false,
                _ if open => cell.push(byte),
                b'"' if cell_begins => (open, cell_begins) = (true, false),
                _ if byte == self.delimiter => {
                    record.push_field(&cell);
                    cell.clear();
                    cell_begins = true;
                }
                _ => {
                    cell.push(byte);
                    cell_begins = false;
                }
            }
        }
        record.push_field(&cell);
        (!line.is_empty()).then_some((record, open))
    }
}

#[cfg(test)]
mod tests {
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_line_is_split_as_the_reader_splits_it(line in "[a-c,\" ]{1,24}") {
            let quotes = Quotes { delimiter: b',', columns: 3 };
            let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
            let mut record = ByteRecord::new();
            prop_assert!(reader.read_byte_record(&mut record).unwrap());
            let (own, open) = quotes.line(line.as_bytes()).unwrap();
            prop_assert_eq!(own, record);
            prop_assert_eq!(open, quotes.left_open(line.as_bytes()));
        }
    }
}
