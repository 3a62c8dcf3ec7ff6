//! Months whose spend reached a limit, or came near it.

mod bound;
#[cfg(test)]
mod tests;
mod unnamed;

use std::collections::BTreeMap;

use anyhow::Result;
use bound::{Bound, Bounds};
use chrono::{Datelike, Months, NaiveDate};
use unnamed::{is_unlisted_id, states_names_alone, unnamed_note};

use super::explained::against;
use super::series::Entity;
use super::share_of_limit::share_of;
use super::subject::{key_label, largest_rows, ranked};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold, left_out};
use crate::facts::{SpendRow, Spender};
use crate::model::{Confidence, Control, Finding, Money, MonthForecast, Period, Severity, SpendChange, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "spend-limit-breach",
    title: "Months at or near a spend limit",
    control: Control::SpendLimits,
    severity: Severity::High,
    reads: &[&[Table::Cost, Table::Usage]],
    population: "months of the organization and workspaces with a monthly limit",
    thresholds: &[Threshold {
        name: "near_percent",
        default: 80.0,
        unit: "% of the monthly limit",
        source: "the usual mark of a budget's first warning; beyond it, an ordinary week is enough to reach the limit",
    }],
    explain: Explain {
        finds: "Calendar months of the period in which the organization or a workspace spent as much as its monthly limit or more (high), or \
                more than `near_percent` of it (medium); and the month in which the data ends, where it is forecast to reach the limit \
                (low, with the interval; an interval below the limit is none). The limit is the lowest of those in force: of the list of spend limits, of the \
                policy ([limits]); a member's effective limit binds that member alone. Limits that are switched off are not in force, and none \
                is judged before the month in which it was made or last changed; daily and weekly ones are not judged. A month of which the data \
                has a part counts as far as it goes. Where only an estimate reaches the limit, and would not if all that may have been batches was, the finding is medium.",
        matters: "A limit that is reached stops every key below it; one that is passed without stopping anything is no limit.",
        remedy: &[
            "Console > Cost, grouped by workspace and key, for that month: see what took the money",
            "Decide: less spend, or a limit that fits: Console > Settings > Limits, and Console > Workspaces > {workspace} > Limits",
            "Have somebody notified earlier: a notification below the limit; Admin API: GET /v1/organizations/spend_limits shows what is in force",
        ],
        caveats: "The lists say what is in force now, not what was in that month: in the month of a change, and where the activity feed shows a \
                  later one, the confidence is medium. A forecast goes on as the weeks before did; its interval says how wrong such forecasts were. \
                  Amounts at list price (days without a cost export) leave discounts out. Default cannot carry a limit.",
    },
    run,
};

/// What was spent in a month, and in which rows.
type Spent<'a> = BTreeMap<NaiveDate, Vec<&'a SpendRow>>;

fn run(cx: &Context) -> Result<Outcome> {
    let (all, mut notes) = bound::bounds(cx);
    if all.is_empty() {
        let none = "no export lists a monthly spend limit in force, and the policy states none ([limits])";
        let doubted: Vec<String> =
            notes.into_iter().filter(|note| note.starts_with("not judged: the limit of")).collect();
        let why = if doubted.is_empty() { none.to_owned() } else { doubted.join("; ") };
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::SpendLimits] });
    }
    let (mut population, mut findings) = (0, Vec::new());
    let (mut unspent, mut unnamed) = (Vec::new(), Vec::new());
    let by_name_alone = states_names_alone(cx);
    for bounds in &all {
        let months = months(cx, &bounds.of);
        if months.is_empty() && bounds.of != Entity::Organization {
            let nameless = by_name_alone && matches!(&bounds.of, Entity::Workspace(id) if is_unlisted_id(cx, id));
            if nameless { &mut unnamed } else { &mut unspent }.push(bounds.of.label());
        }
        for (month, rows) in months {
            let Some(bound) = bounds.in_force(month, &mut notes) else { continue };
            population += 1;
            let coming = coming(cx, &bounds.of, month);
            let found = judge(cx, (&bounds.of, bound), month, &rows, coming.as_ref());
            notes.extend(coming.filter(|_| found.is_none()).and_then(|reported| doubt(&bounds.of, bound, &reported)));
            findings.extend(found);
        }
    }
    notes.extend((!unnamed.is_empty()).then(|| unnamed_note(&unnamed)));
    if population == 0 {
        let doubted: Vec<String> = notes.into_iter().filter(|note| note.contains("not judged")).collect();
        let none = "no spend of the period belongs to something with a limit".to_owned();
        let why = if doubted.is_empty() { none } else { doubted.join("; ") };
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Cost] });
    }
    if !unspent.is_empty() {
        notes.push(format!("no export of spend names {}, which a limit is for", unspent.join(", ")));
    }
    let unattributed = cx.facts.spend.series.rows.iter().any(|row| cx.period.contains(row.day) && !row.by_workspace);
    if unattributed && all.iter().any(|bounds: &Bounds| bounds.of != Entity::Organization) {
        notes.push("some exports do not name workspaces: the sums of workspaces may be too low".to_owned());
    }
    notes.extend(left_out::note(cx));
    Ok(Outcome::Assessed { population, findings, notes })
}

