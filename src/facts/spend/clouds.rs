//! What clouds billed for Claude. It is in no sum of the Console's, and its own checks look at it apart.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, col, lit};

use super::bill_as_cost::bill_as_cost;
use crate::facts::frame::Rows;
use crate::model::{CloudBill, Dataset, Money, Period, Table};

/// How is called what a bill does not name.
const UNSTATED: &str = "unstated";
/// The word for what use cost, in the table.
const USAGE: &str = "usage";

/// Dollars of one line of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudRow {
    /// The day.
    pub day: NaiveDate,
    /// Who bills it: `AWS`.
    pub provider: String,
    /// The account that used it.
    pub account: String,
    /// Who called.
    pub principal: String,
    /// The model.
    pub model: String,
    /// Whether it is what use cost: no credit, discount or tax.
    pub is_usage: bool,
    /// Dollars.
    pub amount: Money,
}

/// What clouds billed for Claude.
#[derive(Clone, Debug, Default)]
pub struct CloudSpend {
    /// Lines that count, in the order of the files.
    pub rows: Vec<CloudRow>,
}

impl CloudSpend {
    pub(in crate::facts) fn read(data: &Dataset) -> Result<Self> {
        let Some(frame) = data.frame(Table::CloudCost) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (day, counted, cost) = (rows.day("day")?, rows.flag("counted")?, rows.money("cost")?);
        let (provider, account, principal) =
            (rows.text("provider")?, rows.text("cloud_account")?, rows.text("principal")?);
        let (model, charge) = (rows.text("model")?, rows.text("charge_type")?);
        let named = |text: Option<&str>| text.unwrap_or(UNSTATED).to_owned();
        let mut all = Vec::new();
        for row in (0..rows.len()).filter(|&row| counted.get(row) != Some(false)) {
            let Some(day) = day.get(row) else { continue };
            all.push(CloudRow {
                day,
                provider: named(provider.get(row)),
                account: named(account.get(row)),
                principal: named(principal.get(row)),
                model: named(model.get(row)),
                is_usage: charge.get(row) == Some(USAGE),
                amount: cost.get(row).unwrap_or_default(),
            });
        }
        Ok(Self { rows: all })
    }

    /// Who bills Claude, sorted.
    #[must_use]
    pub fn providers(&self) -> BTreeSet<&str> {
        self.rows.iter().map(|row| row.provider.as_str()).collect()
    }

    /// The period's bills, by provider.
    pub(in crate::facts) fn bills(&self, period: Period) -> BTreeMap<String, CloudBill> {
        let mut bills: BTreeMap<String, CloudBill> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| period.contains(row.day)) {
            let bill = bills.entry(row.provider.clone()).or_default();
            bill.total += row.amount;
            if row.is_usage {
                bill.usage += row.amount;
            }
            *bill.month.entry(row.day.format("%Y-%m").to_string()).or_default() += row.amount;
            *bill.account.entry(row.account.clone()).or_default() += row.amount;
            *bill.principal.entry(row.principal.clone()).or_default() += row.amount;
            *bill.model.entry(row.model.clone()).or_default() += row.amount;
        }
        bills
    }
}

/// What use cost on one provider's bills, as a dataset of its own with accounts for workspaces and principals for keys: so the checks of
/// spend look at it as they look at the Console's, and at nothing else.
///
/// # Errors
/// When the frame lacks a column, which would be a mistake in `ingest`.
pub fn dataset_of(data: &Dataset, provider: &str) -> Result<Dataset> {
    let mut own = Dataset { inputs: data.inputs.clone(), remarks: data.remarks.clone(), ..Dataset::default() };
    if let Some(frame) = data.frame(Table::CloudCost) {
        own.frames.insert(Table::Cost, as_cost(frame, provider)?);
    }
    Ok(own)
}

fn as_cost(frame: &DataFrame, provider: &str) -> Result<DataFrame> {
    let is_its = col("provider").eq(lit(provider)).and(col("charge_type").eq(lit(USAGE))).and(col("counted"));
    bill_as_cost(frame, is_its, |column| match column {
        "key_name" => Some(col("principal")),
        "workspace_name" => Some(col("cloud_account").fill_null(lit(UNSTATED))),
        "day" | "minute" | "model" | "cost" | "list_price" | "counted" => Some(col(column)),
        _ => None,
    })
}
