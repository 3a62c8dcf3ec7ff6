//! Silence inside a log of events: how likely it is that nothing happened.
//!
//! The series counts, hour by hour, how many kinds of events there were: somebody who does one thing a thousand times in an hour adds
//! one. A silence is judged twice. As a day off: against the quietest day of each week around it, because a holiday may fall on any
//! weekday, and what happens on the quietest day even of a quiet week happens on a holiday too. And as days of work: against the same
//! hours of the weeks around it, and against how many independent sessions a day is made of. Which of the two counts is for the caller
//! to say, who knows how long holidays last.

#[cfg(test)]
mod tests;

use super::median;

/// Hours of a day.
const DAY: usize = 24;
/// Hours of a week.
const WEEK: usize = 7 * DAY;
/// Weeks on either side that a silence is held against: an organization that grows is like itself only for so long.
const NEIGHBOURS: usize = 6;
/// Weeks that each side must have.
const LEAST_WEEKS: usize = 2;
/// What is left of the quietest day on a day off: Christmas is quieter than a Sunday.
const LEFT_ON_DAYS_OFF: f64 = 0.25;
/// What is left of a quiet stretch of work in a quieter one.
const LEFT_AT_WORK: f64 = 0.5;
/// How much alike days are, as the dispersion of a negative binomial: a low day of several weeks is a low bound already.
const DISPERSION: f64 = 20.0;

/// What a chance must lie under for so many false alarms in a quarter at most: a quarter has room for so many silences of such a
/// length, in each log.
#[must_use]
pub fn bound(false_alarms: f64, hours: usize, logs: usize) -> f64 {
    let looks = (91 * DAY) as f64 / hours.max(1) as f64;
    false_alarms / (looks.max(1.0) * logs.max(1) as f64)
}

/// A silence inside a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// First silent hour, as index into the series.
    pub start: usize,
    /// First hour behind it.
    pub end: usize,
    /// What the same hours of the other weeks around it hold: the middle one of them.
    pub usual: Option<f64>,
    /// How many days of work that is, weekends aside: as much as the busiest day holds is one.
    pub lost: f64,
    /// How likely it is that nothing happened if these were days off; none with too few weeks on a side.
    pub off: Option<f64>,
    /// How likely it is if they were days of work; none as above.
    pub work: Option<f64>,
}

impl Gap {
    /// How many hours are silent.
    #[must_use]
    pub const fn hours(&self) -> usize {
        self.end - self.start
    }
}

/// Every silence of at least so many hours between the first and the last event, in order. The caller knows which hours, counted from
/// the first of the series, are of a weekend.
#[must_use]
pub fn gaps(kinds: &[u32], silent: usize, is_weekend: impl Fn(usize) -> bool) -> Vec<Gap> {
    let sums = Sums::of(kinds);
    let workdays: Vec<u32> =
        kinds.iter().enumerate().map(|(hour, count)| if is_weekend(hour) { 0 } else { *count }).collect();
    let workdays = Sums::of(&workdays);
    let mut all = Vec::new();
    let mut last: Option<usize> = None;
    for hour in (0..kinds.len()).filter(|&hour| kinds[hour] > 0) {
        if let Some(last) = last.filter(|last| hour - last > silent) {
            all.push(sums.judge(&workdays, last + 1, hour));
        }
        last = Some(hour);
    }
    all
}

/// How likely nothing is where so much is expected, and days differ by more than chance.
#[must_use]
pub fn chance_of_none(expected: f64) -> f64 {
    (1.0 + expected / DISPERSION).powf(-DISPERSION)
}

/// Sums of a series up to each hour.
struct Sums(Vec<u64>);

impl Sums {
    fn of(kinds: &[u32]) -> Self {
        let mut sum = 0;
        let each = kinds.iter().map(|count| {
            sum += u64::from(*count);
            sum
        });
        Self(std::iter::once(0).chain(each).collect())
    }

    fn within(&self, from: usize, to: usize) -> f64 {
        (self.0[to] - self.0[from]) as f64
    }

    fn len(&self) -> usize {
        self.0.len() - 1
    }

    fn judge(&self, workdays: &Self, start: usize, end: usize) -> Gap {
        let (before, after) = (self.weeks_before(start), self.weeks_after(end));
        let quietest = [&before, &after].map(|weeks| weeks.iter().map(|&from| self.quietest_day(from)).collect());
        let days = ((end - start) / DAY) as f64;
        let busiest = self.busiest_day(&[before.as_slice(), &after].concat());
        let (mut held, mut worked) = (self.same_hours(start, end), workdays.same_hours(start, end));
        // As often as what is known of the hours is shorter than the silence.
        let mut times = 1.0;
        if end - start > WEEK && held.iter().any(|side| side.len() < LEAST_WEEKS) {
            // Where there is no room for hours like all of these, the weeks beside them tell: a silence of a month is one of a week too.
            let weeks = |sums: &Self| [&before, &after].map(|weeks| sums.whole_weeks(weeks));
            (held, worked) = (weeks(self), weeks(workdays));
            times = (end - start) as f64 / WEEK as f64;
        }
        let both = held.concat();
        let lost = times * median(&worked.concat()) / busiest.max(1.0);
        let empty_day = workdays.empty_day([&before, &after]);
        let sessions = lost * self.sessions_a_day(&[before, after], busiest);
        let by_hours = |level: f64| chance_of_none(LEFT_AT_WORK * level).max((-sessions).exp());
        let by_days = empty_day.powf(lost).max((-LEFT_AT_WORK * sessions).exp());
        let at_work = |level: f64| by_hours(level).min(by_days);
        Gap {
            start,
            end,
            usual: Some(times * median(&both)).filter(|_| !both.is_empty()),
            lost,
            off: level(&quietest).map(|level| chance_of_none(LEFT_ON_DAYS_OFF * level * days)),
            work: level(&held).map(at_work),
        }
    }

