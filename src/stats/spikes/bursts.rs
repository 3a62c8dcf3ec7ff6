//! What series that burst by nature let expect: how high they go on days of use, and on which weekdays these are.
//!
//! Where most days have no use, or use scatters by half and more, the days around a day tell nothing of it. The heights of all days of
//! use do: a day is a jump where it is beyond their scatter, and beyond the highest of them. A job of some weekdays has a rhythm, too:
//! what runs on another day without having left out its own is one run more.

use super::super::baseline::Baseline;
use super::super::median::median;

/// Days of use whose heights can be determined.
const LEAST_USES: usize = 5;
/// Smallest spread of heights on the logarithmic scale.
const LEAST_SPREAD: f64 = 0.25;
/// Share of the score of other series that a height needs which is the highest of all, too.
const HEIGHT: f64 = 0.8;
/// What heights of such series scatter by, and how many heights that is worth: a few heights hardly tell how far they may go.
const USUAL_SPREAD: f64 = 0.8;
const WORTH: f64 = 6.0;
/// Heights that tell a rhythm.
const LEAST_RUNS: usize = 3;
/// Factor to the highest other day, and where there are too few days of use to tell their heights.
const ABOVE_MOST: f64 = 1.4;
const ABOVE_FEW: f64 = 3.0;
/// Share of days of use that fall on the weekdays of a rhythm, and share of weeks in which each of these has use.
const ON_RHYTHM: f64 = 0.8;
const KEPT: f64 = 0.7;
/// Weekdays that a rhythm may have.
const MOST_WEEKDAYS: usize = 2;
/// Share of the usual height from which a day is one more run.
const RUN: f64 = 0.6;
/// Share of a jump from which another day is its like, days behind it that have to be lower, likes beside it from which it is none, and days from one month's batch to the next.
const LIKE: f64 = 0.5;
const BEHIND: usize = 4;
const LIKES: usize = 3;
const MONTH: std::ops::RangeInclusive<usize> = 27..=32;
/// Days to either side in which a run that moved is missing.
const NEAR: usize = 3;

/// Days of use of a series that bursts.
pub(super) struct Bursts<'a> {
    values: &'a [f64],
    first: usize,
    /// Days of use with the logarithm of what they had.
    used: Vec<(usize, f64)>,
    /// What a weekend's day is lifted by on the logarithmic scale, per day.
    lift: Vec<f64>,
    /// Weekdays, counted from the first day of the series, on which its job runs.
    rhythm: Vec<usize>,
}

impl<'a> Bursts<'a> {
    /// The bursts of a series; `None` where it has a level.
    pub(super) fn of(baseline: &Baseline<'a>) -> Option<Self> {
        if !baseline.bursts() {
            return None;
        }
        let (values, first) = (baseline.series.values, baseline.first);
        let mut used: Vec<(usize, f64)> =
            (first..values.len()).filter(|&t| values[t] > 0.0).map(|t| (t, values[t].ln())).collect();
        // People do less on a weekend, where they do anything: it is no measure of how high a working day goes.
        let is_weekend = |t: usize| (baseline.series.first_weekday + t) % 7 >= 5;
        let of = |weekend: bool| -> Vec<f64> {
            used.iter().filter(|(t, _)| is_weekend(*t) == weekend).map(|(_, height)| *height).collect()
        };
        let (working, weekend) = (of(false), of(true));
        let can_tell = working.len() >= LEAST_USES && weekend.len() >= LEAST_USES;
        let less = if can_tell { (median(&working) - median(&weekend)).max(0.0) } else { 0.0 };
        let lift: Vec<f64> = (0..values.len()).map(|t| if is_weekend(t) { less } else { 0.0 }).collect();
        used.iter_mut().for_each(|(t, height)| *height += lift[*t]);
        let count = |weekday: usize| used.iter().filter(|(t, _)| t % 7 == weekday).count();
        let weeks = |weekday: usize| (first..values.len()).filter(|t| t % 7 == weekday).count();
        let rhythm: Vec<usize> =
            (0..7).filter(|&day| weeks(day) >= 3 && count(day) as f64 >= KEPT * weeks(day) as f64).collect();
        let on: usize = rhythm.iter().map(|&day| count(day)).sum();
        let is_one = rhythm.len() <= MOST_WEEKDAYS && on as f64 >= ON_RHYTHM * used.len() as f64;
        Some(Self { values, first, used, lift, rhythm: if is_one { rhythm } else { Vec::new() } })
    }

    /// Whether it is a job of some weekdays.
    pub(super) const fn has_rhythm(&self) -> bool {
        !self.rhythm.is_empty()
    }

