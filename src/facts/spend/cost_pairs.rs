//! Reported cost next to usage at list price, per day and model, where both are there whole.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{IntoLazy, col};

use super::prices::Prices;
use super::series::SpendSeries;
use super::token_use::TokenUse;
use super::usage_rows::files_naming;
use crate::facts::coverage::OF_WORKSPACE;
use crate::facts::coverage::file_spans;
use crate::facts::frame::{Rows, Source};
use crate::facts::lists::DEFAULT_WORKSPACE;
use crate::facts::names::WorkspaceNames;
use crate::model::{Dataset, Money, Period, Table};

/// Cost of tokens of one day and model, and what usage lets expect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CostPair {
    /// What the cost exports report.
    pub reported: Money,
    /// The list prices that they state, where each row states one.
    pub stated_list: Option<Money>,
    /// Rows of the cost exports, each rounded to a cent.
    pub rows: u64,
    /// The first row of cost, or of usage where there is no cost.
    pub source: Option<Source>,
    /// Usage at list price, or by the policy's; nothing where there is no usage.
    pub expected: Money,
    /// By how much less, and by how much more, it may have cost: usage that is not grouped by service tier, context window and region does not
    /// say what sets its price.
    pub leeway: [Money; 2],
    /// Usage by the list alone; none where some of it is not on the list.
    pub listed: Option<Money>,
    /// Rows that usage would make in a cost export, at least.
    pub expected_rows: u64,
}

/// The pairs, and what could not be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CostPairs {
    /// By day and model.
    pub pairs: BTreeMap<(NaiveDate, String), CostPair>,
    /// Days that one of both has not or may not have whole.
    pub doubtful_days: BTreeSet<NaiveDate>,
    /// Models of which some usage has no price, or a service tier without a known one.
    pub unpriced: BTreeSet<String>,
    /// Workspaces that only one of both knows.
    pub one_sided: BTreeSet<String>,
}

struct CostRow {
    day: NaiveDate,
    workspace: String,
    model: String,
    cost: Money,
    list: Option<Money>,
    rows: u64,
    source: Source,
    is_tokens: bool,
    kind_is_unstated: bool,
}

pub(in crate::facts) fn cost_pairs(
    data: &Dataset,
    uses: &[TokenUse],
    spend: &SpendSeries,
    names: &WorkspaceNames,
    prices: &Prices,
) -> Result<CostPairs> {
    let mut all = CostPairs::default();
    let rows = cost_rows(data, spend, names, prices)?;
    let Some(apart) = tells_workspaces_apart(data)? else { return Ok(all) };
    all.doubtful_days = doubtful_days(data, uses, spend, &rows)?;
    let of_cost: BTreeSet<&str> = rows.iter().map(|row| row.workspace.as_str()).collect();
    let of_usage: BTreeSet<&str> = uses.iter().map(|one| one.workspace.as_str()).collect();
    if apart {
        // What a filtered cost export leaves out is compared: it is the difference.
        let differing = of_cost.symmetric_difference(&of_usage).map(|name| (*name).to_owned());
        all.one_sided = differing.filter(|name| !spend.uncosted.has_workspace(name)).collect();
    }
    for one in uses.iter().filter(|one| one.is_used()) {
        let model = prices.model_id(&one.model).to_owned();
        let Some(price) = one.token_price().filter(|_| one.has_priced_tier()) else {
            all.unpriced.insert(model);
            continue;
        };
        if all.is_compared(one.day, &one.workspace) {
            let pair = all.pairs.entry((one.day, model)).or_insert_with(|| CostPair::of(Money::ZERO));
            pair.listed = pair.listed.zip(one.listed_tokens()).map(|(sum, more)| sum + more);
            pair.expected += price;
            pair.leeway.iter_mut().zip(one.leeway()).for_each(|(sum, more)| *sum += more);
            pair.expected_rows += one.categories() * one.rows;
            pair.source = pair.source.or(Some(one.source));
        }
    }
    let mut sums = BTreeMap::<(NaiveDate, String), CostPair>::new();
    for row in rows.iter().filter(|row| row.is_tokens && all.is_compared(row.day, &row.workspace)) {
        let pair = sums.entry((row.day, row.model.clone())).or_default();
        pair.stated_list = if pair.rows == 0 { row.list } else { pair.stated_list.zip(row.list).map(|(a, b)| a + b) };
        pair.reported += row.cost;
        pair.rows += row.rows;
        pair.source = pair.source.into_iter().chain(Some(row.source)).min();
    }
    for (grain, cost) in sums {
        let pair = all.pairs.entry(grain).or_insert_with(|| CostPair::of(Money::ZERO));
        let CostPair { expected, leeway, listed, expected_rows, .. } = *pair;
        *pair = CostPair { expected, leeway, listed, expected_rows, ..cost };
    }
    let unpriced = &all.unpriced;
    // A model that the price table does not know may be written otherwise in the other export.
    all.pairs.retain(|(_, model), _| prices.knows(model) && !unpriced.contains(model));
    Ok(all)
}

impl CostPair {
    /// The price nearest to an amount that usage allows; `usual` is what it is where nothing unsaid moves it.
    #[must_use]
    pub fn nearest(&self, usual: Money, amount: Money) -> Money {
        let [less, more] = self.leeway;
        amount.max(usual - less).min(usual + more)
    }

    /// Of usage that costs so much by the list.
    fn of(listed: Money) -> Self {
        Self { listed: Some(listed), ..Self::default() }
    }
}

impl CostPairs {
    fn is_compared(&self, day: NaiveDate, workspace: &str) -> bool {
        !self.doubtful_days.contains(&day) && !self.one_sided.contains(workspace)
    }
}

