//! A series that stops: silence at its end against its own rhythm.

#[cfg(test)]
mod tests;

/// How long is silent. One setting for every series.
#[derive(Clone, Copy, Debug)]
pub struct DetectorThresholds {
    /// Days of silence at the end.
    pub silent: usize,
    /// Days of use missed, as the weekdays of the series let expect.
    pub missed: f64,
    /// Days of use that it takes to know the rhythm.
    pub history: usize,
}

/// Silence at the end of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Silence {
    /// First silent day, as index into the series.
    pub start: usize,
    /// Days of use missed.
    pub missed: f64,
    /// Longest silence before, in days.
    pub longest_before: usize,
    /// A day's mean of the four weeks before.
    pub before: f64,
}

/// Factor to the longest silence before: what rests now and then rests again.
const ABOVE_LONGEST: usize = 2;
/// Days that make the rhythm.
const RHYTHM: usize = 28;
/// Share of its level under which a series had faded before it fell silent: a service that winds down.
const FADED: f64 = 0.5;

/// The silence at the end of a daily series, if it is no rest of the usual sort.
#[must_use]
pub fn silence(values: &[f64], gates: &DetectorThresholds) -> Option<Silence> {
    let used = |day: &usize| values[*day] > 0.0;
    let (first, last) = ((0..values.len()).find(used)?, (0..values.len()).rfind(used)?);
    let start = last + 1;
    let silent = values.len() - start;
    if silent < gates.silent || (first..start).filter(used).count() < gates.history {
        return None;
    }
    let from = first.max(start.saturating_sub(RHYTHM));
    let share = |weekday: usize| {
        let own: Vec<usize> = (from..start).filter(|day| day % 7 == weekday).collect();
        own.iter().filter(|day| used(day)).count() as f64 / own.len().max(1) as f64
    };
    let missed = (start..values.len()).map(|day| share(day % 7)).sum();
    let mut longest_before = 0;
    let mut previous = first;
    for day in (first..start).filter(used) {
        longest_before = longest_before.max((day - previous).saturating_sub(1));
        previous = day;
    }
    let mean = |days: std::ops::Range<usize>| values[days.clone()].iter().sum::<f64>() / days.len().max(1) as f64;
    let before = mean(from..start);
    let faded = mean(start.saturating_sub(7).max(first)..start) < FADED * before;
    let found = Silence { start, missed, longest_before, before };
    (missed >= gates.missed && silent >= ABOVE_LONGEST * longest_before && !faded).then_some(found)
}
