//! Keys that were used after whoever made them had left.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};

use super::creators::{Creator, Maker, unnamed};
use super::known::{go_on_with, known_by_last_report};
use super::{
    ambiguity_note, day_record, days_after, is_claude_code, person, record, spending, spent, subject, unseen_after,
    unseen_note,
};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Departure, Key, KeySpend, KeyUse, is_service_account};
use crate::model::{Confidence, Control, Evidence, Finding, Period, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "key-used-after-departure",
    title: "Keys used after their creator was removed",
    control: Control::Offboarding,
    severity: Severity::Critical,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost], &[Table::Events, Table::Roster]],
    population: "keys made by a user of whom the exports tell whether and when they left",
    thresholds: &[],
    explain: Explain {
        finds: "Use of a key, in usage or cost exports or as the actor of an audit event, on a day after its creator left: after the event \
                that removed them from the organization, else after the last day that the roster has for them. Use on that day itself is \
                 no finding. Whoever was added again, or is in the member list, has not left. Where a record names no creator, the event \
                 that made the key says who did. Keys that are not active any more are judged by their use in the period. A key that a \
                 service account owns goes on by right and is medium: whoever made it may know the secret. \
                Keys of a gateway (LiteLLM) likewise, by their owner, or who made them unless their secret was exchanged since.",
        matters: "Either a service runs on a key that a former colleague knows, or the former colleague uses it.",
        remedy: &[
            "Find out which service uses {name}: ask for the addresses that the requests come from, and compare with your own",
            "Make a key owned by a service account in workspace {workspace}, deploy it, and see that usage moves",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}; \
             at once if nobody knows the use",
        ],
        caveats: "The use is proven, not who made it: mostly it is a service that was never moved. A roster's last day is that of the \
                  employment, in local time, so the confidence is medium where no event shows the removal. Names that two keys share \
                  are not judged unless a cost export with key ids settles them. Where no use that names keys is on record after somebody left, \
                  or where of none of those who are gone anything says since when, nothing is proven.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let (mut population, mut findings) = (0, Vec::new());
    let (mut ambiguous, mut unknown, mut nameless, mut left_by_now) = (Vec::new(), 0, 0, 0);
    let (mut unseen, mut known_until) = (Vec::new(), None);
    for key in &cx.facts.lists.keys {
        let Some(maker) = Creator::of(cx, key).user() else { continue };
        let creator = maker.id;
        let departure = cx.facts.people.departures.of_id(creator);
        let known = known_by_last_report(cx, ANALYZER.id, &key.id);
        let left = departure.and_then(|one| Left::by_record(cx, one));
        // Who had left by the last report, and is not listed, has not come back for want of an event.
        let known = known.filter(|_| !cx.facts.people.departures.is_member(creator));
        let is_gone = left.is_none() && (known.is_some() || !is_known_to_be_there(cx, creator));
        let known = known.filter(|_| is_gone);
        let left = left.or_else(|| known.map(|(_, as_of)| Left::by_last_report(as_of)));
        if left.is_none() && is_gone {
            let is_nameless = cx.facts.people.departures.may_be_gone_unnamed(creator);
            *(if is_nameless { &mut nameless } else { &mut unknown }) += 1;
            continue;
        }
        let found = left.as_ref().and_then(|left| used_after(cx, key, maker, left));
        let blind = left.as_ref().filter(|_| found.is_none()).and_then(|left| unseen_after(cx, left.day));
        if blind.is_some() {
            known_until = blind;
            unseen.push(key.name.as_str());
            continue;
        }
        population += 1;
        judged.add(&key.id);
        let Some(left) = left else { continue };
        left_by_now += 1;
        if let Some(mut finding) = found {
            go_on_with(&mut finding, known);
            findings.push(finding);
        } else if may_be_used_after(cx, key, left.day) {
            ambiguous.push(key.name.as_str());
        }
    }
    let unknown_why = undated_note((unknown, nameless));
    let unclear = unnamed(cx, cx.facts.lists.keys.iter().filter(|key| may_work(cx, key)));
    let unseen = unseen_note(&unseen, known_until, "their creators left");
    // Where none of those who left was judged, the keys of those who are there prove nothing.
    if let (0, Some(why)) = (left_by_now, &unseen) {
        return Ok(Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Usage, Table::Cost] });
    }
    if let (0, Some(why)) = (left_by_now, &unknown_why) {
        // A roster goes by addresses: where none is known for an id, another one says no more.
        let more = if unknown > 0 { Table::Roster } else { Table::Members };
        return Ok(Outcome::NotAssessed { why: why.clone(), needs: vec![Table::Events, more] });
    }
    if let (0, Some(why)) = (population, unclear.clone()) {
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Keys] });
    }
    let mut notes = ambiguity_note(&ambiguous);
    notes.extend(unclear);
    notes.extend(unseen);
    notes.extend(unknown_why);
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Whether a key can be used, or was: of one that was never used nothing is asked.
fn may_work(cx: &Context, key: &Key) -> bool {
    key.is_active() || cx.facts.keys.uses.of(&key.id).is_some_and(|uses| !uses.uses.is_empty())
}

/// What to say of keys of creators who are in no member list, of whom nothing says since when: of the first, though their addresses may
/// be known, and of the others because a roster is there and no export says whose their ids are.
fn undated_note((unknown, nameless): (u64, u64)) -> Option<String> {
    let of = |count| format!("{} of creators in no member list", counted(count, "key"));
    let undated =
        (unknown > 0).then(|| format!("{}, because neither an event nor a roster says since when", of(unknown)));
    let unnamed = (nameless > 0).then(|| {
        let why = "because no export says whose these ids are, and the roster goes by addresses: an event of theirs or an earlier member \
                   list would";
        format!("{}, {why}", of(nameless))
    });
    let parts: Vec<String> = undated.into_iter().chain(unnamed).collect();
    (!parts.is_empty()).then(|| format!("not judged: {}", parts.join("; ")))
}

