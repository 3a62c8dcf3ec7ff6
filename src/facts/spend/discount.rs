//! Reported cost next to the list price of the same, by day.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, IntoLazy, col};

use super::cost_pairs::CostPairs;
use super::series::SpendSeries;
use crate::facts::frame::Rows;
use crate::model::{Dataset, ListPrice, Money, Period, Table};

/// What one day cost, and what it would cost at list price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Day {
    list: Money,
    reported: Money,
    rows: u64,
}

/// Days with both.
#[derive(Clone, Debug, Default)]
pub struct Discount {
    /// By the column of the cost exports.
    stated: BTreeMap<NaiveDate, Day>,
    /// By usage.
    by_usage: BTreeMap<NaiveDate, Day>,
}

/// Share of days on which the ratio must be that of the whole for it to be a discount.
const CONSISTENT: f64 = 0.9;
/// How far a day's ratio may be from it, beyond rounding.
const SAME: f64 = 0.005;
/// Half a cent, as far as a row can be off by rounding.
const ROUNDING: f64 = 0.005;
/// List price of a day below which its ratio is rounding.
const LEAST_USD: f64 = 1.0;

impl Discount {
    pub(in crate::facts) fn read(data: &Dataset, spend: &SpendSeries, pairs: &CostPairs) -> Result<Self> {
        let mut by_usage: BTreeMap<NaiveDate, Day> = BTreeMap::new();
        // Where usage does not say what sets its price, the difference is no discount.
        for ((day, _), pair) in pairs.pairs.iter().filter(|(_, pair)| pair.leeway == [Money::ZERO; 2]) {
            let sum = by_usage.entry(*day).or_default();
            sum.list += pair.listed.unwrap_or(pair.expected);
            sum.reported += pair.reported;
            sum.rows += pair.rows;
        }
        let stated = data.frame(Table::Cost).map(|frame| stated(frame, spend)).transpose()?;
        Ok(Self { stated: stated.unwrap_or_default(), by_usage })
    }

    /// The two sums of a period: by the exports that state list prices, else by usage; none where neither tells.
    #[must_use]
    pub fn of(&self, period: Period) -> Option<ListPrice> {
        let own = |days: &BTreeMap<NaiveDate, Day>| -> Vec<Day> {
            days.iter().filter(|(day, _)| period.contains(**day)).map(|(_, day)| *day).collect()
        };
        let (stated, by_usage) = (own(&self.stated), own(&self.by_usage));
        let (days, stated_by) = match stated.is_empty() {
            true => (by_usage, "usage at list price"),
            false => (stated, "the cost exports"),
        };
        let list: Money = days.iter().map(|day| day.list).sum();
        let reported: Money = days.iter().map(|day| day.reported).sum();
        if list <= Money::ZERO {
            return None;
        }
        let ratio = reported.to_f64() / list.to_f64();
        let clear: Vec<&Day> = days.iter().filter(|day| day.list.to_f64() >= LEAST_USD).collect();
        let keeps = |day: &&&Day| {
            let rounding = ROUNDING * day.rows as f64 / day.list.to_f64();
            (day.reported.to_f64() / day.list.to_f64() - ratio).abs() <= SAME + rounding
        };
        let same = clear.iter().filter(keeps).count();
        Some(ListPrice {
            list_usd: list.round_to_cents(),
            reported_usd: reported.round_to_cents(),
            discount_percent: (1000.0 * (1.0 - ratio)).round() / 10.0,
            is_consistent: !clear.is_empty() && same as f64 >= CONSISTENT * clear.len() as f64,
            days: days.len() as u64,
            stated_by: stated_by.to_owned(),
        })
    }
}

/// Rows that state a list price, by day; files whose unit is in doubt left out.
fn stated(frame: &DataFrame, spend: &SpendSeries) -> Result<BTreeMap<NaiveDate, Day>> {
    let sums = frame
        .clone()
        .lazy()
        .filter(col("counted").and(col("list_price").is_not_null()))
        .group_by_stable([col("file"), col("day")])
        .agg([col("list_price").sum(), col("cost").sum(), col("rows").sum(), col("line").min()])
        .collect()?;
    let rows = Rows::of(&sums)?;
    let (day, list, cost) = (rows.day("day")?, rows.money("list_price")?, rows.money("cost")?);
    let count = sums.column("rows")?.u64()?;
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for row in 0..rows.len() {
        let Some(day) = day.get(row).filter(|day| !spend.is_unproven(rows.source(row).file, *day)) else { continue };
        let sum = days.entry(day).or_default();
        sum.list += list.get(row).unwrap_or_default();
        sum.reported += cost.get(row).unwrap_or_default();
        sum.rows += count.get(row).unwrap_or(0);
    }
    Ok(days)
}
