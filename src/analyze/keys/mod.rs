//! Checks of API keys.

pub(super) mod admin_key_change;
pub(super) mod archived_workspace_active_key;
pub(super) mod behaviour_change;
mod creators;
pub(super) mod default_workspace_key;
pub(super) mod duplicate_key_name;
pub(super) mod environment_mismatch;
pub(super) mod expiring_key_in_use;
pub(super) mod incomplete_rotation;
pub(super) mod key_creation_burst;
pub(super) mod key_used_after_departure;
pub(super) mod key_used_after_revocation;
pub(super) mod key_without_expiry;
pub(super) mod key_without_own_limit;
mod known;
pub(super) mod missing_service_key;
pub(super) mod orphaned_key;
mod other_credentials;
pub(super) mod ownerless_key;
pub(super) mod parallel_keys;
mod places;
pub(super) mod revived_key;
pub(super) mod shared_key;
pub(super) mod stale_key;
pub(super) mod undescriptive_key_name;
pub(super) mod unknown_key;
pub(super) mod unrotated_key;
pub(super) mod unused_key;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::wording::{quoted, some_of};
use super::{Context, Limit, Outcome};
use crate::facts::{CLAUDE_CODE_WORKSPACE, Covered, Key, KeySpend, Source, Use};
use crate::model::{Confidence, Evidence, Money, Period, Subject, SubjectKind, Table, counted};

/// A key as the subject of a finding.
fn subject(cx: &Context, key: &Key) -> Subject {
    Subject {
        kind: SubjectKind::ApiKey,
        id: Some(key.id.clone()),
        name: (!key.name.trim().is_empty()).then(|| key.name.clone()),
        workspace: cx.facts.lists.workspace_name(key).map(str::to_owned),
    }
}

/// The key's own record as evidence.
fn record(cx: &Context, key: &Key) -> Evidence {
    let created = key.created_at.map_or_else(|| "unknown".to_owned(), |at| at.date_naive().to_string());
    key.source.evidence(cx.data, format!("{}: status {}, created {created}", key.id, key.status))
}

/// A use as evidence: its last day.
/// A key in a list of several: `apikey_… (created 2026-01-05)`.
fn dated(key: &Key) -> String {
    let created = key.created_at.map_or_else(|| "on an unknown day".to_owned(), |at| at.date_naive().to_string());
    format!("{} (created {created})", key.id)
}

/// A use as evidence.
fn use_record(cx: &Context, one: &Use) -> Evidence {
    day_record(cx, one, one.last, one.source)
}

/// One day of a use as evidence, with a row of it.
fn day_record(cx: &Context, one: &Use, day: NaiveDate, row: Source) -> Evidence {
    let workspace = one.workspace.as_deref().map_or_else(String::new, |w| format!(" in workspace {w}"));
    row.evidence(cx.data, format!("{} of {day}{workspace}", one.table.title()))
}

/// Keys that the list calls active. One that is past its expiry and still called so contradicts itself, and the status counts.
fn active_keys<'a>(cx: &'a Context) -> impl Iterator<Item = &'a Key> {
    cx.facts.lists.active_keys()
}

/// Active keys whose use the usage exports would show: organization-scoped keys (admin keys) make no model requests.
fn keys_with_visible_use<'a>(cx: &'a Context) -> impl Iterator<Item = &'a Key> {
    active_keys(cx).filter(|key| !key.organization_scoped && !is_unnamed(cx, key))
}

/// Whether the list states no name of a key, and no export names its id: usage names keys by their names, so nobody can tell its use.
fn is_unnamed(cx: &Context, key: &Key) -> bool {
    key.name.trim().is_empty() && cx.facts.keys.uses.of(&key.id).is_none()
}

/// Last day on which the key was certainly used: by its own rows in usage and cost, by the only key of a name in reports of Claude Code, or
/// as the actor of an audit event.
fn last_use(cx: &Context, key: &Key) -> Option<NaiveDate> {
    let in_reports = cx.facts.keys.uses.of(&key.id).and_then(|uses| uses.last()).map(|last| last.last);
    let as_actor = cx.facts.log.activity.of_id(&key.id).map(|last| last.at.date_naive());
    let uses = &cx.facts.keys.uses;
    let in_claude_code = uses.last_in_claude_code(&key.name).filter(|_| !uses.is_shared(&key.name));
    in_reports.max(as_actor).max(in_claude_code)
}

/// Last day on which the key can have been used: the same, and use under its name that may be another key's.
fn last_possible_use(cx: &Context, key: &Key) -> Option<NaiveDate> {
    let uses = &cx.facts.keys.uses;
    last_use(cx, key)
        .max(uses.of(&key.id).and_then(|uses| uses.last_possible()))
        .max(uses.last_in_claude_code(&key.name))
}

/// Names and ids that stand in rows of usage and cost which could not be read: such a key may be in use.
fn unread_use(cx: &Context) -> BTreeSet<String> {
    let of = |table| cx.data.rejected_mentions(table).into_keys().map(str::to_owned);
    of(Table::Usage).chain(of(Table::Cost)).collect()
}

/// What to say of keys whose use could not be read.
fn unread_note(names: &[&str]) -> Option<String> {
    (!names.is_empty())
        .then(|| format!("not judged, because rows of their use could not be read: {}", quoted(names.to_vec())))
}

/// How sure the silence of a key is: use under a name that no list knows, in its workspace, may be its own under a former name.
fn silence_confidence(cx: &Context, key: &Key) -> Confidence {
    let home = cx.facts.lists.workspace_name(key);
    let is_here = |one: &Use| one.workspace.as_deref().is_none_or(|workspace| Some(workspace) == home);
    if cx.facts.keys.uses.unknown.iter().any(is_here) { Confidence::Medium } else { Confidence::High }
}

