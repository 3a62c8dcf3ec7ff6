//! Findings of whole organizations against what was planted in them.

use std::collections::BTreeMap;

use clade_analyze::stats::detect::Setting;
use clade_analyze::stats::panel::{Member, Once, Panel, SeriesOwner, report_once};

use crate::organization::{MODELS, Organization, QUIET};
use crate::series::{Class, Label};

/// A finding: whose, which of these, first and last day, and its dollars.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) whose: SeriesOwner,
    /// Number of the key, workspace or model.
    pub(crate) number: usize,
    pub(crate) days: (usize, usize),
    pub(crate) dollars: f64,
    pub(crate) is_spike: bool,
    /// At the only month end of the data: reported as what may be a monthly batch.
    pub(crate) is_open: bool,
}

/// Every series of an organization, keys first, with the number of its key, workspace or model.
pub(crate) fn members(one: &Organization) -> Vec<(usize, Member)> {
    let mut keys: Vec<(usize, Member)> = one
        .keys
        .iter()
        .enumerate()
        .map(|(at, key)| (at, Member { whose: SeriesOwner::Key(key.workspace), values: key.values.clone() }))
        .collect();
    keys.sort_by_key(|(at, member)| (member.whose, *at));
    let empty = || vec![0.0; one.days];
    let (mut workspaces, mut models, mut whole) = (vec![empty(); one.workspaces], vec![empty(); MODELS], empty());
    for (at, key) in one.keys.iter().enumerate() {
        for (day, value) in key.values.iter().enumerate() {
            workspaces[key.workspace][day] += value;
            models[one.model_on(at, day)][day] += value;
            whole[day] += value;
        }
    }
    let workspaces = workspaces
        .into_iter()
        .enumerate()
        .map(|(at, values)| (at, Member { whose: SeriesOwner::Workspace(at), values }));
    let models = models.into_iter().enumerate().map(|(at, values)| (at, Member { whose: SeriesOwner::Model, values }));
    keys.into_iter()
        .chain(workspaces)
        .chain([(0, Member { whose: SeriesOwner::Whole, values: whole })])
        .chain(models)
        .collect()
}

/// What the program tells with a setting.
pub(crate) fn detected(one: &Organization, setting: &Setting) -> Vec<Found> {
    let (numbers, members): (Vec<usize>, Vec<Member>) = members(one).into_iter().unzip();
    let from_month_end: Vec<usize> = (0..one.days).map(|day| one.month_end_distance(day)).collect();
    let panel = Panel::of(&members, one.weekday(0), &from_month_end);
    let found = |at: usize, days: (usize, usize), dollars: f64| Found {
        whose: members[at].whose,
        number: numbers[at],
        days,
        dollars,
        is_spike: false,
        is_open: false,
    };
    let jumps: Vec<Found> = panel
        .jumps(&setting.spike, &setting.shift)
        .into_iter()
        .map(|(at, spike)| {
            let first = members[at].values.iter().position(|value| *value > 0.0).unwrap_or(0);
            let is_open = spike.is_only_month_end(first, &from_month_end);
            Found { is_spike: true, is_open, ..found(at, (spike.start, spike.end), spike.excess()) }
        })
        .collect();
    let moves = panel.moves(&setting.shift);
    let side = |up: bool| -> Vec<Found> {
        moves
            .iter()
            .filter(|(_, shift)| shift.is_rise() == up)
            .map(|(at, shift)| found(*at, (shift.start, shift.settled), shift.per_day().abs()))
            .collect()
    };
    [jumps, side(true), side(false)].into_iter().flat_map(once).collect()
}

/// Days by which the same move may be dated apart in two series.
const NEAR: usize = 3;

fn once(found: Vec<Found>) -> Vec<Found> {
    let events: Vec<Once> = found
        .iter()
        .map(|one| {
            let near = if one.is_spike { 0 } else { NEAR };
            Once { whose: one.whose, days: (one.days.0.saturating_sub(near), one.days.1 + near), dollars: one.dollars }
        })
        .collect();
    report_once(&events).into_iter().map(|at| found[at]).collect()
}

/// Whether a label is found where its key is the only one: else others are held to account for it.
fn is_found_alone(one: &Organization, at: usize, label: &Label) -> bool {
    let key = &one.keys[at];
    let members = [Member { whose: SeriesOwner::Key(0), values: key.values.clone() }];
    let from_month_end: Vec<usize> = (0..one.days).map(|day| one.month_end_distance(day)).collect();
    let panel = Panel::of(&members, one.weekday(0), &from_month_end);
    let Setting { spike, shift, .. } = Setting::SHIPPED;
    let is_it = |start: usize, end: usize| start <= label.end + TOLERANCE && label.start <= end + TOLERANCE;
    panel.jumps(&spike, &shift).iter().any(|(_, spike)| is_it(spike.start, spike.end))
        || panel.moves(&shift).iter().any(|(_, shift)| is_it(shift.start, shift.settled))
}

/// Days by which a finding may miss its label.
const TOLERANCE: usize = 3;

/// What came of a method on some organizations.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) found: usize,
    pub(crate) planted: usize,
    pub(crate) wrong: usize,
    /// Reported as what may be a monthly batch, and nothing was planted.
    open: usize,
    /// Jumps in the first days of the data, found and planted.
    early: (usize, usize),
    series_days: usize,
    quarters: f64,
    classes: BTreeMap<Class, (usize, usize)>,
    kinds: BTreeMap<String, (usize, usize, usize)>,
    pub(crate) failures: Vec<String>,
}

