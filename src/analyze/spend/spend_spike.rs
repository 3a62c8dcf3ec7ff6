//! Days on which spend jumped, said once for the same dollars.

mod hours;
mod message;
#[cfg(test)]
mod tests;

use anyhow::Result;
use hours::Hours;

use super::explained::weeks_before;
use super::known_days::left_out;
use super::once::{Event, report_once};
use super::panel::{SpendPanel, with_panel};
use super::series::Entity;
use super::shift_gates;
use super::unread::{records_behind, table_behind};
use crate::analyze::left_out as unpriced;
use crate::analyze::unread_days::{Doubt, Levels};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, Money, Period, Severity, Table, counted};
use crate::stats::detect::Setting;
use crate::stats::shifts;
use crate::stats::spikes::{DetectorThresholds, Spike};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "spend-spike",
    title: "Days on which spend jumped",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Cost, Table::Usage]],
    population: "daily series (organization, workspaces, keys, models)",
    thresholds: &[
        Threshold {
            name: "least_score",
            default: 4.0,
            unit: "robust standard deviations (1.15 times as many for the run of days as a whole)",
            source: "of an organization of 15 keys, more for larger ones. Days from 0.72 times it on make a run; the run, of one day or more, is held \
                     against the scatter of all other days. Chosen on simulated organizations of 2 to 500 keys \
                     (benches/ANOMALIES.md); 3.5 is usual for a normal distribution (Iglewicz and Hoaglin 1993)",
        },
        Threshold {
            name: "least_ratio",
            default: 1.5,
            unit: "times the expected",
            source: "half as much again, chosen with the score; small sums are kept quiet by dollars",
        },
        Threshold {
            name: "least_excess_usd",
            default: 25.0,
            unit: "USD",
            source: "below, looking costs more than the jump",
        },
        Threshold {
            name: "least_history_days",
            default: 12.0,
            unit: "days",
            source: "a weekday pattern needs at least this much; before the day, or on both sides of it where the use is older than the data",
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
        finds: "Days, one or some in a row but less than two weeks, on which the spend of the organization, a workspace, a key or a model lies far above what its \
                neighbourhood and weekday let expect: by robust score, by ratio and in dollars. The run of days as a whole needs 1.15 times `least_score`. Where usage exports are hourly also some \
                hours inside a day that does not stand out, held against the same hours of the week, if they are worth an eighth of a usual \
                day and more. Spend is the reported cost, else usage at list price. Weekly patterns, monthly and month-end batches that return, what a series does often, dips, launches that ramp \
                or stay, and traffic that moves over from other keys or workspaces are not found. The more series there are, the higher the score has to be: of many, one is \
                high by chance. The same dollars are reported once, of the finest that explains most of them. Severity is by impact: low, medium from `medium_from_usd`, high from `high_from_usd`.",
        matters: "A jump is the first sign of a leaked key, a loop, or a job that ran twice; the invoice comes weeks later.",
        remedy: &[
            "Look at the key's usage of those days: Console > Usage, grouped by API key and hour",
            "Ask the owner what ran; if nobody knows, disable the key and rotate",
            "Console > Workspaces > Limits: set a monthly limit that the normal month does not reach, with a notification below it",
        ],
        caveats: "A one-off job that was planned looks the same. In the first days of a key that begins nothing is judged; of one that had use \
                  when the data began, only its first three days, and the hours of its first two, are not. Hours are UTC, and estimates at list price always; those of a key's nights are reported by `off-hours-burst`.",
    },
    run,
};

/// A jump of one entity.
struct Jump {
    entity: Entity,
    period: Period,
    spike: Spike,
    at_end: bool,
    /// The hours, where it is some hours of a day.
    hours: Option<Hours>,
}

impl Event for Jump {
    fn entity(&self) -> &Entity {
        &self.entity
    }

    fn days(&self) -> Period {
        self.period
    }

    fn dollars(&self) -> f64 {
        self.spike.excess()
    }
}

fn run(cx: &Context) -> Result<Outcome> {
    with_panel(cx, |panel| judged(cx, panel))
}

fn judged(cx: &Context, panel: &SpendPanel) -> Result<Outcome> {
    let series = panel.series;
    let jumps = match jumps_of(cx, panel) {
        Ok(jumps) => jumps,
        Err(why) => {
            let why = unpriced::note(cx).map_or_else(|| why.clone(), |note| format!("{why}; {note}"));
            return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost, Table::Usage] });
        }
    };
    let (between, jumps): (Vec<Jump>, Vec<Jump>) = jumps.into_iter().partition(|jump| rests_on_unpriced(cx, jump));
    let (unread, jumps): (Vec<Jump>, Vec<Jump>) = jumps.into_iter().partition(|jump| is_withheld(cx, jump));
    let finding = |jump: &Jump| {
        let mut finding = match &jump.hours {
            Some(hours) => message::of_hours(cx, jump, hours),
            None => message::finding(cx, jump, series),
        };
        doubt(cx, jump).iter().for_each(|doubt| doubt.lower(&mut finding));
        finding
    };
    let findings = jumps.iter().map(finding).collect();
    let note = |jump: &Jump| {
        let label = jump.entity.label_in(&cx.spenders);
        format!("{label} in {}: not judged, as much of its use before is of models without a known price", jump.period)
    };
    let unread = unread.iter().filter_map(|jump| {
        let (label, doubt) = (jump.entity.label_in(&cx.spenders), doubt(cx, jump)?);
        Some(format!("{label} in {}: not judged, as {}", jump.period, doubt.withheld()?))
    });
    let notes = between.iter().map(note).chain(unread).chain(unpriced::note(cx)).chain(left_out(cx)).collect();
    Ok(Outcome::Assessed { population: series.len() as u64, findings, notes })
}

