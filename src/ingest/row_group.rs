//! What the rows of an API report are about, in the words of their records: a report can be grouped by more than a table has columns for.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::FixedState;
use serde_json::Value;

use super::text::json::Record;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// Of its fields and what they hold.
    pub(super) all: u64,
    /// Of the names of the fields that hold something.
    pub(super) fields: u64,
}

/// Fields that say how much, or of when, and not of what.
const MEASURES: [&str; 5] = ["amount", "list_amount", "currency", "starting_at", "ending_at"];
/// What names of counts hold, by their letters alone: tools make texts of counts, and of the objects that they stand in.
const COUNTS: [&str; 4] = ["tokens", "cachecreation", "servertooluse", "requests"];

impl Group {
    /// The group of a result or of a record: its texts, flags, and objects that hold any; numbers are measures. `apart_from` are fields
    /// with measures that hold texts as well.
    pub(super) fn of(record: &Record, apart_from: &[&str]) -> Self {
        let (mut all, mut fields) = (FixedState::with_seed(0).build_hasher(), FixedState::with_seed(0).build_hasher());
        let is_about =
            |name: &str, value: &Value| says_of_what(value) && !is_measure(name) && !apart_from.contains(&name);
        // Fields in an order that the file does not decide.
        let stated: BTreeMap<&String, &Value> =
            record.fields().iter().filter(|(name, value)| is_about(name, value)).collect();
        for (name, value) in stated {
            for hasher in [&mut all, &mut fields] {
                hasher.write(name.as_bytes());
                hasher.write_u8(0);
            }
            all.write(value.to_string().as_bytes());
            all.write_u8(0);
        }
        Self { all: all.finish(), fields: fields.finish() }
    }
}

fn is_measure(name: &str) -> bool {
    // Few names have any part of such a word.
    let may_count = || ["oken", "ache", "ool", "equest"].iter().any(|part| name.contains(part));
    let letters = || -> String {
        name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    MEASURES.contains(&name) || may_count() && COUNTS.iter().any(|word| letters().contains(word))
}

fn says_of_what(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Bool(_) => true,
        Value::Object(fields) => fields.values().any(says_of_what),
        Value::Array(values) => values.iter().any(says_of_what),
        Value::Null | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Group;
    use crate::ingest::text::json::Record;

    #[test]
    fn counts_are_no_part_of_what_a_row_is_about() {
        let group = |value: serde_json::Value| Group::of(&Record::new(value.as_object().unwrap()), &[]);
        let plain = group(json!({"model": "m", "output_tokens": 7}));
        for counted in [
            json!({"model": "m", "output_tokens": "8"}),
            json!({"model": "m", "cache_creation": "@{ephemeral_5m_input_tokens=9}", "server_tool_use": "map[a:1]"}),
            json!({"model": "m", "cacheCreation.ephemeral5mInputTokens": "9", "requests": "3"}),
        ] {
            assert_eq!(group(counted.clone()), plain, "{counted}");
        }
        for other in [
            json!({"model": "n"}),
            json!({"model": "m", "token_type": "output_tokens"}),
            json!({"model": "m", "tool": "x"}),
        ] {
            assert_ne!(group(other.clone()), plain, "{other}");
        }
    }
}
