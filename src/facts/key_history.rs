//! What the audit events say about keys: former names, moves between workspaces, and when they ended.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::frame::Rows;
use crate::model::{Dataset, KEY_UPDATED, Table};

/// Changes of keys, by key id.
#[derive(Clone, Debug, Default)]
pub struct KeyHistory {
    former_names: BTreeMap<String, BTreeSet<String>>,
    moves: BTreeMap<String, u32>,
    /// The latest change of status: when, and whether it left the key active.
    statuses: BTreeMap<String, (DateTime<Utc>, bool)>,
}

impl KeyHistory {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        let mut history = Self::default();
        let Some(frame) = data.frame(Table::Events) else { return Ok(history) };
        let rows = Rows::of(frame)?;
        let (event, details, at) = (rows.text("event")?, rows.text("details")?, rows.instant("at")?);
        for row in 0..rows.len() {
            if event.get(row) != Some(KEY_UPDATED) {
                continue;
            }
            let Ok(details) = serde_json::from_str::<Value>(details.get(row).unwrap_or("null")) else { continue };
            let Some(key) = details.get("api_key_id").and_then(Value::as_str) else { continue };
            for update in details.get("updates").and_then(Value::as_array).into_iter().flatten() {
                match update.get("type").and_then(Value::as_str) {
                    Some("name") => {
                        if let Some(former) = update.get("previous_value").and_then(Value::as_str) {
                            history.former_names.entry(key.to_owned()).or_default().insert(former.to_owned());
                        }
                    }
                    Some("status") => {
                        let active = update.get("current_value").and_then(Value::as_str) == Some("active");
                        let change = at.get(row).map(|at| (at, active));
                        let latest = history.statuses.get(key).copied().max(change);
                        history.statuses.extend(latest.map(|latest| (key.to_owned(), latest)));
                    }
                    Some("workspace") => *history.moves.entry(key.to_owned()).or_default() += 1,
                    _ => {}
                }
            }
        }
        Ok(history)
    }

    /// Whether a key had this name before it was renamed.
    #[must_use]
    pub fn was_named(&self, key_id: &str, name: &str) -> bool {
        self.former_names.get(key_id).is_some_and(|names| names.contains(name))
    }

    /// The day since which a key is inactive or archived, if the feed tells.
    #[must_use]
    pub fn ended_on(&self, key_id: &str) -> Option<NaiveDate> {
        let &(at, active) = self.statuses.get(key_id)?;
        (!active).then(|| at.date_naive())
    }

    /// How often a key was moved to another workspace.
    #[must_use]
    pub fn moves(&self, key_id: &str) -> u32 {
        self.moves.get(key_id).copied().unwrap_or_default()
    }
}
