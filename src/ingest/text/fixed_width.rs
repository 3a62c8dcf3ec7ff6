//! Tables as command lines print them: columns that are aligned by spaces below a header, with or without a line of dashes (Azure CLI,
//! PowerShell, gcloud, kubectl), or drawn with bars (psql, MySQL, Markdown).
//!
//! They are read only where every line fits the columns; where one does not, nobody knows what belongs where.

#[cfg(test)]
mod tests;

/// What a text is, as such a table.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Printed {
    /// The same with tabs between its cells; every line stays where it is.
    Table(Vec<u8>),
    /// The line that does not fit, and why.
    Unclear(u64, &'static str),
}

const MISFIT: &str = "a cell crosses the edge of its column";
const CUT: &str = "a cell is cut with an ellipsis";
const BARS: &str = "it has other bars than the header";

/// Reads a text as such a table; nothing where it is none.
pub(in crate::ingest) fn read(text: &[u8]) -> Option<Printed> {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace())?;
    // Most files are none: their first line says so.
    let first = text[start..].split(|byte| *byte == b'\n').next()?;
    if first.iter().any(|byte| matches!(byte, b',' | b';' | b'\t' | b'{' | b'[' | b'"' | b'<')) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    if text.contains('\t') || !text.contains('@') {
        return None;
    }
    let of_line = |(number, line): (u64, &'_ str)| (number, line.trim_end().chars().collect::<Vec<char>>());
    let lines: Vec<(u64, Vec<char>)> = (1..).zip(text.lines()).map(of_line).collect();
    let mut filled = lines.iter().filter(|(_, line)| !line.iter().all(|c| c.is_whitespace()));
    let (first, second) = (filled.next()?, filled.next()?);
    let frame = if is_frame(&first.1) { second } else { first };
    let bars = frame.1.iter().filter(|c| **c == '|').count();
    let cells = if bars > 0 { drawn(&lines, frame.0, bars) } else { aligned(&lines, first, second) };
    Some(match cells? {
        Ok(rows) => Printed::Table(joined(&rows, lines.len())),
        Err((line, why)) => Printed::Unclear(line, why),
    })
}

type Rows = Result<Vec<(u64, Vec<String>)>, (u64, &'static str)>;

/// Whether a line is drawn below or above a header: dashes, and where columns meet.
fn is_frame(line: &[char]) -> bool {
    line.iter().filter(|c| matches!(c, '-' | '=')).count() > 2
        && line.iter().all(|c| matches!(c, '-' | '=' | '+' | '|' | ':' | ' '))
}

/// Cells between bars.
fn drawn(lines: &[(u64, Vec<char>)], header: u64, bars: usize) -> Option<Rows> {
    // Without a line of dashes a bar is a separator like any other.
    if !lines.iter().any(|(_, line)| is_frame(line)) {
        return None;
    }
    let mut rows = Vec::new();
    for (number, line) in lines.iter().filter(|(number, _)| *number >= header) {
        let text: String = line.iter().collect();
        let text = text.trim();
        if text.is_empty() || is_frame(line) || is_count(text) {
            continue;
        }
        if text.matches('|').count() != bars {
            return Some(Err((*number, BARS)));
        }
        let text = text.strip_prefix('|').unwrap_or(text);
        let text = text.strip_suffix('|').unwrap_or(text);
        let cells: Vec<String> = text.split('|').map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| is_cut(cell)) {
            return Some(Err((*number, CUT)));
        }
        rows.push((*number, cells));
    }
    Some(Ok(rows))
}

/// What psql and others write below: `(36 rows)`.
fn is_count(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inside
        .and_then(|inside| inside.split_once(' '))
        .is_some_and(|(count, unit)| count.bytes().all(|byte| byte.is_ascii_digit()) && matches!(unit, "row" | "rows"))
}

/// Cells below a header that is aligned with them.
fn aligned(lines: &[(u64, Vec<char>)], first: &(u64, Vec<char>), second: &(u64, Vec<char>)) -> Option<Rows> {
    let has_ruler = is_frame(&second.1) && !second.1.contains(&'+');
    let starts = if has_ruler { starts(&second.1, 1) } else { starts(&first.1, 2) };
    if starts.len() < 2 {
        return None;
    }
    let mut rows = Vec::new();
    for (number, line) in lines.iter().filter(|(number, _)| *number >= first.0) {
        if line.iter().all(|c| c.is_whitespace()) || has_ruler && *number == second.0 {
            continue;
        }
        match cells(line, &starts) {
            Ok(cells) => rows.push((*number, cells)),
            Err(why) => return Some(Err((*number, why))),
        }
    }
    Some(Ok(rows))
}

/// Where words begin that at least so many spaces separate.
fn starts(line: &[char], apart: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut blanks = apart;
    for (at, c) in line.iter().enumerate() {
        if *c == ' ' {
            blanks += 1;
        } else {
            if blanks >= apart {
                starts.push(at);
            }
            blanks = 0;
        }
    }
    starts
}

/// The cells of a line, each within its column.
fn cells(line: &[char], starts: &[usize]) -> Result<Vec<String>, &'static str> {
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let mut cells = Vec::with_capacity(starts.len());
    for (column, (start, end)) in starts.iter().zip(ends).enumerate() {
        // What stands before the first column belongs to none, and a column ends with a blank.
        let before = if column == 0 { &line[..(*start).min(line.len())] } else { &[] };
        let edge = end.checked_sub(1).and_then(|edge| line.get(edge));
        if before.iter().any(|c| *c != ' ') || edge.is_some_and(|c| *c != ' ') {
            return Err(MISFIT);
        }
        let cell: String = line.iter().skip(*start).take(end - start).collect();
        let cell = cell.trim().to_owned();
        if cell.contains("  ") {
            return Err(MISFIT);
        }
        if is_cut(&cell) {
            return Err(CUT);
        }
        cells.push(cell);
    }
    Ok(cells)
}

/// Whether a program cut a cell because the window was too narrow.
fn is_cut(cell: &str) -> bool {
    cell.ends_with('…') || cell.ends_with("...")
}

/// Rows with tabs between their cells, each on its line.
fn joined(rows: &[(u64, Vec<String>)], lines: usize) -> Vec<u8> {
    let quoted = |cell: &String| {
        if cell.contains('"') { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    let mut text = String::new();
    let mut rows = rows.iter().peekable();
    for line in 1..=lines as u64 {
        if let Some((_, cells)) = rows.next_if(|(number, _)| *number == line) {
            text.push_str(&cells.iter().map(quoted).collect::<Vec<_>>().join("\t"));
        }
        text.push('\n');
    }
    text.into_bytes()
}
