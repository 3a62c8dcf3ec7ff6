//! What the dates of lists add to the events.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::Gathered;
use crate::facts::{Source, role_in_words};
use crate::model::{AccessChange, ChangeBasis, ChangeKind, normalize_address};

/// Lists and events date one thing so much apart at most.
const SAME_SECONDS: i64 = 5;
/// Somebody who was let in on request is listed so soon after.
const ADMITTED_HOURS: i64 = 1;

/// A dated entry of a list.
struct Entry<'a> {
    kind: ChangeKind,
    at: Option<DateTime<Utc>>,
    whom: &'a str,
    id: &'a str,
    what: String,
    workspace: Option<String>,
    by: Option<&'a str>,
    source: Source,
}

impl Gathered<'_> {
    pub(super) fn by_lists(&mut self) {
        let listed: BTreeSet<(ChangeKind, String)> =
            self.all.iter().map(|one| (one.kind, one.whom_id.clone())).collect();
        let addresses: BTreeSet<(ChangeKind, String)> =
            self.all.iter().filter_map(|one| Some((one.kind, normalize_address(&one.whom)?))).collect();
        let is_known = |entry: &Entry| {
            let address = normalize_address(entry.whom);
            listed.contains(&(entry.kind, entry.id.to_owned()))
                || address.is_some_and(|address| addresses.contains(&(entry.kind, address)))
        };
        let entries: Vec<Entry> = self.people().into_iter().chain(self.things()).chain(self.keys()).collect();
        let added: Vec<AccessChange> = entries
            .into_iter()
            .filter(|entry| entry.at.is_some_and(|at| self.period.contains(at.date_naive())) && !is_known(entry))
            .filter_map(|entry| self.of_entry(&entry))
            .collect();
        self.all.extend(added);
    }

    fn of_entry(&self, entry: &Entry) -> Option<AccessChange> {
        let at = entry.at?;
        let mut evidence = vec![entry.source.evidence(self.data, entry.id)];
        let mut by = entry.by.map(|id| self.names.account(id).0);
        // Who was let in on request: the event does not say whom.
        let admission = self.facts.log.events.within(self.period).find(|event| {
            entry.kind == ChangeKind::Joined
                && matches!(event.name.as_str(), "org_join_request_approved" | "org_join_request_instant_approved")
                && (event.at - at).abs() <= Duration::hours(ADMITTED_HOURS)
        });
        if let Some(event) = admission {
            evidence.extend(event.evidence(self.data));
            by = Some(event.actor.label().to_owned());
        }
        Some(AccessChange {
            at,
            is_day: false,
            kind: entry.kind,
            whom: entry.whom.to_owned(),
            whom_id: entry.id.to_owned(),
            what: entry.what.clone(),
            workspace: entry.workspace.clone(),
            by,
            departed_on: None,
            lag_hours: None,
            basis: if admission.is_some() { ChangeBasis::Event } else { ChangeBasis::List },
            evidence,
            findings: Vec::new(),
        })
    }

    fn people(&self) -> Vec<Entry<'_>> {
        let lists = &self.facts.lists;
        let members = lists.members.iter().map(|member| Entry {
            kind: ChangeKind::Joined,
            at: member.added_at,
            whom: &member.address,
            id: &member.id,
            what: format!("member with role {}", role_in_words(member.role.as_deref())),
            workspace: None,
            by: None,
            source: member.source,
        });
        let invites = lists.invites.iter().map(|invite| Entry {
            kind: ChangeKind::Invited,
            at: invite.invited_at,
            whom: &invite.address,
            id: &invite.id,
            what: format!("invited as {}; {}", invite.role.as_deref().unwrap_or("role not stated"), invite.status),
            workspace: None,
            by: None,
            source: invite.source,
        });
        members.chain(invites).collect()
    }

    fn things(&self) -> Vec<Entry<'_>> {
        let (lists, credentials) = (&self.facts.lists, &self.facts.credentials);
        let mut all = Vec::new();
        let mut add =
            |kinds: [ChangeKind; 2], noun: &str, (id, whom): (_, _), dates: [Option<DateTime<Utc>>; 2], by, source| {
                for ((kind, at), done) in kinds.into_iter().zip(dates).zip(["made", "archived"]) {
                    let is_workspace = kinds[0] == ChangeKind::WorkspaceCreated;
                    let workspace = is_workspace.then(|| String::clone(whom));
                    let by = if done == "made" { by } else { None };
                    all.push(Entry { kind, at, whom, id, what: format!("{noun} {done}"), workspace, by, source });
                }
            };
        for one in &lists.workspaces {
            let kinds = [ChangeKind::WorkspaceCreated, ChangeKind::WorkspaceArchived];
            add(kinds, "workspace", (&one.id, &one.name), [one.created_at, one.archived_at], None, one.source);
        }
        let kinds = [ChangeKind::IdentityCreated, ChangeKind::IdentityEnded];
        for one in &credentials.service_accounts {
            let dates = [one.created_at, one.archived_at];
            add(kinds, "service account", (&one.id, &one.name), dates, one.creator_id.as_deref(), one.source);
        }
        for one in &credentials.rules {
            let dates = [one.created_at, one.archived_at];
            add(kinds, "federation rule", (&one.id, &one.name), dates, one.creator_id.as_deref(), one.source);
        }
        for one in &credentials.issuers {
            add(kinds, "federation issuer", (&one.id, &one.name), [None, one.archived_at], None, one.source);
        }
        all
    }

    fn keys(&self) -> Vec<Entry<'_>> {
        let lists = &self.facts.lists;
        let is_an_event = |at: Option<DateTime<Utc>>| {
            let near = |one: &AccessChange| at.is_some_and(|at| (one.at - at).abs() <= Duration::seconds(SAME_SECONDS));
            self.all.iter().any(|one| one.kind == ChangeKind::KeyCreated && near(one))
        };
        // The API lists an admin key under another id than its event.
        let listed = lists.keys.iter().filter(|key| !key.organization_scoped || !is_an_event(key.created_at));
        let keys = listed.map(|key| Entry {
            kind: ChangeKind::KeyCreated,
            at: key.created_at,
            whom: if key.name.trim().is_empty() { &key.id } else { &key.name },
            id: &key.id,
            what: format!("API key made; now {}", key.status),
            workspace: lists.workspace_name(key).map(str::to_owned),
            by: key.creator_id.as_deref(),
            source: key.source,
        });
        let others = self.facts.credentials.keys.all.iter().filter(|key| key.is_listed).map(|key| Entry {
            kind: ChangeKind::KeyCreated,
            at: key.created_at,
            whom: key.label(),
            id: &key.id,
            what: format!("{} made", key.kind.title()),
            workspace: None,
            by: key.creator_id.as_deref(),
            source: key.source,
        });
        keys.chain(others).collect()
    }
}
