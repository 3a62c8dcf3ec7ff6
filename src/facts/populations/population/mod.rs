//! Population proof: replaying the activity feed must reproduce the lists of keys, members and workspaces.
//!
//! A list says what is there now, the feed what happened. Where both cover the same days, what the list has must have been there
//! before or have come to be by an event, and what came to be must be listed or have ended by an event.

mod beginnings;
mod compare;
mod count;
mod memberships;
mod replay;

use anyhow::Result;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::wholeness::{Shortage, Wholeness};
use crate::facts::coverage::Runs;
use crate::facts::frame::Source;
use crate::facts::lists::Lists;
use crate::facts::log::Events;
use crate::facts::log::LoggingOff;
use crate::model::{
    Confidence, Dataset, EventSource, Input, Period, PopulationProof, Table, counted, normalize_address,
};
use compare::Window;
use memberships::Memberships;
use replay::{LifecycleEvents, Replay};

/// How much of the feed's ends is left out: events are written within a minute.
const SLACK: Duration = Duration::minutes(5);

/// Keys that the feed knows by other ids, so that the count leaves them out.
const OF_THE_ORGANIZATION: &str = "keys of the organization, which the feed knows by other ids";
/// Workspaces of which the feed has no beginning.
const NOBODY_MAKES: &str = "Default and Claude Code, which nobody makes";

/// One population, counted twice: by its list and by the events.
#[derive(Clone, Debug)]
pub struct Population {
    /// Its table: keys, members or workspaces.
    pub table: Table,
    /// Listed and not archived.
    pub listed: u64,
    /// What the count leaves out of the list, and how much of it.
    pub left_out: Vec<(&'static str, u64)>,
    /// Of those, or ended since: there before the feed's first event.
    pub at_start: u64,
    /// Came to be by an event.
    pub created: u64,
    /// Ended by an event.
    pub ended: u64,
    /// Listed objects that the feed cannot explain, and the other way round.
    pub unexplained: Vec<Unexplained>,
    /// Why the feed proves nothing of it, where it does not.
    pub unproven: Option<String>,
}

/// An object of which list and feed say different things.
#[derive(Clone, Debug)]
pub struct Unexplained {
    /// Its id.
    pub id: String,
    /// Its name or address, where listed.
    pub name: Option<String>,
    /// What does not fit, in a sentence.
    pub why: String,
    /// 1 where the list has it and the feed has not, -1 the other way round, 0 where both have it or neither.
    pub effect: i64,
    /// How sure: the list may have been exported before an event, and the feed may have been switched off.
    pub confidence: Confidence,
    /// Places, each with what stands there.
    pub sources: Vec<(Source, String)>,
}

/// Every population over the days of the feed.
#[derive(Clone, Debug, Default)]
pub struct Populations {
    /// The days of the count: the feed's latest unbroken run, from the period's first day on. None without a feed.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Keys, members, workspaces: those that are listed.
    pub all: Vec<Population>,
    /// Memberships of workspaces.
    pub memberships: Memberships,
}

/// A listed object, whatever it is.
struct ListEntry<'a> {
    /// Its id and other names that events may know it by.
    ids: Vec<String>,
    name: Option<&'a str>,
    since: Option<DateTime<Utc>>,
    ended: bool,
    ended_at: Option<DateTime<Utc>>,
    /// Whether it is somebody who can be let in.
    is_person: bool,
    /// Status or role, in the feed's words.
    state: Option<String>,
    source: Source,
}