/// Rows by month, of the months that the period touches. A month is taken whole, also where the period holds a part of it.
fn months<'a>(cx: &'a Context, of: &Entity) -> Spent<'a> {
    let first = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let (start, end) = (first(cx.period.start), first(cx.period.end));
    let mut months = Spent::new();
    for row in cx.facts.spend.series.rows.iter().filter(|row| of.holds(row)) {
        let month = first(row.day);
        let reported = row.by_workspace || *of == Entity::Organization;
        if reported && start <= month && month <= end {
            months.entry(month).or_default().push(row);
        }
    }
    months
}

/// What the month will cost, where the data ends in it.
fn coming(cx: &Context, of: &Entity, month: NaiveDate) -> Option<MonthForecast> {
    let reported = |one: &Spender| one.by_workspace || *of == Entity::Organization;
    cx.facts.month_forecast(|one| reported(one) && of.takes(one)).filter(|forecast| forecast.month == month)
}

/// A limit that lies in the interval and above what is expected: no finding, and worth a note.
fn doubt(of: &Entity, bound: &Bound, reported: &MonthForecast) -> Option<String> {
    (reported.high_usd >= bound.amount).then(|| {
        format!("{} may yet reach its limit, ${}: {}", of.label(), bound.amount.to_grouped(), forecast(reported))
    })
}

/// How far a month went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Reached,
    Near,
    Forecast,
}

impl Level {
    const fn severity(self, is_sure: bool) -> Severity {
        match self {
            Self::Reached if is_sure => Severity::High,
            Self::Reached | Self::Near => Severity::Medium,
            Self::Forecast => Severity::Low,
        }
    }

    /// What spend did or will do to its limit.
    const fn says(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Near => "is close to",
            Self::Forecast => "is forecast to reach",
        }
    }
}

fn level_of(cx: &Context, bound: &Bound, spent: Money, coming: Option<&MonthForecast>) -> Option<Level> {
    let near = cx.limit(&ANALYZER, const { ANALYZER.threshold("near_percent") });
    if spent <= Money::ZERO {
        None
    } else if spent >= bound.amount {
        Some(Level::Reached)
    } else if 100.0 * spent.to_f64() > near.value * bound.amount.to_f64() {
        Some(Level::Near)
    } else {
        coming.filter(|reported| reported.expected_usd >= bound.amount).map(|_| Level::Forecast)
    }
}

