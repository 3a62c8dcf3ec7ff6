//! Whether a key that ended gave a new level its money, and how often one ends that fits as well by chance.
//!
//! Of the same workspace the size is evidence enough. Of any other workspace many keys end, and the size of some of them fits: there
//! working days and weekends have to fit apart, closer, and within two days.

use std::collections::BTreeSet;

use super::super::levels::WINDOW;
use super::super::{Panel, SeriesOwner, mean};
use super::{CLOSE, END, RAMP, Stop};
use crate::stats::shifts::Shift;

/// How far apart a level and what ended may be, as a share.
const ALIKE: f64 = 0.4;
/// How many ends may fit as well by chance.
const CHANCE: f64 = 0.1;

/// The same of any workspace, chosen on the training seeds of `benches/ANOMALIES.md` among 0.2 to 0.4, 0.01 to 0.1, 0.05 to 0.15, and 2 to
/// 4 days by which one may have begun to take over.
const ALIKE_OF_STRANGERS: f64 = 0.2;
const CHANCE_OF_STRANGERS: f64 = 0.01;
const CLOSE_OF_STRANGERS: f64 = 0.05;
const RAMP_OF_STRANGERS: usize = 2;
/// How much farther apart than it is an end of another workspace counts.
const STRANGER: f64 = 0.1;

/// Days of a week by class: working days, and weekends.
const WEEK: [f64; 2] = [5.0, 2.0];

/// How an end is held against a level.
struct Fit<'a> {
    /// How far apart both are, as a share of the level.
    off: &'a dyn Fn(&Stop) -> f64,
    is_near: bool,
    alike: f64,
    close: f64,
    ramp: usize,
    chance: f64,
}

impl Panel<'_> {
    /// For each level whether it rose because another key ended that had as much, where by chance hardly any fits as well. Each end gave
    /// its money once, and to the level that it fits best.
    pub(in super::super) fn ended_for(&self, levels: &[(usize, Shift)]) -> Vec<bool> {
        let mut claims: Vec<(f64, usize, usize)> = Vec::new();
        for (level, (at, shift)) in levels.iter().enumerate() {
            claims.extend(self.ends_for(*at, shift).into_iter().map(|(off, of)| (off, level, of)));
        }
        claims.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut explained, mut given) = (vec![false; levels.len()], BTreeSet::new());
        for (_, level, of) in claims {
            if !explained[level] && given.insert(of) {
                explained[level] = true;
            }
        }
        explained
    }

    /// The keys whose end fits a rise, with how far they are apart, strangers farther.
    fn ends_for(&self, at: usize, shift: &Shift) -> Vec<(f64, usize)> {
        if !matches!(self.members[at].whose, SeriesOwner::Key(_)) || !shift.is_rise() {
            return Vec::new();
        }
        let own = shift.per_day();
        let by_size = |stop: &Stop| (mean(&stop.lost, 0..stop.lost.len().min(WINDOW)) - own).abs() / own;
        let near = Fit { off: &by_size, is_near: true, alike: ALIKE, close: CLOSE, ramp: RAMP, chance: CHANCE };
        let mut found = self.ends_that_fit(at, shift, &near);
        let Some(won) = self.won_by_class(at, shift) else { return found };
        let by_class = |stop: &Stop| self.apart_by_class(won, stop);
        let strangers = Fit {
            off: &by_class,
            is_near: false,
            alike: ALIKE_OF_STRANGERS,
            close: CLOSE_OF_STRANGERS,
            ramp: RAMP_OF_STRANGERS,
            chance: CHANCE_OF_STRANGERS,
        };
        found.extend(self.ends_that_fit(at, shift, &strangers).into_iter().map(|(off, of)| (off + STRANGER, of)));
        found
    }

    fn ends_that_fit(&self, at: usize, shift: &Shift, fit: &Fit) -> Vec<(f64, usize)> {
        let (off, last) = (fit.off, self.values(at).len());
        let is_end = |stop: &&Stop| {
            let least = END.min(last - stop.days.start);
            // Strangers have to stay away.
            stop.days.len() >= least && (fit.is_near || stop.days.end == last)
        };
        let ends = || self.stops_beside(at, fit.is_near).filter(is_end);
        let near = shift.start.saturating_sub(fit.ramp)..shift.settled + fit.ramp + 1;
        let fits = |stop: &&Stop| near.contains(&stop.days.start) && off(stop) <= fit.alike;
        let is_rare = |stop: &&Stop| {
            let (start, close) = (stop.days.start, off(stop).max(fit.close));
            let away = shift.start.saturating_sub(start).max(start.saturating_sub(shift.settled)).max(1);
            let as_good = ends().filter(|stop| !near.contains(&stop.days.start) && off(stop) <= close).count();
            let days = (2 * away + 1 + shift.settled - shift.start) as f64;
            as_good as f64 * days / last.saturating_sub(near.len()).max(1) as f64 <= fit.chance
        };
        ends().filter(fits).filter(is_rare).map(|stop| (off(stop), stop.of)).collect()
    }

    /// What a working day and a weekend's day won with a move; nothing where both together did not.
    fn won_by_class(&self, at: usize, shift: &Shift) -> Option<[f64; 2]> {
        let (before, after) = super::super::levels::windows(shift);
        let level = |days: std::ops::Range<usize>| self.by_class(&self.values(at)[days.clone()], days.start);
        let (before, after) = (level(before), level(after));
        let won = [after[0] - before[0], after[1] - before[1]];
        (in_week(won) > 0.0).then_some(won)
    }

    /// How far apart what was won and what ended are on either class of days, as a share of what was won.
    fn apart_by_class(&self, won: [f64; 2], stop: &Stop) -> f64 {
        let lost = self.by_class(&stop.lost[..stop.lost.len().min(WINDOW)], stop.days.start);
        in_week([(won[0] - lost[0]).abs(), (won[1] - lost[1]).abs()]) / in_week(won)
    }

    /// Means of the working days and of the weekends among days from some day on; not-a-number where there are none.
    fn by_class(&self, values: &[f64], from: usize) -> [f64; 2] {
        let mut sums = [(0.0, 0.0); 2];
        for (at, value) in values.iter().enumerate() {
            let (sum, count) = &mut sums[usize::from((self.first_weekday + from + at) % 7 >= 5)];
            (*sum, *count) = (*sum + value, *count + 1.0);
        }
        sums.map(|(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { f64::NAN })
    }
}

/// The mean of a week's days, without a class that has none.
fn in_week(of: [f64; 2]) -> f64 {
    let known = of.into_iter().zip(WEEK).filter(|(value, _)| !value.is_nan());
    let (sum, days) = known.fold((0.0, 0.0), |(sum, days), (value, count)| (sum + value * count, days + count));
    if days > 0.0 { sum / days } else { 0.0 }
}
