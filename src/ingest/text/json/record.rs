//! One JSON object with typed getters.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::ingest::cell::{Cell, Reject};
use crate::ingest::text::any_instant::certain_instant;
use crate::ingest::text::nothing::{is_no_instant, is_nothing};
use crate::ingest::text::number::{parse_cents, parse_count};
use crate::model::Money;

/// When an object was made.
const MADE: [&str; 4] = ["created_at", "added_at", "invited_at", "starting_at"];

/// One JSON object; a field that is null or a blank text counts as absent.
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

    /// The value of a field that is neither null nor a blank text, which languages without null for texts write in its place.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&'a Value> {
        self.written(field).filter(|value| value.as_str().is_none_or(|text| !text.trim().is_empty()))
    }

    /// The value of a field that is not null, blank or not.
    #[must_use]
    pub fn written(&self, field: &str) -> Option<&'a Value> {
        self.object.get(field).filter(|value| !value.is_null())
    }

    /// The value of a field that is no text by nature: also the words in which tools write null say that it is absent.
    pub(super) fn stated(&self, field: &str) -> Option<&'a Value> {
        self.get(field).filter(|value| value.as_str().is_none_or(|text| !is_nothing(text)))
    }

    /// The object in a field.
    #[must_use]
    pub fn object(&self, field: &str) -> Option<Self> {
        self.get(field)?.as_object().map(|object| Self { object })
    }

    /// The object in a field that means nothing else: what stands there and is none says something that is not read.
    ///
    /// # Errors
    /// A reject where something else stands there.
    pub fn only_object(&self, field: &str) -> Result<Option<Self>, Reject> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(Self { object })),
            Some(other) => Err(Reject::new(field, other.to_string(), "an object that cannot be read")),
        }
    }

    /// The objects in the list of a field.
    pub fn objects(&self, field: &str) -> impl Iterator<Item = Self> + use<'a> {
        let elements = self.get(field).and_then(Value::as_array).into_iter().flatten();
        elements.filter_map(Value::as_object).map(|object| Self { object })
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
    /// A reject where the value is none, or may be one of two.
    pub fn instant(&self, field: &str) -> Result<Option<DateTime<Utc>>, Reject> {
        let Some(value) = self.get(field) else { return Ok(None) };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        // Everything was made at some time: a zero there is a mistake, elsewhere it says that nothing of the kind has happened.
        if if MADE.contains(&field) { is_nothing(&text) } else { is_no_instant(&text) } {
            return Ok(None);
        }
        certain_instant(value).map(Some).ok_or_else(|| Reject::new(field, text, "not an instant"))
    }

    /// A count.
    ///
    /// # Errors
    /// A reject where it is none.
    pub fn count(&self, field: &str) -> Result<Option<i64>, Reject> {
        let Some(value) = self.written(field) else { return Ok(None) };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let counted = parse_count(&text).filter(|_| !text.is_empty());
        counted.map(Some).ok_or_else(|| Reject::new(field, text, "not a count"))
    }

    /// A count as a cell.
    ///
    /// # Errors
    /// As [`Record::count`].
    pub fn count_cell(&self, field: &str) -> Result<Cell<'a>, Reject> {
        Ok(self.count(field)?.map_or(Cell::Null, Cell::Integer))
    }

    /// An amount in cents, as text or as a number.
    ///
    /// # Errors
    /// A reject where it is none.
    pub fn cents(&self, field: &str) -> Result<Option<Money>, Reject> {
        let Some(value) = self.written(field) else { return Ok(None) };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        parse_cents(&text).map(Some).map_err(|error| Reject::new(field, text, error.to_string()))
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