/// The unbroken run of days in which use would show which key made it, if it is long enough for a limit.
fn covered(cx: &Context, limit: Limit) -> Result<Covered, Outcome> {
    let runs = &cx.facts.coverage.key_use;
    if active_keys(cx).next().is_some_and(|_| keys_with_visible_use(cx).next().is_none())
        && active_keys(cx).any(|key| is_unnamed(cx, key))
    {
        let why = "the list states no names of keys, by which usage exports name them".to_owned();
        return Err(Outcome::NotAssessed { why, needs: vec![Table::Keys] });
    }
    runs.latest(limit.days()).ok_or_else(|| {
        let (days, least) = (counted(runs.longest(), "day"), limit.days());
        let why = format!("usage and cost exports that name keys cover {days} without a gap; needed: {least}");
        Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] }
    })
}

/// The last day of which exports of use name keys, where it is so long ago that use on the days behind it is not known, and none of them
/// lies after a day.
fn unseen_after(cx: &Context, day: NaiveDate) -> Option<NaiveDate> {
    let last = cx.facts.coverage.key_use.iter().map(|run| run.until).max()?;
    let is_behind = (cx.as_of_day() - last).num_days() > LONGEST_LAG_DAYS;
    (is_behind && last <= day).then_some(last)
}

/// So many days the exports of use may be older than those of events before the days between them count as unseen: a week, and a weekend.
const LONGEST_LAG_DAYS: i64 = 10;

/// What to say of keys whose use after their end would show in no export.
fn unseen_note(names: &[&str], last: Option<NaiveDate>, event: &str) -> Option<String> {
    let last = last.filter(|_| !names.is_empty())?;
    Some(format!(
        "not judged: {}, because use by key is known until {last} only, and {event} then or later: {}",
        counted(names.len(), "key"),
        some_of(names.iter().map(|name| format!("«{name}»")), 5)
    ))
}

/// What a message adds where the exports end before the report's instant: silence behind their end proves nothing.
fn until_where(cx: &Context, covered: Covered) -> String {
    let is_short = covered.until.succ_opt().is_some_and(|next| next < cx.as_of_day());
    if is_short { format!(". The data ends {}", covered.until) } else { String::new() }
}

/// What to say of keys that share a name with another and could not be judged.
fn ambiguity_note(names: &[&str]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.dedup();
    let quoted: Vec<String> = names.iter().map(|name| format!("«{name}»")).collect();
    let note = format!(
        "not judged, because usage exports name keys and two listed keys have the name: {}; a cost export with key ids settles it",
        quoted.join(", ")
    );
    if names.is_empty() { Vec::new() } else { vec![note] }
}

/// Keys of Claude Code stop working when their owner leaves.
fn is_claude_code(cx: &Context, key: &Key) -> bool {
    cx.facts.lists.workspace_name(key) == Some(CLAUDE_CODE_WORKSPACE) || key.name.starts_with("claude_code_key_")
}

/// Whether the member list has a user, under the id, or under any address where the list of keys gives an address in its place.
fn is_member(cx: &Context, creator: &str) -> bool {
    let people = &cx.facts.people;
    let mut addresses = people.roster.own_addresses(creator).into_iter();
    people.departures.is_member(creator) || addresses.any(|own| people.departures.is_member_address(own))
}

/// What to call a user: the address under which any export knows the id, with the id.
fn person(cx: &Context, id: &str) -> String {
    let address = cx.facts.people.departures.addresses_of(id).next();
    address.map_or_else(|| id.to_owned(), |address| format!("{address} ({id})"))
}

/// The days of the period that come after a day; all of it where there is no such day.
fn days_after(cx: &Context, day: Option<NaiveDate>) -> Option<Period> {
    let next = day.and_then(|day| day.succ_opt()).unwrap_or(cx.period.start);
    Period::new(next.max(cx.period.start), cx.period.end)
}

/// What a key spent on some days; nothing where none of its use is on record, which is not the same as having spent nothing.
fn spent(cx: &Context, key: &Key, days: Option<Period>) -> Option<KeySpend> {
    let uses = cx.facts.keys.uses.of(&key.id).filter(|uses| !uses.uses.is_empty())?;
    Some(cx.facts.spend.series.of_key(uses, days?))
}

/// `. It has cost $12.00 since they left`, and how much of it is an estimate; `. No spend of it since they left is on record`.
fn spending(spend: KeySpend, when: &str) -> String {
    if spend.total() == Money::ZERO {
        return format!(". No spend of it {when} is on record");
    }
    let (total, reported) = (spend.total().to_grouped(), spend.reported.to_grouped());
    let least = if spend.is_partial { "at least " } else { "" };
    let how = if spend.estimated == Money::ZERO {
        String::new()
    } else if spend.reported == Money::ZERO {
        ", estimated at list price".to_owned()
    } else {
        format!(": ${reported} reported and ${} estimated at list price", spend.estimated.to_grouped())
    };
    format!(". It has cost {least}${total} {when}{how}")
}

/// That nothing reports keys: the audit-log export has no events about them.
fn feed_is_missing(cx: &Context) -> Option<Outcome> {
    (cx.facts.coverage.events_on_record.feed.is_empty() && cx.facts.log.key_events.0.is_empty()).then(|| {
        Outcome::NotAssessed {
        why:
            "the audit events come from the audit-log export, in which API keys do not occur; needed: the activity feed"
                .to_owned(),
        needs: vec![Table::Events],
    }
    })
}
