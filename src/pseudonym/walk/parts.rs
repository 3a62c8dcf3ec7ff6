//! Lists, maps and structures on their way through the walk.

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde_json::{Error, Map, Value};

use super::{Place, Walk};

/// How serde_json names a number with all its digits.
const NUMBER: &str = "$serde_json::private::Number";

/// A list or a map on its way.
pub(super) struct Parts<'a> {
    pub(super) walk: Walk<'a>,
    pub(super) owner: &'static str,
    pub(super) variant: Option<&'static str>,
    pub(super) fields: Map<String, Value>,
    pub(super) items: Vec<Value>,
    pub(super) key: String,
    pub(super) is_type: bool,
}

impl Parts<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let item = value.serialize(self.walk)?;
        self.items.push(item);
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, field: &str, value: &T) -> Result<(), Error> {
        if self.owner == NUMBER {
            self.fields.insert(field.to_owned(), serde_json::to_value(value)?);
            return Ok(());
        }
        let place = Place { owner: self.owner, field };
        let value = value.serialize(Walk { place, ..self.walk })?;
        self.fields.insert(field.to_owned(), value);
        Ok(())
    }

    pub(super) fn variant(self, inner: Value) -> Value {
        match self.variant {
            Some(variant) => Value::Object(Map::from_iter([(variant.to_owned(), inner)])),
            None => inner,
        }
    }

    fn list(mut self) -> Value {
        let items = std::mem::take(&mut self.items);
        self.variant(Value::Array(items))
    }

    fn map(mut self) -> Result<Value, Error> {
        let fields = std::mem::take(&mut self.fields);
        match (self.owner, fields.get(NUMBER)) {
            (NUMBER, Some(Value::String(digits))) => Ok(Value::Number(digits.parse().map_err(Error::custom)?)),
            _ => Ok(self.variant(Value::Object(fields))),
        }
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = Value;
    type Error = Error;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }
    fn end(self) -> Result<Value, Error> {
        Ok(self.list())
    }
}

impl SerializeTuple for Parts<'_> {
    type Ok = Value;
    type Error = Error;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }
    fn end(self) -> Result<Value, Error> {
        Ok(self.list())
    }
}

impl SerializeTupleStruct for Parts<'_> {
    type Ok = Value;
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }
    fn end(self) -> Result<Value, Error> {
        Ok(self.list())
    }
}

impl SerializeTupleVariant for Parts<'_> {
    type Ok = Value;
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }
    fn end(self) -> Result<Value, Error> {
        Ok(self.list())
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = Value;
    type Error = Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let plain = serde_json::to_value(key)?;
        self.key = plain.as_str().map_or_else(|| plain.to_string(), str::to_owned);
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = std::mem::take(&mut self.key);
        let Place { owner, field } = self.walk.place;
        let place = if self.is_type { Place { owner: "", field: &key } } else { self.walk.place };
        let value = value.serialize(Walk { place, ..self.walk })?;
        let is_named = self.walk.names.contains(&(owner, field));
        let mut key = if is_named { self.walk.text(&key) } else { key };
        // Names that differ by letter case only have one label.
        while self.fields.contains_key(&key) {
            key.push('\'');
        }
        self.fields.insert(key, value);
        Ok(())
    }
    fn end(self) -> Result<Value, Error> {
        self.map()
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = Value;
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.field(key, value)
    }
    fn end(self) -> Result<Value, Error> {
        self.map()
    }
}

impl SerializeStructVariant for Parts<'_> {
    type Ok = Value;
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.field(key, value)
    }
    fn end(self) -> Result<Value, Error> {
        self.map()
    }
}
