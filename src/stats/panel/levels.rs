//! Where the money of a new level came from, or went.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Panel, SeriesOwner, mean};
use crate::stats::median::median;
use crate::stats::shifts::Shift;

/// Share of a move that others must account for.
const MOVED: f64 = 0.5;
/// Times the move that one of them may have changed by: more is an event of its own.
const FITS: f64 = 1.5;
/// How far apart a move and the change of one other may be, as a share, and how far on weekends, as a share of the move: what moved has the
/// weekends that it had.
const ALIKE: f64 = 0.25;
const WEEKENDS: f64 = 0.25;
/// The same for one that ended or began with it.
const ALIKE_ALL: f64 = 0.3;
/// The same for one of another workspace, chosen on the training seeds of `benches/ANOMALIES.md`: among many, one that fits by chance is
/// soon found.
const CLOSE: f64 = 0.1;
const CLOSE_WEEKENDS: f64 = 0.12;
const CLOSE_ALL: f64 = 0.2;
/// Places of which at most one may have such a change by chance.
const RARE: usize = 5;
/// Days right next to a move that have to lie on the two levels, and share of a usual day below which a weekday tells nothing of them.
const BESIDE: usize = 4;
const IDLE_WEEKDAY: f64 = 0.1;
/// Lower over higher level from which a series took part, and does not merely scatter.
const TOOK_PART: f64 = 0.6;
/// Standard errors of its own days by which it has to have changed.
const SCORE: f64 = 3.5;
/// Days to either side that are compared.
pub(super) const WINDOW: usize = 28;
/// Days right next to a move in which whoever takes part has most of its change.
const WEEK: usize = 7;
/// Share of the new level under which a series had not begun, or has ended.
const NOTHING: f64 = 0.05;

/// Days before and after a move.
#[must_use]
pub fn windows(shift: &Shift) -> (Range<usize>, Range<usize>) {
    (shift.start.saturating_sub(WINDOW)..shift.start, shift.settled..(shift.settled + WINDOW).min(shift.end + 1))
}

/// A day's mean before and after.
#[must_use]
pub fn levels(values: &[f64], shift: &Shift) -> (f64, f64) {
    let (before, after) = windows(shift);
    (mean(values, before), mean(values, after))
}

/// A series that took part in a move.
#[derive(Clone, Copy, Debug)]
struct Change {
    of: usize,
    /// What a day changed by.
    daily: f64,
    /// What a weekend's day changed by.
    weekend: f64,
    /// Whether it had next to nothing before, or has since.
    is_all: bool,
}

impl Panel<'_> {
    /// Leaves out moves whose money came from others or went there, and wholes that moved because keys began or ended.
    pub(super) fn that_are_new(&self, all: Vec<(usize, Shift)>) -> Vec<(usize, Shift)> {
        let mut changes = Changes { panel: self, by_days: BTreeMap::new() };
        let ended_for = self.ended_for(&all);
        all.into_iter()
            .zip(ended_for)
            .filter(|((at, shift), is_explained)| {
                !is_explained
                    && !changes.came_from_others(*at, shift)
                    && !self.is_mix_of_levels(*at, shift)
                    && !self.is_turnover(*at, shift)
            })
            .map(|(level, _)| level)
            .collect()
    }

    /// Whether a model moved against all others together: the mix changed, and the sum stayed.
    fn is_mix_of_levels(&self, at: usize, shift: &Shift) -> bool {
        let Some(others) = self.other_models(at) else { return false };
        let (before, after) = levels(&others, shift);
        let lost = shift.per_day().signum() * (before - after);
        lost >= MOVED * shift.per_day().abs() && is_beyond_scatter(&others, shift, after - before)
    }

    /// Whether a whole moved because keys of it began, or ended.
    fn is_turnover(&self, at: usize, shift: &Shift) -> bool {
        let begun_or_ended: f64 = (0..self.members.len())
            .filter(|&key| self.is_inside(at, key))
            .map(|key| levels(self.values(key), shift))
            .filter(|(before, after)| before.min(*after) < NOTHING * before.max(*after))
            .map(|(before, after)| shift.per_day().signum() * (after - before))
            .sum();
        begun_or_ended >= MOVED * shift.per_day().abs()
    }
}

/// Who changed its level on which days: asked once for the same days.
struct Changes<'p, 'v> {
    panel: &'p Panel<'v>,
    by_days: BTreeMap<(usize, usize, usize), Vec<Change>>,
}

impl Changes<'_, '_> {
    /// Every series that has another level behind the move, beyond its own scatter, and from these days on.
    fn on(&mut self, shift: &Shift) -> &[Change] {
        let panel = self.panel;
        self.by_days.entry((shift.start, shift.settled, shift.end.min(shift.settled + WINDOW))).or_insert_with(|| {
            let change = |at: usize| -> Option<Change> {
                let (before, after) = levels(panel.values(at), shift);
                let is_one = panel.took_part(at, shift, (before, after)) && panel.turns(at, shift);
                is_one.then(|| {
                    let is_all = before.min(after) < NOTHING * before.max(after);
                    Change { of: at, daily: after - before, weekend: panel.weekend(at, shift), is_all }
                })
            };
            (0..panel.members.len()).filter_map(change).collect()
        })
    }

    /// Whether others changed the other way by as much: some of the same workspace together, or one of any other.
    fn came_from_others(&mut self, at: usize, shift: &Shift) -> bool {
        let panel = self.panel;
        let own = panel.members[at].whose;
        // A workspace's money comes from keys of others.
        let is_near = |other: usize| panel.members[other].whose == own || !matches!(own, SeriesOwner::Key(_));
        self.is_lost(at, shift, &|other| panel.is_partner(at, other) && is_near(other))
            || self.is_handed_over(at, shift, &|other| panel.is_partner(at, other), [CLOSE, CLOSE_WEEKENDS, CLOSE_ALL])
    }

