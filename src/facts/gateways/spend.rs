//! What was used through gateways: Claude by key, model and who bills it, and the days on which keys were used at all.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, IntoColumn, StringChunked, col, lit};

use super::{GatewayFacts, UseDays};
use crate::facts::frame::{Rows, Source};
use crate::facts::spend::bill_as_cost;
use crate::model::{Dataset, GatewaySpend, Money, Period, Table};

/// How is called what a row does not name.
const UNSTATED: &str = "unstated";

/// Claude's part of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayRow {
    /// The day.
    pub day: NaiveDate,
    /// `LiteLLM`.
    pub gateway: String,
    /// The hash of the key.
    pub key: Option<String>,
    /// The key's name, where the row has it.
    pub key_name: Option<String>,
    /// The model.
    pub model: String,
    /// Who bills it.
    pub bill: String,
    /// Dollars, as the gateway reckons them.
    pub amount: Money,
}

/// What was used.
#[derive(Clone, Debug, Default)]
pub struct GatewayUses {
    /// Claude's rows that count, in the order of the files.
    pub rows: Vec<GatewayRow>,
    /// Days with any row, of whatever model.
    pub days: BTreeSet<NaiveDate>,
    keys: BTreeMap<String, UseDays>,
    with_claude: BTreeSet<String>,
}

impl GatewayUses {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        let Some(frame) = data.frame(Table::GatewayUse) else { return Ok(Self::default()) };
        let rows = Rows::of(frame)?;
        let (day, counted, claude, cost) =
            (rows.day("day")?, rows.flag("counted")?, rows.flag("is_claude")?, rows.money("cost")?);
        let (gateway, key, key_name) = (rows.text("gateway")?, rows.text("key_id")?, rows.text("key_name")?);
        let (model, provider) = (rows.text("model")?, rows.text("provider")?);
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let mut all = Self::default();
        for row in 0..rows.len() {
            let Some(day) = day.get(row) else { continue };
            all.days.insert(day);
            let is_claude = claude.get(row) == Some(true);
            if let Some(key) = key.get(row) {
                all.note(key, day, rows.source(row), is_claude);
            }
            if is_claude && counted.get(row) != Some(false) {
                all.rows.push(GatewayRow {
                    day,
                    gateway: gateway.get(row).unwrap_or(UNSTATED).to_owned(),
                    key: owned(key.get(row)),
                    key_name: owned(key_name.get(row)),
                    model: model.get(row).unwrap_or(UNSTATED).to_owned(),
                    bill: bill(provider.get(row)),
                    amount: cost.get(row).unwrap_or_default(),
                });
            }
        }
        Ok(all)
    }

    fn note(&mut self, key: &str, day: NaiveDate, source: Source, is_claude: bool) {
        let days = self.keys.entry(key.to_owned()).or_insert(UseDays { first: day, last: day, source });
        days.first = days.first.min(day);
        if day > days.last {
            (days.last, days.source) = (day, source);
        }
        if is_claude {
            self.with_claude.insert(key.to_owned());
        }
    }

    /// When a key was used, by rows of use.
    #[must_use]
    pub fn of(&self, key: &str) -> Option<UseDays> {
        self.keys.get(key).copied()
    }

    /// Whether a key used Claude.
    pub(super) fn has_claude(&self, key: &str) -> bool {
        self.with_claude.contains(key)
    }

    /// What one key spent on Claude in a period; nothing where no use at all is given.
    #[must_use]
    pub fn spent(&self, key: &str, period: Period) -> Option<Money> {
        let own = self.rows.iter().filter(|row| row.key.as_deref() == Some(key) && period.contains(row.day));
        (!self.days.is_empty()).then(|| own.map(|row| row.amount).sum())
    }
}

