//! Cuts JSON text into records without reading their values.

use super::counted::counted_list;
use super::ends::{CUT_ENVELOPE, STATUS_DIGITS, is_status, next_line_with_json, string_end, value_end};
use super::envelope::{Fields, SHAPES};
use super::page_times::PageTimes;
use super::space::skip_space;

/// Lists inside lists (pages inside an array, `data` inside them): deeper ones are values of a record, whatever they are called.
const DEEPEST_LIST: usize = 4;

/// Where records begin and end, and what is broken.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Start and end of every record, in the order of the text.
    pub records: Vec<(usize, usize)>,
    /// Where a record begins that does not end, or text that is no JSON; with the reason; in the order of the text.
    pub broken: Vec<(usize, &'static str)>,
    /// Whether the last page says that more pages follow.
    pub more: bool,
    /// How many pages say that nothing follows them.
    pub last_pages: usize,
    /// Whether there was an envelope or an array at all.
    pub list: bool,
    /// Whether there was an envelope, which says whether more follow.
    pub enveloped: bool,
    /// Fields of envelopes: name and value, with its quotes.
    pub envelope: Vec<(&'static str, (usize, usize))>,
    /// Levels of the deepest value in the text.
    pub deepest: usize,
    /// Every page that has records and names its first or last one.
    pub pages: Vec<PageEnds>,
    /// When pages of activities begin and end.
    pub page_times: Vec<PageTimes>,
}

/// What a page says about its records.
#[derive(Debug)]
pub(super) struct PageEnds {
    /// Start and end of the values of `first_id` and `last_id`, quotes included, where they are texts.
    pub ids: [Option<(usize, usize)>; 2],
    /// Index of its first record, and of the first behind it.
    pub records: (usize, usize),
}

/// Why and where a record, list or page breaks off.
pub(super) struct Broken {
    /// What a reader is pointed to.
    at: usize,
    /// Where to look for the next record from; everything before it has been taken or reported.
    behind: usize,
    /// How far the scanner had to look.
    reached: usize,
    reason: &'static str,
}

/// Fields of an envelope that say something about all of its records.
const OF_ENVELOPE: [&str; 3] = ["organization_id", "data_refreshed_at", "@odata.context"];

/// Bytes that may be looked through in vain, next to eight times the file.
const MOST_LOOKS: usize = 64 << 20;
const CUT_RECORD: &str = "the file ends inside this record";
const BROKEN_RECORD: &str = "broken JSON object";

impl Scan {
    /// Cuts the text from `start` on.
    pub(super) fn of(bytes: &[u8], start: usize) -> Self {
        let mut scanner = Scanner { bytes, found: Self::default() };
        scanner.all(start);
        let mut found = scanner.found;
        found.broken.sort_unstable();
        debug_assert!(found.records.windows(2).all(|pair| pair[0].1 <= pair[1].0), "a record is taken twice");
        found
    }
}

/// What is known of an object while its fields are read.
#[derive(Default)]
struct Object {
    start: usize,
    fields: Fields,
    /// Where `first_id` and `last_id` stand.
    ids: [Option<(usize, usize)>; 2],
    of_envelope: Vec<(&'static str, (usize, usize))>,
}

impl Object {
    /// That it breaks off. The records of a page stand before that place, and are taken already.
    fn broken(&self, at: usize, reached: usize, len: usize) -> Broken {
        let is_page = self.fields.page.is_some();
        let reason = match (reached >= len, is_page) {
            (true, true) => CUT_ENVELOPE,
            (true, false) => CUT_RECORD,
            (false, _) => BROKEN_RECORD,
        };
        Broken { at: self.start, behind: if is_page { at.min(len) } else { self.start }, reached, reason }
    }
}

pub(super) struct Scanner<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) found: Scan,
}

