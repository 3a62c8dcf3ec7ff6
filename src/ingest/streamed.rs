//! Long plain files that are never in memory whole.

use std::fs::File;
use std::io::{BufReader, Read};

use super::batch::Batch;
use super::chunked::{self, Opened, Watch, is_chunked};
use super::document::Document;
use super::source::{self, SourceFile};
use super::{Ingestor, recognize};
use crate::model::{Bound, Input, Reading};

/// Bytes at the beginning of a file by which its kind is told.
const HEAD: u64 = 1 << 20;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What was read of a file: what is said of it, its kind, its rows, and whole keys in it by line.
pub(super) type Streamed = (Input, &'static Ingestor, Batch, Vec<(u64, String)>);

/// Reads a file in chunks; nothing where it has to be read whole, or cannot be read: who reads it whole tells why.
pub(super) fn read(file: &SourceFile, reading: &Reading) -> Option<Streamed> {
    if reading.rows_singly {
        return None;
    }
    let mut rest = File::open(&file.absolute).ok()?;
    let most = reading.bounds.of(Bound::FileBytes);
    if rest.metadata().ok()?.len() > most {
        return None;
    }
    let mut head = Vec::new();
    (&mut rest).take(HEAD).read_to_end(&mut head).ok()?;
    if !source::is_plain_text(&head) {
        return None;
    }
    let mark = if head.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let document = Document::open(&head[mark..]);
    let ingestor = recognize(&document).filter(|ingestor| is_chunked(ingestor))?;
    let csv = document.delimited()?;
    let body = mark + csv.body_at();
    // A header that long is none; what is read so far may end inside it.
    if body as u64 > HEAD / 2 {
        return None;
    }
    let mut watch = Watch::of(&head[..mark], &head[mark..body]);
    let (header, first_line, begun) = (csv.head(), csv.first_line(), head[body..].to_vec());
    let rest = BufReader::with_capacity(1 << 16, rest.take(most.saturating_sub(head.len() as u64).saturating_add(1)));
    let opened = Opened { ingestor, header, first_line, begun, rest };
    let batch = chunked::read(opened, reading, Some(&mut watch)).ok()??;
    if watch.bytes > most {
        return None;
    }
    let input = Input { path: file.path.clone(), bytes: watch.bytes, sha256: Some(watch.sha256()), ..Input::default() };
    Some((input, ingestor, batch, watch.secrets))
}
