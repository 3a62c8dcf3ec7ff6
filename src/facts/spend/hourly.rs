//! Spend by the hour, where usage exports are hourly: estimates at list price, for the hours inside a day.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::prices::Prices;
use super::shared_text::{SharedText, SharedTexts};
use super::usage_rows::{Labels, OwnerColumns, TokenColumns};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Period, Table};

/// One hour of a workspace and key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourRow {
    /// The day.
    pub day: NaiveDate,
    /// The hour, 0 to 23, UTC.
    pub hour: u8,
    /// Workspace, as in the daily series.
    pub workspace: SharedText,
    /// Key, as in the daily series.
    pub key: SharedText,
    /// Model.
    pub model: SharedText,
    /// Whether it went through the Batch API, which works when it likes.
    pub batch: bool,
    /// Usage at list price.
    pub amount: Money,
    /// The first of the rows.
    pub source: Source,
}

/// Day, hour, workspace, key, model, batch: the order of the rows.
type Grain = (NaiveDate, u8, SharedText, SharedText, SharedText, bool);

/// Spend by the hour, in order of day and hour.
#[derive(Clone, Debug, Default)]
pub struct Hourly(Vec<HourRow>);

impl Hourly {
    pub(in crate::facts) fn read(data: &Dataset, labels: &Labels, prices: &Prices) -> Result<Self> {
        let Some(frame) = data.frame(Table::Usage) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (whose, tokens) = (OwnerColumns::of(&rows)?, TokenColumns::of(&rows)?);
        let (day, minute, model) = (rows.day("day")?, rows.integer("minute")?, rows.text("model")?);
        let mut sums: BTreeMap<Grain, (Money, Source)> = BTreeMap::new();
        let mut texts = SharedTexts::default();
        for row in 0..rows.len() {
            let (Some(day), Some(minute)) = (day.get(row), minute.get(row)) else { continue };
            let Ok(hour) = u8::try_from(minute / 60) else { continue };
            let model = model.get(row).unwrap_or_default();
            let (counts, conditions) = tokens.get(row);
            let Some(amount) = prices.cost(model, day, counts, conditions) else { continue };
            let source = rows.source(row);
            let owner = labels.owner(whose.at(row), source.file);
            let batch = conditions.service_tier.is_some_and(|tier| tier.trim().eq_ignore_ascii_case("batch"));
            let grain = (day, hour, texts.shared(owner.workspace), texts.shared(owner.key), texts.shared(model), batch);
            sums.entry(grain).or_insert((Money::ZERO, source)).0 += amount;
        }
        let row = |((day, hour, workspace, key, model, batch), (amount, source))| HourRow {
            day,
            hour,
            workspace,
            key,
            model,
            batch,
            amount,
            source,
        };
        Ok(Self(sums.into_iter().map(row).collect()))
    }

    /// All rows, in order of day and hour.
    #[must_use]
    pub fn rows(&self) -> &[HourRow] {
        &self.0
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
