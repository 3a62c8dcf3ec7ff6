//! A value with every text in it exchanged. The texts are those that types call `String`: names of variants, days, instants and amounts
//! stay, so that no text of an export, whatever it is, makes a value of another meaning.

mod parts;

use std::cell::RefCell;
use std::fmt::Display;

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::{Error, Map, Value};

use self::parts::Parts;

/// Where a text stands: the type and its field. Of types with flattened parts the type is empty.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) owner: &'static str,
    pub(super) field: &'a str,
}

/// The value with its texts exchanged. Keys of maps are exchanged too where the map's field is one of `names`.
///
/// # Errors
/// When the value cannot be written or read as JSON.
pub(super) fn exchanged<T: Serialize + DeserializeOwned>(
    value: &T,
    names: &[(&str, &str)],
    exchange: &mut dyn FnMut(Place<'_>, &str) -> String,
) -> Result<T, Error> {
    let exchange = RefCell::new(exchange);
    let exchange = |place: Place<'_>, text: &str| (exchange.borrow_mut())(place, text);
    let walk = Walk { exchange: &exchange, names, place: Place { owner: "", field: "" } };
    serde_json::from_value(value.serialize(walk)?)
}

/// Reads every text of a value, and the keys of the maps that have names for keys.
pub(super) fn read<T: Serialize>(
    value: &T,
    names: &[(&str, &str)],
    reader: &mut dyn FnMut(Place<'_>, &str),
) -> Result<(), Error> {
    let reader = RefCell::new(reader);
    let exchange = |place: Place<'_>, text: &str| {
        (reader.borrow_mut())(place, text);
        text.to_owned()
    };
    value.serialize(Walk { exchange: &exchange, names, place: Place { owner: "", field: "" } }).map(|_| ())
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    exchange: &'a dyn Fn(Place<'_>, &str) -> String,
    names: &'a [(&'a str, &'a str)],
    place: Place<'a>,
}

impl<'a> Walk<'a> {
    fn text(self, text: &str) -> String {
        (self.exchange)(self.place, text)
    }

    fn parts(self, owner: &'static str, variant: Option<&'static str>) -> Parts<'a> {
        Parts { walk: self, owner, variant, fields: Map::new(), items: Vec::new(), key: String::new(), is_type: false }
    }
}

impl<'a> Serializer for Walk<'a> {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Parts<'a>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Parts<'a>;

    fn serialize_bool(self, v: bool) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_i8(self, v: i8) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_i16(self, v: i16) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_i32(self, v: i32) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_i64(self, v: i64) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_u8(self, v: u8) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_u16(self, v: u16) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_u32(self, v: u32) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_u64(self, v: u64) -> Result<Value, Error> {
        Ok(Value::from(v))
    }
    fn serialize_f32(self, v: f32) -> Result<Value, Error> {
        serde_json::to_value(v)
    }
    fn serialize_f64(self, v: f64) -> Result<Value, Error> {
        serde_json::to_value(v)
    }
    fn serialize_char(self, v: char) -> Result<Value, Error> {
        Ok(Value::String(v.to_string()))
    }
    fn serialize_str(self, v: &str) -> Result<Value, Error> {
        Ok(Value::String(self.text(v)))
    }
    /// Days, instants and the like, which write themselves.
    fn collect_str<T: Display + ?Sized>(self, v: &T) -> Result<Value, Error> {
        Ok(Value::String(v.to_string()))
    }
    fn serialize_bytes(self, v: &[u8]) -> Result<Value, Error> {
        serde_json::to_value(v)
    }
    fn serialize_none(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Result<Value, Error> {
        v.serialize(self)
    }
    fn serialize_unit(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Error> {
        Ok(Value::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value, Error> {
        Ok(Value::String(variant.to_owned()))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, v: &T) -> Result<Value, Error> {
        v.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        v: &T,
    ) -> Result<Value, Error> {
        let inner = v.serialize(self)?;
        Ok(self.parts("", Some(variant)).variant(inner))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Error> {
        Ok(self.parts(self.place.owner, None))
    }
    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Error> {
        Ok(self.parts(self.place.owner, None))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Error> {
        Ok(self.parts(self.place.owner, None))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Error> {
        Ok(self.parts(self.place.owner, Some(variant)))
    }
    /// A type with flattened parts does not know how many fields it has; a map does, and its values stand where it stands.
    fn serialize_map(self, length: Option<usize>) -> Result<Parts<'a>, Error> {
        Ok(Parts { is_type: length.is_none(), ..self.parts("", None) })
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'a>, Error> {
        Ok(self.parts(name, None))
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Error> {
        Ok(self.parts(name, Some(variant)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::NaiveDate;
    use serde::Deserialize;

    use super::*;
    use crate::model::{Money, Severity};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Inner {
        text: Option<String>,
        amount: Money,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        id: String,
        severity: Severity,
        on: NaiveDate,
        share: f64,
        pairs: Vec<(String, u64)>,
        sums: BTreeMap<String, Money>,
        days: BTreeMap<NaiveDate, String>,
        #[serde(flatten)]
        inner: Inner,
    }

    #[test]
    fn texts_are_exchanged_and_nothing_else() {
        let on: NaiveDate = "2026-08-03".parse().unwrap();
        let amount = Money::from_cents(1);
        let value = |text: &str| Outer {
            id: "a".to_owned(),
            severity: Severity::High,
            on,
            share: 0.1,
            pairs: vec![(text.to_owned(), 3)],
            sums: [(text.to_owned(), amount)].into(),
            days: [(on, text.to_owned())].into(),
            inner: Inner { text: Some(text.to_owned()), amount },
        };
        // A name that is a word of the report's own, a day or a field.
        for name in ["high", "2026-08-03", "text", "0.1"] {
            let mut fields = Vec::new();
            let mut exchange = |place: Place<'_>, text: &str| {
                fields.push(place.field.to_owned());
                if text == name { "label".to_owned() } else { text.to_owned() }
            };
            let exchanged = exchanged(&value(name), &[("", "sums")], &mut exchange).unwrap();
            assert_eq!(exchanged, value("label"), "{name}");
            fields.sort_unstable();
            assert_eq!(fields, ["days", "id", "pairs", "sums", "text"]);
        }
    }
}
