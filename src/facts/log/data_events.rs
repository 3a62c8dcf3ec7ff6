//! Data that left and things that were deleted, as events of both sources tell it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::actor::EventActor;
use super::events::{Event, Events};
use crate::facts::frame::Source;
use crate::model::normalize_address;

/// Exports of what belongs to the whole organization. Source: Anthropic's activity reference and support article 9970975.
const EXPORTS: [&str; 7] = [
    "org_data_export_started",
    "org_data_export_completed",
    "org_data_export_accessed",
    "audit_log_export_started",
    "audit_log_export_accessed",
    "org_members_exported",
    "student_data_exported",
];
/// Whoever closes their own account deletes nothing of others'.
const OWN_ACCOUNT: &str = "account_deleted";

/// What happened to data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataChange {
    /// Data of the organization, its audit log or its member list was exported.
    Exported,
    /// Something was deleted.
    Deleted,
}

/// An event about data.
#[derive(Clone, Debug)]
pub struct DataEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Its type.
    pub event: String,
    /// What happened.
    pub change: DataChange,
    /// Who did it.
    pub actor: EventActor,
    /// Whether the activity feed says so, and not the audit-log export: the two may report one action.
    pub by_feed: bool,
    /// Where it stands.
    pub source: Source,
}

/// Events about data, in order of time, by actor.
#[derive(Clone, Debug, Default)]
pub struct DataEvents {
    all: Vec<DataEvent>,
    /// By id and by normalized address.
    by_actor: BTreeMap<String, Vec<usize>>,
}

fn data_event(event: &Event) -> Option<DataEvent> {
    let change = match event.event.as_str() {
        OWN_ACCOUNT => return None,
        name if EXPORTS.contains(&name) => DataChange::Exported,
        name if name.ends_with("_deleted") => DataChange::Deleted,
        _ => return None,
    };
    Some(DataEvent {
        at: event.at,
        event: event.event.clone(),
        change,
        actor: event.actor.clone(),
        by_feed: event.by_feed,
        source: event.source,
    })
}

impl DataEvents {
    pub(in crate::facts) fn found(events: &Events) -> Self {
        let mut all = Self { all: events.notable.iter().filter_map(data_event).collect(), ..Self::default() };
        all.all.sort_by_key(|one| (one.at, one.source));
        for (at, one) in all.all.iter().enumerate() {
            let address = one.actor.address.as_deref().and_then(normalize_address);
            for actor in [one.actor.id.clone(), address].into_iter().flatten() {
                all.by_actor.entry(actor).or_default().push(at);
            }
        }
        all
    }

    /// The events of whoever has these ids and normalized addresses, in order of time.
    pub fn of<'a>(&'a self, known_as: impl IntoIterator<Item = &'a String>) -> impl Iterator<Item = &'a DataEvent> {
        let own: BTreeSet<usize> =
            known_as.into_iter().filter_map(|actor| self.by_actor.get(actor)).flatten().copied().collect();
        own.into_iter().filter_map(|at| self.all.get(at))
    }
}
