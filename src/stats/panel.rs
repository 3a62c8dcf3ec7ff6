//! The daily series of an organization together: keys in workspaces, the whole, and models next to them.
//!
//! A rise of one key is an event only where the money is new. Where it came over from others it is a move, and that takes evidence:
//! their falls are beyond their own scatter, on the same days, of a size that fits, and more than so many keys lose on any other
//! days. Ordinary scatter of many keys explains nothing, however many they are.

mod fallen;
mod levels;
mod moves;
mod once;
mod stops;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rayon::prelude::*;

use super::baseline::{Baseline, Daily};
use super::detect::begins;
use super::shifts::{self, Shift, shifts};
use super::spikes::{self, Spike};
use fallen::Fallen;
pub use levels::{levels, windows};
pub use once::{Once, report_once};
use stops::Stop;

/// Share of a whole's jump that are bursts of keys which have them by nature.
const BURSTS: f64 = 0.5;

/// Share of working days with use below which a key rests now and then: some days without look like a fall, and what it has on a day
/// fits by chance what somebody else lost.
const IN_USE: f64 = 0.95;

/// Keys of the organization that the gates' scores are for.
const USUAL_KEYS: usize = 15;
/// Power to which the logarithm of the number of series-days counts: a half would hold the false findings of an organization however
/// large, none those of a series; between them lies what gives up least. In organizations of fewer keys than the usual, and of more.
const LAXER: f64 = 0.28;
const STRICTER: f64 = 0.09;
/// Share of its days that tell how far a series goes by chance: they hang together, and their tails are heavy.
const TELLING: f64 = 0.15;
/// A usual score on the scale of normal deviations.
const USUAL_SCORE: f64 = 4.0;

/// Whose money a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeriesOwner {
    /// A key's of a workspace, by number.
    Key(usize),
    /// A workspace's, by the same number.
    Workspace(usize),
    /// The organization's.
    Whole,
    /// A model's, across workspaces.
    Model,
}

/// A series with its owner: one value per day, zeros included, all from the same day on.
#[derive(Clone, Debug)]
pub struct Member {
    /// Whose.
    pub whose: SeriesOwner,
    /// Dollars a day.
    pub values: Vec<f64>,
}

/// All series of an organization with what they let expect.
pub struct Panel<'a> {
    members: &'a [Member],
    baselines: Vec<Option<Baseline<'a>>>,
    /// Workspaces of which no key is known.
    keyless: Vec<usize>,
    fallen: Fallen,
    stops: Vec<Stop>,
    first_weekday: usize,
    from_month_end: &'a [usize],
}

impl<'a> Panel<'a> {
    /// Judges every series by itself. `first_weekday` is 0 for a Monday; `from_month_end` tells for each day how far the nearest month
    /// end is.
    #[must_use]
    pub fn of(members: &'a [Member], first_weekday: usize, from_month_end: &'a [usize]) -> Self {
        let daily = |values: &'a [f64]| Daily { values, first_weekday, from_month_end };
        let baselines: Vec<Option<Baseline>> =
            members.par_iter().map(|member| Baseline::of(daily(&member.values))).collect();
        let has_keys = |one: usize| members.iter().any(|member| member.whose == SeriesOwner::Key(one));
        let workspaces = members.iter().filter_map(|member| match member.whose {
            SeriesOwner::Workspace(one) => Some(one),
            _ => None,
        });
        let keyless = workspaces.filter(|one| !has_keys(*one)).collect();
        let fallen = Fallen::of(members, &baselines);
        let stops = Self::stops_of(members, first_weekday);
        Self { members, baselines, keyless, fallen, stops, first_weekday, from_month_end }
    }

    /// Every jump of every series whose money did not come from others, and does not begin a level that stays; with the number of its
    /// series.
    #[must_use]
    pub fn jumps(&self, gates: &spikes::DetectorThresholds, shift: &shifts::DetectorThresholds) -> Vec<(usize, Spike)> {
        let gates = &spikes::DetectorThresholds { score: self.strictness() * gates.score, ..*gates };
        let of_one = |at: usize| -> Vec<(usize, Spike)> {
            let Some(baseline) = &self.baselines[at] else { return Vec::new() };
            let spikes = baseline.spikes(gates);
            let moves = if spikes.is_empty() { Vec::new() } else { shifts(baseline, shift) };
            spikes.into_iter().filter(|spike| !begins(spike, &moves)).map(|spike| (at, spike)).collect()
        };
        let all: Vec<(usize, Spike)> = (0..self.members.len()).into_par_iter().flat_map_iter(of_one).collect();
        let all = all.into_iter().filter(|(at, spike)| !self.is_of_bursts(*at, spike)).collect();
        self.that_are_new_jumps(all)
    }

