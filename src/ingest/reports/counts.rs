//! Tokens and web searches of a row of usage, however a tool wrote the objects in it: as objects, as texts, or spread over fields.
//!
//! What stands there and cannot be read is no zero: the row is refused, since its sum would be too small.

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::inner::object_in;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::text::json::Record;
use crate::ingest::text::nothing::is_nothing;
use crate::ingest::text::number::parse_count;

/// The fields of the API itself in rows of usage, which need no second look.
const PLAIN: [&str; 18] = [
    "account_id",
    "api_key_id",
    "service_account_id",
    "workspace_id",
    "organization_id",
    "model",
    "context_window",
    "service_tier",
    "inference_geo",
    "speed",
    "uncached_input_tokens",
    "cache_read_input_tokens",
    "output_tokens",
    "total_tokens",
    "requests",
    "product",
    "actor",
    "group",
];

/// What a field counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Uncached,
    FiveMinutes,
    Hour,
    Read,
    Output,
    Searches,
    /// Cache writes of all lifetimes together.
    Written,
}

/// How many of them there are.
const KINDS: usize = 7;

/// What a field counts, by its letters and digits alone: tools write `cache_creation.ephemeral_5m_input_tokens`,
/// `cache_creation__ephemeral_5m_input_tokens`, `cacheCreation[ephemeral5mInputTokens]` and put prefixes before it.
fn counted(letters: &str) -> Option<Counted> {
    let letters =
        ["results", "result", "usage"].iter().fold(letters, |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest));
    let has = |part: &str| letters.contains(part);
    match letters {
        "uncachedinputtokens" => return Some(Counted::Uncached),
        "cachereadinputtokens" => return Some(Counted::Read),
        "outputtokens" => return Some(Counted::Output),
        _ if letters.ends_with("websearchrequests") => return Some(Counted::Searches),
        _ => {}
    }
    let is_write = has("cachecreation") || has("cachewrite") || has("ephemeral");
    match () {
        () if !is_write => None,
        () if has("5m") => Some(Counted::FiveMinutes),
        () if has("1h") => Some(Counted::Hour),
        () if letters.ends_with("cachecreationinputtokens") || letters.ends_with("cachewriteinputtokens") => {
            Some(Counted::Written)
        }
        () => None,
    }
}

/// The letters and digits of a name, in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Counts as they are found.
#[derive(Default)]
struct Found([Option<i64>; KINDS]);

impl Found {
    fn of(&self, what: Counted) -> Option<i64> {
        self.0[what as usize]
    }

    /// Takes a count; one that is stated twice must be the same twice.
    fn take(&mut self, what: Counted, count: Option<i64>, field: &str) -> Result<(), Reject> {
        let Some(count) = count else { return Ok(()) };
        match self.0[what as usize].replace(count) {
            Some(other) if other != count => {
                Err(Reject::new(field, count.to_string(), format!("stated twice, as {other} and as {count}")))
            }
            _ => Ok(()),
        }
    }

