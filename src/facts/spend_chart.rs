//! Daily spend of the period as a drawing's numbers: stacked by workspace.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::spend::SpendSeries;
use crate::model::{Chart, Money, Period, Series};

/// Workspaces that have a colour of their own; a seventh would not be told apart (Okabe and Ito's palette has eight colours, of
/// which black and grey are taken).
const MOST_SERIES: usize = 6;

impl SpendSeries {
    /// The drawings of the period; none where nothing was spent.
    #[must_use]
    pub fn charts(&self, period: Period) -> Vec<Chart> {
        let rows = || self.rows.iter().filter(|row| period.contains(row.day));
        let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
        for row in rows() {
            *sums.entry(&row.workspace).or_default() += row.amount;
        }
        let mut largest: Vec<(&str, Money)> = sums.into_iter().collect();
        largest.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        if largest.iter().all(|(_, sum)| *sum == Money::ZERO) {
            return Vec::new();
        }
        let own = if largest.len() > MOST_SERIES { MOST_SERIES - 1 } else { MOST_SERIES };
        let mut names: Vec<&str> = largest.iter().take(own).map(|(name, _)| *name).collect();
        let named = names.clone();
        names.extend((largest.len() > own).then_some("Other"));
        let series = names.iter().enumerate().map(|(at, name)| {
            let is_other = at >= named.len();
            let mut days: BTreeMap<NaiveDate, Money> = period.each_day().map(|day| (day, Money::ZERO)).collect();
            for row in rows() {
                if if is_other { !named.contains(&row.workspace.as_str()) } else { row.workspace == *name } {
                    *days.entry(row.day).or_default() += row.amount;
                }
            }
            Series { name: (*name).to_owned(), points: days.into_iter().collect() }
        });
        let (reported, estimated) = (rows().any(|row| !row.estimated), rows().any(|row| row.estimated));
        let source = match (reported, estimated) {
            (true, false) => "Cost as the exports report it",
            (false, _) => "Estimated: usage at dated list prices, since no cost export covers the period",
            (true, true) => "Reported cost, and usage at dated list prices on the days that no cost export covers",
        };
        vec![Chart {
            id: "daily-spend".to_owned(),
            title: "Daily spend by workspace".to_owned(),
            caption: format!("{source}. US dollars per day, {period}."),
            series: series.collect(),
            marks: Vec::new(),
        }]
    }
}
