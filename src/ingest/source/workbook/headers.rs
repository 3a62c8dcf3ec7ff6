//! Which row of a sheet is the header of a list, and what the name of a sheet says of everybody on it.

use super::{Cells, write_out};
use crate::data::roster_words::{HeaderWord, StatusWord, headers, normal, status_words};
use crate::ingest::document::Document;
use crate::ingest::recognize;
use crate::model::{Bounds, Table};

/// Rows that may be the header: a title, a date and a department stand above it, not a table.
const HIGHEST_HEADERS: usize = 10;
/// Rows with which a header is looked at: lists of the organization are known by their ids.
const SAMPLE: usize = 21;
/// What is read from a workbook: lists, and the Console's exports of usage and cost, whose numbers stand in cells as they were typed.
const LISTS: [Table; 9] = [
    Table::Usage,
    Table::Cost,
    Table::Roster,
    Table::Keys,
    Table::Members,
    Table::Invites,
    Table::Workspaces,
    Table::WorkspaceMembers,
    Table::Seats,
];

/// The header of a list.
pub(super) struct Header {
    /// Its row, from 0.
    pub(super) row: u32,
    /// Whether the list is a worksheet that people fill in.
    pub(super) is_worksheet: bool,
    /// What it is a list of.
    table: Table,
}

/// The row that names the columns of a list or a worksheet: the first that is the header of one, below a title at most.
///
/// # Errors
/// Which bound the sheet leaves.
pub(super) fn header(cells: &Cells, bounds: &Bounds) -> Result<Option<Header>, String> {
    for row in cells.keys().copied().take(HIGHEST_HEADERS) {
        let alone = write_out(cells.range(row..=row), (None, None), bounds)?;
        let with_records = write_out(cells.range(row..).take(SAMPLE), (None, None), bounds)?;
        for (text, is_alone) in [(alone, true), (with_records, false)] {
            let document = Document::open(&text);
            // A title of two cells stands above a header, and is none.
            let first = cells.get(&row).and_then(|values| values.get(&0)).map_or("", String::as_str);
            let is_here = document.delimited().is_some_and(|csv| csv.header.first().is_some_and(|name| name == first));
            let found = recognize(&document).map(|ingestor| ingestor.table).filter(|_| is_here);
            // A title with the word for mail above addresses looks like the header of a list of people.
            let may_be = |table: &Table| match table {
                Table::Roster => is_alone,
                table => LISTS.contains(table) || table.is_worksheet(),
            };
            if let Some(table) = found.filter(may_be) {
                return Ok(Some(Header { row, is_worksheet: table.is_worksheet(), table }));
            }
        }
    }
    Ok(None)
}

/// The name of a sheet of people, where it says whether they are there and no column does: `Suspended`, `Leavers`.
pub(super) fn status_by_name<'a>(name: &'a str, cells: &Cells, header: &Header) -> Option<&'a str> {
    let word = status_words().get(&normal(name)).copied();
    let says = word.is_some_and(|word| word != StatusWord::Employment) && header.table == Table::Roster;
    let known = headers().names;
    let is_state = |cell: &String| {
        known.get(&normal(cell)).is_some_and(|word| {
            use HeaderWord::{Employment, End, Lock, Negative, Place, Positive, Status};
            matches!(word, Status | Positive | Negative | Lock | Place | Employment | End)
        })
    };
    let has_states = cells.get(&header.row)?.values().any(is_state);
    (says && !has_states).then_some(name)
}
