//! The same organization a quarter earlier: what had not happened yet is undone, and the keys of that time have predecessors.

use chrono::{Days, NaiveDateTime, TimeDelta};

use crate::calendar::{at, office, quarter_suffix};
use crate::key::{Key, Use};
use crate::org::Org;
use crate::settings;

/// Days by which the overdue key is older than it may be when the quarter before ends.
const OVERDUE: u64 = 10;
/// Days after which a key has to be replaced.
const ROTATION: u64 = 90;

/// Prepares the organization for being looked at twice: the key that was replaced first in the quarter was overdue when it began,
/// and every key of the quarter before replaced another one in its turn.
pub(crate) fn prepare(org: &mut Org) {
    let quarter = org.quarter;
    let replaced = |key: &&mut Key| key.listed && key.created < at(quarter.start, 0) && !key.updates.is_empty();
    if let Some(overdue) = org.keys.iter_mut().filter(replaced).min_by_key(|key| key.updates[0].0) {
        overdue.created = office(quarter.start - Days::new(ROTATION + OVERDUE), 60);
    }
    let before = quarter.before();
    let suffix = quarter_suffix(before.start - Days::new(1));
    let young = |key: &Key| key.listed && (at(before.start, 0)..at(before.end, 0)).contains(&key.created);
    let successors: Vec<Key> = org.keys.iter().filter(|key| young(key)).cloned().collect();
    for successor in successors {
        let stem = successor.name.rsplit_once("-2").map_or(successor.name.as_str(), |(stem, _)| stem);
        // A key of Claude Code names its owner and no quarter.
        let name = if stem == successor.name { format!("{stem}_{suffix}") } else { format!("{stem}-{suffix}") };
        let made = office((successor.created - TimeDelta::days(80)).date(), 15);
        let number = org.key(&name, made, successor.creator, successor.place);
        let key = &mut org.keys[number];
        let archived = successor.created + TimeDelta::minutes(25);
        (key.status, key.shape, key.principal) = ("archived", successor.shape, successor.principal);
        key.expires = successor.expires.map(|_| office(made.date() + Days::new(300), 0));
        key.updates.push((archived, "status", "active".to_owned(), "archived".to_owned()));
    }
}

/// The organization as it was when the quarter began, for the quarter before. Limits have the amounts that they have now.
pub(crate) fn rewound(org: &Org) -> Org {
    let mut org = org.clone();
    let now = at(org.quarter.start, 0);
    keys(&mut org, now);
    people(&mut org, now);
    org.extra_events.retain(|(when, ..)| *when < now);
    org.limits.retain(|limit| limit.created < now);
    org.credentials.keys.retain(|key| is_made(key, now));
    org.quarter = org.quarter.before();
    org.attested = settings::attested(&org);
    org
}

fn is_made(record: &serde_json::Value, now: NaiveDateTime) -> bool {
    record["created_at"].as_str().is_some_and(|made| made < crate::calendar::stamp(now).as_str())
}

/// Keys that were not made yet are in no list; those that were replaced later were in use, from their first day or from the
/// beginning of the quarter on, and their predecessors until then.
fn keys(org: &mut Org, now: NaiveDateTime) {
    let before = org.quarter.before();
    for key in &mut org.keys {
        if key.name.is_empty() {
            key.uses.iter_mut().for_each(|usage| (usage.from, usage.to) = (before.start, before.end));
            continue;
        }
        if key.created >= now {
            (key.listed, key.uses) = (false, vec![]);
            continue;
        }
        key.updates.retain(|(when, ..)| *when < now);
        if key.updates.is_empty() {
            key.status = "active";
        }
        let from = key.created.date().max(before.start);
        for usage in &mut key.uses {
            (usage.from, usage.to, usage.half_on) = (from, before.end, None);
        }
    }
    let takeovers: Vec<(usize, usize)> = (0..org.keys.len())
        .filter(|key| org.keys[*key].listed && org.keys[*key].uses.is_empty())
        .filter_map(|old| {
            let archived = org.keys[old].updates.first()?.0;
            let is_next = |key: &Key| key.listed && key.created + TimeDelta::minutes(25) == archived;
            Some((old, org.keys.iter().position(is_next)?))
        })
        .collect();
    for (old, new) in takeovers {
        let switch = org.keys[new].created.date();
        org.keys[new].uses.iter_mut().for_each(|usage| usage.half_on = Some(switch));
        let earlier = |usage: &Use| Use { from: before.start, to: switch + Days::new(1), ..usage.clone() };
        org.keys[old].uses = org.keys[new].uses.iter().map(earlier).collect();
    }
}

/// People who had not joined yet are in no list, and their invites were open or not sent.
fn people(org: &mut Org, now: NaiveDateTime) {
    for person in org.people.iter_mut().filter(|person| person.added >= now) {
        (person.left, person.roster) = (Some(person.added), vec![]);
        person.active = (now.date(), now.date());
    }
    for (_, members) in &mut org.groups.groups {
        members.retain(|member| org.people[*member].left.is_none());
    }
    org.invites.retain(|invite| invite.sent < now);
    for invite in org.invites.iter_mut().filter(|invite| invite.accepted.is_some_and(|accepted| accepted >= now)) {
        (invite.status, invite.accepted) = ("pending", None);
    }
    org.groups.cases.retain(|case| is_made(case, now));
}
