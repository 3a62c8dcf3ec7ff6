//! Events that add somebody to the organization or remove them, and which addresses belong to which ids.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Removal;
use crate::facts::frame::Rows;
use crate::facts::lists::Lists;
use crate::facts::log::routine;
use crate::facts::log::{Event, Events};
use crate::model::{Dataset, Table, normalize_address};

/// Events by which people remove themselves: the actor is who leaves.
const LEFT: [&str; 2] = ["org_user_left", "account_deleted"];
/// Events by which somebody is removed.
const REMOVED: [&str; 2] = ["org_user_deleted", "scim_user_deleted"];
/// Events by which the actor comes in.
const JOINED: [&str; 2] = ["org_user_invite_accepted", "org_join_request_instant_approved"];
/// An event by which somebody is added.
const ADDED: &str = "scim_user_created";
/// A change of role: from none it adds, to none it removes. The audit-log export has it as `org_user_updated`, without saying what
/// changed.
const ROLE_UPDATED: &str = "claude_user_role_updated";

/// Somebody was added or removed.
pub(super) struct Change {
    at: DateTime<Utc>,
    pub(super) id: Option<String>,
    pub(super) address: Option<String>,
    /// None where they were added.
    pub(super) removal: Option<Removal>,
}

/// What events say, in order of time.
pub(super) struct Changes {
    pub(super) changes: Vec<Change>,
    pub(super) identities: Identities,
}

/// Which addresses belong to which ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Identities {
    addresses: BTreeMap<String, BTreeSet<String>>,
    ids: BTreeMap<String, BTreeSet<String>>,
}

impl Identities {
    fn add(&mut self, id: Option<&str>, address: Option<&str>) {
        let (Some(id), Some(address)) = (id, address.and_then(normalize_address)) else { return };
        self.ids.entry(address.clone()).or_default().insert(id.to_owned());
        self.addresses.entry(id.to_owned()).or_default().insert(address);
    }

    pub(super) fn addresses(&self, id: &str) -> impl Iterator<Item = &str> {
        self.addresses.get(id).into_iter().flatten().map(String::as_str)
    }

    pub(super) fn ids(&self, address: &str) -> impl Iterator<Item = &str> {
        self.ids.get(address).into_iter().flatten().map(String::as_str)
    }
}

impl Changes {
    pub(super) fn read(data: &Dataset, lists: &Lists, events: &Events) -> Result<Self> {
        let mut all = Self { changes: Vec::new(), identities: Identities::default() };
        for member in &lists.members {
            all.identities.add(Some(&member.id), Some(&member.address));
        }
        // Whom a list had, and has no more.
        for (id, address) in &data.past_members {
            all.identities.add(Some(id), Some(address));
        }
        if let Some(frame) = data.frame(Table::Actors) {
            let rows = Rows::of(frame)?;
            let (id, address) = (rows.text("id")?, rows.text("address")?);
            (0..rows.len()).for_each(|row| all.identities.add(id.get(row), address.get(row)));
        }
        all.add_events(events);
        for one in routine::actors(data)? {
            all.identities.add(one.actor.id.as_deref(), one.actor.address.as_deref());
        }
        all.changes.sort_by_key(|change| change.at);
        Ok(all)
    }

    fn add_events(&mut self, events: &Events) {
        for event in events.by_row() {
            let actor = (event.actor.id.as_deref(), event.actor.address.as_deref());
            let Some((id, address, is_removal)) = whom(event, actor) else { continue };
            self.identities.add(id.as_deref(), address.as_deref());
            let by = || actor.1.or(actor.0).or(event.actor.kind.as_deref()).unwrap_or("somebody").to_owned();
            let removal = is_removal.then(|| Removal {
                at: event.at,
                event: event.event.clone(),
                by: (!LEFT.contains(&event.event.as_str())).then(by),
                by_feed: event.by_feed,
                source: event.source,
            });
            let address = address.as_deref().and_then(normalize_address);
            self.changes.push(Change { at: event.at, id, address, removal });
        }
        // An actor stands on thousands of rows; the pairs are few.
        let actors: BTreeSet<(Option<&str>, Option<&str>)> = events
            .by_row()
            .into_iter()
            .map(|event| (event.actor.id.as_deref(), event.actor.address.as_deref()))
            .collect();
        actors.into_iter().for_each(|(id, address)| self.identities.add(id, address));
    }
}

/// Id and address of whom an event added or removed, and whether it removed.
fn whom(found: &Event, actor: (Option<&str>, Option<&str>)) -> Option<(Option<String>, Option<String>, bool)> {
    let (event, details) = (found.event.as_str(), &found.details);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    if LEFT.contains(&event) || JOINED.contains(&event) {
        return Some((owned(actor.0), owned(actor.1), LEFT.contains(&event)));
    }
    let is_removal = REMOVED.contains(&event);
    if !is_removal && ![ADDED, ROLE_UPDATED].contains(&event) {
        return None;
    }
    let text = |path: &str| details.pointer(path).and_then(Value::as_str);
    let id = text("/deleted_user_id").or(text("/user_id")).or(text("/entity_info/uuid"));
    let address = text("/deleted_user_email").or(text("/user_email"));
    let address = address.or(text("/entity_info/metadata/email_address"));
    let is_removal = match (event, text("/previous_role"), text("/current_role")) {
        (ROLE_UPDATED, None, Some(_)) => false,
        (ROLE_UPDATED, Some(_), None) => true,
        (ROLE_UPDATED, ..) => return None,
        _ => is_removal,
    };
    (id.is_some() || address.is_some()).then(|| (owned(id), owned(address), is_removal))
}
