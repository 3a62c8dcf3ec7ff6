//! Spend per day, workspace, key and model: reported cost where cost exports cover the day, else usage × list price.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{Datelike, NaiveDate};
use polars::prelude::{BooleanChunked, DataFrame, IntoLazy, SortMultipleOptions, col};
use rayon::prelude::*;

use super::enterprise::EnterpriseSpend;
use super::estimates::{Estimates, estimates};
use super::hourly::Hourly;
use super::key_mix::KeyMixes;
use super::prices::Prices;
use super::row::SpendRow;
use super::shared_text::SharedTexts;
use super::token_use::{TokenUse, token_uses};
use super::uncosted::{UNCOSTED_TIER, Uncosted};
use super::unit_proof::{self, UnprovenFile};
use super::usage_rows::{Labels, OwnerColumns};
use crate::facts::frame::Rows;
use crate::facts::lists::Lists;
use crate::facts::names::WorkspaceNames;
use crate::model::{Dataset, Money, Period, Spend, Table};

/// The spend series.
#[derive(Clone, Debug, Default)]
pub struct SpendSeries {
    /// One row per day, workspace, key and model, in that order.
    pub rows: Vec<SpendRow>,
    /// Usage at list price on days whose cost exports do not distinguish keys: the only word on what one key spent then. In no sum.
    pub estimated_alongside: Vec<SpendRow>,
    /// How many of these, the first, are of workspaces that cost exports name too: see [`Self::keys_alongside`].
    named_alongside: usize,
    /// Days that cost exports cover: those with a row or of which one states that there was none, and quiet days between them on
    /// which nothing was used.
    pub reported_days: BTreeSet<NaiveDate>,
    /// Days between the first and the last of a cost export of which no cost export says a thing although tokens were used.
    pub unreported_days: BTreeSet<NaiveDate>,
    /// What cost exports leave out of the days that they cover: usage at list price stands in for it.
    pub uncosted: Uncosted,
    /// Models, and service tiers of models, with usage that could not be priced, and how many rows.
    pub unpriced: BTreeMap<String, u64>,
    /// Usage at list price by the hour, where exports are hourly.
    pub hourly: Hourly,
    /// What Claude Enterprise organizations spent: of no workspace, and in the totals by product.
    pub enterprise: EnterpriseSpend,
    /// Cost exports whose unit is in doubt: their money is in no sum, and usage × list price stands in for it.
    pub unproven: Vec<UnprovenFile>,
}

impl SpendSeries {
    /// The series, the tokens that its estimates rest on, and what keys use them for.
    pub(in crate::facts) fn read(
        data: &Dataset,
        lists: &Lists,
        names: &WorkspaceNames,
        prices: &Prices,
    ) -> Result<(Self, Vec<TokenUse>, KeyMixes)> {
        let keys = lists.keys.iter().map(|key| (key.id.as_str(), key.name.as_str())).collect();
        let mut series = Self::default();
        let (uses, mixes) = match data.frame(Table::Usage) {
            Some(frame) => {
                let labels = Labels::of(frame, &keys, names)?;
                series.hourly = Hourly::read(data, &labels, prices)?;
                let (uses, mixes) =
                    rayon::join(|| token_uses(data, &labels, prices), || KeyMixes::read(data, &labels, prices));
                (uses?, mixes?)
            }
            None => Default::default(),
        };
        let Estimates { rows: estimated, unpriced } = estimates(&uses);
        let unstated = unstated_units(data);
        series.enterprise = EnterpriseSpend::read(data, &unstated)?;
        series.unproven = unit_proof::unprovable(data, &unstated);
        if let Some(frame) = data.frame(Table::Cost) {
            let labels = Labels::of(frame, &keys, names)?;
            let per_file = reported(frame, &labels, prices, true)?;
            series.unproven.extend(unit_proof::unproven(data, &per_file, &estimated, &unstated)?);
            let proven = series.proven(frame)?;
            (series.reported_days, series.unreported_days) = reported_days(data, &proven, &uses)?;
            series.rows = reported(&proven, &labels, prices, false)?;
            series.uncosted = Uncosted::of(&series.rows, &uses);
        }
        let covered = &series.reported_days;
        let days = |by_key: bool| -> BTreeSet<NaiveDate> {
            series.rows.iter().filter(|row| row.by_key == by_key).map(|row| row.day).collect()
        };
        let (by_key, not_by_key) = (days(true), days(false));
        for ((_, model), rows) in unpriced.into_iter().filter(|((day, _), _)| !covered.contains(day)) {
            *series.unpriced.entry(model).or_default() += rows;
        }
        if covered.is_empty() {
            // Hundreds of thousands of rows stay where they are.
            series.rows = estimated;
        } else {
            let (alongside, stand_ins) = estimated.into_iter().partition(|row| {
                covered.contains(&row.day) && !series.uncosted.holds(row.day, &row.workspace, &row.key)
            });
            series.rows.extend::<Vec<SpendRow>>(stand_ins);
            series.set_alongside(alongside, |day| not_by_key.contains(&day) && !by_key.contains(&day));
        }
        if !series.rows.is_sorted_by(|a, b| a.in_order(b).is_le()) {
            series.rows.par_sort_by(SpendRow::in_order);
        }
        Ok((series, uses, mixes))
    }

