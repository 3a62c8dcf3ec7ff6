//! Last activity of people, from audit events, the dates of conversations, the last day of a seat and days with Claude Code.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, NaiveTime, Utc};

use super::events::{Event, Events};
use super::routine;
use crate::facts::frame::{Rows, Source};
use crate::facts::lists::Member;
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

/// The latest event or conversation per actor, by id and by normalized address.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    by_actor: BTreeMap<String, LastEvent>,
}

impl Activity {
    pub(in crate::facts) fn read(data: &Dataset, events: &Events) -> Result<Self> {
        let mut activity = Self::default();
        activity.add_events(data, events)?;
        activity.add_conversations(data)?;
        activity.add_days(data, Table::Seats, "last_active", "active in claude.ai")?;
        activity.add_days(data, Table::SeatActivity, "last_active", "active in Claude Enterprise")?;
        activity.add_days(data, Table::ClaudeCode, "day", "used Claude Code")?;
        Ok(activity)
    }

    fn add_events(&mut self, data: &Dataset, events: &Events) -> Result<()> {
        for event in events.by_row().into_iter().filter(|event| !is_failed_sign_in(event)) {
            let address = event.actor.address.as_deref().and_then(normalize_address);
            for actor in [event.actor.id.clone(), address].into_iter().flatten() {
                self.add(actor, LastEvent { at: event.at, event: event.event.clone(), source: event.source });
            }
        }
        for one in routine::actors(data)? {
            let (at, source) = one.last;
            let address = one.actor.address.as_deref().and_then(normalize_address);
            for actor in [one.actor.id, address].into_iter().flatten() {
                self.add(actor, LastEvent { at, event: one.event.clone(), source });
            }
        }
        Ok(())
    }

    /// The data export says when conversations were last touched and by which account; its list of users gives the account's
    /// address, the only thing that it has in common with other lists.
    fn add_conversations(&mut self, data: &Dataset) -> Result<()> {
        let (Some(accounts), Some(conversations)) = (data.frame(Table::Accounts), data.frame(Table::Conversations))
        else {
            return Ok(());
        };
        let rows = Rows::of(accounts)?;
        let (id, address) = (rows.text("id")?, rows.text("address")?);
        let addresses: BTreeMap<&str, String> =
            (0..rows.len()).filter_map(|row| Some((id.get(row)?, normalize_address(address.get(row)?)?))).collect();
        let rows = Rows::of(conversations)?;
        let (account, created_at, updated_at) =
            (rows.text("account_id")?, rows.instant("created_at")?, rows.instant("updated_at")?);
        for row in 0..rows.len() {
            let address = account.get(row).and_then(|account| addresses.get(account));
            if let (Some(address), Some(at)) = (address, updated_at.get(row).or(created_at.get(row))) {
                let event = LastEvent { at, event: "conversation".to_owned(), source: rows.source(row) };
                self.add(address.clone(), event);
            }
        }
        Ok(())
    }

    /// Days on which a table says that the person with an address was active. More than the day is not known: its first instant
    /// counts.
    fn add_days(&mut self, data: &Dataset, table: Table, day: &str, what: &str) -> Result<()> {
        let Some(frame) = data.frame(table) else { return Ok(()) };
        let rows = Rows::of(frame)?;
        let (day, address) = (rows.day(day)?, rows.text("address")?);
        for row in 0..rows.len() {
            if let (Some(day), Some(address)) = (day.get(row), address.get(row).and_then(normalize_address)) {
                let at = day.and_time(NaiveTime::MIN).and_utc();
                self.add(address, LastEvent { at, event: what.to_owned(), source: rows.source(row) });
            }
        }
        Ok(())
    }

    fn add(&mut self, actor: String, event: LastEvent) {
        if self.by_actor.get(&actor).is_none_or(|last| last.at < event.at) {
            self.by_actor.insert(actor, event);
        }
    }

    /// The latest event of an actor with this id: a user, a key, a service account.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Option<&LastEvent> {
        self.by_actor.get(id)
    }

    /// The latest event of a member.
    #[must_use]
    pub fn of(&self, member: &Member) -> Option<&LastEvent> {
        let by_address = normalize_address(&member.address).and_then(|address| self.by_actor.get(&address));
        [self.by_actor.get(&member.id), by_address].into_iter().flatten().max_by_key(|last| last.at)
    }
}

/// A failed sign-in shows that somebody tried, and not that the member is active. The feed has types of their own for it, the
/// export a flag.
pub(super) fn is_failed_sign_in(event: &Event) -> bool {
    let name = &event.event;
    let sign_in = ["login", "sign_in", "magic_link", "sso"].iter().any(|word| name.contains(word));
    sign_in && (name.ends_with("_failed") || event.flag("is_successful") == Some(false))
}
