//! Reading a delimited file whose rows are folded.

use csv::ByteRecord;

use super::Fold;
use super::lane::{Cells, Measure, PlainRecord, Plan};
use crate::ingest::batch::{Batch, Reject};
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::ends::each_line;
use crate::model::Bound;

impl Delimited<'_> {
    /// As [`Delimited::each_record`], for rows that are folded: `take` reads the records whose dimensions or date are new. The columns
    /// that it looks at have been asked for; which of them are the date and measures is reported, and all others are dimensions.
    pub(in crate::ingest) fn each_folded(
        &self,
        batch: &mut Batch,
        moment: Option<usize>,
        measures: &[Measure],
        mut take: impl FnMut(&Row, u64, &mut Batch) -> Result<(), Reject>,
    ) {
        let Some(plan) = batch.fold.as_ref().and_then(|fold| Plan::of(self, moment, measures, fold)) else {
            return self.each_record(batch, take);
        };
        // Reads a record as any other, and teaches the lane what it means.
        let mut taught = |row: &Row, line: u64, batch: &mut Batch| {
            let record = row.bytes();
            if batch.fold.as_mut().is_some_and(|fold| fold.quick(&plan, &record, line)) {
                return Ok(());
            }
            teaching(batch, |batch| take(row, line, batch), |fold| fold.learn(&plan, &record))
        };
        if !self.is_plain() {
            return self.each_record(batch, taught);
        }
        let (text, most) = (self.body(), batch.bounds.of(Bound::RecordBytes));
        let (mut line, mut last_line) = (self.first_line(), 0);
        each_line(text, self.delimiter, |begin, ends| {
            let end = ends[ends.len() - 1];
            let this = line;
            line += 1;
            if end == begin {
                return;
            }
            last_line = this;
            let record = PlainRecord { text, begin, ends };
            let length = (end + usize::from(end < text.len()) - begin) as u64;
            if end == text.len() && self.is_cut_at(self.body_begin() + begin) {
                return batch.reject(this, self.cut_cell(record.cell(ends.len() - 1)), &text[begin..end]);
            }
            let is_usual = ends.len() == self.header.len() && length <= most;
            if is_usual && batch.fold.as_mut().is_some_and(|fold| fold.quick(&plan, &record, this)) {
                return;
            }
            let raw = &text[begin..end];
            if length > most {
                return batch.reject(this, Reject::record(batch.bounds.exceeded(Bound::RecordBytes)), raw);
            }
            let cells = (0..ends.len()).map(|at| record.cell(at)).collect::<ByteRecord>();
            let read = |batch: &mut Batch| {
                self.one((&cells, raw, this), None, batch, &mut taught);
                Ok(())
            };
            // What was not understood is kept with the batch.
            let _: Result<(), Reject> = teaching(batch, read, |fold| fold.learn(&plan, &record));
        });
        self.tell_end(batch, last_line);
    }
}

/// Reads a record, and where it became a row hands over what has folded it.
fn teaching(
    batch: &mut Batch,
    read: impl FnOnce(&mut Batch) -> Result<(), Reject>,
    learn: impl FnOnce(&mut Fold),
) -> Result<(), Reject> {
    let rows = |batch: &Batch| batch.fold.as_ref().map_or(0, Fold::rows);
    let before = rows(batch);
    read(batch)?;
    if let Some(fold) = batch.fold.as_mut().filter(|fold| fold.rows() == before + 1) {
        learn(fold);
    }
    Ok(())
}
