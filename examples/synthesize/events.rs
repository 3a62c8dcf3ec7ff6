//! What happened: the story that follows from the lists, and the everyday work of the members.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use crate::base::FEED_DAYS;
use crate::calendar::{at, holiday, number, weekend};
use crate::key::Actor;
use crate::memberships::memberships;
use crate::org::Org;
use crate::rng::Rng;

/// An event: when, who, what, its fields.
pub(crate) type Event = (NaiveDateTime, Actor, &'static str, Value);

/// Everything that the lists say happened since the feed began, oldest first: replayed, it must give the lists.
pub(crate) fn story(org: &Org) -> Vec<Event> {
    let mut events = org.extra_events.clone();
    for key in org.keys.iter().filter(|key| key.listed) {
        if key.recorded {
            events.push((key.created, key.creator, "platform_api_key_created", json!({"api_key_id": key.id})));
        }
        for (when, kind, from, to) in &key.updates {
            let update = json!({"type": kind, "previous_value": from, "current_value": to});
            events.push((
                *when,
                key.creator,
                "platform_api_key_updated",
                json!({"api_key_id": key.id, "updates": [update]}),
            ));
        }
    }
    people(org, &mut events);
    places(org, &mut events);
    let (begin, end) = (at(org.quarter.back(FEED_DAYS), 0), at(org.quarter.end, 0));
    events.retain(|(when, ..)| *when >= begin && *when < end);
    events.sort_by_key(|(when, ..)| *when);
    events
}

fn people(org: &Org, events: &mut Vec<Event>) {
    for person in &org.people {
        let role = json!({"user_id": person.id, "user_email": person.email, "previous_role": null, "current_role": person.role});
        // Whoever was not invited came with the directory sync.
        let invited = org.invites.iter().any(|invite| invite.email == person.email);
        let by = if invited { Actor::Person(0) } else { Actor::Directory };
        events.push((person.added, by, "claude_user_role_updated", role));
        if let Some(left) = person.left {
            let fields = json!({"deleted_user_email": person.email, "deleted_user_id": person.id});
            events.push((left, Actor::Person(0), "org_user_deleted", fields));
        }
    }
    for invite in &org.invites {
        let fields = json!({"invited_email": invite.email, "invited_role": invite.role, "invited_seat_tier": null});
        events.push((invite.sent, Actor::Person(0), "org_user_invite_sent", fields));
        let guest = org.people.iter().position(|person| person.email == invite.email);
        if let (Some(accepted), Some(guest)) = (invite.accepted, guest) {
            events.push((accepted, Actor::Person(guest), "org_user_invite_accepted", json!({"invite_id": invite.id})));
        }
        if invite.status == "deleted" {
            let when = invite.sent + TimeDelta::hours(3);
            events.push((when, Actor::Person(0), "org_user_invite_deleted", json!({"invite_id": invite.id})));
        }
    }
}

fn places(org: &Org, events: &mut Vec<Event>) {
    for workspace in &org.workspaces {
        let fields = json!({"workspace_id": workspace.id});
        events.push((workspace.created, Actor::Person(0), "platform_workspace_created", fields.clone()));
        if let Some(archived) = workspace.archived {
            events.push((archived, Actor::Person(0), "platform_workspace_archived", fields));
        }
    }
    for (workspace, person, _) in memberships(org) {
        let (place, member) = (&org.workspaces[workspace], &org.people[person]);
        let when = place.created.max(member.added) + TimeDelta::minutes(90);
        let fields = json!({"workspace_id": place.id, "user_id": member.id});
        events.push((when, Actor::Person(0), "platform_workspace_member_added", fields));
    }
    for limit in &org.limits {
        let of = |whole: &'static str, part: &'static str| if limit.workspace.is_none() { whole } else { part };
        let action = if limit.notify { "notify_only" } else { "notify_and_pause" };
        let fields = json!({"limit_action": action, "limit_usd": limit.cents});
        let made = of("platform_spend_limit_created", "workspace_spend_limit_created");
        events.push((limit.created, Actor::Person(limit.by), made, fields));
        if let Some((when, by)) = limit.deleted {
            let gone = of("platform_spend_limit_deleted", "workspace_spend_limit_deleted");
            events.push((when, Actor::Person(by), gone, json!({"spend_limit_id": limit.id})));
        }
    }
}

/// The everyday work of one day, oldest first: about `busy` events on a working day, a few at weekends, each by a member of that
/// day; whoever is a member takes a turn, so nobody who works is silent for long.
pub(crate) fn routine(org: &Org, day: NaiveDate, busy: u64, label: &str) -> Vec<(NaiveDateTime, usize, u64)> {
    let quiet = weekend(day) || holiday(day);
    let count = if quiet { (busy / 5).max(3) } else { busy };
    let working: Vec<usize> =
        (0..org.people.len()).filter(|p| org.people[*p].active.0 < day && day < org.people[*p].active.1).collect();
    if working.is_empty() || org.silent.contains(&day) {
        return vec![];
    }
    let (from, seconds) = if quiet { (9 * 3600, 9 * 3600) } else { (7 * 3600, 11 * 3600) };
    let mut rng = Rng::new(org.seed, label, &[number(day)]);
    let turn = number(day) * busy;
    (0..count)
        .map(|n| {
            let slot = seconds * n / count + rng.between(0, seconds / count);
            let person = working[usize::try_from((turn + n) % working.len() as u64).expect("few people")];
            let micros = i64::try_from(rng.between(0, 1_000_000)).expect("below a million");
            (at(day, from + slot) + TimeDelta::microseconds(micros), person, rng.between(0, 100))
        })
        .collect()
}

/// The days of a log that reaches back `length` days from the end of the quarter.
pub(crate) fn log_days(org: &Org, length: u64) -> impl DoubleEndedIterator<Item = NaiveDate> {
    let end = org.quarter.end;
    (1..=length).rev().map(move |back| end - Days::new(back))
}
