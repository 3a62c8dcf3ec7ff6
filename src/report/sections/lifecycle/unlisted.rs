//! Lives of whom and what no list has, and what several events tell together.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::TimelineBuilder;
use crate::data::event_kinds::EventKinds;
use crate::facts::TimelineEntry;
use crate::facts::{EventActor, OffInterval, Unlisted, UnlistedKind, sso_off};
use crate::model::normalize_address;

impl TimelineBuilder<'_> {
    pub(super) fn of_unlisted(&mut self, one: &Unlisted, events: &[TimelineEntry]) {
        let known: Vec<&str> = one.known_from.iter().map(|(from, _)| *from).collect();
        if let Some((_, source)) = one.known_from.first() {
            self.states(format!("in no list; known from {}", known.join(", ")), *source, one.id());
        }
        match one.kind {
            UnlistedKind::Person => self.of_leaver(one, events),
            UnlistedKind::Key => self.of_unlisted_key(one),
            UnlistedKind::Workspace => self.of_unlisted_workspace(one),
            UnlistedKind::Thing => {}
        }
    }

    fn of_leaver(&mut self, one: &Unlisted, events: &[TimelineEntry]) {
        let facts = self.facts;
        let has = |words: &BTreeSet<String>| words.iter().any(|word| one.words.contains(word));
        for departure in facts.people.departures.all().filter(|left| has(&left.ids) || has(&left.addresses)) {
            match &departure.removal {
                Some(removal) => self.at(removal.at, departure.basis(), removal.source, &removal.event),
                None => {
                    departure.roster.iter().for_each(|row| self.states(departure.basis(), row.source, one.id()));
                }
            }
        }
        for address in one.words.iter().filter(|word| word.contains('@')) {
            self.invitations(address);
            self.roster(address);
        }
        for key in
            facts.lists.keys.iter().filter(|key| key.creator_id.as_ref().is_some_and(|id| one.words.contains(id)))
        {
            let what = format!("made key `{}` (`{}`, status `{}`)", key.name, key.id, key.status);
            self.states(what, key.source, &key.id);
        }
        self.sequences(&one.words, events);
        if let Some(event) = events.iter().find(|event| event.is_actor && !event.is_unauthenticated()) {
            let what = format!("first event of their own on record: `{}`", event.event);
            self.at(event.at, what, event.source, &event.event);
        }
        let last = one.words.iter().filter_map(|word| facts.log.activity.of_id(word)).max_by_key(|last| last.at);
        if let Some(last) = last {
            self.at(last.at, format!("last activity on record: `{}`", last.event), last.source, &last.event);
        }
    }

    fn of_unlisted_key(&mut self, one: &Unlisted) {
        let facts = self.facts;
        let is_its = |id: &Option<String>, name: &Option<String>| match id {
            Some(id) => one.words.contains(id),
            None => *name == one.name && one.name.is_some(),
        };
        let uses: Vec<_> = facts.keys.uses.unknown.iter().filter(|one| is_its(&one.key_id, &one.key_name)).collect();
        let home =
            |home: &Option<String>| home.as_ref().map_or_else(String::new, |home| format!(", in workspace `{home}`"));
        if let Some((first, row)) =
            uses.iter().min_by_key(|one| one.first).and_then(|one| Some((one, *one.days.get(&one.first)?)))
        {
            self.on(first.first, format!("first use on record{}", home(&first.workspace)), row, one.id());
        }
        if let Some(last) = uses.iter().max_by_key(|one| one.last) {
            self.on(last.last, format!("last use on record{}", home(&last.workspace)), last.source, one.id());
        }
    }

    fn of_unlisted_workspace(&mut self, one: &Unlisted) {
        let facts = self.facts;
        let rows = || {
            facts.spend.series.rows.iter().filter(|row| row.by_workspace && one.words.contains(row.workspace.as_str()))
        };
        let edges = [(rows().min_by_key(|row| row.day), "first"), (rows().max_by_key(|row| row.day), "last")];
        for (row, which) in edges.into_iter().filter_map(|(row, which)| Some((row?, which))) {
            self.on(row.day, format!("{which} use on record"), row.source, one.id());
        }
    }

    /// What several events tell together about a person: an invitation and its acceptance, and what they switched off or on.
    pub(super) fn sequences(&mut self, words: &BTreeSet<String>, events: &[TimelineEntry]) {
        for (sent, accepted) in accepted_invitations(events) {
            let what = format!(
                "accepted the invitation that `{}` sent on {}, {} later",
                sent.actor.label(),
                sent.at.date_naive(),
                format_duration(accepted.at - sent.at)
            );
            self.at(accepted.at, what, accepted.source, &accepted.event);
        }
        let facts = self.facts;
        let logging = facts.log.logging_off.intervals().iter().cloned();
        for interval in sso_off(&facts.log.events).into_iter().chain(logging) {
            let is_theirs = |actor: &EventActor| {
                let address = actor.address.as_deref().and_then(normalize_address);
                [actor.id.clone(), address].into_iter().flatten().any(|word| words.contains(&word))
            };
            if is_theirs(&interval.off.actor) {
                self.at(interval.off.at, switched(&interval), interval.off.source, &interval.off.event);
            }
        }
    }
}

/// `switched single sign-on off; on again by ann@example.com on 2026-08-03 11:55, 1 h 55 min later`
fn switched(interval: &OffInterval) -> String {
    match &interval.on {
        Some(on) => format!(
            "switched {} off; on again by `{}` on {}, {} later",
            interval.what,
            on.actor.label(),
            minute(on.at),
            format_duration(on.at - interval.off.at)
        ),
        None => format!("switched {} off; nothing on record switched it on again", interval.what),
    }
}

fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// `3 d 2 h`, `1 h 55 min`
fn format_duration(time: TimeDelta) -> String {
    match (time.num_days(), time.num_hours() % 24, time.num_minutes() % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// Each acceptance by the one asked about, with the latest invitation of them before it.
fn accepted_invitations(events: &[TimelineEntry]) -> Vec<(&TimelineEntry, &TimelineEntry)> {
    let kinds = EventKinds::embedded();
    let is = |event: &TimelineEntry, name: &str| kinds.of_log(&event.event).contains(&name);
    let accepted = events.iter().filter(|event| event.is_actor && is(event, "org_user_invite_accepted"));
    let sent = |accepted: &TimelineEntry| {
        events.iter().rfind(|event| !event.is_actor && event.at <= accepted.at && is(event, "org_user_invite_sent"))
    };
    accepted.filter_map(|accepted| Some((sent(accepted)?, accepted))).collect()
}
