//! Records of lists with a separator too many or too few: which cells certainly belong to which column.
//!
//! Every way in which the cells can stand for the columns is tried, and those are left out that the file contradicts: an address in a
//! column that has none elsewhere, none in one that always has one, a word in a column of few words that is none of them. A column is
//! certain where all ways that are left give it the same cell.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use csv::ByteRecord;

use crate::model::normalize_address;

/// Separators that may be too many or too few in one record.
const MOST: usize = 2;
/// Ways that are tried for one record.
const WAYS: usize = 4_000;
/// Words of a column that has few: states, kinds, departments.
const FEW: usize = 12;

/// Words of columns that hold nothing else.
const TRUTHS: [&str; 8] = ["true", "false", "yes", "no", "y", "n", "1", "0"];

/// What a column holds in the records that have as many cells as the header.
#[derive(Debug, Default)]
struct Habit {
    addresses: usize,
    others: usize,
    empty: usize,
    /// Its different texts, while they are few.
    words: BTreeSet<Vec<u8>>,
    /// Whether there are more.
    many: bool,
}

/// What the columns of a file hold.
#[derive(Debug)]
pub(super) struct Habits {
    columns: Vec<Habit>,
    records: usize,
}

impl Habits {
    pub(super) fn of(columns: usize) -> Self {
        Self { columns: (0..columns).map(|_| Habit::default()).collect(), records: 0 }
    }

    /// Learns from a record that has as many cells as the header.
    pub(super) fn learn(&mut self, record: &ByteRecord) {
        self.records += 1;
        for (habit, cell) in self.columns.iter_mut().zip(record) {
            let cell = cell.trim_ascii();
            match () {
                () if cell.is_empty() => habit.empty += 1,
                () if is_address(cell) => habit.addresses += 1,
                () => habit.others += 1,
            }
            if !cell.is_empty() && !habit.many {
                habit.words.insert(cell.to_vec());
                habit.many = habit.words.len() > FEW;
            }
        }
    }

    /// Whether a cell can be one of a column's.
    fn fits(&self, column: usize, cell: &[u8]) -> bool {
        let habit = &self.columns[column];
        let cell = cell.trim_ascii();
        // Two records show nothing that must be so.
        if self.records < 3 {
            return true;
        }
        if cell.is_empty() {
            return habit.empty > 0;
        }
        if is_address(cell) {
            return habit.addresses > 0;
        }
        habit.others > 0 && (!self.has_few_words(column) || habit.words.contains(cell))
    }

    /// Whether a column repeats a few words, each of them twice on average.
    fn has_few_words(&self, column: usize) -> bool {
        let habit = &self.columns[column];
        !habit.many && habit.words.len() * 2 <= habit.others + habit.addresses
    }

    /// Whether a text with a separator in it can be a column's.
    fn can_be_joined(&self, column: usize, text: &[u8]) -> bool {
        let habit = &self.columns[column];
        let is_truth = |word: &Vec<u8>| TRUTHS.iter().any(|truth| word.eq_ignore_ascii_case(truth.as_bytes()));
        let holds_one = || habit.words.iter().any(|word| contains(text, word));
        self.records < 3
            || habit.others > 0 && (!self.has_few_words(column) || holds_one() && !habit.words.iter().all(is_truth))
    }

    /// Whether a cell can be two columns' that nothing separates.
    fn can_be_merged(&self, columns: std::ops::Range<usize>, cell: &[u8]) -> bool {
        let holds = |column: usize| {
            let words = &self.columns[column].words;
            // A cell that is just the word holds nothing of another column.
            let holds_one = || words.iter().any(|word| contains(cell, word)) && !words.contains(cell.trim_ascii());
            !self.has_few_words(column) || holds_one()
        };
        self.records < 3 || columns.into_iter().all(holds)
    }
}

fn contains(cell: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(cell, word).is_some()
}

fn is_address(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(|cell| normalize_address(cell).is_some())
}

/// A record with as many cells as the header has columns; of uncertain columns they are empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Aligned {
    pub(super) record: ByteRecord,
    pub(super) certain: Vec<bool>,
}