fn judge(
    cx: &Context,
    (of, bound): (&Entity, &Bound),
    month: NaiveDate,
    rows: &[&SpendRow],
    coming: Option<&MonthForecast>,
) -> Option<Finding> {
    let near = cx.limit(&ANALYZER, const { ANALYZER.threshold("near_percent") });
    let spent: Money = rows.iter().map(|row| row.amount).sum();
    let level = level_of(cx, bound, spent, coming)?;
    let share = match bound.amount > Money::ZERO {
        true => share_of(spent, bound.amount),
        false => "the limit is $0.00".to_owned(),
    };
    let days = Period { start: month, end: (month + Months::new(1)).pred_opt().unwrap_or(month) };
    let data_ends = cx.facts.spend.series.extent().map(|data| data.end).filter(|end| *end < days.end);
    let until = data_ends.map_or_else(String::new, |last| format!(" until {last}, where its data ends"));
    let by = contributors(of, rows);
    let by = if by.is_empty() { by } else { format!(". Most of it: {by}") };
    let ahead = coming.filter(|_| level != Level::Reached).map(forecast);
    let ahead = ahead.map_or_else(String::new, |reported| format!(". {reported}"));
    let threshold = match level {
        Level::Near => format!("{near}, {}", bound.says),
        Level::Reached | Level::Forecast => format!("the limit ({})", bound.says),
    };
    let (whose, named) = (of.label(), month.format("%Y-%m"));
    let estimated = estimated(rows);
    let changed = bound.changed_in(month).map_or_else(String::new, |day| format!(", which was last changed on {day}"));
    let (is_sure, doubt) = in_batches(cx, bound, level, rows);
    let message = format!(
        "{whose} spent ${} in {named}{until}{estimated}: {share}{by}{ahead}{doubt}. Threshold: {threshold}{changed}",
        spent.to_grouped(),
    );
    let says = level.says();
    let mut finding =
        ANALYZER.finding(of.subject(cx), format!("Spend of {whose} {says} its limit in {named}"), message);
    finding.severity = level.severity(is_sure);
    finding.confidence = match level {
        Level::Forecast => Confidence::Medium,
        Level::Reached | Level::Near if !is_sure => Confidence::Low,
        Level::Reached | Level::Near => bound.confidence(cx, of, month),
    };
    finding.period = Some(days);
    // What went beyond the limit; a month that came near it has cost nothing more than it should.
    finding.impact_usd = (level == Level::Reached).then(|| spent - bound.amount);
    finding.change = explained(cx, of, month, rows);
    finding.observed = Some(match coming.filter(|_| level == Level::Forecast) {
        Some(reported) => forecast(reported),
        None if bound.amount > Money::ZERO => {
            format!("${}, {:.1} %", spent.to_grouped(), 100.0 * spent.to_f64() / bound.amount.to_f64())
        }
        None => format!("${}", spent.to_grouped()),
    });
    finding.threshold = Some(format!("${}: {threshold}", bound.amount.to_grouped()));
    finding.evidence = vec![bound.evidence.clone()];
    finding.evidence.extend(largest_rows(cx, rows.iter().copied()));
    Some(finding)
}

/// Whether spend goes so far also where all that may have been batches was, at half the price; and the sentence that it may not.
fn in_batches(cx: &Context, bound: &Bound, level: Level, rows: &[&SpendRow]) -> (bool, String) {
    let at_least: Money = rows.iter().map(|row| row.at_least).sum();
    if level == Level::Forecast || level_of(cx, bound, at_least, None) == Some(level) {
        return (true, String::new());
    }
    let usd = at_least.to_grouped();
    (false, format!(". It may have been ${usd} only: the usage export does not say what ran in batches"))
}

/// How much of the rows is an estimate, to follow an amount.
fn estimated(rows: &[&SpendRow]) -> &'static str {
    match rows.iter().filter(|row| row.estimated).count() {
        0 => "",
        all if all == rows.len() => ", estimated at list prices",
        _ => ", partly estimated at list prices",
    }
}

/// `Forecast: $300.00 for the month ($280.00 to $320.00, 80 % intervals held on 30 of 36 past days)`.
fn forecast(reported: &MonthForecast) -> String {
    let tested = match reported.backtests {
        0 => format!("a {} % interval, not tested on past days", reported.interval_percent),
        tried => format!("{} % intervals held on {} of {tried} past days", reported.interval_percent, reported.held),
    };
    let [expected, low, high] = [reported.expected_usd, reported.low_usd, reported.high_usd].map(Money::to_grouped);
    format!("Forecast: ${expected} for the month (${low} to ${high}, {tested})")
}

/// The month, as far as the data goes, against the month before it.
fn explained(cx: &Context, of: &Entity, month: NaiveDate, rows: &[&SpendRow]) -> Option<SpendChange> {
    let before = Period::new(month.checked_sub_months(Months::new(1))?, month.pred_opt()?)?;
    let days = Period::new(month, rows.iter().map(|row| row.day).max()?)?;
    let reaches_back = cx.facts.spend.series.extent().is_some_and(|data| data.start <= before.start);
    reaches_back.then(|| against(cx, of, days, before, None))
}

/// Workspaces of the organization, keys of a workspace.
fn contributors(of: &Entity, rows: &[&SpendRow]) -> String {
    let mut parts: BTreeMap<String, Money> = BTreeMap::new();
    for row in rows {
        let (reported, part) = match of {
            Entity::Organization => (row.by_workspace, format!("workspace «{}»", row.workspace)),
            _ => (row.by_key, key_label(&row.workspace, &row.key)),
        };
        if reported {
            *parts.entry(part).or_default() += row.amount;
        }
    }
    ranked(parts)
}
