//! Files compressed with gzip or zstd: the member is bounded, whatever the file states of it, and its rows are accounted for.

use clade_analyze::ingest::{load_bytes, source};
use clade_analyze::model::Bounds;

/// What may come of a byte, and the size that a smaller file counts as; by the documented defaults.
const EXPANSION: usize = 200;
const LEAST: usize = 4096;

/// Reads the bytes.
pub(crate) fn run(bytes: &[u8]) {
    let sources: Vec<_> = source::unpack("a.gz".to_owned(), Ok(bytes.to_vec()), &Bounds::default()).collect();
    assert_eq!(sources.iter().filter(|source| !source.path.contains("!/")).count(), 1);
    for source in &sources {
        assert!(source.path.starts_with("a.gz"));
        let most = bytes.len().max(LEAST) * EXPANSION;
        assert!(source.bytes.as_ref().is_ok_and(|content| content.len() <= most) || source.bytes.is_err());
    }
    if let Ok(data) = load_bytes(vec![("a.gz".to_owned(), bytes.to_vec())]) {
        for input in data.inputs {
            assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated + input.other);
        }
    }
}
