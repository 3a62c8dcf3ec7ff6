//! Folded cells -> the columns of a batch, one row per cell.

use indexmap::IndexSet;

use super::sum::{Amounts, Sum};
use super::{Fold, Folded, MOST_MEASURES, Measures, NO_MINUTE, RowFingerprint, Which, code};
use crate::ingest::batch::Batch;
use crate::ingest::values::{NO_TEXT, Values};

impl Fold {
    /// Writes the cells into an empty batch, in the order of their first lines, with codes of texts in the order in which rows in that
    /// order would have met them: what workers saw in which order is not to be seen from it.
    fn emit(self, batch: &mut Batch) {
        let mut order: Vec<usize> = (0..self.cells.len()).collect();
        let cells: Vec<(Which, Sum)> = self.cells.into_iter().collect();
        order.sort_by_key(|&at| cells[at].1.first);
        let mut texts: IndexSet<Box<str>> = IndexSet::new();
        let mut shared = vec![NO_TEXT; self.texts.len()];
        let mut folded = Folded::default();
        for (which, sum) in order.into_iter().map(|at| cells[at]) {
            let (day, minute) = self.moments[which.moment()];
            for (&column, &own) in self.layout.texts.iter().zip(&self.dimensions[which.dimensions()]) {
                let own = own as usize;
                if own < shared.len() && shared[own] == NO_TEXT {
                    shared[own] = code(texts.insert_full(self.texts[own].clone()).0);
                }
                let text = shared.get(own).copied().unwrap_or(NO_TEXT);
                if let Values::Text(codes) = &mut batch.values[column] {
                    codes.push(text);
                }
            }
            let pieces = pieces(&self.layout.money, sum.sums);
            for (at, piece) in pieces.iter().enumerate() {
                // The texts of the first piece stand already.
                if at > 0 {
                    batch.repeat_texts(&self.layout.texts);
                }
                let measures: Measures =
                    std::array::from_fn(|measure| (which.stated() >> measure & 1 == 1).then_some(piece[measure]));
                batch.push_cell(&self.layout, (day, minute), &measures);
                batch.lines.push(sum.first);
                folded.rows.push(if at == 0 { sum.rows } else { 0 });
                folded.lasts.push(sum.last);
                folded.fingerprints.push(if at == 0 { sum.fingerprint } else { RowFingerprint::default() });
            }
        }
        folded.fractions =
            self.layout.measures.iter().zip(self.fractions).filter(|(_, is)| *is).map(|(c, _)| *c).collect();
        batch.texts = texts;
        batch.folded = Some(folded);
    }
}

/// Sums as pieces that their columns can hold: one, but for counts beyond 64 bits.
fn pieces(money: &[bool; MOST_MEASURES], sums: [i128; MOST_MEASURES]) -> Vec<[i128; MOST_MEASURES]> {
    let most = i128::from(i64::MAX);
    let (mut rest, mut pieces) = (sums, Vec::with_capacity(1));
    loop {
        let mut piece = rest;
        for (value, is_money) in piece.iter_mut().zip(money) {
            *value = if *is_money { *value } else { (*value).min(most) };
        }
        rest.iter_mut().zip(piece).for_each(|(rest, taken)| *rest -= taken);
        pieces.push(piece);
        if rest.iter().all(|value| *value == 0) {
            return pieces;
        }
    }
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

    fn repeat_texts(&mut self, columns: &[usize]) {
        for &column in columns {
            if let Values::Text(codes) = &mut self.values[column]
                && let Some(&last) = codes.last()
            {
                codes.push(last);
            }
        }
    }

    /// Pushes all but the texts of a cell.
    fn push_cell(&mut self, layout: &super::Layout, (day, minute): (i32, i16), measures: &Measures) {
        if let Values::Day(days) = &mut self.values[0] {
            days.push(day);
        }
        if let Some(Values::Number(minutes)) = layout.minute.map(|column| &mut self.values[column]) {
            minutes.push(if minute == NO_MINUTE { i64::MIN } else { i64::from(minute) });
        }
        for (&column, measure) in layout.measures.iter().zip(measures) {
            match &mut self.values[column] {
                Values::Number(counts) => {
                    counts.push(measure.map_or(i64::MIN, |count| i64::try_from(count).unwrap_or(i64::MAX)));
                }
                Values::Money(amounts) => amounts.push(measure.unwrap_or(i128::MIN)),
                _ => {}
            }
        }
        for &column in &layout.flags {
            if let Values::Flag(flags) = &mut self.values[column] {
                flags.push(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_beyond_64_bits_are_pieces() {
        let (mut money, mut sums) = ([false; MOST_MEASURES], [0; MOST_MEASURES]);
        assert_eq!(pieces(&money, sums), [sums]);
        (money[1], sums[0], sums[1]) = (true, 3 * i128::from(i64::MAX) + 5, i128::MAX / 2);
        let all = pieces(&money, sums);
        assert_eq!(all.len(), 4);
        let sum = |at: usize| all.iter().map(|piece| piece[at]).sum::<i128>();
        assert_eq!((sum(0), sum(1), all[0][1]), (sums[0], sums[1], sums[1]));
        assert!(all.iter().all(|piece| i64::try_from(piece[0]).is_ok()));
    }
}
