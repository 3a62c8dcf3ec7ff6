//! The routine events of a file as plain columns, and back.

use std::collections::BTreeSet;
use std::ops::Range;

use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

use super::{EVENT, ObservationKey, Record, Routine};
use crate::ingest::batch::Batch;
use crate::ingest::values::NO_TEXT;
use crate::model::{EventSource, Table};

/// Who did what from where, as numbers of texts: type, source, actor's kind, id and address, network, program.
pub(in crate::ingest) type PlainSight = [Option<u32>; 7];
const SOURCE: usize = 1;

/// Some events, in the order of their keys; every list has one entry an event.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ingest) struct PlainEvents {
    /// Hash of the id, or of all that is said, as the step from the event before; the first one's from 0.
    pub(in crate::ingest) key_step: Vec<u64>,
    /// Hash of what is compared between reports.
    pub(in crate::ingest) fingerprint: Vec<u64>,
    /// Microseconds since 1970.
    pub(in crate::ingest) at: Vec<i64>,
    pub(in crate::ingest) sight: Vec<u32>,
    pub(in crate::ingest) line: Vec<u32>,
}

impl Routine {
    /// Texts in the order of their numbers.
    pub(in crate::ingest) fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }

    /// Sights in the order of their numbers.
    pub(in crate::ingest) fn sights(&self) -> impl ExactSizeIterator<Item = PlainSight> + '_ {
        self.sights.iter().map(|sight| sight.map(|code| (code != NO_TEXT).then_some(code)))
    }

    /// Some of the events.
    pub(in crate::ingest) fn plain(&self, range: Range<usize>) -> PlainEvents {
        let mut before = if range.start == 0 { 0 } else { self.records[range.start - 1].key };
        let mut plain = PlainEvents::default();
        for record in &self.records[range] {
            plain.key_step.push(record.key.wrapping_sub(before));
            before = record.key;
            plain.fingerprint.push(record.fingerprint);
            plain.at.push(record.at);
            plain.sight.push(record.sight);
            plain.line.push(record.line);
        }
        plain
    }

    /// Takes texts, each once.
    pub(in crate::ingest) fn take_texts(&mut self, texts: Vec<String>) -> Result<(), String> {
        let is_new = texts.into_iter().all(|text| self.texts.insert(text.into()));
        if is_new { Ok(()) } else { Err("a text stands twice".to_owned()) }
    }

    /// Takes sights of texts that it has, each once.
    pub(in crate::ingest) fn take_sights(&mut self, sights: Vec<PlainSight>) -> Result<(), String> {
        let all = u32::try_from(self.texts.len()).unwrap_or(NO_TEXT);
        for sight in sights {
            if sight[EVENT].is_none() || sight.iter().flatten().any(|code| *code >= all) {
                return Err("a sight numbers a text that is not there".to_owned());
            }
            if !self.sights.insert(sight.map(|code| code.unwrap_or(NO_TEXT))) {
                return Err("a sight stands twice".to_owned());
            }
        }
        Ok(())
    }

    /// Takes events of sights that it has, in the order of their keys.
    pub(in crate::ingest) fn take_plain(&mut self, events: PlainEvents) -> Result<(), String> {
        let PlainEvents { key_step, fingerprint, at, sight, line } = events;
        let length = key_step.len();
        if [fingerprint.len(), at.len(), sight.len(), line.len()].iter().any(|other| *other != length) {
            return Err("a list is shorter or longer than the events".to_owned());
        }
        let all = u32::try_from(self.sights.len()).unwrap_or(u32::MAX);
        if sight.iter().any(|sight| *sight >= all) || line.contains(&0) {
            return Err("an event without a sight or a line".to_owned());
        }
        let mut key = self.records.last().map_or(0, |record| record.key);
        for (place, step) in key_step.into_iter().enumerate() {
            key = key.checked_add(step).ok_or("events in no order")?;
            let (fingerprint, at, sight, line) = (fingerprint[place], at[place], sight[place], line[place]);
            self.records.push(Record { key, fingerprint, at, sight, line });
        }
        Ok(())
    }

    /// A type of events that a file counts although they are wanted singly; or, where it may keep some, the other way round.
    pub(in crate::ingest) fn differs(batch: &Batch, singly: &BTreeSet<String>, keeps_some: bool) -> Option<String> {
        let mut wanted = Self::excluding(singly);
        let own = &batch.routine;
        let text = |code: u32| own.texts.get_index(code as usize).map(AsRef::as_ref);
        let of = |sight: &ObservationKey| Some((text(sight[EVENT])?, text(sight[SOURCE])?));
        let counted: IndexSet<(&str, &str)> = own.sights.iter().filter_map(of).collect();
        let mut is_folded = |event: &str, source: &str| wanted.takes(event, source == EventSource::Feed.id());
        if let Some((event, _)) = counted.into_iter().find(|(event, source)| !is_folded(event, source)) {
            return Some(event.to_owned());
        }
        let columns = (keeps_some && batch.table == Table::Events)
            .then(|| Some((batch.table.position("event")?, batch.table.position("source")?)));
        let (event, source) = columns.flatten()?;
        let row = |row: usize| Some((batch.text(event, row)?, batch.text(source, row)?));
        let rows: IndexSet<(&str, &str)> = (0..batch.rows()).filter_map(row).collect();
        rows.into_iter().find(|(event, source)| is_folded(event, source)).map(|(event, _)| event.to_owned())
    }
}
