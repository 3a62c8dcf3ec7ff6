//! What tokens cost at least and at most, where an export was not grouped by what sets their price next to the model.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use crate::facts::spend::prices::{Conditions, Prices, TokenCounts};
use crate::facts::spend::usage_rows::files_naming;
use crate::model::Money;

/// The files that say of any row what tier, window or region it is of: the others were not grouped by it, and any of its rows may be of any.
pub(super) struct Grouping {
    tiers: BTreeSet<u32>,
    windows: BTreeSet<u32>,
    regions: BTreeSet<u32>,
}

impl Grouping {
    pub(super) fn of(frame: &DataFrame) -> Result<Self> {
        let naming = |column| files_naming(frame, [column, column]);
        Ok(Self {
            tiers: naming("service_tier")?,
            windows: naming("context_window")?,
            regions: naming("inference_geo")?,
        })
    }

    /// The lowest and the highest price of a row that costs `usual` where all that it leaves unsaid is usual. Fast mode, for which one has to
    /// be admitted, is not among it.
    pub(super) fn range(&self, prices: &Prices, (file, usual): (u32, Money), row: &Row) -> [Money; 2] {
        let is_known = [&self.tiers, &self.windows, &self.regions].map(|files| files.contains(&file));
        if is_known == [true; 3] {
            return [usual; 2];
        }
        let or = |at: usize, own, other| if is_known[at] { own } else { Some(other) };
        let said = row.conditions;
        let price = |conditions| prices.cost(row.model, row.day, row.counts, conditions).unwrap_or(usual);
        let least = Conditions { service_tier: or(0, said.service_tier, "batch"), ..said };
        let most = Conditions {
            context_window: or(1, said.context_window, "200k-1M"),
            inference_geo: or(2, said.inference_geo, "us"),
            ..said
        };
        [price(least).min(usual), price(most).max(usual)]
    }
}

/// Tokens of a model on a day, and what the export says of their price.
pub(super) struct Row<'a> {
    pub(super) model: &'a str,
    pub(super) day: NaiveDate,
    pub(super) counts: TokenCounts,
    pub(super) conditions: Conditions<'a>,
}
