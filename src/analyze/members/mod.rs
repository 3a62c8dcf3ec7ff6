//! Checks of members, roles and invitations.

pub(super) mod duplicate_member;
pub(super) mod excess_admins;
pub(super) mod external_member;
pub(super) mod idle_seat;
pub(super) mod inactive_admin;
pub(super) mod inactive_member;
pub(super) mod incomplete_access_review;
pub(super) mod leaver_activity;
pub(super) mod leaver_with_live_account;
pub(super) mod offboarding_lag;
pub(super) mod orphaned_member;
pub(super) mod orphaned_workspace_member;
pub(super) mod overdue_access_review;
pub(super) mod primary_owner_count;
pub(super) mod role_mismatch;
pub(super) mod shared_account;
pub(super) mod single_admin;
pub(super) mod unknown_role;

use anyhow::Result;
use chrono::{Duration, NaiveDate, NaiveTime};

use super::wording::some_of;
use super::{Analyzer, Context, Outcome};
use crate::facts::{ActorSeen, Departure, Member};
use crate::model::{Confidence, Evidence, Subject, SubjectKind, Table, counted};

/// A member as the subject of a finding; the lists of claude.ai have no ids.
fn subject(member: &Member) -> Subject {
    let name = if member.address.is_empty() { member.name.clone() } else { Some(member.address.clone()) };
    let id = Some(member.id.clone()).filter(|id| !id.is_empty());
    Subject { kind: SubjectKind::User, id, name, workspace: None }
}

/// Everybody with an account: the listed members, and whom only claude.ai lists.
fn accounts<'a>(cx: &Context<'a>) -> impl Iterator<Item = &'a Member> + Clone {
    cx.facts.lists.members.iter().chain(&cx.facts.people.only_on_claude_ai)
}

/// Whose account of claude.ai is in a state that this version does not know, as a note.
fn unknown_seats(cx: &Context) -> Option<String> {
    let unknown: Vec<String> = (cx.facts.people.seats.iter().filter(|seat| seat.is_live().is_none()))
        .map(|seat| format!("{} (status {})", seat.account, seat.status.as_deref().unwrap_or_default()))
        .collect();
    (!unknown.is_empty()).then(|| {
        format!(
            "not judged: {} of claude.ai in a state that this version does not know: {}",
            counted(unknown.len(), "account"),
            some_of(unknown, 4)
        )
    })
}

/// Somebody who left as the subject of a finding, by the id that lists of the API have them under.
fn leaver(departure: &Departure) -> Subject {
    let id = departure.ids.iter().find(|id| id.starts_with("user_")).or(departure.ids.first());
    Subject { kind: SubjectKind::User, id: id.cloned(), name: departure.addresses.first().cloned(), workspace: None }
}

/// The member's own record as evidence.
fn record(cx: &Context, member: &Member) -> Evidence {
    let role = member.role.as_deref().unwrap_or("none");
    let id = if member.id.is_empty() { String::new() } else { format!("{}: ", member.id) };
    member.source.evidence(cx.data, format!("{id}{}, role {role}", member.address))
}

/// Days between the last event and the day that ages refer to, in which a silence may go on unseen: exports are made once a month.
const LONGEST_UNSEEN_DAYS: i64 = 31;

/// Of so many events one may name nobody: those of accounts that were deleted since do not.
const FEW_UNNAMED: u64 = 100;

/// How many events say which person acted.
fn named_events(cx: &Context) -> u64 {
    cx.facts.log.events.actors.all.iter().filter(|actor| actor.is_person).map(|actor| actor.count).sum()
}

/// Why nobody's silence proves anything: events of people since then that do not say who acted, or not in words of the member list.
fn may_have_acted(cx: &Context, since: NaiveDate) -> Option<String> {
    let (from, to) = (since.and_time(NaiveTime::MIN).and_utc(), cx.as_of);
    let unnamed = cx.facts.log.unnamed.between(from, to);
    if let Some((count, first)) = unnamed.filter(|(count, _)| count * FEW_UNNAMED >= named_events(cx)) {
        let verb = if count == 1 { "does" } else { "do" };
        let place = format!("{}, line {}", cx.data.path(first.file), first.line);
        return Some(format!("{} {verb} not say who acted (the first: {place})", counted(count, "audit event")));
    }
    let unknown = |actor: &&ActorSeen| actor.is_person && actor.sights[1].0 >= from && cx.facts.is_incomparable(actor);
    let one = cx.facts.log.events.actors.all.iter().find(unknown)?;
    let id = one.ids.first().map_or("", String::as_str);
    Some(format!(
        "audit events name people without an address and by ids of another kind than the member list's ({id})"
    ))
}

