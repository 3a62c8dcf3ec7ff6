//! All that is on record about one key, member, workspace or whatever else the exports name, as plain lines.

use std::collections::BTreeSet;

use anyhow::anyhow;
use chrono::{DateTime, Utc};

use super::{Failure, OrExit, known_checks, recognized, run_checks, time};
use crate::data::event_kinds::EventKinds;
use crate::exit::Exit;
use crate::facts::spend::prices::Prices;
use crate::facts::{self, Facts, Lists, OffInterval, UnlistedKind};
use crate::geoip::Databases;
use crate::model::{Dataset, EffectiveAccess, SampleLine, counted, normalize_address};
use crate::options::{PeriodChoice, ShowOptions};
use crate::policy::{self, Policy, nearest};
use crate::report::sections::{TimelineSubject, Timelines, effective_access};
use crate::{ingest, report};

/// How many things a failure names.
const SHOWN: usize = 12;
/// How many near names it offers.
const NEAR: usize = 5;
/// How many sessions are reported, the latest.
const SESSIONS: usize = 20;
/// What the organization is asked for by, next to its id and name.
const ORGANIZATION: &str = "organization";

/// Tells all that is on record about what the id, address or name stands for.
///
/// # Errors
/// [`Failure`] with the exit code: nothing of that name, several things of it, nothing recognizable.
pub fn show(options: &ShowOptions) -> Result<String, Failure> {
    let run = &options.run;
    let policy = policy::load_or_default(run.policy.as_deref(), &known_checks()).or_exit(Exit::Usage)?;
    // A life is reported event by event, and its sessions need the routine too.
    let mut reading = policy.reading();
    let routine = EventKinds::embedded()
        .types()
        .filter(|(_, kind)| kind.is_routine())
        .map(|(name, _)| name.to_owned())
        .collect::<Vec<_>>();
    reading.singly.extend(routine);
    let mut data = ingest::load_with_reviews(&run.exports, &run.reviews, &reading).or_exit(Exit::Usage)?;
    recognized(&data)?;
    facts::set_aside_foreign_people(&mut data).or_exit(Exit::Usage)?;
    let as_of = time::last_event_time(&data)?;
    let period = facts::default_period(&data, as_of).or_exit(Exit::Usage)?;
    let facts = Facts::priced(&data, Prices::of(&policy), period, as_of).or_exit(Exit::Usage)?;
    let listed = meant(&options.what, &facts);
    if listed.is_empty() && is_organization(&options.what, &facts.lists) {
        return Ok(organization(&data, &facts));
    }
    let elsewhere = match listed.is_empty() {
        true => facts::unlisted(&options.what, &data, &facts).or_exit(Exit::Usage)?,
        false => Vec::new(),
    };
    let found: Vec<TimelineSubject> =
        listed.into_iter().chain(elsewhere.iter().map(TimelineSubject::Unlisted)).collect();
    let whose = match found.as_slice() {
        [one] => *one,
        [] => return Err(unknown(&options.what, &facts.lists)),
        several => return Err(ambiguous(&options.what, several, &facts.lists)),
    };
    let id = whose.id().to_owned();
    let lines = Timelines::read(&data, &facts, period, &[whose]).or_exit(Exit::Usage)?.into_iter().flatten();
    let mut text = vec![reported(&whose, &facts.lists)];
    text.extend(lines.map(|line| formatted(&line)));
    text.extend(reached(&data, &facts, &policy, as_of, &id));
    let sessions = Timelines::sessions(&data, &facts, &whose).or_exit(Exit::Usage)?;
    text.extend(formatted_sessions(&sessions));
    let name = whose.name();
    let asked = crate::options::Options { period: PeriodChoice::Given(period), as_of: Some(as_of), ..run.clone() };
    let report = run_checks(data, &policy, None, &Databases::default(), &asked)?;
    let about = report::findings_about(&id, name.as_deref(), &report.findings, &report.suppressed);
    text.extend(about.iter().map(formatted));
    text.push(format!("sums refer to {} to {}", period.start, period.end));
    Ok(text.join("\n"))
}

