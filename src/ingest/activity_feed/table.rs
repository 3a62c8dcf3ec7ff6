//! Activities in tables: as text in a cell, or a field a column, as collectors export them.

use chrono::NaiveDateTime;
use serde_json::{Map, Value};

use super::wrapped::{inside_text, is_activity_id};
use crate::ingest::text::delimited::Delimited;
use crate::ingest::text::instant::parse_instant;

/// Records that are looked at for an activity.
const SAMPLE: usize = 20;
/// Endings that Sentinel gives to the columns of a custom table, by kind of value.
const ENDINGS: [&str; 6] = [MARK, "_s", "_t", "_g", "_b", "_d"];
/// What it gives to columns of a custom table: to all of them, or to those whose names it has itself.
const MARK: &str = "_CF";
/// Objects around the activity whose names stand before those of its fields.
const AROUND: [&str; 6] = ["_source.", "result.", "jsonPayload.", "attributes.", "json.", "@fields."];
/// What stands between the name of an object and that of a field in it.
const JOINTS: [char; 4] = ['.', '_', '/', ':'];
/// Columns of collectors themselves.
const COLLECTORS: [&str; 12] = [
    "TenantId",
    "TimeGenerated",
    "Type",
    "SourceSystem",
    "MG",
    "ManagementGroupName",
    "Computer",
    "RawData",
    "_ResourceId",
    "_SubscriptionId",
    "_ItemId",
    "_time",
];

/// How the rows of a table hold activities.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// These columns hold a whole one as text.
    Whole(Vec<usize>),
    /// Columns, each with the field that it holds: a name, or `actor` and a name in it.
    Fields(Vec<(usize, Vec<String>)>),
}

impl Layout {
    /// The layout of a table, where activities stand in its first records.
    pub(super) fn of(csv: &Delimited) -> Option<Self> {
        let sample = csv.first_records(SAMPLE);
        let holds_one = |column: &usize| sample.iter().any(|record| !inside_text(&record[*column]).is_empty());
        let whole: Vec<usize> = (0..csv.header.len()).filter(holds_one).collect();
        if !whole.is_empty() {
            return Some(Self::Whole(whole));
        }
        let fields = fields(&csv.header);
        let column = |name: &str| fields.iter().find(|(_, path)| *path == [name]).map(|(column, _)| *column);
        let (id, _, _) = (column("id")?, column("type")?, column("created_at")?);
        sample.iter().any(|record| is_activity_id(&record[id])).then_some(Self::Fields(fields))
    }

    /// Whether it says who acted.
    pub(super) fn has_actors(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Fields(fields) => fields.iter().any(|(_, path)| path[0] == "actor"),
        }
    }

    /// The columns that hold something of an activity.
    pub(super) fn columns(&self) -> Vec<usize> {
        match self {
            Self::Whole(columns) => columns.clone(),
            Self::Fields(fields) => fields.iter().map(|(column, _)| *column).collect(),
        }
    }
}

/// Columns with the fields that they hold. A custom table marks its own columns, or those alone whose names the collector has already:
/// what is marked is its own, whatever it is called.
fn fields(header: &[String]) -> Vec<(usize, Vec<String>)> {
    let names = || header.iter().map(|written| written.split('[').next().unwrap_or(written).trim()).enumerate();
    // Sentinel's own `Type` next to the activity's; where there is no other it is the activity's.
    let has_type = names().any(|(_, name)| name != "Type" && path(name) == ["type"]);
    let is_collectors = |name: &str| COLLECTORS.contains(&name) && (has_type || name != "Type");
    let mut own: Vec<_> = names().filter(|(_, name)| !name.is_empty() && !is_collectors(name)).collect();
    // A name in the feed's own spelling comes before one that only means it.
    own.sort_by_key(|(_, name)| name.bytes().any(|byte| byte.is_ascii_uppercase()));
    let (marked, others): (Vec<_>, Vec<_>) = own.into_iter().partition(|(_, name)| name.ends_with(MARK));
    let mut fields: Vec<(usize, Vec<String>)> = Vec::new();
    for (column, name) in marked.into_iter().chain(others) {
        let path = path(name);
        if !fields.iter().any(|(_, other)| *other == path) {
            fields.push((column, path));
        }
    }
    fields.sort_unstable();
    fields
}

/// The field that a column holds.
fn path(name: &str) -> Vec<String> {
    let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let bare = AROUND.iter().find_map(|around| bare.strip_prefix(around)).unwrap_or(bare);
    let bare = field_name(bare);
    match inside_actor(&bare) {
        Some(inside) => vec!["actor".to_owned(), inside.to_owned()],
        None => vec![bare],
    }
}

/// The field of the actor that a column holds: tools join the names by `.`, `_`, `__`, `/` or `:`.
fn inside_actor(name: &str) -> Option<&str> {
    let rest = name.get(..5).filter(|start| start.eq_ignore_ascii_case("actor")).and_then(|_| name.get(5..))?;
    let inside = rest.trim_start_matches(JOINTS);
    (inside.len() < rest.len() && !inside.is_empty()).then_some(inside)
}

/// A name as the feed writes its own, in small letters with lines between the words. Databases hand out capitals (Snowflake, Oracle, DB2),
/// programs camel case, and names that a collector has too come back in its spelling.
fn field_name(written: &str) -> String {
    let is_shouted = !written.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut name = String::with_capacity(written.len() + 4);
    let mut last = '_';
    for letter in written.chars() {
        let begins_a_word = letter.is_ascii_uppercase() && (last.is_ascii_lowercase() || last.is_ascii_digit());
        if begins_a_word && !is_shouted {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
        last = letter;
    }
    name
}

/// The activity in the cells of a record: what they say as JSON would.
pub(super) fn activity(cells: &[(&[String], &str)]) -> Map<String, Value> {
    let mut activity = Map::new();
    for (path, text) in cells.iter().filter(|(_, text)| !text.is_empty() && *text != "null") {
        let [name, inside @ ..] = path else { continue };
        let value = if name == "created_at" { Value::String(instant(text)) } else { value(text) };
        match inside {
            [] => drop(activity.insert(name.clone(), value)),
            [field, ..] => {
                let actor = activity.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(actor) = actor {
                    actor.insert(field.clone(), value);
                }
            }
        }
    }
    activity
}

fn value(text: &str) -> Value {
    match text {
        "true" | "True" => Value::Bool(true),
        "false" | "False" => Value::Bool(false),
        _ if text.starts_with(['{', '[', '-']) || text.starts_with(|c: char| c.is_ascii_digit()) => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
        }
        _ => Value::String(text.to_owned()),
    }
}

/// An instant as activities write it; Azure's portal exports `7/7/2026, 9:00:00.000 AM`, month first in every language.
fn instant(text: &str) -> String {
    if parse_instant(text).is_some() {
        return text.to_owned();
    }
    let formats = ["%m/%d/%Y, %I:%M:%S%.f %p", "%m/%d/%Y %I:%M:%S%.f %p"];
    let at = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    at.map_or_else(|| text.to_owned(), |at| at.and_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}
