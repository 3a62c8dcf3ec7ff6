//! One JSON text in chunks of whole records: read, hashed and searched for secrets side by side, by as many workers as there are.
//!
//! What cannot be cut so (broken text, a record longer than a chunk may grow) is read whole.

#[cfg(test)]
mod tests;

use std::io::{self, Read};

use rayon::prelude::*;

use super::batch::Batch;
use super::chunked::{CHUNK, WAVE, Watch};
use super::document::Document;
use super::routine::Routine;
use super::source::byte_counts::ByteCounts;
use super::text::json::{JsonFile, RecordChunk, RecordChunks};
use super::{Ingestor, activity_feed, data_export};
use crate::model::{Bound, Reading};

/// Kinds of export whose records can be read without the rest of the file, and are many.
const CHUNKED: [&str; 2] = [activity_feed::INGESTOR.id, data_export::data_export_conversations::INGESTOR.id];
/// First records of a text by which its kind is determined.
const DECISIVE: usize = 20;

/// The kind of a text by its beginning, if its records can be read apart from each other: what follows would not change it.
pub(super) fn kind(document: &Document, recognized: &'static Ingestor) -> Option<&'static Ingestor> {
    let is_one = |json: &JsonFile| json.len() > DECISIVE && CHUNKED.contains(&recognized.id);
    document.json().is_some_and(is_one).then_some(recognized)
}

/// Reads the records of a text of which `begun` has been read; nothing where it has to be read whole.
///
/// # Errors
/// What the reader says.
pub(super) fn read<R: Read + Send>(
    ingestor: &'static Ingestor,
    (begun, rest): (Vec<u8>, R),
    reading: &Reading,
    mut watch: Option<&mut Watch>,
) -> io::Result<Option<Batch>> {
    let most = usize::try_from(reading.bounds.of(Bound::RecordBytes)).unwrap_or(usize::MAX);
    let mut chunks = RecordChunks::new(rest, reading.chunk_bytes.unwrap_or(CHUNK), most, begun);
    let ahead_at_most = WAVE * rayon::current_num_threads();
    let mut whole = part(ingestor, reading);
    let mut now: Vec<RecordChunk> = Vec::new();
    let mut has_text = false;
    loop {
        let (ahead, batches) = rayon::join(
            || wave(&mut chunks, ahead_at_most),
            || {
                if let Some(watch) = &mut watch {
                    now.iter().for_each(|chunk| watch.see(&chunk.bytes, ByteCounts::of(&chunk.bytes)));
                }
                now.par_iter_mut().map(|chunk| read_chunk(ingestor, chunk, reading)).collect::<Vec<Batch>>()
            },
        );
        batches.into_iter().for_each(|batch| whole.take_in(batch));
        now = match ahead {
            Ok(ahead) => ahead,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(None),
            Err(error) => return Err(error),
        };
        if now.is_empty() {
            break;
        }
        // Blanks alone are an empty file, and end no list.
        has_text |= now.iter().any(|chunk| !chunk.bytes.trim_ascii_start().is_empty());
    }
    if has_text {
        chunks.says.tell(false, &mut whole);
    }
    whole.routine.finish();
    Ok(Some(whole))
}

/// The next chunks; fewer where the text ends.
fn wave<R: Read>(chunks: &mut RecordChunks<R>, most: usize) -> io::Result<Vec<RecordChunk>> {
    let mut wave = Vec::with_capacity(most);
    while wave.len() < most {
        let Some(chunk) = chunks.next()? else { break };
        wave.push(chunk);
    }
    Ok(wave)
}

fn part(ingestor: &Ingestor, reading: &Reading) -> Batch {
    let routine = Routine::excluding(&reading.singly);
    Batch {
        bounds: reading.bounds,
        routine,
        organizations_read: reading.event_organizations.clone(),
        ..Batch::new(ingestor.table)
    }
}

fn read_chunk(ingestor: &Ingestor, chunk: &mut RecordChunk, reading: &Reading) -> Batch {
    let json = JsonFile::part_of(chunk);
    reading.tally.add(json.bytes().len() as u64, json.len() as u64);
    let mut batch = part(ingestor, reading);
    (ingestor.read)(&Document::Json(json, None), &mut batch);
    batch
}

impl Batch {
    /// Takes in what the next records of the same text say, as if they had been read behind its own.
    fn take_in(&mut self, mut next: Self) {
        self.routine.absorb(std::mem::take(&mut next.routine));
        self.unread.append(&mut next.unread);
        let (own, later) = (std::mem::take(&mut self.notes), std::mem::take(&mut next.notes));
        self.append(next);
        self.notes = own;
        later.into_iter().for_each(|note| self.note_as_once(note));
    }
}
