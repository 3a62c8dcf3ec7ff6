//! Where exports come from: headers that `curl -D` saved beside an answer, and `exports.toml`, in which people write it down.
//!
//! Both only add to what is known of other files. A header file is one that lies beside its answer, `keys.json` and
//! `keys.json.headers`; `exports.toml` is known by its name, since nothing in it is an export.

mod answer;
mod masked;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use self::answer::{Answer, answered, has_body};
use crate::model::{EXPORT_NOTES, Input, SAVED_HEADERS, StatedCount, UNREADABLE, counted};

const NOTES: &str = "exports.toml";
/// Entries of one `exports.toml`: more than there are kinds of exports and months of a year.
const MOST_NOTES: usize = 1_000;
/// What the script of `collect` leaves beside the exports.
const OF_THE_SCRIPT: [&str; 2] = ["collect.log", "collect.done"];

/// A file that says something about others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sidecar {
    /// Headers of the answer beside it.
    Answer(Answer),
    /// What people wrote down.
    Notes(Vec<Note>),
    /// What the collecting script did.
    Script,
}

/// An entry of `exports.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// A file, or a folder for all files in it; seen from the folder of `exports.toml`.
    path: String,
    /// The screen or request that it is from.
    source: Option<String>,
    /// Who exported it.
    by: Option<String>,
    /// When, as it is written.
    at: Option<String>,
    /// How many records the screen showed.
    records: Option<u64>,
}

/// An entry as TOML has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    source: Option<String>,
    by: Option<String>,
    at: Option<toml::value::Datetime>,
    records: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    #[serde(default)]
    export: Vec<Entry>,
}

/// What a file says about others, if that is what it is for; or why it cannot be read.
pub(super) fn sidecar(path: &str, text: &[u8]) -> Option<Result<Sidecar, String>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if OF_THE_SCRIPT.contains(&name) {
        return Some(Ok(Sidecar::Script));
    }
    if name == NOTES {
        let read = std::str::from_utf8(text).map_err(|_| "not UTF-8".to_owned());
        let notes = read.and_then(|text| toml::from_str::<Notes>(text).map_err(|error| fault(&error, text)));
        let bounded = notes.and_then(|notes| match notes.export.len() {
            0..=MOST_NOTES => Ok(Sidecar::Notes(notes.export.into_iter().map(Note::from).collect())),
            more => Err(format!("{more} exports are noted, more than {MOST_NOTES}")),
        });
        return Some(bounded);
    }
    let is_answer = answered(path).is_some() && text.starts_with(b"HTTP/") && !has_body(text);
    is_answer.then(|| Ok(Sidecar::Answer(Answer::of(&String::from_utf8_lossy(text)))))
}

/// What is wrong, in a line that names the line.
fn fault(error: &toml::de::Error, text: &str) -> String {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    format!("line {line}: {}", error.message().replace('\n', ", "))
}

impl From<Entry> for Note {
    fn from(Entry { path, source, by, at, records }: Entry) -> Self {
        Self { path, source, by, at: at.map(|at| at.to_string()), records }
    }
}

