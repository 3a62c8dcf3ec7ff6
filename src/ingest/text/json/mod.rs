//! JSON as it lies on disk: one page, several pages, a bare array, one object a line; whole or cut.
//!
//! A scanner of our own cuts the text into records first, so that every record has the line it begins on and a cut or broken
//! record costs itself only; `serde_json` then reads each record.

#[cfg(test)]
mod tests;
mod wrapped;

mod chunks;
mod content;
pub(in crate::ingest) mod continued;
mod counted;
mod ends;
mod envelope;
mod fields;
mod line;
mod nested;
mod page_ends;
mod page_times;
mod record;
mod restored;
mod scan;
mod space;
mod totals;

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(in crate::ingest) use self::chunks::{RecordChunk, RecordChunks};
use self::content::without_content;
pub(in crate::ingest) use self::ends::CUT_ENVELOPE;
use self::ends::levels;
use self::line::LineCounter;
pub use self::page_times::PageTimes;
pub(in crate::ingest) use self::page_times::falls;
use self::scan::Scan;
use self::space::skip_space;
use super::history::RecordHistory;
use super::sink::{Ending, MORE_FOLLOW, Sink};
use super::tombstone;
use crate::ingest::cell::Reject;
use crate::model::{Bound, Bounds};
pub use record::Record;

/// A JSON file, cut into records.
#[derive(Debug)]
pub struct JsonFile<'a> {
    bytes: &'a [u8],
    scan: Scan,
    first_line: u64,
    /// Whether it is a part of a text, which says nothing of how the text ends.
    is_part: bool,
}

impl<'a> JsonFile<'a> {
    /// Cuts the text; `None` where it does not begin like JSON.
    #[must_use]
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let start = skip_space(bytes, 0);
        let begins = matches!(bytes.get(start), Some(b'{' | b'['));
        begins.then(|| {
            let mut scan = Scan::of(bytes, start);
            scan.records = wrapped::unwrapped(bytes, std::mem::take(&mut scan.records), !scan.pages.is_empty());
            Self { bytes, scan, first_line: 1, is_part: false }
        })
    }

    /// Records of a text that is read in chunks.
    pub(in crate::ingest) fn part_of(chunk: &'a mut RecordChunk) -> Self {
        let scan = std::mem::take(&mut chunk.scan);
        Self { bytes: &chunk.bytes, scan, first_line: chunk.first_line, is_part: true }
    }

    /// The text.
    pub(in crate::ingest) const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether there was an envelope or an array at all: an empty list is a list.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        self.scan.list
    }

    /// Whether the text is a bare array, as pages of the Console's own endpoints are.
    #[must_use]
    pub fn is_array(&self) -> bool {
        self.bytes.get(skip_space(self.bytes, 0)) == Some(&b'[')
    }

    /// The first record that is a JSON object, which decides over the kind of the file; an error between the pages of a list
    /// decides only where there is nothing else. Of a table whose rows are lists no object is a record: those are values of its cells.
    #[must_use]
    pub fn first(&self) -> Option<Map<String, Value>> {
        let records = self.scan.records.iter().take(20);
        let objects = records.clone().filter(|(start, _)| self.bytes[*start] == b'{').count();
        if objects * 2 < records.len() {
            return None;
        }
        let mut objects = records.filter_map(|&(start, end)| without_content(&self.bytes[start..end])).peekable();
        let is_error = |object: &Map<String, Value>| object.get("type").is_some_and(|kind| kind == "error");
        let error = objects.next_if(is_error);
        objects.find(|object| !is_error(object)).or(error)
    }

    /// What the envelopes of its pages say in a field, as texts.
    #[must_use]
    pub fn envelope(&self, field: &str) -> Vec<String> {
        let own = self.scan.envelope.iter().filter(|(name, _)| *name == field);
        own.filter_map(|(_, (start, end))| serde_json::from_slice(&self.bytes[*start..*end]).ok()).collect()
    }

    /// Whether a field of this name holds a text anywhere.
    #[must_use]
    pub fn states(&self, field: &str) -> bool {
        self.values(field).any(|value| value.starts_with('"'))
    }

    /// The texts that fields of this name hold anywhere.
    #[must_use]
    pub fn texts(&self, field: &str) -> BTreeSet<&str> {
        self.values(field).filter_map(|value| value.strip_prefix('"')?.split('"').next()).collect()
    }

    /// The text behind every field of this name.
    fn values<'b>(&'b self, field: &str) -> impl Iterator<Item = &'b str> + use<'b> {
        let (name, text) = (format!("\"{field}\""), std::str::from_utf8(self.bytes).unwrap_or_default());
        let behind: Vec<usize> = text.match_indices(&name).map(|(at, _)| at + name.len()).collect();
        behind.into_iter().filter_map(|at| text[at..].trim_start().strip_prefix(':')).map(str::trim_start)
    }

    /// The first records that are JSON objects and not long, without what people wrote.
    pub fn first_objects(&self) -> impl Iterator<Item = Map<String, Value>> {
        const MOST: usize = 20;
        const LONG: usize = 256 << 10;
        let records = self.scan.records.iter().take(MOST).filter(|(start, end)| end - start <= LONG);
        records.filter_map(|&(start, end)| without_content(&self.bytes[start..end]))
    }

    /// Number of whole records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scan.records.len()
    }

    /// Whether there is no whole record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scan.records.is_empty()
    }

    /// Hands every record to `take`; what cannot be read or taken is rejected in `batch` with its line.
    pub fn each_record<S: Sink>(&self, batch: &mut S, take: impl FnMut(&Record, u64, &mut S) -> Result<(), Reject>) {
        self.each_record_with_fast_path(batch, |_, _, _| false, take);
    }

    /// As [`JsonFile::each_record`], but for those that `quick` takes by their text.
    pub fn each_record_with_fast_path<S: Sink>(
        &self,
        batch: &mut S,
        mut quick: impl FnMut(&[u8], u64, &mut S) -> bool,
        mut take: impl FnMut(&Record, u64, &mut S) -> Result<(), Reject>,
    ) {
        self.each_text(batch, |text, line, batch| {
            self.within(text, batch.bounds())?;
            if quick(text, line, batch) {
                return Ok(());
            }
            let mut object = serde_json::from_slice::<Map<String, Value>>(text)
                .map_err(|error| Reject::record(format!("no JSON object: {}", plain(&error))))?;
            if batch.takes_history() && batch.take_history(RecordHistory::of_object(&object), line, text) {
                return Ok(());
            }
            if let Some(mark) = tombstone::mark(&object) {
                batch.pass_over(tombstone::note(mark));
                return Ok(());
            }
            if restored::may_hold_one(text) {
                restored::restore(&mut object);
            }
            take(&Record::new(&object), line, batch)
        });
    }

    /// Whether a record may be held whole.
    fn within(&self, record: &[u8], bounds: &Bounds) -> Result<(), Reject> {
        if record.len() as u64 > bounds.of(Bound::RecordBytes) {
            return Err(Reject::record(bounds.exceeded(Bound::RecordBytes)));
        }
        // Of most files no value reaches the bound, which counts the record itself as one level.
        let deepest = bounds.of(Bound::Nesting);
        if self.scan.deepest as u64 + 1 > deepest && levels(record) as u64 > deepest {
            return Err(Reject::record(bounds.exceeded(Bound::Nesting)));
        }
        Ok(())
    }

    /// Hands every record to `take` as the few fields that `T` has; everything else is passed over and never held, nor reported
    /// where a record is broken.
    pub fn each_part<T: DeserializeOwned, S: Sink>(
        &self,
        batch: &mut S,
        take: impl Fn(T, u64, &mut S) -> Result<(), Reject>,
    ) {
        self.each_text(batch, |text, line, batch| {
            let part = serde_json::from_slice(text).map_err(|_| Reject::record("not a record of this kind"))?;
            take(part, line, batch)
        });
    }

    fn each_text<S: Sink>(&self, batch: &mut S, mut take: impl FnMut(&[u8], u64, &mut S) -> Result<(), Reject>) {
        let mut lines = LineCounter::of(self.bytes);
        for &(start, end) in &self.scan.records {
            let line = lines.line_at(start) + self.first_line - 1;
            if let Err(reject) = take(&self.bytes[start..end], line, batch) {
                batch.reject(line, reject, &self.bytes[start..end]);
            }
        }
        self.tell_what_is_broken(batch);
    }

    /// Rejects what could not be cut into records, and says how the file ends.
    fn tell_what_is_broken<S: Sink>(&self, batch: &mut S) {
        if self.is_part {
            return;
        }
        let mut lines = LineCounter::of(self.bytes);
        for (number, &(start, reason)) in self.scan.broken.iter().enumerate() {
            let next = self.scan.broken.get(number + 1).map_or(self.bytes.len(), |&(next, _)| next);
            batch.reject(lines.line_at(start), Reject::record(reason), &self.outside_of_records(start, next));
        }
        let lacking = || self.scan.pages.iter().any(|page| page.lacks_an_end(self.bytes, &self.scan.records));
        let (list, more) = (self.scan.list, self.scan.more && !self.has_its_last_page());
        let is_broken = !self.scan.broken.is_empty();
        let pages = self.scan.page_times.clone();
        let enveloped = self.scan.enveloped;
        Says { list, enveloped, more, lacking: !is_broken && lacking(), pages }.tell(is_broken, batch);
    }
}

