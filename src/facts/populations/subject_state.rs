//! How the things that findings are about stand today, and how they ended.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use serde_json::Value;

use crate::facts::Facts;
use crate::facts::log::{KeyChange, KeyEvent};
use crate::model::{SubjectKind, SubjectState, SubjectStates, Table, became};

impl Facts {
    /// Every key, member, workspace and invitation that a list has, or of which events tell how it ended.
    #[must_use]
    pub fn subject_states(&self, as_of: DateTime<Utc>) -> SubjectStates {
        let mut all = BTreeMap::new();
        let mut add = |kind: SubjectKind, id: &str, one: SubjectState| {
            let known: &mut SubjectState = all.entry((kind, id.to_owned())).or_default();
            known.ended = one.ended.or(known.ended.take());
            known.is_there |= one.is_there;
            if one.is_listed {
                (known.is_listed, known.state, known.name) = (true, one.state, one.name);
            }
        };
        let listed = |state: Option<&str>, name: &str| SubjectState {
            is_listed: true,
            state: state.map(str::to_owned),
            name: Some(name.to_owned()),
            ..SubjectState::default()
        };
        for key in &self.lists.keys {
            add(SubjectKind::ApiKey, &key.id, listed(Some(&key.status), &key.name));
        }
        for key in &self.gateways.keys {
            add(SubjectKind::GatewayKey, &key.subject_id(), listed(Some(key.state(as_of)), key.label()));
        }
        for member in &self.lists.members {
            add(SubjectKind::User, &member.id, listed(member.role.as_deref(), &member.address));
        }
        for one in &self.lists.workspaces {
            add(SubjectKind::Workspace, &one.id, listed(one.archived_at.map(|_| "archived"), &one.name));
        }
        for invite in &self.lists.invites {
            add(SubjectKind::Invite, &invite.id, listed(Some(&invite.status), &invite.address));
        }
        let ended = |how: String| SubjectState { ended: Some(how), ..SubjectState::default() };
        for event in &self.log.key_events.0 {
            if let Some((id, how)) = event.key_id.as_deref().zip(end_of(event)) {
                add(SubjectKind::ApiKey, id, ended(how));
            }
        }
        for left in self.people.departures.all().filter(|left| !left.is_member) {
            left.ids.iter().for_each(|id| add(SubjectKind::User, id, ended(left.basis())));
        }
        for event in self.log.events.notable.iter().filter(|event| event.name == "platform_workspace_archived") {
            if let Some(id) = event.text("workspace_id") {
                add(SubjectKind::Workspace, id, ended(format!("archived on {}", event.at.date_naive())));
            }
        }
        for (table, kind) in [
            (Table::Keys, SubjectKind::ApiKey),
            (Table::Members, SubjectKind::User),
            (Table::Workspaces, SubjectKind::Workspace),
        ] {
            let lacking = self.populations.wholeness.gaps.get(&table).into_iter().flat_map(|gaps| &gaps.lacking);
            for one in lacking.filter(|one| one.is_there) {
                add(kind, &one.id, SubjectState { is_there: true, ..SubjectState::default() });
            }
        }
        SubjectStates { by_subject: all, feed_since: self.feed_since(as_of) }
    }

    /// Since when the activity feed covers every day up to the end of the data.
    fn feed_since(&self, as_of: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let run = self.coverage.feed.latest(1)?;
        let silence = (as_of.date_naive() - run.until).num_days();
        (silence <= 2).then(|| run.since.and_time(NaiveTime::MIN).and_utc())
    }
}