impl Note {
    fn says(&self) -> Option<String> {
        let parts = [
            self.source.as_ref().map(|source| format!("from {source}")),
            self.by.as_ref().map(|by| format!("by {by}")),
            self.at.as_ref().map(|at| format!("at {at}")),
            self.records.map(|records| format!("{} stated", counted(records, "record"))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("{NOTES}: {}", parts.join(", ")))
    }
}

/// What the sidecars say, by the path of the file that they are about.
#[derive(Debug, Default)]
pub(super) struct Provenance {
    /// The organization whose answer it is.
    pub(super) organizations: BTreeMap<String, String>,
    /// When it was taken; at the end of the day where only that is stated.
    pub(super) instants: BTreeMap<String, DateTime<Utc>>,
    /// A number of records that is not the one that was read.
    pub(super) counts: BTreeMap<String, StatedCount>,
    /// Answers with headers, and whether these name a next page.
    pub(super) going_on: BTreeMap<String, bool>,
}

/// Writes what the sidecars say beside the exports, and says of sidecars what they are and whom they do not find.
pub(super) fn apply(files: &mut [(&mut Input, Option<&Result<Sidecar, String>>)]) -> Provenance {
    let mut provenance = Provenance::default();
    let places: BTreeMap<String, usize> =
        files.iter().enumerate().map(|(at, (input, _))| (input.path.clone(), at)).collect();
    for at in 0..files.len() {
        let Some(sidecar) = files[at].1 else { continue };
        let own = files[at].0.path.clone();
        let (kind, notes) = match sidecar {
            Ok(Sidecar::Script) => (EXPORT_NOTES, vec!["left by the collecting script".to_owned()]),
            Ok(Sidecar::Answer(answer)) => (SAVED_HEADERS, of_an_answer(files, &places, &own, answer, &mut provenance)),
            Ok(Sidecar::Notes(notes)) => {
                let missed = notes.iter().filter_map(|note| of_a_note(files, &own, note, &mut provenance));
                (EXPORT_NOTES, missed.collect())
            }
            Err(why) => (EXPORT_NOTES, vec![format!("{UNREADABLE}{why}")]),
        };
        let input = &mut files[at].0;
        input.kind = Some(kind.to_owned());
        input.notes.extend(notes);
    }
    provenance
}

type Files<'a, 'b> = [(&'a mut Input, Option<&'b Result<Sidecar, String>>)];

fn of_an_answer(
    files: &mut Files,
    places: &BTreeMap<String, usize>,
    own: &str,
    answer: &Answer,
    provenance: &mut Provenance,
) -> Vec<String> {
    let about = answered(own).unwrap_or(own);
    let place = places.get(about).copied().or_else(|| only_one_called(files, about));
    let Some((input, _)) = place.and_then(|at| files.get_mut(at)) else {
        return vec![format!("headers of an answer, {about}, that is not there")];
    };
    let about = &input.path.clone();
    provenance.going_on.insert(about.clone(), answer.names_next);
    input.notes.extend(answer.says());
    if let Some(at) = answer.date.as_deref().and_then(|date| DateTime::parse_from_rfc2822(date).ok()) {
        provenance.instants.insert(about.to_owned(), at.to_utc());
    }
    if let Some(organization) = &answer.organization {
        provenance.organizations.insert(about.to_owned(), organization.clone());
    }
    Vec::new()
}

/// The one export of a name without its ending.
fn only_one_called(files: &Files, about: &str) -> Option<usize> {
    let is_called = |input: &Input| {
        let ending = input.path.strip_prefix(about).and_then(|rest| rest.strip_prefix('.'));
        ending.is_some_and(|ending| !ending.is_empty() && !ending.contains('/'))
    };
    let mut all = files.iter().enumerate().filter(|(_, (input, sidecar))| sidecar.is_none() && is_called(input));
    let (at, _) = all.next()?;
    all.next().is_none().then_some(at)
}

/// What is to be said where a note finds no file.
fn of_a_note(files: &mut Files, own: &str, note: &Note, provenance: &mut Provenance) -> Option<String> {
    let folder = own.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let wanted = format!("{folder}{}", note.path.trim_start_matches("./").trim_end_matches('/'));
    let is_meant = |path: &str| path == wanted || path.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('/'));
    let is_export = |sidecar: &Option<&Result<Sidecar, String>>| sidecar.is_none();
    let mut meant: Vec<&mut Input> = files
        .iter_mut()
        .filter(|(input, sidecar)| is_export(sidecar) && is_meant(&input.path))
        .map(|(input, _)| &mut **input)
        .collect();
    let read: u64 = meant.iter().map(|input| input.rows).sum();
    if let Some(at) = note.at.as_deref().and_then(instant) {
        provenance.instants.extend(meant.iter().map(|input| (input.path.clone(), at)));
    }
    let Some(first) = meant.first_mut() else {
        return Some(format!("names {}, which is not there", note.path));
    };
    first.notes.extend(note.says());
    if let Some(stated) = note.records.filter(|stated| *stated != read) {
        provenance.counts.insert(first.path.clone(), StatedCount { stated, read, by: own.to_owned(), of: wanted });
    }
    None
}

/// An instant as TOML writes it; without a zone it is UTC, and a day is over.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let local = |text: &str| text.replace(' ', "T").parse::<NaiveDateTime>().ok().map(|at| at.and_utc());
    let day = |text: &str| Some(text.parse::<NaiveDate>().ok()?.succ_opt()?.and_time(NaiveTime::MIN).and_utc());
    let stated = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    stated.or_else(|| local(text)).or_else(|| day(text))
}
