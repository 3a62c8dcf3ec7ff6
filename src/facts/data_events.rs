//! Data that left and things that were deleted, as events of both sources tell it.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::frame::{Rows, Source};
use super::key_events::EventActor;
use crate::model::{Dataset, Table};

/// How the events table calls the activity feed.
const FEED: &str = "activity-feed";

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
    /// Whether the activity feed says so, and not the audit-log export: the two may tell of one deed.
    pub by_feed: bool,
    /// Where it stands.
    pub source: Source,
}

/// Events about data, in order of time.
#[derive(Clone, Debug, Default)]
pub struct DataEvents(pub Vec<DataEvent>);

impl DataEvents {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        let mut all = Self::default();
        let Some(frame) = data.frame(Table::Events) else { return Ok(all) };
        let rows = Rows::of(frame)?;
        let (at, event, source) = (rows.instant("at")?, rows.text("event")?, rows.text("source")?);
        let (id, address, kind) = (rows.text("actor_id")?, rows.text("actor_address")?, rows.text("actor_type")?);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        for row in 0..rows.len() {
            let (Some(name), Some(at)) = (event.get(row), at.get(row)) else { continue };
            let change = match name {
                OWN_ACCOUNT => continue,
                name if EXPORTS.contains(&name) => DataChange::Exported,
                name if name.ends_with("_deleted") => DataChange::Deleted,
                _ => continue,
            };
            all.0.push(DataEvent {
                at,
                event: name.to_owned(),
                change,
                actor: EventActor {
                    id: owned(id.get(row)),
                    address: owned(address.get(row)),
                    kind: owned(kind.get(row)),
                },
                by_feed: source.get(row) == Some(FEED),
                source: rows.source(row),
            });
        }
        all.0.sort_by_key(|one| (one.at, one.source));
        Ok(all)
    }
}
