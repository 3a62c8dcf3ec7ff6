//! Levels of spend that moved and stayed, said once for the same dollars.

mod message;
#[cfg(test)]
mod tests;

use std::ops::Range;

use anyhow::Result;
use chrono::Days;

use super::known_days::left_out;
use super::once::{Event, report_once};
use super::panel::{SpendPanel, with_panel};
use super::series::Entity;
use super::unread::{records_behind, table_behind};
use crate::analyze::left_out as unpriced;
use crate::analyze::unread_days::{Doubt, Levels};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, Finding, Period, Severity, Table, counted};
use crate::stats::detect::Setting;
use crate::stats::panel::windows;
use crate::stats::shifts::{DetectorThresholds, Shift};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "spend-shift",
    title: "Levels of spend that moved and stayed",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Cost, Table::Usage]],
    population: "daily series (organization, workspaces, keys, models)",
    thresholds: &[
        Threshold {
            name: "least_score",
            default: 4.5,
            unit: "standard errors",
            source: "of an organization of 15 keys, more for larger ones; chosen on simulated organizations (benches/ANOMALIES.md): \
                     levels wander, and a side of few days is taken to scatter as levels usually do",
        },
        Threshold {
            name: "least_ratio",
            default: 1.5,
            unit: "times the level before",
            source: "half as much again, every day, passes a monthly limit that has the usual headroom",
        },
        Threshold {
            name: "least_excess_usd",
            default: 25.0,
            unit: "USD a week",
            source: "below, looking costs more than the move",
        },
        Threshold {
            name: "least_history_days",
            default: 12.0,
            unit: "days",
            source: "a weekday pattern needs at least this much",
        },
        Threshold {
            name: "least_days_after",
            default: 7.0,
            unit: "days",
            source: "every weekday once; what is shorter may be a spike",
        },
        Threshold {
            name: "medium_from_usd",
            default: 100.0,
            unit: "USD",
            source: "less is worth a look, and no verdict against the control",
        },
        Threshold { name: "high_from_usd", default: 1000.0, unit: "USD", source: "ten times as much" },
    ],
    explain: Explain {
        finds: "A day (or up to ten days) after which the spend of the organization, a workspace, a key or a model stands on another level \
                and stays there for `least_days_after` and more: by robust score of the medians of up to four weeks before and after, \
                weekdays taken out, by ratio and in dollars of a week. The slope of either side is taken off first, and \
                four percent for each day that the move takes: steady growth and launches that ramp are not found. Nor are month \
                ends, a level that was there before (the end of a holiday), falls of less than two weeks, services that end, levels of a whole that rose because keys began, and traffic that moves between \
                keys, workspaces or models (rotation, migration). The same dollars are reported once, of the finest that explains most of them. \
                Severity of a rise is by impact, which is dollars a day until the end of the period: low, medium from \
                `medium_from_usd`, high from `high_from_usd`. A fall costs nothing and is info; several are one finding.",
        matters: "A spike ends by itself; a new level is paid every day until someone looks.",
        remedy: &[
            "Compare the weeks before and after: Console > Usage, grouped by API key and model; or Admin API: GET \
             /v1/organizations/usage_report/messages with group_by[]=api_key_id&group_by[]=model",
            "Ask the owner what was released on that day: more traffic, longer prompts, another model, or a cache that is no longer hit",
            "If it is to stay, set the limit by it: Console > Workspaces > Limits; if nobody knows, disable the key and rotate",
        ],
        caveats: "A planned move looks the same. A move in the last days of the data cannot be distinguished from a spike yet. A launch that replaces \
                  nothing is not found, whatever it costs. Where cost reports end and estimates at list price begin, no move is judged, \
                  nor what records that could not be read explain.",
    },
    run,
};

/// A move of one entity.
struct Move {
    entity: Entity,
    /// From the first day of the move to the last one on the new level.
    period: Period,
    /// The days of its four weeks before, and after.
    weeks: [Period; 2],
    shift: Shift,
}

impl Event for Move {
    fn entity(&self) -> &Entity {
        &self.entity
    }

    fn days(&self) -> Period {
        let settled = (self.shift.settled - self.shift.start + NEAR) as u64;
        let days = |back: u64, on: u64| {
            let start = self.period.start;
            (start.checked_sub_days(Days::new(back)), start.checked_add_days(Days::new(on)))
        };
        let (start, end) = days(NEAR as u64, settled);
        Period { start: start.unwrap_or(self.period.start), end: end.unwrap_or(self.period.end) }
    }

    fn dollars(&self) -> f64 {
        self.shift.per_day().abs()
    }
}

/// Days by which the same move may be dated apart in two series.
const NEAR: usize = 3;

/// When a level has moved, by the policy: also for the check that leaves the first days of a move to this one.
pub(super) fn gates(cx: &Context) -> DetectorThresholds {
    let days_of = |limit| usize::try_from(cx.limit(&ANALYZER, limit).days()).unwrap_or_default();
    DetectorThresholds {
        score: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_score") }).value,
        ratio: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") }).value,
        excess: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_excess_usd") }).value,
        history: days_of(const { ANALYZER.threshold("least_history_days") }),
        persistence: days_of(const { ANALYZER.threshold("least_days_after") }),
        usual: Setting::SHIPPED.shift.usual,
    }
}

