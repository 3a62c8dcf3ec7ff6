//! A long JSON text as chunks of whole records, cut while it is read: a page or an array may be as long as it likes.
//!
//! What is broken, or begins as a page and is none, is for whoever has the whole text and can look back: [`super::JsonFile`].

use std::io::{self, Read};

use super::Says;
use super::ends::string_end;
use super::envelope::{Fields, PageShape, SHAPES};
use super::page_ends::ends_elsewhere;
use super::page_times::PageTimes;
use super::scan::{Scan, Scanner};
use super::space::skip_space;

/// Some records of a text.
#[derive(Debug)]
pub(in crate::ingest) struct RecordChunk {
    /// From behind a record, or the beginning of the text, to the end of a record, or of the text.
    pub(in crate::ingest) bytes: Vec<u8>,
    /// Line of its first byte.
    pub(in crate::ingest) first_line: u64,
    /// Its records.
    pub(super) scan: Scan,
}

/// Cuts what a reader gives into chunks of about one size.
pub(in crate::ingest) struct RecordChunks<R> {
    reader: R,
    size: usize,
    /// A chunk may grow to so many bytes in search of the end of a record.
    most: usize,
    /// The beginning of the next chunk.
    carried: Vec<u8>,
    line: u64,
    inside: Inside,
    /// What the text says of itself so far.
    pub(in crate::ingest) says: Says,
}

/// What the next record stands in.
enum Inside {
    /// Nothing: one record or page after the other.
    Nothing,
    Array,
    Page(Box<Page>),
}

/// A page whose list began.
struct Page {
    fields: Fields,
    envelope: &'static PageShape,
    in_list: bool,
    /// What it calls its first and last record, quotes included.
    ids: [Option<Vec<u8>>; 2],
    /// Its first and last record in chunks before.
    ends: Option<[Vec<u8>; 2]>,
    /// Its first record in this chunk, among the chunk's.
    from: usize,
}

/// How far one step went.
enum Step {
    To(usize),
    /// The text that is there does not tell.
    NeedsMore,
}

impl<R: Read> RecordChunks<R> {
    /// Begins with what has been read of a text.
    pub(in crate::ingest) fn new(reader: R, size: usize, most: usize, begun: Vec<u8>) -> Self {
        let most = most.max(size).saturating_mul(2);
        Self { reader, size, most, carried: begun, line: 1, inside: Inside::Nothing, says: Says::default() }
    }