impl Populations {
    pub(in crate::facts) fn read(
        data: &Dataset,
        (lists, wholeness): (&Lists, &Wholeness),
        (events, feed, logging_off): (&Events, &Runs, &LoggingOff),
        period: Period,
        as_of: DateTime<Utc>,
    ) -> Result<Self> {
        let Some(run) = feed.latest(1) else { return Ok(Self::default()) };
        let replay = Replay::read(data, events, lists)?;
        let Some((start, end)) = crate::facts::coverage::feed_extent(data, events, run)? else {
            return Ok(Self::default());
        };
        let since = if period.start <= run.until { run.since.max(period.start) } else { run.since };
        let count_from = since.and_time(NaiveTime::MIN).and_utc();
        let window = Window {
            start: start + SLACK,
            end: end - SLACK,
            count_from,
            as_of,
            feed_cut: feed_cut(data),
            taken: &data.taken,
            replay: &replay,
            logging_off,
        };
        let mut all = Vec::new();
        for (table, listed, lives, (all_listed, others)) in [
            (Table::Keys, keys(lists, &replay.keys), &replay.keys, (lists.keys.len(), OF_THE_ORGANIZATION)),
            (Table::Members, members(lists), &replay.members, (lists.members.len(), "")),
            (Table::Workspaces, workspaces(lists), &replay.workspaces, (lists.workspaces.len(), NOBODY_MAKES)),
        ] {
            if data.has(table) {
                let cut = wholeness.cuts.get(&table).map(String::as_str);
                let mut population = window.compare(table, &listed, lives, (cut, lists));
                // What was there at the start is known from the list alone: the last report counted it too.
                let shortage = wholeness.gaps.get(&table).and_then(|gaps| gaps.shortage.as_ref());
                population.left_out.push((others, (all_listed - listed.len()) as u64));
                population.unproven = population.unproven.or_else(|| shortage.map(Shortage::says));
                all.push(population);
            }
        }
        let memberships = window.memberships(lists, &replay.memberships);
        Ok(Self { days: Some((since, run.until)), all, memberships })
    }

    /// In numbers, for the report.
    #[must_use]
    pub fn proofs(&self) -> Vec<PopulationProof> {
        let Some((since, until)) = self.days else { return Vec::new() };
        let proof = |one: &Population| PopulationProof {
            table: one.table.id().to_owned(),
            title: one.table.title().to_owned(),
            since,
            until,
            listed: one.listed,
            at_start: one.at_start,
            created: one.created,
            ended: one.ended,
            unexplained: one.unexplained.len() as u64,
            unproven: one.unproven.clone(),
        };
        self.all.iter().map(proof).collect()
    }
}

/// One of so many records that cannot be read may be an event that seems to be missing.
const MOST_UNREAD: u64 = 100;

/// How a file of the feed is cut, or unread in part, by what it or its pages say.
fn feed_cut(data: &Dataset) -> Option<String> {
    let is_feed = |kind: Option<&str>| kind == Some(EventSource::Feed.id());
    let mut files = data.inputs.iter().zip(&data.remarks).filter(|(input, _)| is_feed(input.kind.as_deref()));
    let unread = |input: &Input| {
        let is_much = input.rejected > 0 && input.rejected * MOST_UNREAD >= input.rows;
        is_much.then(|| format!("has {} of {} that could not be read", input.rejected, counted(input.rows, "record")))
    };
    files
        .find_map(|(input, remarks)| Some(format!("{} {}", input.path, remarks.cut.clone().or_else(|| unread(input))?)))
}

/// Keys of workspaces. Keys of the organization (admin keys) have other ids in the feed; where one has its own there, it is judged
/// like the others.
fn keys<'a>(lists: &'a Lists, lives: &LifecycleEvents) -> Vec<ListEntry<'a>> {
    let in_the_feed = lists.keys.iter().filter(|key| !key.organization_scoped || lives.contains_key(&key.id));
    let listed = in_the_feed.map(|key| ListEntry {
        ids: vec![key.id.clone()],
        name: Some(key.name.as_str()),
        since: key.created_at,
        ended: key.status == "archived",
        ended_at: None,
        is_person: false,
        // A key expires without an event.
        state: (key.status != "expired").then(|| key.status.clone()),
        source: key.source,
    });
    listed.collect()
}

fn members(lists: &Lists) -> Vec<ListEntry<'_>> {
    let listed = lists.members.iter().map(|member| ListEntry {
        ids: [Some(member.id.clone()), normalize_address(&member.address)].into_iter().flatten().collect(),
        name: Some(member.address.as_str()),
        since: member.added_at,
        ended: false,
        ended_at: None,
        is_person: true,
        state: member.role.clone(),
        source: member.source,
    });
    listed.collect()
}

/// Workspaces that people make. Default is nobody's, and Claude Code's comes with its first use.
fn workspaces(lists: &Lists) -> Vec<ListEntry<'_>> {
    let made = lists.workspaces.iter().filter(|workspace| !workspace.is_default() && !workspace.is_claude_code());
    let listed = made.map(|workspace| ListEntry {
        ids: vec![workspace.id.clone()],
        name: Some(workspace.name.as_str()),
        since: workspace.created_at,
        ended: workspace.archived_at.is_some(),
        ended_at: workspace.archived_at,
        is_person: false,
        state: None,
        source: workspace.source,
    });
    listed.collect()
}