/// What a text says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Says {
    /// Whether there was an envelope or an array.
    list: bool,
    /// Whether there was an envelope.
    enveloped: bool,
    /// Whether the last page says that more pages follow.
    more: bool,
    /// Whether a page names a first or last record that it does not have.
    lacking: bool,
    /// When pages of activities begin and end.
    pages: Vec<PageTimes>,
}

impl Says {
    /// Says how the text ends.
    pub(in crate::ingest) fn tell<S: Sink>(self, is_broken: bool, batch: &mut S) {
        let more = page_times::more_follow(&self.pages).unwrap_or(self.more);
        if more {
            batch.note(MORE_FOLLOW.to_owned());
        }
        let ending = match self {
            _ if is_broken => Ending::Broken,
            Self { lacking: true, .. } => {
                batch.note("a page of it says that it begins or ends with a record that it does not have".to_owned());
                Ending::Lacking
            }
            _ if more => Ending::MoreFollow,
            Self { list: true, enveloped: true, .. } => Ending::Whole,
            Self { list: true, .. } => Ending::WithoutEnvelope,
            _ => Ending::BareRecords,
        };
        batch.set_ending(ending);
        batch.set_pages(self.pages);
    }
}

impl JsonFile<'_> {
    /// What stands in a part of the text next to its whole records, from where something is broken to where the next thing is.
    fn outside_of_records(&self, from: usize, to: usize) -> Vec<u8> {
        let (mut outside, mut at) = (Vec::new(), from);
        let first = self.scan.records.partition_point(|&(_, end)| end <= from);
        for &(start, end) in self.scan.records[first..].iter().take_while(|&&(start, _)| start < to) {
            outside.extend_from_slice(&self.bytes[at.min(start)..start]);
            at = end;
        }
        outside.extend_from_slice(&self.bytes[at.min(to)..to]);
        outside
    }
}

/// What serde_json says, without its line and column, which count from the record.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