    fn is_lost(&mut self, at: usize, shift: &Shift, is_partner: &dyn Fn(usize) -> bool) -> bool {
        let (up, own) = (shift.per_day().signum(), shift.per_day().abs());
        let lost = |changes: &[Change]| -> f64 {
            // What others lost less what they won: a rotation between two of them on the same days gave nothing away.
            let partners = changes.iter().filter(|one| is_partner(one.of) && one.daily.abs() <= FITS * own);
            partners.map(|one| -up * one.daily).sum::<f64>().max(0.0)
        };
        let here = lost(self.on(shift));
        if here < MOVED * own {
            return false;
        }
        // As much on other days is chance.
        let places = elsewhere(shift, self.panel.values(0).len());
        let most = places.iter().map(|other| lost(self.on(other))).fold(0.0, f64::max);
        here - most >= MOVED * own || self.is_handed_over(at, shift, is_partner, [ALIKE, WEEKENDS, ALIKE_ALL])
    }

    /// Whether one lost as much as this one won, so that what both have together did not move: apart by no more than this, on weekends, and
    /// for one that ended or began.
    fn is_handed_over(
        &mut self,
        at: usize,
        shift: &Shift,
        is_partner: &dyn Fn(usize) -> bool,
        [close, weekends, of_all]: [f64; 3],
    ) -> bool {
        let own_weekend = self.panel.weekend(at, shift);
        let (up, own) = (shift.per_day().signum(), shift.per_day().abs());
        let alike = |changes: &[Change]| {
            let is_alike = |one: &&Change| {
                let (close, weekends) = if one.is_all { (of_all, of_all) } else { (close, weekends) };
                one.daily * up < 0.0
                    && (one.daily.abs() - own).abs() <= close * own
                    && (one.weekend + own_weekend).abs() <= weekends * own
            };
            changes.iter().filter(|one| is_partner(one.of)).filter(is_alike).count()
        };
        if alike(self.on(shift)) == 0 {
            return false;
        }
        let places = elsewhere(shift, self.panel.values(0).len());
        let chance: usize = places.iter().map(|other| alike(self.on(other))).sum();
        chance * RARE <= places.len()
    }
}

/// The same move on other days: every ten, as far as there are days enough on both sides.
fn elsewhere(shift: &Shift, days: usize) -> Vec<Shift> {
    let length = shift.settled - shift.start;
    let is_far = |start: &usize| start.abs_diff(shift.start) > WEEK + length;
    let one =
        |start: usize| Shift { start, settled: start + length, end: (start + length + WINDOW).min(days - 1), ..*shift };
    (WEEK..days.saturating_sub(WEEK + length)).step_by(10).filter(is_far).map(one).collect()
}

impl Panel<'_> {
    /// What a weekend's day changed by.
    fn weekend(&self, at: usize, shift: &Shift) -> f64 {
        let (before, after) = windows(shift);
        let level = |days: Range<usize>| {
            let is_weekend = |day: &usize| (self.first_weekday + day) % 7 >= 5;
            let (sum, count) =
                days.filter(is_weekend).fold((0.0, 0_u32), |(sum, count), day| (sum + self.values(at)[day], count + 1));
            sum / f64::from(count.max(1))
        };
        level(after) - level(before)
    }

    /// Whether a series changed its level with the move: far, beyond its own scatter, and from these days on; what changed weeks earlier
    /// or later in the windows gave nothing and took nothing.
    fn took_part(&self, at: usize, shift: &Shift, (before, after): (f64, f64)) -> bool {
        let values = self.values(at);
        let next_to =
            (shift.start.saturating_sub(WEEK)..shift.start, shift.settled..(shift.settled + WEEK).min(shift.end + 1));
        let week = (mean(values, next_to.0), mean(values, next_to.1));
        before.min(after) < TOOK_PART * before.max(after)
            && (week.1 - week.0) * (after - before).signum() >= MOVED * (after - before).abs()
            && is_beyond_scatter(values, shift, after - before)
    }

    /// Whether the days right next to a move lie on the two levels of a series, weekdays taken out: what changed a week earlier or later
    /// does not.
    fn turns(&self, at: usize, shift: &Shift) -> bool {
        let Some(baseline) = &self.baselines[at] else { return false };
        let level = |days: Range<usize>| {
            let tells = days.filter(|day| baseline.weekday[*day] >= IDLE_WEEKDAY);
            median(&tells.map(|day| baseline.values()[day] / baseline.weekday[day]).collect::<Vec<_>>())
        };
        let (before, after) = windows(shift);
        let beside =
            (shift.start.saturating_sub(BESIDE)..shift.start, shift.settled..(shift.settled + BESIDE).min(after.end));
        let (old, new) = (level(before), level(after));
        let middle = f64::midpoint(old, new);
        let up = (new - old).signum();
        up * (level(beside.0) - middle) <= 0.0 && up * (level(beside.1) - middle) >= 0.0
    }
}

fn is_beyond_scatter(values: &[f64], shift: &Shift, change: f64) -> bool {
    let (before, after) = windows(shift);
    let error = |days: Range<usize>| {
        let (center, count) = (mean(values, days.clone()), days.len().max(2) as f64);
        values[days].iter().map(|value| (value - center).powi(2)).sum::<f64>() / (count - 1.0) / count
    };
    change.abs() >= SCORE * (error(before) + error(after)).sqrt()
}
