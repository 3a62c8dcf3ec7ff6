//! Reduced copies of a log: fewer columns and no ids, so that their events look like others than those of the whole log.
//!
//! A file whose events state less than those of other files of its kind is a copy where nearly all of its events in their time stand
//! there too: at the same instant, of the same type, and by the same actor as far as both say who. What has ids is compared by them.

use std::collections::BTreeMap;

use super::{Disposition, FileRows, TableFiles};
use crate::ingest::routine::text_key;
use crate::model::counted;

/// Events of a copy from which on it is known as one, and how many of a hundred must stand elsewhere.
const LEAST_EVENTS: usize = 10;
const LEAST_PERCENT: usize = 90;
const SECOND: i64 = 1_000_000;

/// An event as far as two files can agree about it.
struct Sight {
    at: i64,
    event: u64,
    id: u64,
    address: u64,
    place: Place,
}

/// Where it stands in its part: a row, or an everyday event.
#[derive(Clone, Copy)]
enum Place {
    Row(usize),
    Routine(usize),
}

/// Takes the events of reduced copies for duplicates: rows among `dispositions`, everyday events among `parts.copied`.
pub(super) fn take_out(parts: &mut TableFiles, dispositions: &mut [Vec<Disposition>]) {
    let stated: Vec<u32> = parts.each.iter().enumerate().map(|(at, _)| stated(parts, at)).collect();
    let id = 1_u32 << parts.table.position("id").unwrap_or_default();
    for at in 0..parts.each.len() {
        // Most logs have ids: no file need be held against all others.
        if stated[at] & id != 0 || events(&parts.each[at]) < LEAST_EVENTS {
            continue;
        }
        let is_fuller = |other: &usize| {
            let (own, other_states) = (stated[at], stated[*other]);
            let is_one_kind = parts.each[*other].kind == parts.each[at].kind;
            is_one_kind && own != other_states && own & other_states == own
        };
        let fuller: Vec<usize> = (0..parts.each.len()).filter(is_fuller).collect();
        if fuller.is_empty() {
            continue;
        }
        let Some((copied, whole)) = matched(parts, at, &fuller) else { continue };
        let count = copied.len();
        for place in copied {
            match place {
                Place::Row(row) => dispositions[at][row] = Disposition::Duplicate,
                Place::Routine(record) => drop(parts.copied.insert((at, record))),
            }
        }
        let whole = parts.each[whole].path.clone();
        parts.each[at].batch.note(copy_note(count as u64, &whole));
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

fn events(part: &FileRows) -> usize {
    part.batch.rows() + part.batch.routine.len()
}

/// The columns that some event of a part states, as bits.
fn stated(parts: &TableFiles, at: usize) -> u32 {
    let part = &parts.each[at];
    let states = |column: &usize| (0..part.batch.rows()).any(|row| part.batch.value(*column, row).is_some());
    let of_rows = (0..part.batch.values.len()).filter(states).map(|column| 1 << column);
    let names = part.batch.routine.stated().into_iter();
    let of_routine = names.filter_map(|name| Some(1 << parts.table.position(name)?));
    of_rows.chain(of_routine).fold(0, |all: u32, bit: u32| all | bit)
}

/// The events of a part that stand in fuller ones, and the part in which the first of them does; nothing where it is no copy.
fn matched(parts: &TableFiles, at: usize, fuller: &[usize]) -> Option<(Vec<Place>, usize)> {
    let own = sights(parts, at);
    let times = || own.iter().map(|one| one.at.div_euclid(SECOND));
    let (first, last) = (times().min()?, times().max()?);
    let mut others: BTreeMap<(i64, u64), Vec<(usize, Sight)>> = BTreeMap::new();
    let mut extent: Option<(i64, i64)> = None;
    for &other in fuller {
        for sight in sights(parts, other) {
            let second = sight.at.div_euclid(SECOND);
            extent = Some(extent.map_or((second, second), |(from, to)| (from.min(second), to.max(second))));
            if (first..=last).contains(&second) {
                others.entry((second, sight.event)).or_default().push((other, sight));
            }
        }
    }
    let (from, to) = extent?;
    let (mut copied, mut inside, mut whole) = (Vec::new(), 0, None);
    for one in &own {
        let second = one.at.div_euclid(SECOND);
        inside += usize::from((from..=to).contains(&second));
        let Some(open) = others.get_mut(&(second, one.event)) else { continue };
        if let Some(place) = open.iter().position(|(_, other)| is_same(one, other)) {
            whole.get_or_insert(open.swap_remove(place).0);
            copied.push(one.place);
        }
    }
    let is_copy = inside >= LEAST_EVENTS && copied.len() * 100 >= inside * LEAST_PERCENT;
    whole.filter(|_| is_copy).map(|whole| (copied, whole))
}

/// Whether two events of one second and type can be one: a copy may have lost the fractions of its seconds, and who acted.
fn is_same(one: &Sight, other: &Sight) -> bool {
    let is_whole = |at: i64| at.rem_euclid(SECOND) == 0;
    let agree = |a: u64, b: u64| a == 0 || b == 0 || a == b;
    (one.at == other.at || is_whole(one.at)) && agree(one.id, other.id) && agree(one.address, other.address)
}

fn sights(parts: &TableFiles, at: usize) -> Vec<Sight> {
    let part = &parts.each[at];
    let column = |name: &str| parts.table.position(name);
    let text = |name: &str, row: usize| text_key(column(name).and_then(|column| parts.text(at, column, row)));
    let rows = (0..part.batch.rows()).filter_map(|row| {
        Some(Sight {
            at: i64::try_from(part.batch.value(column("at")?, row)?).ok()?,
            event: text("event", row),
            id: text("actor_id", row),
            address: text("actor_address", row),
            place: Place::Row(row),
        })
    });
    let routine = part.batch.routine.each().enumerate().map(|(record, (at, [event, id, address]))| Sight {
        at,
        event: text_key(event),
        id: text_key(id),
        address: text_key(address),
        place: Place::Routine(record),
    });
    rows.chain(routine).collect()
}
