//! Members of groups whom the roster does not know, or calls gone.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::analyze::wording::{CONFIRM_WITH_HR, remove_today, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{GroupMember, Presence, RosterPerson};
use crate::model::{
    Confidence, Control, Evidence, Finding, Severity, Subject, SubjectKind, Table, counted, normalize_address,
};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "group-member-left",
    title: "Members of groups who left, are disabled, or are not on the roster",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::RbacGroupMembers], &[Table::Roster]],
    population: "people in groups with an address",
    thresholds: &[],
    explain: Explain {
        finds: "People in groups whose address is in no row of the roster, or only in rows that are disabled, suspended or past their last \
                day. Addresses are compared as for `orphaned-member`: trimmed, in lower case, without plus-tags, over every address of \
                the roster, so that an alias is the same person. One finding a person, with all their groups.",
        matters: "The roles of a group are what its members may do. Who has left keeps them until somebody takes them out of the group.",
        remedy: &[
            CONFIRM_WITH_HR,
            "Organization settings > Groups > remove {name}; or Admin API: DELETE /v1/organizations/rbac_groups/…/members/{id}",
            "Where the directory fills the group: take {name} out of it there",
        ],
        caveats: "Absence from a roster that is not whole, or that knows fewer than half of ten or more people in groups, is not judged. Who \
                  has a status in words that this version does not know, or stands in a row that could not be read, is named and not \
                  judged.",
    },
    run,
};

/// So many people make half of them missing a sign of a partial roster, and not of leavers.
const FEWEST_TO_COMPARE: usize = 10;

/// Somebody in groups: every membership under one address.
struct Person<'a> {
    address: String,
    memberships: Vec<&'a GroupMember>,
}

fn run(cx: &Context) -> Result<Outcome> {
    let (people, without) = people(cx);
    let roster = &cx.facts.people.roster;
    let known = people.iter().filter(|person| roster.by_address(&person.address).is_some()).count();
    if known == 0 && !people.is_empty() {
        let why = format!(
            "the roster knows none of the {} in groups: it is of another organization, or lacks their addresses",
            counted(people.len(), "person").replace("persons", "people")
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Roster] });
    }
    let cut = cx.facts.populations.wholeness.cuts.get(&Table::Roster);
    let is_partial =
        cut.is_some() || roster.has_departures_only() || people.len() >= FEWEST_TO_COMPARE && known * 2 < people.len();
    let rejected = cx.data.rejected_mentions(Table::Roster);
    let (mut population, mut findings) = (0, Vec::new());
    let (mut unknown, mut unread, mut absent) = (Vec::new(), Vec::new(), Vec::new());
    for person in &people {
        let found = roster.by_address(&person.address);
        let in_rejected = rejected.contains_key(person.address.as_str());
        match found.map(|found| (found, found.presence)) {
            Some((_, Presence::Here)) => population += 1,
            Some((_, Presence::Unknown)) => unknown.push(person.address.as_str()),
            Some((found, Presence::Gone)) => {
                population += 1;
                findings.push(gone(cx, person, found));
            }
            _ if in_rejected => unread.push(person.address.as_str()),
            _ if is_partial => absent.push(person.address.as_str()),
            other => {
                population += 1;
                findings.push(missing(cx, person, other.is_some()));
            }
        }
    }
    let sentence = |who: &[&str], why: &str| {
        (!who.is_empty()).then(|| format!("not judged, because {why}: {}", some_of(who.iter().copied(), 5)))
    };
    let notes = [
        sentence(&unknown, "the roster does not say in known words whether they are there"),
        sentence(&unread, "they may stand in rows of the roster that could not be read"),
        sentence(&absent, "the roster is a part of the people, and they are absent from that part"),
        (without > 0).then(|| format!("{} without an address could not be judged", counted(without, "membership"))),
    ];
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().flatten().collect() })
}

/// Everybody in groups, in the order of addresses, and how many memberships have no address.
fn people<'a>(cx: &'a Context) -> (Vec<Person<'a>>, usize) {
    let mut by_address: BTreeMap<String, Vec<&GroupMember>> = BTreeMap::new();
    let mut without = 0;
    for member in &cx.facts.credentials.groups.members {
        let listed =
            member.address.as_deref().or_else(|| cx.facts.people.departures.addresses_of(&member.user_id).next());
        match listed.and_then(normalize_address) {
            Some(address) => by_address.entry(address).or_default().push(member),
            None => without += 1,
        }
    }
    let people = by_address.into_iter().map(|(address, memberships)| Person { address, memberships });
    (people.collect(), without)
}

fn gone(cx: &Context, person: &Person, found: &RosterPerson) -> Finding {
    let row = found.gone_row(&cx.facts.people.roster.lists);
    let since = row.and_then(|row| row.ended_on).map_or_else(String::new, |day| format!(", last day {day}"));
    let status = row.and_then(|row| row.status.as_deref()).map_or_else(String::new, |status| format!(" («{status}»)"));
    let mut finding = finding(cx, person, &format!("gone according to the roster{status}{since}"), "gone");
    finding.confidence = if found.disagreement.is_some() { Confidence::Medium } else { Confidence::High };
    if found.disagreement.is_none() {
        remove_today(&mut finding.remediation);
    }
    finding.evidence.extend(row.map(|row| row.source.evidence(cx.data, format!("{}: gone{since}", person.address))));
    finding
}

/// Somebody whom the roster lacks; `had` where an older list has them.
fn missing(cx: &Context, person: &Person, had: bool) -> Finding {
    let says = if had { "listed in an older roster and not in the newer one" } else { "not on the roster" };
    let mut finding = finding(cx, person, says, "absent");
    finding.confidence = if had { Confidence::Medium } else { Confidence::High };
    finding
}

fn finding(cx: &Context, person: &Person, says: &str, observed: &str) -> Finding {
    let groups: BTreeSet<String> = person.memberships.iter().map(|member| called(cx, &member.group_id)).collect();
    let groups = some_of(groups, 5);
    let subject = Subject {
        kind: SubjectKind::User,
        id: person.memberships.first().map(|member| member.user_id.clone()),
        name: Some(person.address.clone()),
        workspace: None,
    };
    let title = format!(
        "{} is in a group and {}",
        person.address,
        if observed == "gone" { "has left" } else { "is not on the roster" }
    );
    let message = format!("{says}, but still in {groups}. Expected: active on the roster");
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some(observed.to_owned());
    finding.threshold = Some("active on the roster".to_owned());
    let record = |member: &&GroupMember| -> Evidence {
        member.source.evidence(cx.data, format!("{} in {}", member.user_id, member.group_id))
    };
    finding.evidence = person.memberships.iter().take(5).map(record).collect();
    finding
}

/// `group «Builders», filled by the directory`.
fn called(cx: &Context, id: &str) -> String {
    match cx.facts.credentials.groups.group(id) {
        Some(group) if group.source_type.as_deref() == Some("scim") => {
            format!("group «{}» (filled by the directory)", group.name)
        }
        Some(group) => format!("group «{}»", group.name),
        None => format!("group {id}"),
    }
}
