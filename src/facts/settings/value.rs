//! Values of settings in the forms that people's files have: as the API writes them, as text, as words of a spreadsheet.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::data::settings::PROVISIONING_MODES;
use crate::data::yes_no;
use crate::model::Retention;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// Without a limit.
    Unlimited,
    /// So many seconds.
    Seconds(u64),
}

/// Words next to those of spreadsheets.
const ON: [&str; 4] = ["enabled", "enable", "required", "enforced"];
const OFF: [&str; 4] = ["disabled", "disable", "not required", "not enforced"];
/// Fields of an object that holds nothing but a state.
const STATE: [&str; 4] = ["type", "state", "enabled", "value"];
/// Units of a length of time, in seconds. A month has no fixed length and is none of them; `m` may mean either.
const UNITS: [(u64, &[&str]); 5] = [
    (1, &["", "s", "sec", "secs", "second", "seconds"]),
    (60, &["min", "mins", "minute", "minutes"]),
    (3600, &["h", "hr", "hrs", "hour", "hours"]),
    (86_400, &["d", "day", "days"]),
    (604_800, &["w", "week", "weeks"]),
];

/// `true`, `"TRUE"`, `1`, `"enabled"`, `{"type": "enabled"}`.
#[must_use]
pub fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::String(text) => {
            let word = text.trim().to_lowercase();
            match () {
                () if ON.contains(&word.as_str()) => Some(true),
                () if OFF.contains(&word.as_str()) => Some(false),
                () => yes_no(value),
            }
        }
        Value::Object(fields) if fields.len() == 1 => STATE.iter().find_map(|name| fields.get(*name)).and_then(flag),
        _ => yes_no(value),
    }
}

/// `43200`, `"12 hours"`, `"PT12H"`; null is no limit, and nothing lasts no time at all.
#[must_use]
pub fn lasts(value: &Value) -> Option<Lasts> {
    let seconds = match value {
        Value::Null => return Some(Lasts::Unlimited),
        Value::Number(_) => whole(number(value)?)?,
        Value::String(text) => {
            let text = text.trim().to_lowercase();
            if ["unlimited", "no limit", "never"].contains(&text.as_str()) {
                return Some(Lasts::Unlimited);
            }
            // ISO 8601, of one unit.
            let iso =
                text.strip_prefix("pt").or_else(|| text.strip_prefix('p').filter(|rest| rest.ends_with(['d', 'w'])));
            let text = iso.unwrap_or(&text);
            let (count, unit) =
                text.split_at(text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len()));
            let (seconds, _) = UNITS.iter().find(|(_, words)| words.contains(&unit.trim()))?;
            whole(count.parse::<f64>().ok()?)?.checked_mul(*seconds)?
        }
        _ => return None,
    };
    (seconds > 0).then_some(Lasts::Seconds(seconds))
}

/// A number that a spreadsheet may have given decimals.
fn whole(number: f64) -> Option<u64> {
    // Beyond, a float does not hold every whole number.
    let is_whole = number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number);
    is_whole.then_some(number as u64)
}

/// `["a", "b"]`, `"a, b"`, or the array as text.
#[must_use]
pub fn list(value: &Value) -> Option<Vec<String>> {
    let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match value {
        Value::Array(items) => items.iter().map(|item| item.as_str().and_then(trimmed)).collect(),
        Value::String(text) if text.trim_start().starts_with('[') => list(&serde_json::from_str(text).ok()?),
        Value::String(text) => Some(text.split([',', ';', '\n']).filter_map(trimmed).collect()),
        _ => None,
    }
}

/// A text as one word: `SCIM Advanced` is `scim_advanced`.
pub(super) fn word(value: &Value) -> Option<String> {
    let word = value.as_str()?.trim().to_lowercase().replace([' ', '-'], "_");
    (!word.is_empty()).then_some(word)
}

/// A documented way of provisioning members.
#[must_use]
pub fn mode(value: &Value) -> Option<&'static str> {
    let word = word(value)?;
    PROVISIONING_MODES.into_iter().find(|mode| *mode == word)
}

/// A number, or a text that is one.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

/// `{"all": {"type": "fixed", "duration": 90, "timescale": "day"}}`, or its periods as text.
#[must_use]
pub fn retention(value: &Value) -> Option<BTreeMap<String, Retention>> {
    match value {
        Value::Object(kinds) => kinds.iter().map(|(kind, kept)| Some((kind.clone(), period(kept)?))).collect(),
        Value::String(text) if text.trim_start().starts_with('{') => retention(&serde_json::from_str(text).ok()?),
        _ => None,
    }
}

fn period(value: &Value) -> Option<Retention> {
    let fields = match value {
        Value::String(text) => return Retention::parse(text),
        value => value.as_object()?,
    };
    // `type` may be left out, as everywhere in this answer.
    let kind = fields.get("type").map_or(Some("fixed"), Value::as_str)?;
    match kind {
        "indefinite" => Some(Retention::Indefinite),
        "fixed" => Retention::fixed(whole(number(fields.get("duration")?)?)?, fields.get("timescale")?.as_str()?),
        _ => None,
    }
}
