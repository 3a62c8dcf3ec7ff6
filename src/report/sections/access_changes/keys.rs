//! Keys made, changed and ended, as events tell it.

use serde_json::Value;

use super::Gathered;
use crate::facts::{Event, KeyChange, KeyClass, KeyEvent};
use crate::model::{AccessChange, ChangeBasis, ChangeKind};

/// Statuses from which a key does not come back by itself.
const ENDS: [&str; 3] = ["archived", "deleted", "revoked"];

impl Gathered<'_> {
    pub(super) fn by_key_events(&mut self) {
        let facts = self.facts;
        let events: Vec<&KeyEvent> =
            facts.log.key_events.0.iter().filter(|event| self.period.contains(event.at.date_naive())).collect();
        let changes: Vec<AccessChange> = events.into_iter().filter_map(|event| self.of_key(event)).collect();
        self.all.extend(changes);
    }

    fn of_key(&self, event: &KeyEvent) -> Option<AccessChange> {
        let noun = match event.class {
            KeyClass::Console => "API key",
            KeyClass::Admin => "admin key",
            KeyClass::Scoped => "scoped key",
        };
        let scopes = if event.scopes.is_empty() { String::new() } else { format!(" with {}", event.scopes.join(", ")) };
        let (kind, what) = match &event.change {
            KeyChange::Created => (ChangeKind::KeyCreated, format!("{noun} made{scopes}")),
            KeyChange::Deleted => (ChangeKind::KeyEnded, format!("{noun} deleted or revoked")),
            KeyChange::Updated(updates) => {
                // Another name gives nobody access.
                let real: Vec<_> = updates.iter().filter(|update| update.field != "name").collect();
                let ends = |to: &Value| to.as_str().is_some_and(|to| ENDS.contains(&to));
                let is_end = real.iter().any(|update| update.field == "status" && ends(&update.to));
                let each: Vec<String> = real
                    .iter()
                    .map(|update| format!("{} {} → {}", update.field, self.value(&update.from), self.value(&update.to)))
                    .collect();
                if each.is_empty() && !updates.is_empty() {
                    return None;
                }
                let says = if each.is_empty() { "the event does not say what".to_owned() } else { each.join("; ") };
                let kind = if is_end { ChangeKind::KeyEnded } else { ChangeKind::KeyChanged };
                (kind, format!("{noun}: {says}"))
            }
        };
        let id = event.key_id.clone().unwrap_or_default();
        let name = event.key_name.clone().filter(|name| !name.trim().is_empty());
        let key = self.facts.lists.key(&id);
        Some(AccessChange {
            at: event.at,
            is_day: false,
            kind,
            whom: if id.is_empty() {
                name.unwrap_or_else(|| "key not named".to_owned())
            } else {
                name.unwrap_or_else(|| self.names.key(&id))
            },
            whom_id: id,
            what,
            workspace: key.and_then(|key| self.facts.lists.workspace_name(key)).map(str::to_owned),
            by: Some(event.actor.label().to_owned()),
            departed_on: None,
            lag_hours: None,
            basis: ChangeBasis::Event,
            evidence: self.places(event),
            findings: Vec::new(),
        })
    }

    /// The rows of the event, those of the other source too.
    fn places(&self, event: &KeyEvent) -> Vec<crate::model::Evidence> {
        let is_it = |one: &&Event| one.source == event.source && one.at == event.at && one.event == event.event;
        match self.facts.log.events.notable.iter().find(is_it) {
            Some(found) => found.evidence(self.data).collect(),
            None => vec![event.source.evidence(self.data, event.event.clone())],
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Null => "nothing".to_owned(),
            Value::String(text) if text.starts_with("wrkspc_") => self.names.workspace(text),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}