/// Days that cost or usage has not or may not have whole, or of which a row names no model.
fn doubtful_days(
    data: &Dataset,
    uses: &[TokenUse],
    spend: &SpendSeries,
    rows: &[CostRow],
) -> Result<BTreeSet<NaiveDate>> {
    let whole = whole_days(data, Table::Usage, |_, _| true)?;
    // On a day that a cost export leaves out although tokens were used, its cost is nothing, and that does not fit.
    let is_proven = |file: u32, day: NaiveDate| !spend.is_unproven(file, day);
    let mut costed = whole_days(data, Table::Cost, is_proven)?;
    let is_doubted = |day: &&NaiveDate| spend.unproven.iter().any(|file| file.days.contains(*day));
    costed.extend(spend.unreported_days.iter().filter(|day| !is_doubted(day)));
    costed.extend(data.empty_days.get(&Table::Cost).into_iter().flatten());
    let whole: BTreeSet<NaiveDate> = costed.intersection(&whole).copied().collect();
    // A report that was not grouped says of no row which model, or which type of cost, it is of.
    let naming: BTreeSet<u32> = rows.iter().filter(|row| !row.model.is_empty()).map(|row| row.source.file).collect();
    let is_ungrouped = |row: &CostRow| row.kind_is_unstated && !naming.contains(&row.source.file);
    let unnamed_cost =
        rows.iter().filter(|row| row.model.is_empty() && (row.is_tokens || is_ungrouped(row))).map(|row| row.day);
    let unnamed_use = uses.iter().filter(|one| one.model.is_empty() && one.is_used()).map(|one| one.day);
    let unnamed: BTreeSet<NaiveDate> = unnamed_cost.chain(unnamed_use).collect();
    let days = rows.iter().map(|row| row.day).chain(uses.iter().map(|one| one.day));
    Ok(days.filter(|day| !whole.contains(day) || unnamed.contains(day)).collect())
}

/// Whether workspaces can be distinguished in both; none where one of both is not there.
fn tells_workspaces_apart(data: &Dataset) -> Result<Option<bool>> {
    let (Some(cost), Some(usage)) = (data.frame(Table::Cost), data.frame(Table::Usage)) else { return Ok(None) };
    Ok(Some(!files_naming(cost, OF_WORKSPACE)?.is_empty() && !files_naming(usage, OF_WORKSPACE)?.is_empty()))
}

/// Days of which every row that counts stands in a file that goes on behind them, or that another one goes on from: a file's last day may
/// have been exported before it was over. Only days of a file count that are `wanted`.
fn whole_days(data: &Dataset, table: Table, wanted: impl Fn(u32, NaiveDate) -> bool) -> Result<BTreeSet<NaiveDate>> {
    let by_file = file_spans::days_by_file(data, table)?;
    let extents: BTreeMap<u32, Period> = by_file
        .iter()
        .filter_map(|(&file, days)| Some((file, file_spans::extent(data.inputs.get(file as usize)?, days)?)))
        .collect();
    // A file for each day, or each month: who exports the next one does so later.
    let begun: BTreeSet<NaiveDate> = extents.values().map(|extent| extent.start).collect();
    let is_followed = |day: NaiveDate| day.succ_opt().is_some_and(|next| begun.contains(&next));
    let mut doubtful: BTreeSet<NaiveDate> = BTreeSet::new();
    for (file, days) in &by_file {
        let may_lack = |day: &NaiveDate| {
            extents.get(file).is_none_or(|extent| *day > extent.end || *day == extent.end && !is_followed(*day))
        };
        doubtful.extend(days.iter().copied().filter(may_lack));
    }
    let held = by_file.iter().flat_map(|(file, days)| days.iter().map(move |day| (*file, *day)));
    Ok(held.filter(|(file, day)| wanted(*file, *day) && !doubtful.contains(day)).map(|(_, day)| day).collect())
}

fn cost_rows(data: &Dataset, spend: &SpendSeries, names: &WorkspaceNames, prices: &Prices) -> Result<Vec<CostRow>> {
    let Some(frame) = data.frame(Table::Cost) else { return Ok(Vec::new()) };
    let by = ["file", "day", "workspace_name", "workspace_id", "model", "cost_type"];
    let sums = frame
        .clone()
        .lazy()
        .filter(col("counted"))
        .group_by_stable(by.map(col))
        .agg([
            col("cost").sum(),
            col("list_price").sum(),
            col("list_price").is_null().any(true).alias("lacks_list"),
            col("rows").sum(),
            col("line").min(),
        ])
        .collect()?;
    let rows = Rows::of(&sums)?;
    let (day, model, kind) = (rows.day("day")?, rows.text("model")?, rows.text("cost_type")?);
    let (name, id) = (rows.text("workspace_name")?, rows.text("workspace_id")?);
    let (cost, list, lacks_list) = (rows.money("cost")?, rows.money("list_price")?, rows.flag("lacks_list")?);
    let count = sums.column("rows")?.u64()?;
    let mut all = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        let (Some(day), source) = (day.get(row), rows.source(row)) else { continue };
        if spend.is_unproven(source.file, day) {
            continue;
        }
        let model = prices.model_id(model.get(row).unwrap_or_default()).to_owned();
        all.push(CostRow {
            day,
            workspace: names.label(name.get(row), id.get(row)).unwrap_or(DEFAULT_WORKSPACE).to_owned(),
            cost: cost.get(row).unwrap_or_default(),
            list: list.get(row).filter(|_| lacks_list.get(row) != Some(true)),
            rows: count.get(row).unwrap_or(0),
            source,
            // The oldest exports have no such column; what is no model's is then no tokens'.
            kind_is_unstated: kind.get(row).is_none(),
            is_tokens: kind.get(row).map_or(!model.is_empty(), |kind| kind == "tokens"),
            model,
        });
    }
    Ok(all)
}
