//! Spend limits as the Admin API lists them.

use anyhow::Result;

use super::frame::{Rows, Source};
use crate::model::{Dataset, Money, Table};

/// A listed limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendLimit {
    /// `organization`, `workspace`, `user`, …
    pub scope: String,
    /// Id or name of what it applies to; none for the organization.
    pub scope_id: Option<String>,
    /// US dollars a period; none is an explicit «no limit».
    pub amount: Option<Money>,
    /// `daily`, `weekly` or `monthly`.
    pub period: Option<String>,
    /// Whether its record says that it is not in force.
    pub is_off: bool,
    /// Where it stands.
    pub source: Source,
}

impl SpendLimit {
    /// The amount of a limit a month that is in force.
    #[must_use]
    pub fn monthly(&self) -> Option<Money> {
        let is_monthly = self.period.as_deref() == Some("monthly") && !self.is_off;
        self.amount.filter(|amount| is_monthly && *amount > Money::ZERO)
    }
}

/// Every listed limit, in the order of the files.
///
/// # Errors
/// When the frame lacks a column, which would be a mistake in `ingest`.
pub fn read(data: &Dataset) -> Result<Vec<SpendLimit>> {
    let Some(frame) = data.frame(Table::SpendLimits) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (scope, scope_id) = (rows.text("scope_type")?, rows.text("scope_id")?);
    let (amount, period, is_enabled) = (rows.money("amount")?, rows.text("period")?, rows.flag("is_enabled")?);
    let limit = |row| {
        Some(SpendLimit {
            scope: scope.get(row)?.to_owned(),
            scope_id: scope_id.get(row).map(str::to_owned),
            amount: amount.get(row),
            period: period.get(row).map(str::to_owned),
            is_off: is_enabled.get(row) == Some(false),
            source: rows.source(row),
        })
    };
    Ok((0..rows.len()).filter_map(limit).collect())
}
