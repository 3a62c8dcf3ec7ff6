//! Members whom the identity provider does not know, or has disabled.

#[cfg(test)]
mod tests;
#[cfg(test)]
mod withheld_tests;

use anyhow::Result;
use chrono::TimeDelta;

use super::{accounts, record, subject, unknown_seats};
use crate::analyze::absence::{Fit, Withheld, certainty, goes_on_as, mailbox, perhaps, withheld};
use crate::analyze::wording::{CONFIRM_WITH_HR, day, remove_today};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Member, Presence, RosterPerson, RosterRow, domain_of};
use crate::model::{Confidence, Control, Finding, Severity, Standing, SubjectKind, Table, counted, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "orphaned-member",
    title: "Members who left, are disabled, or are not on the roster",
    control: Control::Offboarding,
    severity: Severity::High,
    reads: &[&[Table::Members, Table::Seats], &[Table::Roster]],
    population: "members with an address, of the organization and of claude.ai",
    thresholds: &[],
    explain: Explain {
        finds: "Members whose address is in no row of the roster, or only in rows that are disabled, suspended or past their last day; \
                critical for admins and owners. Who is merely absent from a roster that knows fewer than four fifths of the members is high at most. Addresses are compared trimmed, in lower case, without plus-tags, over every \
                column of the roster that is called as one of the person's own addresses; whose main address it is decides, and who has only a \
                further address of somebody of another name, or of somebody with an account of their own, is named and not judged. A person with another, active row in the same list is there. Of two lists of one source the newer \
                one counts. Where one source says that somebody is gone and another that they are there, they are found with medium \
                confidence; an account that is off in one directory and on in another is not found. Who has a status in words that \
                this version does not know, of whom a remark says that they leave or have left, or who stands in a row that could not be \
                read, is named and not judged. Who is in no roster but in a list of some members alone (contractors, people on leave) is \
                medium, unless an admin or owner. Three or more members at a domain of which the roster has nobody are of another company: \
                they are named and not judged, admins and owners among them too.",
        matters: "Who has left keeps access to data, keys and spend until they are removed.",
        remedy: &[
            CONFIRM_WITH_HR,
            "Console, or claude.ai > Organization settings > Members > {name} > Remove; or Admin API: DELETE /v1/organizations/users/{id}",
            "Look at the keys they created: those without a principal keep working",
        ],
        caveats: "Contractors may be missing from the roster on purpose, and mailboxes of functions, programs and emergencies from a list of \
                  people: these have medium confidence where no directory was given. A roster of one department makes orphans of \
                  all others: absence from one that knows fewer than half of ten or more members is not judged, and the confidence is \
                  medium where it knows fewer than four fifths. A roster that knows none of the members is not judged at all. A list that \
                  has nobody but members, says of nobody whether they are there and has nothing that only an employer keeps (a number, a \
                  first day, a department, a manager) is no roster: it may be the member list itself, or a part of it.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let with_address = |member: &&Member| normalize_address(&member.address).is_some();
    let members: Vec<&Member> = accounts(cx).filter(with_address).collect();
    let known = cx.facts.people.roster.known(members.iter().copied());
    let cut = cx.facts.populations.wholeness.cuts.get(&Table::Roster).map(String::as_str);
    let has_departures_only = cx.facts.people.roster.has_departures_only();
    let others = withheld::domains_of_others(cx, &members);
    let fit = Fit { others, members: members.len(), known, cut, has_departures_only };
    if let Some(why) = withheld::no_roster(cx, fit.members, fit.known) {
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Roster] });
    }
    let mut withheld = Withheld::of(cx, &members);
    let (mut findings, mut population) = (Vec::new(), 0);
    for member in &members {
        let person = cx.facts.people.roster.by_address(&member.address);
        population += u64::from(person.is_some() || !fit.is_partial());
        match person.map(|person| (person, person.presence)) {
            Some(_) if withheld.has_lent_address(member) => {}
            Some((_, Presence::Here)) => judged.add(&member.id),
            Some((person, Presence::Unknown)) => withheld.unknown(member, person),
            Some((person, Presence::Gone)) => findings.push(gone(cx, member, person)),
            // Nobody's absence is judged there, so nobody is withheld either.
            None if fit.is_partial() => {}
            _ if withheld.stands_in_a_rejected_row(member) => {}
            Some((_, Presence::Former)) if fit.cut.is_some() => {}
            Some((person, Presence::Former)) => findings.push(former(cx, member, person)),
            None if withheld.joined_later(member) => {}
            None if perhaps(cx, member).is_none() && withheld.is_of_another_company(member, &fit.others) => {}
            None => findings.push(absent(cx, member, &fit)),
        }
    }
    let (withheld, why) = (withheld.len(), withheld.why(fit.known));
    if let Some((why, true)) = &why
        && findings.is_empty()
    {
        return Ok(Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Roster] });
    }
    let notes = why.map(|(why, _)| why).into_iter().chain(notes(cx, &members, &fit)).collect();
    Ok(Outcome::Assessed { population: population - withheld, findings, notes })
}

