//! Delimited text: records have lines that do not decrease, and no line without a quote is lost.

use clade_analyze::ingest::batch::Batch;
use clade_analyze::ingest::text::delimited::Delimited;
use clade_analyze::model::Table;

/// Reads the bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Some(file) = Delimited::open(bytes) else { return };
    let mut batch = Batch::new(Table::Members);
    let (mut taken, mut first, mut last) = (0, None, 0);
    file.each_record(&mut batch, |row, line, _| {
        assert!(line >= last);
        (first, last, taken) = (first.or(Some(line)), line, taken + 1);
        row.text(Some(0)).map(drop)
    });
    if !bytes.contains(&b'"') && !bytes.contains(&b'\r') {
        let refused: Vec<u64> = batch
            .rejects
            .iter()
            .filter(|(_, reject)| reject.reason.contains("fields where"))
            .map(|(line, _)| *line)
            .collect();
        // What stands above the header is no record.
        let first = first.into_iter().chain(refused.first().copied()).min();
        let above = first.map_or(usize::MAX, |line| usize::try_from(line - 1).unwrap_or(usize::MAX));
        let lines = || bytes.split(|b| *b == b'\n').skip(above).filter(|line| !line.is_empty());
        // A line of nothing but delimiters is no record, and which of these is one the file says.
        let says_something = |line: &&[u8]| line.iter().any(|b| !b.is_ascii_whitespace() && !b",;|".contains(b));
        let records = taken + refused.len();
        assert!(records <= lines().count());
        // A header that stands among them again is passed over.
        let passed_over = usize::try_from(batch.other).unwrap_or(usize::MAX);
        assert!(records + passed_over >= lines().filter(says_something).count());
    }
}
