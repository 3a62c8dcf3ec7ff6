//! Tables of several files that a tool joined under one header, with a column that names the file of each row: Power Query's
//! `Source.Name`, pandas, csvkit. Each file's rows are read as a file of their own, on the lines where they stand, so that the rules
//! for files that overlap hold between them.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};

use super::is_split;
use crate::ingest::Ingestor;
use crate::ingest::text::delimited::Delimited;

/// How columns are called that name the file of a row, by letters and digits alone.
const NAMES: [&str; 14] = [
    "sourcename",
    "sourcefile",
    "sourcefilename",
    "sourcepath",
    "filename",
    "filepath",
    "file",
    "inputfile",
    "inputfilename",
    "originfile",
    "originalfile",
    "csvfile",
    "csvfilename",
    "filesource",
];
/// How the names of files end.
const ENDINGS: [&str; 8] = [".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".gz", ".zip"];
/// Columns of exports, whatever stands in them: a workspace may be called `data.csv`.
const OF_EXPORTS: [&str; 5] = ["usage", "model", "workspace", "apikey", "cost"];
/// Records without a file at the beginning of a column, at most: a column that no export fills is none of these, however long the table is.
const MOST_UNNAMED: usize = 100;
/// Blank lines that stand for the rows of other files, at most, in all texts together.
const MOST_BLANKS: usize = 64 << 20;

/// The rows of one of the files.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) struct OfSource {
    /// What the column says.
    pub(in crate::ingest) name: String,
    /// Line of its first row.
    pub(in crate::ingest) line: u64,
    /// The header, and its rows on their lines.
    pub(in crate::ingest) text: Vec<u8>,
}

/// Whether a column is called like one that names files.
pub(in crate::ingest) fn is_named_so(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    NAMES.contains(&letters.as_str())
}

/// Whether the header of a file has a column that may name the file of each row: then its rows are read together.
pub(in crate::ingest) fn may_have(ingestor: &Ingestor, csv: &Delimited) -> bool {
    is_split(ingestor) && csv.header.iter().any(|name| is_named_so(name))
}

/// The tables that are joined in a text under one header; nothing where no column tells them apart.
pub(in crate::ingest) fn tables(ingestor: &Ingestor, csv: &Delimited, text: &[u8]) -> Option<(String, Vec<OfSource>)> {
    if !is_split(ingestor) {
        return None;
    }
    let head = &text[..csv.body_at()];
    let body = &text[head.len()..];
    let column = column(csv, body)?;
    let records = Records::of(csv, body, column);
    if records.names.len() < 2 || records.names.len().saturating_mul(records.lines()) > MOST_BLANKS {
        return None;
    }
    let mut rows = vec![Vec::new(); records.names.len()];
    for (at, (source, _)) in records.all.iter().enumerate() {
        rows[*source].push(at);
    }
    let mut tables: Vec<OfSource> =
        records.names.iter().zip(&rows).map(|(name, rows)| records.of_source(csv, head, name, rows)).collect();
    tables.sort_by_key(|table| table.line);
    Some((csv.header[column].clone(), tables))
}

/// The column whose every value names a file.
fn column(csv: &Delimited, body: &[u8]) -> Option<usize> {
    if let Some(named) = csv.header.iter().position(|name| is_named_so(name)) {
        return Some(named);
    }
    let is_file = |value: &[u8]| {
        let name = String::from_utf8_lossy(value).trim().to_ascii_lowercase();
        ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    let may_be = |at: &usize| !OF_EXPORTS.iter().any(|name| csv.canonical_names()[*at].starts_with(name));
    let mut columns: Vec<(usize, bool)> = (0..csv.header.len()).filter(may_be).map(|at| (at, false)).collect();
    let mut records = 0;
    each_record(csv, body, |cells, _| {
        records += 1;
        columns.retain_mut(|(at, has_values)| {
            let value = cells.get(*at).filter(|value| !value.is_empty());
            *has_values |= value.is_some();
            value.is_none_or(is_file) && (*has_values || records < MOST_UNNAMED)
        });
        !columns.is_empty()
    });
    columns.into_iter().find(|(_, has_values)| *has_values).map(|(at, _)| at)
}

/// Hands out the cells of each record and where it ends, for as long as more are asked for. The cells are of one buffer: a single
/// record may be as long as the whole text.
fn each_record(csv: &Delimited, body: &[u8], mut more: impl FnMut(&ByteRecord, usize) -> bool) {
    let mut reader = ReaderBuilder::new().delimiter(csv.delimiter).has_headers(false).flexible(true).from_reader(body);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).is_ok_and(|read| read) {
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(body.len());
        if !more(&record, end) {
            break;
        }
    }
}

/// The records behind a header.
struct Records<'a> {
    body: &'a [u8],
    /// What the column says, in the order in which it comes up.
    names: Vec<Vec<u8>>,
    /// Which of the names a record has, and where it ends.
    all: Vec<(usize, usize)>,
}

impl<'a> Records<'a> {
    fn of(csv: &Delimited, body: &'a [u8], column: usize) -> Self {
        let (mut names, mut all): (BTreeMap<Vec<u8>, usize>, _) = (BTreeMap::new(), Vec::new());
        let mut last: Vec<u8> = Vec::new();
        each_record(csv, body, |cells, end| {
            // A record that is broken stands among those of its file.
            if let Some(name) = cells.get(column).filter(|_| cells.len() == csv.header.len()) {
                name.clone_into(&mut last);
            }
            let source = names.get(&last).copied().unwrap_or_else(|| {
                names.insert(last.clone(), names.len());
                names.len() - 1
            });
            all.push((source, end));
            true
        });
        let mut in_order = vec![Vec::new(); names.len()];
        for (name, at) in names {
            in_order[at] = name;
        }
        Self { body, names: in_order, all }
    }

    fn lines(&self) -> usize {
        memchr::memchr_iter(b'\n', self.body).count()
    }

    /// Where a record begins: behind the one before it, blank lines included.
    fn begin(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.all[before].1)
    }

    /// The header and the rows of a file; in place of the others stand their line ends.
    fn of_source(&self, csv: &Delimited, head: &[u8], name: &[u8], rows: &[usize]) -> OfSource {
        let mut text = head.to_vec();
        let mut behind = 0;
        for &row in rows {
            let (begin, end) = (self.begin(row), self.all[row].1);
            text.extend(self.body[behind..begin].iter().filter(|byte| matches!(byte, b'\n' | b'\r')));
            text.extend_from_slice(&self.body[begin..end]);
            behind = end;
        }
        // The reader stops inside the two bytes of a line end.
        if text.ends_with(b"\r") && self.body.get(behind) == Some(&b'\n') {
            text.push(b'\n');
        }
        let begin = rows.first().map_or(0, |&row| self.begin(row));
        let blank = self.body[begin..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let above =
            memchr::memchr_iter(b'\n', &self.body[..begin]).count() + blank.filter(|byte| **byte == b'\n').count();
        OfSource { name: String::from_utf8_lossy(name).trim().to_owned(), line: csv.first_line() + above as u64, text }
    }
}
