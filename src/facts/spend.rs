//! Spend per day, workspace, key and model: reported cost where cost exports cover the day, else usage × list price.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, Int64Chunked, IntoLazy, SortMultipleOptions, StringChunked, col, lit};

use super::frame::{Rows, Source};
use super::lists::{DEFAULT_WORKSPACE, Lists};
use super::unit_proof::{self, UnprovenFile};
use crate::data::prices::{Conditions, Prices, TokenCounts};
use crate::model::{Dataset, Money, Period, Spend, Table};

/// Dollars of one day, workspace, key and model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendRow {
    /// The day.
    pub day: NaiveDate,
    /// Workspace: its name, `Default` where the export leaves it empty, its id where no list names it.
    pub workspace: String,
    /// Key: its name, else its id; empty for use without a key.
    pub key: String,
    /// Key id, where the export states it.
    pub key_id: Option<String>,
    /// Model: its API id where the price table knows it, else as exported; empty for what is no model's (searches).
    pub model: String,
    /// Dollars.
    pub amount: Money,
    /// Whether this is an estimate.
    pub estimated: bool,
    /// A row that it rests on.
    pub source: Source,
}

/// The spend series.
#[derive(Clone, Debug, Default)]
pub struct SpendSeries {
    /// One row per day, workspace, key and model, in that order.
    pub rows: Vec<SpendRow>,
    /// Days that cost exports cover.
    pub reported_days: BTreeSet<NaiveDate>,
    /// Models with usage that could not be priced, and how many rows.
    pub unpriced: BTreeMap<String, u64>,
    /// Cost exports whose unit is in doubt: their money is in no sum, and usage × list price stands in for it.
    pub unproven: Vec<UnprovenFile>,
}

impl SpendSeries {
    pub(super) fn read(data: &Dataset, lists: &Lists) -> Result<Self> {
        let prices = Prices::embedded();
        let mut series = Self::default();
        let estimated = match data.frame(Table::Usage) {
            Some(frame) => series.estimates(frame, lists, &prices)?,
            None => Vec::new(),
        };
        if let Some(frame) = data.frame(Table::Cost) {
            let per_file = reported(frame, lists, &prices, true)?;
            series.unproven = unit_proof::unproven(&per_file, &estimated);
            let proven = series
                .unproven
                .iter()
                .map(|file| file.file)
                .fold(frame.clone().lazy(), |rows, file| rows.filter(col("file").neq(lit(file))));
            let proven = proven.collect()?;
            series.reported_days = reported_days(&proven)?;
            series.rows = reported(&proven, lists, &prices, false)?;
        }
        let reported = &series.reported_days;
        series.rows.extend(estimated.into_iter().filter(|row| !reported.contains(&row.day)));
        series
            .rows
            .sort_by(|a, b| (a.day, &a.workspace, &a.key, &a.model).cmp(&(b.day, &b.workspace, &b.key, &b.model)));
        Ok(series)
    }

    /// Usage × list price, per day, workspace, key and model.
    fn estimates(&mut self, frame: &DataFrame, lists: &Lists, prices: &Prices) -> Result<Vec<SpendRow>> {
        let rows = Rows::of(frame)?;
        let labels = Labels::of(&rows, lists)?;
        let (day, model, counted) = (rows.day("day")?, rows.text("model")?, rows.flag("counted")?);
        let tokens = TokenColumns::of(&rows)?;
        let mut sums: BTreeMap<(NaiveDate, String, String, String), SpendRow> = BTreeMap::new();
        for row in (0..rows.len()).filter(|&row| counted.get(row) != Some(false)) {
            let Some(day) = day.get(row) else { continue };
            let name = model.get(row).unwrap_or_default();
            let (counts, conditions) = tokens.get(row);
            let Some(amount) = prices.cost(name, day, counts, conditions) else {
                *self.unpriced.entry(name.to_owned()).or_default() += 1;
                continue;
            };
            let one = labels.row(row, day, name.to_owned(), amount, true, rows.source(row));
            let entry = (one.day, one.workspace.clone(), one.key.clone(), one.model.clone());
            sums.entry(entry).and_modify(|sum| sum.amount += amount).or_insert(one);
        }
        Ok(sums.into_values().collect())
    }

    /// Totals over a period: reported or estimated.
    #[must_use]
    pub fn totals(&self, period: Period, estimated: bool) -> Spend {
        let mut spend = Spend::default();
        for row in self.rows.iter().filter(|row| row.estimated == estimated && period.contains(row.day)) {
            spend.total += row.amount;
            *spend.month.entry(row.day.format("%Y-%m").to_string()).or_default() += row.amount;
            *spend.workspace.entry(row.workspace.clone()).or_default() += row.amount;
        }
        spend
    }

