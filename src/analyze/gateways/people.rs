//! Whose a key is, and whether they are still there.

use super::{Own, Remedy, finding, keys_in_scope};
use crate::analyze::{Analyzer, Context};
use crate::facts::{Departure, GatewayKey, Presence};
use crate::model::{Confidence, normalize_address};

const UNKNOWN: &str = "no roster and no list of users says who their owners are, or whether they are there";
/// The user of whoever has the gateway's own master key.
const MASTER: &str = "default_user_id";

/// Whether somebody is there.
enum Stands<'a> {
    Here,
    Left(&'a Departure, Confidence),
    Unknown,
}

/// By the roster; where it does not have them, by who was removed from the organization, and by its members.
fn stands<'a>(cx: &'a Context, user: &str) -> Stands<'a> {
    let Some(address) = cx.facts.gateways.address(user).and_then(normalize_address) else { return Stands::Unknown };
    let departures = &cx.facts.people.departures;
    let departure = || departures.all().find(|one| one.addresses.contains(&address));
    match cx.facts.people.roster.by_address(&address).map(|person| person.presence) {
        Some(Presence::Here) => Stands::Here,
        Some(Presence::Gone) => departure().map_or(Stands::Unknown, |one| Stands::Left(one, Confidence::High)),
        Some(Presence::Unknown | Presence::Former) => Stands::Unknown,
        // Who was removed from the Console may still work here.
        None => match departures.of_address(&address) {
            Some(one) => Stands::Left(one, Confidence::Low),
            None if departures.is_member_address(&address) => Stands::Here,
            None => Stands::Unknown,
        },
    }
}

/// Who left of those who know a key: whose it is, and who made it unless its secret was exchanged since.
fn leaver<'a>(cx: &'a Context, key: &'a GatewayKey) -> Option<(&'a str, &'static str, &'a Departure, Confidence)> {
    let of = |user: Option<&'a str>, role: &'static str| {
        let user = user?;
        match stands(cx, user) {
            Stands::Left(one, confidence) => Some((user, role, one, confidence)),
            Stands::Here | Stands::Unknown => None,
        }
    };
    let knows = |one: &Departure| {
        let left = one.day();
        left.zip(key.rotated_at).is_none_or(|(left, rotated)| rotated.date_naive() <= left)
    };
    of(key.user.as_deref(), "owner")
        .or_else(|| of(key.creator.as_deref(), "creator").filter(|(_, _, one, _)| knows(one)))
}

/// Whether it is known that the owner of a key is there. A team's key has none who could leave.
fn is_known(cx: &Context, key: &GatewayKey) -> bool {
    let owner = key.user.as_deref().filter(|user| *user != MASTER);
    owner.is_none_or(|user| !matches!(stands(cx, user), Stands::Unknown))
}

/// A key whose owner, or who made it, has left.
pub(super) fn orphaned(cx: &Context, analyzer: &Analyzer) -> Own {
    let mut own = Own::default();
    for key in keys_in_scope(cx).filter(|key| !is_ownerless(key)) {
        let Some((user, role, left, confidence)) = leaver(cx, key) else {
            if is_known(cx, key) {
                own.add(None)
            } else {
                own.skip(key, UNKNOWN)
            }
            continue;
        };
        let used = cx.facts.gateways.last_use(key);
        let used = used.map_or_else(|| "no use in the data".to_owned(), |day| format!("last used {day}"));
        let message = format!(
            "its {role} is {}, who has left ({}). It still works as of {}, {used}. Expected: its {role} is there",
            person(cx, user),
            left.basis(),
            cx.as_of_day()
        );
        let mut found =
            finding(cx, analyzer, key, (&format!("works although its {role} has left"), message), Remedy::Exchange);
        found.confidence = confidence;
        (found.observed, found.threshold) = (Some(person(cx, user)), Some(format!("{role} in the roster")));
        found.evidence.extend(left.evidence(cx.data));
        own.add(Some(found));
    }
    own
}

/// A key that was used after its owner had left.
pub(super) fn used_after_departure(cx: &Context, analyzer: &Analyzer) -> Own {
    let mut own = Own::default();
    for key in keys_in_scope(cx).filter(|key| !is_ownerless(key)) {
        let left = leaver(cx, key)
            .and_then(|(user, role, left, confidence)| Some((user, role, left, confidence, left.day()?)));
        let Some((user, role, left, confidence, day)) = left else {
            if is_known(cx, key) {
                own.add(None)
            } else {
                own.skip(key, UNKNOWN)
            }
            continue;
        };
        let Some(last) = cx.facts.gateways.last_use(key).filter(|last| *last > day) else {
            own.add(None);
            continue;
        };
        let message = format!(
            "its {role} is {}, {}. Last used {last}. Expected: no use after {day}",
            person(cx, user),
            left.basis()
        );
        let mut found =
            finding(cx, analyzer, key, (&format!("was used after its {role} had left"), message), Remedy::Exchange);
        found.confidence = confidence.min(Confidence::Medium);
        found.event = Some(day.to_string());
        (found.observed, found.threshold) = (Some(format!("used until {last}")), Some(format!("no use after {day}")));
        found.evidence.extend(left.evidence(cx.data));
        let row = cx.facts.gateways.uses.of(&key.id);
        found.evidence.extend(row.map(|days| days.source.evidence(cx.data, format!("use of {}", days.last))));
        own.add(Some(found));
    }
    own
}

/// Whether a key is nobody's: no user but the gateway's own, and no team.
fn is_ownerless(key: &GatewayKey) -> bool {
    key.team.is_none() && key.user.as_deref().is_none_or(|user| user == MASTER)
}

/// A key that is neither somebody's nor a team's.
pub(super) fn ownerless(cx: &Context, analyzer: &Analyzer) -> Own {
    let mut own = Own::default();
    for key in keys_in_scope(cx) {
        let nobodys = is_ownerless(key).then(|| {
            let message =
                "the list names neither a user nor a team of it. Expected: somebody who answers for it".to_owned();
            let mut found = finding(cx, analyzer, key, ("is nobody's", message), Remedy::Update("\"team_id\":\"…\""));
            (found.observed, found.threshold) = (Some("no owner".to_owned()), Some("a user or a team".to_owned()));
            found
        });
        own.add(nobodys);
    }
    own
}

/// What to call a user: their address, with the id where that is another word.
fn person(cx: &Context, user: &str) -> String {
    match cx.facts.gateways.address(user) {
        Some(address) if address != user => format!("{address} ({user})"),
        _ => user.to_owned(),
    }
}
