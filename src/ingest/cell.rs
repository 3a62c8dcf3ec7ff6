//! One value on its way into a column, or why it is refused.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::Money;

/// One value of a row on its way into a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing stated.
    #[default]
    Null,
    /// Text; empty text is stored as nothing stated.
    Text(Cow<'a, str>),
    /// A UTC day.
    Day(NaiveDate),
    /// A UTC instant.
    Instant(DateTime<Utc>),
    /// A count.
    Integer(i64),
    /// Exact dollars.
    Money(Money),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Cell<'a> {
    /// Text, or nothing where it is absent or blank.
    pub fn text(value: Option<impl Into<Cow<'a, str>>>) -> Self {
        value.map_or(Self::Null, |v| Self::Text(v.into()))
    }

    /// An instant, if there is one.
    pub fn instant(value: Option<DateTime<Utc>>) -> Self {
        value.map_or(Self::Null, Self::Instant)
    }

    /// A day, if there is one.
    pub fn day(value: Option<NaiveDate>) -> Self {
        value.map_or(Self::Null, Self::Day)
    }
}

/// Why a record could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Column or field at fault; empty for the whole record.
    pub column: Arc<str>,
    /// Its value.
    pub value: Box<str>,
    /// Why.
    pub reason: Arc<str>,
    /// Addresses and ids in the record, see [`crate::model::Rejection::mentions`].
    pub mentions: Box<[String]>,
}

impl Reject {
    /// A record refused because of one value.
    pub fn new(column: &str, value: impl Into<String>, reason: impl Into<String>) -> Self {
        let (value, reason): (String, String) = (value.into(), reason.into());
        Self { column: column.into(), value: value.into(), reason: reason.into(), mentions: Box::default() }
    }

    /// The same, of a record that is about something by this name.
    pub fn about(mut self, name: &str) -> Self {
        let name = (!name.is_empty()).then(|| name.to_owned());
        self.mentions = self.mentions.into_iter().chain(name).collect();
        self
    }

    /// A record refused as a whole.
    pub fn record(reason: impl Into<String>) -> Self {
        Self::new("", "", reason)
    }
}