impl Scanner<'_> {
    fn all(&mut self, mut at: usize) {
        // Text that opens brackets on every line and closes none would be looked through to its end again and again.
        let mut looks_left = self.bytes.len().saturating_mul(8).saturating_add(MOST_LOOKS);
        let mut recovering = false;
        while at < self.bytes.len() {
            let end = match self.bytes[at] {
                b'{' => self.page_or_record(at, 0),
                b'[' => self.elements(at, 0),
                // The rest of a page whose beginning was broken: separators, its end, its fields.
                b',' | b']' | b'}' if recovering => Ok(at + 1),
                b'"' if recovering => Ok(next_line_with_json(self.bytes, at).unwrap_or(self.bytes.len())),
                b'2' if is_status(self.bytes, at) => Ok(at + STATUS_DIGITS),
                _ => Err(Broken { at, behind: at, reached: at, reason: "text that is no JSON" }),
            };
            at = match end {
                Ok(end) => end,
                Err(broken) => {
                    recovering = true;
                    self.found.broken.push((broken.at, broken.reason));
                    looks_left = looks_left.saturating_sub(broken.reached - broken.at.min(broken.reached));
                    let Some(next) = next_line_with_json(self.bytes, broken.behind) else { return };
                    if looks_left == 0 {
                        self.found
                            .broken
                            .push((next, "too much of this file is broken: from here on nothing was read"));
                        return;
                    }
                    next
                }
            };
            at = skip_space(self.bytes, at);
        }
    }

    /// An object: an envelope around a list, or a record.
    pub(super) fn page_or_record(&mut self, start: usize, depth: usize) -> Result<usize, Broken> {
        if let Some(counted) = counted_list(self.bytes, start).filter(|_| depth < DEEPEST_LIST) {
            self.elements(counted.list, depth + 1)?;
            return Ok(counted.end);
        }
        let before = (self.found.records.len(), self.found.list, self.found.enveloped, self.found.more);
        let (mut at, mut object) = (start + 1, Object { start, ..Object::default() });
        loop {
            at = skip_space(self.bytes, at);
            at = match self.bytes.get(at) {
                Some(b',') => at + 1,
                Some(b'}') => break,
                Some(b'"') => self.field(at, depth, &mut object)?,
                _ => return Err(object.broken(at, at, self.bytes.len())),
            };
        }
        let fields = &mut object.fields;
        if let Some((envelope, list)) =
            fields.list.filter(|(envelope, _)| fields.page.is_none() && fields.has_beside(envelope))
        {
            // What says that it is a page stands behind its list.
            fields.page = Some(envelope);
            self.elements(list, depth + 1)?;
        }
        match object.fields.page.filter(|envelope| object.fields.is_page(envelope, depth)) {
            Some(_) => self.close_page(object, before.0),
            None => {
                self.found.records.truncate(before.0);
                (self.found.list, self.found.enveloped, self.found.more) = (before.1, before.2, before.3);
                self.found.records.push((start, at + 1));
            }
        }
        Ok(at + 1)
    }

    /// A field of an object from its name on, and where it ends: a list of records is read, of other values it is noted what they say.
    fn field(&mut self, at: usize, depth: usize, object: &mut Object) -> Result<usize, Broken> {
        let (bytes, len) = (self.bytes, self.bytes.len());
        let Some(key_end) = string_end(bytes, at) else { return Err(object.broken(at, len, len)) };
        let key = &bytes[at + 1..key_end - 1];
        let at = skip_space(bytes, key_end);
        if bytes.get(at) != Some(&b':') {
            return Err(object.broken(at, at, len));
        }
        let at = skip_space(bytes, at + 1);
        let known_list = SHAPES.iter().find(|known| known.list.as_bytes() == key).filter(|_| depth < DEEPEST_LIST);
        let counted = known_list.and_then(|_| counted_list(bytes, at));
        let list_at = counted.as_ref().map_or(at, |counted| counted.list);
        let list = known_list.filter(|_| bytes.get(list_at) == Some(&b'['));
        if let Some(envelope) = list.filter(|envelope| object.fields.is_page_so_far(envelope, depth)) {
            object.fields.page = Some(envelope);
            let end = self.elements(list_at, depth + 1)?;
            return Ok(counted.map_or(end, |counted| counted.end));
        }
        let Some(end) = self.value_end(at) else { return Err(object.broken(at, len, len)) };
        let known = OF_ENVELOPE.iter().find(|one| one.as_bytes() == key);
        object.of_envelope.extend(known.map(|one| (*one, (at, end))));
        match key {
            b"first_id" if bytes[at] == b'"' => object.ids[0] = Some((at, end)),
            b"last_id" if bytes[at] == b'"' => object.ids[1] = Some((at, end)),
            _ => {}
        }
        match list {
            Some(envelope) if object.fields.list.is_none() => object.fields.list = Some((envelope, list_at)),
            _ => object.fields.note(key, &bytes[at..end]),
        }
        Ok(end)
    }

    /// Takes the object for a page of the records from `first` on.
    fn close_page(&mut self, object: Object, first: usize) {
        let Object { fields, ids, of_envelope, .. } = object;
        (self.found.list, self.found.enveloped, self.found.more) = (true, true, fields.says_more());
        self.found.last_pages += usize::from(fields.says_last());
        self.found.envelope.extend(of_envelope);
        let records = (first, self.found.records.len());
        let own = &self.found.records[records.0..];
        let text = |&(from, to): &(usize, usize)| &self.bytes[from..to];
        let ends = own.first().zip(own.last()).map(|(first, last)| [text(first), text(last)]);
        self.found.page_times.extend(PageTimes::of(ends, self.found.more));
        if records.0 < records.1 && ids.iter().any(Option::is_some) {
            self.found.pages.push(PageEnds { ids, records });
        }
    }

    /// An array of records, or of pages.
    fn elements(&mut self, start: usize, depth: usize) -> Result<usize, Broken> {
        let mut at = start + 1;
        self.found.list = true;
        loop {
            at = skip_space(self.bytes, at);
            let Some(&byte) = self.bytes.get(at) else {
                let len = self.bytes.len();
                return Err(Broken { at: start, behind: len, reached: len, reason: "the file ends inside this list" });
            };
            at = match byte {
                b',' => at + 1,
                b']' => return Ok(at + 1),
                _ => self.element(at, depth)?,
            };
        }
    }

    /// An element of an array: a page, a record, a list of them, or a value that is none of these.
    pub(super) fn element(&mut self, at: usize, depth: usize) -> Result<usize, Broken> {
        let taken = self.found.records.len();
        match self.bytes[at] {
            b'{' => match self.page_or_record(at, depth) {
                Ok(end) => Ok(end),
                // Broken but closed: the reader of records will say what is wrong with it.
                Err(broken) => match self.closed_end(at).filter(|_| self.found.records.len() == taken) {
                    Some(end) if broken.reason == BROKEN_RECORD => {
                        self.found.records.push((at, end));
                        Ok(end)
                    }
                    _ => Err(Broken { reached: self.bytes.len(), ..broken }),
                },
            },
            b'[' if depth < DEEPEST_LIST => self.elements(at, depth + 1),
            _ => {
                let Some(end) = self.value_end(at) else {
                    let reason = "the file ends inside this value";
                    return Err(Broken { at, behind: at, reached: self.bytes.len(), reason });
                };
                self.found.records.push((at, end));
                Ok(end)
            }
        }
    }

    /// The end of what `of` finds; where it is not whole, nothing is found.
    pub(super) fn attempt(&mut self, of: impl FnOnce(&mut Self) -> Result<usize, Broken>) -> Option<usize> {
        let Scan { records, envelope, pages, page_times, list, enveloped, more, .. } = &self.found;
        let (records, envelope, pages) = (records.len(), envelope.len(), pages.len());
        let (list, enveloped, more) = (*list, *enveloped, *more);
        let page_times = page_times.len();
        let end = of(self).ok();
        if end.is_none() {
            self.found.records.truncate(records);
            self.found.envelope.truncate(envelope);
            self.found.pages.truncate(pages);
            self.found.page_times.truncate(page_times);
            (self.found.list, self.found.enveloped, self.found.more) = (list, enveloped, more);
        }
        end
    }

    pub(super) fn value_end(&mut self, at: usize) -> Option<usize> {
        let (end, levels) = value_end(self.bytes, at)?;
        self.found.deepest = self.found.deepest.max(levels);
        Some(end)
    }

    /// End of a value by its brackets, if what follows can follow an element of a list.
    fn closed_end(&mut self, at: usize) -> Option<usize> {
        let end = self.value_end(at)?;
        matches!(self.bytes.get(skip_space(self.bytes, end)), Some(b',' | b']')).then_some(end)
    }
}
