//! Last activity of people: audit events, the last day of a seat, days with Claude Code.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, NaiveTime, Utc};
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
        activity.read_events(data)?;
        // A day is the least that these exports say: its first instant counts.
        activity.read_days(data, Table::Seats, "last_active", "active in claude.ai")?;
        activity.read_days(data, Table::ClaudeCode, "day", "used Claude Code")?;
        Ok(activity)
    }

    fn read_events(&mut self, data: &Dataset) -> Result<()> {
        let Some(frame) = data.frame(Table::Events) else { return Ok(()) };
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
                self.removals.insert(user, LastEvent { at, event: kind.to_owned(), source: rows.source(row) });
            }
            let address = address.get(row).and_then(normalize_address);
            for actor in [id.get(row).map(str::to_owned), address].into_iter().flatten() {
                self.seen(actor, at, kind, rows.source(row));
            }
        }
        Ok(())
    }

    /// Days on which a table says that the person with an address was active.
    fn read_days(&mut self, data: &Dataset, table: Table, day: &str, what: &str) -> Result<()> {
        let Some(frame) = data.frame(table) else { return Ok(()) };
        let rows = Rows::of(frame)?;
        let (day, address) = (rows.day(day)?, rows.text("address")?);
        for row in 0..rows.len() {
            if let (Some(day), Some(address)) = (day.get(row), address.get(row).and_then(normalize_address)) {
                self.seen(address, day.and_time(NaiveTime::MIN).and_utc(), what, rows.source(row));
            }
        }
        Ok(())
    }

    fn seen(&mut self, actor: String, at: DateTime<Utc>, event: &str, source: Source) {
        if self.by_actor.get(&actor).is_none_or(|last| last.at < at) {
            self.by_actor.insert(actor, LastEvent { at, event: event.to_owned(), source });
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::load_bytes;

    #[test]
    fn seats_and_claude_code_show_that_somebody_is_active() {
        let seats = "Name,Email,Role,Seat Tier,Last Active\nA,Ann@Example.com,User,Standard,2026-08-30\nB,bo@example.com,User,Standard,\n";
        let code = r#"[{"date":"2026-09-02T00:00:00Z","actor":{"type":"user_actor","email_address":"ann@example.com"},"core_metrics":{}}]"#;
        let member = |address: &str| Member {
            id: "user_x".to_owned(),
            address: address.to_owned(),
            name: None,
            role: None,
            added_at: None,
            source: Source { file: 0, line: 1 },
        };
        let last = |files: &[(&str, &str)], address| {
            let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
            let activity = Activity::read(&load_bytes(files).unwrap()).unwrap();
            activity.of(&member(address)).map(|last| format!("{} {}", last.at.date_naive(), last.event))
        };
        let both = [("s.csv", seats), ("c.json", code)];
        assert_eq!(last(&both[..1], "ann@example.com").as_deref(), Some("2026-08-30 active in claude.ai"));
        assert_eq!(last(&both, "ann@example.com").as_deref(), Some("2026-09-02 used Claude Code"));
        assert_eq!(last(&both, "bo@example.com"), None);
    }
}
