//! What events say of the objects of lists: enough to tell which of two lists is the earlier one.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::{FileRows, TableFiles, has_id};
use crate::model::{Role, normalize_address};

/// Types of events that end, begin or change what a list has.
const TELLING: [&str; 8] = [
    "org_user_deleted",
    "org_user_left",
    "scim_user_deleted",
    "claude_user_role_updated",
    "platform_api_key_updated",
    "platform_workspace_member_removed",
    "platform_workspace_member_updated",
    "org_user_invite_deleted",
];

/// Who was removed, and what became what, by id or address.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Turns {
    ended: BTreeSet<String>,
    /// By object: value before and after.
    became: BTreeMap<String, BTreeSet<(String, String)>>,
}

impl Turns {
    /// Reads the events of all files.
    pub(in crate::ingest) fn read(events: &[FileRows]) -> Self {
        let mut turns = Self::default();
        for part in events {
            let position = |name: &str| part.batch.table.position(name);
            let (Some(event), Some(details)) = (position("event"), position("details")) else { continue };
            for row in 0..part.batch.rows() {
                let Some(name) = part.batch.text(event, row).filter(|name| TELLING.contains(name)) else { continue };
                let fields = part.batch.text(details, row).and_then(|text| serde_json::from_str(text).ok());
                let actor = position("actor_id").and_then(|column| part.batch.text(column, row));
                turns.add(name, &fields.unwrap_or_default(), actor);
            }
        }
        turns
    }

    fn add(&mut self, event: &str, fields: &Value, actor: Option<&str>) {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let address = |name: &str| text(name).and_then(normalize_address);
        let own = |name: &str| text(name).map(str::to_owned);
        match event {
            "org_user_deleted" => {
                self.ended.extend([own("deleted_user_id"), address("deleted_user_email")].into_iter().flatten());
            }
            "org_user_left" => self.ended.extend(actor.map(str::to_owned)),
            "scim_user_deleted" => self.ended.extend(own("user_id")),
            "org_user_invite_deleted" => self.ended.extend(own("invite_id")),
            "claude_user_role_updated" => {
                let whom = [own("user_id"), address("user_email")].into_iter().flatten();
                for one in whom {
                    match (text("previous_role"), text("current_role")) {
                        (Some(_), None) => _ = self.ended.insert(one),
                        (Some(before), Some(now)) => self.became(one, before, now),
                        _ => {}
                    }
                }
            }
            "platform_workspace_member_removed" => {
                let both = own("workspace_id").zip(own("user_id"));
                self.ended.extend(both.map(|(workspace, user)| format!("{workspace} {user}")));
            }
            _ => {
                let updates = fields.get("updates").and_then(Value::as_array).into_iter().flatten();
                for update in updates.filter(|update| update.get("type").and_then(Value::as_str) == Some("status")) {
                    let value = |when: &str| update.get(when).and_then(Value::as_str);
                    if let (Some(id), Some(before), Some(now)) =
                        (own("api_key_id"), value("previous_value"), value("current_value"))
                    {
                        self.became(id, before, now);
                    }
                }
            }
        }
    }

    fn became(&mut self, one: String, before: &str, now: &str) {
        self.became.entry(one).or_default().insert((before.to_lowercase(), now.to_lowercase()));
    }

    /// Whether the first of two lists, each given by its parts, is the earlier one.
    pub(super) fn order(&self, parts: &TableFiles, a: &[usize], b: &[usize]) -> Option<Ordering> {
        if self.ended.is_empty() && self.became.is_empty() {
            return None;
        }
        let (one, other) = (self.rows(parts, a), self.rows(parts, b));
        let is_earlier = |one: &Rows, other: &Rows| {
            one.iter().any(|(id, row)| match other.get(id) {
                None => row.names.iter().any(|name| self.ended.contains(name)),
                Some(then) => row.names.iter().any(|name| self.tells(name, row, then)),
            })
        };
        match (is_earlier(&one, &other), is_earlier(&other, &one)) {
            (true, false) => Some(Ordering::Less),
            (false, true) => Some(Ordering::Greater),
            _ => None,
        }
    }

    /// Whether an object's state in one list became that in another, and never the other way round.
    fn tells(&self, name: &str, before: &Row, now: &Row) -> bool {
        let Some(steps) = self.became.get(name).filter(|_| before.state != now.state) else { return false };
        let step = |from: &Row, to: &Row| from.state.clone().zip(to.state.clone());
        let (forth, back) = (step(before, now), step(now, before));
        forth.is_some_and(|step| steps.contains(&step)) && !back.is_some_and(|step| steps.contains(&step))
    }

    fn rows(&self, parts: &TableFiles, own: &[usize]) -> Rows {
        let column = |name: &str| parts.table.position(name);
        let state = column("status").or_else(|| column("role"));
        let mut rows = Rows::new();
        for &at in own {
            let part = &parts.each[at];
            let ids: Vec<usize> = part.batch.with_role(Role::Id).collect();
            for row in (0..part.batch.rows()).filter(|&row| has_id(part, row)) {
                let text = |column: usize| parts.text(at, column, row);
                let id = ids.iter().filter_map(|&id| text(id)).collect::<Vec<_>>().join(" ");
                let address = column("address").and_then(text).and_then(normalize_address);
                let names = [Some(id.clone()), address].into_iter().flatten().collect();
                rows.insert(id, Row { names, state: state.and_then(text).map(str::to_lowercase) });
            }
        }
        rows
    }
}

/// An object of a list.
struct Row {
    /// Id and address.
    names: Vec<String>,
    /// Status or role.
    state: Option<String>,
}

type Rows = BTreeMap<String, Row>;
