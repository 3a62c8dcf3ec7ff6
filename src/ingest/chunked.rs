//! One delimited file in chunks: read, hashed and searched for secrets side by side, its rows folded by as many workers as there are.

use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::batch::{Batch, Reject};
use super::document::Document;
use super::fold::Fold;
use super::joined::Headers;
use super::routine::{DecodedCells, Routine};
use super::source;
use super::source::byte_counts::ByteCounts;
use super::source::chunks::{Chunk, Chunks, OfLine};
use super::text::delimited::{ChunkPlace, Delimited, Header};
use super::values::{NO_TEXT, Values};
use super::{Ingestor, audit_log, console_cost, console_usage, remarks};
use crate::model::{Bound, Reading, hex};

/// Kinds of export whose records can be read without the rest of the file.
const CHUNKED: [&str; 3] = [console_usage::INGESTOR.id, console_cost::INGESTOR.id, audit_log::INGESTOR.id];
/// Bytes of a chunk where nothing else is asked for.
pub(super) const CHUNK: usize = 1 << 20;
/// Chunks of a wave, for each worker: the more, the less they wait for each other at its end.
pub(super) const WAVE: usize = 6;

/// Whether the records of this kind of export can be read apart from each other.
pub(super) fn is_chunked(ingestor: &Ingestor) -> bool {
    CHUNKED.contains(&ingestor.id)
}

/// What is seen of every byte of a file next to its records.
pub(super) struct Watch {
    sha256: Sha256,
    /// Bytes so far.
    pub(super) bytes: u64,
    line: u64,
    /// Whole keys: line, and what may be shown.
    pub(super) secrets: Vec<(u64, String)>,
    /// Whether nothing showed that the whole file decides how its bytes are read.
    pub(super) is_plain: bool,
}

impl Watch {
    /// Has seen a byte-order mark, which is no part of the text, and the beginning of the text.
    pub(super) fn of(mark: &[u8], begin: &[u8]) -> Self {
        let mut watch =
            Self { sha256: Sha256::new(), bytes: mark.len() as u64, line: 1, secrets: Vec::new(), is_plain: true };
        watch.sha256.update(mark);
        watch.see(begin, ByteCounts::of(begin));
        watch
    }

    /// Sees whole lines: the bytes, and what was counted of them.
    pub(super) fn see(&mut self, bytes: &[u8], counts: ByteCounts) {
        self.sha256.update(bytes);
        self.bytes += bytes.len() as u64;
        let is_ascii = counts.beyond_ascii == 0 && counts.zeros == 0;
        self.is_plain = self.is_plain && (is_ascii || source::is_plain_utf8(bytes));
        self.secrets.extend(remarks::secrets(bytes).into_iter().map(|(line, key)| (line + self.line - 1, key)));
        self.line += counts.line_ends;
    }

