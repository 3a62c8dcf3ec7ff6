//! Objects of counts that a tool printed as text, in whatever form: Go (`map[a:1 b:2]`), Java and Hive (`{a=1, b=2}`), Spark
//! (`Row(a=1, b=2)`), twice quoted JSON, bare pairs (`a=1; b=2`).

use serde_json::{Map, Value};

use super::number::parse_count;

/// What stands around names and counts.
const AROUND: &str = "{}[]()<>@\"'\\=:,;|&";
/// Names of types that stand before the first bracket.
const TYPES: [&str; 6] = ["map", "row", "struct", "ordereddict", "dict", "namespace"];
/// What stands for no count.
const NONE: [&str; 4] = ["null", "none", "nil", "nan"];

/// The counts by name; nothing where any part of the text is neither a name nor the count behind it.
pub(in crate::ingest) fn counts(text: &str) -> Option<Map<String, Value>> {
    let is_around = |c: char| c.is_whitespace() || AROUND.contains(c);
    let mut words = text.split(is_around).filter(|word| !word.is_empty()).peekable();
    // A type is a word of its own, so that a field of that name stays one.
    let behind = |word: &str| text.trim_start().get(word.len()..).is_some_and(|rest| rest.starts_with(['[', '(', '<']));
    words.next_if(|word| TYPES.contains(&word.to_ascii_lowercase().as_str()) && behind(word));
    let mut object = Map::new();
    while let Some(name) = words.next() {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        let word = words.next().filter(|_| is_name)?;
        let value = if NONE.contains(&word.to_ascii_lowercase().as_str()) {
            Value::Null
        } else {
            Value::from(parse_count(word)?)
        };
        if object.insert(name.to_owned(), value).is_some() {
            return None;
        }
    }
    (!object.is_empty()).then_some(object)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::counts;

    #[test]
    fn counts_however_tools_print_them() {
        for text in [
            "map[a_5m:392000 b_1h:0]",
            "{a_5m=392000, b_1h=0}",
            "Row(a_5m=392000, b_1h=0)",
            "a_5m=392000;b_1h=0",
            "a_5m: 392000, b_1h: 0",
            r#""{\"a_5m\": 392000, \"b_1h\": 0}""#,
            "{a_5m -> 392000.0, b_1h -> 0.0}",
        ] {
            let text = text.replace(" -> ", "=");
            assert_eq!(counts(&text).map(Value::Object), Some(json!({"a_5m": 392_000, "b_1h": 0})), "{text}");
        }
        assert_eq!(counts("map[a:1 b:<nil>]").map(Value::Object), Some(json!({"a": 1, "b": null})));
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "{}",
            "[object Object]",
            "System.Collections.Hashtable",
            "map[a:1 b",
            "a=1; b=",
            "a=x",
            "a=1 a=2",
            "a=-1",
        ] {
            assert_eq!(counts(text), None, "{text:?}");
        }
    }
}