    /// Takes usage at list price on the days that `is_keyless` names.
    fn set_alongside(&mut self, estimated: Vec<SpendRow>, is_keyless: impl Fn(NaiveDate) -> bool) {
        let named: BTreeSet<&str> = self
            .rows
            .iter()
            .filter(|row| !row.estimated && row.by_workspace)
            .map(|row| row.workspace.as_str())
            .collect();
        let is_named = |row: &SpendRow| {
            row.by_key && (named.is_empty() || row.by_workspace && named.contains(row.workspace.as_str()))
        };
        let own = estimated.into_iter().filter(|row| is_keyless(row.day));
        let (mut all, others): (Vec<SpendRow>, Vec<SpendRow>) = own.partition(is_named);
        self.named_alongside = all.len();
        all.extend(others);
        self.estimated_alongside = all;
    }

    /// What keys spent, at list price, on days whose cost exports do not distinguish keys: by this the keys themselves are judged, and
    /// nothing that they are part of. Where cost names workspaces otherwise than usage does, it would be the same dollars under two names.
    #[must_use]
    pub fn keys_alongside(&self) -> &[SpendRow] {
        &self.estimated_alongside[..self.named_alongside]
    }

    /// Whether the unit of a file is in doubt on a day: its money is in no sum.
    pub(in crate::facts) fn is_unproven(&self, file: u32, day: NaiveDate) -> bool {
        self.unproven.iter().any(|one| one.file == file && (one.days.is_empty() || one.days.contains(&day)))
    }

    /// Whether cost exports cover this use: its day, and its workspace and key.
    pub(in crate::facts) fn is_costed(&self, one: &TokenUse) -> bool {
        self.reported_days.contains(&one.day) && !self.uncosted.holds(one.day, &one.workspace, &one.key)
    }

    /// The rows of cost of which the unit is not in doubt.
    fn proven(&self, frame: &DataFrame) -> Result<DataFrame> {
        if self.unproven.is_empty() {
            return Ok(frame.clone());
        }
        let rows = Rows::of(frame)?;
        let day = rows.day("day")?;
        let is_proven = |row: usize| day.get(row).is_none_or(|day| !self.is_unproven(rows.source(row).file, day));
        let mask: BooleanChunked = (0..rows.len()).map(|row| Some(is_proven(row))).collect();
        Ok(frame.filter(&mask)?)
    }

    /// Totals over a period: reported or estimated.
    #[must_use]
    pub fn totals(&self, period: Period, estimated: bool) -> Spend {
        let (mut months, mut workspaces) = (BTreeMap::<_, Money>::new(), BTreeMap::<_, Money>::new());
        for row in self.rows.iter().filter(|row| row.estimated == estimated && period.contains(row.day)) {
            *months.entry((row.day.year(), row.day.month())).or_default() += row.amount;
            let workspace: &str = if row.by_workspace { &row.workspace } else { UNSTATED_WORKSPACE };
            *workspaces.entry(workspace).or_default() += row.amount;
        }
        Spend {
            total: months.values().copied().sum(),
            month: months.into_iter().map(|((year, month), sum)| (format!("{year:04}-{month:02}"), sum)).collect(),
            workspace: workspaces.into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect(),
            ..Spend::default()
        }
    }

