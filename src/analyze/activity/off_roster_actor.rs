//! People who acted and are in no list of members.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;

use super::no_events;
use crate::analyze::deletions::{self, Deletions};
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut, several_organizations};
use crate::facts::{ActorSeen, Event, Presence, domain_of};
use crate::model::{Confidence, Control, Finding, Severity, Subject, SubjectKind, Table, counted, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "off-roster-actor",
    title: "People who acted and are no members",
    control: Control::AuditLogReview,
    severity: Severity::High,
    reads: &[&[Table::Events], &[Table::Members]],
    population: "people who acted in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Everybody who did something in the period and whom the member list does not have, neither by id nor by an address (the \
                roster's aliases of a member included). Whoever is known to have left counts as a member until then; what they did later is \
                found. Keys, service accounts, the directory sync, the platform, Anthropic's support and failed sign-ins are no people. \
                Exports of use that name people are judged likewise: Claude Code, the analytics and spend reports of claude.ai and Claude \
                Enterprise, and gateways. Use on a day after somebody left is found there, also where a last active day is all that is \
                stated. Who is in no list at all is found where the lists know half of those whom the export names, and the use goes on \
                up to the list. Whom a file without days names is named in a note. Of users of a gateway, who need be no members, those \
                are found who left by the roster; what they used by a listed key of theirs is judged by the check of keys.",
        matters: "Who is in no list is reviewed by nobody and leaves with nobody.",
        remedy: &[
            "Find out who {name} is: Console > Settings > Members; Admin API: GET /v1/organizations/users",
            "If nobody knows: end their sessions, and look at everything that they did",
        ],
        caveats: "The exports must be of one organization and of one day: a member who was added after the list was taken, or removed when \
                  the events had ended, looks the same, and so does one whom the list leaves out: where the events end days before the \
                  other exports, or the roster has the person as there, the confidence is medium, and the finding says so. In the audit-log export members have other ids than in the list: there the address \
                  decides.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) =
        no_events(cx).or_else(|| list_is_cut(cx, Table::Members)).or_else(|| several_organizations(cx))
    {
        return Ok(missing);
    }
    let acted = cx.facts.log.events.actors.all.iter().filter(|actor| actor.is_person);
    // First or last action within the period, or both around it.
    let in_period = |actor: &&ActorSeen| {
        let [first, last] = &actor.sights;
        first.0.date_naive() <= cx.period.end && last.0.date_naive() >= cx.period.start
    };
    let (mut population, mut findings, mut nameless, mut support) = (0, Vec::new(), BTreeSet::new(), 0);
    let mut unread = MayBeListed::of(cx, Table::Members);
    let mut deletions = Deletions::of(cx, Table::Members);
    for actor in acted.filter(in_period) {
        let is_known = is_known(cx, actor);
        let names: Vec<String> = actor.ids.iter().chain(&actor.address).cloned().chain(aliases(cx, actor)).collect();
        if !is_known && unread.holds(names.last().map_or("", String::as_str), names.iter().map(String::as_str)) {
            continue;
        }
        if !is_known && cx.facts.is_incomparable(actor) {
            nameless.extend(actor.ids.first().map(String::as_str));
            continue;
        }
        if !is_known && actor.address.as_deref().is_some_and(|address| is_support(cx, address)) {
            support += 1;
            continue;
        }
        population += 1;
        if !is_known {
            findings.extend(unless_deleted_later(cx, actor, &names, &mut deletions));
        }
    }
    let note = (!nameless.is_empty()).then(|| {
        format!(
            "not judged, because events name them without an address and by ids of another kind than the member list's: {}",
            some_of(nameless, MOST_NAMED)
        )
    });
    if let (0, Some(why)) = (population, &note) {
        return Ok(Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Events] });
    }
    if let Some(why) = of_others(cx, population, findings.len()) {
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events, Table::Members] });
    }
    let support = (support > 0)
        .then(|| format!("not counted: {} of {SUPPORT}, the provider's staff", counted(support, "address")));
    Ok(Outcome::Assessed {
        population,
        findings,
        notes: unread.note().into_iter().chain(deletions.note()).chain(note).chain(support).collect(),
    })
}

