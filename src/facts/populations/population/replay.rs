//! What the activity feed says happened to keys, members and workspaces, object by object.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::facts::frame::Source;
use crate::facts::lists::{Lists, normalize_role};
use crate::facts::log::Events;
use crate::facts::log::routine;
use crate::model::{Dataset, is_stated_id, normalize_address};

/// What happened to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It came to be, or came back.
    Created,
    /// It was archived, deleted or removed, or left.
    Ended,
    /// Its status (a key's) or role (a member's) became this.
    Became(String),
}

/// One thing that happened to an object, and when.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// When.
    pub(super) at: DateTime<Utc>,
    /// What.
    pub(super) change: Change,
    /// The event's type.
    pub(super) event: String,
    /// The event's row: several events can stand on one line.
    pub(super) row: usize,
    /// Where it stands.
    pub(super) source: Source,
}

/// Steps per object, in order of time. Members are known by id and by normalized address: some events have only one of them.
pub(super) type LifecycleEvents = BTreeMap<String, Vec<Step>>;

/// What stands for the objects of events that do not say which: an id was taken out, or not exported.
pub(super) const UNNAMED: &str = "";

/// How types of events about memberships of workspaces begin.
const OF_MEMBERSHIPS: &str = "platform_workspace_member_";

/// One of the populations.
type Choice = fn(&mut Replay) -> &mut LifecycleEvents;

/// What the feed tells, from its first to its last event.
#[derive(Clone, Debug, Default)]
pub(super) struct Replay {
    /// Keys, by id.
    pub(super) keys: LifecycleEvents,
    /// Members, by id or address.
    pub(super) members: LifecycleEvents,
    /// Workspaces, by id.
    pub(super) workspaces: LifecycleEvents,
    /// Memberships of workspaces, see [`membership_id`].
    pub(super) memberships: LifecycleEvents,
    /// Whether any event is about the Console (keys, workspaces), and about the organization's people: a feed that was exported
    /// with a filter has none.
    pub(super) tells_console: bool,
    pub(super) tells_people: bool,
    /// Admissions that do not say of whom.
    pub(super) admissions: Vec<DateTime<Utc>>,
    /// Whether events know members by the ids of the list: then an id that is stated says who it is, and the address beside it, which two
    /// accounts of one person share but for a tag, does not.
    knows_ids: bool,
}

impl Replay {
    pub(super) fn read(data: &Dataset, events: &Events, lists: &Lists) -> Result<Self> {
        let mut replay = Self { knows_ids: knows_ids(events, lists), ..Self::default() };
        for event in events.by_row().into_iter().filter(|event| event.by_feed) {
            replay.notice(&event.event);
            if !is_of_a_life(&event.event) {
                continue;
            }
            let step = |change| Step {
                at: event.at,
                change,
                event: event.event.clone(),
                row: event.row,
                source: event.source,
            };
            let who = [event.actor.id.clone(), event.actor.address.as_deref().and_then(normalize_address)];
            if event.event.starts_with(OF_MEMBERSHIPS) {
                replay.tell_membership(&event.event, &event.details, step);
            } else {
                replay.tell(&event.event, &event.details, who, event.at, step);
            }
        }
        routine::hours(data)?.iter().filter(|hour| hour.by_feed).for_each(|hour| replay.notice(&hour.event));
        for lives in [&mut replay.keys, &mut replay.members, &mut replay.workspaces, &mut replay.memberships] {
            lives.values_mut().for_each(|steps| steps.sort_by_key(|step| (step.at, step.row)));
        }
        Ok(replay)
    }

    /// Notes what the feed reports at all.
    fn notice(&mut self, event: &str) {
        self.tells_console |= event.starts_with("platform_");
        self.tells_people |= ["org_", "claude_user_", "scim_user_"].iter().any(|kind| event.starts_with(kind));
    }

    /// Files one event about a membership of a workspace.
    fn tell_membership(&mut self, event: &str, details: &Value, step: impl Fn(Change) -> Step) {
        let text = |field: &str| details.get(field).and_then(Value::as_str);
        let Some((workspace, user)) = text("workspace_id").zip(text("user_id")) else { return };
        let steps = self.memberships.entry(membership_id(workspace, user)).or_default();
        steps.extend(changes_of_membership(event, details).into_iter().map(step));
    }