    pub(super) fn sha256(&self) -> String {
        hex(&self.sha256.clone().finalize())
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
    let most = usize::try_from(reading.bounds.of(Bound::RecordBytes)).unwrap_or(usize::MAX);
    let mut chunks = Chunks::new(rest, reading.chunk_bytes.unwrap_or(CHUNK), most, begun, first_line);
    let headers = Headers::of(ingestor, &Delimited::part_of(&header, b"", ChunkPlace::empty(first_line)));
    let workers = Workers { ingestor, header, headers, reading, free: Mutex::new(Vec::new()) };
    let ahead_at_most = WAVE * rayon::current_num_threads();
    let mut whole = Batch { bounds: reading.bounds, ..Batch::new(ingestor.table) };
    let (mut now, mut spare) = (Vec::new(), Vec::new());
    let mut is_empty = true;
    loop {
        let (ahead, batches) = rayon::join(
            || wave(&mut chunks, ahead_at_most, &mut spare),
            || {
                let see = || {
                    if let Some(watch) = &mut watch {
                        now.iter().for_each(|chunk: &Chunk| watch.see(&chunk.bytes, chunk.counts));
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
    joined(&mut whole, workers.free.into_inner().unwrap_or_else(PoisonError::into_inner));
    whole.routine.recode();
    whole.routine.finish();
    whole.end_fold();
    Ok(Some(whole))
}

/// Takes in what each worker has folded of the file.
fn joined(whole: &mut Batch, hands: Vec<Hands>) {
    let mut folds = Vec::new();
    for (at, hands) in hands.into_iter().enumerate() {
        if at == 0 {
            (whole.fold, whole.routine) = (hands.fold, hands.routine);
            continue;
        }
        whole.routine.absorb(hands.routine);
        folds.extend(hands.fold);
    }
    if let Some(fold) = &mut whole.fold {
        fold.absorb(folds);
    }
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

/// Who reads chunks, each into what nobody else has in hand.
struct Workers<'a> {
    ingestor: &'static Ingestor,
    header: Header,
    headers: Headers,
    reading: &'a Reading,
    free: Mutex<Vec<Hands>>,
}

/// What one worker has folded of a file.
struct Hands {
    fold: Option<Fold>,
    routine: Routine,
    known: DecodedCells,
}

impl Workers<'_> {
    fn read(&self, chunk: &Chunk) -> Batch {
        self.reading.tally.add(chunk.bytes.len() as u64, chunk.counts.line_ends);
        let (has_quotes, has_returns) = (chunk.counts.quotes > 0, chunk.counts.returns > 0);
        let part = ChunkPlace { first_line: chunk.first_line, is_last: chunk.is_last, has_quotes, has_returns };
        // Of a line that is too long there is nothing to read.
        let records: &[u8] = if chunk.of_line == OfLine::No { &chunk.bytes } else { b"" };
        let document = Document::Delimited(Delimited::part_of(&self.header, records, part));
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Hands { fold, routine, known } = free.unwrap_or_else(|| Hands {
            fold: Fold::new(self.ingestor.table).filter(|_| !self.reading.rows_singly),
            routine: Routine::excluding(&self.reading.singly),
            known: DecodedCells::default(),
        });
        let own = Batch::new(self.ingestor.table);
        let organizations_read = self.reading.event_organizations.clone();
        let mut batch = Batch { bounds: self.reading.bounds, fold, routine, known, organizations_read, ..own };
        // Another table begins inside: the file is read whole, and split there.
        batch.unfit = !self.headers.within(records).is_empty();
        (self.ingestor.read)(&document, &mut batch);
        if chunk.of_line == OfLine::Begin {
            let why = Reject::record(self.reading.bounds.exceeded(Bound::RecordBytes));
            batch.reject(chunk.first_line, why, &chunk.bytes[..chunk.bytes.len().min(CHUNK)]);
        }
        let (fold, routine, known) =
            (batch.fold.take(), std::mem::take(&mut batch.routine), std::mem::take(&mut batch.known));
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(Hands { fold, routine, known });
        batch
    }
}

impl Batch {
    /// Takes in what the next part of the same file says next to its folded rows and events.
    pub(super) fn append(&mut self, next: Self) {
        let code = |at: usize| u32::try_from(at).unwrap_or(NO_TEXT);
        let texts: Vec<u32> = next.texts.into_iter().map(|text| code(self.texts.insert_full(text).0)).collect();
        let shared = |own: u32| texts.get(own as usize).copied().unwrap_or(NO_TEXT);
        for pair in self.values.iter_mut().zip(next.values) {
            match pair {
                (Values::Text(all), Values::Text(own)) => all.extend(own.into_iter().map(shared)),
                (Values::Day(all), Values::Day(own)) => all.extend(own),
                (Values::Number(all), Values::Number(own)) => all.extend(own),
                (Values::Money(all), Values::Money(own)) => all.extend(own),
                (Values::Flag(all), Values::Flag(own)) => all.extend(own),
                _ => {}
            }
        }
        self.lines.extend(next.lines);
        self.rejects.extend(next.rejects);
        // As in a file that is read whole: notes about records that were passed over, about the end of the file, and about its columns.
        let columns = self.notes.split_off(self.notes_of_passed);
        let mut passed = next.notes;
        let end = passed.split_off(next.notes_of_passed);
        passed.into_iter().for_each(|note| self.note(note));
        self.notes_of_passed = self.notes.len();
        end.into_iter().chain(columns).for_each(|note| self.note(note));
        (self.present, self.unknown_columns) = (next.present, next.unknown_columns);
        self.ending = next.ending;
        self.answer_goes_on = next.answer_goes_on.or(self.answer_goes_on);
        self.unfit |= next.unfit;
        self.other += next.other;
        self.event_organizations.absorb(&next.event_organizations);
    }
}
