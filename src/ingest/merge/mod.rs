//! The same facts in several files: what counts once, and which file counts.

mod copies;
pub(super) mod editions;
mod ended;
mod garbled;
mod grain;
mod grouping;
mod names;
mod objects;
mod occurrences;
pub(super) mod pages;
pub(super) mod reduced;
pub(super) mod renamed;
mod repeated;
#[cfg(test)]
mod tests;
mod unstated_ranges;
pub(super) mod whole_copies;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use self::editions::Editions;
use self::names::PathName;
use self::renamed::Renames;
use super::batch::Batch;
use crate::model::{NamedTime, Role, Table};

/// Where the day stands in the tables of rows by day.
const DAY_COLUMN: usize = 0;

/// The time in the name of a file or of its folder.
pub(super) fn named_time(path: &str) -> NamedTime {
    PathName::of(path).time
}

/// Whether the name of a file makes it the next page behind another one.
pub(super) fn is_named_as_next_page(path: &str, next: &str) -> bool {
    PathName::of(path).is_before(&PathName::of(next))
}

/// One file's rows of a table.
#[derive(Debug)]
pub(super) struct FileRows {
    /// Index of the file among the inputs, which are sorted by path.
    pub file: u32,
    /// Its path, as it stands in the report.
    pub path: String,
    /// Id of its kind of export.
    pub kind: &'static str,
    /// SHA-256 of the file: the last word where everything else is equal.
    pub sha256: String,
    /// Whether some record of it was rejected: its rows are not all of the list. What was rejected is no longer in the batch.
    pub has_rejects: bool,
    /// Its rows; texts shared with the other parts.
    pub batch: Batch,
}

/// All files' rows of a table, with the texts that they share.
#[derive(Debug)]
pub(super) struct TableFiles {
    /// The table.
    pub table: Table,
    /// Texts that the codes of every part point into.
    texts: IndexSet<Box<str>>,
    /// One per file, in the order of the inputs.
    pub each: Vec<FileRows>,
    /// Whether sums of rows could not decide what rows would have.
    pub needs_rows: bool,
    /// Everyday events that fuller files state too: part and record.
    pub copied: BTreeSet<(usize, usize)>,
}

impl TableFiles {
    /// Gathers the parts of a table and re-codes their texts so that equal texts have equal codes.
    pub(super) fn new(table: Table, mut each: Vec<FileRows>) -> Self {
        let mut texts = IndexSet::new();
        for part in &mut each {
            part.batch.share_texts(&mut texts);
        }
        Self { table, texts, each, needs_rows: false, copied: BTreeSet::new() }
    }

    /// The text of a code.
    fn named(&self, code: i128) -> Option<&str> {
        self.texts.get_index(usize::try_from(code).ok()?).map(AsRef::as_ref)
    }

    /// The text of a cell.
    pub(super) fn text(&self, at: usize, column: usize, row: usize) -> Option<&str> {
        self.named(self.each[at].batch.value(column, row)?)
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Disposition {
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
pub(super) fn merge(parts: &mut TableFiles, renames: &Renames, editions: &Editions) -> Vec<Vec<Disposition>> {
    pages::join(parts);
    match parts.table {
        Table::ClaudeCode | Table::GroupShares | Table::CloudCost | Table::GatewayUse => {
            grain::merge(&mut parts.each, &[])
        }
        Table::Usage | Table::Cost | Table::EnterpriseUsage | Table::EnterpriseCost => {
            garbled::unify(parts);
            let repeated = repeated::find(parts);
            let mut dispositions = grain::merge(&mut parts.each, &repeated);
            renamed::resolve_renamed(parts, &mut dispositions, renames);
            copies::find(parts, &mut dispositions);
            dispositions
        }
        Table::SeatSpend | Table::ClaudeCodeTeam => unstated_ranges::merge(&parts.each),
        Table::Roster => occurrences::merge(&parts.each, |_, _| true, |_| 0),
        Table::Events | Table::RequestLogs => {
            let mut dispositions = occurrences::merge(&parts.each, |part, row| !has_id(part, row), |_| 0);
            if parts.table == Table::Events {
                reduced::take_out(parts, &mut dispositions);
            }
            objects::merge(parts, dispositions, editions)
        }
        _ => {
            let undecided = parts.each.iter().map(|part| vec![Disposition::Accepted; part.batch.rows()]).collect();
            objects::merge(parts, undecided, editions)
        }
    }
}

/// Whether the fingerprints of folded rows tell what [`merge`] has to know of them: rows are compared by the measures that all files of
/// a kind in question carry.
pub(super) fn is_decidable(batches: &[(&'static str, &Batch)]) -> bool {
    let mut carried: BTreeMap<&str, BTreeSet<Vec<usize>>> = BTreeMap::new();
    let folded = || batches.iter().filter(|(_, batch)| matches!(batch.table, Table::Usage | Table::Cost));
    for (kind, batch) in folded() {
        carried.entry(kind).or_default().insert(batch.carried().collect());
    }
    for sets in carried.values_mut() {
        // Few headers are ever among the files; of very many nothing is promised.
        for _ in 0..sets.len().min(8) {
            let both = |a: &Vec<usize>, b: &Vec<usize>| a.iter().copied().filter(|column| b.contains(column)).collect();
            let more: Vec<Vec<usize>> = sets.iter().flat_map(|a| sets.iter().map(move |b| both(a, b))).collect();
            sets.extend(more);
        }
    }
    folded().all(|(kind, batch)| {
        let own: Vec<usize> = batch.carried().collect();
        let within = |set: &&Vec<usize>| set.iter().all(|column| own.contains(column));
        carried[kind].iter().filter(within).all(|measures| batch.tells(measures))
    })
}

/// The last instant or day (both comparable within a table) of what happened in a part.
pub(super) fn last_event_time(part: &FileRows) -> Option<i128> {
    let columns = part.batch.table.event_time_columns().iter().filter_map(|name| part.batch.table.position(name));
    let rows =
        columns.flat_map(|column| (0..part.batch.rows()).filter_map(move |row| part.batch.value(column, row))).max();
    rows.max(part.batch.routine.extent().map(|(_, last)| i128::from(last)))
}

/// Whether a row states the id of an object or event.
fn has_id(part: &FileRows, row: usize) -> bool {
    part.batch.with_role(Role::Id).any(|column| part.batch.value(column, row).is_some())
}

/// Orders two rows by all their values; texts by their shared codes.
fn compare_rows(a: (&FileRows, usize), b: (&FileRows, usize)) -> Ordering {
    let order = |column: usize| a.0.batch.value(column, a.1).cmp(&b.0.batch.value(column, b.1));
    (0..a.0.batch.values.len()).map(order).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
