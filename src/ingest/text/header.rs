//! Where the header of delimited text stands: programs and people write lines above it.

use super::quotes::Quotes;

/// Lines that are looked through for a header: a title, a date and a department stand above it, not a table.
const HIGHEST_HEADERS: usize = 10;
/// Cells that a line above a header has at most: a title, or a name and its value.
const TITLE_CELLS: usize = 2;

/// A line that may be the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// Offset of its first byte.
    pub at: usize,
    /// Its 1-based line.
    pub line: u64,
    /// Lines above it that are not blank.
    pub above: Vec<u64>,
    /// The separator that a line above states.
    pub delimiter: Option<u8>,
}

/// Columns of a table: exports have dozens, and no list of people a thousand.
const MOST_COLUMNS: usize = 4096;

/// Whether a header has more columns than any table.
pub(super) const fn is_too_wide(columns: usize) -> bool {
    columns > MOST_COLUMNS
}

/// Says that the header of a text has more columns than any table, and in which line it is; nothing where it has not.
pub(in crate::ingest) fn too_wide(bytes: &[u8]) -> Option<String> {
    let start = first(bytes)?;
    let line = bytes[start.at..].split(|byte| *byte == b'\n').next()?;
    let delimiter = start.delimiter.unwrap_or_else(|| delimiter_of(line));
    let columns = 1 + memchr::memchr_iter(delimiter, line).count();
    is_too_wide(columns).then(|| {
        format!("line {} has {columns} columns, and no table has more than {MOST_COLUMNS}: not read", start.line)
    })
}

/// The first line that a program did not write above the header: Windows PowerShell its `#TYPE …`, Excel `sep=;`, Entra ID's bulk
/// operations `version:v1.0`. Nothing where all lines are blank.
pub(super) fn first(bytes: &[u8]) -> Option<Start> {
    let (mut above, mut delimiter) = (Vec::new(), None);
    for (at, line, text) in lines(bytes).take(HIGHEST_HEADERS) {
        let stated = separator(text);
        if stated.is_none() && !is_of_a_program(text) {
            return Some(Start { at, line, above, delimiter });
        }
        delimiter = stated.or(delimiter);
        above.push(line);
    }
    None
}

/// Lines below the first that may be the header: only titles stand above them, and the next line has as many cells.
pub(super) fn others(bytes: &[u8]) -> Vec<Start> {
    let Some(first) = first(bytes) else { return Vec::new() };
    let lines: Vec<_> = lines(&bytes[first.at..])
        .map(|(at, line, text)| (first.at + at, first.line + line - 1, text))
        .take(HIGHEST_HEADERS + 1)
        .collect();
    let mut found = Vec::new();
    for (number, &(at, line, text)) in lines.iter().enumerate().take(HIGHEST_HEADERS).skip(1) {
        let delimiter = first.delimiter.unwrap_or_else(|| delimiter_of(text));
        let cells = |text: &[u8]| Quotes { delimiter, columns: 0 }.line(text).map_or(0, |(cells, _)| cells.len());
        let (columns, next) = (cells(text), lines.get(number + 1));
        if is_too_wide(columns) {
            break;
        }
        let is_title = |title: &[u8]| {
            let cells = Quotes { delimiter: delimiter_of(title), columns: 0 }.line(title);
            let filled =
                cells.map_or(0, |(cells, _)| cells.iter().filter(|cell| !cell.trim_ascii().is_empty()).count());
            filled <= TITLE_CELLS && filled < columns
        };
        if columns > 1
            && next.is_none_or(|&(_, _, next)| cells(next) == columns)
            && lines[..number].iter().all(|&(_, _, title)| is_title(title))
        {
            let above = first.above.iter().copied().chain(lines[..number].iter().map(|&(_, line, _)| line)).collect();
            found.push(Start { at, line, above, delimiter: first.delimiter });
        }
    }
    found
}

