//! Events against labels.

use std::collections::BTreeMap;

use crate::series::{Class, KINDS, Series};

/// Days by which an event may miss its label.
const TOLERANCE: usize = 3;

/// What came of a method.
#[derive(Default)]
pub(crate) struct Score {
    found: usize,
    planted: usize,
    wrong: usize,
    days: usize,
    classes: BTreeMap<Class, (usize, usize)>,
    kinds: BTreeMap<usize, (usize, usize, usize)>,
    pub(crate) failures: Vec<String>,
}

impl Score {
    /// Counts one series. Events of one label count once; an event without a label is a false alarm.
    pub(crate) fn add(&mut self, kind: usize, turn: usize, one: &Series, told: &[(usize, usize)]) {
        let hits = |start: usize, end: usize, event: &(usize, usize)| {
            event.0 <= end + TOLERANCE && start <= event.1 + TOLERANCE
        };
        let wrong =
            told.iter().filter(|event| !one.labels.iter().any(|label| hits(label.start, label.end, event))).count();
        let by_kind = self.kinds.entry(kind).or_default();
        let mut missed = 0;
        for label in &one.labels {
            let is_found = told.iter().any(|event| hits(label.start, label.end, event));
            let class = self.classes.entry(label.class).or_default();
            class.0 += usize::from(is_found);
            class.1 += 1;
            by_kind.0 += usize::from(is_found);
            by_kind.1 += 1;
            self.found += usize::from(is_found);
            missed += usize::from(!is_found);
        }
        by_kind.2 += wrong;
        self.planted += one.labels.len();
        self.wrong += wrong;
        self.days += one.values.len();
        if wrong + missed > 0 {
            let labels: Vec<_> = one.labels.iter().map(|label| (label.class, label.start, label.end)).collect();
            let days = one.values.len();
            self.failures.push(format!("{} {turn} ({days} days): planted {labels:?}, told {told:?}", KINDS[kind].0));
        }
    }

    /// Harmonic mean of precision and recall.
    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.found as f64 / (self.planted + self.found + self.wrong).max(1) as f64
    }

    /// One line.
    pub(crate) fn line(&self) -> String {
        let percent = |of: usize, all: usize| of as f64 / all.max(1) as f64;
        let classes: Vec<String> = self
            .classes
            .iter()
            .map(|(class, (found, all))| format!("{class:?} {:.3}", percent(*found, *all)))
            .collect();
        format!(
            "F1 {:.3}, precision {:.3}, recall {:.3} ({}), {} false alarms, {:.3} per 100 series-days",
            self.f1(),
            percent(self.found, self.found + self.wrong),
            percent(self.found, self.planted),
            classes.join(", "),
            self.wrong,
            100.0 * percent(self.wrong, self.days),
        )
    }

    /// One line per kind of series.
    pub(crate) fn by_kind(&self) -> Vec<String> {
        let line = |(kind, (found, all, wrong)): (&usize, &(usize, usize, usize))| {
            format!("  {:<34} found {found:>4} of {all:>4}, false alarms {wrong:>4}", KINDS[*kind].0)
        };
        self.kinds.iter().map(line).collect()
    }
}
