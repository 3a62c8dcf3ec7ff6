//! Members of groups whom the roster does not know, or calls gone.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::analyze::absence::{Fit, Withheld, certainty, goes_on_as, mailbox, perhaps, withheld};
use crate::analyze::wording::{CONFIRM_WITH_HR, remove_today, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{GroupMember, Member, Presence, RosterPerson, RosterRow};
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
                the roster, so that an alias is the same person. What leaves a doubt there lowers the confidence or withholds the finding \
                here too. One finding a person, with all their groups.",
        matters: "The roles of a group are what its members may do. Who has left keeps them until somebody takes them out of the group.",
        remedy: &[
            CONFIRM_WITH_HR,
            "Organization settings > Groups > remove {name}; or Admin API: DELETE /v1/organizations/rbac_groups/…/members/{id}",
            "Where the directory fills the group: take {name} out of it there",
        ],
        caveats: "Absence from a roster that is not whole, or that knows fewer than half of ten or more people in groups, or members, is not \
                  judged. Who has a status in words that this version does not know, stands in a row that could not be read, joined after \
                  the roster was taken, or is one of three or more at a domain of which the roster has nobody, is named and not judged.",
    },
    run,
};

/// Somebody in groups: every membership under one address, and who that is among those with an account.
struct Person<'a> {
    account: Member,
    memberships: Vec<&'a GroupMember>,
}

/// How the roster fits together with the people in groups, and with everybody who has an account.
struct Fits<'a> {
    in_groups: Fit<'a>,
    all: Fit<'a>,
}

impl<'a> Fits<'a> {
    fn of(cx: &'a Context, (people, known): (usize, usize), everybody: &[&Member]) -> Self {
        let roster = &cx.facts.people.roster;
        let cut = cx.facts.populations.wholeness.cuts.get(&Table::Roster).map(String::as_str);
        let fit = |members, known, others| Fit {
            others,
            members,
            known,
            cut,
            has_departures_only: roster.has_departures_only(),
        };
        let known_of_all = roster.known(everybody.iter().copied());
        let others = withheld::domains_of_others(cx, everybody);
        Self { in_groups: fit(people, known, BTreeSet::new()), all: fit(everybody.len(), known_of_all, others) }
    }

    /// Whether absence from the roster says nothing.
    const fn are_partial(&self) -> bool {
        self.in_groups.is_partial() || self.all.is_partial()
    }

    /// That absence is a weak sign: to follow that somebody is not on the roster.
    fn thin(&self) -> Option<String> {
        let named = [(&self.in_groups, "people in groups"), (&self.all, "people with an account")];
        let (fit, who) = named.into_iter().find(|(fit, _)| fit.is_thin())?;
        Some(format!(", which has {} of {} {who}", fit.known, fit.members))
    }
}

fn run(cx: &Context) -> Result<Outcome> {
    let (people, without) = people(cx);
    let roster = &cx.facts.people.roster;
    let known = roster.known(people.iter().map(|person| &person.account));
    if people.iter().all(|person| roster.by_address(&person.account.address).is_none()) && !people.is_empty() {
        let why = format!(
            "the roster knows none of the {} in groups: it is of another organization, or lacks their addresses",
            counted(people.len(), "person").replace("persons", "people")
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Roster] });
    }
    let everybody = everybody(cx, &people);
    let mut withheld = Withheld::of(cx, &everybody);
    let fits = Fits::of(cx, (people.len(), known), &everybody);
    let (mut population, mut findings, mut absent) = (0, Vec::new(), Vec::new());
    for person in &people {
        let account = &person.account;
        match roster.by_address(&account.address).map(|found| (found, found.presence)) {
            Some(_) if withheld.has_lent_address(account) => continue,
            Some((_, Presence::Here)) => {}
            Some((found, Presence::Unknown)) => {
                withheld.unknown(account, found);
                continue;
            }
            Some((found, Presence::Gone)) => findings.push(gone(cx, person, found)),
            _ if withheld.stands_in_a_rejected_row(account) => continue,
            _ if fits.are_partial() => {
                absent.push(account.address.as_str());
                continue;
            }
            None if withheld.joined_later(account) => continue,
            None if perhaps(cx, account).is_none() && withheld.is_of_another_company(account, &fits.all.others) => {
                continue;
            }
            other => findings.push(missing(cx, person, other.is_some(), &fits)),
        }
        population += 1;
    }
    let absent = (!absent.is_empty()).then(|| {
        let why = "the roster is a part of the people, and they are absent from that part";
        format!("not judged, because {why}: {}", some_of(absent, 5))
    });
    let notes = [
        withheld.why(known).map(|(why, _)| format!("not judged, because {why}")),
        absent,
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
    let people = by_address.into_iter().filter_map(|(address, memberships)| {
        let first = memberships.first()?;
        let account = accounts(cx).find(|one| one.id == first.user_id);
        let (name, added_at) = account.map(|one| (one.name.clone(), one.added_at)).unwrap_or_default();
        let id = first.user_id.clone();
        let account = Member { id, address, name, role: None, added_at, source: first.source };
        Some(Person { account, memberships })
    });
    (people.collect(), without)
}

