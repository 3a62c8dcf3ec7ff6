//! What each key uses, day by day: which models, where, how fast and when.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::prices::Prices;
use super::usage_rows::{Labels, TokenColumns, Whose};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Table};

/// By what the tokens of a key are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Model, as exported.
    Model,
    /// Geography of the inference; tokens of models without one are left out.
    Geo,
    /// Standard or fast.
    Speed,
    /// Six times of four hours, UTC, where exports are hourly.
    Hours,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Model, Self::Geo, Self::Speed, Self::Hours];

    /// In the words of a message.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Model => "models",
            Self::Geo => "geographies",
            Self::Speed => "speeds",
            Self::Hours => "hours",
        }
    }
}

/// A key as usage exports tell it apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MixedKey {
    /// Workspace, as in the spend series.
    pub workspace: String,
    /// Key, as in the spend series; never empty.
    pub key: String,
    /// Its id, where exports state it.
    pub key_id: Option<String>,
}

/// One day of a key.
#[derive(Clone, Debug)]
pub struct DayMix {
    /// Tokens of all kinds.
    pub tokens: i128,
    /// What they cost at list price, as far as prices are known.
    pub list_price: Money,
    /// Tokens by dimension and value.
    parts: BTreeMap<Dimension, BTreeMap<String, i128>>,
    /// The first of the rows.
    pub source: Source,
}

impl DayMix {
    /// Tokens by value; nothing where no export tells.
    #[must_use]
    pub fn parts(&self, dimension: Dimension) -> Option<&BTreeMap<String, i128>> {
        self.parts.get(&dimension)
    }
}

/// Every key with its days, in order.
#[derive(Clone, Debug, Default)]
pub struct KeyMixes(pub BTreeMap<MixedKey, BTreeMap<NaiveDate, DayMix>>);

impl KeyMixes {
    pub(in crate::facts) fn read(data: &Dataset, labels: &Labels, prices: &Prices) -> Result<Self> {
        let Some(frame) = data.frame(Table::Usage) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (whose, tokens, counted) = (Whose::of(&rows)?, TokenColumns::of(&rows)?, rows.flag("counted")?);
        let (day, minute, model) = (rows.day("day")?, rows.integer("minute")?, rows.text("model")?);
        let (mut days, mut hours) = (BTreeMap::<MixedKey, BTreeMap<NaiveDate, DayMix>>::new(), Vec::new());
        for row in 0..rows.len() {
            let Some(day) = day.get(row) else { continue };
            let (counts, conditions) = tokens.get(row);
            let total = counts.uncached_input
                + counts.cache_write_5m
                + counts.cache_write_1h
                + counts.cache_read
                + counts.output;
            let model = model.get(row).unwrap_or_default();
            let one = labels.row(whose.at(row), day, model.to_owned(), Money::ZERO, true, rows.source(row));
            if total <= 0 || !one.by_key || one.key.is_empty() {
                continue;
            }
            let key = MixedKey { workspace: one.workspace, key: one.key, key_id: one.key_id };
            if let Some(minute) = minute.get(row) {
                hours.push((key.clone(), day, minute / 240, total));
            }
            if counted.get(row) == Some(false) {
                continue;
            }
            let first = || DayMix { tokens: 0, list_price: Money::ZERO, parts: BTreeMap::new(), source: one.source };
            let mix = days.entry(key).or_default().entry(day).or_insert_with(first);
            mix.tokens += total;
            mix.list_price += prices.cost(model, day, counts, conditions).unwrap_or_default();
            let lower = |value: Option<&str>| value.unwrap_or_default().trim().to_lowercase();
            let geo = lower(conditions.inference_geo);
            let speed = if lower(conditions.speed) == "fast" { "fast" } else { "standard" };
            mix.add(Dimension::Speed, speed, total);
            if !model.is_empty() {
                mix.add(Dimension::Model, model, total);
            }
            if !geo.is_empty() && geo != "not_available" {
                mix.add(Dimension::Geo, &geo, total);
            }
        }
        for (key, day, time, total) in hours {
            if let Some(mix) = days.get_mut(&key).and_then(|days| days.get_mut(&day)) {
                mix.add(Dimension::Hours, &format!("{:02}:00 to {:02}:00 UTC", 4 * time, 4 * time + 4), total);
            }
        }
        Ok(Self(days))
    }
}

impl DayMix {
    fn add(&mut self, dimension: Dimension, value: &str, tokens: i128) {
        *self.parts.entry(dimension).or_default().entry(value.to_owned()).or_default() += tokens;
    }
}
