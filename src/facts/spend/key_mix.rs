//! What each key uses, day by day: which models, where, how fast and when.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::{IndexMap, IndexSet};

use super::prices::Prices;
use super::usage_rows::{Labels, OwnerColumns, TokenColumns, lower};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Table};

/// By what the tokens of a key are distinguished.
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

/// A key as usage exports distinguish it.
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
    /// Tokens by dimension and value, in that order.
    parts: Vec<Part>,
    /// The first of the rows.
    pub source: Source,
}

/// The tokens of one value of a dimension: a model, a geography.
#[derive(Clone, Debug)]
pub struct Part {
    dimension: Dimension,
    /// The value.
    pub value: Arc<str>,
    /// Its tokens.
    pub tokens: i128,
}

impl DayMix {
    /// Tokens by value, in the order of the values; nothing where no export tells.
    #[must_use]
    pub fn parts(&self, dimension: Dimension) -> Option<&[Part]> {
        let from = self.parts.partition_point(|part| part.dimension < dimension);
        let own = &self.parts[from..];
        let own = &own[..own.partition_point(|part| part.dimension == dimension)];
        (!own.is_empty()).then_some(own)
    }
}

/// Every key with its days, in order.
#[derive(Clone, Debug, Default)]
pub struct KeyMixes(pub BTreeMap<MixedKey, BTreeMap<NaiveDate, DayMix>>);

impl KeyMixes {
    pub(in crate::facts) fn read(data: &Dataset, labels: &Labels, prices: &Prices) -> Result<Self> {
        let Some(frame) = data.frame(Table::Usage) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (whose, tokens, counted) = (OwnerColumns::of(&rows)?, TokenColumns::of(&rows)?, rows.flag("counted")?);
        let (day, minute, model) = (rows.day("day")?, rows.integer("minute")?, rows.text("model")?);
        let (mut mixes, mut values) = (Mixes::default(), Values::default());
        let (mut last_model, mut last_geo) = (None, None);
        let speeds = ["standard", "fast"].map(|speed| values.shared(speed));
        let mut hours = Vec::new();
        for row in 0..rows.len() {
            let Some(day) = day.get(row) else { continue };
            let (counts, conditions) = tokens.get(row);
            let total = counts.uncached_input
                + counts.cache_write_5m
                + counts.cache_write_1h
                + counts.cache_read
                + counts.output;
            let (source, model) = (rows.source(row), model.get(row).unwrap_or_default());
            let owner = labels.owner(whose.at(row), source.file);
            if total <= 0 || !owner.by_key || owner.key.is_empty() {
                continue;
            }
            let entry = mixes.entry((owner.workspace, owner.key, owner.key_id));
            if let Some(minute) = minute.get(row) {
                hours.push((entry.index(), day, minute / 240, total));
            }
            if counted.get(row) == Some(false) {
                entry.or_default();
                continue;
            }
            let mix = entry.or_default().on(day, source);
            mix.tokens += total;
            mix.list_price += prices.cost(model, day, counts, conditions).unwrap_or_default();
            let geo = lower(conditions.inference_geo.unwrap_or_default().trim());
            let is_fast = lower(conditions.speed.unwrap_or_default().trim()) == "fast";
            let speed = &speeds[usize::from(is_fast)];
            if !model.is_empty() {
                mix.add(Dimension::Model, values.shared_again(&mut last_model, model), total);
            }
            if !geo.is_empty() && geo != "not_available" {
                mix.add(Dimension::Geo, values.shared_again(&mut last_geo, &geo), total);
            }
            mix.add(Dimension::Speed, speed, total);
        }
        for (key, day, time, total) in hours {
            if let Some(mix) = mixes.get_index_mut(key).and_then(|(_, days)| days.get_mut(day)) {
                let hours = format!("{:02}:00 to {:02}:00 UTC", 4 * time, 4 * time + 4);
                mix.add(Dimension::Hours, &values.shared(&hours), total);
            }
        }
        // Keys of which no row counts have no day.
        let named = mixes.into_iter().filter(|(_, days)| !days.0.is_empty()).map(|((workspace, key, key_id), days)| {
            let (workspace, key) = (workspace.to_owned(), key.to_owned());
            (MixedKey { workspace, key, key_id: key_id.map(str::to_owned) }, days.0.into_iter().collect())
        });
        Ok(Self(named.collect()))
    }
}

/// The days of each key, by workspace, key and id.
type Mixes<'a> = IndexMap<(&'a str, &'a str, Option<&'a str>), Days, FixedState>;

/// The days of a key in their order, in which rows mostly come.
#[derive(Default)]
struct Days(Vec<(NaiveDate, DayMix)>);

impl Days {
    /// What is known of a day, which begins with a row.
    fn on(&mut self, day: NaiveDate, source: Source) -> &mut DayMix {
        let place = match self.0.last() {
            Some((last, _)) if *last >= day => self.0.binary_search_by_key(&day, |(day, _)| *day),
            _ => Err(self.0.len()),
        };
        let at = place.unwrap_or_else(|at| {
            let parts = Vec::with_capacity(USUAL_PARTS);
            self.0.insert(at, (day, DayMix { tokens: 0, list_price: Money::ZERO, parts, source }));
            at
        });
        &mut self.0[at].1
    }

    fn get_mut(&mut self, day: NaiveDate) -> Option<&mut DayMix> {
        let at = self.0.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        Some(&mut self.0[at].1)
    }
}

/// A model, a geography and a speed.
const USUAL_PARTS: usize = 3;

/// Values of parts, each in memory once: thousands of days share them.
#[derive(Default)]
struct Values(IndexSet<Arc<str>, FixedState>);

impl Values {
    fn shared(&mut self, value: &str) -> Arc<str> {
        if let Some(known) = self.0.get(value) {
            return Arc::clone(known);
        }
        let new: Arc<str> = value.into();
        self.0.insert(Arc::clone(&new));
        new
    }

    /// The same for a value that is mostly the one before.
    fn shared_again<'a>(&mut self, last: &'a mut Option<Arc<str>>, value: &str) -> &'a Arc<str> {
        let is_last = last.as_deref() == Some(value);
        let known = last.take().filter(|_| is_last).unwrap_or_else(|| self.shared(value));
        last.insert(known)
    }
}

impl DayMix {
    fn add(&mut self, dimension: Dimension, value: &Arc<str>, tokens: i128) {
        let place = self.parts.binary_search_by(|part| (part.dimension, &part.value).cmp(&(dimension, value)));
        match place {
            Ok(at) => self.parts[at].tokens += tokens,
            Err(at) => {
                self.parts.reserve_exact(1);
                self.parts.insert(at, Part { dimension, value: Arc::clone(value), tokens });
            }
        }
    }
}