/// When and how a creator left.
struct Left {
    day: NaiveDate,
    basis: String,
    confidence: Confidence,
    evidence: Vec<Evidence>,
}

impl Left {
    /// As an event or the roster says, where they say the day.
    fn by_record(cx: &Context, departure: &Departure) -> Option<Self> {
        let confidence = if departure.removal.is_some() { Confidence::High } else { Confidence::Medium };
        Some(Self {
            day: departure.day()?,
            basis: departure.basis(),
            confidence,
            evidence: departure.evidence(cx.data),
        })
    }

    /// As the last report found, whose exports said so.
    fn by_last_report(as_of: DateTime<Utc>) -> Self {
        let day = as_of.date_naive();
        let basis = format!("who had left by {day}");
        Self { day, basis, confidence: Confidence::High, evidence: Vec::new() }
    }
}

/// Whether a user without a known departure has not left: listed, or no list is there that lacks them and events would tell.
fn is_known_to_be_there(cx: &Context, user: &str) -> bool {
    let is_unlisted = cx.data.has(Table::Members);
    cx.facts.people.departures.is_member(user)
        || !is_unlisted && cx.data.has(Table::Events) && cx.facts.people.departures.of_id(user).is_none()
}

/// Whether use that may be another key's of the same name lies after the departure.
fn may_be_used_after(cx: &Context, key: &Key, left: NaiveDate) -> bool {
    key.is_active()
        && cx.facts.keys.uses.of(&key.id).is_some_and(|uses| uses.last_possible().is_some_and(|last| last > left))
}

/// The use of a key after a day, if there is any.
fn used_after(cx: &Context, key: &Key, maker: Maker, how: &Left) -> Option<Finding> {
    let left = how.day;
    let uses = cx.facts.keys.uses.of(&key.id).map(KeyUse::days).unwrap_or_default();
    let is_counted = |day: NaiveDate| day > left && (key.is_active() || cx.period.contains(day));
    let after: Vec<_> = uses.into_iter().filter(|(day, _)| is_counted(*day)).collect();
    let event = cx.facts.log.activity.of_id(&key.id).filter(|event| is_counted(event.at.date_naive()));
    let event_day = event.map(|event| event.at.date_naive());
    let days = || after.iter().map(|(day, _)| *day).chain(event_day);
    let seen = Period { start: days().min()?, end: days().max()? };

    let spend = spent(cx, key, days_after(cx, Some(left)));
    // What it cost before the period is not counted.
    let since = if left < cx.period.start { "since then in the period" } else { "since then" };
    let of_service = is_service_accounts(key);
    let expected = if of_service { "a new secret after" } else { "no use after" };
    let message = format!(
        "created by {}, {}{}. Used on {} after that ({seen}){}. {}. Expected: {expected} {left}",
        person(cx, maker.id),
        how.basis,
        maker.how(),
        counted(days().collect::<BTreeSet<_>>().len(), "day"),
        spend.map_or_else(String::new, |spend| spending(spend, since)),
        state(cx, key)
    );
    let label = subject(cx, key);
    let title = format!("Key «{}» was used after its creator had left", label.label());
    let mut finding = ANALYZER.finding(label, title, message);
    if of_service {
        finding.severity = Severity::Medium;
        finding.remediation = service_steps(&finding.subject);
    }
    finding.confidence = how.confidence.min(maker.confidence());
    finding.period = Some(seen);
    // The departure is the event: the days of use differ from report to report.
    finding.event = Some(left.to_string());
    finding.impact_usd = spend.map(KeySpend::total);
    finding.observed = Some(format!("used until {}", seen.end));
    finding.threshold = Some(format!("{expected} {left}"));
    finding.evidence = vec![record(cx, key)];
    finding.evidence.extend(maker.evidence(cx));
    finding.evidence.extend(how.evidence.iter().cloned());
    let edges = [after.first(), after.last().filter(|_| after.len() > 1)].into_iter().flatten();
    finding.evidence.extend(edges.map(|(day, (one, row))| day_record(cx, one, *day, *row)));
    finding.evidence.extend(event.map(|event| event.source.evidence(cx.data, format!("acts: {}", event.event))));
    Some(finding)
}

/// Whether a key is a service account's: it goes on by right, and whoever made it may know the secret.
fn is_service_accounts(key: &Key) -> bool {
    key.principal_type.as_deref() == Some("service_account")
        || key.principal_id.as_deref().is_some_and(is_service_account)
}

/// What to do about a key of a service account.
fn service_steps(key: &Subject) -> Vec<String> {
    let (name, id) = (key.label(), key.id.as_deref().unwrap_or("…"));
    vec![
        format!("Make another key of the same service account, and put it into the secret store of what uses {name}"),
        format!(
            "See that usage moves, then Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {{\"status\":\"inactive\"}}"
        ),
    ]
}

/// What the key is now, and whether it should have stopped by itself.
fn state(cx: &Context, key: &Key) -> String {
    let personal = key.principal_type.as_deref() == Some("user") && key.principal_id == key.creator_id;
    if !key.is_active() {
        format!("The key is {} now", key.status)
    } else if is_service_accounts(key) {
        "It is a service account's key, which goes on; whoever made it may know the secret: rotate it".to_owned()
    } else if personal {
        "It is a personal key that should have stopped with its account, and it still works".to_owned()
    } else if is_claude_code(cx, key) {
        "It is a Claude Code key that should have stopped with its account, and it still works".to_owned()
    } else {
        "The key still works".to_owned()
    }
}
