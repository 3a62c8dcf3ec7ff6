//! A move in words, with its evidence.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::explained::against;
use super::super::series::{DailySpend, Entity};
use super::{ANALYZER, Move};
use crate::analyze::Context;
use crate::facts::SpendRow;
use crate::model::{Evidence, Finding, Money, Period, Severity, SpendChange};
use crate::stats::panel::levels;

/// The days of a move's four weeks after, or before.
fn weeks(one: &Move, after: bool) -> Period {
    one.weeks[usize::from(after)]
}

/// The new level until the end of the period against the weeks before it.
fn explained(cx: &Context, one: &Move, impact: Money) -> Option<SpendChange> {
    let days = Period::new(one.period.start, one.period.end.min(cx.period.end))?;
    Some(against(cx, &one.entity, days, weeks(one, false), Some(impact)))
}

/// The rows of a move's four weeks after, or before.
fn rows<'a>(cx: &'a Context, one: &'a Move, after: bool) -> impl Iterator<Item = &'a SpendRow> {
    let period = weeks(one, after);
    one.entity.rows(&cx.facts.spend.series).filter(move |row| period.contains(row.day))
}

/// Whether most of the money after, or before, is an estimate.
pub(super) fn is_estimated(cx: &Context, one: &Move, after: bool) -> bool {
    let sum = |estimated| rows(cx, one, after).filter(|row| row.estimated == estimated).map(|row| row.amount).sum();
    let (estimated, reported): (Money, Money) = (sum(true), sum(false));
    estimated > reported
}

pub(super) fn finding(cx: &Context, one: &Move, all: &BTreeMap<Entity, DailySpend>) -> Finding {
    let shift = &one.shift;
    let until = one.period.end.min(cx.period.end);
    let days = known_days(one, until, all);
    let impact = Money::from_estimate(shift.per_day() * days as f64);
    let [before, after] = [shift.before, shift.after].map(|daily| Money::from_estimate(daily).to_grouped());
    let percent = if shift.before >= 0.01 {
        format!(" ({:+.0} %)", 100.0 * shift.per_day() / shift.before)
    } else {
        String::new()
    };
    let contributors = contributors(cx, one, all);
    let since = if shift.settled > shift.start + 1 { "over some days from" } else { "on" };
    let verb = if shift.is_rise() { "rose" } else { "fell" };
    let message = format!(
        "{}{} {verb} {since} {} from ${before} to ${after} a day{percent} and stayed for {} days. Until {} that is ${} {}{}. Threshold: {}",
        if is_estimated(cx, one, true) { "estimated at list prices " } else { "" },
        one.entity.label_in(&cx.spenders),
        one.period.start,
        shift.end + 1 - shift.settled,
        until,
        Money::from_estimate(impact.to_f64().abs()).to_grouped(),
        if shift.is_rise() { "more" } else { "less" },
        if contributors.is_empty() { String::new() } else { format!(". Most of it: {contributors}") },
        cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") }),
    );
    let title = format!(
        "Spend of {} {verb} on {} and stayed there",
        one.entity.label_in(&cx.spenders),
        crate::analyze::wording::day(one.period.start)
    );
    let mut finding = ANALYZER.finding(one.entity.subject(cx), title, message);
    finding.severity = match impact.to_f64() {
        _ if !shift.is_rise() => Severity::Info,
        dollars if dollars >= cx.limit(&ANALYZER, const { ANALYZER.threshold("high_from_usd") }).value => {
            Severity::High
        }
        dollars if dollars >= cx.limit(&ANALYZER, const { ANALYZER.threshold("medium_from_usd") }).value => {
            Severity::Medium
        }
        _ => Severity::Low,
    };
    finding.period = Some(one.period);
    finding.impact_usd = Some(impact);
    finding.change = explained(cx, one, impact);
    finding.observed = Some(format!("${after} a day"));
    finding.threshold =
        Some(format!("${before} a day before, {}", cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") })));
    finding.evidence = [false, true].into_iter().flat_map(|after| largest(cx, one, after)).collect();
    finding
}

/// How many days of the new level are known.
fn known_days(one: &Move, until: NaiveDate, all: &BTreeMap<Entity, DailySpend>) -> usize {
    Period::new(one.period.start, until).zip(all.get(&one.entity)).map_or(0, |(days, series)| series.known_in(days))
}

/// Falls that are named.
const NAMED: usize = 4;

/// Several falls as one finding: they cost nothing, and nobody reads five lines that say so.
pub(super) fn falls(cx: &Context, all: &[Move]) -> Finding {
    let mut falls: Vec<&Move> = all.iter().collect();
    falls.sort_by(|a, b| a.shift.per_day().total_cmp(&b.shift.per_day()));
    let write_out = |one: &&Move| {
        let [before, after] = [one.shift.before, one.shift.after].map(|day| Money::from_estimate(day).to_grouped());
        let estimated = if is_estimated(cx, one, true) { ", estimated at list prices" } else { "" };
        let label = one.entity.label_in(&cx.spenders);
        format!("{label} on {} from ${before} to ${after} a day{estimated}", one.period.start)
    };
    let mut named = falls.iter().take(NAMED).map(write_out).collect::<Vec<_>>().join("; ");
    if falls.len() > NAMED {
        named = format!("{named}, and {} more", falls.len() - NAMED);
    }
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") });
    let message = format!("spend fell and stayed low in {} series: {named}. Threshold: {limit}", falls.len());
    let title = format!("Spend fell and stayed in {} series", falls.len());
    let mut finding = ANALYZER.finding(Entity::Organization.subject(cx), title, message);
    finding.severity = Severity::Info;
    let starts = falls.iter().map(|one| one.period.start);
    finding.period = starts.min().and_then(|start| Period::new(start, cx.period.end));
    finding.observed = Some(format!("{} falls", falls.len()));
    finding.threshold = Some(limit.to_string());
    finding.evidence = falls.iter().take(NAMED).flat_map(|one| largest(cx, one, false).into_iter().take(1)).collect();
    finding
}

/// The largest rows before, or after.
fn largest(cx: &Context, one: &Move, after: bool) -> Vec<Evidence> {
    let mut rows: Vec<&SpendRow> = rows(cx, one, after).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.amount), row.source));
    rows.iter().take(3).map(|row| row.evidence(cx.data)).collect()
}

/// Which keys contributed most to the move of a whole, in dollars a day.
fn contributors(cx: &Context, one: &Move, all: &BTreeMap<Entity, DailySpend>) -> String {
    let is_inside = |entity: &Entity| match (&one.entity, entity) {
        (Entity::Organization, Entity::Key { .. }) => true,
        (Entity::Workspace(w), Entity::Key { workspace, .. }) => w == workspace,
        _ => false,
    };
    let (whole, up) = (one.shift.per_day().abs(), one.shift.per_day().signum());
    let mut parts: Vec<(f64, String)> = all
        .iter()
        .filter(|(entity, _)| is_inside(entity))
        .map(|(entity, series)| (levels(&series.values(), &one.shift), entity.label_in(&cx.spenders)))
        .map(|((before, after), label)| (up * (after - before), label))
        .filter(|(dollars, _)| *dollars >= 0.1 * whole)
        .collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let sign = if up > 0.0 { '+' } else { '-' };
    let write_out = |(dollars, label): &(f64, String)| {
        let (share, dollars) = (100.0 * dollars / whole, Money::from_estimate(*dollars).to_grouped());
        format!("{label} {sign}${dollars} a day ({share:.0} %)")
    };
    parts.iter().take(4).map(write_out).collect::<Vec<_>>().join(", ")
}