/// What is found of somebody whom no list has, unless the list says that they were deleted after they acted last, or not when.
fn unless_deleted_later(
    cx: &Context,
    actor: &ActorSeen,
    names: &[String],
    deletions: &mut Deletions,
) -> Option<Finding> {
    let (label, own) = (names.last().map_or("", String::as_str), || names.iter().map(String::as_str));
    if deletions.was_listed(label, own(), actor.sights[1].0.date_naive()) {
        return None;
    }
    let mut finding = finding(cx, actor);
    if let Some(record) = deletions.record(own()) {
        finding.message = format!("{}. The list says that the person was {}", finding.message, record.says());
        finding.evidence.push(deletions::evidence(record));
    }
    Some(finding)
}

/// People from which on it says something that none of them is a member, and members from which on.
const LEAST_PEOPLE: u64 = 5;

/// Why events and list do not belong together, where nobody who acted is on it: a list of another organization makes strangers of all.
fn of_others(cx: &Context, acted: u64, strangers: usize) -> Option<String> {
    let members = &cx.facts.lists.members;
    if acted < LEAST_PEOPLE || (members.len() as u64) < LEAST_PEOPLE || (strangers as u64) < acted {
        return None;
    }
    let local = |address: &str| Some(address.split_once('@')?.0.to_owned());
    let locals: BTreeSet<String> =
        members.iter().filter_map(|member| local(&normalize_address(&member.address)?)).collect();
    let actors = cx.facts.log.events.actors.all.iter().filter(|actor| actor.is_person);
    let alike =
        actors.filter(|actor| actor.address.as_deref().and_then(local).is_some_and(|own| locals.contains(&own)));
    let hint = match alike.count() {
        0 => String::new(),
        alike => format!("; {alike} of them have the name of a member before the @, at another domain"),
    };
    let (acted, listed) = (counted(acted, "person"), counted(members.len(), "member"));
    Some(format!(
        "none of {acted} who acted is among the {listed} listed: events and list are of two organizations, or name people otherwise{hint}"
    ))
}

/// People that a note names.
const MOST_NAMED: usize = 5;
/// The provider's domain: its staff acts where support was asked for, and is on no list of members.
const SUPPORT: &str = "anthropic.com";

/// Whether somebody is of the provider's staff, and the organization is another one.
pub(in crate::analyze) fn is_support(cx: &Context, address: &str) -> bool {
    let is_of_it = |address: &str| domain_of(address).as_deref() == Some(SUPPORT);
    is_of_it(address) && !cx.facts.lists.members.iter().any(|member| is_of_it(&member.address))
}

/// When somebody came in, by an event of their own, after which none removed them: the list may be older.
fn joined(cx: &Context, actor: &ActorSeen) -> Option<NaiveDate> {
    const JOINED: [&str; 2] = ["org_user_invite_accepted", "org_join_request_instant_approved"];
    let is_own = |event: &&Event| {
        let address = event.actor.address.as_deref().and_then(normalize_address);
        event.actor.id.as_ref().is_some_and(|id| actor.ids.contains(id))
            || address.is_some() && address == actor.address
    };
    let events = &cx.facts.log.events.notable;
    let own = events.iter().filter(|event| JOINED.contains(&event.name.as_str())).filter(is_own);
    own.map(|event| event.at.date_naive()).next_back()
}

/// Whether somebody is a member, or was one when they last acted.
fn is_known(cx: &Context, actor: &ActorSeen) -> bool {
    let facts = cx.facts;
    let addresses: Vec<String> = actor.address.iter().cloned().chain(aliases(cx, actor)).collect();
    let is_listed = facts.lists.members.iter().any(|member| {
        actor.ids.contains(&member.id) || normalize_address(&member.address).is_some_and(|own| addresses.contains(&own))
    });
    if is_listed || actor.ids.iter().any(|id| facts.people.departures.is_member(id)) {
        return true;
    }
    let by_id = actor.ids.iter().find_map(|id| facts.people.departures.of_id(id));
    let gone = by_id.or_else(|| addresses.iter().find_map(|address| facts.people.departures.of_address(address)));
    // Of whoever left on an unknown day nothing says that they acted later.
    gone.is_some_and(|gone| gone.day().is_none_or(|day| actor.sights[1].0.date_naive() <= day))
}

