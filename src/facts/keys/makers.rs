//! Who made a key, as the event that made it says: a record names nobody where the account of whoever made the key is gone, and where the
//! list was cut to some fields.

use std::collections::BTreeMap;

use crate::facts::frame::Source;
use crate::facts::lists::Lists;
use crate::facts::log::{KeyChange, KeyEvents, is_person};
use crate::model::{is_stated_id, normalize_address};

/// Whoever an event names as the maker of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMaker {
    /// Their id, else the address in its place; none where the event states neither.
    pub id: Option<String>,
    /// Whether it is a user, as far as the event says: service accounts and keys make keys too.
    pub is_user: bool,
    /// What to call them.
    pub label: String,
    /// The event's type.
    pub event: String,
    /// Where the event stands.
    pub source: Source,
}

/// The makers of listed keys whose record names nobody, by the key's id.
#[derive(Clone, Debug, Default)]
pub struct KeyMakers(BTreeMap<String, KeyMaker>);

impl KeyMakers {
    pub(in crate::facts) fn of(lists: &Lists, events: &KeyEvents) -> Self {
        let mut makers = BTreeMap::new();
        for event in events.0.iter().filter(|event| event.change == KeyChange::Created) {
            let Some(key) = event.key_id.as_deref().and_then(|id| lists.key(id)) else { continue };
            if key.creator_id.is_some() {
                continue;
            }
            let actor = &event.actor;
            let address = actor.address.as_deref().and_then(normalize_address);
            let by_address = || {
                let address = address.as_deref()?;
                Some(lists.member_at(address).map_or_else(|| address.to_owned(), |member| member.id.clone()))
            };
            let id = actor.id.clone().filter(|id| is_stated_id(id)).or_else(by_address);
            let maker = KeyMaker {
                is_user: is_person(actor.kind.as_deref()) && !id.as_deref().is_some_and(is_of_no_user),
                id,
                label: actor.label().to_owned(),
                event: event.event.clone(),
                source: event.source,
            };
            makers.insert(key.id.clone(), maker);
        }
        Self(makers)
    }

    /// Whoever made a key whose record names nobody, where an event says.
    #[must_use]
    pub fn of_key(&self, id: &str) -> Option<&KeyMaker> {
        self.0.get(id)
    }
}

/// Whether an id is a service account's or a key's.
fn is_of_no_user(id: &str) -> bool {
    ["svac_", "apikey_", "admin_api_key_"].iter().any(|prefix| id.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::analyze::testing::{activity, facts, key, member, page, with};

    /// `id user`, as far as an event with this actor tells who made the key `k`.
    fn maker(created_by: Value, actor: Value) -> Option<String> {
        let keys = page(&[with(key("k", "2026-08-03", None), json!({ "created_by": created_by }))]);
        let members = page(&[member("ann@example.com", "developer")]);
        let made = json!({"api_key_id": "apikey_k", "actor": actor});
        let feed = activity("2026-08-03T12:00:00Z", "platform_api_key_created", "x", made).to_string();
        let facts = facts(&[("keys.json", &keys), ("members.json", &members), ("feed.jsonl", &feed)]);
        let maker = facts.keys.makers.of_key("apikey_k")?;
        Some(format!("{} {}", maker.id.as_deref().unwrap_or("-"), if maker.is_user { "user" } else { "other" }))
    }

    #[test]
    fn whoever_the_event_names_where_the_record_names_nobody() {
        let user = |id: Value, address: Value| json!({"type": "user_actor", "user_id": id, "email_address": address});
        let svac = json!({"type": "service_account_actor", "user_id": "svac_1"});
        for (created_by, actor, wanted) in [
            (Value::Null, user("user_gone".into(), Value::Null), Some("user_gone user")),
            (json!({"type": "user", "id": null}), user("user_gone".into(), Value::Null), Some("user_gone user")),
            // An address that a member has is that member; one that none has stays.
            (Value::Null, user(Value::Null, "Ann@Example.com".into()), Some("user_ann user")),
            (Value::Null, user(Value::Null, "Gone@Example.com".into()), Some("gone@example.com user")),
            (Value::Null, user("[REDACTED]".into(), "gone@example.com".into()), Some("gone@example.com user")),
            (Value::Null, json!({"type": "user_actor"}), Some("- user")),
            (Value::Null, svac, Some("svac_1 other")),
            // Whom the record names is asked of nothing else.
            (json!({"type": "user", "id": "user_other"}), user("user_gone".into(), Value::Null), None),
        ] {
            assert_eq!(maker(created_by.clone(), actor.clone()).as_deref(), wanted, "{created_by} {actor}");
        }
    }
}