    /// First and last day with spend.
    #[must_use]
    pub fn extent(&self) -> Option<Period> {
        Some(Period { start: self.rows.first()?.day, end: self.rows.iter().map(|row| row.day).max()? })
    }
}

/// Days between the first and the last row of each cost export: a day inside it without a row had no cost.
fn reported_days(frame: &DataFrame) -> Result<BTreeSet<NaiveDate>> {
    let files = frame
        .clone()
        .lazy()
        .group_by([col("file")])
        .agg([col("day").min().alias("first"), col("day").max().alias("last"), col("line").first()])
        .collect()?;
    let rows = Rows::of(&files)?;
    let (first, last) = (rows.day("first")?, rows.day("last")?);
    let spans = (0..rows.len()).filter_map(|row| Period::new(first.get(row)?, last.get(row)?));
    Ok(spans.flat_map(Period::each_day).collect())
}

/// Reported cost per day, workspace, key and model, and where asked also per file.
fn reported(frame: &DataFrame, lists: &Lists, prices: &Prices, per_file: bool) -> Result<Vec<SpendRow>> {
    let mut keys = vec!["day", "workspace_name", "workspace_id", "key_name", "key_id", "model"];
    keys.extend(per_file.then_some("file"));
    let sources = [(!per_file).then(|| col("file").first()), Some(col("line").first())];
    let sums = frame
        .clone()
        .lazy()
        .filter(col("counted"))
        .sort(["file", "line"], SortMultipleOptions::default().with_maintain_order(true))
        .group_by_stable(keys.into_iter().map(col).collect::<Vec<_>>())
        .agg([Some(col("cost").sum())].into_iter().chain(sources).flatten().collect::<Vec<_>>())
        .collect()?;
    let rows = Rows::of(&sums)?;
    let labels = Labels::of(&rows, lists)?;
    let (day, model, cost) = (rows.day("day")?, rows.text("model")?, rows.money("cost")?);
    let mut all = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        let Some(day) = day.get(row) else { continue };
        let model = prices.model_id(model.get(row).unwrap_or_default()).to_owned();
        all.push(labels.row(row, day, model, cost.get(row).unwrap_or_default(), false, rows.source(row)));
    }
    Ok(all)
}

/// Tokens of a usage row, and what moves their price.
struct TokenColumns<'a> {
    counts: [&'a Int64Chunked; 6],
    conditions: [&'a StringChunked; 4],
}

impl<'a> TokenColumns<'a> {
    fn of(rows: &Rows<'a>) -> Result<Self> {
        let count = |name| rows.integer(name);
        let text = |name| rows.text(name);
        Ok(Self {
            counts: [
                count("uncached_input")?,
                count("cache_write_5m")?,
                count("cache_write_1h")?,
                count("cache_read")?,
                count("output")?,
                count("web_searches")?,
            ],
            conditions: [text("service_tier")?, text("context_window")?, text("inference_geo")?, text("speed")?],
        })
    }

    fn get(&self, row: usize) -> (TokenCounts, Conditions<'a>) {
        let [uncached_input, cache_write_5m, cache_write_1h, cache_read, output, web_searches] =
            self.counts.map(|column| column.get(row).unwrap_or(0));
        let [service_tier, context_window, inference_geo, speed] = self.conditions.map(|column| column.get(row));
        let counts = TokenCounts { uncached_input, cache_write_5m, cache_write_1h, cache_read, output, web_searches };
        (counts, Conditions { service_tier, context_window, inference_geo, speed })
    }
}

/// How keys and workspaces of a row are called.
struct Labels<'a> {
    lists: &'a Lists,
    columns: [&'a StringChunked; 4],
}

impl<'a> Labels<'a> {
    fn of(rows: &Rows<'a>, lists: &'a Lists) -> Result<Self> {
        let columns =
            [rows.text("workspace_name")?, rows.text("workspace_id")?, rows.text("key_name")?, rows.text("key_id")?];
        Ok(Self { lists, columns })
    }

    fn row(
        &self,
        row: usize,
        day: NaiveDate,
        model: String,
        amount: Money,
        estimated: bool,
        source: Source,
    ) -> SpendRow {
        let [workspace, workspace_id, key, key_id] = self.columns.map(|column| column.get(row));
        let listed = workspace_id.and_then(|id| self.lists.workspace(id)).map(|workspace| workspace.name.as_str());
        SpendRow {
            day,
            workspace: workspace.or(listed).or(workspace_id).unwrap_or(DEFAULT_WORKSPACE).to_owned(),
            key: key.or(key_id).unwrap_or_default().to_owned(),
            key_id: key_id.map(str::to_owned),
            model,
            amount,
            estimated,
            source,
        }
    }
}
