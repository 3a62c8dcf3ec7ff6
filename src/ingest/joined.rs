//! Several tables in one file: `cat *.csv` writes the header of each where its records begin.
//!
//! Behind the header of another table the columns mean something else, and behind the same header once more begins another download,
//! which may have the same days again. So each table is read as a file of its own, by its own header, and the rules for files that
//! overlap hold between them. Lists are not split: who stands in one twice is one, and their readers refuse a header as a record.

pub(super) mod by_source;
#[cfg(test)]
mod tests;

use memchr::{memchr_iter, memchr2, memmem, memrchr2};

use super::document::Document;
use super::text::delimited::Delimited;
use super::{Ingestor, recognize};
use crate::model::Table;

/// A column of every header of the Console's exports, and one of every header of the audit log's.
const NAMES: [&[u8]; 2] = [b"usage_date_utc", b"actor_info"];
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether the records of this kind are summed or counted, so that reading them by another header changes a sum.
const fn is_split(ingestor: &Ingestor) -> bool {
    matches!(ingestor.table, Table::Usage | Table::Cost | Table::Events | Table::SeatSpend | Table::ClaudeCodeTeam)
}

/// What a header inside a file looks like.
pub(super) struct Headers {
    /// The file's own one, where its kind is split.
    own: Option<(Vec<String>, Vec<u8>)>,
}

/// A table that begins inside a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// Offset of its header in the text.
    pub(super) at: usize,
    /// Line of its header.
    pub(super) line: u64,
}

impl Headers {
    /// The headers that a file of a kind with this one can have inside.
    pub(super) fn of(ingestor: &Ingestor, csv: &Delimited) -> Self {
        let longest = csv.header.iter().max_by_key(|name| name.len()).filter(|_| csv.header.len() > 1);
        let own = longest
            .filter(|_| is_split(ingestor))
            .map(|name| (csv.canonical_names().to_vec(), name.clone().into_bytes()));
        Self { own }
    }

    /// Offsets of the headers in records that begin outside quotes, in order.
    ///
    /// A header behind a last line without a line end stands behind the last cell of that record, in the same line.
    pub(super) fn within(&self, text: &[u8]) -> Vec<usize> {
        let own = self.own.iter().map(|(_, longest)| longest.as_slice()).filter(|longest| !NAMES.contains(longest));
        let mut places: Vec<usize> =
            NAMES.into_iter().chain(own).flat_map(|name| memmem::find_iter(text, name).collect::<Vec<_>>()).collect();
        places.sort_unstable();
        let (mut found, mut seen, mut open): (Vec<usize>, usize, bool) = (Vec::new(), 0, false);
        for place in places {
            let begin = memrchr2(b'\n', b'\r', &text[..place]).map_or(0, |end| end + 1);
            if begin < seen {
                continue;
            }
            open ^= memchr_iter(b'"', &text[seen..begin]).count() % 2 == 1;
            seen = begin;
            if open {
                continue;
            }
            let end = memchr2(b'\n', b'\r', &text[place..]).map_or(text.len(), |end| place + end);
            let quoted = usize::from(place > begin && text[place - 1] == b'"');
            let starts = [begin, place - quoted];
            if let Some(start) = starts.into_iter().find(|start| self.is_one(&text[*start..end])) {
                found.push(start);
                open ^= memchr_iter(b'"', &text[seen..end]).count() % 2 == 1;
                seen = end;
            }
        }
        found
    }

    /// Whether a line is a header at which a table begins.
    fn is_one(&self, line: &[u8]) -> bool {
        let Some(header) = Delimited::open(line) else { return false };
        let is_own = self.own.as_ref().is_some_and(|(names, _)| names == header.canonical_names());
        is_own || recognize(&Document::Delimited(header)).is_some_and(is_split)
    }
}

/// Where the second table of a file begins, and every one behind it.
pub(super) fn starts(ingestor: &Ingestor, csv: &Delimited) -> Vec<Start> {
    let (body, at, first_line) = (csv.body(), csv.body_at(), csv.first_line());
    let (mut counted, mut line) = (0, first_line);
    let within = Headers::of(ingestor, csv).within(body).into_iter();
    within
        .map(|start| {
            line += memchr_iter(b'\n', &body[counted..start]).count() as u64;
            counted = start;
            Start { at: at + start, line }
        })
        .collect()
}

/// A table that begins on a line of a file.
pub(super) fn open(text: &[u8], line: u64) -> Document<'_> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    Delimited::below(text, line).map_or(Document::Other, Document::Delimited)
}
