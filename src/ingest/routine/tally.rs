//! The tallies that stay of routine events.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Utc};
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, TimeUnit};
use rayon::prelude::*;

use super::super::merge::{Disposition, FileRows, TableFiles};
use super::{ACTOR_ADDRESS, ACTOR_ID, EVENT, NETWORK, ObservationKey, Record, Resolved};
use crate::data::event_kinds::EventKinds;
use crate::ingest::values::NO_TEXT;
use crate::model::{EventSource, RoutineEvents, normalize_address};
use crate::stats::cross_source::CrossSourceMatcher;

pub(super) const HOUR: i64 = 3_600_000_000;

/// Instant, file and line.
type Place = (i64, u32, u64);

/// How many, and the first and the last of them.
#[derive(Clone, Copy)]
struct Tally {
    count: i64,
    first: Place,
    last: Place,
}

impl Tally {
    const fn of(place: Place) -> Self {
        Self { count: 1, first: place, last: place }
    }

    /// A record that another one stands for: it counts nothing, and says only who was where.
    const fn of_twin(place: Place) -> Self {
        Self { count: 0, first: place, last: place }
    }

    /// The first and the last are of records that count, where there are any.
    fn add(&mut self, other: &Self) {
        match (self.count, other.count) {
            (0, 1..) => (self.first, self.last) = (other.first, other.last),
            (1.., 0) => {}
            _ => {
                self.first = self.first.min(other.first);
                self.last = self.last.max(other.last);
            }
        }
        self.count += other.count;
    }
}

/// Of one type, source and hour in a file.
struct Hour {
    tally: Tally,
    fingerprint: u64,
    line: u64,
}

/// What one file adds: by sight of all files, and by type, source and hour.
#[derive(Default)]
struct Own {
    /// By sight.
    actors: IndexMap<usize, Tally, FixedState>,
    hours: IndexMap<(i64, u32, u32), Hour, FixedState>,
}

/// Folds the events that count.
///
/// # Errors
/// When polars refuses a column, which would be a mistake here.
pub(in crate::ingest) fn fold(parts: &TableFiles, resolved: &Resolved) -> Result<RoutineEvents> {
    let same = reported_twice(parts, resolved);
    let own = |(at, part): (usize, &FileRows)| -> Own {
        let mut own = Own::default();
        for (place, record) in counted(resolved, at, part) {
            own.add(part.file, record, resolved.sight(at, record), &resolved.sights, same.rows.contains(&(at, place)));
        }
        own.hours.sort_unstable_keys();
        own
    };
    let each: Vec<Own> = parts.each.par_iter().enumerate().map(own).collect();
    let mut actors: BTreeMap<usize, Tally> = BTreeMap::new();
    for (sight, tally) in each.iter().flat_map(|own| &own.actors) {
        actors.entry(*sight).and_modify(|all| all.add(tally)).or_insert(*tally);
    }
    let hours =
        parts.each.iter().zip(&each).flat_map(|(part, own)| own.hours.iter().map(|(of, hour)| (part.file, of, hour)));
    Ok(RoutineEvents {
        actors: actors_frame(resolved, &actors)?,
        hours: hours_frame(resolved, &hours.collect::<Vec<_>>())?,
        reported_twice: same.hours,
    })
}

impl Own {
    /// By hour every record counts, as the sources are compared; of an actor what both report counts once.
    fn add(
        &mut self,
        file: u32,
        record: &Record,
        sight: usize,
        sights: &indexmap::IndexSet<ObservationKey>,
        is_twin: bool,
    ) {
        let place = (record.at, file, u64::from(record.line));
        let (tally, of_actor) = (Tally::of(place), if is_twin { Tally::of_twin(place) } else { Tally::of(place) });
        self.actors.entry(sight).and_modify(|all| all.add(&of_actor)).or_insert(of_actor);
        let Some([event, source, ..]) = sights.get_index(sight) else { return };
        let line = u64::from(record.line);
        let hour = Hour { tally, fingerprint: record.fingerprint, line };
        let add = |all: &mut Hour| {
            all.tally.add(&tally);
            all.fingerprint = all.fingerprint.wrapping_add(record.fingerprint);
            all.line = all.line.min(line);
        };
        self.hours.entry((record.at.div_euclid(HOUR), *event, *source)).and_modify(add).or_insert(hour);
    }
}

/// The records of a part that count, with their places.
fn counted<'a>(resolved: &'a Resolved, at: usize, part: &'a FileRows) -> impl Iterator<Item = (usize, &'a Record)> {
    let records = part.batch.routine.records.iter().zip(&resolved.dispositions[at]).enumerate();
    records
        .filter(|(_, (_, disposition))| **disposition == Disposition::Accepted)
        .map(|(place, (record, _))| (place, record))
}

/// The events of the log that report one of the feed.
#[derive(Default)]
struct DuplicateEvents {
    /// Part and place of each.
    rows: BTreeSet<(usize, usize)>,
    /// How many, by the hour of either.
    hours: BTreeMap<(DateTime<Utc>, DateTime<Utc>), u64>,
}