    /// What a day is expected to have: the usual height on days of a rhythm, nothing on its others, else the mean of all days.
    pub(super) fn expected(&self, t: usize) -> f64 {
        let heights: Vec<f64> = self.others(t, t).map(|height| (height - self.lift[t]).exp()).collect();
        if self.rhythm.is_empty() {
            let days = self.values.len() - self.first;
            median(&heights) * (heights.len() as f64 / days as f64)
        } else if self.rhythm.contains(&(t % 7)) {
            median(&heights)
        } else {
            0.0
        }
    }

    /// Upper end of what a day of use may have within this score.
    pub(super) fn upper(&self, t: usize, score: f64) -> f64 {
        let heights: Vec<f64> = self.others(t, t).collect();
        if !self.rhythm.is_empty() && !self.rhythm.contains(&(t % 7)) {
            return RUN * median(&heights).exp();
        }
        (median(&heights) - self.lift[t] + HEIGHT * score * spread(&heights)).exp()
    }

    /// Whether days fall back to what days of use have, and have no like a month before or behind.
    pub(super) fn is_once(&self, start: usize, end: usize) -> bool {
        let most = self.values[start..=end].iter().copied().fold(0.0, f64::max);
        let is_run = |day: usize| self.rhythm.contains(&(day % 7));
        let is_like = |day: usize| !is_run(day) && self.values.get(day).is_some_and(|value| *value >= LIKE * most);
        let behind = (end + 1..self.values.len()).take(BEHIND).filter(|&day| is_like(day)).count();
        let month = (start..=end).flat_map(|day| MONTH.flat_map(move |away| [day.checked_sub(away), Some(day + away)]));
        let before = (self.first..start).rev().take(BEHIND).filter(|&day| is_like(day)).count();
        2 * behind <= BEHIND && before + behind < LIKES && !month.flatten().any(is_like)
    }

    /// Heights of the days of use but some.
    fn others(&self, start: usize, end: usize) -> impl Iterator<Item = f64> {
        self.used.iter().filter(move |(t, _)| *t + 1 < start || *t > end + 1).map(|(_, height)| *height)
    }

    /// Whether a day is beyond what days of use have, or one run more than the rhythm has.
    pub(super) fn is_far(&self, t: usize, score: f64) -> bool {
        let value = self.values[t] * self.lift[t].exp();
        if value <= 0.0 {
            return false;
        }
        // A jump may last for three days: those next to it are not the measure.
        let heights: Vec<f64> = self.others(t.saturating_sub(1), t + 1).collect();
        let most = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max).exp();
        let usual = median(&heights);
        let far = (value.ln() - usual) / spread(&heights);
        if heights.len() < LEAST_USES {
            // The middle of so few may be far from what is usual.
            let error = (1.0 + 1.0 / heights.len().max(1) as f64).sqrt();
            let is_higher = heights.is_empty() || far >= HEIGHT * score * error && value >= ABOVE_FEW * most;
            return is_higher || heights.len() >= LEAST_RUNS && self.is_one_more(t, usual.exp());
        }
        far >= HEIGHT * score && value >= ABOVE_MOST * most || self.is_one_more(t, usual.exp())
    }

    /// Whether the rhythm has no run on this day, and the one next to it is not missing.
    fn is_one_more(&self, t: usize, usual: f64) -> bool {
        let is_on = |day: &usize| self.rhythm.contains(&(day % 7));
        let (low, high) = (t.saturating_sub(NEAR).max(self.first), (t + NEAR).min(self.values.len() - 1));
        // Off its days it has hardly ever run.
        let off = self.used.iter().filter(|(day, _)| !is_on(day) && day.abs_diff(t) > 1).count();
        !self.rhythm.is_empty()
            && !is_on(&t)
            && off <= 2
            && self.values[t] >= RUN * usual
            && (low..=high).filter(is_on).all(|day| self.values[day] >= RUN * usual / 2.0)
            && (low..=high).any(|day| is_on(&day))
    }
}

/// Spread of heights by their upper half, as a standard deviation: what is lower on weekends says nothing of how high they go. The fewer
/// there are, the more it is what such series usually have.
fn spread(heights: &[f64]) -> f64 {
    let center = median(heights);
    let above: Vec<f64> = heights.iter().map(|height| height - center).filter(|above| *above >= 0.0).collect();
    let squares: f64 = above.iter().map(|above| above * above).sum();
    ((squares + WORTH * USUAL_SPREAD.powi(2)) / (above.len() as f64 + WORTH)).sqrt().max(LEAST_SPREAD)
}