/// Whose bill has what a provider served; the gateway's own word for providers that are none of these.
fn bill(provider: Option<&str>) -> String {
    let Some(provider) = provider else { return UNSTATED.to_owned() };
    let is = |word: &str| provider.starts_with(word);
    match () {
        () if is("anthropic") => "Anthropic".to_owned(),
        () if is("bedrock") || is("sagemaker") => "AWS".to_owned(),
        () if is("vertex_ai") => "Google Cloud".to_owned(),
        () if is("azure") => "Microsoft Azure".to_owned(),
        () => provider.to_owned(),
    }
}

impl GatewayFacts {
    /// What was spent on Claude in a period, by gateway.
    pub(in crate::facts) fn spend(&self, period: Period) -> BTreeMap<String, GatewaySpend> {
        let mut all: BTreeMap<String, GatewaySpend> = BTreeMap::new();
        for row in self.uses.rows.iter().filter(|row| period.contains(row.day)) {
            let spend = all.entry(row.gateway.clone()).or_default();
            spend.total += row.amount;
            *spend.month.entry(row.day.format("%Y-%m").to_string()).or_default() += row.amount;
            *spend.bill.entry(row.bill.clone()).or_default() += row.amount;
            *spend.key.entry(self.key_label(row)).or_default() += row.amount;
            *spend.model.entry(row.model.clone()).or_default() += row.amount;
        }
        all
    }

    /// What to call a key: its name, where no other has it.
    fn key_named<'a>(&'a self, id: &'a str) -> &'a str {
        let Some(own) = self.keys.iter().find(|key| key.id == id) else { return id };
        let namesakes = self.keys.iter().filter(|key| key.label() == own.label()).count();
        if namesakes == 1 { own.label() } else { id }
    }

    /// What to call a team.
    fn team_named<'a>(&'a self, id: &'a str) -> &'a str {
        let of = self.keys.iter().find(|key| key.team.as_deref() == Some(id));
        of.and_then(|key| key.team_name.as_deref()).unwrap_or(id)
    }

    /// What to call the key of a row: as the list has it, as the row has it, else its hash.
    fn key_label(&self, row: &GatewayRow) -> String {
        let Some(id) = row.key.as_deref() else { return UNSTATED.to_owned() };
        if let Some(listed) = self.keys.iter().find(|key| key.id == id) {
            return listed.label().to_owned();
        }
        row.key_name.as_deref().unwrap_or(id).to_owned()
    }
}

/// What was spent on Claude through one gateway, as a dataset of its own with its keys and teams for keys and workspaces: so the checks of
/// spend look at it as they look at the Console's, and at nothing else.
///
/// # Errors
/// When the frame lacks a column, which would be a mistake in `ingest`.
pub fn dataset_of(data: &Dataset, gateways: &GatewayFacts, gateway: &str) -> Result<Dataset> {
    let mut own = Dataset { inputs: data.inputs.clone(), remarks: data.remarks.clone(), ..Dataset::default() };
    if let Some(frame) = data.frame(Table::GatewayUse) {
        let mut frame = frame.clone();
        for (column, named) in [("key_id", GatewayFacts::key_named as Named), ("team_id", GatewayFacts::team_named)] {
            let names: StringChunked =
                frame.column(column)?.str()?.iter().map(|id| id.map(|id| named(gateways, id))).collect();
            frame.with_column(names.with_name(column.into()).into_column())?;
        }
        own.frames.insert(Table::Cost, as_cost(&frame, gateway)?);
    }
    Ok(own)
}

/// What to call a thing by its id.
type Named = for<'a> fn(&'a GatewayFacts, &'a str) -> &'a str;

fn as_cost(frame: &DataFrame, gateway: &str) -> Result<DataFrame> {
    let is_its = col("gateway").eq(lit(gateway)).and(col("is_claude")).and(col("counted"));
    bill_as_cost(frame, is_its, |column| match column {
        "key_name" => Some(col("key_id")),
        "workspace_name" => Some(col("team_id").fill_null(lit(UNSTATED))),
        "day" | "model" | "cost" | "counted" => Some(col(column)),
        _ => None,
    })
}
