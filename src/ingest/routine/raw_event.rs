//! An event as a reader of a log or feed hands it on.

use chrono::{DateTime, Utc};

use super::keys::{content_key, mixed, text_key};
use crate::ingest::batch::Cell;

/// An event as it was read.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ingest) struct RawEvent<'a> {
    pub(in crate::ingest) id: Option<&'a str>,
    pub(in crate::ingest) at: DateTime<Utc>,
    pub(in crate::ingest) event: &'a str,
    /// Id of its kind of export.
    pub(in crate::ingest) source: &'static str,
    pub(in crate::ingest) actor_type: Option<&'a str>,
    pub(in crate::ingest) actor_id: Option<&'a str>,
    pub(in crate::ingest) actor_address: Option<&'a str>,
    pub(in crate::ingest) actor_name: Option<&'a str>,
    pub(in crate::ingest) ip_address: Option<&'a str>,
    pub(in crate::ingest) user_agent: Option<&'a str>,
    pub(in crate::ingest) platform: Option<&'a str>,
    /// Every other field. Of an event with an id they need not be known to fold it.
    pub(in crate::ingest) details: Option<&'a str>,
    /// What distinguishes the details, where that is known without their text.
    pub(in crate::ingest) details_key: Option<u64>,
}

impl<'a> RawEvent<'a> {
    /// As a row of the events table.
    pub(in crate::ingest) fn cells(&self) -> [Cell<'a>; 12] {
        [
            Cell::text(self.id),
            Cell::Instant(self.at),
            Cell::text(Some(self.event)),
            Cell::text(Some(self.source)),
            Cell::text(self.actor_type),
            Cell::text(self.actor_id),
            Cell::text(self.actor_address),
            Cell::text(self.actor_name),
            Cell::text(self.ip_address),
            Cell::text(self.user_agent),
            Cell::text(self.platform),
            Cell::text(self.details),
        ]
    }
}

impl RawEvent<'_> {
    pub(super) fn content_key(&self) -> u64 {
        let actor = [self.actor_type, self.actor_id, self.actor_address, self.actor_name].map(text_key);
        let [event, ip, agent, platform] =
            [Some(self.event), self.ip_address, self.user_agent, self.platform].map(text_key);
        let details = self.details_key.unwrap_or_else(|| text_key(self.details));
        content_key(self.at.timestamp_micros(), [event, mixed(actor), ip, agent, platform, details])
    }
}
