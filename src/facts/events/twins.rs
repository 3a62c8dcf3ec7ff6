//! Which rows of the audit log tell of a deed that the activity feed tells of too.
//!
//! The two sources have no id in common: a deed has an actor, a type and an instant. A row of the log and an event of the feed are one
//! deed where each is the only one near the other; of several within two minutes, those within two seconds. What people do all day
//! comes again within minutes: there only seconds prove anything.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use polars::prelude::StringChunked;

use super::super::coverage::FEED;

/// How far apart the sources may tell of one deed, in microseconds.
const NEAR: i64 = 120_000_000;
/// The same where deeds come close together.
const VERY_NEAR: i64 = 2_000_000;

/// Rows of one actor and type, by instant in microseconds.
#[derive(Default)]
struct Same {
    feed: Vec<(i64, usize)>,
    log: Vec<(i64, usize)>,
    is_everyday: bool,
}

/// Rows by actor and type, where there are two sources.
pub(super) struct Twins<'a> {
    has_both: bool,
    groups: BTreeMap<(usize, &'a str), Same>,
}

impl<'a> Twins<'a> {
    pub(super) fn between(source: &StringChunked) -> Self {
        let has = |is_feed: bool| (0..source.len()).any(|row| (source.get(row) == Some(FEED)) == is_feed);
        Self { has_both: has(true) && has(false), groups: BTreeMap::new() }
    }

    /// Notes a row, under every type of the feed that it may stand for.
    pub(super) fn add(
        &mut self,
        row: usize,
        actor: usize,
        names: &[&'a str],
        at: DateTime<Utc>,
        by_feed: bool,
        is_everyday: bool,
    ) {
        if !self.has_both {
            return;
        }
        for name in names {
            let group = self.groups.entry((actor, name)).or_default();
            group.is_everyday |= is_everyday;
            let rows = if by_feed { &mut group.feed } else { &mut group.log };
            rows.push((at.timestamp_micros(), row));
        }
    }

    /// The rows of the log that tell of an event of the feed, with its row. `differ`: whether two rows cannot be one deed.
    pub(super) fn pairs(self, differ: impl Fn(usize, usize) -> bool) -> BTreeMap<usize, usize> {
        let mut pairs = BTreeMap::new();
        for mut group in self.groups.into_values() {
            if group.feed.is_empty() || group.log.is_empty() {
                continue;
            }
            group.feed.sort_unstable();
            group.log.sort_unstable();
            let spans: &[i64] = if group.is_everyday { &[VERY_NEAR] } else { &[NEAR, VERY_NEAR] };
            for (at, log) in &group.log {
                let twin = spans.iter().find_map(|span| group.twin(*at, *span));
                if let Some(feed) = twin.filter(|feed| !differ(*log, *feed)) {
                    pairs.entry(*log).or_insert(feed);
                }
            }
        }
        pairs
    }
}

impl Same {
    /// The one event of the feed near an instant of the log, where the log has no other near that event.
    fn twin(&self, at: i64, span: i64) -> Option<usize> {
        let (near, feed) = only(&self.feed, at, span)?;
        only(&self.log, near, span)?;
        Some(feed)
    }
}

/// The only row within a span of an instant.
fn only(rows: &[(i64, usize)], at: i64, span: i64) -> Option<(i64, usize)> {
    let from = rows.partition_point(|(when, _)| *when < at - span);
    let mut near = rows[from..].iter().take_while(|(when, _)| *when <= at + span);
    let one = near.next()?;
    near.next().is_none().then_some(*one)
}