/// Other addresses that the roster has for somebody.
fn aliases(cx: &Context, actor: &ActorSeen) -> Vec<String> {
    let own = actor.address.as_deref().map(|address| cx.facts.people.roster.own_addresses(address));
    own.into_iter().flatten().map(str::to_owned).collect()
}

/// So many days the events may end before the other exports: a weekend and a holiday.
const LONGEST_LAG_DAYS: i64 = 3;
/// The first step where the list, and not the person, may be what is wrong.
pub(in crate::analyze) const EXPORT_AGAIN: &str = "Export the list of members again, whole and on the day of the events' export: it may lack the person, or be later than their removal";

/// That a removal would be in no event: those end days before the other exports.
fn removed_unseen(cx: &Context) -> Option<String> {
    let ends = &cx.facts.log.ends;
    let last = ends.feed.max(ends.log)?;
    let is_early = (cx.as_of - last).num_days() > LONGEST_LAG_DAYS;
    is_early.then(|| {
        format!(
            "The events end on {}, and the other exports on {}: they may have been removed in between",
            last.date_naive(),
            cx.as_of_day().pred_opt().unwrap_or_default()
        )
    })
}

/// That the roster has them as there: then the list of members may lack them.
pub(in crate::analyze) fn on_the_roster(cx: &Context, address: &str) -> Option<String> {
    let person = cx.facts.people.roster.by_address(address)?;
    let row = person.rows.iter().find(|row| row.is_here()).filter(|_| person.presence == Presence::Here)?;
    let status = row.status.as_deref().map_or_else(String::new, |status| format!(" («{status}»)"));
    Some(format!("The roster has them as there{status}: the list of members may lack them"))
}

fn finding(cx: &Context, actor: &ActorSeen) -> Finding {
    let id = actor.ids.iter().find(|id| id.starts_with("user_")).or(actor.ids.first());
    let subject = Subject { kind: SubjectKind::User, id: id.cloned(), name: actor.address.clone(), workspace: None };
    let [first, last] = &actor.sights;
    let (from, to) = (first.0.date_naive(), last.0.date_naive());
    let title = format!("{} acted but is not a member", subject.label());
    let events = match actor.count {
        1 => format!("1 event by {}, {} on {from}", subject.label(), first.1),
        count => format!("{count} events by {}, from {} on {from} to {} on {to}", subject.label(), first.1, last.1),
    };
    let message = format!("{events}. The person is not in the member list. Expected: everybody who acts is a member");
    let joined = joined(cx, actor);
    let invited = joined.map_or_else(String::new, |day| {
        format!(". They came in by an invitation or a request on {day}: the list may be older")
    });
    let doubts = [removed_unseen(cx), actor.address.as_deref().and_then(|address| on_the_roster(cx, address))];
    let is_doubtful = joined.is_some() || doubts.iter().any(Option::is_some);
    let doubts: String = doubts.iter().flatten().map(|doubt| format!(". {doubt}")).collect();
    let mut finding = ANALYZER.finding(subject, title, format!("{message}{invited}{doubts}"));
    if is_doubtful {
        finding.confidence = Confidence::Medium;
        finding.remediation.insert(0, EXPORT_AGAIN.to_owned());
    }
    finding.period = crate::model::Period::new(from, to);
    // Who they are distinguishes them: later events are the same question.
    finding.event = Some("no member".to_owned());
    finding.observed = Some(counted(actor.count, "event"));
    finding.threshold = Some("none".to_owned());
    let mut rows = vec![first.2, last.2];
    rows.dedup();
    finding.evidence =
        rows.iter().zip([&first.1, &last.1]).map(|(row, what)| row.evidence(cx.data, what.clone())).collect();
    finding
}
