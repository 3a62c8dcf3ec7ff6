//! Whether the money of a jump came over from other series.

use std::collections::BTreeSet;

use super::fallen::Fall;
use super::{Panel, SeriesOwner};
use crate::stats::baseline::{Baseline, Daily};
use crate::stats::median::quantile;
use crate::stats::spikes::Spike;

/// Share of a jump that others must have lost for it to be a move.
const MOVED: f64 = 0.6;
/// Times the jump that one of them, or all together, may have lost: more is an event of its own.
const FITS: f64 = 1.5;
/// How far apart a jump and the fall of one other may be, as a share, and how often a day may have such a fall by chance.
const ALIKE: f64 = 0.25;
const CHANCE: f64 = 0.02;
const CHANCE_OF_SEVERAL: f64 = 0.5;
/// Share of what a key of another workspace would have had that it may have left.
const LEFT_BY_STRANGERS: f64 = 0.15;
/// How far apart a jump and the fall of one may be that gave all it had, and how often a day may have such a fall by chance: what stops for
/// just these days says more than what lost some of it.
const ALIKE_ALL: f64 = 0.4;
const CHANCE_OF_ALL: f64 = 0.1;
/// Robust deviations by which all other models have to have fallen.
const MIX_SCORE: f64 = 2.0;
/// Others that may have given together, and times as many as on other days from which all rest: they fell for another reason.
const MOST_GIVERS: usize = 4;
const OF_ALL: f64 = 3.0;
/// Share of days on which series of that size lose less by chance.
const USUAL: f64 = 0.99;

/// A fall that a jump of a key accounts for, or one of a whole: whether it is a key's, day and series.
type Taken = BTreeSet<(bool, usize, usize)>;

/// A jump, and those who may have given it its money.
struct Case<'a> {
    at: usize,
    spike: &'a Spike,
    is_key: bool,
    is_near: bool,
    is_giver: &'a dyn Fn(&Fall) -> bool,
}

impl Case<'_> {
    fn days(&self) -> std::ops::RangeInclusive<usize> {
        self.spike.start..=self.spike.end
    }

    /// The fall of a day, as it is accounted for.
    const fn taking(&self, day: usize, of: usize) -> (bool, usize, usize) {
        (self.is_key, day, of)
    }

    /// Excess of a day.
    fn daily(&self) -> f64 {
        self.spike.excess() / (self.spike.end - self.spike.start + 1) as f64
    }
}

