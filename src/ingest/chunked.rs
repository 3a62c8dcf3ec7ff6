//! One delimited file in chunks: read, hashed and searched for secrets side by side, its rows folded by as many workers as there are.

use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::batch::Batch;
use super::document::Document;
use super::fold::Fold;
use super::source::chunks::{Chunk, Chunks};
use super::text::delimited::{Delimited, Header, Part};
use super::{Ingestor, console_cost, console_usage, remarks};
use crate::model::{Bounds, Reading};

/// Kinds of export whose records can be read without the rest of the file.
const CHUNKED: [&str; 2] = [console_usage::INGESTOR.id, console_cost::INGESTOR.id];
/// Bytes of a chunk where nothing else is asked for.
const CHUNK: usize = 1 << 20;
/// Chunks of a wave, for each worker: the more, the less they wait for each other at its end.
const WAVE: usize = 6;

/// Whether the records of this kind of export can be read apart from each other.
pub(super) fn is_chunked(ingestor: &Ingestor) -> bool {
    CHUNKED.contains(&ingestor.id)
}

/// What is seen of every byte of a file beside its records.
pub(super) struct Watch {
    sha256: Sha256,
    /// Bytes so far.
    pub(super) bytes: u64,
    line: u64,
    /// Whole keys: line, and what may be shown.
    pub(super) secrets: Vec<(u64, String)>,
}

impl Watch {
    /// Has seen a byte-order mark, which is no part of the text, and the beginning of the text.
    pub(super) fn of(mark: &[u8], begin: &[u8]) -> Self {
        let mut watch = Self { sha256: Sha256::new(), bytes: mark.len() as u64, line: 1, secrets: Vec::new() };
        watch.sha256.update(mark);
        watch.see(begin);
        watch
    }

    /// Sees whole lines.
    pub(super) fn see(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.bytes += bytes.len() as u64;
        self.secrets.extend(remarks::secrets(bytes).into_iter().map(|(line, key)| (line + self.line - 1, key)));
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
    }

    pub(super) fn sha256(&self) -> String {
        self.sha256.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A delimited file whose header was read.
pub(super) struct Opened<R> {
    pub(super) ingestor: &'static Ingestor,
    pub(super) header: Header,
    /// Line of the first byte behind the header.
    pub(super) first_line: u64,
    /// What has been read of what is behind the header.
    pub(super) begun: Vec<u8>,
    /// The rest.
    pub(super) rest: R,
}

/// Reads the records; nothing where the file cannot be read in parts.
///
/// # Errors
/// What the reader says.
pub(super) fn read<R: Read + Send>(
    opened: Opened<R>,
    reading: &Reading,
    mut watch: Option<&mut Watch>,
) -> io::Result<Option<Batch>> {
    let Opened { ingestor, header, first_line, begun, rest } = opened;
    let mut chunks = Chunks::new(rest, reading.chunk_bytes.unwrap_or(CHUNK), begun, first_line);
    let workers = Workers { ingestor, header, bounds: reading.bounds, folds: Mutex::new(Vec::new()) };
    let most = WAVE * rayon::current_num_threads();
    let mut whole = Batch { bounds: reading.bounds, ..Batch::new(ingestor.table) };
    let (mut now, mut spare) = (Vec::new(), Vec::new());
    let mut is_empty = true;
    loop {
        let (ahead, batches) = rayon::join(
            || wave(&mut chunks, most, &mut spare),
            || {
                let see = || {
                    if let Some(watch) = &mut watch {
                        now.iter().for_each(|chunk: &Chunk| watch.see(&chunk.bytes));
                    }
                };
                rayon::join(see, || now.par_iter().map(|chunk| workers.read(chunk)).collect::<Vec<Batch>>()).1
            },
        );
        batches.into_iter().for_each(|batch| whole.append(batch));
        spare.extend(now.drain(..).map(|chunk| chunk.bytes));
        now = match ahead {
            Ok(ahead) => ahead,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(None),
            Err(error) => return Err(error),
        };
        if whole.unfit {
            return Ok(None);
        }
        if now.is_empty() {
            break;
        }
        is_empty = false;
    }
    if is_empty {
        return Ok(None);
    }
    let mut folds = workers.folds.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter();
    whole.fold = folds.next();
    for fold in folds {
        if let Some(all) = &mut whole.fold {
            all.absorb(fold);
        }
    }
    whole.end_fold();
    Ok(Some(whole))
}

/// The next chunks; fewer where the file ends.
fn wave<R: Read>(chunks: &mut Chunks<R>, most: usize, spare: &mut Vec<Vec<u8>>) -> io::Result<Vec<Chunk>> {
    let mut wave = Vec::with_capacity(most);
    while wave.len() < most {
        let Some(chunk) = chunks.next(spare.pop().unwrap_or_default())? else { break };
        wave.push(chunk);
    }
    Ok(wave)
}

/// Who reads chunks, each with one of the folds that nobody uses.
struct Workers {
    ingestor: &'static Ingestor,
    header: Header,
    bounds: Bounds,
    folds: Mutex<Vec<Fold>>,
}

impl Workers {
    fn read(&self, chunk: &Chunk) -> Batch {
        let part = Part { first_line: chunk.first_line, is_last: chunk.is_last };
        let document = Document::Delimited(Delimited::part_of(&self.header, &chunk.bytes, part));
        let mut batch = Batch { bounds: self.bounds, ..Batch::new(self.ingestor.table) };
        let free = || self.folds.lock().unwrap_or_else(PoisonError::into_inner).pop();
        batch.fold = free().or_else(|| Fold::new(self.ingestor.table));
        (self.ingestor.read)(&document, &mut batch);
        self.folds.lock().unwrap_or_else(PoisonError::into_inner).extend(batch.fold.take());
        batch
    }
}

impl Batch {
    /// Takes in what the next part of the same file says beside its folded rows.
    fn append(&mut self, next: Self) {
        self.rejects.extend(next.rejects);
        // Notes about the end of the file stand before those about its columns, as in a file that is read whole.
        let earlier = std::mem::replace(&mut self.notes, next.notes);
        earlier.into_iter().for_each(|note| self.note(note));
        (self.present, self.unknown_columns) = (next.present, next.unknown_columns);
        self.ending = next.ending;
        self.unfit |= next.unfit;
    }
}