impl Score {
    pub(crate) fn add(&mut self, name: &str, one: &Organization, detected: &[Found]) {
        self.series_days += one.days * one.keys.len();
        self.quarters += one.days as f64 / 91.0;
        let fits = |found: &Found, key: usize, label: &Label| {
            let is_its = match found.whose {
                SeriesOwner::Key(_) => found.number == key,
                SeriesOwner::Workspace(_) => found.number == one.keys[key].workspace,
                SeriesOwner::Model => found.number == one.model_on(key, label.start),
                SeriesOwner::Whole => true,
            };
            is_its && found.days.0 <= label.end + TOLERANCE && label.start <= found.days.1 + TOLERANCE
        };
        for (at, key) in one.keys.iter().enumerate() {
            let kind = self.kinds.entry(format!("{:?}", key.kind)).or_default();
            for label in &key.labels {
                let is_found = detected.iter().any(|found| fits(found, at, label));
                if label.start < QUIET {
                    self.early = (self.early.0 + usize::from(is_found), self.early.1 + 1);
                }
                let class = self.classes.entry(label.class).or_default();
                for sums in
                    [(&mut class.0, &mut class.1), (&mut kind.0, &mut kind.1), (&mut self.found, &mut self.planted)]
                {
                    *sums.0 += usize::from(is_found);
                    *sums.1 += 1;
                }
                if !is_found {
                    let around: Vec<i64> = (label.start.saturating_sub(9)..(label.end + 10).min(one.days))
                        .map(|day| key.values[day].round() as i64)
                        .collect();
                    self.failures.push(format!(
                        "missed {name} {:?} key {at} {label:?} noise {:.2} {around:?}{}",
                        key.kind,
                        key.noise,
                        if is_found_alone(one, at, label) { " found alone" } else { "" }
                    ));
                }
            }
        }
        for found in detected {
            let is_right =
                one.keys.iter().enumerate().any(|(at, key)| key.labels.iter().any(|label| fits(found, at, label)));
            if is_right {
                continue;
            }
            if found.is_open {
                self.open += 1;
                continue;
            }
            self.wrong += 1;
            let kind = match found.whose {
                SeriesOwner::Key(_) => format!("{:?}", one.keys[found.number].kind),
                SeriesOwner::Workspace(_) => "whole: workspace".to_owned(),
                SeriesOwner::Whole => "whole: organization".to_owned(),
                SeriesOwner::Model => "whole: model".to_owned(),
            };
            let values: Vec<i64> = match found.whose {
                SeriesOwner::Key(_) => one.keys[found.number].values.iter().map(|value| value.round() as i64).collect(),
                _ => Vec::new(),
            };
            let mut beside = String::new();
            if let (SeriesOwner::Key(_), true) = (found.whose, kind == "Moving") {
                for other in found.number.saturating_sub(1)..(found.number + 2).min(one.keys.len()) {
                    let key = &one.keys[other];
                    if key.kind == crate::keys::Kind::Moving {
                        let days = found.days.0.saturating_sub(8)..(found.days.1 + 8).min(one.days);
                        let values: Vec<i64> = days.map(|day| key.values[day].round() as i64).collect();
                        beside += &format!(
                            "\n    key {other} of workspace {} noise {:.2}: {values:?}",
                            key.workspace, key.noise
                        );
                    }
                }
            }
            self.failures.push(format!("false {name} {kind} {found:?} {values:?}{beside}"));
            self.kinds.entry(kind).or_default().2 += 1;
        }
    }

    /// Harmonic mean of precision and recall.
    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.found as f64 / (self.planted + self.found + self.wrong).max(1) as f64
    }

    /// False findings per 100 series-days of keys.
    pub(crate) fn false_rate(&self) -> f64 {
        100.0 * self.wrong as f64 / self.series_days.max(1) as f64
    }

    /// False findings per organization and quarter.
    pub(crate) fn per_quarter(&self) -> f64 {
        self.wrong as f64 / self.quarters.max(f64::MIN_POSITIVE)
    }

    pub(crate) fn line(&self) -> String {
        let share = |of: usize, all: usize| of as f64 / all.max(1) as f64;
        let classes: Vec<String> =
            self.classes.iter().map(|(class, (found, all))| format!("{class:?} {found} of {all}")).collect();
        format!(
            "F1 {:.3}, precision {:.3}, recall {:.3} ({}, in the first days {} of {}), {} false: {:.4} per 100 series-days, {:.2} per organization and quarter; {} more may be monthly batches",
            self.f1(),
            share(self.found, self.found + self.wrong),
            share(self.found, self.planted),
            classes.join(", "),
            self.early.0,
            self.early.1,
            self.wrong,
            self.false_rate(),
            self.per_quarter(),
            self.open,
        )
    }

    pub(crate) fn by_kind(&self) -> Vec<String> {
        let line = |(kind, (found, all, wrong)): (&String, &(usize, usize, usize))| {
            format!(
                "    {kind:<22} found {found:>4} of {all:>4}, false {wrong:>4}, {:.3} per organization and quarter",
                *wrong as f64 / self.quarters
            )
        };
        self.kinds.iter().map(line).collect()
    }
}
