//! Any file: opened, recognized, and read by whoever claims it.

use clade_analyze::ingest::batch::Batch;
use clade_analyze::ingest::document::Document;
use clade_analyze::ingest::recognize;
use clade_analyze::ingest::source::decode;

/// Reads the bytes as a file.
pub(crate) fn run(bytes: &[u8]) {
    let text = decode(bytes).text;
    let document = Document::open(&text);
    if let Some(ingestor) = recognize(&document) {
        let mut batch = Batch::new(ingestor.table);
        (ingestor.read)(&document, &mut batch);
        assert!(batch.rejects.iter().all(|(line, reject)| *line > 0 && !reject.reason.is_empty()));
    }
}
