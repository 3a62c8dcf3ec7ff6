//! What a daily series lets expect of each of its days.
//!
//! The expected value of a day is the mean of the middle half of its neighbourhood on a logarithmic scale, corrected for the weekday; the days that
//! are judged, and their neighbours, are left out of it.

use std::ops::Range;

use super::median::{mad, median, quantile, sorted};
use super::window::{Window, midmean_of_sorted};

/// A daily series.
#[derive(Clone, Copy, Debug)]
pub struct Daily<'a> {
    /// One value per day, zeros included.
    pub values: &'a [f64],
    /// Days since any Monday of the first value: 0 for a Monday.
    pub first_weekday: usize,
    /// For every day how many days it is away from the nearest month end (the last day and the first are 0 and 1).
    pub from_month_end: &'a [usize],
}

/// Days to either side that make the neighbourhood: two weeks hold every weekday twice and follow growth.
pub(super) const REACH: usize = 14;
/// Days next to the judged one that are left out of its neighbourhood: a spike has up to three days.
const GUARD: usize = 2;
/// Weeks that it takes to tell one weekday from another; with fewer only the weekend is distinguished.
const LEAST_WEEKS: usize = 4;
/// What the scatter of a series says of it.
#[derive(Clone, Copy, Debug)]
pub struct Scatter {
    /// Smallest spread of residuals on the logarithmic scale.
    pub least: f64,
    /// The same of hours.
    pub least_of_hours: f64,
    /// Spread of residuals from which a series bursts by nature.
    pub bursting: f64,
    /// What series of the kind usually scatter by, where that is known.
    pub usual: Option<f64>,
}

impl Scatter {
    /// Of spend: some percent of daily noise are normal, whatever a short series happens to show.
    pub const SPEND: Self = Self { least: 0.1, least_of_hours: 0.2, bursting: 0.4, usual: Some(0.2) };
    /// Of anything else that is measured every day or hour.
    pub const ANY_UNIT: Self = Self { least: 0.05, least_of_hours: 0.05, bursting: f64::INFINITY, usual: None };
}

/// Days within which a month-end batch falls.
pub(super) const MONTH_END: usize = 2;

/// Robust deviations of the middle beyond which a day counts as no farther out: what is there is an event.
const CLIPPED: f64 = 4.0;
/// Robust deviations beyond which a day says nothing of those around it, chosen on the training seeds of `benches/ANOMALIES.md` among 3 to 6
/// (a lower one makes series look calmer than they are), and the share of days that may be so far out: a series that has more scatters.
const LEFT_OUT: f64 = 4.5;
const MOST_LEFT_OUT: f64 = 0.25;
/// Share of days with use below which a series bursts.
const USED: f64 = 0.6;

/// Days into the data by which a series has had use that is older than the data: a weekend, and a day.
const OLDER: usize = 3;

/// What a series lets expect.
#[derive(Clone, Debug)]
pub struct Baseline<'a> {
    pub(super) series: Daily<'a>,
    /// First day with a value.
    pub(super) first: usize,
    /// Expected value per day.
    pub expected: Vec<f64>,
    /// Effect of the weekday per day, as a factor.
    pub(super) weekday: Vec<f64>,
    /// Logarithm of actual over expected per day; 0 before the first.
    pub(super) residuals: Vec<f64>,
    /// Robust deviation of the residuals.
    pub spread: f64,
    /// Level below which the logarithm would magnify noise.
    pub(super) floor: f64,
    pub(super) scatter: Scatter,
}

impl<'a> Baseline<'a> {
    /// The baseline of a series of spend; `None` where it is nothing but zeros.
    #[must_use]
    pub fn of(series: Daily<'a>) -> Option<Self> {
        Self::with(series, Scatter::SPEND)
    }

    /// The baseline of a series of this scatter; `None` where it is nothing but zeros.
    #[must_use]
    pub fn with(series: Daily<'a>, scatter: Scatter) -> Option<Self> {
        let values = series.values;
        let first = values.iter().position(|value| *value > 0.0)?;
        let floor = 0.05 * median(&values_of_use(values));
        let judged = |left_out: &[bool]| {
            let around = Neighbourhood { values, first_weekday: series.first_weekday, first, floor, left_out };
            let (expected, weekday) = around.expected();
            let residual = |t: usize| {
                if t < first { 0.0 } else { ((values[t].max(0.0) + floor) / (expected[t] + floor)).ln() }
            };
            let residuals: Vec<f64> = (0..values.len()).map(residual).collect();
            let spread = spread(&usual_days(&residuals[first..], &series.from_month_end[first..])).max(scatter.least);
            Self { series, first, expected, weekday, residuals, spread, floor, scatter }
        };
        let once = judged(&[]);
        Some(once.left_out().map_or(once, |days| judged(&days)))
    }

