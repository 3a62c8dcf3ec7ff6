//! Use by keys that no list knows.

mod made;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::use_record;
use crate::analyze::deletions::{Deletions, evidence};
use crate::analyze::estimates::estimated_part;
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::wording::day;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::{DeletedRecord, Key, SpendRow, Use};
use crate::model::{Confidence, Control, Finding, Money, Period, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unknown-key",
    title: "Use by keys that are not in the key list",
    control: Control::KeyPerService,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "keys with use in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Names or ids of keys in usage or cost exports of the period that the key list does not have, neither now nor, as far as \
                the activity feed or the last report tells, under a former name. Rows without a key (Workbench, Playground) are not found.",
        matters: "What is not in the inventory is rotated by nobody and revoked by nobody.",
        remedy: &[
            "Export the key list again with all pages and every status: Admin API: GET /v1/organizations/api_keys without a filter",
            "If {name} is still missing, look for it in Console > API keys > workspace {workspace}, archived keys included",
            "Find its owner, and replace it by a key that is listed",
        ],
        caveats: "A key that was renamed between the exports shows up under its old name. A key list filtered by status or workspace \
                  lacks keys that exist: where it holds active keys alone the confidence is medium, and a key that the cost export calls \
                  archived is not found. Use under the name of a listed key \
                  from before that key was made is another key's.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::Keys) {
        return Ok(cut);
    }
    // Usage names a key, a cost export of the same key may add its id: one key.
    let mut unknown: BTreeMap<(&str, &str), Vec<&Use>> = BTreeMap::new();
    for one in cx.facts.keys.uses.unknown.iter().filter(|one| is_in_period(cx, one)) {
        let name = one.key_name.as_deref().or(one.key_id.as_deref()).unwrap_or_default();
        unknown.entry((name, one.workspace.as_deref().unwrap_or_default())).or_default().push(one);
    }
    let used = used_keys(cx);
    let mut unread = MayBeListed::of(cx, Table::Keys);
    unknown.retain(|(name, _), uses| {
        let ids: Vec<&str> = uses.iter().filter_map(|one| one.key_id.as_deref()).collect();
        let label = format!("«{name}»");
        let first = uses.iter().map(|one| one.first).min().map(|day| day.and_time(NaiveTime::MIN).and_utc());
        if unread.is_older_than(&label, first) {
            return false;
        }
        !(if ids.is_empty() { unread.may_have_any(&label) } else { unread.holds(&label, ids) })
    });
    // What is known by its name alone may be any of the keys that are listed without one.
    let nameless = cx.facts.lists.keys.iter().filter(|key| key.name.is_empty()).count();
    let before = unknown.len();
    unknown.retain(|_, uses| nameless == 0 || uses.iter().any(|one| one.key_id.is_some()));
    let may_be_nameless = before - unknown.len();
    // A list without a single ended key was probably asked for by status, and lacks keys that exist.
    let is_filtered = cx.facts.lists.keys.iter().all(Key::is_active);
    let before = unknown.len();
    unknown.retain(|_, uses| !(is_filtered && is_stated_as_ended(cx, uses)));
    let ended = before - unknown.len();
    let mut deletions = Deletions::of(cx, Table::Keys);
    let before = unknown.len();
    unknown.retain(|(name, _), uses| !was_listed(cx, name, uses, &mut deletions));
    let used = used + (before - unknown.len()) as u64;
    let population = used + unknown.len() as u64;
    let confidence = if is_filtered { Confidence::Medium } else { Confidence::High };
    let finding = |((name, workspace), uses): ((&str, &str), Vec<&Use>)| {
        let found = finding(cx, (name, workspace), &uses, deletions.record(names(name, &uses)));
        made::weighed(cx, name, Finding { confidence, ..found })
    };
    let findings = unknown.into_iter().map(finding).collect();
    let undated = deletions.note();
    let ended = (ended > 0).then(|| {
        format!(
            "not found: {} that the cost export calls archived, as the list has active keys alone",
            counted(ended, "used key")
        )
    });
    let may_be = (may_be_nameless > 0).then(|| {
        format!(
            "not judged: {} known by name alone, which may be among the {} that the list has without a name",
            counted(may_be_nameless, "used key"),
            counted(nameless, "key")
        )
    });
    let notes = unread.note().into_iter().chain(undated).chain(may_be).chain(ended).collect();
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Whether a key was used last before the list says that it was deleted, or may have been.
fn was_listed(cx: &Context, name: &str, uses: &[&Use], deletions: &mut Deletions) -> bool {
    let last = uses.iter().map(|one| one.last.min(cx.period.end)).max().unwrap_or(cx.period.start);
    deletions.was_listed(&format!("«{name}»"), names(name, uses), last)
}