    /// Files one event. Types and fields: the activity reference, lists of 2026-08-14 and 2026-09-26.
    fn tell(
        &mut self,
        event: &str,
        details: &Value,
        actor: [Option<String>; 2],
        at: DateTime<Utc>,
        step: impl Fn(Change) -> Step,
    ) {
        let text = |field: &str| details.get(field).and_then(Value::as_str).map(str::to_owned);
        let by_id = self.knows_ids;
        let mut add = |lives: Choice, ids: &[Option<String>], change: &Change| {
            for id in objects(ids, by_id) {
                lives(self).entry(id).or_default().push(step(change.clone()));
            }
        };
        let keys: Choice = |all| &mut all.keys;
        let members: Choice = |all| &mut all.members;
        let workspaces: Choice = |all| &mut all.workspaces;
        let address = |field| text(field).as_deref().and_then(normalize_address);
        match event {
            "platform_api_key_created" | "api_key_created" => add(keys, &[text("api_key_id")], &Change::Created),
            "scoped_api_key_deleted" => add(keys, &[text("api_key_id")], &Change::Ended),
            "platform_api_key_updated" => {
                let updates = details.get("updates").and_then(Value::as_array).into_iter().flatten();
                for update in updates.filter(|update| update.get("type").and_then(Value::as_str) == Some("status")) {
                    let status = |when: &str| update.get(when).and_then(Value::as_str).unwrap_or_default();
                    let (before, now) = (status("previous_value"), status("current_value"));
                    let id = [text("api_key_id")];
                    match (before, now) {
                        (_, "archived") => add(keys, &id, &Change::Ended),
                        ("archived", _) => add(keys, &id, &Change::Created),
                        _ => {}
                    }
                    add(keys, &id, &Change::Became(now.to_owned()));
                }
            }
            "platform_workspace_created" => add(workspaces, &[text("workspace_id")], &Change::Created),
            "platform_workspace_archived" => add(workspaces, &[text("workspace_id")], &Change::Ended),
            "scim_user_created" => add(members, &[text("user_id")], &Change::Created),
            "scim_user_deleted" => add(members, &[text("user_id")], &Change::Ended),
            "org_user_invite_accepted" => add(members, &actor, &Change::Created),
            "org_user_left" => add(members, &actor, &Change::Ended),
            "org_user_deleted" => {
                add(members, &[text("deleted_user_id"), address("deleted_user_email")], &Change::Ended);
            }
            "claude_user_role_updated" => {
                let whom = [text("user_id"), address("user_email")];
                match (text("previous_role"), text("current_role")) {
                    (_, None) => add(members, &whom, &Change::Ended),
                    (None, Some(role)) => {
                        add(members, &whom, &Change::Created);
                        add(members, &whom, &Change::Became(role));
                    }
                    (Some(_), Some(role)) => add(members, &whom, &Change::Became(role)),
                }
            }
            "org_join_request_approved" | "org_join_request_instant_approved" => self.admissions.push(at),
            _ => {}
        }
    }
}

/// Whether some event is by or about a member under the id that the list has.
fn knows_ids(events: &Events, lists: &Lists) -> bool {
    let is_listed = |id: &str| lists.member(id).is_some();
    events.notable.iter().filter(|event| event.by_feed).any(|event| {
        let about = ["user_id", "deleted_user_id"].iter().find_map(|field| event.text(field));
        event.actor.id.as_deref().is_some_and(is_listed) || about.is_some_and(is_listed)
    })
}

/// What stands for a membership: the ids of its workspace and of its member.
pub(super) fn membership_id(workspace: &str, user: &str) -> String {
    format!("{user} in {workspace}")
}

/// A role as list and feed both write it: some write the kind of role in front.
pub(super) fn role_of(text: &str) -> String {
    let role = normalize_role(text);
    role.strip_prefix("workspace_").map(str::to_owned).unwrap_or(role)
}

/// What an event did to a membership of a workspace.
fn changes_of_membership(event: &str, details: &Value) -> Vec<Change> {
    match event {
        "platform_workspace_member_added" => vec![Change::Created],
        "platform_workspace_member_removed" => vec![Change::Ended],
        "platform_workspace_member_updated" => {
            let updates = details.get("updates").and_then(Value::as_array).into_iter().flatten();
            let is_role =
                |update: &&Value| update.get("type").and_then(Value::as_str).is_some_and(|kind| kind.ends_with("role"));
            let roles = updates.filter(is_role).filter_map(|update| update.get("current_value")?.as_str());
            roles.map(|role| Change::Became(role_of(role))).collect()
        }
        _ => Vec::new(),
    }
}

/// The ids that are stated, else what stands for an object without one. Where the first says who it is, it alone.
fn objects(ids: &[Option<String>], by_id: bool) -> Vec<String> {
    let is_stated = |id: &Option<String>| id.as_deref().is_some_and(is_stated_id);
    let says = if by_id && ids.first().is_some_and(is_stated) { 1 } else { ids.len() };
    let stated: Vec<String> = ids.iter().take(says).filter(|id| is_stated(id)).flatten().cloned().collect();
    if stated.is_empty() { vec![UNNAMED.to_owned()] } else { stated }
}

/// Whether an event's type is one that [`Replay::tell`] files: the others' details need not be parsed.
fn is_of_a_life(event: &str) -> bool {
    event.contains("api_key")
        || event.starts_with("platform_workspace_")
        || event.starts_with("scim_user_")
        || event.starts_with("org_user_")
        || event.starts_with("org_join_request_")
        || event == "claude_user_role_updated"
}
