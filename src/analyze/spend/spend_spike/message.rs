//! A jump in words, with its evidence.

use std::collections::BTreeMap;

use super::super::explained;
use super::super::series::{DailySpend, Entity};
use super::super::subject::largest_rows;
use super::hours::Hours;
use super::{ANALYZER, Jump};
use crate::analyze::Context;
use crate::model::{Confidence, Finding, Money, Severity};
use crate::stats::spikes::Spike;

pub(super) fn finding(cx: &Context, jump: &Jump, all: &BTreeMap<Entity, DailySpend>) -> Finding {
    let rows = || jump.entity.rows(&cx.facts.spend.series).filter(|row| jump.period.contains(row.day));
    let actual: Money = rows().map(|row| row.amount).sum();
    let expected = Money::from_estimate(jump.spike.expected);
    let impact = actual - expected;
    let percent = percent(jump);
    let estimated = if rows().any(|row| row.estimated) { "estimated at list prices " } else { "" };
    let contributors = contributors(cx, jump, all);
    let is_alone = is_only_month_end(jump, all);
    let message = format!(
        "{}{} spent ${} on {}, expected ${} (up to ${}): ${} more{percent}{}{}{}. Threshold: {}",
        estimated,
        jump.entity.label_in(&cx.spenders),
        actual.to_grouped(),
        jump.period,
        expected.to_grouped(),
        Money::from_estimate(jump.spike.upper).to_grouped(),
        impact.to_grouped(),
        if contributors.is_empty() { String::new() } else { format!(". Most of it: {contributors}") },
        super::hours::busiest(cx, jump),
        if is_alone {
            ". It is at a month's end, and the data has no other one to compare with: it may be a monthly batch"
        } else {
            ""
        },
        cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") }),
    );
    let title = format!(
        "Spend of {} jumped on {}",
        jump.entity.label_in(&cx.spenders),
        crate::analyze::wording::days(jump.period)
    );
    let mut finding = ANALYZER.finding(jump.entity.subject(cx), title, message);
    finding.severity = severity(cx, jump);
    // Where the data ends with the jump, it may be a level that stays.
    finding.confidence = match (is_alone, jump.at_end) {
        (true, _) => Confidence::Low,
        (_, true) => Confidence::Medium,
        _ => Confidence::High,
    };
    finding.period = Some(jump.period);
    finding.impact_usd = Some(impact);
    let upper = Money::from_estimate(jump.spike.upper);
    finding.change = Some(explained::jump(cx, &jump.entity, jump.period, expected, upper));
    finding.observed = Some(format!("${}", actual.to_grouped()));
    finding.threshold = Some(format!("expected up to ${}", Money::from_estimate(jump.spike.upper).to_grouped()));
    finding.evidence = largest_rows(cx, rows());
    finding
}

/// Whether a jump is at a month's end, and no other one is in the days of its series: a batch of every month looks the same.
fn is_only_month_end(jump: &Jump, all: &BTreeMap<Entity, DailySpend>) -> bool {
    let Some(series) = all.get(&jump.entity) else { return false };
    let Some(first) = series.amounts.iter().position(|amount| *amount > Money::ZERO) else { return false };
    jump.hours.is_none() && jump.spike.is_only_month_end(first, &series.month_end_distances())
}

/// ` (+378 %)`; nothing where nothing was expected.
fn percent(jump: &Jump) -> String {
    let Spike { actual, expected, .. } = jump.spike;
    if expected >= 0.01 { format!(" ({:+.0} %)", 100.0 * (actual - expected) / expected) } else { String::new() }
}

fn severity(cx: &Context, jump: &Jump) -> Severity {
    match jump.spike.excess() {
        excess if excess >= cx.limit(&ANALYZER, const { ANALYZER.threshold("high_from_usd") }).value => Severity::High,
        excess if excess >= cx.limit(&ANALYZER, const { ANALYZER.threshold("medium_from_usd") }).value => {
            Severity::Medium
        }
        _ => Severity::Low,
    }
}

/// Some hours of a day.
pub(super) fn of_hours(cx: &Context, jump: &Jump, hours: &Hours) -> Finding {
    let (label, expected) = (jump.entity.label_in(&cx.spenders), Money::from_estimate(jump.spike.expected));
    let (impact, upper) = (hours.actual - expected, Money::from_estimate(jump.spike.upper).to_grouped());
    let percent = percent(jump);
    let message = format!(
        "estimated at list prices {label} spent ${} on {}, expected ${} (up to ${upper}): ${} more{percent}, in a day that does not stand out. \
         Threshold: {}",
        hours.actual.to_grouped(),
        hours.words,
        expected.to_grouped(),
        impact.to_grouped(),
        cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") }),
    );
    let title = format!("Spend of {label} jumped on {}", hours.words);
    let mut finding = ANALYZER.finding(jump.entity.subject(cx), title, message);
    finding.severity = severity(cx, jump);
    finding.confidence = Confidence::Medium;
    finding.period = Some(jump.period);
    finding.impact_usd = Some(impact);
    finding.observed = Some(format!("${}", hours.actual.to_grouped()));
    finding.threshold = Some(format!("expected up to ${upper}"));
    finding.evidence.clone_from(&hours.evidence);
    finding
}

/// What contributed most to a jump of a whole, in dollars above the same weekdays before and after.
fn contributors(cx: &Context, jump: &Jump, all: &BTreeMap<Entity, DailySpend>) -> String {
    let is_inside = |entity: &Entity| match (&jump.entity, entity) {
        (Entity::Organization, Entity::Key { .. }) => true,
        (Entity::Workspace(w), Entity::Key { workspace, .. }) => w == workspace,
        _ => false,
    };
    let mut parts: Vec<(f64, String)> = all
        .iter()
        .filter(|(entity, _)| is_inside(entity))
        .map(|(entity, series)| (excess(&series.values(), &jump.spike), entity.label_in(&cx.spenders)))
        .filter(|(excess, _)| *excess >= 0.1 * jump.spike.excess())
        .collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let write_out = |(excess, label): &(f64, String)| {
        let share = 100.0 * excess / jump.spike.excess();
        format!("{label} +${} ({share:.0} % of the rise)", Money::from_estimate(*excess).to_grouped())
    };
    parts.iter().take(4).map(write_out).collect::<Vec<_>>().join(", ")
}

fn excess(values: &[f64], spike: &Spike) -> f64 {
    let one = |t: usize| {
        // The nearest outside of the jump, which may last for more than a week.
        let before = (0..spike.start).rev().find(|other| (t - other).is_multiple_of(7));
        let behind = (spike.end + 1..values.len()).find(|other| (other - t).is_multiple_of(7));
        let weeks: Vec<f64> = [before, behind].into_iter().flatten().map(|other| values[other]).collect();
        values[t] - crate::stats::median(&weeks)
    };
    (spike.start..=spike.end).map(one).sum()
}