    /// The days that are so far out that the others are better judged without them, where there are some, and few: in a short series the
    /// days of one jump are a large part of what is around its neighbours, and of a weekday.
    fn left_out(&self) -> Option<Vec<bool>> {
        let far: Vec<bool> = self.residuals.iter().map(|one| one.abs() >= LEFT_OUT * self.spread).collect();
        let count = far.iter().filter(|is_far| **is_far).count();
        let most = MOST_LEFT_OUT * (far.len() - self.first) as f64;
        (count > 0 && count as f64 <= most).then_some(far)
    }

    /// The values that it is the baseline of.
    pub(super) const fn values(&self) -> &[f64] {
        self.series.values
    }

    /// First day with a value.
    #[must_use]
    pub const fn first(&self) -> usize {
        self.first
    }

    /// Whether a series bursts by nature: most days have no use, or use scatters so far that the days around tell nothing.
    #[must_use]
    pub fn bursts(&self) -> bool {
        let values = &self.series.values[self.first..];
        let used = values.iter().filter(|value| **value > 0.0).count() as f64;
        used < USED * values.len() as f64 || self.spread >= self.scatter.bursting
    }

    /// Lower and upper end of what a day may have within this robust score.
    #[must_use]
    pub fn band(&self, t: usize, score: f64) -> (f64, f64) {
        let (level, reach) = (self.expected[t] + self.floor, (score * self.spread).exp());
        ((level / reach - self.floor).max(0.0), level * reach - self.floor)
    }

    /// The series on the logarithmic scale with the weekday taken out, and the weekday's factor per day.
    pub(super) fn level_logs(&self) -> (Vec<f64>, &[f64]) {
        let values = self.series.values.iter().zip(&self.weekday);
        // Lower than for spikes: a launch from next to nothing has to be seen rising.
        let used: Vec<f64> = values_of_use(self.series.values);
        let floor = 0.05 * quantile(&used, 0.1);
        let log = |(value, factor): (&f64, &f64)| (value.max(0.0) / factor + floor).ln();
        (values.map(log).collect(), &self.weekday)
    }
}

/// What the days around a day let expect of it.
pub(super) struct Neighbourhood<'a> {
    /// One value per day.
    pub(super) values: &'a [f64],
    /// Weekday of the first, 0 for a Monday.
    pub(super) first_weekday: usize,
    /// First day that counts.
    pub(super) first: usize,
    /// Level below which the logarithm would magnify noise.
    pub(super) floor: f64,
    /// For each day whether it is no measure for others; nothing where all of them are.
    pub(super) left_out: &'a [bool],
}

impl Neighbourhood<'_> {
    /// Whether a day is a measure for others.
    fn counts(&self, day: usize) -> bool {
        !self.left_out.get(day).copied().unwrap_or(false)
    }

    /// The class of a day: its weekday, or whether it is one of the weekend where there are too few weeks.
    fn class(&self, day: usize) -> usize {
        let weekday = (self.first_weekday + day) % 7;
        if self.values.len() - self.first >= 7 * LEAST_WEEKS { weekday } else { usize::from(weekday >= 5) }
    }

    /// What `of` says of the values around every day, in ascending order, without those next to it.
    fn each_around(&self, values: &[f64], of: impl Fn(&Window) -> f64) -> Vec<f64> {
        let (first, days) = (self.first, values.len());
        // From day to day two values leave and two come in, where it is in the middle.
        let held = |day: usize| {
            let (low, high) = (day.saturating_sub(REACH).max(first), (day + REACH + 1).min(days));
            let before = low..day.saturating_sub(GUARD).max(low).min(high);
            let behind = (day + GUARD + 1).max(low).min(high)..high;
            [before, behind]
        };
        let (mut window, mut now) = (Window::default(), [0..0, 0..0]);
        let each = |day: usize| {
            let next = held(day);
            for (now, next) in now.iter_mut().zip(next) {
                let is_apart = next.start >= now.end;
                let (gone, new) =
                    if is_apart { (now.clone(), next.clone()) } else { (now.start..next.start, now.end..next.end) };
                gone.filter(|at| self.counts(*at)).for_each(|at| window.remove(values[at]));
                new.filter(|at| self.counts(*at)).for_each(|at| window.insert(values[at]));
                *now = next;
            }
            of(&window)
        };
        (0..days).map(each).collect()
    }

    /// Expected value per day (the middle of the neighbourhood on the logarithmic scale, corrected for the weekday) and the effect of the
    /// weekday per day.
    pub(super) fn expected(&self) -> (Vec<f64>, Vec<f64>) {
        let floor = self.floor.max(f64::MIN_POSITIVE);
        let logs: Vec<f64> = self.values.iter().map(|value| (value.max(0.0) / floor).ln_1p()).collect();
        let levels = self.each_around(&logs, Window::median);
        let effect = |class: usize| {
            let own: Vec<f64> = (self.first..logs.len())
                .filter(|&day| self.class(day) == class && self.counts(day))
                .map(|day| logs[day] - levels[day])
                .collect();
            if own.len() >= 2 { midmean(&own) } else { 0.0 }
        };
        let effects: Vec<f64> = (0..7).map(effect).collect();
        // Second pass: the level of a day from neighbours whose weekday is taken out.
        let clean: Vec<f64> = logs.iter().enumerate().map(|(day, log)| log - effects[self.class(day)]).collect();
        let middles = self.each_around(&clean, Window::midmean).into_iter().enumerate();
        let expected = middles.map(|(day, middle)| floor * (middle + effects[self.class(day)]).exp_m1().max(0.0));
        let factors: Vec<f64> = effects.iter().map(|effect| effect.exp()).collect();
        (expected.collect(), (0..logs.len()).map(|day| factors[self.class(day)]).collect())
    }
}

