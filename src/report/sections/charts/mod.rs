//! The numbers of the drawings, and the sentence that says what is to be seen in each.

mod heat_map;
mod spend_band;
mod stacked_spend;
#[cfg(test)]
mod tests;
mod waterfall;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::facts::Facts;
use crate::model::{
    Chart, ChartData, DayState, DrawnDay, LogReview, Money, Period, PeriodChange, Table, counted, dollars,
};
use crate::policy::Policy;

/// What was derived next to the facts.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChartInputs<'a> {
    /// The period's spend against earlier days.
    pub change: Option<&'a PeriodChange>,
    /// The audit log in the period.
    pub log: Option<&'a LogReview>,
}

impl Facts {
    /// Every drawing that the data has numbers for, in the order in which they are shown; none of spend where nothing was spent.
    #[must_use]
    pub fn charts(&self, policy: &Policy, period: Period, as_of: DateTime<Utc>, found: ChartInputs) -> Vec<Chart> {
        let days = KnownDays::of(self, as_of);
        let mut charts = Vec::new();
        if self.spend.series.rows.iter().any(|row| period.contains(row.day) && row.amount != Money::ZERO) {
            charts.push(spend_band::chart(self, policy, period, &days));
            charts.extend(stacked_spend::charts(self, period, &days));
            charts.extend(found.change.map(waterfall::charts).unwrap_or_default());
        }
        charts.extend(heat_map::spend(&self.spend.series.hourly, period));
        charts.extend(
            found.log.and_then(|log| heat_map::activity(log, &self.coverage.calendar.days(Table::Events), period)),
        );
        charts
    }
}

/// Which days have rows, and which of them are whole.
struct KnownDays {
    with_rows: BTreeSet<NaiveDate>,
    reported: BTreeSet<NaiveDate>,
    as_of: DateTime<Utc>,
}

impl KnownDays {
    fn of(facts: &Facts, as_of: DateTime<Utc>) -> Self {
        let mut with_rows = facts.coverage.calendar.days(Table::Usage);
        with_rows.extend(facts.spend.series.rows.iter().map(|row| row.day));
        Self { with_rows, reported: facts.spend.series.reported_days.clone(), as_of }
    }

    /// The days of a period as they are drawn.
    fn drawn(&self, period: Period) -> Vec<DrawnDay> {
        period.each_day().map(|date| self.day(date)).collect()
    }

    fn day(&self, date: NaiveDate) -> DrawnDay {
        let state = match (self.with_rows.contains(&date), self.reported.contains(&date)) {
            (false, _) => DayState::NoRows,
            (true, true) => DayState::Reported,
            (true, false) => DayState::Estimated,
        };
        DrawnDay { date, state, partial: state != DayState::NoRows && self.is_partial(date) }
    }

    /// Whether the report's instant lies in the day.
    fn is_partial(&self, date: NaiveDate) -> bool {
        self.as_of.date_naive() == date
    }
}

/// What the dollars of these days are.
fn source(facts: &Facts, days: &[DrawnDay], period: Period) -> String {
    let has = |state| days.iter().any(|day| day.state == state);
    let source = match (has(DayState::Reported), has(DayState::Estimated)) {
        (true, false) => "Cost as the exports report it",
        (false, true) => "Estimated: usage at dated list prices, since no cost export covers these days",
        (true, true) => "Reported cost; on days that no cost export covers, usage at dated list prices",
        (false, false) => "No rows",
    };
    let left_out = facts.spend.unpriced(|one| period.contains(one.day)).says();
    let unpriced = left_out.map_or_else(String::new, |said| format!(" Not in it: {said}."));
    let missing = days.iter().filter(|day| day.state == DayState::NoRows && period.contains(day.date)).count();
    let missing = match missing {
        0 => String::new(),
        n => format!(" {} without a row left empty.", counted(n, "day")),
    };
    let partial =
        days.iter().rfind(|day| day.partial).map_or_else(String::new, |day| format!(" {} is not over.", day.date));
    let seats = facts.spend.series.enterprise.total(period);
    let seats = if seats == Money::ZERO {
        String::new()
    } else {
        format!(" {} of Claude Enterprise, which has no workspaces, are not shown.", dollars(seats))
    };
    format!("{source}. US dollars per day (UTC), {period}.{unpriced}{seats}{missing}{partial}")
}

/// A share in whole percent; none of a sum that is not positive, and none of credits.
fn percent(part: Money, of: Money) -> Option<i128> {
    let (part, of) = (part.units(), of.units());
    (of > 0 && part >= 0).then(|| part.saturating_mul(100).saturating_add(of / 2) / of)
}

fn chart(id: &str, title: &str, caption: String, source: String, data: ChartData) -> Chart {
    Chart { id: id.to_owned(), title: title.to_owned(), caption, source, data }
}