fn run(cx: &Context) -> Result<Outcome> {
    with_panel(cx, |panel| judged(cx, panel))
}

fn judged(cx: &Context, panel: &SpendPanel) -> Result<Outcome> {
    let (series, gates) = (panel.series, gates(cx));
    let days = series.get(&Entity::Organization).map_or(0, |organization| organization.amounts.len());
    let least = gates.history + gates.persistence;
    if days < least {
        let without = unpriced::note(cx).map_or_else(String::new, |note| format!("; {note}"));
        let why = format!("spend covers {}; needed: {least}{without}", counted(days, "day"));
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost, Table::Usage] });
    }
    let (rises, falls): (Vec<Move>, Vec<Move>) = moves(panel, &gates).into_iter().partition(|one| one.shift.is_rise());
    let found = report_once(rises).into_iter().chain(report_once(falls));
    let found = found.filter(|one| cx.period.contains(one.period.start));
    let (hidden, found): (Vec<Move>, Vec<Move>) = found.partition(|one| rests_on_unpriced(cx, one));
    let (judged, between): (Vec<Move>, Vec<Move>) = found
        .into_iter()
        .partition(|one| message::is_estimated(cx, one, true) == message::is_estimated(cx, one, false));
    let (unread, judged): (Vec<Move>, Vec<Move>) =
        judged.into_iter().partition(|one| doubt(cx, one, &gates).is_some_and(|doubt| doubt.withheld().is_some()));
    let (rises, falls): (Vec<Move>, Vec<Move>) = judged.into_iter().partition(|one| one.shift.is_rise());
    let lowered = |mut finding: Finding, of: &[Move]| {
        of.iter().find_map(|one| doubt(cx, one, &gates)).iter().for_each(|doubt| doubt.lower(&mut finding));
        finding
    };
    let finding = |one: &Move| lowered(message::finding(cx, one, series), std::slice::from_ref(one));
    let mut findings: Vec<_> = rises.iter().map(finding).collect();
    match falls.as_slice() {
        [] => {}
        [one] => findings.push(finding(one)),
        several => findings.push(lowered(message::falls(cx, several), several)),
    }
    let note = |one: &Move| {
        let label = one.entity.label_in(&cx.spenders);
        format!("{label} moved on {} between reported cost and estimates at list price: not judged", one.period.start)
    };
    let mut notes: Vec<String> = between.iter().map(note).collect();
    notes.extend(hidden.iter().map(|one| {
        let (label, side) = (one.entity.label_in(&cx.spenders), if one.shift.is_rise() { "before" } else { "after" });
        format!(
            "{label} moved on {}: not judged, as much of its use {side} is of models without a known price",
            one.period.start
        )
    }));
    notes.extend(unread.iter().filter_map(|one| {
        let (label, doubt) = (one.entity.label_in(&cx.spenders), doubt(cx, one, &gates)?);
        Some(format!("{label} moved on {}: not judged, as {}", one.period.start, doubt.withheld()?))
    }));
    notes.extend(unpriced::note(cx));
    notes.extend(left_out(cx));
    Ok(Outcome::Assessed { population: series.len() as u64, findings, notes })
}

/// Whether the lower level leaves out much of the use: then it may be no lower.
fn rests_on_unpriced(cx: &Context, one: &Move) -> bool {
    let lower = one.weeks[usize::from(!one.shift.is_rise())];
    unpriced::hides_much(cx, lower, |spender| one.entity.takes(spender))
}

/// What could not be read of the days of the lower level.
fn doubt(cx: &Context, one: &Move, gates: &DetectorThresholds) -> Option<Doubt> {
    let [before, after] = one.weeks;
    let (low, high) = if one.shift.is_rise() { (before, after) } else { (after, before) };
    let [lower, higher] = [one.shift.before.min(one.shift.after), one.shift.before.max(one.shift.after)];
    let levels = Levels {
        low,
        high,
        ratio: higher / lower,
        least_ratio: gates.ratio,
        records: records_behind(cx, &one.entity, low),
    };
    levels.doubt(cx, table_behind(cx, &one.entity, low))
}

/// Every move of every series whose traffic did not come from another, or go there.
fn moves(SpendPanel { series, together, panel }: &SpendPanel, gates: &DetectorThresholds) -> Vec<Move> {
    let one = |(at, shift): (usize, Shift)| {
        let entity = together.entity(at).clone();
        let own = series.get(&entity)?;
        let (before, after) = windows(&shift);
        let days = |days: &Range<usize>| Period::new(own.day(days.start), own.day(days.end.checked_sub(1)?));
        let weeks = [days(&before)?, days(&after)?];
        Some(Move { period: own.known_period(shift.start, shift.end)?, weeks, entity, shift })
    };
    panel.moves(gates).into_iter().filter_map(one).collect()
}
