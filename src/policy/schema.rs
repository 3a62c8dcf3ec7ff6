//! The shape of the file as JSON Schema, for editors.

use serde_json::{Map, Value, json};

use super::section;
use super::shape::{Field, Kind};

/// The schema of `clade.toml`, draft 7 as editors of TOML read it. It says which keys there are and what their values may be; what
/// depends on other values only the program knows. `#/definitions/check-id` and `#/definitions/checks` are the caller's: ids of checks
/// with their thresholds, which the catalogue has.
#[must_use]
pub fn schema() -> Value {
    let mut schema = table(&section::fields());
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("clade.toml");
    schema["description"] = json!("The policy of an organization: what the exports cannot say.");
    schema
}

fn table(fields: &[Field]) -> Value {
    let property = |field: &Field| {
        let mut value = of(field.kind);
        // Next to a reference, draft 7 reads nothing else.
        if value.get("$ref").is_some() {
            value = json!({ "allOf": [value] });
        }
        if !field.about.is_empty() {
            value["description"] = json!(field.about);
        }
        (field.key.to_owned(), value)
    };
    let properties: Map<String, Value> = fields.iter().map(property).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.is_required).map(|field| field.key).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn list(items: &Value, least: usize, is_set: bool) -> Value {
    json!({ "type": "array", "items": items, "minItems": least, "uniqueItems": is_set })
}

fn of(kind: Kind) -> Value {
    let text = json!({ "type": "string", "pattern": "\\S" });
    match kind {
        Kind::Text => text,
        Kind::Texts => list(&text, 0, true),
        Kind::SomeTexts => list(&text, 1, true),
        Kind::Word(words) => json!({ "enum": words() }),
        Kind::Words(words) => list(&of(Kind::Word(words)), 0, true),
        Kind::SomeWords(words) => list(&of(Kind::Word(words)), 1, true),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Between(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Dollars => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::Days => list(&of(Kind::Day), 0, true),
        Kind::Time => json!({ "type": "string", "pattern": "^\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?$" }),
        Kind::Literal => json!({ "type": ["string", "number", "boolean"] }),
        Kind::Literals => list(&of(Kind::Literal), 1, false),
        Kind::Expected => json!({ "type": ["string", "number", "boolean", "array"], "items": text }),
        Kind::CheckId => json!({ "$ref": "#/definitions/check-id" }),
        Kind::Checks => json!({ "$ref": "#/definitions/checks" }),
        Kind::Table(fields) => table(&fields()),
        Kind::Tables(fields) => list(&table(&fields()), 0, false),
        Kind::Map(kind) => {
            json!({ "type": "object", "additionalProperties": of(*kind), "propertyNames": { "pattern": "\\S" } })
        }
        Kind::Unknown => json!(true),
    }
}
