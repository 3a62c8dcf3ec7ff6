//! Which stop gave which jump its money: each gave it once, and to the jump that it fits best.
//!
//! Among hundreds of keys a stop fits the jump of somebody else by chance, too. Where the first jump took the first stop that fits, one
//! that was an event was explained, and the one that the money went to was left over as an event.

use super::fit::Won;
use super::{Panel, SeriesOwner, Stop};
use crate::stats::spikes::Spike;

/// How many stops may fit a jump as well by chance: of the same workspace, of any, and where both last to the end of the data for so many
/// days: of what goes over for good, the data has no more than that, and two of three do.
const CHANCE: f64 = 0.05;
const CHANCE_OF_STRANGERS: f64 = 0.03;
const CHANCE_AT_END: f64 = 0.25;
const DAYS_AT_END: usize = 3;
/// How much better a stop of another workspace has to fit day by day than one of the same.
const STRANGER: f64 = 0.3;

/// A stop that fits a jump.
struct Claim<'s> {
    /// Number of the jump.
    jump: usize,
    stop: &'s Stop,
    is_near: bool,
    /// How far apart they are, more for strangers.
    apart: f64,
}

impl Panel<'_> {
    /// For each jump the key that stopped on just its days, and had as much, where by chance hardly any fits as well.
    pub(in super::super) fn givers(&self, jumps: &[(usize, Spike)]) -> Vec<Option<usize>> {
        let mut claims: Vec<Claim> =
            jumps.iter().enumerate().flat_map(|(jump, (at, spike))| self.claims(jump, *at, spike)).collect();
        claims.sort_by(|a, b| a.apart.total_cmp(&b.apart).then((a.jump, a.stop.of).cmp(&(b.jump, b.stop.of))));
        let mut givers: Vec<Option<usize>> = vec![None; jumps.len()];
        let mut given: Vec<(usize, usize)> = Vec::new();
        for claim in claims {
            let (at, spike) = &jumps[claim.jump];
            let overlaps = |other: usize| jumps[other].1.start <= spike.end && spike.start <= jumps[other].1.end;
            let is_given = given.iter().any(|(other, of)| *of == claim.stop.of && overlaps(*other));
            if givers[claim.jump].is_none() && !is_given && self.is_no_chance(*at, spike, &claim) {
                givers[claim.jump] = Some(claim.stop.of);
                given.push((claim.jump, claim.stop.of));
            }
        }
        givers
    }

    /// The stops that fit a jump of a key. One that rests now and then took over nothing from another workspace.
    fn claims(&self, jump: usize, at: usize, spike: &Spike) -> Vec<Claim<'_>> {
        let whose = self.members[at].whose;
        let (Some(baseline), SeriesOwner::Key(_)) = (&self.baselines[at], whose) else { return Vec::new() };
        let (won, is_comparable) = (Won::of(baseline, spike), self.is_comparable(at, spike));
        let claim = |stop| {
            let (apart, is_near) = (won.given_by(stop)?.days, self.members[stop.of].whose == whose);
            let apart = if is_near { apart } else { apart + STRANGER };
            (is_near || is_comparable).then_some(Claim { jump, stop, is_near, apart })
        };
        self.stops_beside(at, false).filter_map(claim).collect()
    }

    /// Whether hardly any stop fits as well by chance, of the workspace or of all.
    fn is_no_chance(&self, at: usize, spike: &Spike, claim: &Claim) -> bool {
        let Some(baseline) = &self.baselines[at] else { return false };
        let won = Won::of(baseline, spike);
        let at_end = won.lasts_with(claim.stop) && claim.stop.days.len() >= DAYS_AT_END;
        let is_rare = |is_near: bool, most: f64| {
            let most = if at_end { CHANCE_AT_END } else { most };
            won.by_chance(claim.stop, self.stops_beside(at, is_near)) <= most
        };
        claim.is_near && is_rare(true, CHANCE) || is_rare(false, CHANCE_OF_STRANGERS)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Member;
    use super::*;
    use crate::stats::detect::Setting;
    use crate::stats::random::Random;

    /// Two months of calm keys of three workspaces, and of some that have so many dollars on a day: number of the workspace, and dollars.
    fn organization(some: &[(usize, &dyn Fn(usize) -> f64)]) -> Vec<Member> {
        let mut random = Random(11);
        let mut key = |whose: usize, of_day: &dyn Fn(usize) -> f64| {
            let values = (0..60).map(|t| of_day(t) * (0.06 * random.normal().clamp(-2.0, 2.0)).exp());
            Member { whose: SeriesOwner::Key(whose), values: values.collect() }
        };
        let mut members: Vec<Member> = some.iter().map(|(whose, of_day)| key(*whose, of_day)).collect();
        members.extend((0..24).map(|at| key(at % 3, &|_| 15.0 * (1 + at) as f64)));
        members
    }

    /// The series of which jumps, and moves, are reported.
    fn found(some: &[(usize, &dyn Fn(usize) -> f64)]) -> (Vec<usize>, Vec<usize>) {
        let members = organization(some);
        let panel = Panel::of(&members, 0, &[15; 60]);
        let Setting { spike, shift, .. } = Setting::SHIPPED;
        let jumps = panel.jumps(&spike, &shift).into_iter().map(|(at, _)| at).collect();
        (jumps, panel.moves(&shift).into_iter().map(|(at, _)| at).collect())
    }

    #[test]
    fn a_stop_gave_its_money_to_the_jump_that_fits_best() {
        let is_on = |t: usize| (24..26).contains(&t);
        let stops = |t: usize| if is_on(t) { 0.0 } else { 400.0 };
        let jump = |more: f64| move |t: usize| if is_on(t) { 100.0 + more } else { 100.0 };
        let (about, just) = (jump(270.0), jump(400.0));
        assert_eq!(found(&[(0, &stops), (0, &about)]).0, [0; 0], "nothing else fits");
        assert_eq!(found(&[(0, &stops), (0, &about), (0, &just)]).0, [1], "the other one fits better");
        assert_eq!(found(&[(0, &stops), (0, &just), (0, &about)]).0, [2], "in either order");
        assert_eq!(found(&[(0, &stops), (1, &just)]).0, [0; 0], "of another workspace");
        assert_eq!(found(&[(0, &stops), (1, &just), (0, &about)]).0, [1], "the own workspace first");
    }

    #[test]
    fn an_end_gave_its_money_to_the_level_that_fits_best() {
        let ends = |t: usize| if t >= 30 { 0.0 } else { 400.0 };
        let rise = |more: f64| move |t: usize| if t >= 30 { 100.0 + more } else { 100.0 };
        let (about, just) = (rise(300.0), rise(400.0));
        assert_eq!(found(&[(0, &ends), (0, &about)]).1, [0; 0], "nothing else fits");
        assert_eq!(found(&[(0, &ends), (0, &about), (0, &just)]).1, [1], "the other one fits better");
    }

    #[test]
    fn a_part_of_what_a_key_of_another_workspace_has_explains_no_jump() {
        let is_on = |t: usize| (24..26).contains(&t);
        let falls = |t: usize| if is_on(t) { 180.0 } else { 400.0 };
        let jump = |t: usize| if is_on(t) { 300.0 } else { 80.0 };
        assert_eq!(found(&[(0, &falls), (0, &jump)]).0, [0; 0], "of its workspace");
        assert_eq!(found(&[(0, &falls), (1, &jump)]).0, [1], "of another");
    }

    #[test]
    fn what_rests_now_and_then_took_over_nothing_from_another_workspace() {
        let stops = |t: usize| if t == 24 { 0.0 } else { 400.0 };
        let used = |rests: usize| {
            move |t: usize| {
                if t == 24 {
                    450.0
                } else if t % 5 < rests {
                    0.0
                } else {
                    50.0
                }
            }
        };
        assert_eq!(found(&[(0, &stops), (1, &used(0))]).0, [0; 0], "in use day by day");
        assert_eq!(found(&[(0, &stops), (1, &used(3))]).0, [1], "it rests on three of five days");
    }
}
