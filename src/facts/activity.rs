//! Last activity of people, from audit events.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::frame::{Rows, Source};
use super::lists::Member;
use crate::model::{Dataset, Table, normalize_address};

/// The latest event of an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: String,
    /// Where it stands.
    pub source: Source,
}

/// The latest event per actor, by id and by normalized address.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    by_actor: BTreeMap<String, LastEvent>,
    removals: BTreeMap<String, LastEvent>,
}

impl Activity {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        let mut activity = Self::default();
        let Some(frame) = data.frame(Table::Events) else { return Ok(activity) };
        let rows = Rows::of(frame)?;
        let (event, at) = (rows.text("event")?, rows.instant("at")?);
        let (id, address) = (rows.text("actor_id")?, rows.text("actor_address")?);
        let details = rows.text("details")?;
        for row in 0..rows.len() {
            let (Some(kind), Some(at)) = (event.get(row), at.get(row)) else { continue };
            if is_failed_sign_in(kind, details.get(row)) {
                continue;
            }
            if let Some(user) = removed_user(kind, details.get(row), id.get(row)) {
                activity.removals.insert(user, LastEvent { at, event: kind.to_owned(), source: rows.source(row) });
            }
            let address = address.get(row).and_then(normalize_address);
            for actor in [id.get(row).map(str::to_owned), address].into_iter().flatten() {
                let latest = activity.by_actor.get(&actor).is_some_and(|last| last.at >= at);
                if !latest {
                    let last = LastEvent { at, event: kind.to_owned(), source: rows.source(row) };
                    activity.by_actor.insert(actor, last);
                }
            }
        }
        Ok(activity)
    }

    /// The latest event of an actor with this id: a user, a key, a service account.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Option<&LastEvent> {
        self.by_actor.get(id)
    }

    /// The event that removed a user from the organization, if the feed has it.
    #[must_use]
    pub fn removal_of(&self, user_id: &str) -> Option<&LastEvent> {
        self.removals.get(user_id)
    }

    /// The latest event of a member.
    #[must_use]
    pub fn of(&self, member: &Member) -> Option<&LastEvent> {
        let by_address = normalize_address(&member.address).and_then(|address| self.by_actor.get(&address));
        [self.by_actor.get(&member.id), by_address].into_iter().flatten().max_by_key(|last| last.at)
    }
}

/// The user whom an event removed: deleted by an admin, gone by themselves, or left without any role.
fn removed_user(event: &str, details: Option<&str>, actor: Option<&str>) -> Option<String> {
    if event == "org_user_left" {
        return actor.map(str::to_owned);
    }
    if !matches!(event, "org_user_deleted" | "claude_user_role_updated") {
        return None;
    }
    let details: Value = serde_json::from_str(details?).ok()?;
    let removed = event == "org_user_deleted" || details.get("current_role").is_none_or(Value::is_null);
    let user = details.get("deleted_user_id").or(details.get("user_id"))?;
    user.as_str().filter(|_| removed).map(str::to_owned)
}

/// A failed sign-in shows that somebody tried, and not that the member is active. The feed has types of their own for it, the
/// export a flag.
fn is_failed_sign_in(event: &str, details: Option<&str>) -> bool {
    let sign_in =
        event.contains("login") || event.contains("sign_in") || event.contains("magic_link") || event.contains("sso");
    let failed = event.ends_with("_failed") || details.is_some_and(|d| d.contains("\"is_successful\":false"));
    sign_in && failed
}