    /// Every level of every series that moved and stayed, and neither came from others nor went there.
    #[must_use]
    pub fn moves(&self, gates: &shifts::DetectorThresholds) -> Vec<(usize, Shift)> {
        let gates = &shifts::DetectorThresholds { score: self.strictness() * gates.score, ..*gates };
        let of_one = |at: usize| -> Vec<(usize, Shift)> {
            let found = self.baselines[at].as_ref().map_or_else(Vec::new, |baseline| shifts(baseline, gates));
            found
                .into_iter()
                .filter(|shift| shift.is_rise() || self.is_in_use(at, windows(shift).0))
                .map(|shift| (at, shift))
                .collect()
        };
        let all: Vec<(usize, Shift)> = (0..self.members.len()).into_par_iter().flat_map_iter(of_one).collect();
        self.that_are_new(all)
    }

    /// Whether a series has use on nearly all working days among some.
    fn is_in_use(&self, at: usize, days: impl Iterator<Item = usize>) -> bool {
        let working = days.filter(|day| (self.first_weekday + day) % 7 < 5);
        let (all, used) =
            working.fold((0_u32, 0_u32), |(all, used), day| (all + 1, used + u32::from(self.values(at)[day] > 0.0)));
        f64::from(used) >= IN_USE * f64::from(all)
    }

    /// Factor to the scores that gates ask for: the more series are looked at for the more days, the farther out chance alone comes.
    #[must_use]
    pub fn strictness(&self) -> f64 {
        let keys = self.members.iter().filter(|member| matches!(member.whose, SeriesOwner::Key(_))).count();
        let series = if keys == 0 { self.members.len() } else { keys };
        let days = self.members.first().map_or(0, |member| member.values.len());
        strictness(series, days)
    }

    /// Whether money of one may have come from the other: keys of any workspace for a key, of other workspaces for a workspace (these
    /// themselves where their keys are not known), models for a model.
    fn is_partner(&self, at: usize, other: usize) -> bool {
        match (self.members[at].whose, self.members[other].whose) {
            (SeriesOwner::Key(_), SeriesOwner::Key(_)) | (SeriesOwner::Model, SeriesOwner::Model) => at != other,
            (SeriesOwner::Workspace(own), SeriesOwner::Key(workspace)) => own != workspace,
            (SeriesOwner::Workspace(own), SeriesOwner::Workspace(workspace)) => {
                own != workspace && self.keyless.contains(&workspace)
            }
            _ => false,
        }
    }

    /// Whether most of what a whole rose by are bursts and batches that keys of it have by nature: each is judged by itself, where what
    /// returns every month is a larger part of its days.
    fn is_of_bursts(&self, at: usize, spike: &Spike) -> bool {
        let whole = self.members[at].whose;
        if matches!(whole, SeriesOwner::Key(_)) {
            return false;
        }
        let bursts: f64 = (0..self.members.len())
            .filter(|&key| self.is_inside(at, key))
            .filter_map(|key| self.baselines[key].as_ref())
            .filter(|baseline| baseline.bursts() || baseline.is_batch_on(spike.start, spike.end))
            .map(|baseline| {
                let values = baseline.values();
                let usual = mean(values, baseline.first()..values.len()) * (spike.end - spike.start + 1) as f64;
                (values[spike.start..=spike.end].iter().sum::<f64>() - usual).max(0.0)
            })
            .sum();
        bursts >= BURSTS * spike.excess()
    }

    /// Whether the money of a key is part of a whole; which keys use a model is not in its series.
    fn is_inside(&self, whole: usize, key: usize) -> bool {
        match (self.members[whole].whose, self.members[key].whose) {
            (SeriesOwner::Workspace(own), SeriesOwner::Key(workspace)) => own == workspace,
            (SeriesOwner::Whole | SeriesOwner::Model, SeriesOwner::Key(_)) => true,
            _ => false,
        }
    }

    /// What all other models had, for a model.
    fn other_models(&self, at: usize) -> Option<Vec<f64>> {
        let whole = self.members.iter().find(|member| member.whose == SeriesOwner::Whole)?;
        let is_model = self.members[at].whose == SeriesOwner::Model;
        is_model.then(|| whole.values.iter().zip(self.values(at)).map(|(all, own)| (all - own).max(0.0)).collect())
    }

    fn values(&self, at: usize) -> &'a [f64] {
        &self.members[at].values
    }
}

/// The largest of so many normal values grows with the root of the logarithm of their number. Among more than the usual it is that of as
/// many values held against a scatter that so many days tell, which goes the farther out the fewer they are.
fn strictness(series: usize, days: usize) -> f64 {
    let logs = |series: usize| ((series * days).max(2) as f64).ln();
    let farther = logs(series.max(1)) / logs(USUAL_KEYS);
    if farther <= 1.0 {
        return farther.powf(LAXER);
    }
    let degrees = TELLING * days as f64;
    student(USUAL_SCORE * farther.powf(STRICTER), degrees) / student(USUAL_SCORE, degrees)
}

/// What a normal deviation is among values of Student's distribution with so many degrees of freedom (Wallace 1959).
fn student(normal: f64, degrees: f64) -> f64 {
    (degrees * (normal * normal / degrees).exp_m1()).sqrt()
}

fn mean(values: &[f64], days: Range<usize>) -> f64 {
    values[days.clone()].iter().sum::<f64>() / days.len().max(1) as f64
}
