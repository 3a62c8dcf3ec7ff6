//! Keys made, changed and deleted, as events of both sources tell it.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

use super::actor::EventActor;
use super::events::{Event, Events};
use crate::facts::frame::Source;

/// Within this time a deletion and a creation by one actor are one edit: there is no other way to change some things.
const EDIT_MINUTES: i64 = 10;

/// What kind of key an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyClass {
    /// An API key of the Console.
    Console,
    /// An admin key of the Console: full access to the Admin API.
    Admin,
    /// A key with scopes, of Claude Enterprise or of a service: the Compliance API's are of this kind.
    Scoped,
}

/// What happened to a key.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyChange {
    /// It was made.
    Created,
    /// Some of its fields were changed; none where the event does not say which in a form that can be read.
    Updated(Vec<KeyUpdate>),
    /// It was deleted or revoked.
    Deleted,
}

/// One changed field.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyUpdate {
    /// Which: `name`, `status`, `scopes`, …
    pub field: String,
    /// Before; null where it was unset, or where the event does not say.
    pub from: Value,
    /// After.
    pub to: Value,
}

/// An event about a key.
#[derive(Clone, Debug)]
pub struct KeyEvent {
    /// Its own id; the audit-log export has none.
    pub id: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Its type.
    pub event: String,
    /// What kind of key.
    pub class: KeyClass,
    /// What happened.
    pub change: KeyChange,
    /// The key's id, where the event has it.
    pub key_id: Option<String>,
    /// The key's name, where the event has it.
    pub key_name: Option<String>,
    /// The key's scopes, where the event has them.
    pub scopes: Vec<String>,
    /// Who did it.
    pub actor: EventActor,
    /// Whether this creation follows a deletion by the same actor so closely that both are one edit.
    pub is_edit: bool,
    /// Where it stands.
    pub source: Source,
}

/// A type of event: name, kind of key, what happens, and the field with the key's id. Source: Anthropic's activity reference (lists
/// of 2026-08-14 and 2026-09-26). Console keys have no type for their deletion: archiving is an update. API keys do not occur in
/// the audit-log export; its rows would be read the same way.
const TYPES: [(&str, KeyClass, Kind, &str); 10] = [
    ("platform_api_key_created", KeyClass::Console, Kind::Created, "/api_key_id"),
    ("platform_api_key_updated", KeyClass::Console, Kind::Updated, "/api_key_id"),
    ("admin_api_key_created", KeyClass::Admin, Kind::Created, "/admin_api_key_id"),
    ("admin_api_key_updated", KeyClass::Admin, Kind::Updated, "/admin_api_key_id"),
    ("admin_api_key_deleted", KeyClass::Admin, Kind::Deleted, "/admin_api_key_id"),
    ("api_key_created", KeyClass::Scoped, Kind::Created, "/api_key_id"),
    ("scoped_api_key_updated", KeyClass::Scoped, Kind::Updated, "/api_key_id"),
    ("scoped_api_key_deleted", KeyClass::Scoped, Kind::Deleted, "/api_key_id"),
    ("service_key_created", KeyClass::Scoped, Kind::Created, "/service_key_id"),
    ("service_key_revoked", KeyClass::Scoped, Kind::Deleted, "/service_key_id"),
];

#[derive(Clone, Copy)]
enum Kind {
    Created,
    Updated,
    Deleted,
}

/// Events about keys, in order of time.
#[derive(Clone, Debug, Default)]
pub struct KeyEvents(pub Vec<KeyEvent>);

impl KeyEvents {
    pub(in crate::facts) fn of(events: &Events) -> Self {
        let mut all = Self(events.notable.iter().filter_map(key_event).collect());
        all.pair();
        all
    }

    /// Marks every creation that follows a deletion of the same kind of key by the same actor within the time of an edit, unless
    /// the new key can do more. A deletion pairs with one creation.
    fn pair(&mut self) {
        let mut taken = vec![false; self.0.len()];
        for new in 0..self.0.len() {
            let made = &self.0[new];
            let pairs = |old: &usize| {
                let gone = &self.0[*old];
                !taken[*old]
                    && gone.ends_a_key()
                    && (gone.class, &gone.actor) == (made.class, &made.actor)
                    && gone.actor != EventActor::default()
                    && (gone.scopes.is_empty() || made.scopes.iter().all(|scope| gone.scopes.contains(scope)))
            };
            if made.change != KeyChange::Created {
                continue;
            }
            let since = made.at - Duration::minutes(EDIT_MINUTES);
            // Of one instant, either may stand first.
            let near = |old: &usize| (since..=made.at).contains(&self.0[*old].at);
            if let Some(old) = (0..self.0.len()).rev().filter(near).find(pairs) {
                taken[old] = true;
                self.0[new].is_edit = true;
            }
        }
    }
}

/// What an event says of a key, if it is about one.
fn key_event(event: &Event) -> Option<KeyEvent> {
    let (_, class, kind, id) = TYPES.into_iter().find(|(name, ..)| *name == event.event)?;
    let text = |path: &str| event.details.pointer(path).and_then(Value::as_str);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(KeyEvent {
        id: event.id.clone(),
        at: event.at,
        event: event.event.clone(),
        class,
        change: match kind {
            Kind::Created => KeyChange::Created,
            Kind::Deleted => KeyChange::Deleted,
            Kind::Updated => KeyChange::Updated(updates(&event.details)),
        },
        key_id: owned(text(id).or(text("/entity_info/uuid"))),
        key_name: owned(text("/key_name").or(text("/api_key_name")).or(text("/entity_info/name"))),
        scopes: words(event.details.get("scopes").unwrap_or(&Value::Null)),
        actor: event.actor.clone(),
        is_edit: false,
        source: event.source,
    })
}

impl KeyEvent {
    /// Whether the key is gone after it: deleted, revoked, or archived.
    fn ends_a_key(&self) -> bool {
        match &self.change {
            KeyChange::Deleted => true,
            KeyChange::Updated(updates) => updates.iter().any(|one| one.field == "status" && one.to == "archived"),
            KeyChange::Created => false,
        }
    }
}

impl KeyUpdate {
    /// What the new value lists. Lists come as arrays or as text.
    #[must_use]
    pub(in crate::facts) fn words(&self) -> Vec<String> {
        words(&self.to)
    }

    /// What the new value lists and the old one does not. Lists come as arrays or as text.
    #[must_use]
    pub fn added(&self) -> Vec<String> {
        let before = words(&self.from);
        words(&self.to).into_iter().filter(|word| !before.contains(word)).collect()
    }
}

/// The changed fields that an event lists.
pub(in crate::facts) fn updates(details: &Value) -> Vec<KeyUpdate> {
    let each = details.get("updates").and_then(Value::as_array).into_iter().flatten();
    let value = |update: &Value, field: &str| update.get(field).cloned().unwrap_or_default();
    each.filter_map(|update| {
        let field = update.get("type").and_then(Value::as_str)?.to_owned();
        Some(KeyUpdate { field, from: value(update, "previous_value"), to: value(update, "current_value") })
    })
    .collect()
}

/// The words of a list: an array of texts, or one text with commas, blanks or brackets between them.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(words).collect(),
        Value::String(text) => {
            let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '"' | '\'');
            text.split(between).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
