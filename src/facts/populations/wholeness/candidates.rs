//! Who and what other exports know and a list does not have.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::{Lacking, WholenessInputs};
use crate::facts::frame::Source;
use crate::facts::keys::Use;
use crate::facts::lists::{CLAUDE_CODE_WORKSPACE, DEFAULT_WORKSPACE};
use crate::facts::log::{KeyChange, KeyClass, KeyEvent};
use crate::facts::names::domain_of;
use crate::facts::people::incomparable::is_incomparable;
use crate::model::{Table, normalize_address};

/// Days before the end of the data in which use shows that something is there on the day of the list: as long as a key may rest
/// before it counts as stale.
const RECENT_DAYS: u64 = 45;

/// Everything of a kind that its list lacks.
pub(super) fn of(table: Table, known: &WholenessInputs) -> Vec<Lacking> {
    let mut all = Candidates::default();
    match table {
        Table::Keys => keys(known, &mut all),
        Table::Members => members(known, &mut all),
        _ => workspaces(known, &mut all),
    }
    // Whatever stands in a record that could not be read is not lacking, nor what the list says is deleted.
    let (unread, deleted) = (&known.lists.unread, &known.lists.deleted);
    all.0.retain(|id, _| unread.place(table, id).is_none() && deleted.of(table, id).is_none());
    all.0.into_values().collect()
}

/// By what names them best.
#[derive(Default)]
struct Candidates(BTreeMap<String, Lacking>);

impl Candidates {
    fn add(&mut self, id: &str, from: &'static str, source: Source, is_there: bool) {
        let one = self.0.entry(id.to_owned()).or_insert_with(|| Lacking {
            id: id.to_owned(),
            known_from: Vec::new(),
            is_there: false,
        });
        one.is_there |= is_there;
        if one.known_from.iter().all(|(known, _)| *known != from) {
            one.known_from.push((from, source));
        }
    }
}

impl WholenessInputs<'_> {
    fn is_recent(&self, day: NaiveDate) -> bool {
        self.as_of.date_naive().checked_sub_days(Days::new(RECENT_DAYS)).is_none_or(|since| day >= since)
    }

    /// Whether the feed would report everything between an instant and the end of the data.
    fn feed_covers(&self, since: DateTime<Utc>) -> bool {
        let end = self.as_of.date_naive().checked_sub_days(Days::new(2)).unwrap_or_default();
        self.feed.iter().any(|run| run.since <= since.date_naive() && run.until >= end.max(run.since))
    }
}

fn keys(known: &WholenessInputs, all: &mut Candidates) {
    let listed: BTreeSet<&str> = known.lists.keys.iter().map(|key| key.id.as_str()).collect();
    let (ended, stated) = (ended_keys(known), &known.key_uses.stated_as_ended);
    let is_over = |id: &str| ended.contains(id) || stated.contains(id);
    // What is newer than the list is not lacking.
    let taken = known.data.taken.get(&Table::Keys).copied();
    let is_newer = |at: DateTime<Utc>| taken.is_some_and(|taken| at > taken);
    let is_old = |one: &&Use| !is_newer(one.first.and_time(NaiveTime::MIN).and_utc());
    let unknown: Vec<&Use> = known.key_uses.unknown.iter().filter(is_old).collect();
    // Usage names a key, and cost gives its id next to the name: one key.
    let with_id: BTreeSet<&str> =
        unknown.iter().filter(|one| one.key_id.is_some()).filter_map(|one| one.key_name.as_deref()).collect();
    for one in &unknown {
        let (id, name) = (one.key_id.as_deref(), one.key_name.as_deref());
        if id.is_none() && name.is_some_and(|name| with_id.contains(name)) {
            continue;
        }
        if let Some(what) = id.or(name) {
            let is_there = known.is_recent(one.last) && !is_over(what);
            all.add(what, one.table.title(), one.source, is_there);
        }
    }
    let is_made = |event: &&KeyEvent| {
        event.class == KeyClass::Console && event.change == KeyChange::Created && !is_newer(event.at)
    };
    for event in known.key_events.0.iter().filter(is_made) {
        let Some(id) = event.key_id.as_deref().filter(|id| !listed.contains(id)) else { continue };
        all.add(id, "the event that made it", event.source, !is_over(id));
    }
}

