//! Spend by the hour, where usage exports are hourly: estimates at list price, for the hours inside a day.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::frame::Rows;
use super::prices::Prices;
use super::usage_rows::{Labels, TokenColumns, Whose};
use crate::model::{Dataset, Money, Period, Table};

/// One hour of a workspace and key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourRow {
    /// The day.
    pub day: NaiveDate,
    /// The hour, 0 to 23, UTC.
    pub hour: u8,
    /// Workspace, as in the daily series.
    pub workspace: String,
    /// Key, as in the daily series.
    pub key: String,
    /// Model.
    pub model: String,
    /// Usage at list price.
    pub amount: Money,
}

/// Spend by the hour, in order of day and hour.
#[derive(Clone, Debug, Default)]
pub struct Hourly(Vec<HourRow>);

impl Hourly {
    pub(super) fn read(data: &Dataset, labels: &Labels, prices: &Prices) -> Result<Self> {
        let Some(frame) = data.frame(Table::Usage) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (whose, tokens) = (Whose::of(&rows)?, TokenColumns::of(&rows)?);
        let (day, minute, model) = (rows.day("day")?, rows.integer("minute")?, rows.text("model")?);
        let mut sums: BTreeMap<(NaiveDate, u8, String, String, String), Money> = BTreeMap::new();
        for row in 0..rows.len() {
            let (Some(day), Some(minute)) = (day.get(row), minute.get(row)) else { continue };
            let Ok(hour) = u8::try_from(minute / 60) else { continue };
            let model = model.get(row).unwrap_or_default();
            let (counts, conditions) = tokens.get(row);
            let Some(amount) = prices.cost(model, day, counts, conditions) else { continue };
            let one = labels.row(whose.at(row), day, model.to_owned(), amount, true, rows.source(row));
            *sums.entry((day, hour, one.workspace, one.key, one.model)).or_default() += amount;
        }
        let row = |((day, hour, workspace, key, model), amount)| HourRow { day, hour, workspace, key, model, amount };
        Ok(Self(sums.into_iter().map(row).collect()))
    }

    /// Dollars per hour of a period, over the rows that are asked for.
    pub fn hours(&self, period: Period, wanted: impl Fn(&HourRow) -> bool) -> BTreeMap<(NaiveDate, u8), Money> {
        let mut hours = BTreeMap::new();
        for row in self.0.iter().filter(|row| period.contains(row.day) && wanted(row)) {
            *hours.entry((row.day, row.hour)).or_default() += row.amount;
        }
        hours
    }
}