/// The separator of a line: comma, semicolon or tab, whichever it has most of.
pub(super) fn delimiter_of(line: &[u8]) -> u8 {
    let count = |delimiter: &u8| line.iter().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Offset, 1-based number and text of every line that is not blank.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, u64, &[u8])> {
    let mut at = 0;
    let all = bytes.split_inclusive(|byte| *byte == b'\n').zip(1_u64..).map(move |(text, line)| {
        at += text.len();
        (at - text.len(), line, text.trim_ascii_end())
    });
    all.filter(|(_, _, text)| !text.trim_ascii().is_empty())
}

/// The separator in `sep=;`.
fn separator(line: &[u8]) -> Option<u8> {
    match line.trim_ascii() {
        [b'"', inside @ .., b'"'] => separator(inside),
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if separator.is_ascii_punctuation() => {
            Some(*separator)
        }
        // The separator of a tab was trimmed off.
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] => Some(b'\t'),
        _ => None,
    }
}

fn is_of_a_program(line: &[u8]) -> bool {
    let line = line.trim_ascii().strip_prefix(b"\"").unwrap_or(line.trim_ascii());
    let starts = |with: &str| line.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    // A column may be called `version`, and a header of one column too.
    starts("#type ") || starts("version:v") || starts("version:1") || starts("version:2")
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    const ROWS: &str = "userPrincipalName,displayName,accountEnabled\nann@example.com,Ann,True\n";

    /// Addresses with the lines that they stand in, and what is noted of lines above the header.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let data = load_bytes(vec![("users.csv".to_owned(), text.as_bytes().to_vec())]).unwrap();
        assert_eq!(data.inputs[0].kind.as_deref(), Some("roster-entra"), "{text}: {:?}", data.inputs[0].notes);
        let notes = data.inputs[0].notes.iter().filter(|note| note.contains("header is in line")).cloned();
        (table_rows(&data, Table::Roster, &["addresses", "line"]), notes.collect())
    }

    #[test]
    fn lines_above_a_header_are_passed_over_and_said() {
        for (above, lines) in [
            ("#TYPE Microsoft.ActiveDirectory.Management.ADUser\n", "1"),
            ("#TYPE System.Object\r\n", "1"),
            ("sep=,\n", "1"),
            ("\"sep=,\"\n", "1"),
            ("version:v1.0\n", "1"),
            ("\n\nversion:v1.0\n\n", "3"),
            ("User list\n\n", "1"),
            ("Users of example.com,\nExported,2026-07-01\n\n", "1, 2"),
            ("Acme Inc.,,\n,,\nUsers,\n", "1, 2, 3"),
            ("\"List, of users\"\nsep=,\n", "1, 2"),
        ] {
            let line = above.matches('\n').count() + 1;
            let (rows, notes) = read(&format!("{above}{ROWS}"));
            assert_eq!(rows, [format!("ann@example.com {}", line + 1)], "{above}");
            assert_eq!(notes, [format!("the header is in line {line}; not read above it: line {lines}")], "{above}");
        }
        for above in ["", "\n", "\r\n  \n"] {
            let line = above.matches('\n').count() + 2;
            assert_eq!(read(&format!("{above}{ROWS}")), (vec![format!("ann@example.com {line}")], vec![]), "{above:?}");
        }
        let (rows, _) = read("sep=|\nuserPrincipalName|accountEnabled\nann@example.com|True\n");
        assert_eq!(rows, ["ann@example.com 3"]);
    }

    #[test]
    fn a_table_inside_a_text_is_none() {
        for text in [
            // Records above, not titles.
            format!("a,b,c\n1,2,3\n3,4,5\n{ROWS}"),
            // Too far below.
            format!("{}{ROWS}", "words\n".repeat(10)),
            // The next line has other cells.
            "How to export:\nuserPrincipalName,accountEnabled\nand so on, and so on, and so on\n".to_owned(),
        ] {
            let data = load_bytes(vec![("readme.txt".to_owned(), text.clone().into_bytes())]).unwrap();
            assert_eq!(data.inputs[0].kind, None, "{text}");
        }
    }
}
