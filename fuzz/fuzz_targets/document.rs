//! Any file: opened, recognized, and read by whoever claims it.
#![no_main]

use clade_analyze::ingest::batch::Batch;
use clade_analyze::ingest::document::Document;
use clade_analyze::ingest::recognize;
use clade_analyze::ingest::source::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes).text;
    let document = Document::open(&text);
    if let Some(ingestor) = recognize(&document) {
        let mut batch = Batch::new(ingestor.table);
        (ingestor.read)(&document, &mut batch);
        assert!(batch.rejects.iter().all(|(line, reject)| *line > 0 && !reject.reason.is_empty()));
    }
});
