//! One table of a file of a part, while its lines come.

use super::contents::PartError;
use super::lines::RowsLine;
use super::ranges::Ranges;
use super::rows;
use crate::ingest::batch::{Batch, Reject};
use crate::ingest::routine::{PlainEvents, Routine};
use crate::model::{Bounds, Reading, Table};

/// A table whose lines are not all there yet.
pub(super) struct OpenTable {
    batch: Batch,
    is_beside: bool,
    ranges: Ranges,
    /// The rows behind its cells.
    single: Option<(Batch, Ranges)>,
    /// Bytes of the file.
    bytes: u64,
}

impl OpenTable {
    /// Without rows yet; of a file of so many bytes.
    pub(super) fn new(batch: Batch, is_beside: bool, bytes: u64, bounds: &Bounds) -> Self {
        Self { batch, is_beside, ranges: Ranges::of(bytes, bounds), single: None, bytes }
    }

    pub(super) fn texts(&mut self, texts: Vec<String>) -> Result<(), String> {
        take_texts(&mut self.batch, texts)
    }

    pub(super) fn rows(&mut self, line: RowsLine) -> Result<(), String> {
        rows::take(&mut self.batch, line, &mut self.ranges)
    }

    pub(super) fn single_texts(&mut self, texts: Vec<String>) -> Result<(), String> {
        take_texts(&mut self.single()?.0, texts)
    }

    pub(super) fn single_rows(&mut self, line: RowsLine) -> Result<(), String> {
        let (batch, ranges) = self.single()?;
        rows::take(batch, line, ranges)
    }

    fn single(&mut self) -> Result<&mut (Batch, Ranges), String> {
        if self.batch.folded.is_none() {
            return Err("rows behind cells that are none".to_owned());
        }
        let Self { batch, single, bytes, .. } = self;
        Ok(single.get_or_insert_with(|| (Batch::new(batch.table), Ranges::of(*bytes, &batch.bounds))))
    }

    pub(super) fn rejected(&mut self, rejects: Vec<(u64, Reject)>) -> Result<(), String> {
        self.ranges.records(rejects.len() as u64)?;
        let Batch { rejects: all, reasons, .. } = &mut self.batch;
        all.extend(rejects.into_iter().map(|(line, reject)| (line, reasons.reject(reject))));
        Ok(())
    }

    pub(super) fn unread(&mut self, cells: Vec<(u64, Reject)>) -> Result<(), String> {
        let Batch { unread: all, reasons, .. } = &mut self.batch;
        all.extend(cells.into_iter().map(|(line, reject)| (line, reasons.reject(reject))));
        Ok(())
    }

    /// Everyday events, which only logs have.
    pub(super) fn routine(&mut self) -> Result<&mut Routine, String> {
        let is_log = self.batch.table == Table::Events && !self.is_beside;
        if is_log { Ok(&mut self.batch.routine) } else { Err("events of a table that has none".to_owned()) }
    }

    pub(super) fn events(&mut self, events: PlainEvents) -> Result<(), String> {
        self.ranges.records(events.key_step.len() as u64)?;
        self.ranges.instants(events.at.iter().copied())?;
        self.routine()?.take_plain(events)
    }

    /// The table as `reading` wants it, and whether it is one beside that of its kind of export. `path` is that of its file; the part
    /// may keep some routine events singly.
    pub(super) fn closed(self, path: &str, reading: &Reading, keeps_some: bool) -> Result<(Batch, bool), PartError> {
        let Self { mut batch, is_beside, single, .. } = self;
        if let Some(event) = Routine::differs(&batch, &reading.singly, keeps_some) {
            let option =
                format!("fold {path} again with `--event {event}` exactly where a rule of the policy names it");
            return Err(PartError::Unfit(format!(
                "it keeps events of the type `{event}` in another way than the rules of the policy ask for: {option}, or give that \
                 file itself"
            )));
        }
        if !reading.rows_singly || batch.folded.is_none() {
            return Ok((batch, is_beside));
        }
        match single {
            Some((single, _)) if single.rows() == batch.taken() => {
                (batch.values, batch.lines, batch.texts) = (single.values, single.lines, single.texts);
            }
            Some(_) => return Err(PartError::Unreadable("other rows than its cells stand for".to_owned())),
            None if batch.has_sums() => {
                return Err(PartError::Unfit(format!(
                    "only the rows of {path} can tell which of the files that overlap counts, and it was folded with `--sums-only`: fold \
                     it again without, or together with the files that overlap"
                )));
            }
            None => {}
        }
        batch.folded = None;
        Ok((batch, is_beside))
    }
}

/// Takes texts, each once.
fn take_texts(batch: &mut Batch, texts: Vec<String>) -> Result<(), String> {
    let is_new = texts.into_iter().all(|text| batch.texts.insert(text.into()));
    if is_new { Ok(()) } else { Err("a text stands twice".to_owned()) }
}
