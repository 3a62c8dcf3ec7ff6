//! Reported cost, added up in several ways and held against usage.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{IntoLazy, col};

use super::cost_pairs::CostPair;
use super::series::SpendSeries;
use crate::facts::Facts;
use crate::facts::frame::Rows;
use crate::model::{Dataset, Money, Period, Reconciliation, Table, UsageReconciliation};

/// Reported cost by day and type; files whose unit is in doubt left out.
pub(in crate::facts) fn cost_types(
    data: &Dataset,
    spend: &SpendSeries,
) -> Result<BTreeMap<(NaiveDate, String), Money>> {
    let mut types = BTreeMap::new();
    let Some(frame) = data.frame(Table::Cost) else { return Ok(types) };
    let sums = frame
        .clone()
        .lazy()
        .filter(col("counted"))
        .group_by_stable(["file", "day", "cost_type"].map(col))
        .agg([col("cost").sum(), col("line").min()])
        .collect()?;
    let rows = Rows::of(&sums)?;
    let (day, kind, cost) = (rows.day("day")?, rows.text("cost_type")?, rows.money("cost")?);
    for row in 0..rows.len() {
        let Some(day) = day.get(row).filter(|day| !spend.is_unproven(rows.source(row).file, *day)) else { continue };
        let kind = kind.get(row).unwrap_or("unstated").to_owned();
        *types.entry((day, kind)).or_default() += cost.get(row).unwrap_or_default();
    }
    Ok(types)
}

/// Half a cent: how far a row can be off by rounding.
const ROUNDING: Money = Money::from_units(5_000_000_000_000_000);

impl Facts {
    /// The sums of a period; none where no cost is reported.
    #[must_use]
    pub fn reconciliation(&self, period: Period) -> Option<Reconciliation> {
        let cost = &self.totals.cost_usd;
        let mut types_usd: BTreeMap<String, Money> = BTreeMap::new();
        for ((_, kind), usd) in self.spend.cost_types.iter().filter(|((day, _), _)| period.contains(*day)) {
            *types_usd.entry(kind.clone()).or_default() += *usd;
        }
        let of_seats = self.spend.series.enterprise.total(period);
        if of_seats != Money::ZERO {
            types_usd.insert("claude_enterprise".to_owned(), of_seats);
        }
        (!types_usd.is_empty()).then(|| Reconciliation {
            total_usd: cost.total,
            months_usd: cost.month.values().copied().sum(),
            workspaces_usd: cost.workspace.values().chain(cost.product.values()).copied().sum(),
            types_usd,
            usage: self.usage_reconciliation(period),
        })
    }

    fn usage_reconciliation(&self, period: Period) -> Option<UsageReconciliation> {
        let pairs = self.spend.cost_pairs.pairs.iter().filter(|((day, _), _)| period.contains(*day));
        let pairs: Vec<&CostPair> = pairs.map(|(_, pair)| pair).collect();
        let rows: u64 = pairs.iter().map(|pair| pair.rows.max(pair.expected_rows)).sum();
        (!pairs.is_empty()).then(|| UsageReconciliation {
            compared: pairs.len() as u64,
            reported_usd: pairs.iter().map(|pair| pair.reported).sum(),
            stated_list_usd: pairs
                .iter()
                .map(|pair| pair.stated_list)
                .try_fold(Money::ZERO, |sum, list| list.map(|list| sum + list)),
            usage_usd: pairs.iter().map(|pair| pair.listed.unwrap_or(pair.expected)).sum(),
            rounding_usd: ROUNDING.scaled(i128::from(rows), 1),
        })
    }
}
