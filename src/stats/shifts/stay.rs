//! Which moves stay: not those that return, falls that are too short, and services that end.

use super::{Search, Shift, WINDOW};

/// A fall has to last longer: the longest usual holiday has two weeks.
const FALL_PERSISTENCE: usize = 14;

impl Search<'_> {
    /// Leaves out what returns, falls that are too short, and services that end.
    pub(super) fn that_stay(&self, found: Vec<Shift>, first: usize) -> Vec<Shift> {
        let ends: Vec<usize> =
            found.iter().skip(1).map(|next| next.start - 1).chain([self.series.values.len() - 1]).collect();
        let mut kept: Vec<Shift> = Vec::new();
        for (at, (shift, end)) in found.iter().zip(ends).enumerate() {
            let shift = Shift { end, ..*shift };
            let lasts = end + 1 - shift.settled;
            let before_that = found[..at].last();
            // A level of less than four weeks between two moves is an excursion: the way back is none.
            let comes_back = before_that.is_some_and(|other| {
                other.is_rise() != shift.is_rise()
                    && shift.start - other.settled < WINDOW
                    && (shift.after - other.before).abs() < 0.5 * (shift.after - shift.before).abs()
            }) || self.was_there(&shift, first);
            let is_dip = !shift.is_rise()
                && (lasts < FALL_PERSISTENCE
                    || found.get(at + 1).is_some_and(|next| {
                        next.is_rise()
                            && lasts < WINDOW
                            && next.after - next.before > 0.5 * (shift.before - shift.after)
                    }));
            let is_end = !shift.is_rise()
                && self.last + 2 < self.series.values.len()
                && self.last < end.max(shift.settled + WINDOW)
                && self.series.values.len() - 1 - self.last >= self.gates.persistence;
            if !comes_back && !is_dip && !is_end {
                kept.push(shift);
            }
        }
        kept
    }

    /// Whether the new level of a rise was there before: a week in the two months before that reached its middle.
    fn was_there(&self, shift: &Shift, first: usize) -> bool {
        let middle = f64::midpoint(
            self.side(shift.start.saturating_sub(WINDOW).max(first), shift.start).map_or(0.0, |side| side.level),
            self.side(shift.settled, (shift.settled + WINDOW).min(shift.end + 1)).map_or(0.0, |side| side.level),
        );
        let from = first.max(shift.start.saturating_sub(2 * WINDOW));
        shift.is_rise()
            && (from..shift.start.saturating_sub(7))
                .any(|day| self.side(day, day + 7).is_some_and(|week| week.level >= middle))
    }
}
