//! JSON cut into records: every record is read or reported.

use std::cell::Cell;

use clade_analyze::ingest::batch::Batch;
use clade_analyze::ingest::text::json::JsonFile;
use clade_analyze::model::Table;

/// Reads the bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Some(file) = JsonFile::open(bytes) else { return };
    let (mut batch, taken) = (Batch::new(Table::Members), Cell::new(0));
    file.each_record(&mut batch, |_, line, _| {
        assert!(line > 0);
        taken.set(taken.get() + 1);
        Ok(())
    });
    assert!(taken.get() + batch.rejects.len() >= file.len());
}
