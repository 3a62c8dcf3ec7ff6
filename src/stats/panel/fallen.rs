//! On which days which series lay far below what they let expect, beyond their own scatter.

use super::Member;
use crate::stats::baseline::Baseline;

/// Robust deviations below the expected.
const SCORE: f64 = 3.0;
/// Actual over expected.
const LEFT: f64 = 0.6;
/// Share of the expected that is next to nothing.
const EMPTY: f64 = 0.05;
/// Longest fall in days.
const LONGEST: usize = 4;
/// Share of a fall's depth from which another day is its like.
const ALIKE: f64 = 0.7;
/// Share of its other days on which a series may lie as low, and how many always may: what rests often gave nothing away.
const ALIKE_SHARE: f64 = 0.03;
const ALIKE_DAYS: usize = 3;

/// Falls by day, smallest first, with the sum of those up to each.
pub(super) struct Fallen {
    days: Vec<Vec<Fall>>,
}

/// A fall of a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fall {
    /// Expected less actual.
    pub(super) dollars: f64,
    /// Number of the series.
    pub(super) of: usize,
    /// Whether next to nothing was left.
    pub(super) is_all: bool,
}

impl Fallen {
    pub(super) fn of(members: &[Member], baselines: &[Option<Baseline>]) -> Self {
        let length = members.first().map_or(0, |member| member.values.len());
        let mut days: Vec<Vec<Fall>> = vec![Vec::new(); length];
        for (of, baseline) in baselines.iter().enumerate() {
            // What rests now and then gave nothing away.
            let Some(baseline) = baseline.as_ref().filter(|baseline| !baseline.bursts()) else { continue };
            for (day, dollars) in falls(&members[of].values, baseline) {
                let is_all = members[of].values[day] <= EMPTY * baseline.expected[day];
                days[day].push(Fall { dollars, of, is_all });
            }
        }
        for falls in &mut days {
            falls.sort_by(|a, b| a.dollars.total_cmp(&b.dollars).then(a.of.cmp(&b.of)));
        }
        Self { days }
    }

    /// The falls of a day up to so many dollars.
    pub(super) fn on(&self, day: usize, most: f64) -> &[Fall] {
        let falls = &self.days[day];
        &falls[..falls.partition_point(|fall| fall.dollars <= most)]
    }

    /// How many days there are.
    pub(super) const fn len(&self) -> usize {
        self.days.len()
    }
}

/// The days on which a series fell beyond its scatter, and by how much.
fn falls(values: &[f64], baseline: &Baseline) -> Vec<(usize, f64)> {
    let (first, spread) = (baseline.first(), baseline.spread);
    let is_far =
        |&day: &usize| baseline.residuals[day] <= -SCORE * spread && values[day] < LEFT * baseline.expected[day];
    let far: Vec<usize> = (first..values.len()).filter(is_far).collect();
    // What does not come back within days has another level, and gave nothing for a jump.
    let returns = |day: usize| {
        let run = far.iter().filter(|other| other.abs_diff(day) <= LONGEST).count();
        run <= LONGEST
    };
    let most = ((ALIKE_SHARE * (values.len() - first) as f64) as usize).max(ALIKE_DAYS);
    let is_rare = |day: &usize| {
        let deep = ALIKE * baseline.residuals[*day];
        // Its own run of days is one fall.
        (first..values.len()).filter(|other| other.abs_diff(*day) > 3 && baseline.residuals[*other] <= deep).count()
            <= most
    };
    far.iter()
        .copied()
        .filter(|day| returns(*day))
        .filter(is_rare)
        .map(|day| (day, baseline.expected[day] - values[day]))
        .collect()
}
