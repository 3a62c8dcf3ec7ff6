//! The same facts in several files: what counts once, and which file counts.

mod copies;
mod garbled;
mod grain;
mod grouping;
mod objects;
mod occurrences;
pub(super) mod pages;
pub(super) mod renamed;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use indexmap::IndexSet;

use self::renamed::Renames;
use super::batch::Batch;
use crate::model::{Role, Table};

/// One file's rows of a table.
#[derive(Debug)]
pub(super) struct Part {
    /// Index of the file among the inputs, which are sorted by path.
    pub file: u32,
    /// Id of its kind of export.
    pub kind: &'static str,
    /// SHA-256 of the file: the last word where everything else is equal.
    pub sha256: String,
    /// Its rows; texts shared with the other parts.
    pub batch: Batch,
}

/// All files' rows of a table, with the texts that they share.
#[derive(Debug)]
pub(super) struct Parts {
    /// The table.
    pub table: Table,
    /// Texts that the codes of every part point into.
    texts: IndexSet<Box<str>>,
    /// One per file, in the order of the inputs.
    pub each: Vec<Part>,
}

impl Parts {
    /// Gathers the parts of a table and re-codes their texts so that equal texts have equal codes.
    pub(super) fn new(table: Table, mut each: Vec<Part>) -> Self {
        let mut texts = IndexSet::new();
        for part in &mut each {
            part.batch.share_texts(&mut texts);
        }
        Self { table, texts, each }
    }

    /// The text of a cell.
    pub(super) fn text(&self, at: usize, column: usize, row: usize) -> Option<&str> {
        let code = self.each[at].batch.value(column, row)?;
        self.texts.get_index(usize::try_from(code).ok()?).map(AsRef::as_ref)
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Stands in the table and counts.
    Accepted,
    /// Another file already states it.
    Duplicate,
    /// Another file holds its day whole: stands in the table for hourly analyses and in no total.
    FinerInTime,
    /// A later export states it anew.
    Restated,
}

/// Decides over every row of every part, in the parts' order.
pub(super) fn merge(parts: &mut Parts, renames: &Renames) -> Vec<Vec<Fate>> {
    pages::join(&mut parts.each);
    match parts.table {
        Table::Usage | Table::Cost | Table::ClaudeCode => {
            garbled::unify(parts);
            let mut fates = grain::merge(&mut parts.each);
            renamed::settle(parts, &mut fates, renames);
            if parts.table != Table::ClaudeCode {
                copies::find(parts, &mut fates);
            }
            fates
        }
        // Rows that state no time: whether another file means the same month cannot be told.
        Table::Roster | Table::SeatSpend | Table::ClaudeCodeTeam => occurrences::merge(&parts.each, |_, _| true),
        Table::Events | Table::RequestLogs => {
            objects::merge(parts, occurrences::merge(&parts.each, |part, row| !has_id(part, row)))
        }
        _ => {
            let undecided = parts.each.iter().map(|part| vec![Fate::Accepted; part.batch.rows()]).collect();
            objects::merge(parts, undecided)
        }
    }
}

/// The last instant or day (both comparable within a table) of what happened in a part.
pub(super) fn last_happening(part: &Part) -> Option<i128> {
    let columns = part.batch.table.happenings().iter().filter_map(|name| part.batch.table.position(name));
    let rows =
        columns.flat_map(|column| (0..part.batch.rows()).filter_map(move |row| part.batch.value(column, row))).max();
    rows.max(part.batch.routine.extent().map(|(_, last)| i128::from(last)))
}

/// Whether a row states the id of an object or event.
fn has_id(part: &Part, row: usize) -> bool {
    part.batch.with_role(Role::Id).any(|column| part.batch.value(column, row).is_some())
}

/// Orders two rows by all their values; texts by their shared codes.
fn compare_rows(a: (&Part, usize), b: (&Part, usize)) -> Ordering {
    let order = |column: usize| a.0.batch.value(column, a.1).cmp(&b.0.batch.value(column, b.1));
    (0..a.0.batch.values.len()).map(order).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
