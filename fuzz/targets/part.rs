//! Parts: read or refused with a reason, whoever made them; rows are accounted for, and a report of them holds.

use std::io::{Read as _, Write as _};
use std::sync::LazyLock;

use clade_analyze::ingest::{fold_bytes, load_bytes};
use clade_analyze::judge;
use clade_analyze::model::Reading;
use clade_analyze::options::Options;
use clade_analyze::policy::Policy;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::assert_closes;

/// The first line of a part of this program: without it no other line would be read.
static HEADER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let lines = lines(&fold_bytes(&[], &Reading::default(), true).unwrap_or_default());
    lines.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default().to_vec()
});

/// The lines of a part behind the first: a seed.
pub(crate) fn body(part: &[u8]) -> Vec<u8> {
    lines(part).split_inclusive(|byte| *byte == b'\n').skip(1).collect::<Vec<_>>().concat()
}

fn lines(part: &[u8]) -> Vec<u8> {
    let mut lines = Vec::new();
    // What can be unpacked of it.
    let _ = MultiGzDecoder::new(part).read_to_end(&mut lines);
    lines
}

fn packed(lines: &[u8]) -> Vec<u8> {
    let mut part = GzEncoder::new(Vec::new(), Compression::fast());
    let _ = part.write_all(lines);
    part.finish().unwrap_or_default()
}

/// Reads the bytes as the lines of a part behind the first.
pub(crate) fn run(bytes: &[u8]) {
    let part = packed(&[&HEADER, bytes].concat());
    let Ok(data) = load_bytes(vec![("part".to_owned(), part)]) else { return };
    assert_closes(&data);
    let is_refused = data.inputs.iter().any(|input| input.path == "part" && input.kind.is_none());
    assert!(!is_refused || data.inputs.len() == 1, "of a part that is refused nothing is taken");
    let _ = judge(data, &Policy::default(), None, &Options::default());
}
