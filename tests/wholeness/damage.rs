//! Organizations with something missing.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Files;

/// The rows of a file as text, with what stands before and after each; nothing for files of another kind.
fn rows(path: &str, bytes: &[u8]) -> Option<(Vec<String>, bool)> {
    let text = std::str::from_utf8(bytes).ok()?;
    if path.ends_with(".json") {
        return None;
    }
    let is_text = path.ends_with(".csv") || path.ends_with(".jsonl");
    is_text.then(|| (text.split_inclusive('\n').map(str::to_owned).collect(), path.ends_with(".csv")))
}

/// The records of a file of one JSON page or array.
fn records(path: &str, bytes: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(bytes).ok().filter(|_| path.ends_with(".json"))?;
    let has_list = value.is_array() || value["data"].is_array();
    has_list.then_some(value)
}

fn list_of(value: &mut Value) -> &mut Vec<Value> {
    let list = if value.is_array() { value } else { &mut value["data"] };
    list.as_array_mut().unwrap()
}

/// Copies of a file without one of its rows: the first, and one in the middle. Not of rosters: one that does not have somebody says
/// that they are gone.
fn without_a_row(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    if path.starts_with("identity-provider/") {
        return Vec::new();
    }
    let places =
        |from: usize, to: usize| BTreeSet::from([from, (from + to) / 2]).into_iter().filter(move |at| *at < to);
    if let Some((lines, has_header)) = rows(path, bytes) {
        let without = |at: usize| {
            let kept = lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| line.as_str());
            (format!("{path} without line {}", at + 1), kept.collect::<String>().into_bytes())
        };
        return places(usize::from(has_header), lines.len()).map(without).collect();
    }
    let Some(mut whole) = records(path, bytes) else { return Vec::new() };
    let count = list_of(&mut whole).len();
    let without = |at: usize| {
        let mut one = whole.clone();
        list_of(&mut one).remove(at);
        (format!("{path} without record {}", at + 1), one.to_string().into_bytes())
    };
    places(0, count).map(without).collect()
}

/// What a file was before: the first two thirds of its lines or records.
fn older(path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if let Some((lines, has_header)) = rows(path, bytes) {
        let header = usize::from(has_header).min(lines.len());
        let kept = header + (lines.len() - header) * 2 / 3;
        return Some(lines[..kept].concat().into_bytes());
    }
    let mut whole = records(path, bytes)?;
    let list = list_of(&mut whole);
    list.truncate(list.len() * 2 / 3);
    Some(whole.to_string().into_bytes())
}

/// Copies of a file without one of its columns.
fn without_a_column(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Some(mut whole) = records(path, bytes) else { return Vec::new() };
    let names: BTreeSet<String> =
        list_of(&mut whole).iter().filter_map(Value::as_object).flat_map(|one| one.keys().cloned()).collect();
    let some = names.iter().skip(path.len() % 3).step_by(4);
    let without = |name: &String| {
        let mut one = whole.clone();
        list_of(&mut one).iter_mut().filter_map(Value::as_object_mut).for_each(|one| _ = one.remove(name));
        (format!("{path} without {name}"), one.to_string().into_bytes())
    };
    some.map(without).collect()
}

/// An organization with something missing.
pub(crate) struct Damage {
    /// The file that it was done to.
    pub(crate) path: String,
    pub(crate) how: String,
    pub(crate) files: Files,
}

/// Organizations with something missing, each with what was done to it.
pub(crate) fn damaged(files: &Files) -> Vec<Damage> {
    let mut all = Vec::new();
    for (path, bytes) in files {
        let mut push = |how: String, at: String, bytes: Option<Vec<u8>>| {
            let mut other = files.clone();
            match bytes {
                Some(bytes) => other.insert(at, bytes),
                None => other.remove(&at),
            };
            all.push(Damage { path: path.clone(), how, files: other });
        };
        push(format!("without {path}"), path.clone(), None);
        without_a_row(path, bytes).into_iter().for_each(|(how, bytes)| push(how, path.clone(), Some(bytes)));
        without_a_column(path, bytes).into_iter().for_each(|(how, bytes)| push(how, path.clone(), Some(bytes)));
        let older = older(path, bytes).map(|bytes| ("as it was", bytes));
        for (how, bytes) in [("twice", bytes.clone())].into_iter().chain(older) {
            push(format!("{path} {how}"), format!("last quarter/{path}"), Some(bytes));
        }
    }
    all
}
