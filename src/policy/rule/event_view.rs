//! An event as a rule sees it: the least that the exports and the examples of a policy both give.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::data::event_kinds::EventKind;
use crate::model::normalize_address;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub struct EventView<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Its type as the source writes it.
    pub event: &'a str,
    /// Its type as the activity feed calls it.
    pub name: &'a str,
    /// What it is.
    pub kind: EventKind,
    /// Kind of the actor: `user_actor`, …
    pub actor_kind: Option<&'a str>,
    /// Id of the actor.
    pub actor_id: Option<&'a str>,
    /// Address of the actor.
    pub actor_address: Option<&'a str>,
    /// Whether the actor has a privileged role.
    pub is_privileged: bool,
    /// From which address.
    pub ip: Option<&'a str>,
    /// With which program.
    pub user_agent: Option<&'a str>,
    /// Every other field: of the feed's event, or `event_info` and `entity_info` of the log's.
    pub details: &'a Value,
}

impl EventView<'_> {
    /// What the actor is counted under: the normalized address, else the id, else the kind.
    #[must_use]
    pub fn actor(&self) -> Option<String> {
        let known = self.actor_address.and_then(normalize_address);
        known.or_else(|| self.actor_id.or(self.actor_kind).map(str::to_owned))
    }

    /// Ids, names and addresses of what it is about, in the order of the fields.
    #[must_use]
    pub fn objects(&self) -> Vec<&str> {
        const ENDS: [&str; 5] = ["_id", "_name", "_email", "_uuid", "_address"];
        let is_name =
            |field: &str| ["uuid", "name", "domain"].contains(&field) || ENDS.iter().any(|end| field.ends_with(end));
        let parts = [Some(self.details), self.details.get("event_info"), self.details.get("entity_info")];
        let fields = parts.into_iter().flatten().filter_map(Value::as_object).flatten();
        let named = fields.filter(|(field, _)| is_name(field) && *field != "device_id");
        named.filter_map(|(_, value)| value.as_str()).filter(|text| !text.is_empty()).collect()
    }

    /// What changed: which field, value before, value after; of updates, and of pairs of fields like `previous_role` and `current_role`.
    pub fn changes(&self) -> impl Iterator<Item = (String, &Value, &Value)> {
        const NOTHING: &Value = &Value::Null;
        let updates = field(self.details, "updates").and_then(Value::as_array).into_iter().flatten();
        let found = updates.filter_map(|update| {
            let value = |field: &str| update.get(field).unwrap_or(NOTHING);
            Some((update.get("type")?.as_str()?.to_owned(), value("previous_value"), value("current_value")))
        });
        let fields = self.details.as_object().into_iter().flatten();
        let pairs = fields.filter_map(|(name, before)| {
            let what = name.strip_prefix("previous_").filter(|what| *what != "value")?;
            let after = [format!("current_{what}"), format!("new_{what}"), what.to_owned()];
            let after = after.iter().find_map(|name| self.details.get(name));
            Some((what.to_owned(), before, after.unwrap_or(NOTHING)))
        });
        found.chain(pairs)
    }
}

/// A field of the feed's event, or of the log's `event_info`.
pub(super) fn field<'a>(details: &'a Value, name: &str) -> Option<&'a Value> {
    let info = || details.get("event_info").and_then(|info| info.get(name));
    details.get(name).or_else(info)
}