/// Keys that an event archived or deleted, and none brought back since.
fn ended_keys(known: &WholenessInputs) -> BTreeSet<String> {
    let mut ended = BTreeSet::new();
    for event in &known.key_events.0 {
        let Some(id) = &event.key_id else { continue };
        match &event.change {
            KeyChange::Deleted => _ = ended.insert(id.clone()),
            KeyChange::Created => _ = ended.remove(id),
            KeyChange::Updated(updates) => {
                for status in updates.iter().filter(|update| update.field == "status") {
                    match status.to.as_str() {
                        Some("archived" | "expired") => _ = ended.insert(id.clone()),
                        _ => _ = ended.remove(id),
                    }
                }
            }
        }
    }
    ended
}

fn members(known: &WholenessInputs, all: &mut Candidates) {
    let domains: BTreeSet<String> =
        known.lists.members.iter().filter_map(|member| domain_of(&member.address)).collect();
    for actor in known.events.actors.all.iter().filter(|actor| actor.is_person) {
        let id = actor.ids.iter().find(|id| id.starts_with("user_")).or(actor.ids.first());
        if is_explained(known, actor.ids.iter(), actor.address.as_deref())
            || is_incomparable(actor, &known.lists.members)
        {
            continue;
        }
        let [_, (last, _, source)] = &actor.sights;
        // No page of this list has strangers of a domain that no member has.
        let is_stranger = actor
            .address
            .as_deref()
            .and_then(domain_of)
            .is_some_and(|own| !domains.is_empty() && !domains.contains(&own));
        let is_there = !is_stranger && (known.is_recent(last.date_naive()) || known.feed_covers(*last));
        if let Some(name) = actor.address.as_deref().or(id.map(String::as_str)) {
            all.add(name, "events", *source, is_there);
        }
    }
    for key in &known.lists.keys {
        let creator = key.creator_id.as_deref().filter(|_| key.creator_type.as_deref() != Some("service_account"));
        let Some(creator) = creator.filter(|id| id.starts_with("user_")) else { continue };
        let made = key.created_at.is_some_and(|at| known.is_recent(at.date_naive()) || known.feed_covers(at));
        // A personal key stops with its account.
        let is_personal = key.principal_type.as_deref() == Some("user") && key.is_active();
        add_user(known, all, creator, ("creator of keys", key.source), made || is_personal);
    }
    for one in known.lists.workspace_members.iter().filter(|one| one.user_id.starts_with("user_")) {
        add_user(known, all, &one.user_id, ("members of workspaces", one.source), true);
    }
}

fn add_user(
    known: &WholenessInputs,
    all: &mut Candidates,
    id: &str,
    (from, source): (&'static str, Source),
    is_there: bool,
) {
    let id = id.to_owned();
    let lists = known.lists;
    let is_unread = lists.unread.place(Table::Members, &id).is_some();
    let is_deleted = lists.deleted.of(Table::Members, &id).is_some();
    if !is_unread && !is_deleted && !is_explained(known, std::iter::once(&id), None) {
        let address = known.departures.addresses_of(&id).next();
        all.add(address.unwrap_or(&id), from, source, is_there);
    }
}

/// Whether somebody is a member, or is known to have left.
fn is_explained<'a>(
    known: &WholenessInputs,
    ids: impl Iterator<Item = &'a String> + Clone,
    address: Option<&str>,
) -> bool {
    let own = address.map(|address| known.people.own_addresses(address)).into_iter().flatten();
    let addresses: Vec<String> = address.into_iter().chain(own).filter_map(normalize_address).collect();
    addresses.iter().any(|address| known.departures.is_member_address(address))
        || ids.clone().any(|id| known.departures.is_member(id) || known.departures.of_id(id).is_some())
        || addresses.iter().any(|address| known.departures.of_address(address).is_some())
}

fn workspaces(known: &WholenessInputs, all: &mut Candidates) {
    let lists = known.lists;
    let is_listed = |to: &str| {
        [DEFAULT_WORKSPACE, CLAUDE_CODE_WORKSPACE].contains(&to)
            || lists.workspaces.iter().any(|workspace| workspace.id == to || workspace.name == to)
    };
    for key in lists.active_keys().filter(|key| !key.organization_scoped) {
        // Archiving a workspace ends its keys.
        if let Some(id) = key.workspace_id.as_deref().filter(|id| !is_listed(id)) {
            all.add(id, "active keys", key.source, true);
        }
    }
    for one in lists.workspace_members.iter().filter(|one| !is_listed(&one.workspace_id)) {
        all.add(&one.workspace_id, "members of workspaces", one.source, false);
    }
    // The default workspace is not listed, and keys of the newer shape state its id.
    let unnamed: Vec<String> = all.0.keys().cloned().collect();
    if let ([only], false) = (unnamed.as_slice(), lists.workspaces.iter().any(|workspace| workspace.is_default())) {
        all.0.remove(only);
    }
}