/// How an event ended a key, if it did.
fn end_of(event: &KeyEvent) -> Option<String> {
    let day = event.at.date_naive();
    match &event.change {
        KeyChange::Deleted => Some(format!("deleted on {day}")),
        KeyChange::Created => None,
        KeyChange::Updated(updates) => {
            let status = updates.iter().find(|update| update.field == "status")?;
            let now = status.to.as_str().filter(|now| *now != "active")?;
            (status.to != Value::Null).then(|| format!("{} on {day}", became(now)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{activity, data, days, invite, key, member, page, usage, with, workspace};
    use crate::facts::default_period;
    use serde_json::json;

    /// As of 1 October.
    fn states(files: &[(&str, &str)]) -> SubjectStates {
        let used = usage(&[("", "", days("2026-07-01", "2026-09-30"))]);
        let data = data(&[files, &[("usage.csv", used.as_str())]].concat());
        let as_of = crate::facts::as_of(&data).unwrap();
        Facts::derive(&data, default_period(&data, as_of).unwrap(), as_of).unwrap().subject_states(as_of)
    }

    fn lines(events: &[Value]) -> String {
        events.iter().map(|event| format!("{event}\n")).collect()
    }

    #[test]
    fn what_ended_is_told_by_its_event_and_what_is_listed_by_its_list() {
        let status = |id: &str, now: Value| json!({"api_key_id": id, "updates": [{"type": "status", "previous_value": "active", "current_value": now}]});
        let event =
            |hour: u32, kind: &str, fields: Value| activity(&format!("2026-08-03T{hour}:00:00Z"), kind, "ann", fields);
        let gone = |who: &str| json!({"deleted_user_id": format!("user_{who}")});
        let feed = lines(&[
            event(10, "platform_api_key_updated", status("apikey_archived", json!("archived"))),
            event(11, "platform_api_key_updated", status("apikey_active", json!("active"))),
            event(12, "platform_api_key_updated", status("apikey_unknown", Value::Null)),
            event(13, "scoped_api_key_deleted", json!({"api_key_id": "apikey_deleted"})),
            event(14, "platform_api_key_created", json!({"api_key_id": "apikey_made"})),
            event(15, "org_user_deleted", gone("gone")),
            event(16, "platform_workspace_archived", json!({"workspace_id": "wrkspc_Gone"})),
            event(17, "platform_workspace_created", json!({"workspace_id": "wrkspc_New"})),
        ]);
        let keys = page(&[with(key("archived", "2026-01-05", None), json!({"status": "archived"}))]);
        let spaces = page(&[workspace("Live"), with(workspace("Old"), json!({"archived_at": "2026-08-01T10:00:00Z"}))]);
        let users = page(&[member("ann@example.com", "admin")]);
        let invites = page(&[invite("new@example.com", "user", "2026-09-20")]);
        let states = states(&[
            ("feed.jsonl", &feed),
            ("invites.json", &invites),
            ("keys.json", &keys),
            ("spaces.json", &spaces),
            ("users.json", &users),
        ]);
        let state_of = |kind: SubjectKind, id: &str| {
            let one = states.by_subject.get(&(kind, id.to_owned()))?;
            let list = if one.is_listed { one.state.as_deref().unwrap_or("listed") } else { "-" };
            Some(format!("{list}, {}", one.ended.as_deref().unwrap_or("-")))
        };
        for (kind, id, expected) in [
            (SubjectKind::ApiKey, "apikey_archived", Some("archived, archived on 2026-08-03")),
            (SubjectKind::ApiKey, "apikey_active", None),
            (SubjectKind::ApiKey, "apikey_unknown", None),
            (SubjectKind::ApiKey, "apikey_deleted", Some("-, deleted on 2026-08-03")),
            (SubjectKind::User, "user_ann", Some("admin, -")),
            (SubjectKind::User, "user_gone", Some("-, removed by ann@example.com on 2026-08-03, activity feed")),
            (SubjectKind::Workspace, "wrkspc_Live", Some("listed, -")),
            (SubjectKind::Workspace, "wrkspc_Old", Some("archived, -")),
            (SubjectKind::Workspace, "wrkspc_Gone", Some("-, archived on 2026-08-03")),
            (SubjectKind::Workspace, "wrkspc_New", None),
            (SubjectKind::Invite, "invite_new", Some("pending, -")),
        ] {
            assert_eq!(state_of(kind, id).as_deref(), expected, "{id}");
        }
        let made = states.by_subject.get(&(SubjectKind::ApiKey, "apikey_made".to_owned())).unwrap();
        assert!(made.is_there && !made.is_listed, "the event that made it shows it: {made:?}");
    }

    #[test]
    fn a_feed_that_ends_two_days_early_still_covers_today() {
        let feed = |until: &str| {
            let daily = days("2026-07-05", until);
            lines(
                &daily
                    .iter()
                    .map(|day| activity(&format!("{day}T08:00:00Z"), "org_users_listed", "ann", json!({})))
                    .collect::<Vec<_>>(),
            )
        };
        let since = |until: &str| states(&[("feed.jsonl", &feed(until))]).feed_since.map(|at| at.to_rfc3339());
        assert_eq!(since("2026-09-29").as_deref(), Some("2026-07-05T00:00:00+00:00"));
        assert_eq!(since("2026-09-28"), None);
    }
}