/// Everything listed.
fn listed(lists: &Lists) -> impl Iterator<Item = TimelineSubject<'_>> {
    let keys = lists.keys.iter().map(TimelineSubject::Key);
    keys.chain(lists.members.iter().map(TimelineSubject::Member))
        .chain(lists.workspaces.iter().map(TimelineSubject::Workspace))
}

/// What a text stands for: the one with this id, else all with this address or name, letter case aside; else whom the roster knows
/// under it, and keys that had the name before.
fn meant<'a>(what: &str, facts: &'a Facts) -> Vec<TimelineSubject<'a>> {
    let (what, lists) = (what.trim(), &facts.lists);
    if let Some(one) = listed(lists).find(|one| one.id() == what) {
        return vec![one];
    }
    let address = normalize_address(what);
    let is_called = |one: &TimelineSubject<'a>| {
        names(one).any(|name| {
            name.trim().to_lowercase() == what.to_lowercase() || address.is_some() && normalize_address(name) == address
        })
    };
    let called: Vec<TimelineSubject> = listed(lists).filter(is_called).collect();
    if !called.is_empty() {
        return called;
    }
    let aliases = facts.people.roster.by_address(what).map_or(&[][..], |person| &person.addresses);
    let had = |one: &TimelineSubject<'a>| match one {
        TimelineSubject::Member(member) => normalize_address(&member.address).is_some_and(|own| aliases.contains(&own)),
        TimelineSubject::Key(key) => facts.keys.history.was_named(&key.id, what),
        TimelineSubject::Workspace(_) | TimelineSubject::Unlisted(_) => false,
    };
    listed(lists).filter(had).collect()
}

fn is_organization(what: &str, lists: &Lists) -> bool {
    let own = [Some(ORGANIZATION), lists.organization.id.as_deref(), lists.organization.name.as_deref()];
    own.into_iter().flatten().any(|own| own.to_lowercase() == what.trim().to_lowercase())
}

/// When single sign-on and logging were off.
fn organization(data: &Dataset, facts: &Facts) -> String {
    let name = facts.lists.organization.name.as_deref().or(facts.lists.organization.id.as_deref());
    let mut text = vec![name.map_or_else(|| "organization".to_owned(), |name| format!("organization {name}"))];
    let sso = facts::sso_off(&facts.log.events);
    let mut off: Vec<&OffInterval> = sso.iter().chain(facts.log.logging_off.intervals()).collect();
    off.sort_by_key(|one| (one.off.at, one.off.source));
    text.extend(off.iter().map(|one| {
        let by = one.on.as_ref().map_or_else(String::new, |on| format!(", on again by `{}`", on.actor.label()));
        let what = format!("{one}; switched off by `{}`{by}", one.off.actor.label());
        let at = one.off.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        formatted(&SampleLine { at: Some(at), what, evidence: one.off.evidence(data).collect() })
    }));
    if off.is_empty() {
        text.push("no event on record switches single sign-on or logging off".to_owned());
    }
    text.join("\n")
}

/// What it reaches, and who reaches it, each with the ways.
fn reached(data: &Dataset, facts: &Facts, policy: &Policy, as_of: DateTime<Utc>, id: &str) -> Vec<String> {
    let all = effective_access(data, facts, policy, as_of).rows;
    let about = |row: &&EffectiveAccess| row.principal_id == id || row.resource_id.as_deref() == Some(id);
    let line = |row: &EffectiveAccess| {
        let (what, by) = (row.right().title(), row.by());
        let what = match row.principal_id == id {
            true => format!("access to {} {}: {what}, by {by}", row.resource_kind.id(), row.resource),
            false => format!("access of {} {}: {what}, by {by}", row.principal_kind.title(), row.principal),
        };
        SampleLine { at: None, what, evidence: row.ways.iter().map(|way| way.evidence.clone()).collect() }
    };
    all.iter().filter(about).map(|row| formatted(&line(row))).collect()
}

