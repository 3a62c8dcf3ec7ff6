//! Copies of a log that state less, or write it otherwise: without ids, so that their events look like others than those of the log.
//!
//! Where a program between the export and the copy has left out columns, cut times to the second or minute, or cut texts, no row is equal
//! to its own. A file is such a copy of fuller ones of its kind where nearly all of its events in their time stand there too: at the same
//! instant as far as both say, of the same type, and with nothing in them that contradicts. Of each event a file then counts as many as
//! no other one has: two that are alike stay two. What has ids is compared by them.

mod fullness;
mod sight;
mod stand;

use std::collections::{BTreeMap, BTreeSet};

use self::fullness::Fullness;
use self::sight::{Likeness, Sight};
use self::stand::{Place, Stand, apart};
use super::{Disposition, FileRows, TableFiles};
use crate::model::counted;

/// Events of a copy from which on it is known as one, each of another second, and how many of a hundred must stand elsewhere. What happens
/// in a few seconds may be done twice.
const LEAST_EVENTS: usize = 10;
const LEAST_PERCENT: usize = 90;
/// In microseconds.
const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;

/// The events of a copy that fuller files state too, and the file in which the first of them stands.
struct Copy {
    places: Vec<Place>,
    whole: usize,
}

/// Takes the events of copies for duplicates: rows among `dispositions`, everyday events among `parts.copied`.
pub(super) fn take_out(parts: &mut TableFiles, dispositions: &mut [Vec<Disposition>]) {
    let ids: Vec<bool> = (0..parts.each.len()).map(|at| fullness::has_ids(parts, at)).collect();
    let may_be = |at: &usize| !ids[*at] && events(&parts.each[*at]) >= LEAST_EVENTS;
    // Most logs have ids: no file need be held against all others.
    let has_other =
        |at: &usize| (0..ids.len()).any(|other| other != *at && parts.each[other].kind == parts.each[*at].kind);
    let mut order: Vec<usize> = (0..ids.len()).filter(|at| may_be(at) && has_other(at)).collect();
    if order.is_empty() {
        return;
    }
    let full: Vec<Fullness> = (0..ids.len()).map(|at| Fullness::of(parts, at)).collect();
    order.sort_by(|a, b| full[*b].rank().cmp(&full[*a].rank()));
    let mut gone: BTreeSet<(usize, Place)> = BTreeSet::new();
    for at in order {
        let is_fuller = |other: &usize| {
            let is_one_kind = parts.each[*other].kind == parts.each[at].kind;
            is_one_kind && full[*other].overlaps(&full[at]) && full[*other].rank() > full[at].rank()
        };
        let fuller: Vec<usize> = (0..ids.len()).filter(is_fuller).collect();
        // A file a day, as schedulers write them: nothing of one stands in another.
        if fuller.is_empty() {
            continue;
        }
        let Some(copy) = matched(parts, &full, &gone, at, &fuller) else { continue };
        let (count, whole) = (copy.places.len() as u64, parts.each[copy.whole].path.clone());
        for place in copy.places {
            gone.insert((at, place));
            match place {
                Place::Row(row) => dispositions[at][row] = Disposition::Duplicate,
                Place::Routine(record) => drop(parts.copied.insert((at, record))),
            }
        }
        let note = if full[at].states_less_than(&full[copy.whole]) {
            copy_note(count, &whole)
        } else {
            rewritten_note(count, &whole)
        };
        parts.each[at].batch.note(note);
    }
}

/// What to say of a copy.
pub(in crate::ingest) fn copy_note(count: u64, whole: &str) -> String {
    let verb = if count == 1 { "counts" } else { "count" };
    format!(
        "a copy of the log with fewer fields: {} of it {verb} in {whole}, which states more",
        counted(count, "event")
    )
}

/// What to say of a copy that has every column, and other words or times in it.
fn rewritten_note(count: u64, whole: &str) -> String {
    let verb = if count == 1 { "counts" } else { "count" };
    format!("a copy of the log that something rewrote: {} of it {verb} in {whole}", counted(count, "event"))
}

fn events(part: &FileRows) -> usize {
    part.batch.rows() + part.batch.routine.len()
}

/// The events of a part that fuller ones state otherwise; nothing where it is no copy of them.
fn matched(
    parts: &TableFiles,
    full: &[Fullness],
    gone: &BTreeSet<(usize, Place)>,
    at: usize,
    fuller: &[usize],
) -> Option<Copy> {
    // Where one of two writes minutes only, the other one's seconds tell nothing.
    let step_of = |other: usize| if full[at].by_minute || full[other].by_minute { MINUTE } else { SECOND };
    let step = fuller.iter().map(|&other| step_of(other)).max()?;
    let extents: Vec<(i64, i64)> = fuller.iter().filter_map(|&other| full[other].extent).collect();
    let is_inside = |one: &Stand| {
        let when = one.at.div_euclid(step);
        extents.iter().any(|(from, to)| (from.div_euclid(step)..=to.div_euclid(step)).contains(&when))
    };
    let own: Vec<Stand> = stand::of(parts, at).filter(is_inside).collect();
    let moments: BTreeSet<i64> = own.iter().map(|one| one.at.div_euclid(step)).collect();
    if moments.len() < LEAST_EVENTS {
        return None;
    }
    let of_others = fuller.iter().flat_map(|&other| stand::of(parts, other));
    let (first, last) = full[at].extent?;
    let is_near = |one: &Stand| (first.div_euclid(step)..=last.div_euclid(step)).contains(&one.at.div_euclid(step));
    let is_there = |one: &Stand| gone.is_empty() || !gone.contains(&(one.part, one.place));
    let others: Vec<Stand> = of_others.filter(|one| is_near(one) && is_there(one)).collect();
    let inside = own.len();
    let (rest, open) = apart(own, others);
    let equal = inside - rest.len();
    if rest.is_empty() {
        return None;
    }
    let mut by_time: BTreeMap<(i64, u64), Vec<Sight>> = BTreeMap::new();
    for sight in open.iter().map(|one| Sight::of(parts, one)) {
        by_time.entry((sight.stand.at.div_euclid(step), sight.event)).or_default().push(sight);
    }
    let mut rest: Vec<Sight> = rest.iter().map(|one| Sight::of(parts, one)).collect();
    rest.sort_by_key(|one| one.stand.place);
    let (mut places, mut whole) = (Vec::new(), None);
    // Those that say most alike first: of two deletions in one second each finds its own.
    for wanted in [Likeness::Details, Likeness::NoContradiction] {
        rest.retain(|one| {
            let Some(open) = by_time.get_mut(&(one.stand.at.div_euclid(step), one.event)) else { return true };
            let is_same = |other: &Sight| {
                let both = step_of(other.stand.part);
                one.is_at_time_of(other, both) && one.is_like(other, parts) >= Some(wanted)
            };
            let Some(found) = open.iter().position(is_same) else { return true };
            whole.get_or_insert(open.swap_remove(found).stand.part);
            places.push(one.stand.place);
            false
        });
    }
    let is_copy = (equal + places.len()) * 100 >= inside * LEAST_PERCENT;
    whole.filter(|_| is_copy).map(|whole| Copy { places, whole })
}