/// Whether enough days tell what to expect of one, of `days` from the first with use to the end of the data: `history` before it, or, where
/// the use is older than the data, besides it, at least `before` of them before it.
pub(super) const fn can_tell(day: usize, days: &Range<usize>, before: usize, history: usize) -> bool {
    let is_older = days.start <= OLDER && day >= days.start + before && days.end > days.start + history;
    day >= days.start + history || is_older
}

/// The residuals without those of month ends, whose batches are no scatter, where enough others are left.
pub(super) fn usual_days(residuals: &[f64], from_month_end: &[usize]) -> Vec<f64> {
    let days = residuals.iter().zip(from_month_end);
    let usual: Vec<f64> = days.filter(|(_, away)| **away > MONTH_END).map(|(residual, _)| *residual).collect();
    if usual.len() * 2 >= residuals.len() { usual } else { residuals.to_vec() }
}

/// Robust deviation of residuals: the standard deviation, none of them counted as farther out than so many of the middle's. The middle
/// alone knows nothing of the tails, and of a quarter's days not enough.
fn spread(residuals: &[f64]) -> f64 {
    let (center, most) = (median(residuals), CLIPPED * mad(residuals));
    let squares: f64 = residuals.iter().map(|residual| (residual - center).clamp(-most, most).powi(2)).sum();
    (squares / residuals.len().max(1) as f64).sqrt()
}

/// The mean of the middle half: as deaf to a quarter of far values on either side as the median is, and less at the mercy of chance.
fn midmean(values: &[f64]) -> f64 {
    midmean_of_sorted(&sorted(values.to_vec()))
}

/// The values that are not zero.
pub(super) fn values_of_use(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|value| *value > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five weeks from a Monday of a hundred a day, give or take some, with what is added.
    fn baseline(values: &[f64]) -> Baseline<'_> {
        Baseline::of(Daily { values, first_weekday: 0, from_month_end: &[15; 35] }).expect("a series with use")
    }

    #[test]
    fn days_far_out_are_no_measure_for_those_around() {
        let usual = |t: usize| 100.0 * (1.0 + 0.08 * ((t * 37 % 11) as f64 / 5.0 - 1.0));
        let plain: Vec<f64> = (0..35).map(usual).collect();
        let jump = |from: usize, days: usize| -> Vec<f64> {
            (0..35).map(|t| usual(t) * if (from..from + days).contains(&t) { 9.0 } else { 1.0 }).collect()
        };
        let without = baseline(&plain);
        assert!(
            baseline(&jump(16, 3)).left_out().is_some_and(|days| days.iter().filter(|is_far| **is_far).count() == 3)
        );
        for from in [10, 16, 24] {
            let values = jump(from, 3);
            let with = baseline(&values);
            for day in (0..35).filter(|day| !(from..from + 3).contains(day)) {
                let off = (with.expected[day] / without.expected[day]).ln().abs();
                assert!(off < 0.08, "day {day} beside a jump from {from}: {off}");
            }
        }
        // More than a quarter of all days are no exception.
        assert!(baseline(&jump(10, 9)).left_out().is_none() && without.left_out().is_none());
    }
}