impl Panel<'_> {
    /// Leaves out jumps whose money others lost on the same days: one that fell by as much, or some together, of the same workspace first.
    pub(super) fn that_are_new_jumps(&self, all: Vec<(usize, Spike)>) -> Vec<(usize, Spike)> {
        let mut taken = Taken::new();
        let all: Vec<(usize, Spike)> = all.into_iter().filter(|(at, spike)| !self.is_mix(*at, spike)).collect();
        // What stopped for these days first, then one by one, and neighbours before strangers: a fall that one jump accounts for gave
        // nothing to another.
        let mut rest = self.without_stops(all, &mut taken);
        for is_near in [true, false] {
            rest.retain(|(at, spike)| {
                !self.is_comparable(*at, spike)
                    || !self.is_any(*at, spike, is_near, |case| self.came_from_one(case, &mut taken))
            });
        }
        // Of keys of another workspace some always fell by as much together.
        for is_near in [true, false] {
            rest.retain(|(at, spike)| {
                let is_key = matches!(self.members[*at].whose, SeriesOwner::Key(_));
                !self.is_comparable(*at, spike)
                    || is_key && !is_near
                    || !self.is_any(*at, spike, is_near, |case| self.came_from_some(case, &taken))
            });
        }
        rest
    }

    /// Leaves out what a key gave that stopped for just these days, and had as much.
    fn without_stops(&self, jumps: Vec<(usize, Spike)>, taken: &mut Taken) -> Vec<(usize, Spike)> {
        let givers = self.givers(&jumps);
        let mut rest = Vec::new();
        for ((at, spike), giver) in jumps.into_iter().zip(givers) {
            match giver {
                Some(of) => taken.extend((spike.start..=spike.end).map(|day| (true, day, of))),
                None => rest.push((at, spike)),
            }
        }
        rest
    }

    /// Whether what a key has on the days of a jump may be held against what others lost: not where it rests now and then on other days, as
    /// nothing tells what these days would have had.
    pub(super) fn is_comparable(&self, at: usize, spike: &Spike) -> bool {
        let first = self.baselines[at].as_ref().map_or(0, Baseline::first);
        let others = (first..self.values(at).len()).filter(|day| !(spike.start..=spike.end).contains(day));
        !matches!(self.members[at].whose, SeriesOwner::Key(_)) || self.is_in_use(at, others)
    }

    /// Whether something holds with the series of the same workspace as givers, or with all.
    fn is_any(&self, at: usize, spike: &Spike, is_near: bool, holds: impl FnOnce(&Case) -> bool) -> bool {
        let is_giver = |fall: &Fall| {
            self.is_partner(at, fall.of) && (!is_near || self.members[fall.of].whose == self.members[at].whose)
        };
        let is_key = matches!(self.members[at].whose, SeriesOwner::Key(_));
        holds(&Case { at, spike, is_key, is_near, is_giver: &is_giver })
    }

    /// Days that tell how much falls by chance.
    fn away(&self, spike: &Spike) -> Vec<usize> {
        (0..self.fallen.len()).filter(|day| *day + 2 < spike.start || *day > spike.end + 2).collect()
    }

    /// Falls of a day that fit the jump in size.
    fn fits(&self, case: &Case, day: usize) -> impl Iterator<Item = &Fall> {
        self.fallen.on(day, FITS * case.daily()).iter().filter(|fall| (case.is_giver)(fall))
    }

    /// Whether so many fell on these days that they rested.
    fn all_rest(&self, case: &Case, away: &[usize]) -> bool {
        let givers = case.days().map(|day| self.fits(case, day).count()).max().unwrap_or_default();
        let usual =
            away.iter().map(|&day| self.fits(case, day).count()).sum::<usize>() as f64 / away.len().max(1) as f64;
        givers as f64 > OF_ALL * usual + MOST_GIVERS as f64
    }

    /// Whether one fell by as much on each of the days, where by chance hardly ever one does.
    fn came_from_one(&self, case: &Case, taken: &mut Taken) -> bool {
        let alike = |fall: &Fall, dollars: f64| (fall.dollars - dollars).abs() <= ALIKE * dollars;
        let baseline = self.baselines[case.at].as_ref();
        let own = |day: usize| baseline.map_or(case.daily(), |one| self.values(case.at)[day] - one.expected[day]);
        let fell = |of: usize, day: usize| {
            self.fallen.on(day, f64::MAX).iter().any(|fall| fall.of == of && alike(fall, own(day)))
        };
        let is_free = |of: usize| case.days().all(|day| !taken.contains(&case.taking(day, of)));
        let givers = || self.fallen.on(case.spike.start, f64::MAX).iter().filter(|fall| (case.is_giver)(fall));
        let free = || givers().map(|fall| fall.of).filter(|of| is_free(*of));
        let gone = free().find(|of| self.gave_all(case, *of));
        // Of a key of another workspace only nearly all that it had: something always falls by as much there.
        let hardly_any = |of: usize, day: usize| {
            self.baselines[of]
                .as_ref()
                .is_some_and(|giver| self.values(of)[day] <= LEFT_BY_STRANGERS * giver.expected[day])
        };
        let may_be_part = |of: usize, day: usize| case.is_near || !case.is_key || hardly_any(of, day);
        let is_part = |of: &usize| case.days().all(|day| fell(*of, day) && may_be_part(*of, day));
        let Some(one) = gone.or_else(|| free().find(is_part)) else { return false };
        let away = self.away(case.spike);
        let is_like = |fall: &&Fall| alike(fall, case.daily()) && (gone.is_none() || fall.is_all);
        let by_chance = away.iter().map(|&day| self.fits(case, day).filter(is_like).count());
        let chance = by_chance.sum::<usize>() as f64 / away.len().max(1) as f64;
        let most = match gone {
            _ if case.spike.start < case.spike.end => CHANCE_OF_SEVERAL,
            Some(_) => CHANCE_OF_ALL,
            None => CHANCE,
        };
        let is_move = chance <= most && !self.all_rest(case, &away);
        if is_move {
            taken.extend(case.days().map(|day| case.taking(day, one)));
        }
        is_move
    }

    /// Whether one had next to nothing left on these days, and what it lost is what the jump won, all days together.
    fn gave_all(&self, case: &Case, of: usize) -> bool {
        let Some(giver) = &self.baselines[of] else { return false };
        let is_empty = |day: usize| self.fallen.on(day, f64::MAX).iter().any(|fall| fall.of == of && fall.is_all);
        let lost: f64 = case.days().map(|day| giver.expected[day] - self.values(of)[day]).sum();
        let excess = case.spike.excess();
        case.days().all(is_empty) && (lost - excess).abs() <= ALIKE_ALL * excess
    }

    /// Whether some fell by as much together, and by more than series of that size do on other days.
    fn came_from_some(&self, case: &Case, taken: &Taken) -> bool {
        let daily = case.daily();
        let free = |day: usize| self.fits(case, day).filter(move |fall| !taken.contains(&case.taking(day, fall.of)));
        let sum = |day: usize| free(day).map(|fall| fall.dollars).sum::<f64>();
        let lost = case.days().map(sum).sum::<f64>() / case.days().count() as f64;
        if lost < MOVED * daily || case.days().any(|day| free(day).count() > MOST_GIVERS) {
            return false;
        }
        let away = self.away(case.spike);
        let usual = quantile(&away.iter().map(|&day| sum(day)).collect::<Vec<_>>(), USUAL);
        !self.all_rest(case, &away) && (MOVED * daily..=FITS * daily).contains(&(lost - usual))
    }

    /// Whether all other models together lost as much on these days, beyond their scatter: the mix changed.
    fn is_mix(&self, at: usize, spike: &Spike) -> bool {
        let Some(others) = self.other_models(at) else { return false };
        let (first_weekday, from_month_end) = (self.first_weekday, self.from_month_end);
        let Some(baseline) = Baseline::of(Daily { values: &others, first_weekday, from_month_end }) else {
            return false;
        };
        let lost = |day: usize| baseline.expected[day] - others[day];
        let is_far = |day: usize| baseline.residuals[day] <= -MIX_SCORE * baseline.spread;
        (spike.start..=spike.end).map(lost).sum::<f64>() >= MOVED * spike.excess()
            && (spike.start..=spike.end).all(is_far)
    }
}
