//! How the things that findings are about stand today, and how they ended.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use serde_json::Value;

use crate::facts::Facts;
use crate::facts::log::{KeyChange, KeyEvent};
use crate::model::{SubjectKind, SubjectState, SubjectStates, Table};

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
            (status.to != Value::Null).then(|| format!("made {now} on {day}"))
        }
    }
}