    /// Where the whole weeks before an hour begin.
    fn weeks_before(&self, start: usize) -> Vec<usize> {
        (1..=NEIGHBOURS).filter_map(|back| start.checked_sub(back * WEEK)).collect()
    }

    /// Where the whole weeks from an hour on begin.
    fn weeks_after(&self, end: usize) -> Vec<usize> {
        (0..NEIGHBOURS).map(|on| end + on * WEEK).filter(|from| from + WEEK <= self.len()).collect()
    }

    /// What whole weeks hold.
    fn whole_weeks(&self, weeks: &[usize]) -> Vec<f64> {
        weeks.iter().map(|&week| self.within(week, week + WEEK)).collect()
    }

    /// What the quietest day of a week holds, whenever it begins.
    fn quietest_day(&self, week: usize) -> f64 {
        (week..=week + WEEK - DAY).map(|at| self.within(at, at + DAY)).fold(f64::INFINITY, f64::min)
    }

    fn day(&self, week: usize, day: usize) -> f64 {
        self.within(week + day * DAY, week + (day + 1) * DAY)
    }

    /// How likely a day of work without anything is, by how many of the weeks around have one: few events on every single one of sixty
    /// days say more than their sum. By the rule of succession, so that it is never nothing.
    fn empty_day(&self, sides: [&Vec<usize>; 2]) -> f64 {
        let weeks: Vec<usize> = sides.into_iter().flatten().copied().collect();
        let (mut days, mut empty) = (0.0, 0.0);
        for day in 0..WEEK / DAY {
            let held: Vec<f64> = weeks.iter().map(|&week| self.day(week, day)).collect();
            if median(&held) > 0.0 {
                days += held.len() as f64;
                empty += held.iter().filter(|held| **held <= 0.0).count() as f64;
            }
        }
        (empty + 1.0) / (days + 2.0)
    }

    /// What the busiest day of the week usually holds.
    fn busiest_day(&self, weeks: &[usize]) -> f64 {
        let usual = |day: usize| median(&weeks.iter().map(|&week| self.day(week, day)).collect::<Vec<_>>());
        (0..WEEK / DAY).map(usual).fold(0.0, f64::max)
    }

    /// Of how many independent parts a day of work is made: events come in sessions, and a day with few of them is now and then
    /// empty. The difference between a day and the same day a week later tells, holidays and growth aside.
    fn sessions_a_day(&self, sides: &[Vec<usize>; 2], busiest: f64) -> f64 {
        let neighbours = sides.iter().flat_map(|weeks| weeks.windows(2));
        let days = neighbours.flat_map(|two| (0..WEEK / DAY).map(|day| (self.day(two[0], day), self.day(two[1], day))));
        let at_work = days.filter(|(one, other)| one + other >= busiest);
        let spread: Vec<f64> = at_work.map(|(one, other)| 2.0 * (one - other).abs() / (one + other)).collect();
        // Of a difference of two; the factor as in `mad`.
        let variance = (1.4826 * median(&spread)).powi(2) / 2.0;
        (1.0 / variance.max(f64::MIN_POSITIVE)).min(busiest)
    }

    /// What the same hours of the weeks before and of those after hold, without those that overlap.
    fn same_hours(&self, start: usize, end: usize) -> [Vec<f64>; 2] {
        let first = (end - start).div_ceil(WEEK);
        let steps = first..first + NEIGHBOURS;
        let before = steps.clone().filter_map(|weeks| start.checked_sub(weeks * WEEK));
        let after = steps.map(|weeks| start + weeks * WEEK).filter(|from| from + (end - start) <= self.len());
        let held = |from: usize| self.within(from, from + (end - start));
        [before.map(held).collect(), after.map(held).collect()]
    }
}

/// What may be relied on: the lower quartile of the lower side, as one of five weeks may be a holiday or have a gap of its own. None
/// with too few weeks on a side.
fn level(sides: &[Vec<f64>; 2]) -> Option<f64> {
    let has_enough = sides.iter().all(|side| side.len() >= LEAST_WEEKS);
    has_enough.then(|| sides.iter().map(|side| low(side)).fold(f64::INFINITY, f64::min))
}

fn low(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 4).copied().unwrap_or(0.0)
}
