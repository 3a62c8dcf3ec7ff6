//! JSON as it lies on disk: one page, several pages, a bare array, one object a line; whole or cut.
//!
//! A scanner of our own cuts the text into records first, so that every record has the line it begins on and a cut or broken
//! record costs itself only; `serde_json` then reads each record.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::instant::parse_instant;
use crate::ingest::batch::{Batch, Cell, Reject};

/// A JSON file, cut into records.
#[derive(Debug)]
pub struct JsonFile<'a> {
    bytes: &'a [u8],
    /// Where records begin and end.
    records: Vec<(usize, usize)>,
    /// Where a record begins that does not end, or text that is no JSON; with the reason.
    broken: Vec<(usize, &'static str)>,
    /// Whether the last page says that more pages follow.
    pub more: bool,
    /// Whether there was an envelope or an array at all: an empty list is a list.
    pub list: bool,
}

impl<'a> JsonFile<'a> {
    /// Cuts the text; `None` where it does not begin like JSON.
    #[must_use]
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let start = skip_space(bytes, 0);
        if !matches!(bytes.get(start), Some(b'{' | b'[')) {
            return None;
        }
        let mut file = Self { bytes, records: Vec::new(), broken: Vec::new(), more: false, list: false };
        file.scan(start);
        Some(file)
    }

    /// The first record that is a JSON object, which decides over the kind of the file.
    #[must_use]
    pub fn first(&self) -> Option<Map<String, Value>> {
        self.records.iter().take(20).find_map(|&(start, end)| serde_json::from_slice(&self.bytes[start..end]).ok())
    }

    /// Number of whole records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no whole record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Hands every record to `take`; what cannot be read or taken is rejected in `batch` with its line.
    pub fn each_record(&self, batch: &mut Batch, take: impl Fn(&Record, u64, &mut Batch) -> Result<(), Reject>) {
        let mut lines = LineCounter { bytes: self.bytes, at: 0, line: 1 };
        for &(start, end) in &self.records {
            let line = lines.line_at(start);
            let taken = serde_json::from_slice::<Map<String, Value>>(&self.bytes[start..end])
                .map_err(|error| Reject::record(format!("no JSON object: {}", plain(&error))))
                .and_then(|object| take(&Record { object: &object }, line, batch));
            if let Err(reject) = taken {
                batch.reject(line, reject);
            }
        }
        let mut lines = LineCounter { bytes: self.bytes, at: 0, line: 1 };
        for &(start, reason) in &self.broken {
            batch.reject(lines.line_at(start), Reject::record(reason));
        }
        if self.more {
            batch.note("the last page says `has_more`: the list is not whole");
        }
    }

    fn scan(&mut self, mut at: usize) {
        while at < self.bytes.len() {
            let end = match self.bytes[at] {
                b'{' => self.page_or_record(at),
                b'[' => self.elements(at),
                _ => Err("text that is no JSON"),
            };
            at = match end {
                Ok(end) => end,
                Err("") => return,
                Err(reason) => {
                    self.broken.push((at, reason));
                    // One object a line: what follows the broken line can still be read.
                    match self.bytes[at..].windows(2).position(|w| w == b"\n{") {
                        Some(next) => at + next + 1,
                        None => return,
                    }
                }
            };
            at = skip_space(self.bytes, at);
        }
    }

    /// An object: an envelope whose `data` is an array, or a record. The error is empty where the cut is already told.
    fn page_or_record(&mut self, start: usize) -> Result<usize, &'static str> {
        let cut = "the file ends inside this record";
        let (mut at, mut page) = (start + 1, false);
        loop {
            at = skip_space(self.bytes, at);
            match self.bytes.get(at) {
                Some(b',') => at += 1,
                Some(b'}') => break,
                Some(b'"') => {
                    let key_end = string_end(self.bytes, at).ok_or(cut)?;
                    let key = &self.bytes[at..key_end];
                    at = skip_space(self.bytes, key_end);
                    if self.bytes.get(at) != Some(&b':') {
                        return Err(if at >= self.bytes.len() { cut } else { "broken JSON object" });
                    }
                    at = skip_space(self.bytes, at + 1);
                    if key == b"\"data\"" && self.bytes.get(at) == Some(&b'[') {
                        page = true;
                        at = self.elements(at)?;
                        continue;
                    }
                    let end =
                        value_end(self.bytes, at).ok_or(if page { "the file ends inside this page" } else { cut })?;
                    if key == b"\"has_more\"" {
                        self.more = &self.bytes[at..end] == b"true";
                    }
                    at = end;
                }
                Some(_) => return Err("broken JSON object"),
                None if page => return Err("the file ends inside this page"),
                None => return Err(cut),
            }
        }
        if page {
            self.list = true;
        } else {
            self.records.push((start, at + 1));
        }
        Ok(at + 1)
    }

    /// An array of records, or of pages.
    fn elements(&mut self, start: usize) -> Result<usize, &'static str> {
        let mut at = start + 1;
        self.list = true;
        loop {
            at = skip_space(self.bytes, at);
            match self.bytes.get(at) {
                Some(b',') => at += 1,
                Some(b']') => return Ok(at + 1),
                Some(b'{') => match self.page_or_record(at) {
                    Ok(end) => at = end,
                    Err(reason) => {
                        if !reason.is_empty() {
                            self.broken.push((at, reason));
                        }
                        return Err("");
                    }
                },
                Some(_) => match value_end(self.bytes, at) {
                    Some(end) => {
                        self.records.push((at, end));
                        at = end;
                    }
                    None => {
                        self.broken.push((at, "the file ends inside this value"));
                        return Err("");
                    }
                },
                None => {
                    self.broken.push((start, "the file ends inside this list"));
                    return Err("");
                }
            }
        }
    }
}