/// Which events of the log report one of the feed. The networks stand for the addresses.
fn reported_twice(parts: &TableFiles, resolved: &Resolved) -> DuplicateEvents {
    let is_feed = |part: &FileRows| part.kind == EventSource::Feed.id();
    let has = |feed: bool| parts.each.iter().any(|part| is_feed(part) == feed && part.batch.routine.len() > 0);
    if !(has(true) && has(false)) {
        return DuplicateEvents::default();
    }
    let kinds = EventKinds::embedded();
    let mut people: IndexMap<String, ()> = IndexMap::new();
    let actors: Vec<Option<usize>> = resolved
        .sights
        .iter()
        .map(|sight| {
            let address = resolved.text(sight[ACTOR_ADDRESS]).and_then(normalize_address);
            let key = address.or_else(|| resolved.text(sight[ACTOR_ID]).map(str::to_owned))?;
            Some(people.insert_full(key, ()).0)
        })
        .collect();
    let mut matcher = CrossSourceMatcher::new(true);
    let mut seen: Vec<(i64, usize)> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (at, part) in parts.each.iter().enumerate() {
        for (place, record) in counted(resolved, at, part) {
            let sight = resolved.sight(at, record);
            let Some((actor, event)) =
                actors[sight].zip(resolved.sights.get_index(sight).and_then(|s| resolved.text(s[EVENT])))
            else {
                continue;
            };
            let names = if is_feed(part) { vec![event] } else { kinds.of_log(event) };
            matcher.add(seen.len(), actor, &names, record.at, is_feed(part), true);
            seen.push((record.at, sight));
            places.push((at, place));
        }
    }
    let network = |row: usize| resolved.sights.get_index(seen[row].1).map_or(NO_TEXT, |sight| sight[NETWORK]);
    let differ = |log: usize, feed: usize| {
        let (log, feed) = (network(log), network(feed));
        log != NO_TEXT && feed != NO_TEXT && log != feed
    };
    let rows = parts.each.iter().filter(|part| is_feed(part)).filter_map(extent);
    let beside = rows.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let mut found = DuplicateEvents::default();
    for (log, feed) in matcher.pairs(beside, differ) {
        found.rows.insert(places[log]);
        let hour = |row: usize| DateTime::from_timestamp_micros(seen[row].0.div_euclid(HOUR) * HOUR);
        if let Some(hours_of) = hour(log).zip(hour(feed)) {
            *found.hours.entry(hours_of).or_default() += 1;
        }
    }
    found
}

/// First and last instant of the rows of a part, in microseconds.
fn extent(part: &FileRows) -> Option<(i64, i64)> {
    let at = part.batch.table.position("at")?;
    let instants = || (0..part.batch.rows()).filter_map(|row| i64::try_from(part.batch.value(at, row)?).ok());
    instants().min().zip(instants().max())
}

fn actors_frame(resolved: &Resolved, actors: &BTreeMap<usize, Tally>) -> Result<DataFrame> {
    const TEXTS: [&str; 7] = ["event", "source", "actor_type", "actor_id", "actor_address", "network", "user_agent"];
    let sights: Vec<&ObservationKey> = actors.keys().filter_map(|sight| resolved.sights.get_index(*sight)).collect();
    let text = |(at, name): (usize, &str)| {
        let texts: Vec<Option<&str>> = sights.iter().map(|sight| resolved.text(sight[at])).collect();
        Series::new(name.into(), texts).into_column()
    };
    let mut columns: Vec<Column> = TEXTS.into_iter().enumerate().map(text).collect();
    let tallies: Vec<&Tally> = actors.values().collect();
    columns.extend(counts(&tallies)?);
    let lasts: Vec<i64> = tallies.iter().map(|one| i64::from(one.last.1)).collect();
    let lines: Vec<i64> = tallies.iter().map(|one| i64::try_from(one.last.2).unwrap_or(i64::MAX)).collect();
    columns.push(Series::new("last_file".into(), lasts).into_column());
    columns.push(Series::new("last_line".into(), lines).into_column());
    columns.push(Series::new("file".into(), tallies.iter().map(|one| one.first.1).collect::<Vec<u32>>()).into_column());
    columns.push(Series::new("line".into(), tallies.iter().map(|one| one.first.2).collect::<Vec<u64>>()).into_column());
    Ok(DataFrame::new(tallies.len(), columns)?)
}

fn hours_frame(resolved: &Resolved, hours: &[(u32, &(i64, u32, u32), &Hour)]) -> Result<DataFrame> {
    let texts = |of: fn(&(i64, u32, u32)) -> u32| -> Vec<Option<&str>> {
        hours.iter().map(|(_, key, _)| resolved.text(of(key))).collect()
    };
    let begin: Vec<i64> = hours.iter().map(|(_, key, _)| key.0 * HOUR).collect();
    let mut columns = vec![
        Series::new("event".into(), texts(|key| key.1)).into_column(),
        Series::new("source".into(), texts(|key| key.2)).into_column(),
        instants("hour", begin)?,
    ];
    columns.extend(counts(&hours.iter().map(|(.., hour)| &hour.tally).collect::<Vec<_>>())?);
    let fingerprints: Vec<u64> = hours.iter().map(|(.., hour)| hour.fingerprint).collect();
    columns.push(Series::new("print".into(), fingerprints).into_column());
    columns.push(Series::new("file".into(), hours.iter().map(|(file, ..)| *file).collect::<Vec<u32>>()).into_column());
    columns
        .push(Series::new("line".into(), hours.iter().map(|(.., hour)| hour.line).collect::<Vec<u64>>()).into_column());
    Ok(DataFrame::new(hours.len(), columns)?)
}

/// The columns `count`, `first` and `last`.
fn counts(tallies: &[&Tally]) -> Result<[Column; 3]> {
    let count: Vec<i64> = tallies.iter().map(|one| one.count).collect();
    let of = |place: fn(&Tally) -> Place| tallies.iter().map(|one| place(one).0).collect::<Vec<i64>>();
    Ok([
        Series::new("count".into(), count).into_column(),
        instants("first", of(|one| one.first))?,
        instants("last", of(|one| one.last))?,
    ])
}

fn instants(name: &str, micros: Vec<i64>) -> Result<Column> {
    Ok(Series::new(name.into(), micros).cast(&DataType::Datetime(TimeUnit::Microseconds, None))?.into_column())
}