/// A member whom a row of the roster calls gone.
fn gone(cx: &Context, member: &Member, person: &RosterPerson) -> Finding {
    let Some(row) = person.gone_row(&cx.facts.people.roster.lists) else {
        return found(cx, member, "is gone", "gone", "no active row on the roster");
    };
    let is_directory = cx.facts.people.roster.lists[row.list].is_directory();
    let status = row.status.as_deref().filter(|_| row.standing == Some(Standing::Gone));
    // The last day of somebody who is marked as gone may lie ahead.
    let over = row.ended_on.filter(|last| *last <= cx.as_of_day());
    let says = match (over, status) {
        (Some(last), _) if is_directory => format!("was disabled on {}", day(last)),
        (Some(last), _) => format!("left on {}", day(last)),
        (None, Some(status)) if !is_directory => format!("is marked «{status}» on the roster"),
        _ => "is disabled on the roster".to_owned(),
    };
    let status = stated(row).unwrap_or_else(|| "gone".to_owned());
    let since = row.ended_on.map_or_else(String::new, |last| format!(", last day {}", day(last)));
    let other = person.disagreement.and_then(|two| person.rows.get(two.here));
    let other = other.map(|other| (other, format!(", but {} in {}", there(other), other.provider)));
    let contradicts = other.as_ref().map_or("", |(_, says)| says);
    let message = format!("{status} on the roster ({}){since}{contradicts}", row.provider);
    let observed = if is_directory { "disabled" } else { "left" };
    let mut finding = found(cx, member, &says, observed, &message);
    let record = format!("{}: {status}{since}", person.addresses.first().map_or("", String::as_str));
    finding.evidence.push(row.source.evidence(cx.data, record));
    finding.confidence = certainty(cx, person, row);
    if let Some((other, _)) = &other {
        let record = format!("{}: {}", person.addresses.first().map_or("", String::as_str), there(other));
        finding.evidence.push(other.source.evidence(cx.data, record));
    }
    // A day is over at its end, and an account may be there for another.
    if row.ended_on.is_some_and(|last| cx.as_of_day() - last == TimeDelta::days(1)) {
        finding.message.push_str("; that is less than a day ago");
        finding.severity = Severity::Medium;
    }
    // Who moved to another company of the group, or has another name now, is another person on the roster.
    if let Some(perhaps) = goes_on_as(cx, member) {
        finding.message.push_str(&perhaps);
        finding.confidence = Confidence::Medium;
    }
    if finding.confidence == Confidence::High {
        remove_today(&mut finding.remediation);
    }
    finding
}

/// What the status of a row is, with its column: a bare `True` says nothing.
fn stated(row: &RosterRow) -> Option<String> {
    let status = row.status.as_ref()?;
    let column = row.status_column.as_ref().map_or_else(String::new, |column| format!("{column} "));
    Some(format!("{column}«{status}»"))
}

/// How a row says that somebody is there.
fn there(row: &RosterRow) -> String {
    stated(row).unwrap_or_else(|| "present".to_owned())
}

/// A member whom only an older list has.
fn former(cx: &Context, member: &Member, person: &RosterPerson) -> Finding {
    let lists = &cx.facts.people.roster.lists;
    let row = person.rows.iter().rfind(|row| !lists[row.list].holds());
    let newer = row.and_then(|row| lists[row.list].older_than).map_or("", |newer| cx.data.path(lists[newer].file));
    let message = format!("listed in an older roster and not in the newer one, {newer}");
    let mut finding = found(cx, member, "is no longer on the roster", "absent", &message);
    finding.confidence = Confidence::Medium;
    finding.evidence.extend(row.map(|row| row.source.evidence(cx.data, format!("{}: {}", member.address, there(row)))));
    finding
}