/// What serde_json says, without its line and column, which count from the record.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    /// The 1-based line of an offset; offsets must not decrease.
    fn line_at(&mut self, offset: usize) -> u64 {
        self.line += self.bytes[self.at..offset].iter().filter(|b| **b == b'\n').count() as u64;
        self.at = offset;
        self.line
    }
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes[at.min(bytes.len())..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | 0x1e)).count()
}

/// End of a string that begins with a quote at `at`.
fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut i = at + 1;
    loop {
        match bytes.get(i)? {
            b'"' => return Some(i + 1),
            b'\\' => i += 2,
            _ => i += 1,
        }
    }
}

/// End of the value that begins at `at`; `None` where the text ends first. Depth is counted, not recursed into.
fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string_end(bytes, at),
        b'{' | b'[' => {
            let (mut i, mut depth) = (at, 0_usize);
            loop {
                match bytes.get(i)? {
                    b'"' => {
                        i = string_end(bytes, i)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                i += 1;
                if depth == 0 {
                    return Some(i);
                }
            }
        }
        _ => {
            let length =
                bytes[at..].iter().take_while(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace()).count();
            (length > 0 && at + length < bytes.len()).then_some(at + length)
        }
    }
}

/// One JSON object with typed getters; a field that is null counts as absent.
#[derive(Debug)]
pub struct Record<'a> {
    object: &'a Map<String, Value>,
}

impl<'a> Record<'a> {
    /// A view of an object.
    #[must_use]
    pub const fn new(object: &'a Map<String, Value>) -> Self {
        Self { object }
    }

