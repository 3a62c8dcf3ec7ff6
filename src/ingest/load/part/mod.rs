//! Parts: what is known of some files after each was read and before they are compared, kept for a run somewhere else.
//!
//! A part is gzip over JSON Lines: a header, then every file with its table in blocks of columns, then an end. Nothing in it depends on
//! a policy, a baseline or a date that somebody states: a run over parts takes up where reading ended, and goes the same way as over the
//! exports. Usage and cost are kept twice: as cells, which a run reads, and as rows, which it reads only where cells cannot decide
//! which file counts. `docs/parts.md` has the shape.

mod batches;
mod building;
mod contents;
mod header;
mod lines;
mod pack;
mod ranges;
mod read;
mod rows;
mod table;
mod write;

use std::io::Read;

use flate2::read::MultiGzDecoder;

pub(super) use self::contents::{Contents, PartError};
pub(super) use self::header::Header;
pub(super) use self::read::read;
pub(super) use self::write::PartWriter;

/// How every part begins, unpacked.
const BEGIN: &[u8] = b"{\"part\":{\"schema\":";
/// Packed bytes in which the beginning is.
pub(super) const LEAST: usize = 4096;

/// Whether a file that begins so is a part.
pub(super) fn is_one(begin: &[u8]) -> bool {
    if !begin.starts_with(&[0x1f, 0x8b]) {
        return false;
    }
    let mut unpacked = [0; BEGIN.len()];
    MultiGzDecoder::new(begin).read_exact(&mut unpacked).is_ok() && unpacked == BEGIN
}