/// Whether what a jump is held against leaves out much of the use: then the first day with a price or a cost is one.
fn rests_on_unpriced(cx: &Context, jump: &Jump) -> bool {
    let first = cx.facts.spend.series.extent().map_or(jump.period.start, |extent| extent.start);
    let before = weeks_before(jump.period.start, first);
    before.is_some_and(|weeks| unpriced::hides_much(cx, weeks, |one| jump.entity.takes(one)))
}

/// What could not be read of the days that a jump is held against.
fn doubt(cx: &Context, jump: &Jump) -> Option<Doubt> {
    let first = cx.facts.spend.series.extent().map_or(jump.period.start, |extent| extent.start);
    let low = weeks_before(jump.period.start, first)?;
    let table = if jump.hours.is_some() { Table::Usage } else { table_behind(cx, &jump.entity, low) };
    let levels = Levels {
        low,
        high: jump.period,
        ratio: jump.spike.actual / jump.spike.expected,
        least_ratio: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") }).value,
        records: records_behind(cx, &jump.entity, low),
    };
    levels.doubt(cx, table)
}

fn is_withheld(cx: &Context, jump: &Jump) -> bool {
    doubt(cx, jump).is_some_and(|doubt| doubt.withheld().is_some())
}

/// A jump of the period, as other checks need it.
pub(super) struct ReportedSpike {
    /// Whose.
    pub(super) entity: Entity,
    /// Its days.
    pub(super) period: Period,
    /// What these days were expected to cost.
    pub(super) expected: Money,
    /// Upper end of that.
    pub(super) upper: Money,
}

/// The jumps of days of the period, or why they cannot be determined.
pub(super) fn found(cx: &Context) -> std::result::Result<Vec<ReportedSpike>, String> {
    let found = |jump: Jump| ReportedSpike {
        expected: Money::from_estimate(jump.spike.expected),
        upper: Money::from_estimate(jump.spike.upper),
        entity: jump.entity,
        period: jump.period,
    };
    let of_days = |jump: &Jump| jump.hours.is_none() && !is_withheld(cx, jump);
    Ok(with_panel(cx, |panel| jumps_of(cx, panel))?.into_iter().filter(of_days).map(found).collect())
}

/// The jumps of the period, each reported once.
fn jumps_of(cx: &Context, panel: &SpendPanel) -> std::result::Result<Vec<Jump>, String> {
    let gates = DetectorThresholds {
        score: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_score") }).value,
        ratio: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") }).value,
        excess: cx.limit(&ANALYZER, const { ANALYZER.threshold("least_excess_usd") }).value,
        history: usize::try_from(cx.limit(&ANALYZER, const { ANALYZER.threshold("least_history_days") }).days())
            .unwrap_or_default(),
        ..Setting::SHIPPED.spike
    };
    let days = panel.series.get(&Entity::Organization).map_or(0, |organization| organization.amounts.len());
    if days <= gates.history {
        return Err(format!("spend covers {}; needed: more than {}", counted(days, "day"), gates.history));
    }
    let mut all = jumps(panel, &gates, &shift_gates(cx));
    let of_hours = hours::jumps(cx, &gates, &all);
    all.extend(of_hours);
    // Keys before the wholes that they are part of.
    all.sort_by(|a, b| a.entity.cmp(&b.entity).then(a.period.start.cmp(&b.period.start)));
    let mut found = report_once(all);
    let off_hours = super::off_hours_bursts(cx);
    found.retain(|jump| {
        jump.hours.is_none()
            || !off_hours.iter().any(|(key, days)| *key == jump.entity && days.contains(jump.period.start))
    });
    found.retain(|jump| jump.period.end >= cx.period.start && jump.period.start <= cx.period.end);
    Ok(found)
}

/// Every jump of every series that did not take its traffic from another.
fn jumps(
    SpendPanel { series, together, panel }: &SpendPanel,
    gates: &DetectorThresholds,
    shift: &shifts::DetectorThresholds,
) -> Vec<Jump> {
    let jump = |(at, spike): (usize, Spike)| {
        let entity = together.entity(at).clone();
        let own = series.get(&entity)?;
        let period = own.known_period(spike.start, spike.end)?;
        let at_end = spike.end + 1 == own.amounts.len();
        let is_known = own.known[spike.start..=spike.end].contains(&true);
        is_known.then_some(Jump { entity, period, spike, at_end, hours: None })
    };
    // The first days of a level that stays are reported by `spend-shift`.
    panel.jumps(gates, shift).into_iter().filter_map(jump).collect()
}