    /// Whether the field is there, null included.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.object.contains_key(field)
    }

    /// The value of a field that is not null.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&'a Value> {
        self.object.get(field).filter(|v| !v.is_null())
    }

    /// The object in a field.
    #[must_use]
    pub fn object(&self, field: &str) -> Option<Record<'a>> {
        self.get(field)?.as_object().map(|object| Record { object })
    }

    /// The whole object.
    #[must_use]
    pub const fn fields(&self) -> &'a Map<String, Value> {
        self.object
    }

    /// A text field.
    ///
    /// # Errors
    /// A reject where it holds something else.
    pub fn text(&self, field: &str) -> Result<Option<&'a str>, Reject> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(Reject::new(field, other.to_string(), "not a text")),
        }
    }

    /// A text field as a cell.
    ///
    /// # Errors
    /// As [`Record::text`].
    pub fn cell(&self, field: &str) -> Result<Cell<'a>, Reject> {
        Ok(Cell::text(self.text(field)?.map(Cow::Borrowed)))
    }

    /// A text field that every record of the kind has.
    ///
    /// # Errors
    /// A reject where it is absent or holds something else.
    pub fn required(&self, field: &str) -> Result<&'a str, Reject> {
        let text = self.text(field)?.filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| Reject::new(field, "", format!("no `{field}`")))
    }

    /// An instant.
    ///
    /// # Errors
    /// A reject where the text is none.
    pub fn instant(&self, field: &str) -> Result<Option<DateTime<Utc>>, Reject> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        parse_instant(text).map(Some).ok_or_else(|| Reject::new(field, text, "not an instant"))
    }

    /// Refuses a record of another kind than `kind`, as its field `type` says.
    ///
    /// # Errors
    /// A reject that names the other kind.
    pub fn expect_type(&self, kind: &str) -> Result<(), Reject> {
        match self.text("type")? {
            Some(other) if other != kind => {
                Err(Reject::new("type", other, format!("a record of another kind than `{kind}`")))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Table;

    fn read(text: &str) -> (Vec<(u64, String)>, Vec<(u64, String)>, bool) {
        let file = JsonFile::open(text.as_bytes()).unwrap();
        let mut batch = Batch::new(Table::WorkspaceMembers);
        file.each_record(&mut batch, |record, line, batch| {
            batch.push(line, &[Cell::Null, record.cell("id")?, Cell::Null]);
            Ok(())
        });
        let rows = (0..batch.rows()).map(|r| (batch.lines[r], batch.text(1, r).unwrap_or("-").to_owned())).collect();
        (rows, batch.rejects.into_iter().map(|(line, r)| (line, r.reason)).collect(), file.more)
    }

    #[test]
    fn every_envelope_gives_the_same_records() {
        let a_and_b = vec![(1, "a".to_owned()), (1, "b".to_owned())];
        for text in [
            r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":false}"#,
            r#"{"data":[{"id":"a"}],"has_more":true} {"data":[{"id":"b"}],"has_more":false}"#,
            r#"[{"data":[{"id":"a"}]},{"data":[{"id":"b"}]}]"#,
            r#"[{"id":"a"},{"id":"b"}]"#,
        ] {
            assert_eq!(read(text), (a_and_b.clone(), vec![], false), "{text}");
        }
        assert_eq!(read("{\"id\":\"a\"}\r\n{\"id\":\"b\"}\n").0, [(1, "a".into()), (2, "b".into())]);
        assert_eq!(read("{\n \"id\": \"a\"\n}").0, [(1, "a".into())]);
        assert!(read(r#"{"data":[{"id":"a"}],"has_more":true}"#).2);
    }

    #[test]
    fn a_cut_file_gives_what_is_whole() {
        let (rows, rejects, _) = read("{\"data\":[\n{\"id\":\"a\"},\n{\"id\":\"b");
        assert_eq!(rows, [(2, "a".into())]);
        assert_eq!(rejects, [(3, "the file ends inside this record".into())]);
        let (rows, rejects, _) = read("{\"id\":\"a\"}\n{\"id\":\"b\", \n{\"id\":\"c\"}\n");
        assert_eq!((rows.len(), rejects.len()), (2, 1), "a broken line costs itself: {rejects:?}");
    }

    #[test]
    fn fields_of_the_wrong_type_are_named() {
        let (_, rejects, _) = read(r#"[{"id":7},{"id":null},5]"#);
        assert_eq!(rejects[0].1, "not a text");
        assert!(rejects[1].1.starts_with("no JSON object"), "{rejects:?}");
    }

    proptest! {
        #[test]
        fn any_bytes_and_any_cut_end_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0_usize..200) {
            let page = br#"{"data":[{"id":"a\"","x":[{},{"y":null}]},{"id":"b"}],"has_more":true,"last_id":null}"#;
            for text in [&bytes[..], &page[..cut.min(page.len())]] {
                if let Some(file) = JsonFile::open(text) {
                    let mut batch = Batch::new(Table::WorkspaceMembers);
                    file.each_record(&mut batch, |_, _, _| Ok(()));
                    prop_assert!(text.len() == page.len() || file.len() < 2 || !batch.rejects.is_empty() || text == &bytes[..]);
                }
            }
        }
    }
}
