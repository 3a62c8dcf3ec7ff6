//! Records of a part as the bytes that they are, before anything in them is decoded.

use std::borrow::Cow;

use csv::ByteRecord;

use super::super::sink::Sink;
use super::{ChunkPlace, Delimited};
use crate::ingest::cell::Reject;
use crate::ingest::text::row::Row;
use crate::model::Bound;

/// The cells of a record, quotes included.
#[derive(Debug)]
pub(in crate::ingest) struct Raw<'a> {
    bytes: &'a [u8],
    cells: &'a [(usize, usize)],
}

impl<'a> Raw<'a> {
    /// The bytes of a cell; none where the column is absent.
    pub(in crate::ingest) fn cell(&self, column: Option<usize>) -> &'a [u8] {
        column.map_or(&[], |at| &self.bytes[self.cells[at].0..self.cells[at].1])
    }
}

/// The content of a cell of which the quotes are those of [`split`].
pub(in crate::ingest) fn unquoted(cell: &[u8]) -> Cow<'_, [u8]> {
    let [b'"', inside @ .., b'"'] = cell else { return Cow::Borrowed(cell) };
    if memchr::memchr(b'"', inside).is_none() {
        return Cow::Borrowed(inside);
    }
    let mut content = Vec::with_capacity(inside.len());
    let mut bytes = inside.iter().peekable();
    while let Some(&byte) = bytes.next() {
        content.push(byte);
        if byte == b'"' {
            bytes.next_if_eq(&&b'"');
        }
    }
    Cow::Owned(content)
}

impl Delimited<'_> {
    /// As [`Delimited::each_record`], but for those records of a part that `quick` takes by their bytes. It is asked of records of one line
    /// with as many cells as the header.
    pub(in crate::ingest) fn each_record_with_fast_path<S: Sink>(
        &self,
        batch: &mut S,
        mut quick: impl FnMut(&Raw, u64, &mut S) -> bool,
        mut take: impl FnMut(&Row, u64, &mut S) -> Result<(), Reject>,
    ) {
        let Some(part) = self.part.filter(|_| !self.unfit.get()) else { return self.each_record(batch, take) };
        let (bytes, most) = (self.bytes, batch.bounds().of(Bound::RecordBytes));
        let (mut begin, mut line, mut last_line) = (0, part.first_line, 0);
        let mut cells = Vec::with_capacity(self.header.len());
        while let Some(&first) = bytes.get(begin) {
            if matches!(first, b'\n' | b'\r') {
                line += u64::from(first == b'\n');
                begin += 1;
                continue;
            }
            let Some(end) = split(bytes, self.delimiter, begin, &mut cells) else {
                // Quotes of another kind: how the reader of all spellings goes on here, it goes on.
                let rest = ChunkPlace { first_line: line, ..part };
                return Self::part_of(&self.head(), &bytes[begin..], rest).each_record(batch, take);
            };
            last_line = line;
            let raw = &bytes[begin..bytes.len().min(end + 1)];
            if end == bytes.len() && part.is_last && self.is_cut_at(begin) {
                let cell = cells.last().map_or(&[][..], |&(from, to)| &bytes[from..to]);
                batch.reject(line, self.cut_cell(&unquoted(cell)), raw);
                break;
            }
            let breaks = memchr::memchr_iter(b'\n', &bytes[begin..end]).count() as u64;
            let is_usual = breaks == 0 && cells.len() == self.header.len() && raw.len() as u64 <= most;
            // A row of nothing but delimiters is no record.
            let has_text = |&(from, to): &(usize, usize)| !unquoted(&bytes[from..to]).trim_ascii().is_empty();
            if !(is_usual && cells.iter().any(has_text) && quick(&Raw { bytes, cells: &cells }, line, batch)) {
                let record: ByteRecord = cells.iter().map(|&(from, to)| unquoted(&bytes[from..to])).collect();
                self.judge((&record, raw, line), false, None, batch, &mut take);
            }
            line += breaks;
            begin = end;
        }
        self.tell_end(batch, last_line);
    }
}

/// Finds the cells of the record at `begin`, and where its line ends; nothing where text stands behind a closing quote, or the bytes
/// end inside quotes.
fn split(bytes: &[u8], delimiter: u8, begin: usize, cells: &mut Vec<(usize, usize)>) -> Option<usize> {
    cells.clear();
    let mut at = begin;
    loop {
        let end = if bytes.get(at) == Some(&b'"') {
            closed(bytes, at)?
        } else {
            memchr::memchr3(delimiter, b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length)
        };
        cells.push((at, end));
        match bytes.get(end) {
            Some(byte) if *byte == delimiter => at = end + 1,
            None | Some(b'\n' | b'\r') => return Some(end),
            Some(_) => return None,
        }
    }
}

/// The place behind the quote that closes the one at `open`.
fn closed(bytes: &[u8], open: usize) -> Option<usize> {
    let mut from = open + 1;
    loop {
        let behind = from + memchr::memchr(b'"', &bytes[from..])? + 1;
        if bytes.get(behind) != Some(&b'"') {
            return Some(behind);
        }
        from = behind + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::batch::Batch;
    use crate::model::Table;

    /// Lines with their cells, and what is refused.
    type Found = (Vec<(u64, Vec<Vec<u8>>)>, Vec<(u64, Reject)>, Vec<String>, bool);

    fn read(text: &[u8], quick: bool, is_last: bool) -> Found {
        let whole = Delimited::open(b"a,b,c\n").unwrap();
        let part = Delimited::part_of(
            &whole.head(),
            text,
            ChunkPlace { first_line: 2, is_last, has_quotes: true, has_returns: true },
        );
        let mut batch = Batch::new(Table::Members);
        let (mut taken, mut asked) = (Vec::new(), Vec::new());
        let own = |row: &Row| row.bytes().iter().map(<[u8]>::to_vec).collect::<Vec<_>>();
        if quick {
            let by_bytes = |raw: &Raw, line: u64, _: &mut Batch| {
                let is_even = line.is_multiple_of(2);
                if is_even {
                    asked.push((line, (0..3).map(|at| unquoted(raw.cell(Some(at))).into_owned()).collect()));
                }
                is_even
            };
            part.each_record_with_fast_path(&mut batch, by_bytes, |row, line, _| {
                taken.push((line, own(row)));
                Ok(())
            });
        } else {
            part.each_record(&mut batch, |row, line, _| {
                taken.push((line, own(row)));
                Ok(())
            });
        }
        taken.extend(asked);
        taken.sort();
        (taken, batch.rejects, batch.notes, batch.unfit)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn records_are_those_of_the_reader(
            cells in prop::collection::vec("(\"([xy,\n]|\"\"){0,3}\"|[xy ]{0,2}|[xy\",]{0,3}|\r\n)(,|\n)", 0..12), is_last in any::<bool>()
        ) {
            let text = cells.concat();
            prop_assert_eq!(read(text.as_bytes(), true, is_last), read(text.as_bytes(), false, is_last));
        }
    }
}
