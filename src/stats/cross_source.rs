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

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of rows of one actor and type: each row by its milliseconds, and whether the feed has it.
    fn paired(rows: &[(i64, bool)], is_everyday: bool, beside: Option<(i64, i64)>) -> Vec<(usize, usize)> {
        let mut matcher = CrossSourceMatcher::new(true);
        for (row, (at, by_feed)) in rows.iter().enumerate() {
            matcher.add(row, 0, &["type"], at * 1_000, *by_feed, is_everyday);
        }
        let beside = beside.map(|(first, last)| (first * 1_000, last * 1_000));
        matcher.pairs(beside, |_, _| false).into_iter().collect()
    }

    const LOG: bool = false;
    const FEED: bool = true;

    #[test]
    fn the_only_ones_within_two_minutes_are_one_action() {
        for (log, is_one) in [(120_000, true), (120_001, false), (-120_000, true), (-120_001, false), (0, true)] {
            let found = paired(&[(0, FEED), (log, LOG)], false, None);
            assert_eq!(found, if is_one { vec![(1, 0)] } else { vec![] }, "{log} ms");
        }
        assert_eq!(paired(&[(0, FEED), (60_000, LOG), (-60_000, LOG)], false, None), [], "two rows and one event");
        assert_eq!(paired(&[(-60_000, FEED), (60_000, FEED), (0, LOG)], false, None), [], "two events and one row");
        let chain = [(0, FEED), (100_000, LOG), (-100_000, LOG)];
        assert_eq!(paired(&chain, false, None), [], "the event has another row as near");
    }

    #[test]
    fn of_several_those_within_two_seconds_are_one_in_the_order_of_both() {
        let near = [(0, LOG), (30_000, LOG), (2_000, FEED), (32_001, FEED)];
        assert_eq!(paired(&near, false, None), [(0, 2)], "two seconds, and a millisecond more");
        assert_eq!(paired(&[(0, LOG), (500, LOG), (700, FEED), (200, FEED)], false, None), [(0, 3), (1, 2)]);
        assert_eq!(paired(&[(0, LOG), (500, LOG), (200, FEED)], false, None), [], "not as many in both");
    }

    #[test]
    fn everyday_actions_pair_within_seconds_and_where_most_have_an_event() {
        let every = |log: &[i64]| -> Vec<(i64, bool)> {
            let feed = [0, 1_000_000, 2_000_000, 3_000_000].map(|at| (at, FEED));
            feed.into_iter().chain(log.iter().map(|at| (*at, LOG))).collect()
        };
        assert_eq!(paired(&every(&[2_000, 1_000_000]), true, None), [(4, 0), (5, 1)]);
        assert_eq!(paired(&every(&[3_000]), true, None), [], "three seconds");
        assert_eq!(paired(&every(&[0, 1_000_000, 500_000, 1_500_000]), true, None), [], "half of them may be chance");
        assert_eq!(paired(&every(&[0, 1_000_000, 500_000]), true, None), [(4, 0), (5, 1)], "most of them are not");
        // While there is no feed, no row has an event.
        let outside = every(&[0, 1_000_000, 500_000, -900_000, 3_900_000]);
        assert_eq!(paired(&outside, true, None).len(), 2);
        assert_eq!(paired(&outside, true, Some((-900_000, 3_900_000))), [], "other events show that there is one");
        let edge = every(&[0, 3_000_000, 500_000, 2_500_000]);
        assert_eq!(paired(&edge, true, None), [], "its first and last instant are within it");
    }

    #[test]
    fn what_is_another_s_or_differs_is_no_pair() {
        let found = |actors: [usize; 2], names: [&'static str; 2], has_both: bool, differ: bool| {
            let mut matcher = CrossSourceMatcher::new(has_both);
            matcher.add(0, actors[0], &[names[0]], 0, FEED, false);
            matcher.add(1, actors[1], &["other", names[1]], 0, LOG, false);
            matcher.pairs(None, |log, feed| differ && (log, feed) == (1, 0)).len()
        };
        assert_eq!(found([7, 7], ["type", "type"], true, false), 1);
        assert_eq!(found([7, 8], ["type", "type"], true, false), 0);
        assert_eq!(found([7, 7], ["type", "third"], true, false), 0);
        assert_eq!(found([7, 7], ["type", "type"], false, false), 0);
        assert_eq!(found([7, 7], ["type", "type"], true, true), 0);
    }
}