/// The latest sessions, under a line that says how many there are.
fn formatted_sessions(sessions: &[SampleLine]) -> Vec<String> {
    let Some(count) = Some(sessions.len()).filter(|count| *count > 0) else { return Vec::new() };
    let shown = &sessions[count.saturating_sub(SESSIONS)..];
    let lead = if shown.len() < count { format!("; the latest {}:", shown.len()) } else { ":".to_owned() };
    let head = format!("{}, each ended by 30 minutes without an event{lead}", counted(count, "session"));
    std::iter::once(head).chain(shown.iter().map(formatted)).collect()
}

/// Names and address.
fn names<'a>(one: &TimelineSubject<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let both = match *one {
        TimelineSubject::Key(key) => [Some(key.name.as_str()), None],
        TimelineSubject::Member(member) => [Some(member.address.as_str()), member.name.as_deref()],
        TimelineSubject::Workspace(workspace) => [Some(workspace.name.as_str()), None],
        TimelineSubject::Unlisted(unlisted) => [unlisted.name.as_deref(), None],
    };
    both.into_iter().flatten().filter(|name| !name.trim().is_empty())
}

/// One line about it.
fn reported(one: &TimelineSubject<'_>, lists: &Lists) -> String {
    let name = one.name().map_or_else(String::new, |name| format!(" {name}"));
    let (kind, more) = match one {
        TimelineSubject::Key(key) => {
            let home = lists.workspace_name(key).map_or_else(String::new, |home| format!(", workspace {home}"));
            ("API key", format!("status {}{home}", key.status))
        }
        TimelineSubject::Member(member) => ("member", member.role.clone().unwrap_or_else(|| "no role".to_owned())),
        TimelineSubject::Workspace(workspace) => {
            ("workspace", if workspace.archived_at.is_some() { "archived" } else { "live" }.to_owned())
        }
        TimelineSubject::Unlisted(unlisted) => {
            let kind = match unlisted.kind {
                UnlistedKind::Person => "person",
                UnlistedKind::Key => "API key",
                UnlistedKind::Workspace => "workspace",
                UnlistedKind::Thing => "named by events:",
            };
            let from: Vec<&str> = unlisted.known_from.iter().map(|(from, _)| *from).collect();
            (kind, format!("in no list; known from {}", from.join(", ")))
        }
    };
    format!("{kind}{name} ({}), {more}", one.id())
}

fn formatted(line: &SampleLine) -> String {
    let first = line.evidence.first();
    let place = first.map_or_else(String::new, |place| {
        let line = place.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("  [{}{line}]", place.file)
    });
    // What stands in a line end of a name would look like a line of ours.
    let what = line.what.replace(['\n', '\r'], " ");
    format!("{:<20}  {what}{place}", line.at.as_deref().unwrap_or("–"))
}

fn ambiguous(what: &str, several: &[TimelineSubject<'_>], lists: &Lists) -> Failure {
    let mut lines: Vec<String> = several.iter().take(SHOWN).map(|one| format!("  {}", reported(one, lists))).collect();
    lines.extend((several.len() > SHOWN).then(|| format!("  and {} more", several.len() - SHOWN)));
    let error = anyhow!("{} are called `{what}`: ask by id\n{}", several.len(), lines.join("\n"));
    Failure { exit: Exit::Usage, error }
}

fn unknown(what: &str, lists: &Lists) -> Failure {
    let all: BTreeSet<&str> = listed(lists).flat_map(|one| names(&one)).collect();
    let asked = what.trim().to_lowercase();
    let mut near: Vec<&str> = Vec::new();
    if asked.chars().count() > 2 {
        near.extend(all.iter().filter(|name| name.to_lowercase().contains(&asked)).take(NEAR));
    }
    while near.len() < NEAR {
        let Some(next) = nearest(what, all.iter().copied().filter(|name| !near.contains(name))) else { break };
        near.push(next);
    }
    let error = match near.is_empty() {
        true => anyhow!("nothing in the exports has the id, the address or the name `{what}`"),
        false => {
            anyhow!("nothing in the exports has the id, the address or the name `{what}`; near: {}", near.join(", "))
        }
    };
    Failure { exit: Exit::NothingRecognized, error }
}
