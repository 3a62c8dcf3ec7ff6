//! Folded cells -> the columns of a batch, one row per cell.

use foldhash::fast::FixedState;
use indexmap::IndexSet;
use rayon::prelude::*;

use super::sum::{Amounts, Sum};
use super::{Fold, Folded, Layout, MOST_MEASURES, NO_MINUTE, RowFingerprint, Which, code};
use crate::ingest::batch::Batch;
use crate::ingest::values::{NO_TEXT, Values};

/// A row to be: its cell, and which piece of the sums of that.
type Placed = (usize, usize);

impl Fold {
    /// Writes the cells into an empty batch, in the order of their first lines, with codes of texts in the order in which rows in that
    /// order would have met them: what workers saw in which order is not to be seen from it. Columns are filled side by side.
    fn emit(self, batch: &mut Batch) {
        let Self { layout, mut texts, moments, dimensions, cells, joined, fractions, .. } = self;
        let cells: Vec<(Which, Sum)> = if joined.is_empty() { cells.into_iter().collect() } else { joined };
        let mut order: Vec<(u64, usize)> = cells.iter().zip(0..).map(|((_, sum), at)| (sum.first, at)).collect();
        order.par_sort_unstable();
        let placed =
            |(_, at): (u64, usize)| (0..pieces(&layout.money, &cells[at].1.sums)).map(move |piece| (at, piece));
        let rows: Vec<Placed> = order.into_iter().flat_map(placed).collect();
        let whose = rows.iter().map(|(at, _)| cells[*at].0.dimensions());
        let shared = in_order_of_rows(&mut texts, &dimensions, whose);
        let columns = Columns { layout: &layout, moments: &moments, dimensions: &shared, cells: &cells, rows: &rows };
        let values = &mut batch.values;
        let (folded, ()) = rayon::join(
            || columns.folded(),
            || values.par_iter_mut().enumerate().for_each(|(column, values)| columns.fill(column, values)),
        );
        batch.lines.extend(rows.iter().map(|(at, _)| cells[*at].1.first));
        let of_fractions = layout.measures.iter().zip(fractions).filter(|(_, is)| *is).map(|(column, _)| *column);
        batch.folded = Some(Folded { fractions: of_fractions.collect(), ..folded });
        batch.texts = texts.into_iter().collect();
    }
}

/// Puts texts into the order in which rows of these dimensions meet them, and leaves out what none has. Says the dimensions by their codes
/// then.
fn in_order_of_rows(
    texts: &mut IndexSet<Box<str>, FixedState>,
    dimensions: &IndexSet<Box<[u32]>, FixedState>,
    rows: impl Iterator<Item = usize>,
) -> Vec<Box<[u32]>> {
    let mut codes = vec![NO_TEXT; texts.len()];
    let mut is_met = vec![false; dimensions.len()];
    let mut met = IndexSet::default();
    for at in rows {
        if std::mem::replace(&mut is_met[at], true) {
            continue;
        }
        for own in dimensions[at].iter().map(|own| *own as usize) {
            if own < codes.len() && codes[own] == NO_TEXT {
                codes[own] = code(met.insert_full(texts[own].clone()).0);
            }
        }
    }
    *texts = met;
    let shared = |own: &u32| codes.get(*own as usize).copied().unwrap_or(NO_TEXT);
    dimensions.iter().map(|own| own.iter().map(shared).collect()).collect()
}

/// What columns are filled from.
struct Columns<'a> {
    layout: &'a Layout,
    moments: &'a IndexSet<(i32, i16), FixedState>,
    /// Codes of texts as the batch has them.
    dimensions: &'a [Box<[u32]>],
    cells: &'a [(Which, Sum)],
    rows: &'a [Placed],
}

