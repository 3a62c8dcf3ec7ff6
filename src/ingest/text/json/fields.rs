//! Getters for what only some records hold: whole numbers, yes or no, minor units of a currency, lists.

use serde_json::Value;

use super::Record;
use crate::data::yes_no;
use crate::ingest::cell::{Cell, Reject};
use crate::model::Money;

impl<'a> Record<'a> {
    /// A whole number that is not negative.
    ///
    /// # Errors
    /// A reject where it holds something else.
    pub fn whole(&self, field: &str) -> Result<Cell<'static>, Reject> {
        match self.stated(field) {
            None => Ok(Cell::Null),
            Some(value) => match whole(value) {
                Some(n) => Ok(Cell::Integer(n)),
                None => Err(Reject::new(field, value.to_string(), "not a whole number")),
            },
        }
    }

    /// Yes or no, as any tool spells it.
    ///
    /// # Errors
    /// A reject where it holds something else.
    pub fn yes_no(&self, field: &str) -> Result<Cell<'static>, Reject> {
        match self.stated(field) {
            None => Ok(Cell::Null),
            Some(value) => match yes_no(value) {
                Some(yes) => Ok(Cell::Flag(yes)),
                None => Err(Reject::new(field, value.to_string(), "neither true nor false")),
            },
        }
    }

    /// An amount in minor units of the record's `currency`, which must be the dollar: other amounts cannot be compared with the
    /// rest of the exports.
    ///
    /// # Errors
    /// A reject where it is no amount, or another currency's.
    pub fn minor_units(&self, field: &str) -> Result<Cell<'static>, Reject> {
        let digits = match self.stated(field) {
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
        match self.stated(field) {
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

/// A whole number that is not negative, as JSON's or as a text of digits; a fraction of nothing is none (`4000.0`).
fn whole(value: &Value) -> Option<i64> {
    let digits = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_whole.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Record;
    use crate::ingest::cell::Cell;
    use crate::model::Money;

    fn with<T>(value: &Value, read: impl Fn(&Record) -> T) -> T {
        read(&Record::new(json!({"f": value}).as_object().unwrap()))
    }

    /// Every getter of what a record can do without.
    #[test]
    fn what_is_null_in_every_field() {
        for null in [json!(null), json!(""), json!(" "), json!("null"), json!("None"), json!("\\N")] {
            assert_eq!(with(&null, |r| r.whole("f")), Ok(Cell::Null), "{null}");
            assert_eq!(with(&null, |r| r.yes_no("f")), Ok(Cell::Null), "{null}");
            assert_eq!(with(&null, |r| r.minor_units("f")), Ok(Cell::Null), "{null}");
            assert_eq!(with(&null, |r| r.list("f")), Ok(Cell::Null), "{null}");
            assert_eq!(with(&null, |r| r.instant("f")), Ok(None), "{null}");
        }
        for blank in [json!(""), json!(" ")] {
            assert!(with(&blank, |r| r.text("f").unwrap().is_none() && r.has("f") && r.written("f").is_some()));
            assert!(with(&blank, |r| r.only_object("f").unwrap().is_none()));
            // What counts says how much: nothing at all is no amount.
            assert!(with(&blank, |r| r.count("f").is_err() && r.cents("f").is_err()));
        }
        assert_eq!(with(&json!("null"), |r| r.text("f").unwrap().map(str::to_owned)).as_deref(), Some("null"));
    }

    #[test]
    fn values_as_texts_and_numbers() {
        for (value, flag) in [(json!(true), true), (json!("false"), false), (json!(0), false), (json!("T"), true)] {
            assert_eq!(with(&value, |r| r.yes_no("f")), Ok(Cell::Flag(flag)), "{value}");
        }
        for value in [json!(4000), json!("4000"), json!(4000.0), json!(" 4000 ")] {
            assert_eq!(with(&value, |r| r.whole("f")), Ok(Cell::Integer(4000)), "{value}");
        }
        assert_eq!(
            with(&json!("150050"), |r| r.minor_units("f")),
            Ok(Cell::Money(Money::parse_cents("150050").unwrap()))
        );
        for other in [json!("perhaps"), json!(2), json!([]), json!({})] {
            assert!(with(&other, |r| r.yes_no("f")).is_err(), "{other}");
        }
        for other in [json!(-1), json!(1.5), json!("1.5"), json!("1e3"), json!("many"), json!(true)] {
            assert!(with(&other, |r| r.whole("f")).is_err(), "{other}");
        }
        for other in [json!("@{a=b"), json!(7), json!([])] {
            assert!(with(&other, |r| r.only_object("f").map(|_| ())).is_err(), "{other}");
        }
    }
}
