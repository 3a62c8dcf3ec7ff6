//! Delimited text: records have lines that do not decrease, and no line without a quote is lost.
#![no_main]

use clade_analyze::ingest::batch::Batch;
use clade_analyze::ingest::text::delimited::Delimited;
use clade_analyze::model::Table;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(file) = Delimited::open(bytes) else { return };
    let mut batch = Batch::new(Table::Members);
    let (mut taken, mut last) = (0, 0);
    file.each_record(&mut batch, |row, line, _| {
        assert!(line >= last);
        last = line;
        taken += 1;
        row.text(Some(0)).map(drop)
    });
    if !bytes.contains(&b'"') && !bytes.contains(&b'\r') {
        let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()).count();
        let refused_here = batch.rejects.iter().filter(|(_, reject)| reject.reason.contains("fields where")).count();
        assert_eq!(taken + refused_here + 1, lines);
    }
});
