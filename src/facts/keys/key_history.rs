//! What the audit events say about keys: former names, moves between workspaces, and when they were off.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::facts::frame::Source;
use crate::facts::lists::Lists;
use crate::facts::log::Events;
use crate::model::{KEY_UPDATED, Report, SubjectKind};

/// Changes of keys, by key id.
#[derive(Clone, Debug, Default)]
pub struct KeyHistory {
    former_names: BTreeMap<String, BTreeSet<String>>,
    moves: BTreeMap<String, u32>,
    /// Changes of status, in order of time.
    statuses: BTreeMap<String, BTreeSet<StatusChange>>,
}

/// A change of status.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct StatusChange {
    at: DateTime<Utc>,
    is_active: bool,
    status: String,
    source: Source,
}

/// A stretch of time in which a key was not active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Off {
    /// Since when.
    pub from: DateTime<Utc>,
    /// When it was active again; none where it still is off.
    pub until: Option<DateTime<Utc>>,
    /// The status that it got: `inactive` or `archived`.
    pub status: String,
    /// Where the event stands.
    pub source: Source,
}

impl Off {
    /// Whether the key was off all day: the days on which it was switched off and on do not count.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.date_naive() < day && self.until.is_none_or(|until| day < until.date_naive())
    }
}

impl KeyHistory {
    pub(in crate::facts) fn of(events: &Events) -> Self {
        let mut history = Self::default();
        for event in events.notable.iter().filter(|event| event.event == KEY_UPDATED) {
            let Some(key) = event.details.get("api_key_id").and_then(Value::as_str) else { continue };
            for update in event.details.get("updates").and_then(Value::as_array).into_iter().flatten() {
                history.add(key, update, event.at, event.source);
            }
        }
        history
    }

    /// Takes the names under which the last report knew keys that are listed under others today. A name that a listed key has is that key's.
    pub(in crate::facts) fn add_last_names(&mut self, last: &Report, lists: &Lists) {
        let of_rows = last.identities.iter().map(|row| (Some(row.id.as_str()), row.name.as_deref()));
        let subjects = last.findings.iter().map(|finding| &finding.subject);
        let of_keys = subjects.filter(|one| one.kind == SubjectKind::ApiKey);
        let today: BTreeSet<&str> = lists.keys.iter().map(|key| key.name.trim()).collect();
        for (id, name) in of_rows.chain(of_keys.map(|one| (one.id.as_deref(), one.name.as_deref()))) {
            let Some((id, name)) = id.zip(name) else { continue };
            if lists.key(id).is_some() && !today.contains(name.trim()) {
                self.former_names.entry(id.to_owned()).or_default().insert(name.trim().to_owned());
            }
        }
    }

    fn add(&mut self, key: &str, update: &Value, at: DateTime<Utc>, source: Source) {
        let text = |field: &str| update.get(field).and_then(Value::as_str);
        match text("type") {
            Some("name") => {
                let names = self.former_names.entry(key.to_owned()).or_default();
                names.extend(text("previous_value").map(str::to_owned));
            }
            Some("status") => {
                let Some(status) = text("current_value") else { return };
                let change = StatusChange { at, is_active: status == "active", status: status.to_owned(), source };
                self.statuses.entry(key.to_owned()).or_default().insert(change);
            }
            Some("workspace") => *self.moves.entry(key.to_owned()).or_default() += 1,
            _ => {}
        }
    }

    /// Whether a key had this name before it was renamed.
    #[must_use]
    pub fn was_named(&self, key_id: &str, name: &str) -> bool {
        self.former_names.get(key_id).is_some_and(|names| names.contains(name))
    }

    /// Names that a key had before it was renamed.
    pub(in crate::facts) fn former_names(&self, key_id: &str) -> impl Iterator<Item = &str> {
        self.former_names.get(key_id).into_iter().flatten().map(String::as_str)
    }

    /// When a key was inactive or archived, in order of time, as far as the feed tells. Nobody switches a key off by its expiry.
    #[must_use]
    pub fn off(&self, key_id: &str) -> Vec<Off> {
        let mut intervals: Vec<Off> = Vec::new();
        for change in self.statuses.get(key_id).into_iter().flatten().filter(|change| change.status != "expired") {
            match intervals.last_mut().filter(|off| off.until.is_none()) {
                Some(off) if change.is_active => off.until = Some(change.at),
                // Archived after it was inactivated: off since then.
                None if !change.is_active => intervals.push(Off {
                    from: change.at,
                    until: None,
                    status: change.status.clone(),
                    source: change.source,
                }),
                _ => {}
            }
        }
        intervals
    }

    /// The day since which a key is inactive or archived, if the feed tells.
    #[must_use]
    pub fn ended_on(&self, key_id: &str) -> Option<NaiveDate> {
        let last = self.statuses.get(key_id)?.last()?;
        (!last.is_active).then(|| last.at.date_naive())
    }

    /// How often a key was moved to another workspace.
    #[must_use]
    pub fn moves(&self, key_id: &str) -> u32 {
        self.moves.get(key_id).copied().unwrap_or_default()
    }
}
