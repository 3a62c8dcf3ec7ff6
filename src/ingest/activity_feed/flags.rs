//! Fields of activities that are true or false, however the tool that wrote the file spells it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::data::yes_no;

/// Fields that are true or false by Anthropic's activity reference and carry none of the marks of such names.
const FLAGS: [&str; 4] = ["enabled", "enforced", "ignore", "initiated_by_anthropic"];
/// How the names of the others begin and end.
const BEGINNINGS: [&str; 2] = ["is_", "has_"];
const ENDINGS: [&str; 2] = ["_enabled", "_enforced"];

fn is_flag(field: &str) -> bool {
    FLAGS.contains(&field)
        || BEGINNINGS.iter().any(|mark| field.starts_with(mark))
        || ENDINGS.iter().any(|mark| field.ends_with(mark))
}

/// The activity with its flags as JSON's own words: `0`, `f`, `No` and `FALSCH` are false. What is no such word stays as it is.
pub(super) fn as_booleans(activity: Cow<'_, Map<String, Value>>) -> Cow<'_, Map<String, Value>> {
    let is_other_spelling = |(field, value): &(&String, &Value)| {
        is_flag(field) && !matches!(value, Value::Null | Value::Bool(_)) && yes_no(value).is_some()
    };
    if !activity.iter().any(|field| is_other_spelling(&field)) {
        return activity;
    }
    let mut own = activity.into_owned();
    for (_, value) in own.iter_mut().filter(|(field, _)| is_flag(field)) {
        if let Some(flag) = yes_no(value) {
            *value = Value::Bool(flag);
        }
    }
    Cow::Owned(own)
}
