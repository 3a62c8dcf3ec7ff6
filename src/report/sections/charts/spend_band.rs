//! Spend of the organization a day, against what the baseline of `spend-spike` lets expect.

use chrono::{Datelike, Days, NaiveDate};

use super::{KnownDays, chart as drawing, source};
use crate::facts::Facts;
use crate::facts::spend::{SpendSeries, from_month_end};
use crate::model::{BandChart, BandDay, Chart, ChartData, DayState, ExpectedBand, Money, Period, counted, dollars};
use crate::policy::Policy;
use crate::stats::baseline::{Baseline, Daily};
use crate::stats::detect::Setting;

/// Robust deviations that make the band: the control limits of Shewhart (1931). The check asks for more before it calls a day a jump.
const DEVIATIONS: f64 = 3.0;
/// Days before the period that are drawn too: a quarter, and no more than the period has.
const MOST_HISTORY: i64 = 92;

pub(super) fn chart(facts: &Facts, policy: &Policy, period: Period, known: &KnownDays) -> Chart {
    let series = Series::of(&facts.spend.series, policy);
    let days: Vec<BandDay> = with_history(period, series.start)
        .each_day()
        .map(|date| {
            let day = known.day(date);
            let has_rows = day.state != DayState::NoRows;
            BandDay {
                day,
                amount: has_rows.then(|| series.amount(date)),
                expected: if has_rows { series.expected(date) } else { None },
            }
        })
        .collect();
    let within: Vec<&BandDay> = days.iter().filter(|one| period.contains(one.day.date)).collect();
    let drawn: Vec<_> = days.iter().map(|one| one.day).collect();
    let caption = match facts.spend.unpriced(|one| period.contains(one.day)) {
        // A day's usage that has no price makes the next one with a price, or a cost, a jump.
        left_out if left_out.is_considerable() => {
            format!("No day is held against its expected band: {} are in no sum.", left_out.says().unwrap_or_default())
        }
        _ => caption(&within),
    };
    let band = if within.iter().any(|one| one.expected.is_some()) {
        " The band is the expected range for that weekday. The spend spike check has stricter thresholds and also covers keys, workspaces and models."
    } else {
        ""
    };
    let source = format!("{}{band}", source(facts, &drawn, period));
    drawing(
        "daily-spend",
        "Daily spend and what was expected",
        caption,
        source,
        ChartData::Band(BandChart { period, days, marks: Vec::new() }),
    )
}

/// The period and what is drawn before it.
fn with_history(period: Period, first: NaiveDate) -> Period {
    let most = period.days().clamp(0, MOST_HISTORY).unsigned_abs();
    let start = period.start.checked_sub_days(Days::new(most)).unwrap_or(period.start);
    Period { start: start.max(first).min(period.start), end: period.end }
}

/// Days above and below the band, and the one that is furthest above it.
fn caption(days: &[&BandDay]) -> String {
    let judged: Vec<(&BandDay, Money, ExpectedBand)> =
        days.iter().filter_map(|one| Some((*one, one.amount?, one.expected?))).collect();
    if judged.is_empty() {
        let with_rows = days.iter().filter(|one| one.amount.is_some()).count();
        return format!("{} with rows: too few to know what is expected.", counted(with_rows, "day"));
    }
    // A day that is not over says nothing by being low.
    let below = judged.iter().filter(|(one, amount, band)| *amount < band.low && !one.day.partial).count();
    let above: Vec<_> = judged.iter().filter(|(_, amount, band)| *amount > band.high).collect();
    let low = match below {
        0 => String::new(),
        n => format!(" It was below on {}.", counted(n, "day")),
    };
    let Some((day, amount, band)) = above.iter().max_by_key(|(_, amount, band)| *amount - band.high) else {
        let days = counted(judged.len(), "judged day");
        return match below {
            0 => format!("Spend stayed within its expected band on all of {days}."),
            _ => format!("Spend was never above its expected band on {days}.{low}"),
        };
    };
    let over = dollars(*amount - band.high);
    let (day, amount) = (day.day.date, dollars(*amount));
    match above.len() {
        1 => format!("Spend was above its expected band on 1 day: {day} with {amount}, {over} over.{low}"),
        n => format!(
            "Spend was above its expected band on {n} days; the largest is {day} with {amount}, {over} over.{low}"
        ),
    }
}

/// The organization's spend from its first day to its last, days without rows as zero: the series that the check judges.
struct Series {
    start: NaiveDate,
    amounts: Vec<Money>,
    bands: Vec<Option<ExpectedBand>>,
}

impl Series {
    fn of(spend: &SpendSeries, policy: &Policy) -> Self {
        let Some(extent) = spend.extent() else {
            return Self { start: NaiveDate::MAX, amounts: Vec::new(), bands: Vec::new() };
        };
        let mut amounts = vec![Money::ZERO; usize::try_from(extent.days()).unwrap_or_default()];
        for row in &spend.rows {
            let at = usize::try_from((row.day - extent.start).num_days()).unwrap_or_default();
            amounts[at] += row.amount;
        }
        let bands = bands(extent, &amounts, policy);
        Self { start: extent.start, amounts, bands }
    }

    fn at(&self, date: NaiveDate) -> Option<usize> {
        usize::try_from((date - self.start).num_days()).ok()
    }

    fn amount(&self, date: NaiveDate) -> Money {
        self.at(date).and_then(|at| self.amounts.get(at).copied()).unwrap_or_default()
    }

    fn expected(&self, date: NaiveDate) -> Option<ExpectedBand> {
        self.bands.get(self.at(date)?).copied().flatten()
    }
}

/// What each day was expected to cost; nothing on the first days, which the check does not judge either.
fn bands(extent: Period, amounts: &[Money], policy: &Policy) -> Vec<Option<ExpectedBand>> {
    let gates = Setting::SHIPPED.spike;
    let history =
        policy.threshold("spend-spike", "least_history_days").unwrap_or(gates.history as f64).max(0.0) as usize;
    let values: Vec<f64> = amounts.iter().map(|amount| amount.to_f64()).collect();
    let from_month_end: Vec<usize> = extent.each_day().map(from_month_end).collect();
    let first_weekday = extent.start.weekday().num_days_from_monday() as usize;
    let Some(baseline) = Baseline::of(Daily { values: &values, first_weekday, from_month_end: &from_month_end }) else {
        return vec![None; amounts.len()];
    };
    let judged = baseline.first() + history;
    let band = |at: usize| {
        let (low, high) = baseline.band(at, DEVIATIONS);
        let [low, middle, high] =
            [low, baseline.expected[at], high].map(|it| Money::from_estimate(it).round_to_cents());
        (at >= judged).then_some(ExpectedBand { low, middle, high })
    };
    // A series that is no longer than its history is judged nowhere.
    (0..amounts.len()).map(|at| if amounts.len() > history { band(at) } else { None }).collect()
}
