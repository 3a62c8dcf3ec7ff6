//! How much a file of a log says: of two that report the same events the fuller one counts.

use super::super::TableFiles;
use super::{MINUTE, SECOND, stand};

/// What a part states.
#[derive(Debug)]
pub(super) struct Fullness {
    has_ids: bool,
    /// The columns that some event of it states, as bits.
    columns: u32,
    /// Whether no time of it has seconds.
    pub(super) by_minute: bool,
    /// Whether some time has a fraction of a second.
    has_fractions: bool,
    /// Bytes of its texts.
    texts: usize,
    /// First and last instant, in microseconds.
    pub(super) extent: Option<(i64, i64)>,
    sha256: String,
}

impl Fullness {
    pub(super) fn of(parts: &TableFiles, at: usize) -> Self {
        let part = &parts.each[at];
        let (mut by_minute, mut has_fractions, mut extent) = (true, false, None::<(i64, i64)>);
        for one in stand::instants(parts, at) {
            by_minute &= one.rem_euclid(MINUTE) == 0;
            has_fractions |= one.rem_euclid(SECOND) != 0;
            extent = Some(extent.map_or((one, one), |(from, to)| (from.min(one), to.max(one))));
        }
        let length = |column: usize, row: usize| parts.text(at, column, row).map_or(0, str::len);
        let is_text = |column: &usize| parts.table.columns()[*column].kind == crate::model::Kind::Text;
        let rows = (0..part.batch.values.len()).filter(is_text);
        let texts = rows.flat_map(|column| (0..part.batch.rows()).map(move |row| (column, row)));
        Self {
            has_ids: has_ids(parts, at),
            columns: columns(parts, at),
            by_minute,
            has_fractions,
            texts: texts.map(|(column, row)| length(column, row)).sum(),
            extent,
            sha256: part.sha256.clone(),
        }
    }

    /// What orders files by how much they say, whatever their names are.
    pub(super) fn rank(&self) -> (bool, u32, bool, bool, usize, &str) {
        (self.has_ids, self.columns.count_ones(), !self.by_minute, self.has_fractions, self.texts, &self.sha256)
    }

    /// Whether both have events of the same minutes.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let minutes = |one: &Self| one.extent.map(|(from, to)| (from.div_euclid(MINUTE), to.div_euclid(MINUTE)));
        minutes(self).zip(minutes(other)).is_some_and(|((a, b), (from, to))| a <= to && from <= b)
    }

    /// Whether another part states every column of this one, and more.
    pub(super) const fn states_less_than(&self, other: &Self) -> bool {
        self.columns != other.columns && self.columns & other.columns == self.columns
    }
}

/// Whether some event of a part has an id.
pub(super) fn has_ids(parts: &TableFiles, at: usize) -> bool {
    let batch = &parts.each[at].batch;
    let of_rows = |column: usize| (0..batch.rows()).any(|row| batch.value(column, row).is_some());
    parts.table.position("id").is_some_and(of_rows) || batch.routine.stated().contains(&"id")
}

fn columns(parts: &TableFiles, at: usize) -> u32 {
    let batch = &parts.each[at].batch;
    let states = |column: &usize| (0..batch.rows()).any(|row| batch.value(*column, row).is_some());
    let of_rows = (0..batch.values.len()).filter(states).map(|column| 1 << column);
    let names = batch.routine.stated().into_iter();
    let of_routine = names.filter_map(|name| Some(1 << parts.table.position(name)?));
    of_rows.chain(of_routine).fold(0, |all: u32, bit: u32| all | bit)
}