    /// What the estimates of a period come to at least, where that is less than they say.
    pub(in crate::facts) fn estimated_at_least(&self, period: Period) -> Option<Money> {
        let rows = || self.rows.iter().filter(|row| row.estimated && period.contains(row.day));
        let least: Money = rows().map(|row| row.at_least).sum();
        let said: Money = rows().map(|row| row.amount).sum();
        (least < said).then_some(least)
    }

    /// First and last day with spend.
    #[must_use]
    pub fn extent(&self) -> Option<Period> {
        Some(Period { start: self.rows.first()?.day, end: self.rows.iter().map(|row| row.day).max()? })
    }
}

/// Whose spend is of exports that were not grouped by workspace.
const UNSTATED_WORKSPACE: &str = "not stated";

/// Files whose amounts say nothing about their unit.
fn unstated_units(data: &Dataset) -> BTreeSet<u32> {
    (0_u32..).zip(&data.remarks).filter(|(_, remarks)| remarks.unit_is_unstated).map(|(file, _)| file).collect()
}

/// Days to the nearest month end: 0 on the last day of a month, 1 on the first.
#[must_use]
pub fn from_month_end(day: NaiveDate) -> usize {
    let to_end = day.num_days_in_month() as u32 - day.day();
    day.day().min(to_end) as usize
}

/// The days that cost exports cover, and those inside them that they leave out although tokens were used: an export has a row for
/// every use, so a day without one is not a day without cost.
fn reported_days(
    data: &Dataset,
    frame: &DataFrame,
    uses: &[TokenUse],
) -> Result<(BTreeSet<NaiveDate>, BTreeSet<NaiveDate>)> {
    let files = frame
        .clone()
        .lazy()
        .group_by([col("file")])
        .agg([col("day").min().alias("first"), col("day").max().alias("last"), col("line").first()])
        .collect()?;
    let rows = Rows::of(&files)?;
    let (first, last) = (rows.day("first")?, rows.day("last")?);
    let spans = (0..rows.len()).filter_map(|row| Period::new(first.get(row)?, last.get(row)?));
    let mut covered: BTreeSet<NaiveDate> = spans.flat_map(Period::each_day).collect();
    let days = Rows::of(frame)?.day("day")?;
    let mut stated: BTreeSet<NaiveDate> = (0..frame.height()).filter_map(|row| days.get(row)).collect();
    stated.extend(data.empty_days.get(&Table::Cost).into_iter().flatten());
    covered.extend(&stated);
    let used = uses.iter().filter(|one| one.is_used() && one.tier != UNCOSTED_TIER).map(|one| one.day);
    let unreported: BTreeSet<NaiveDate> = used.filter(|day| covered.contains(day) && !stated.contains(day)).collect();
    covered.retain(|day| !unreported.contains(day));
    Ok((covered, unreported))
}

/// Reported cost per day, workspace, key and model, and where asked also per file.
fn reported(frame: &DataFrame, labels: &Labels, prices: &Prices, per_file: bool) -> Result<Vec<SpendRow>> {
    let mut keys = vec!["day", "workspace_name", "workspace_id", "key_name", "key_id", "model"];
    keys.extend(per_file.then_some("file"));
    let sources = [(!per_file).then(|| col("file").first()), Some(col("line").first())];
    let sums = frame
        .clone()
        .lazy()
        .filter(col("counted"))
        .sort(["file", "line"], SortMultipleOptions::default().with_maintain_order(true))
        .group_by_stable(keys.into_iter().map(col).collect::<Vec<_>>())
        .agg(
            [Some(col("cost").sum()), Some(col("rows").sum())].into_iter().chain(sources).flatten().collect::<Vec<_>>(),
        )
        .collect()?;
    let rows = Rows::of(&sums)?;
    let whose = OwnerColumns::of(&rows)?;
    let (day, model, cost) = (rows.day("day")?, rows.text("model")?, rows.money("cost")?);
    let count = sums.column("rows")?.u64()?;
    let (mut all, mut texts) = (Vec::with_capacity(rows.len()), SharedTexts::default());
    for row in 0..rows.len() {
        let Some(day) = day.get(row) else { continue };
        let model = prices.model_id(model.get(row).unwrap_or_default());
        let amount = cost.get(row).unwrap_or_default();
        let one = labels.row(&mut texts, (whose.at(row), day), model, amount, rows.source(row));
        all.push(SpendRow { rows: count.get(row).unwrap_or(1), ..one });
    }
    Ok(all)
}
