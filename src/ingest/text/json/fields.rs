//! Getters for what only some records hold: whole numbers, yes or no, minor units of a currency, lists.

use serde_json::Value;

use super::Record;
use crate::ingest::cell::{Cell, Reject};
use crate::model::Money;

impl<'a> Record<'a> {
    /// A whole number that is not negative.
    ///
    /// # Errors
    /// A reject where it holds something else.
    pub fn whole(&self, field: &str) -> Result<Cell<'static>, Reject> {
        match self.get(field) {
            None => Ok(Cell::Null),
            Some(value) => match value.as_i64().filter(|n| *n >= 0) {
                Some(n) => Ok(Cell::Integer(n)),
                None => Err(Reject::new(field, value.to_string(), "not a whole number")),
            },
        }
    }

    /// Yes or no.
    ///
    /// # Errors
    /// A reject where it holds something else.
    pub fn yes_no(&self, field: &str) -> Result<Cell<'static>, Reject> {
        match self.get(field) {
            None => Ok(Cell::Null),
            Some(Value::Bool(yes)) => Ok(Cell::Flag(*yes)),
            Some(other) => Err(Reject::new(field, other.to_string(), "neither true nor false")),
        }
    }

    /// An amount in minor units of the record's `currency`, which must be the dollar: other amounts cannot be compared with the
    /// rest of the exports.
    ///
    /// # Errors
    /// A reject where it is no amount, or another currency's.
    pub fn minor_units(&self, field: &str) -> Result<Cell<'static>, Reject> {
        let digits = match self.get(field) {
            None => return Ok(Cell::Null),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(other) => return Err(Reject::new(field, other.to_string(), "not an amount")),
        };
        if let Some(currency) = self.text("currency")?.filter(|currency| !currency.eq_ignore_ascii_case("USD")) {
            return Err(Reject::new("currency", currency, "an amount in another currency than US dollars"));
        }
        Money::parse_cents(&digits).map(Cell::Money).map_err(|error| Reject::new(field, digits, error.to_string()))
    }

    /// A list as a JSON array; nothing where it is absent.
    ///
    /// # Errors
    /// A reject where it holds something else.
    pub fn list(&self, field: &str) -> Result<Cell<'static>, Reject> {
        match self.get(field) {
            None => Ok(Cell::Null),
            Some(list @ Value::Array(_)) => Ok(Cell::text(Some(list.to_string()))),
            Some(other) => Err(Reject::new(field, other.to_string(), "not a list")),
        }
    }

    /// The first of these fields that holds a text.
    ///
    /// # Errors
    /// A reject where one that comes first holds something else.
    pub fn first_text(&self, fields: &[&str]) -> Result<Option<&'a str>, Reject> {
        fields.iter().find_map(|field| self.text(field).transpose()).transpose()
    }
}