    /// Takes the counts of an inner object. Of tokens every one is wanted; of tools only what has a price.
    fn take_object(&mut self, usage: &Record, field: &str, value: &Value) -> Result<(), Reject> {
        let of_tokens = field == "cache_creation";
        // Of tools it would not be known which were used.
        if let Some(all) = count_alone(value).filter(|all| of_tokens || *all == 0) {
            let what = if of_tokens { Counted::Written } else { Counted::Searches };
            return self.take(what, Some(all), field);
        }
        let Some(object) = object_in(usage, field)? else { return Ok(()) };
        let object = Record::new(&object);
        for (name, value) in object.fields() {
            let what = counted(&letters(name)).filter(|what| of_tokens != (*what == Counted::Searches));
            match what {
                Some(what) => self.take(what, object.count(name)?, name)?,
                None if of_tokens && !is_naught(value) => {
                    return Err(Reject::new(
                        &format!("{field}.{name}"),
                        value.to_string(),
                        "cache writes of a kind that is not known: the row's tokens would be too few",
                    ));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Takes a field that the API does not have: an object's that a tool has spread, or one that nobody knows.
    fn take_flat(&mut self, usage: &Record, name: &str, value: &Value, batch: &mut Batch) -> Result<(), Reject> {
        let letters = letters(name);
        if let Some(what) = counted(&letters) {
            let is_absent = value.as_str().is_some_and(is_nothing);
            return self.take(what, if is_absent { None } else { usage.count(name)? }, name);
        }
        if ["cachecreation", "cachewrite", "ephemeral"].iter().any(|part| letters.contains(part)) {
            if !is_naught(value) {
                let why = "cache writes in a form that cannot be read: the row's tokens would be too few";
                return Err(Reject::new(name, value.to_string(), why));
            }
        } else if letters.contains("token") && !is_naught(value) && !letters.contains("totaltokens") {
            batch.note(format!("`{name}` is no field of the API that is known: its tokens are in no sum"));
        }
        Ok(())
    }
}

/// Whether a value says that there is nothing.
fn is_naught(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_nothing(text) || count_alone(value) == Some(0),
        Value::Number(_) => count_alone(value) == Some(0),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) => false,
    }
}

/// A count that stands where an object should.
fn count_alone(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => parse_count(&number.to_string()),
        Value::String(text) if text.trim().starts_with(|c: char| c.is_ascii_digit()) => parse_count(text),
        _ => None,
    }
}

/// Tokens by category, and web searches, in the order of the tables' columns.
pub(super) fn counts<'a>(usage: &Record, batch: &mut Batch) -> Result<[Cell<'a>; 6], Reject> {
    if !usage.has("uncached_input_tokens") && !usage.has("output_tokens") {
        return Err(Reject::new("uncached_input_tokens", "", "neither `uncached_input_tokens` nor `output_tokens`"));
    }
    let mut found = Found::default();
    found.take(Counted::Uncached, usage.count("uncached_input_tokens")?, "uncached_input_tokens")?;
    found.take(Counted::Read, usage.count("cache_read_input_tokens")?, "cache_read_input_tokens")?;
    found.take(Counted::Output, usage.count("output_tokens")?, "output_tokens")?;
    for (name, value) in usage.fields() {
        match name.as_str() {
            "cache_creation" | "server_tool_use" => found.take_object(usage, name, value)?,
            name if PLAIN.contains(&name) => {}
            name => found.take_flat(usage, name, value, batch)?,
        }
    }
    let [five_minutes, hour] = written(&found, batch)?;
    let cell = |what| found.of(what).map_or(Cell::Null, Cell::Integer);
    Ok([
        cell(Counted::Uncached),
        Cell::Integer(five_minutes),
        Cell::Integer(hour),
        cell(Counted::Read),
        cell(Counted::Output),
        Cell::Integer(found.of(Counted::Searches).unwrap_or(0)),
    ])
}

/// Cache writes by lifetime. Where only all together are stated they count as those of five minutes, which is what the API writes
/// unless it is asked for more: the tokens are right, the price is the least.
fn written(found: &Found, batch: &mut Batch) -> Result<[i64; 2], Reject> {
    let parts = [found.of(Counted::FiveMinutes), found.of(Counted::Hour)];
    let [five_minutes, hour] = parts.map(|part| part.unwrap_or(0));
    match found.of(Counted::Written) {
        None => Ok([five_minutes, hour]),
        Some(all) if all == five_minutes + hour => Ok([five_minutes, hour]),
        Some(all) if parts == [None, None] => {
            batch.note(
                "cache writes are stated without their lifetime: they count as those of five minutes, so that list prices are the least",
            );
            Ok([all, 0])
        }
        Some(all) => {
            let why = format!("cache writes are stated as {all}, and by lifetime as {}", five_minutes + hour);
            Err(Reject::new("cache_creation_input_tokens", all.to_string(), why))
        }
    }
}
