//! Report rows (usage, cost) summed while they are read.
//!
//! A *cell* is all rows of one file with one day, minute and set of dimensions that state the same measures. It keeps their number,
//! first and last line, sums, and an order-free fingerprint of the rows, so that files can be compared without them. Memory follows
//! the cells, not the rows. Nothing depends on the order in which rows come, so that several workers may fold one file.

mod each_folded;
mod emit;
mod fingerprint;
mod folded;
mod joined;
mod lane;
mod of_batch;
mod sum;
#[cfg(test)]
mod tests;

use chrono::Datelike;
use foldhash::fast::FixedState;
use indexmap::{IndexMap, IndexSet};

use super::cell::Cell;
use super::values::{NO_TEXT, intern};
use crate::model::{Kind, Role, Table};
pub(super) use fingerprint::{RowFingerprint, core_measures, row_fingerprint};
pub(super) use folded::Folded;
use lane::Lane;
use sum::{Amounts, Sum};

/// Measures of a table: usage has seven.
pub(super) const MOST_MEASURES: usize = 7;
/// No minute: a row of a whole day.
const NO_MINUTE: i16 = -1;

/// Where the columns of a table go.
#[derive(Debug)]
pub(super) struct Layout {
    table: Table,
    /// Texts that distinguish cells: dimensions, and attributes such as the status of a key.
    texts: Vec<usize>,
    minute: Option<usize>,
    pub(super) measures: Vec<usize>,
    /// Which of the measures are dollars.
    money: [bool; MOST_MEASURES],
    /// What their values are hashed with, and which of them every version of the export has.
    keys: [(u64, bool); MOST_MEASURES],
    flags: Vec<usize>,
}

impl Layout {
    /// The layout of a table whose rows are folded; none of others.
    pub(super) fn of(table: Table) -> Option<Self> {
        if !matches!(table, Table::Usage | Table::Cost) {
            return None;
        }
        let columns = || table.columns().iter().enumerate();
        let with = |wanted: fn(Kind, Role) -> bool| -> Vec<usize> {
            columns().filter(|(_, c)| wanted(c.kind, c.role)).map(|(at, _)| at).collect()
        };
        let measures = with(|_, role| role == Role::Measure);
        let column = |at: usize| measures.get(at).copied();
        let is_money = |at: usize| column(at).is_some_and(|column| table.columns()[column].kind == Kind::Money);
        let core = core_measures(table);
        let (money, keys) = (
            std::array::from_fn(is_money),
            std::array::from_fn(|at| (column(at).map_or(0, fingerprint::key), core[at])),
        );
        Some(Self {
            table,
            texts: with(|kind, _| kind == Kind::Text),
            minute: table.position("minute"),
            measures,
            money,
            keys,
            flags: with(|kind, _| kind == Kind::Flag),
        })
    }
}

/// Which cell: code of the dimensions, code of the moment, and what the rows state. Rows that differ in which measures they state, or
/// in the sign of them, are distinguished: some questions are about such rows only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Which(u128);

impl Which {
    fn of(dimensions: u32, moment: u32, stated: u32) -> Self {
        Self(u128::from(dimensions) | u128::from(moment) << 32 | u128::from(stated) << 64)
    }

    const fn dimensions(self) -> usize {
        self.0 as u32 as usize
    }

    const fn moment(self) -> usize {
        (self.0 >> 32) as u32 as usize
    }

    const fn stated(self) -> u32 {
        (self.0 >> 64) as u32
    }
}

/// The cells of one file, or what one worker has seen of it.
#[derive(Debug)]
pub(super) struct Fold {
    layout: Layout,
    texts: IndexSet<Box<str>, FixedState>,
    /// Days since 0001-01-01, and minutes.
    moments: IndexSet<(i32, i16), FixedState>,
    /// Codes of the texts.
    dimensions: IndexSet<Box<[u32]>, FixedState>,
    cells: IndexMap<Which, Sum, FixedState>,
    /// The cells of several workers, each once: there are no others then.
    joined: Vec<(Which, Sum)>,
    /// By the code of dimensions: their last cell, and its place. Exports are mostly sorted by day.
    recent: Vec<(Which, usize)>,
    lane: Lane,
    /// Dimensions and moment of the row before.
    learned: (u32, u32),
    /// Which of the measures were no whole cents in some row.
    fractions: [bool; MOST_MEASURES],
    rows: u64,
}

impl Fold {
    /// Nothing yet; none for tables that are not folded.
    pub(super) fn new(table: Table) -> Option<Self> {
        Some(Self {
            layout: Layout::of(table)?,
            texts: IndexSet::default(),
            moments: IndexSet::default(),
            dimensions: IndexSet::default(),
            cells: IndexMap::default(),
            joined: Vec::new(),
            recent: Vec::new(),
            lane: Lane::default(),
            learned: (0, 0),
            fractions: [false; MOST_MEASURES],
            rows: 0,
        })
    }

    /// Rows taken.
    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes a row: one cell per column, as `Batch::push`.
    pub(super) fn push(&mut self, line: u64, cells: &[Cell]) {
        let mut codes = vec![NO_TEXT; self.layout.texts.len()];
        for (code, &column) in codes.iter_mut().zip(&self.layout.texts) {
            if let Cell::Text(text) = &cells[column]
                && !text.trim().is_empty()
            {
                *code = intern(&mut self.texts, text);
            }
        }
        let day = match &cells[0] {
            Cell::Day(day) => day.num_days_from_ce(),
            _ => i32::MIN,
        };
        let minute = match self.layout.minute.map(|column| &cells[column]) {
            Some(Cell::Integer(minute)) => i16::try_from(*minute).unwrap_or(NO_MINUTE),
            _ => NO_MINUTE,
        };
        let amounts = Amounts::of(self.layout.measures.iter().map(|&column| match &cells[column] {
            Cell::Integer(count) => Some(i128::from(*count)),
            Cell::Money(amount) => Some(amount.units()),
            _ => None,
        }));
        let dimensions = code(self.dimensions.insert_full(codes.into()).0);
        let moment = code(self.moments.insert_full((day, minute)).0);
        self.learned = (dimensions, moment);
        self.add(line, dimensions, moment, &amounts);
    }

    /// Adds a row whose dimensions and moment have codes.
    fn add(&mut self, line: u64, dimensions: u32, moment: u32, amounts: &Amounts) {
        for (at, amount) in amounts.each.iter().enumerate().filter(|(at, _)| self.layout.money[*at]) {
            self.fractions[at] |= amount % fingerprint::CENT != 0;
        }
        let fingerprint = RowFingerprint::of_row(&self.layout.keys, &amounts.each);
        self.rows += 1;
        let row = Sum::of_row(line, fingerprint, amounts);
        let at = self.place(Which::of(dimensions, moment, amounts.kind(self.layout.table)), &row);
        if let Some((_, cell)) = self.cells.get_index_mut(at) {
            cell.add(&row);
        }
    }

    /// The place of a cell, which begins with nothing on the line of its first row.
    fn place(&mut self, which: Which, row: &Sum) -> usize {
        let dimensions = which.dimensions();
        if let Some((_, at)) = self.recent.get(dimensions).filter(|(last, _)| *last == which) {
            return *at;
        }
        let entry = self.cells.entry(which);
        let at = entry.index();
        entry.or_insert_with(|| Sum::before(row));
        if self.recent.len() <= dimensions {
            self.recent.resize(self.dimensions.len().max(dimensions + 1), (which, at));
        }
        self.recent[dimensions] = (which, at);
        at
    }
}

fn code(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NO_TEXT)
}
