//! Files that break off, and of which every record stands in whole files of the same kind: nothing is missing through them.
//!
//! A browser leaves half a download behind, a script is run again. Whether something is missing is asked of all files together: where
//! each record that could be read stands in a whole file, which also has what comes behind the cut end, the cut file takes nothing away.
//! Behind the end of a list that is closed comes none of its records.

mod summed;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

use super::editions::Editions;
use super::names::PathName;
use super::pages::{is_log, times};
use super::{TableFiles, has_id};
use crate::ingest::text::json::CUT_ENVELOPE;
use crate::model::{Kind, Rejection, Role, normalize_address};

/// The cut parts that take nothing away, each with the whole part in which most of it stands.
pub(in crate::ingest) fn whole_copies(
    parts: &TableFiles,
    editions: &Editions,
    cuts: &[(usize, String)],
    rejections: &[Rejection],
) -> BTreeMap<usize, usize> {
    let cut: BTreeSet<usize> = cuts.iter().map(|(at, _)| *at).collect();
    let mut unread: BTreeMap<&str, Vec<&Rejection>> = BTreeMap::new();
    for one in rejections.iter().filter(|_| !cut.is_empty()) {
        unread.entry(&one.file).or_default().push(one);
    }
    let is_intact = |at: usize| !cut.contains(&at) && !unread.contains_key(parts.each[at].path.as_str());
    let found = cut.iter().filter_map(|&at| {
        let lost = unread.get(parts.each[at].path.as_str()).map_or(&[][..], Vec::as_slice);
        let whole: Vec<usize> =
            (0..parts.each.len()).filter(|&other| is_intact(other) && may_hold(parts, editions, at, other)).collect();
        // The record at the cut end is one; more of them were lost for other reasons.
        if lost.len() > 1 || whole.is_empty() {
            return None;
        }
        let holder =
            if parts.table.is_summed() { summed::holder(parts, at, &whole)? } else { holder(parts, at, &whole)? };
        let is_there = match () {
            () if parts.table.is_summed() => true,
            () if is_log(parts.table) => goes_beyond(parts, at, &whole),
            () if lost.iter().any(|one| *one.reason == *CUT_ENVELOPE) => true,
            () => has_room(parts, at, &whole, lost.len()) && lost.iter().all(|one| names_listed(parts, &whole, one)),
        };
        is_there.then_some((at, holder))
    });
    found.collect()
}

/// Whether a whole part may have what a cut one has: a list that is older by its name does not tell what a newer one lacks.
fn may_hold(parts: &TableFiles, editions: &Editions, cut: usize, whole: usize) -> bool {
    let (a, b) = (&parts.each[cut], &parts.each[whole]);
    let is_later = || PathName::of(&a.path).time.age(&PathName::of(&b.path).time) == Some(Ordering::Greater);
    let is_replaced = || editions.is_past(whole) && !editions.is_past(cut);
    a.kind == b.kind && (parts.table.is_summed() || is_log(parts.table) || !is_later() && !is_replaced())
}

/// What distinguishes a record: an event's id, else everything that it says.
fn record(parts: &TableFiles, at: usize, row: usize) -> u64 {
    let part = &parts.each[at];
    let value = |column: usize| part.batch.value(column, row);
    let values: Vec<Option<i128>> = if is_log(parts.table) && has_id(part, row) {
        part.batch.with_role(Role::Id).map(value).collect()
    } else {
        (0..part.batch.values.len()).map(value).collect()
    };
    FixedState::default().hash_one(values)
}

/// The part with most records of a cut one, where each of them stands in some whole part as often.
fn holder(parts: &TableFiles, cut: usize, whole: &[usize]) -> Option<usize> {
    let own = counted(records(parts, cut));
    let each: Vec<(usize, BTreeMap<u64, usize>)> =
        whole.iter().map(|&at| (at, counted(records(parts, at).filter(|record| own.contains_key(record))))).collect();
    let stands = |(record, count): (&u64, &usize)| each.iter().any(|(_, held)| held.get(record) >= Some(count));
    let most = each.iter().max_by_key(|(at, held)| (held.len(), std::cmp::Reverse(*at)))?;
    (!own.is_empty() && own.iter().all(stands)).then_some(most.0)
}

/// The records of a part, and the instants of everyday events that are no rows.
fn records(parts: &TableFiles, at: usize) -> impl Iterator<Item = u64> + '_ {
    let batch = &parts.each[at].batch;
    let folded = batch.routine.instants().map(|(_, instant)| FixedState::default().hash_one(instant));
    (0..batch.rows()).map(move |row| record(parts, at, row)).chain(folded)
}

fn counted(records: impl Iterator<Item = u64>) -> BTreeMap<u64, usize> {
    let mut counts = BTreeMap::new();
    records.for_each(|record| *counts.entry(record).or_default() += 1);
    counts
}

/// Whether the whole lists have more than the cut one: at least the record at its end, or one of the pages that follow.
fn has_room(parts: &TableFiles, cut: usize, whole: &[usize], lost: usize) -> bool {
    let own: BTreeSet<u64> = records(parts, cut).collect();
    let all: BTreeSet<u64> = whole.iter().flat_map(|&at| records(parts, at)).collect();
    own.len() + lost.max(1) <= all.len()
}

/// Whether whoever stands in the record that was lost is in a whole list; of an address or id that is cut itself, its beginning.
fn names_listed(parts: &TableFiles, whole: &[usize], lost: &Rejection) -> bool {
    let columns = || parts.table.columns().iter().enumerate().filter(|(_, column)| column.kind == Kind::Text);
    let texts = whole.iter().flat_map(|&at| {
        let rows = 0..parts.each[at].batch.rows();
        rows.flat_map(move |row| columns().filter_map(move |(column, _)| parts.text(at, column, row)))
    });
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace();
        words.flat_map(|word| [Some(word.to_lowercase()), normalize_address(word)]).flatten().collect()
    };
    let known: BTreeSet<String> =
        if lost.mentions.is_empty() { BTreeSet::new() } else { texts.flat_map(words).collect() };
    lost.mentions
        .iter()
        .map(|name| name.to_lowercase())
        .all(|name| known.range(name.clone()..).next().is_some_and(|first| first.starts_with(&name)))
}

/// Whether whole logs have everything of the time of a cut one, and go on where it ends.
fn goes_beyond(parts: &TableFiles, cut: usize, whole: &[usize]) -> bool {
    let own = times(&parts.each[cut]);
    let (Some(&first), Some(&last)) = (own.first(), own.last()) else { return false };
    let (low, high) = own.iter().fold((first, first), |(low, high), &at| (low.min(at), high.max(at)));
    let seen: BTreeSet<i128> = own.iter().copied().collect();
    let at_end = |all: &[i128]| all.iter().filter(|&&at| at == last).count();
    let others: Vec<Vec<i128>> = whole.iter().map(|&at| times(&parts.each[at])).collect();
    // A log that was asked for with a filter has only some of the events, and its rest is in no log with all of them.
    let has_all = others.iter().flatten().all(|at| *at <= low || *at >= high || seen.contains(at));
    let is_beyond = |at: &i128| if first <= last { *at > high } else { *at < low };
    has_all && others.iter().any(|other| other.iter().any(is_beyond) || at_end(other) > at_end(&own))
}
