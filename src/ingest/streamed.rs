//! Long files that are never in memory whole: plain ones, and what is packed in gzip or zstd.

use std::borrow::Cow;

use std::io::{BufRead, BufReader, Read};

use super::batch::Batch;
use super::chunked::{self, Opened, Watch, is_chunked};
use super::document::Document;
use super::joined::by_source;
use super::source::{self, Packed, SourceFile};
use super::{Ingestor, json_chunked, recognize};
use crate::disk;
use crate::model::{Bound, Bounds, Input, Reading};

/// Bytes at the beginning of a file from which its kind is determined.
const HEAD: u64 = 1 << 20;
/// Bytes of a buffer between a reader and what asks it for little at a time.
const BUFFER: usize = 1 << 16;

/// What was read of a file: what is said of it, its kind, its rows, and whole keys in it by line.
pub(super) struct Streamed {
    pub(super) input: Input,
    pub(super) ingestor: &'static Ingestor,
    pub(super) batch: Batch,
    pub(super) secrets: Vec<(u64, String)>,
}

/// Reads a plain file in chunks; nothing where it has to be read whole, or cannot be read: who reads it whole tells why.
pub(super) fn read(file: &SourceFile, reading: &Reading) -> Option<Streamed> {
    let most = reading.bounds.of(Bound::FileBytes);
    let plain = disk::open(&file.absolute).ok()?;
    let fits = plain.metadata().ok()?.len() <= most;
    fits.then(|| stream(file.path.clone(), plain, most, reading))?
}

/// Why a text is not read that has no line end for longer than a record may be: it is no table, and no lines of JSON. One object or
/// list may be that long.
pub(super) fn endless(file: &SourceFile, bounds: &Bounds) -> Option<String> {
    let most = bounds.of(Bound::RecordBytes);
    let mut text = BufReader::with_capacity(BUFFER, disk::open(&file.absolute).ok()?).take(most.saturating_add(1));
    let (mut read, mut is_first) = (0, true);
    loop {
        let part = text.fill_buf().ok()?;
        if part.is_empty() || memchr::memchr2(b'\n', b'\r', part).is_some() {
            break;
        }
        let is_json = matches!(part.trim_ascii_start(), [b'{' | b'[', ..]);
        if std::mem::take(&mut is_first) && (is_json || !source::is_plain_text(part)) {
            return None;
        }
        let length = part.len();
        read += length as u64;
        text.consume(length);
    }
    (read > most).then(|| format!("line 1: {}", bounds.exceeded(Bound::RecordBytes)))
}

/// Reads what is packed in a file in chunks; nothing where it has to be read whole.
pub(super) fn unpack(packed: &Packed, reading: &Reading) -> Option<Streamed> {
    stream(packed.member(), packed.reader(), packed.most(&reading.bounds), reading)
}

/// Reads a member of an archive in chunks; nothing where it has to be read whole.
pub(super) fn member(path: String, content: impl Read + Send, most: u64, reading: &Reading) -> Option<Streamed> {
    stream(path, content, most, reading)
}

/// Reads up to `most` bytes of a text in chunks; nothing where there are more, or an error among them.
fn stream(path: String, mut rest: impl Read + Send, most: u64, reading: &Reading) -> Option<Streamed> {
    let mut head = Vec::new();
    (&mut rest).take(HEAD).read_to_end(&mut head).ok()?;
    if !source::is_plain_text(&head) {
        return None;
    }
    let decoded = source::decode(&head);
    let (Cow::Borrowed(text), None) = (decoded.text, decoded.note) else { return None };
    let mark = head.len() - text.len();
    let document = Document::open(text);
    let recognized = recognize(&document)?;
    let left = most.saturating_sub(head.len() as u64).saturating_add(1);
    if let Some(ingestor) = json_chunked::kind(&document, recognized) {
        let mut watch = Watch::of(&head[..mark], b"");
        let rest = (head[mark..].to_vec(), BufReader::with_capacity(BUFFER, rest.take(left)));
        let batch = json_chunked::read(ingestor, rest, reading, Some(&mut watch)).ok()??;
        return watched(path, (ingestor, batch), watch, most);
    }
    let ingestor = Some(recognized).filter(|one| is_chunked(one))?;
    let csv = document.delimited().filter(|csv| !by_source::may_have(ingestor, csv))?;
    let body = mark + csv.body_at();
    // A header that long is none; what is read so far may end inside it.
    if body as u64 > HEAD / 2 {
        return None;
    }
    let mut watch = Watch::of(&head[..mark], &head[mark..body]);
    let (header, first_line, begun) = (csv.head(), csv.first_line(), head[body..].to_vec());
    let opened =
        Opened { ingestor, header, first_line, begun, rest: BufReader::with_capacity(BUFFER, rest.take(left)) };
    let batch = chunked::read(opened, reading, Some(&mut watch)).ok()??;
    watched(path, (ingestor, batch), watch, most)
}

/// What was read, unless there was more than `most` bytes of it, or something by which the whole text decides how it is read.
fn watched(path: String, (ingestor, batch): (&'static Ingestor, Batch), watch: Watch, most: u64) -> Option<Streamed> {
    if watch.bytes > most || !watch.is_plain {
        return None;
    }
    let input = Input { path, bytes: watch.bytes, sha256: Some(watch.sha256()), ..Input::default() };
    Some(Streamed { input, ingestor, batch, secrets: watch.secrets })
}
