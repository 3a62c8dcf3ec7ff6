//! Routine events: no rows, but tallies by actor and by hour.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::actor::EventActor;
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, EventSource};

/// What somebody did again and again, from one network with one program.
#[derive(Clone, Debug)]
pub(in crate::facts) struct RoutineActor {
    /// The events' type as the source writes it.
    pub(in crate::facts) event: String,
    /// Whether the activity feed says so, and not the audit-log export.
    pub(in crate::facts) by_feed: bool,
    /// Who.
    pub(in crate::facts) actor: EventActor,
    pub(in crate::facts) network: Option<String>,
    pub(in crate::facts) agent: Option<String>,
    pub(in crate::facts) count: u64,
    /// The first and the last event.
    pub(in crate::facts) first: (DateTime<Utc>, Source),
    pub(in crate::facts) last: (DateTime<Utc>, Source),
}

/// Events of one type in an hour, according to one file.
#[derive(Clone, Debug)]
pub(in crate::facts) struct RoutineHour {
    /// The events' type as the source writes it.
    pub(in crate::facts) event: String,
    /// Whether the activity feed says so, and not the audit-log export.
    pub(in crate::facts) by_feed: bool,
    pub(in crate::facts) count: u64,
    pub(in crate::facts) first: DateTime<Utc>,
    pub(in crate::facts) last: DateTime<Utc>,
    /// See [`crate::model::RoutineEvents::hours`].
    pub(in crate::facts) fingerprint: u64,
    /// The file, and the first of the lines.
    pub(in crate::facts) source: Source,
}

/// The tallies by actor.
pub(in crate::facts) fn actors(data: &Dataset) -> Result<Vec<RoutineActor>> {
    let Some(routine) = &data.routine else { return Ok(Vec::new()) };
    let rows = Rows::of(&routine.actors)?;
    let text = |name| rows.text(name);
    let (event, source, kind) = (text("event")?, text("source")?, text("actor_type")?);
    let (id, address) = (text("actor_id")?, text("actor_address")?);
    let (network, agent) = (text("network")?, text("user_agent")?);
    let (count, first, last) = (rows.integer("count")?, rows.instant("first")?, rows.instant("last")?);
    let (file, line) = (rows.integer("last_file")?, rows.integer("last_line")?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let row = |row: usize| {
        let end = Source { file: u32::try_from(file.get(row)?).ok()?, line: u64::try_from(line.get(row)?).ok()? };
        Some(RoutineActor {
            event: owned(event.get(row))?,
            by_feed: source.get(row) == Some(EventSource::Feed.id()),
            actor: EventActor { id: owned(id.get(row)), address: owned(address.get(row)), kind: owned(kind.get(row)) },
            network: owned(network.get(row)),
            agent: owned(agent.get(row)),
            count: u64::try_from(count.get(row)?).ok()?,
            first: (first.get(row)?, rows.source(row)),
            last: (last.get(row)?, end),
        })
    };
    Ok((0..rows.len()).filter_map(row).collect())
}

/// The tallies by file, type and hour.
pub(in crate::facts) fn hours(data: &Dataset) -> Result<Vec<RoutineHour>> {
    let Some(routine) = &data.routine else { return Ok(Vec::new()) };
    let rows = Rows::of(&routine.hours)?;
    let (event, source) = (rows.text("event")?, rows.text("source")?);
    let (count, first, last) = (rows.integer("count")?, rows.instant("first")?, rows.instant("last")?);
    let fingerprint = routine.hours.column("print")?.u64()?;
    let row = |row: usize| {
        Some(RoutineHour {
            event: event.get(row)?.to_owned(),
            by_feed: source.get(row) == Some(EventSource::Feed.id()),
            count: u64::try_from(count.get(row)?).ok()?,
            first: first.get(row)?,
            last: last.get(row)?,
            fingerprint: fingerprint.get(row)?,
            source: rows.source(row),
        })
    };
    Ok((0..rows.len()).filter_map(row).collect())
}