    /// The next chunk; none behind the last one.
    ///
    /// # Errors
    /// What the reader says; [`io::ErrorKind::InvalidData`] where the text cannot be cut without looking back.
    pub(in crate::ingest) fn next(&mut self) -> io::Result<Option<RecordChunk>> {
        let mut buffer = std::mem::take(&mut self.carried);
        let (mut at, mut scan) =
            (0, Scan { list: self.says.list, enveloped: self.says.enveloped, more: self.says.more, ..Scan::default() });
        let mut wanted = self.size.max(buffer.len());
        loop {
            let missing = wanted.saturating_sub(buffer.len());
            let ended = (&mut self.reader).take(missing as u64).read_to_end(&mut buffer)? < missing;
            let mut scanner = Scanner { bytes: &buffer, found: scan };
            at = self.walk(&mut scanner, at)?;
            scan = scanner.found;
            let is_whole = ended && matches!(self.inside, Inside::Nothing) && skip_space(&buffer, at) >= buffer.len();
            // Only behind what is closed may a text be cut: nothing that is searched for in it goes on there.
            let is_closed = at > 0 && matches!(buffer[at - 1], b'}' | b']');
            if is_whole || is_closed {
                let end = if is_whole { buffer.len() } else { at };
                self.carried = buffer.split_off(end);
                return Ok((!buffer.is_empty()).then(|| self.chunk(buffer, scan)));
            }
            if ended || wanted >= self.most {
                return Err(io::ErrorKind::InvalidData.into());
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    fn chunk(&mut self, bytes: Vec<u8>, scan: Scan) -> RecordChunk {
        if let Inside::Page(page) = &mut self.inside {
            page.remember(&bytes, &scan);
            page.from = 0;
        }
        (self.says.list, self.says.enveloped, self.says.more) = (scan.list, scan.enveloped, scan.more);
        let first_line = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        RecordChunk { bytes, first_line, scan }
    }
}

impl<R> RecordChunks<R> {
    /// Goes on record by record, to where the chunk is long enough or the text that is there does not tell how it goes on.
    fn walk(&mut self, scanner: &mut Scanner, mut at: usize) -> io::Result<usize> {
        loop {
            let is_long = at >= self.size.max(1) && matches!(scanner.bytes[at - 1], b'}' | b']');
            let step = if is_long { Step::NeedsMore } else { self.step(scanner, at)? };
            match step {
                Step::To(next) => at = next,
                Step::NeedsMore => return Ok(at),
            }
            for page in std::mem::take(&mut scanner.found.pages) {
                self.says.lacking |= page.lacks_an_end(scanner.bytes, &scanner.found.records);
            }
            self.says.pages.append(&mut scanner.found.page_times);
        }
    }

    /// One record, or the beginning or end of what records stand in.
    fn step(&mut self, scanner: &mut Scanner, at: usize) -> io::Result<Step> {
        let bytes = scanner.bytes;
        let depth = match &mut self.inside {
            Inside::Nothing => return self.outside(scanner, skip_space(bytes, at)),
            Inside::Page(page) if !page.in_list => {
                let Some((end, is_closed)) = page.field(scanner, at)? else { return Ok(Step::NeedsMore) };
                if is_closed {
                    self.inside = Inside::Nothing;
                }
                return Ok(Step::To(end));
            }
            Inside::Array => 0,
            Inside::Page(_) => 1,
        };
        let mut at = skip_space(bytes, at);
        while bytes.get(at) == Some(&b',') {
            at = skip_space(bytes, at + 1);
        }
        match bytes.get(at) {
            None => Ok(Step::NeedsMore),
            Some(b']') => {
                match &mut self.inside {
                    Inside::Page(page) => page.in_list = false,
                    inside => *inside = Inside::Nothing,
                }
                Ok(Step::To(at + 1))
            }
            Some(_) => Ok(scanner.attempt(|scanner| scanner.element(at, depth)).map_or(Step::NeedsMore, Step::To)),
        }
    }

    /// A record or page, or the beginning of an array or of a page that is longer than what is there.
    fn outside(&mut self, scanner: &mut Scanner, at: usize) -> io::Result<Step> {
        match scanner.bytes.get(at) {
            None => Ok(Step::NeedsMore),
            Some(b'{') => {
                if let Some(end) = scanner.attempt(|scanner| scanner.page_or_record(at, 0)) {
                    return Ok(Step::To(end));
                }
                let long = scanner.bytes.len() - at >= self.size;
                let Some((page, list)) = Page::begin(scanner, at).filter(|_| long) else { return Ok(Step::NeedsMore) };
                self.inside = Inside::Page(Box::new(page));
                Ok(Step::To(list + 1))
            }
            Some(b'[') => {
                (self.inside, scanner.found.list) = (Inside::Array, true);
                Ok(Step::To(at + 1))
            }
            Some(_) => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

impl Page {
    /// An object that may be a page by what stands before its list, and where the list begins.
    fn begin(scanner: &mut Scanner, start: usize) -> Option<(Self, usize)> {
        let (mut at, mut fields, mut ids) = (start + 1, Fields::default(), [None, None]);
        loop {
            at = skip_space(scanner.bytes, at);
            if scanner.bytes.get(at) == Some(&b',') {
                at += 1;
                continue;
            }
            let (key, value) = field(scanner.bytes, at)??;
            let list = SHAPES.iter().find(|known| known.list.as_bytes() == key);
            if let Some(envelope) = list.filter(|_| scanner.bytes.get(value) == Some(&b'[')) {
                let page = fields.is_page_so_far(envelope, 0);
                fields.page = Some(envelope);
                let from = scanner.found.records.len();
                return page.then_some((Self { fields, envelope, in_list: true, ids, ends: None, from }, value));
            }
            at = scanner.value_end(value)?;
            note_id(&mut ids, key, &scanner.bytes[value..at]);
            fields.note(key, &scanner.bytes[value..at]);
        }
    }

    /// Passes a field behind its list, or its end; nothing where the text that is there does not tell.
    fn field(&mut self, scanner: &mut Scanner, at: usize) -> io::Result<Option<(usize, bool)>> {
        let bytes = scanner.bytes;
        let mut at = skip_space(bytes, at);
        while bytes.get(at) == Some(&b',') {
            at = skip_space(bytes, at + 1);
        }
        match bytes.get(at) {
            None => Ok(None),
            Some(b'}') => {
                self.remember(bytes, &scanner.found);
                let lacks =
                    |(id, end): (&Option<Vec<u8>>, &Vec<u8>)| id.as_ref().is_some_and(|id| ends_elsewhere(id, end));
                let lacking = self.ends.as_ref().is_some_and(|ends| self.ids.iter().zip(ends).any(lacks));
                // Whether it has the record somewhere else is for whoever has all of them.
                if lacking || !self.fields.is_page(self.envelope, 0) {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                (scanner.found.list, scanner.found.enveloped) = (true, true);
                scanner.found.more = self.fields.says_more();
                let ends = self.ends.as_ref().map(|[first, last]| [first.as_slice(), last.as_slice()]);
                scanner.found.page_times.extend(PageTimes::of(ends, scanner.found.more));
                Ok(Some((at + 1, true)))
            }
            Some(_) => {
                let Some(field) = field(bytes, at) else { return Ok(None) };
                let Some((key, value)) = field else { return Err(io::ErrorKind::InvalidData.into()) };
                let Some(end) = scanner.value_end(value) else { return Ok(None) };
                let is_list = bytes[value] == b'[' && SHAPES.iter().any(|known| known.list.as_bytes() == key);
                if is_list {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                note_id(&mut self.ids, key, &bytes[value..end]);
                self.fields.note(key, &bytes[value..end]);
                Ok(Some((end, false)))
            }
        }
    }

    /// Keeps its first and last record.
    fn remember(&mut self, bytes: &[u8], scan: &Scan) {
        let text = |&(from, to): &(usize, usize)| bytes[from..to].to_vec();
        let Some((first, last)) = scan.records.get(self.from..).and_then(|own| own.first().zip(own.last())) else {
            return;
        };
        match &mut self.ends {
            Some([_, end]) => *end = text(last),
            none => *none = Some([text(first), text(last)]),
        }
        self.from = scan.records.len();
    }
}

/// Keeps what a page calls its first and last record.
fn note_id(ids: &mut [Option<Vec<u8>>; 2], key: &[u8], value: &[u8]) {
    let place = [b"first_id".as_slice(), b"last_id"].iter().position(|name| *name == key);
    if let Some(place) = place.filter(|_| value.starts_with(b"\"")) {
        ids[place] = Some(value.to_vec());
    }
}

/// Name of the field at an offset, and where its value begins; nothing inside where it is no field, and nothing where the text ends.
fn field(bytes: &[u8], at: usize) -> Option<Option<(&[u8], usize)>> {
    if *bytes.get(at)? != b'"' {
        return Some(None);
    }
    let end = string_end(bytes, at)?;
    let colon = skip_space(bytes, end);
    if *bytes.get(colon)? != b':' {
        return Some(None);
    }
    let value = skip_space(bytes, colon + 1);
    bytes.get(value)?;
    Some(Some((&bytes[at + 1..end - 1], value)))
}