/// Members without activity, privileged or not: the two checks differ in nothing else.
fn inactive(cx: &Context, analyzer: &Analyzer, privileged: bool) -> Result<Outcome> {
    let limit = cx.limit(analyzer, analyzer.threshold("inactive_after_days"));
    let Some(covered) = cx.facts.coverage.events.latest(limit.days()) else {
        let days = cx.facts.coverage.events.longest();
        let off = cx.facts.log.logging_off.caveat(cx.as_of).map_or_else(String::new, |off| format!(" ({off})"));
        let why = format!("audit events cover {} without a gap{off}; needed: {}", counted(days, "day"), limit.days());
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    };
    // Whoever was silent then may have acted since.
    let since = (cx.as_of_day() - covered.until).num_days();
    if since > LONGEST_UNSEEN_DAYS {
        let why = format!(
            "the audit events that cover {} without a gap end on {}, {} before {}",
            counted(limit.days(), "day"),
            covered.until,
            counted(since, "day"),
            cx.as_of_day()
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    // The audit log of claude.ai does not see the Console, and neither sees what keys are used for.
    let sees_all = cx.facts.coverage.feed.latest(limit.days()).is_some_and(|feed| feed.until >= covered.until)
        && cx.facts.coverage.key_use.latest(limit.days()).is_some();
    let since = covered.since.and_time(NaiveTime::MIN).and_utc();
    let sees_all = sees_all && cx.facts.log.unnamed.between(since, cx.as_of).is_none();
    let confidence = if sees_all { Confidence::High } else { Confidence::Medium };
    let (mut population, mut findings) = (0, Vec::new());
    for member in cx.facts.lists.members.iter().filter(|member| member.is_privileged() == privileged) {
        let joined_lately = member.added_at.is_some_and(|at| cx.as_of - at < Duration::days(limit.days()));
        if joined_lately {
            continue;
        }
        population += 1;
        let event = cx.facts.last_event(member);
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        let last = event.map(|event| event.at).max(cx.facts.own_key_use(&member.id).map(midnight));
        // Silence is proven from the first covered instant, and up to the last covered one.
        let silent_since = last.map_or(midnight(covered.since), |last| last.max(midnight(covered.since)));
        let proven = midnight(covered.until) + Duration::days(1) - silent_since;
        if proven < Duration::days(limit.days()) {
            continue;
        }
        let role = member.role.as_deref().unwrap_or("none");
        let seen = last.map_or_else(
            || format!("no event in {} days of audit events ({} to {})", covered.days(), covered.since, covered.until),
            |last| {
                format!(
                    "last seen {}, {} days before {}",
                    last.date_naive(),
                    (cx.as_of - last).num_days(),
                    cx.as_of_day()
                )
            },
        );
        let message = format!("{seen}. Role: {role}. Allowed: {limit}");
        let label = subject(member);
        let title = format!("Member {} is inactive", label.label());
        let mut finding = analyzer.finding(label, title, message);
        finding.confidence = confidence;
        finding.observed = Some(last.map_or_else(|| "never".to_owned(), |last| last.date_naive().to_string()));
        finding.threshold = Some(limit.to_string());
        finding.evidence = vec![record(cx, member)];
        finding
            .evidence
            .extend(event.map(|event| event.source.evidence(cx.data, format!("last event: {}", event.event))));
        findings.push(finding);
    }
    let unknown = if findings.is_empty() { None } else { may_have_acted(cx, covered.since) };
    if let Some(why) = unknown {
        let why = format!("{why}: {} without an event of their own may have acted", counted(findings.len(), "member"));
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}
