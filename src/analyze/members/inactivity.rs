//! Members whom nothing has been seen of: whether their silence is long enough, and proven.

use anyhow::Result;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Limit, Outcome, ThresholdPlace};
use crate::facts::{ActorSeen, Covered, FewTypes, Member, role_in_words};
use crate::model::{Confidence, Finding, Period, SubjectKind, Table, counted};

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

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// The days that the events cover without a gap, of which silence is asked; else why none is proven.
fn covered(cx: &Context, limit: Limit) -> Result<Covered, String> {
    let Some(covered) = cx.facts.coverage.events.latest(limit.days()) else {
        let days = cx.facts.coverage.events.longest();
        let off = cx.facts.log.logging_off.caveat(cx.as_of).map_or_else(String::new, |off| format!(" ({off})"));
        let (days, needed) = (counted(days, "day"), limit.days());
        return Err(format!("audit events cover {days} without a gap{off}; needed: {needed}"));
    };
    // Whoever was silent then may have acted since.
    let since = (cx.as_of_day() - covered.until).num_days();
    if since > LONGEST_UNSEEN_DAYS {
        return Err(format!(
            "the audit events that cover {} without a gap end on {}, {} before {}",
            counted(limit.days(), "day"),
            covered.until,
            counted(since, "day"),
            cx.as_of_day()
        ));
    }
    Ok(covered)
}

/// Members from which on it says something that few of them acted, and one of how many has to have acted.
const LEAST_MEMBERS: usize = 10;
const LEAST_SHARE: usize = 5;

/// Why the events are no record of all members: they are of so few that they were rather asked for by actor, or are of another
/// organization.
fn of_few(cx: &Context, covered: Covered) -> Option<String> {
    let members = &cx.facts.lists.members;
    let acted = |member: &&Member| cx.facts.last_event(member).is_some_and(|last| last.at >= midnight(covered.since));
    let acted = members.iter().filter(acted).count();
    let is_few = members.len() >= LEAST_MEMBERS && acted * LEAST_SHARE < members.len();
    is_few.then(|| {
        let all = counted(members.len(), "member");
        format!("the audit events are of {acted} of {all}: they were probably exported with a filter, or are of another organization")
    })
}

/// The audit log of claude.ai does not see the Console, and neither sees what keys are used for.
fn confidence(cx: &Context, limit: Limit, covered: Covered) -> Confidence {
    let coverage = &cx.facts.coverage;
    let sees_all = coverage.feed.latest(limit.days()).is_some_and(|feed| feed.until >= covered.until)
        && coverage.key_use.latest(limit.days()).is_some()
        && cx.facts.log.unnamed.between(midnight(covered.since), cx.as_of).is_none();
    if sees_all { Confidence::High } else { Confidence::Medium }
}

/// Members without activity, privileged or not: the two checks differ in nothing else.
pub(super) fn inactive(
    cx: &Context,
    (analyzer, after): (&Analyzer, ThresholdPlace),
    privileged: bool,
) -> Result<Outcome> {
    let limit = cx.limit(analyzer, after);
    let judged = cx.judged.of(SubjectKind::User);
    let covered = match covered(cx, limit) {
        Ok(covered) => covered,
        Err(why) => {
            let why = FewTypes::of_all(&cx.facts.log).map_or(why, |few| few.why());
            return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
        }
    };
    let days = Period { start: covered.since, end: covered.until };
    let of_few_types = || FewTypes::within(&cx.facts.log, days);
    if let Some(why) = of_few(cx, covered).or_else(|| of_few_types().map(|few| few.why())) {
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    let confidence = confidence(cx, limit, covered);
    let joined_lately =
        |member: &Member| member.added_at.is_some_and(|at| cx.as_of - at < Duration::days(limit.days()));
    let members = cx.facts.lists.members.iter().filter(|member| member.is_privileged() == privileged);
    let (mut population, mut findings) = (0, Vec::new());
    for member in members.filter(|member| !joined_lately(member)) {
        population += 1;
        judged.add(&member.id);
        let found = silent(cx, analyzer, member, (limit, covered));
        findings.extend(found.map(|finding| Finding { confidence, ..finding }));
    }
    if findings.is_empty() {
        return Ok(Outcome::Assessed { population, findings, notes: Vec::new() });
    }
    if let Some(why) = may_have_acted(cx, covered.since) {
        let why = format!("{why}: {} without an event of their own may have acted", counted(findings.len(), "member"));
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    if let Some(few) = FewTypes::of_one_type(&cx.facts.log, days) {
        return Ok(Outcome::NotAssessed { why: few.why(), needs: vec![Table::Events] });
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// That a member was silent for as long as the limit says, if so.
fn silent(cx: &Context, analyzer: &Analyzer, member: &Member, (limit, covered): (Limit, Covered)) -> Option<Finding> {
    let event = cx.facts.last_event(member);
    let last = event.map(|event| event.at).max(cx.facts.own_key_use(&member.id).map(midnight));
    // Silence is proven from the first covered instant, and up to the last covered one.
    let silent_since = last.map_or(midnight(covered.since), |last| last.max(midnight(covered.since)));
    let proven = midnight(covered.until) + Duration::days(1) - silent_since;
    if proven < Duration::days(limit.days()) {
        return None;
    }
    let role = role_in_words(member.role.as_deref());
    let seen = last.map_or_else(
        || {
            format!(
                "no event in {} of audit events ({} to {})",
                counted(covered.days(), "day"),
                covered.since,
                covered.until
            )
        },
        |last| {
            let days = counted(cx.days_since(last), "day");
            format!("last seen {}, {days} before {}", last.date_naive(), cx.as_of_day())
        },
    );
    let message = format!("{seen}. Role: {role}. Allowed: {limit}");
    let label = subject(member);
    let title = format!("Member {} is inactive", label.label());
    let mut finding = analyzer.finding(label, title, message);
    finding.observed = Some(last.map_or_else(|| "never".to_owned(), |last| last.date_naive().to_string()));
    finding.threshold = Some(limit.to_string());
    finding.evidence = vec![record(cx, member)];
    finding.evidence.extend(event.map(|event| event.source.evidence(cx.data, format!("last event: {}", event.event))));
    Some(finding)
}