impl Columns<'_> {
    fn fill(&self, column: usize, values: &mut Values) {
        let place = |among: &[usize]| among.iter().position(|one| *one == column);
        let which = || self.rows.iter().map(|(at, _)| self.cells[*at].0);
        let moment = |which: Which| self.moments[which.moment()];
        let measure = |measure: usize| {
            self.rows.iter().map(move |&(at, piece)| {
                let (which, sum) = &self.cells[at];
                let is_stated = which.stated() >> measure & 1 == 1;
                is_stated.then(|| piece_of(self.layout.money[measure], sum.sums[measure], piece))
            })
        };
        match values {
            Values::Text(codes) => {
                if let Some(place) = place(&self.layout.texts) {
                    codes.extend(which().map(|which| self.dimensions[which.dimensions()][place]));
                }
            }
            Values::Day(days) if column == 0 => days.extend(which().map(|which| moment(which).0)),
            Values::Number(minutes) if self.layout.minute == Some(column) => {
                let minute = |minute: i16| if minute == NO_MINUTE { i64::MIN } else { i64::from(minute) };
                minutes.extend(which().map(|which| minute(moment(which).1)));
            }
            Values::Number(counts) => {
                if let Some(place) = place(&self.layout.measures) {
                    let count = |count: i128| i64::try_from(count).unwrap_or(i64::MAX);
                    counts.extend(measure(place).map(|one| one.map_or(i64::MIN, count)));
                }
            }
            Values::Money(amounts) => {
                if let Some(place) = place(&self.layout.measures) {
                    amounts.extend(measure(place).map(|amount| amount.unwrap_or(i128::MIN)));
                }
            }
            Values::Flag(flags) if self.layout.flags.contains(&column) => {
                flags.extend(std::iter::repeat_n(1, self.rows.len()));
            }
            _ => {}
        }
    }

    /// Rows and fingerprints stand with the first piece.
    fn folded(&self) -> Folded {
        let sums = || self.rows.iter().map(|&(at, piece)| (&self.cells[at].1, piece == 0));
        Folded {
            rows: sums().map(|(sum, is_first)| if is_first { sum.rows } else { 0 }).collect(),
            lasts: sums().map(|(sum, _)| sum.last).collect(),
            fingerprints: sums()
                .map(|(sum, is_first)| if is_first { sum.fingerprint } else { RowFingerprint::default() })
                .collect(),
            fractions: Vec::new(),
        }
    }
}

/// The most that a column of counts holds.
const MOST_OF_A_COUNT: i128 = i64::MAX as i128;

/// In how many rows sums fit their columns: in one, but for counts beyond 64 bits.
fn pieces(money: &[bool; MOST_MEASURES], sums: &[i128; MOST_MEASURES]) -> usize {
    let most = sums.iter().zip(money).filter(|(_, is_money)| !**is_money).map(|(sum, _)| *sum).max().unwrap_or(0);
    if most <= MOST_OF_A_COUNT { 1 } else { usize::try_from((most - 1) / MOST_OF_A_COUNT + 1).unwrap_or(usize::MAX) }
}

/// What of a sum stands in that row of its cell.
fn piece_of(is_money: bool, sum: i128, piece: usize) -> i128 {
    if piece == 0 && (is_money || sum <= MOST_OF_A_COUNT) {
        return sum;
    }
    if is_money {
        return 0;
    }
    (sum - MOST_OF_A_COUNT.saturating_mul(piece as i128)).clamp(0, MOST_OF_A_COUNT)
}

impl Batch {
    /// Ends folding: its rows are the cells.
    pub(in crate::ingest) fn end_fold(&mut self) {
        if let Some(fold) = self.fold.take() {
            fold.emit(self);
        }
    }

    /// Folds the rows that it has, in their order.
    pub(in crate::ingest) fn fold_rows(&mut self) {
        let Some(mut fold) = Fold::new(self.table) else { return };
        let of = |values: &Values, row: usize| values.get(row);
        for row in 0..self.rows() {
            let codes =
                fold.layout.texts.iter().map(|&column| of(&self.values[column], row).map_or(NO_TEXT, |c| c as u32));
            let codes: Box<[u32]> = codes.collect();
            let day = of(&self.values[0], row).map_or(i32::MIN, |day| day as i32);
            let minute = fold.layout.minute.and_then(|column| of(&self.values[column], row));
            let minute = minute.and_then(|minute| i16::try_from(minute).ok()).unwrap_or(NO_MINUTE);
            let amounts = Amounts::of(fold.layout.measures.iter().map(|&column| of(&self.values[column], row)));
            let dimensions = code(fold.dimensions.insert_full(codes).0);
            let moment = code(fold.moments.insert_full((day, minute)).0);
            fold.add(self.lines[row], dimensions, moment, &amounts);
        }
        fold.texts = std::mem::take(&mut self.texts).into_iter().collect();
        self.values = self.table.columns().iter().map(|column| Values::new(column.kind)).collect();
        self.lines.clear();
        fold.emit(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_beyond_64_bits_are_pieces() {
        let most = i128::from(i64::MAX);
        let (mut money, mut sums) = ([false; MOST_MEASURES], [0; MOST_MEASURES]);
        assert_eq!(pieces(&money, &sums), 1);
        (money[1], sums[1], sums[2]) = (true, i128::MAX / 2, -5);
        for (sum, rows) in [(most, 1), (most + 1, 2), (2 * most, 2), (3 * most + 5, 4)] {
            sums[0] = sum;
            assert_eq!(pieces(&money, &sums), rows, "{sum}");
            let each = |at: usize| (0..rows).map(move |piece| piece_of(money[at], sums[at], piece));
            for (at, whole) in sums.iter().enumerate() {
                assert_eq!(each(at).sum::<i128>(), *whole, "{sum} {at}");
            }
            assert!(each(0).all(|piece| i64::try_from(piece).is_ok()) && each(1).next() == Some(sums[1]));
        }
    }
}
