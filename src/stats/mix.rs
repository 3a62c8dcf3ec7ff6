//! How far two mixes are from each other, and the day on which one turns into the other.

#[cfg(test)]
mod tests;

/// Share of the days on either side that must lie on their side of the middle: else it comes and goes.
const STEADY: f64 = 0.8;

/// Jensen-Shannon distance of two mixes of shares, to the base of 2 (Endres and Schindelin 2003): 0 of the same, 1 of mixes that have
/// nothing in common.
#[must_use]
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    let part = |own: f64, other: f64| if own > 0.0 { own * (2.0 * own / (own + other)).log2() } else { 0.0 };
    let divergence: f64 = a.iter().zip(b).map(|(&a, &b)| f64::midpoint(part(a, b), part(b, a))).sum();
    divergence.max(0.0).sqrt()
}

/// A mix that turned into another.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// First day of the new mix, as index into the days.
    pub at: usize,
    /// Mean shares before.
    pub before: Vec<f64>,
    /// Mean shares from then on.
    pub after: Vec<f64>,
}

impl Turn {
    /// How far the mixes are from each other.
    #[must_use]
    pub fn distance(&self) -> f64 {
        distance(&self.before, &self.after)
    }

    /// The share that lost most.
    #[must_use]
    pub fn from(&self) -> usize {
        self.largest(|before, after| before - after)
    }

    /// The share that won most.
    #[must_use]
    pub fn to(&self) -> usize {
        self.largest(|before, after| after - before)
    }

    fn largest(&self, change: impl Fn(f64, f64) -> f64) -> usize {
        let changes = self.before.iter().zip(&self.after).map(|(before, after)| change(*before, *after));
        changes.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map_or(0, |(at, _)| at)
    }
}

/// The day that splits the shares of each day best (least squares), with `history` days before it and `persistence` from it on, where the
/// days keep to their side of it. Every day has the same number of shares.
#[must_use]
pub fn turn(days: &[Vec<f64>], history: usize, persistence: usize) -> Option<Turn> {
    let width = days.first()?.len();
    let sum_of =
        |part: &[Vec<f64>]| -> Vec<f64> { (0..width).map(|at| part.iter().map(|day| day[at]).sum()).collect() };
    let total = sum_of(days);
    let (mut sum, mut best) = (vec![0.0; width], None::<(f64, usize)>);
    for at in 1..days.len() {
        sum.iter_mut().zip(&days[at - 1]).for_each(|(sum, share)| *sum += share);
        let rest = days.len() - at;
        // What the two means explain; the rest of the squares is the same for every split.
        let square = |(sum, total): (&f64, &f64)| sum * sum / at as f64 + (total - sum).powi(2) / rest as f64;
        let explained: f64 = sum.iter().zip(&total).map(square).sum();
        if best.is_none_or(|(most, _)| explained > most) {
            best = Some((explained, at));
        }
    }
    // The best of all days: where it is too early or too late, a later or an earlier one would be wrong.
    let (_, at) = best.filter(|(_, at)| *at >= history && days.len() - at >= persistence)?;
    let mean = |part: &[Vec<f64>]| -> Vec<f64> { sum_of(part).iter().map(|sum| sum / part.len() as f64).collect() };
    let found = Turn { at, before: mean(&days[..at]), after: mean(&days[at..]) };
    let to = found.to();
    let middle = f64::midpoint(found.before[to], found.after[to]);
    let keeps = |part: &[Vec<f64>], above: bool| {
        part.iter().filter(|day| (day[to] > middle) == above).count() as f64 >= STEADY * part.len() as f64
    };
    (keeps(&days[..at], false) && keeps(&days[at..], true)).then_some(found)
}