/// A member whom no roster has.
fn absent(cx: &Context, member: &Member, fit: &Fit) -> Finding {
    let roster = &cx.facts.people.roster;
    let contact = roster.contact_of(&member.address);
    let list = roster.list_of_a_part(&member.address);
    let perhaps = perhaps(cx, member);
    let message = match roster.len() {
        1 => "not the only person on the roster".to_owned(),
        people => format!("not among the {people} people on the roster"),
    };
    let thin =
        if fit.is_thin() { format!(", which has {} of {} members", fit.known, fit.members) } else { String::new() };
    let elsewhere = domain_of(&member.address).filter(|domain| fit.others.contains(domain));
    let of_domain = elsewhere.as_ref().map_or_else(String::new, |domain| {
        format!("; it has nobody @{domain}: if that is another company of the group, give its roster too")
    });
    let mailbox = mailbox(cx, member);
    let whose = [perhaps.as_deref(), mailbox].map(Option::unwrap_or_default).concat();
    let message = format!("{message}{thin}{whose}{of_domain}");
    let mut finding = found(cx, member, "is not on the roster", "absent", &message);
    if fit.is_thin() || contact.is_some() || perhaps.is_some() || elsewhere.is_some() {
        finding.confidence = Confidence::Medium;
    }
    if mailbox.is_some() {
        finding.confidence = Confidence::Medium;
        finding.remediation.insert(0, format!("Find out who uses {}, and who answers for it", member.address));
    }
    if list.is_some() {
        finding.severity = if member.is_privileged() { Severity::High } else { Severity::Medium };
    }
    // A roster that lacks so many is no ground to call it the worst.
    if fit.is_thin() {
        finding.severity = finding.severity.min(Severity::High);
    }
    // The others of that company are not judged.
    if elsewhere.is_some() {
        finding.severity = Severity::High;
    }
    finding
}

/// A finding about a member: title, observed value and message without the role.
fn found(cx: &Context, member: &Member, says: &str, observed: &str, message: &str) -> Finding {
    let role = member
        .role
        .as_deref()
        .map_or_else(|| "a member, without a role".to_owned(), |role| format!("a member with role {role}"));
    let label = subject(member);
    let title = format!("Member {} {says}", label.label());
    let mut finding = ANALYZER.finding(label, title, format!("{message}. Still {role}"));
    finding.severity = if member.is_privileged() { Severity::Critical } else { Severity::High };
    finding.observed = Some(observed.to_owned());
    finding.threshold = Some("active in the roster".to_owned());
    finding.evidence = vec![record(cx, member)];
    finding
}

fn notes(cx: &Context, members: &[&Member], fit: &Fit) -> Vec<String> {
    let people = &cx.facts.people.roster;
    let without = accounts(cx).count() - members.len();
    let absent = fit.members - fit.known;
    let leaves_later = members.iter().filter(|member| {
        let rows = people.by_address(&member.address).filter(|person| person.presence == Presence::Here);
        rows.is_some_and(|person| {
            let holding = person.rows.iter().filter(|row| people.lists[row.list].holds());
            holding.filter_map(|row| row.ended_on).any(|last| last >= cx.as_of_day())
        })
    });
    let leaves_later = leaves_later.count();
    let older = people.lists.iter().filter_map(|list| {
        let newer = people.lists.get(list.older_than?)?;
        let (old, new) = (cx.data.path(list.file), cx.data.path(newer.file));
        let counts = if list.newer_is_extract {
            "the newer list counts for whom it has, and is too short to say anything of the others"
        } else {
            "only the newer list counts"
        };
        Some(format!("{old} is older than {new} ({}): {counts}", list.why))
    });
    let notes = [
        (without > 0).then(|| format!("{} without an address could not be judged", counted(without, "member"))),
        fit.cut.filter(|_| absent > 0).map(|why| {
            format!("not judged: {} absent from the roster, which is incomplete ({why})", counted(absent, "member"))
        }),
        (fit.has_departures_only && absent > 0).then(|| {
            format!(
                "the roster lists only people who left: the absence of {} proves nothing",
                counted(absent, "member")
            )
        }),
        (fit.is_of_few() && !fit.has_departures_only).then(|| {
            format!(
                "the roster has {} of {} members, so the absence of {absent} proves nothing",
                fit.known, fit.members
            )
        }),
        (leaves_later > 0).then(|| {
            format!(
                "{} will leave on {} or later, according to the roster",
                counted(leaves_later, "member"),
                cx.as_of_day()
            )
        }),
    ];
    let of_members = withheld::of_members(cx);
    notes.into_iter().flatten().chain(older).chain(unknown_seats(cx)).chain(of_members).collect()
}