/// What a key is known by: its ids, and by its name only where it has none.
fn names<'u>(name: &'u str, uses: &[&'u Use]) -> Vec<&'u str> {
    let ids: Vec<&str> = uses.iter().filter_map(|one| one.key_id.as_deref()).collect();
    if ids.is_empty() { vec![name] } else { ids }
}

/// Days without use up to which a key is in use: two weeks, as a job that runs every week may have missed one.
const LONGEST_REST_DAYS: i64 = 14;

/// How many listed keys were used in the period.
fn used_keys(cx: &Context) -> u64 {
    let is_used = |key: &&Key| {
        let uses = cx.facts.keys.uses.of(&key.id);
        uses.is_some_and(|uses| uses.uses.iter().chain(&uses.ambiguous).any(|one| is_in_period(cx, one)))
    };
    cx.facts.lists.keys.iter().filter(is_used).count() as u64
}

fn is_in_period(cx: &Context, one: &Use) -> bool {
    one.last >= cx.period.start && one.first <= cx.period.end
}

/// A key by its name and workspace, with all of its uses in the period.
fn finding(cx: &Context, (name, workspace): (&str, &str), uses: &[&Use], deleted: Option<&DeletedRecord>) -> Finding {
    let id = uses.iter().find_map(|one| one.key_id.clone());
    let first = uses.iter().map(|one| one.first).min().unwrap_or(cx.period.start);
    let last = uses.iter().map(|one| one.last).max().unwrap_or(cx.period.end);
    // A listed key may have the name too: rows with an id are distinguished by it.
    let is_own = |row: &&SpendRow| {
        let by_id = row.key_id.as_deref().map(|id| uses.iter().any(|one| one.key_id.as_deref() == Some(id)));
        let by_name = row.key == name && uses.iter().any(|one| one.first <= row.day && row.day <= one.last);
        by_id.unwrap_or(by_name) && (workspace.is_empty() || row.workspace == workspace) && cx.period.contains(row.day)
    };
    // What cost exports sum over all keys is, of one key, only known at list price.
    let series = &cx.facts.spend.series;
    let rows: Vec<&SpendRow> = series.rows.iter().chain(&series.estimated_alongside).filter(is_own).collect();
    let spent: Option<Money> = (!rows.is_empty()).then(|| rows.iter().map(|row| row.amount).sum());
    let later = listed_later(cx, name, last);
    let subject = Subject {
        kind: SubjectKind::ApiKey,
        id,
        name: uses.iter().find_map(|one| one.key_name.clone()),
        workspace: (!workspace.is_empty()).then(|| workspace.to_owned()),
    };
    let seen = Period { start: first, end: last };
    let listed = cx.facts.lists.keys.len();
    let (title, unlisted) = match deleted {
        Some(record) => ("after it was deleted", format!("although the list says that it was {}", record.says())),
        None => ("but not in the key list", format!("but not among the {listed} listed keys{later}")),
    };
    let message = format!("used {seen}, {}, {unlisted}", spending(spent, &rows));
    // Of a key that rests for long nobody can say that it is in use.
    let is_over = cx.as_of_day() - last > TimeDelta::days(LONGEST_REST_DAYS);
    let used = if is_over { format!("was in use until {}", day(last)) } else { "is in use".to_owned() };
    let mut finding = ANALYZER.finding(subject, format!("Key «{name}» {used} {title}"), message);
    finding.impact_usd = spent;
    finding.observed = Some(format!("used {seen}"));
    finding.threshold = Some("every used key is listed".to_owned());
    finding.evidence = uses.iter().map(|one| use_record(cx, one)).chain(deleted.map(evidence)).collect();
    finding
}

/// `spending $12.00 in the period`; nothing of dollars where no row of the period is the key's.
fn spending(spent: Option<Money>, rows: &[&SpendRow]) -> String {
    let Some(spent) = spent else { return "at a cost that no export tells".to_owned() };
    let estimated = estimated_part(rows.iter().copied());
    let comma = if estimated.is_empty() { "" } else { "," };
    format!("spending ${}{estimated}{comma} in the period", spent.to_grouped())
}

/// Whether these are uses of one key, by its id, that a cost export calls archived.
fn is_stated_as_ended(cx: &Context, uses: &[&Use]) -> bool {
    let ids: Vec<&String> = uses.iter().filter_map(|one| one.key_id.as_ref()).collect();
    !ids.is_empty() && ids.into_iter().all(|id| cx.facts.keys.uses.stated_as_ended.contains(id))
}

/// That a listed key has the name and was made after the use.
fn listed_later(cx: &Context, name: &str, last: NaiveDate) -> String {
    let namesakes = cx.facts.lists.keys.iter().filter(|key| key.name.trim() == name.trim());
    let made = namesakes.filter_map(|key| key.created_at).map(|at| at.date_naive()).filter(|made| *made > last).min();
    made.map_or_else(String::new, |made| format!(". A listed key got the name on {made}"))
}
