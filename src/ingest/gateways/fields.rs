//! One record of a gateway, be it an answer of its API or a row of its database: the names are the same.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::data::yes_no;
use crate::data::yes_no_word;
use crate::ingest::batch::{Cell, Reject};
use crate::ingest::own_list::Cells;
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::instant::{parse_day, parse_instant};
use crate::ingest::text::json::Record;
use crate::ingest::text::number::{parse_count, parse_dollars};
use crate::model::Money;

/// Columns of a table by the names that a kind asks for.
pub(super) struct Columns(BTreeMap<&'static str, usize>);

impl Columns {
    /// Finds those that are there.
    pub(super) fn of(csv: &Delimited, names: &[&'static str]) -> Self {
        Self(names.iter().filter_map(|name| Some((*name, csv.column(&[name])?))).collect())
    }

    /// Whether a column is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// A record.
#[derive(Clone, Copy)]
pub(super) enum Fields<'a> {
    /// Of JSON.
    Json(&'a Record<'a>),
    /// Of a table.
    Row(&'a Row<'a>, &'a Columns),
}

impl<'a> Fields<'a> {
    /// Whether the field is there, with or without a value.
    pub(super) fn has(self, name: &str) -> bool {
        match self {
            Self::Json(record) => record.has(name),
            Self::Row(_, columns) => columns.has(name),
        }
    }

    /// The text of a field; a number counts as one. Nothing where it is null or empty.
    pub(super) fn text(self, name: &str) -> Result<Option<Cow<'a, str>>, Reject> {
        match self {
            Self::Json(record) => match record.get(name) {
                None => Ok(None),
                Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(Cow::Borrowed)),
                Some(Value::Number(number)) => Ok(Some(Cow::Owned(number.to_string()))),
                Some(other) => Err(Reject::new(name, other.to_string(), "not a text")),
            },
            Self::Row(row, columns) => {
                let text = Cells(row).text(columns.0.get(name).copied())?;
                Ok(Some(text).filter(|text| !text.is_empty()).map(Cow::Borrowed))
            }
        }
    }

    /// A text that every record has.
    pub(super) fn required(self, name: &str) -> Result<Cow<'a, str>, Reject> {
        self.text(name)?.ok_or_else(|| Reject::new(name, "", format!("no `{name}`")))
    }

    /// A text as a cell.
    pub(super) fn cell(self, name: &str) -> Result<Cell<'a>, Reject> {
        Ok(Cell::text(self.text(name)?))
    }

    fn parsed<T>(self, name: &str, what: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Reject> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        parse(&text).map(Some).ok_or_else(|| Reject::new(name, text.clone(), format!("not {what}")))
    }

    /// An instant; one without an offset is UTC, as the database keeps them.
    pub(super) fn instant(self, name: &str) -> Result<Option<DateTime<Utc>>, Reject> {
        self.parsed(name, "an instant", parse_instant)
    }

    /// A day; an instant's is its own.
    pub(super) fn day(self, name: &str) -> Result<Option<NaiveDate>, Reject> {
        let day = |text: &str| parse_day(text).or_else(|| Some(parse_instant(text)?.date_naive()));
        self.parsed(name, "a day", day)
    }

    /// Dollars.
    pub(super) fn dollars(self, name: &str) -> Result<Option<Money>, Reject> {
        self.parsed(name, "an amount", |text| parse_dollars(text).ok())
    }

    /// Dollars as a cell.
    pub(super) fn dollars_cell(self, name: &str) -> Result<Cell<'static>, Reject> {
        Ok(self.dollars(name)?.map_or(Cell::Null, Cell::Money))
    }

    /// A count as a cell.
    pub(super) fn count(self, name: &str) -> Result<Cell<'static>, Reject> {
        Ok(self.parsed(name, "a count", parse_count)?.map_or(Cell::Null, Cell::Integer))
    }

    /// Yes or no: JSON's words, and those of databases and spreadsheets.
    pub(super) fn flag(self, name: &str) -> Result<Option<bool>, Reject> {
        if let Self::Json(record) = self
            && let Some(value) = record.get(name)
        {
            return yes_no(value).map(Some).ok_or_else(|| Reject::new(name, value.to_string(), "not true or false"));
        }
        self.parsed(name, "true or false", yes_no_word)
    }

    /// A list of texts as a JSON array: also as PostgreSQL writes one, `{a,"b c"}`.
    pub(super) fn list(self, name: &str) -> Result<Option<String>, Reject> {
        if let Self::Json(record) = self {
            return match record.get(name) {
                None => Ok(None),
                Some(list @ Value::Array(_)) => Ok(Some(list.to_string())),
                Some(other) => Err(Reject::new(name, other.to_string(), "not a list")),
            };
        }
        self.parsed(name, "a list", |text| {
            if text.starts_with('[') {
                return serde_json::from_str::<Vec<Value>>(text).ok().map(|list| Value::from(list).to_string());
            }
            let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'))?;
            let names = inner.split(',').map(|one| one.trim().trim_matches('"')).filter(|one| !one.is_empty());
            Some(Value::from(names.collect::<Vec<_>>()).to_string())
        })
    }

    /// A text inside the object of a field, of JSON alone.
    pub(super) fn inner(self, object: &str, name: &str) -> Option<Cow<'a, str>> {
        let Self::Json(record) = self else { return None };
        record.get(object)?.get(name)?.as_str().map(Cow::Borrowed)
    }
}
