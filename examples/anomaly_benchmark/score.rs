//! Events against labels.

use std::collections::BTreeMap;

use clade_analyze::stats::detect::Kind;
use clade_analyze::stats::step::Step;

use crate::series::{Class, Series};

/// What a method reported: first and last step, and what it calls it.
pub(crate) type Found = (usize, usize, Option<Kind>);

/// Steps by which an event may miss its label: three days, or where hours are reported a day.
const fn tolerance(step: Step) -> usize {
    match step {
        Step::Day => 3,
        Step::Hour => 24,
    }
}

/// Whether a label is called by its name.
const fn is_named(class: Class, kind: Kind) -> bool {
    matches!(
        (class, kind),
        (Class::Event, _)
            | (Class::Spike | Class::Long, Kind::Spike)
            | (Class::Shift | Class::Drift, Kind::Rise | Kind::Fall)
            | (Class::Drop, Kind::Silence)
    )
}

/// What came of a method.
#[derive(Default)]
pub(crate) struct Score {
    found: usize,
    planted: usize,
    wrong: usize,
    days: usize,
    classes: BTreeMap<Class, (usize, usize)>,
    /// Found labels of which the method says what they are, and those it calls right.
    named: (usize, usize),
    calls: BTreeMap<(Class, Kind), usize>,
    kinds: BTreeMap<String, (usize, usize, usize)>,
    pub(crate) failures: Vec<String>,
}

impl Score {
    /// Counts one series. Events of one label count once; an event without a label is a false alarm.
    pub(crate) fn add(&mut self, kind: &str, name: &str, one: &Series, detected: &[Found]) {
        let tolerance = tolerance(one.step);
        let hits = |start: usize, end: usize, event: &Found| event.0 <= end + tolerance && start <= event.1 + tolerance;
        let wrong =
            detected.iter().filter(|event| !one.labels.iter().any(|label| hits(label.start, label.end, event))).count();
        let by_kind = self.kinds.entry(kind.to_owned()).or_default();
        let mut missed = 0;
        for label in &one.labels {
            let own: Vec<&Found> = detected.iter().filter(|event| hits(label.start, label.end, event)).collect();
            let is_found = !own.is_empty();
            let calls: Vec<Kind> = own.iter().filter_map(|event| event.2).collect();
            if let Some(kind) = calls.iter().find(|kind| is_named(label.class, **kind)).or(calls.first()) {
                self.named.0 += 1;
                self.named.1 += usize::from(is_named(label.class, *kind));
                *self.calls.entry((label.class, *kind)).or_default() += 1;
            }
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
        self.days += one.days();
        if wrong + missed > 0 {
            let labels: Vec<_> = one.labels.iter().map(|label| (label.class, label.start, label.end)).collect();
            self.failures
                .push(format!("{kind} {name} ({} steps): labels {labels:?}, detected {detected:?}", one.len()));
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
        let line = |(kind, (found, all, wrong)): (&String, &(usize, usize, usize))| {
            format!("  {kind:<36} found {found:>4} of {all:>4}, false alarms {wrong:>4}")
        };
        self.kinds.iter().map(line).collect()
    }

    /// How many found labels are called what they are, and what the others are called.
    pub(crate) fn calls(&self) -> String {
        let wrong = |((class, kind), count): (&(Class, Kind), &usize)| {
            (!is_named(*class, *kind)).then(|| format!("{class:?} called {kind:?} {count}"))
        };
        let wrong: Vec<String> = self.calls.iter().filter_map(wrong).collect();
        format!("kind right for {} of {} found labels ({})", self.named.1, self.named.0, wrong.join(", "))
    }
}
