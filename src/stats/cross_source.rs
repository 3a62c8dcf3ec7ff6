//! Which rows of the audit log report an action that the activity feed reports too.
//!
//! The two sources have no id in common: an action has an actor, a type and an instant. A row of the log and an event of the feed are one
//! action where each is the only one near the other; of several within two minutes, those within two seconds if they are as many in
//! both. What people do all day
//! comes again within minutes: there only seconds count, and only where both sources do report that type, so that most rows of the
//! log have their event. Where few have one, these are chance. Instants are microseconds.

use std::collections::BTreeMap;

/// How far apart the sources may report one action, in microseconds.
const NEAR: i64 = 120_000_000;
/// The same where actions come close together.
const VERY_NEAR: i64 = 2_000_000;

/// Rows of one actor and type, by instant in microseconds.
#[derive(Debug, Default)]
struct Same {
    feed: Vec<(i64, usize)>,
    log: Vec<(i64, usize)>,
    is_everyday: bool,
}

/// Rows by actor and type, where there are two sources.
#[derive(Debug)]
pub struct CrossSourceMatcher<'a> {
    has_both: bool,
    groups: BTreeMap<(usize, &'a str), Same>,
}

/// Of one everyday type: how many rows of the log there are while there is a feed, and those with an event, as pairs of rows.
type Everyday = (usize, Vec<(usize, usize)>);

impl<'a> CrossSourceMatcher<'a> {
    /// No rows yet; with one source only there will be no pairs, and nothing is kept.
    #[must_use]
    pub const fn new(has_both: bool) -> Self {
        Self { has_both, groups: BTreeMap::new() }
    }

    /// Notes a row, under every type of the feed that it may stand for.
    pub fn add(&mut self, row: usize, actor: usize, names: &[&'a str], at: i64, by_feed: bool, is_everyday: bool) {
        if !self.has_both {
            return;
        }
        for name in names {
            let group = self.groups.entry((actor, name)).or_default();
            group.is_everyday |= is_everyday;
            let rows = if by_feed { &mut group.feed } else { &mut group.log };
            rows.push((at, row));
        }
    }

    /// The rows of the log that report an event of the feed, with its row. `beside`: first and last instant of other events of the
    /// feed. `differ`: whether two rows cannot be one action.
    #[must_use]
    pub fn pairs(self, beside: Option<(i64, i64)>, differ: impl Fn(usize, usize) -> bool) -> BTreeMap<usize, usize> {
        let mut pairs = BTreeMap::new();
        let own = self.groups.values().flat_map(|group| &group.feed).map(|(at, _)| *at);
        let reported = own.chain(beside.into_iter().flat_map(|(first, last)| [first, last]));
        let (Some(from), Some(to)) = (reported.clone().min(), reported.max()) else { return pairs };
        // Of types of everyday: rows of the log while there is a feed, and their events.
        let mut everyday: BTreeMap<&str, Everyday> = BTreeMap::new();
        for ((_, name), mut group) in self.groups {
            group.feed.sort_unstable();
            group.log.sort_unstable();
            let spans: &[i64] = if group.is_everyday { &[VERY_NEAR] } else { &[NEAR, VERY_NEAR] };
            for (at, log) in &group.log {
                let twin = spans.iter().find_map(|span| group.twin((*at, *log), *span));
                let twin = twin.filter(|feed| !differ(*log, *feed));
                if group.is_everyday {
                    let (rows, found) = everyday.entry(name).or_default();
                    *rows += usize::from(from <= *at && *at <= to);
                    found.extend(twin.map(|feed| (*log, feed)));
                } else if let Some(feed) = twin {
                    pairs.entry(*log).or_insert(feed);
                }
            }
        }
        pairs.extend(
            everyday.into_values().filter(|(rows, found)| found.len() * 2 > *rows).flat_map(|(_, found)| found),
        );
        pairs
    }
}

impl Same {
    /// The event of the feed that a row of the log reports, where as many rows as events lie near: several, as when two members are
    /// removed at once, are in one order in both sources. Two minutes are long enough for one only.
    fn twin(&self, (at, log): (i64, usize), span: i64) -> Option<usize> {
        let (events, rows) = (near(&self.feed, at, span), near(&self.log, at, span));
        let is_sure = events.len() == rows.len() && (span == VERY_NEAR || rows.len() == 1);
        let place = rows.iter().position(|(_, row)| *row == log).filter(|_| is_sure)?;
        let (reported, feed) = events[place];
        (near(&self.log, reported, span).len() == rows.len()).then_some(feed)
    }
}

/// The rows within a span of an instant.
fn near(rows: &[(i64, usize)], at: i64, span: i64) -> &[(i64, usize)] {
    let from = rows.partition_point(|(when, _)| *when < at - span);
    let until = rows.partition_point(|(when, _)| *when <= at + span);
    &rows[from..until]
}