/// What stands for a column: the text of one cell or of several around separators; nothing where it shares a cell with another column.
type Way = Vec<Option<Vec<u8>>>;

/// Aligns a record whose number of cells is not the header's, so that this one of the columns, which holds an address, is certain;
/// nothing where it is not.
pub(super) fn align(record: &ByteRecord, habits: &Habits, delimiter: u8, address: usize) -> Option<Aligned> {
    let columns = habits.columns.len();
    let mut cells: Vec<&[u8]> = record.iter().collect();
    // Separators at the end, with nothing between them, are no cells.
    while cells.len() > columns + MOST && cells.last().is_some_and(|cell| cell.trim_ascii().is_empty()) {
        cells.pop();
    }
    if cells.len().abs_diff(columns) > MOST {
        return None;
    }
    let mut search = Search { habits, cells: &cells, delimiter, address, ways: Vec::new(), tried: 0 };
    search.from(&mut Vec::with_capacity(columns), 0);
    if search.tried > WAYS {
        return None;
    }
    let (first, others) = search.ways.split_first()?;
    let certain: Vec<bool> = first
        .iter()
        .enumerate()
        .map(|(at, cell)| cell.is_some() && others.iter().all(|way| way[at] == *cell))
        .collect();
    let record =
        first.iter().zip(&certain).map(|(cell, certain)| cell.as_deref().filter(|_| *certain).unwrap_or_default());
    let record: ByteRecord = record.collect();
    certain[address].then_some(Aligned { record, certain })
}

struct Search<'a> {
    habits: &'a Habits,
    cells: &'a [&'a [u8]],
    delimiter: u8,
    address: usize,
    ways: Vec<Way>,
    tried: usize,
}

impl Search<'_> {
    /// Tries every way for the columns behind those of `way`, with the cells from `at` on.
    fn from(&mut self, way: &mut Way, at: usize) {
        let (column, columns) = (way.len(), self.habits.columns.len());
        if self.tried > WAYS {
            return;
        }
        if column == columns {
            // What is left over stands behind the last column.
            self.ways.push(way.clone());
            return;
        }
        self.tried += 1;
        let (cells_left, columns_left) = (self.cells.len() - at, columns - column);
        // Cells that were left out at the end.
        if cells_left == 0 {
            if (column..columns).all(|column| column != self.address && self.fits(column, b"")) {
                let length = way.len();
                way.resize(columns, Some(Vec::new()));
                self.ways.push(way.clone());
                way.truncate(length);
            }
            return;
        }
        // One cell for one column, or, where there are too many, several.
        let extra = cells_left.saturating_sub(columns_left);
        for more in 0..=extra {
            let joined = &self.cells[at..=at + more];
            let text = joined.join(&self.delimiter);
            let fits = if more == 0 { self.fits(column, &text) } else { self.can_be_joined(column, joined, &text) };
            if fits {
                way.push(Some(text));
                self.from(way, at + more + 1);
                way.pop();
            }
        }
        // One cell for several columns, where there are too few.
        for more in 1..=columns_left.saturating_sub(cells_left) {
            let merged = column..column + more + 1;
            if merged.end <= columns
                && !merged.contains(&self.address)
                && !is_address(self.cells[at])
                && self.habits.can_be_merged(merged.clone(), self.cells[at])
            {
                way.resize(merged.end, None);
                self.from(way, at + 1);
                way.truncate(column);
            }
        }
    }

    /// Whether several cells can be one column's: none of them is an address, and the last holds something.
    fn can_be_joined(&self, column: usize, cells: &[&[u8]], text: &[u8]) -> bool {
        column != self.address
            && !cells.iter().any(|cell| is_address(cell.trim_ascii()))
            && cells.last().is_some_and(|cell| !cell.trim_ascii().is_empty())
            && self.habits.can_be_joined(column, text)
    }

    fn fits(&self, column: usize, cell: &[u8]) -> bool {
        if column == self.address { is_address(cell.trim_ascii()) } else { self.habits.fits(column, cell) }
    }
}
