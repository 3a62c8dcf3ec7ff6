//! What Claude Enterprise organizations spent and used: by product, never as a workspace of the Console.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Period, Spend, Table};

/// How a product is called that a report does not name.
const UNSTATED: &str = "unstated";

/// Dollars of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnterpriseRow {
    /// The day.
    pub day: NaiveDate,
    /// The organization's id, where the report states it.
    pub organization: Option<String>,
    /// `chat`, `claude_code`, …; `unstated` where the report was not grouped by it.
    pub product: String,
    /// Dollars.
    pub amount: Money,
    /// Where it stands.
    pub source: Source,
}

/// The spend of Claude Enterprise organizations.
#[derive(Clone, Debug, Default)]
pub struct EnterpriseSpend {
    /// Rows that count, in the order of the files.
    pub rows: Vec<EnterpriseRow>,
}

impl EnterpriseSpend {
    pub(in crate::facts) fn read(data: &Dataset, unstated_units: &BTreeSet<u32>) -> Result<Self> {
        let Some(frame) = data.frame(Table::EnterpriseCost) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (day, counted, cost) = (rows.day("day")?, rows.flag("counted")?, rows.money("cost")?);
        let (organization, product) = (rows.text("organization_id")?, rows.text("product")?);
        let mut all = Vec::new();
        for row in (0..rows.len()).filter(|&row| counted.get(row) != Some(false)) {
            let source = rows.source(row);
            let (Some(day), false) = (day.get(row), unstated_units.contains(&source.file)) else { continue };
            all.push(EnterpriseRow {
                day,
                organization: organization.get(row).map(str::to_owned),
                product: product.get(row).unwrap_or(UNSTATED).to_owned(),
                amount: cost.get(row).unwrap_or_default(),
                source,
            });
        }
        Ok(Self { rows: all })
    }

    /// Adds the period's spend: to the total and the months, and by product instead of by workspace.
    pub(in crate::facts) fn add_to(&self, spend: &mut Spend, period: Period) {
        for row in self.rows.iter().filter(|row| period.contains(row.day)) {
            spend.total += row.amount;
            *spend.month.entry(row.day.format("%Y-%m").to_string()).or_default() += row.amount;
            *spend.product.entry(row.product.clone()).or_default() += row.amount;
        }
    }

    /// The period's spend.
    #[must_use]
    pub fn total(&self, period: Period) -> Money {
        self.rows.iter().filter(|row| period.contains(row.day)).map(|row| row.amount).sum()
    }

    /// The period's spend by organization; an empty id stands for rows that state none.
    pub(in crate::facts) fn by_organization(&self, period: Period) -> BTreeMap<String, Money> {
        let mut sums = BTreeMap::new();
        for row in self.rows.iter().filter(|row| period.contains(row.day)) {
            *sums.entry(row.organization.clone().unwrap_or_default()).or_default() += row.amount;
        }
        sums
    }
}
