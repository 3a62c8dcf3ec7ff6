//! Objects in cells and texts: JSON, and what tools print in its place where they flatten a record.

use serde_json::{Map, Value};

use crate::ingest::text::python::parse_dict;

/// What stands where an object is expected.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Nested<'a> {
    /// Nothing.
    Nothing,
    /// An object.
    Object(Map<String, Value>),
    /// A word, a name, an address or an id.
    Plain(&'a str),
    /// The rest of an object, or the name of its type, as a tool printed it: what it said is lost.
    Lost(&'a str),
}

/// Reads an object as JSON, as Python prints a dict (pandas), or as PowerShell does (`@{id=user_…; type=user}`, which `Export-Csv`
/// writes, and `ConvertTo-Json` below its depth).
pub(in crate::ingest) fn nested(text: &str) -> Nested<'_> {
    let text = text.trim();
    if text.is_empty() || text == "{}" || text == "@{}" {
        return Nested::Nothing;
    }
    let object = if text.starts_with("@{") { hash_table(text) } else { parse_dict(text) };
    match object {
        Some(object) => Nested::Object(object),
        None if is_printed(text) => Nested::Lost(text),
        None => Nested::Plain(text),
    }
}

/// Whether a text begins like an object or a list, or names a type of a programming language.
fn is_printed(text: &str) -> bool {
    const TYPES: [&str; 7] = ["System.", "[object", "map[", "#<", "<", "Map(", "OrderedDict"];
    text.starts_with(['{', '[', '(']) || text.starts_with("@{") || TYPES.iter().any(|start| text.starts_with(start))
}

/// A hash table as PowerShell prints it; its values have no quotes, and nothing behind `=` is null. Between brackets a semicolon is part
/// of the value: programs name their platform so (`Mozilla/5.0 (X11; Linux x86_64)`).
fn hash_table(text: &str) -> Option<Map<String, Value>> {
    let inside = text.strip_prefix("@{")?.strip_suffix('}')?;
    let mut object = Map::new();
    let mut open = 0_u32;
    let ends = |c: char| {
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        c == ';' && open == 0
    };
    for field in inside.split(ends).filter(|field| !field.trim().is_empty()) {
        let (name, value) = field.split_once('=')?;
        let value = match value.trim() {
            "" => Value::Null,
            inner if inner.starts_with(['@', '{']) || inner.starts_with("System.") => return None,
            plain => Value::String(plain.to_owned()),
        };
        object.insert(name.trim().to_owned(), value);
    }
    Some(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_however_tools_print_them() {
        for text in [
            r#"{"id":"user_01A","type":"user"}"#,
            "{'id': 'user_01A', 'type': 'user'}",
            "@{id=user_01A; type=user}",
            "@{type=user;id=user_01A}",
            " { \"type\" : \"user\", \"id\" : \"user_01A\" } ",
        ] {
            let Nested::Object(object) = nested(text) else { panic!("{text}") };
            assert_eq!(object.get("id").and_then(Value::as_str), Some("user_01A"), "{text}");
        }
        let Nested::Object(object) = nested("@{agent=A (X11; Linux); type=user}") else { panic!("no object") };
        assert_eq!(object.get("agent").and_then(Value::as_str), Some("A (X11; Linux)"));
        let Nested::Object(object) = nested("@{type=workspace; workspace_id=}") else { panic!("no object") };
        assert_eq!(object.get("workspace_id"), Some(&Value::Null));
    }

    #[test]
    fn what_is_no_object() {
        for nothing in ["", " ", "{}", "@{}"] {
            assert_eq!(nested(nothing), Nested::Nothing, "{nothing:?}");
        }
        for plain in ["user_01A", "Ann", "ann@example.com", "workspace", "Ann <ann@example.com>"] {
            assert_eq!(nested(plain), Nested::Plain(plain));
        }
        for lost in [
            "{'id': 'user_01",
            "@{id=user_01A; type",
            "System.Collections.Hashtable",
            "[object Object]",
            "map[id:user_01A]",
        ] {
            assert_eq!(nested(lost), Nested::Lost(lost));
        }
    }
}
