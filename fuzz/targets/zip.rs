//! Archives: members are bounded, and everything that was read is accounted for.

use clade_analyze::ingest::{load_bytes, source};
use clade_analyze::model::Bounds;

/// Reads the bytes.
pub(crate) fn run(bytes: &[u8]) {
    for member in source::unpack("a.zip".to_owned(), Ok(bytes.to_vec()), &Bounds::default()) {
        assert!(member.path.starts_with("a.zip"));
    }
    if let Ok(data) = load_bytes(vec![("a.zip".to_owned(), bytes.to_vec())]) {
        for input in data.inputs {
            assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated + input.other);
        }
    }
}
