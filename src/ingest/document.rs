//! A file as its kind is determined from: by content, never by name.

use serde_json::{Map, Value};

use super::recognize;
use super::text::bucket::Bucket;
use super::text::delimited::Delimited;
use super::text::json::{JsonFile, Record};

/// The content of a file, opened far enough to see what it is.
#[derive(Debug)]
pub enum Document<'a> {
    /// Nothing in it.
    Empty,
    /// Delimited text with a header.
    Delimited(Delimited<'a>),
    /// JSON, with its first object.
    Json(JsonFile<'a>, Option<Map<String, Value>>),
    /// Something else.
    Other,
}

impl<'a> Document<'a> {
    /// Opens UTF-8 text without byte-order mark. Lines above the header of a table are passed over.
    #[must_use]
    pub fn open(bytes: &'a [u8]) -> Self {
        if bytes.trim_ascii().is_empty() {
            return Self::Empty;
        }
        if let Some(json) = JsonFile::open(bytes) {
            let first = json.first();
            return Self::Json(json, first);
        }
        let first = Delimited::open(bytes).map_or(Self::Other, Self::Delimited);
        if recognize(&first).is_some() {
            return first;
        }
        // A title may stand above the header: the first line that is the header of a known kind, else of any table.
        let mut table = None;
        for below in Delimited::below_a_title(bytes).map(Self::Delimited) {
            if recognize(&below).is_some() {
                return below;
            }
            table = table.or(Some(below));
        }
        match &first {
            Self::Delimited(delimited) if delimited.header.len() > 1 => first,
            _ => table.unwrap_or(first),
        }
    }

    /// The delimited text, if it is some.
    #[must_use]
    pub const fn delimited(&self) -> Option<&Delimited<'a>> {
        match self {
            Self::Delimited(delimited) => Some(delimited),
            _ => None,
        }
    }

    /// The JSON text, if it is some.
    #[must_use]
    pub const fn json(&self) -> Option<&JsonFile<'a>> {
        match self {
            Self::Json(json, _) => Some(json),
            _ => None,
        }
    }

    /// The first JSON object.
    #[must_use]
    pub const fn first(&self) -> Option<Record<'_>> {
        match self {
            Self::Json(_, Some(object)) => Some(Record::new(object)),
            _ => None,
        }
    }

    /// The first object in the lists `field` of JSON records, if the first record has such a list.
    #[must_use]
    pub fn first_nested(&self, field: &str) -> Option<Map<String, Value>> {
        self.first().filter(|record| record.get(field).is_some_and(Value::is_array))?;
        self.json()?.first_nested(field)
    }

    /// The first bucket of a report that has buckets and not a single result.
    #[must_use]
    pub fn empty_buckets(&self) -> Option<Bucket> {
        let first = self.first()?;
        let is_empty = first.get("results").and_then(Value::as_array).is_some_and(Vec::is_empty);
        let bucket = Bucket::of(&first).ok().filter(|_| is_empty)?;
        self.first_nested("results").is_none().then_some(bucket)
    }

    /// Whether a delimited header has every one of these columns.
    #[must_use]
    pub fn has_columns(&self, names: &[&str]) -> bool {
        self.delimited().is_some_and(|d| d.has_all(names))
    }

    /// Whether the first JSON object's field `type` says `kind`.
    #[must_use]
    pub fn is_of_type(&self, kind: &str) -> bool {
        self.first().and_then(|r| r.get("type")).is_some_and(|t| t == kind)
    }

    /// Whether the first JSON object is one of the Claude API's: its field `type` says `kind`, and its `id` begins as those of the kind
    /// do, or it has all of `fields`. Other vendors have users, workspaces and invites, too.
    #[must_use]
    pub fn is_api_object(&self, kind: &str, prefix: &str, fields: &[&str]) -> bool {
        let is_own = |record: Record| {
            let id = record.get("id").and_then(Value::as_str);
            id.is_some_and(|id| id.starts_with(prefix)) || fields.iter().all(|field| record.has(field))
        };
        self.is_of_type(kind) && self.first().is_some_and(is_own)
    }

    /// Whether the header or the first JSON object has this column or field.
    #[must_use]
    pub fn mentions(&self, name: &str) -> bool {
        self.delimited().is_some_and(|d| d.has(name)) || self.first().is_some_and(|r| r.has(name))
    }
}