/// Everybody with an account, those in groups among them.
fn everybody<'a>(cx: &'a Context, people: &'a [Person]) -> Vec<&'a Member> {
    let mut all: BTreeMap<String, &Member> = BTreeMap::new();
    for one in accounts(cx).chain(people.iter().map(|person| &person.account)) {
        all.extend(normalize_address(&one.address).map(|address| (address, one)));
    }
    all.into_values().collect()
}

fn accounts<'a>(cx: &'a Context) -> impl Iterator<Item = &'a Member> {
    cx.facts.lists.members.iter().chain(&cx.facts.people.only_on_claude_ai)
}

fn gone(cx: &Context, person: &Person, found: &RosterPerson) -> Finding {
    let row = found.gone_row(&cx.facts.people.roster.lists);
    let since = row.and_then(|row| row.ended_on).map_or_else(String::new, |day| format!(", last day {day}"));
    let status = row.and_then(|row| row.status.as_deref()).map_or_else(String::new, |status| format!(" («{status}»)"));
    let elsewhere = goes_on_as(cx, &person.account).unwrap_or_default();
    let says = [format!("gone according to the roster{status}{since}"), elsewhere];
    let mut finding = finding(cx, person, &says, "gone");
    let certainty = row.map_or(Confidence::Medium, |row| certainty(cx, found, row));
    finding.confidence = if says[1].is_empty() { certainty } else { Confidence::Medium };
    if finding.confidence == Confidence::High {
        remove_today(&mut finding.remediation);
    }
    let record = |row: &RosterRow| row.source.evidence(cx.data, format!("{}: gone{since}", person.account.address));
    finding.evidence.extend(row.map(record));
    finding
}

/// Somebody whom the roster lacks; `had` where an older list has them.
fn missing(cx: &Context, person: &Person, had: bool, fits: &Fits) -> Finding {
    let says = if had { "listed in an older roster and not in the newer one" } else { "not on the roster" };
    let thin = fits.thin().unwrap_or_default();
    let doubts = if had {
        [None, None]
    } else {
        [perhaps(cx, &person.account), mailbox(cx, &person.account).map(str::to_owned)]
    };
    let doubts = doubts.into_iter().flatten().collect::<String>();
    let is_sure = !had && thin.is_empty() && doubts.is_empty();
    let mut finding = finding(cx, person, &[format!("{says}{thin}"), doubts], "absent");
    finding.confidence = if is_sure { Confidence::High } else { Confidence::Medium };
    finding
}

/// `says` is what the roster says, and what stands against it.
fn finding(cx: &Context, person: &Person, [says, doubt]: &[String; 2], observed: &str) -> Finding {
    let address = &person.account.address;
    let groups: BTreeSet<String> = person.memberships.iter().map(|member| called(cx, &member.group_id)).collect();
    let groups = some_of(groups, 5);
    let subject = Subject {
        kind: SubjectKind::User,
        id: person.memberships.first().map(|member| member.user_id.clone()),
        name: Some(address.clone()),
        workspace: None,
    };
    let title =
        format!("{address} is in a group and {}", if observed == "gone" { "has left" } else { "is not on the roster" });
    let message = format!("{says}, but still in {groups}{doubt}. Expected: active on the roster");
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
