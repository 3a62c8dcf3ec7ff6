//! Reading a delimited file whose rows are folded.

use csv::ByteRecord;

use super::Fold;
use super::lane::{Measure, Plan};
use crate::ingest::batch::{Batch, Reject};
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::ends::each_end;
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
        let mut taught = |row: &Row, line: u64, batch: &mut Batch| {
            let record = row.bytes();
            if batch.fold.as_mut().is_some_and(|fold| fold.quick(&plan, |at| &record[at], line)) {
                return Ok(());
            }
            let before = batch.fold.as_ref().map_or(0, Fold::rows);
            take(row, line, batch)?;
            if let Some(fold) = batch.fold.as_mut().filter(|fold| fold.rows() == before + 1) {
                fold.learn(&plan, |at| &record[at]);
            }
            Ok(())
        };
        if !self.is_plain() {
            return self.each_record(batch, taught);
        }
        let (bytes, most) = (self.body(), batch.bounds.of(Bound::RecordBytes));
        let (mut begin, mut line, mut last_line) = (0, self.first_line(), 0);
        let mut ends: Vec<usize> = Vec::with_capacity(self.header.len());
        let mut record = |begin: usize, ends: &[usize], line: u64, batch: &mut Batch| {
            let cell = |at: usize| &bytes[if at == 0 { begin } else { ends[at - 1] + 1 }..ends[at]];
            let end = ends[ends.len() - 1];
            let length = (end + usize::from(end < bytes.len()) - begin) as u64;
            let usual = ends.len() == self.header.len() && length <= most;
            if usual && batch.fold.as_mut().is_some_and(|fold| fold.quick(&plan, cell, line)) {
                return;
            }
            if length > most {
                return batch.reject(
                    line,
                    Reject::record(batch.bounds.exceeded(Bound::RecordBytes)),
                    &bytes[begin..end],
                );
            }
            let record = (0..ends.len()).map(cell).collect::<ByteRecord>();
            self.one((&record, &bytes[begin..end], line), None, batch, &mut taught);
        };
        each_end(bytes, self.delimiter, |end| {
            ends.push(end);
            if bytes.get(end) == Some(&self.delimiter) {
                return;
            }
            if end > begin {
                last_line = line;
                record(begin, &ends, line, batch);
            }
            (begin, line) = (end + 1, line + 1);
            ends.clear();
        });
        self.tell_end(batch, last_line);
    }
}
