//! Bills of clouds that serve Claude. Lines about Claude become rows; those for other services are counted and fill no table.
//!
//! A bill comes in parts, and again when it is corrected: lines are compared by everything that tells one from another, so that parts add
//! up and a corrected line counts once.

pub mod aws_cur;
pub mod focus;
pub(in crate::ingest) mod model_name;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};

use super::batch::{Batch, Cell, Reject};
use super::text::decimals::Decimals;
use super::text::delimited::{Delimited, Row};
use super::text::instant::parse_instant;
use crate::model::{Money, mask_secrets};

/// Canonical column of a text and the names it has in a kind of bill.
type Named = (&'static str, &'static [&'static str]);

/// Where the columns of one file stand.
struct Columns<'a> {
    start: Option<usize>,
    end: Option<usize>,
    currency: Option<usize>,
    charge: Option<usize>,
    texts: Vec<(&'static str, Option<usize>)>,
    /// What may name the model, the best first.
    named: Vec<Option<usize>>,
    cost: Option<usize>,
    list_price: Option<usize>,
    decimals: Decimals<'a>,
}

/// What a kind of bill calls its columns.
struct Names {
    start: &'static [&'static str],
    end: &'static [&'static str],
    currency: &'static [&'static str],
    charge: &'static [&'static str],
    cost: &'static [&'static str],
    list_price: &'static [&'static str],
    texts: &'static [Named],
    named: &'static [&'static [&'static str]],
    /// Whether a column is one that such bills have and nothing here asks for.
    is_known: fn(&str) -> bool,
}

impl<'a> Columns<'a> {
    /// Finds them, and tells which of them are not there.
    fn of(csv: &'a Delimited<'a>, names: &Names, batch: &mut Batch) -> Self {
        let (cost, list_price) = (csv.column(names.cost), csv.column(names.list_price));
        let mut expected: Vec<&[&str]> =
            vec![names.start, names.end, names.currency, names.charge, names.cost, names.list_price];
        expected.extend(names.texts.iter().map(|(_, names)| *names));
        expected.extend(names.named);
        batch.note_absent_columns(csv, &expected);
        let texts: Vec<_> = names.texts.iter().map(|(name, names)| (*name, csv.column(names))).collect();
        let carried = texts.iter().filter(|(_, at)| at.is_some()).map(|(name, _)| *name);
        let always = ["day", "minute", "provider", "model", "charge_type", "cost", "counted"];
        batch.carries(&carried.chain(always).collect::<Vec<_>>());
        Self {
            start: csv.column(names.start),
            end: csv.column(names.end),
            currency: csv.column(names.currency),
            charge: csv.column(names.charge),
            texts,
            named: names.named.iter().map(|names| csv.column(names)).collect(),
            cost,
            list_price,
            decimals: Decimals::of(csv, cost.into_iter().chain(list_price).collect(), Vec::new()),
        }
    }

    fn text<'r>(&self, row: &Row<'r>, name: &str) -> Result<&'r str, Reject> {
        row.text(self.texts.iter().find(|(known, _)| *known == name).and_then(|(_, at)| *at))
    }

    /// Takes a line about Claude; counts any other.
    fn take(&self, row: &Row, line: u64, provider: &str, batch: &mut Batch) -> Result<(), Reject> {
        let mut named = Vec::with_capacity(self.named.len());
        for column in &self.named {
            named.push(row.text(*column)?);
        }
        if !named.iter().any(|text| model_name::is_of_claude(text)) {
            batch.other += 1;
            return Ok(());
        }
        let (day, minute) = self.when(row)?;
        let currency = row.text(self.currency)?;
        if !currency.is_empty() && !currency.eq_ignore_ascii_case("USD") {
            return Err(row.reject(self.currency, "another currency than US dollars: nothing here converts it"));
        }
        let cost = self.decimals.dollars(row, self.cost)?.ok_or_else(|| row.reject(self.cost, "no amount"))?;
        if currency.is_empty() && cost != Money::ZERO {
            batch.note("lines state no currency: they are in the sums as US dollars, which nothing says");
        }
        let list_price = self.decimals.dollars(row, self.list_price)?.map_or(Cell::Null, Cell::Money);
        let model = named.iter().find_map(|text| model_name::of(text));
        let text = |name: &str| Ok(Cell::text(Some(self.text(row, name)?)));
        batch.push(
            line,
            &[
                Cell::Day(day),
                minute.map_or(Cell::Null, |minute| Cell::Integer(i64::from(minute))),
                Cell::text(Some(provider)),
                text("organization_id")?,
                text("cloud_account")?,
                text("principal")?,
                Cell::text(model),
                text("usage_type")?,
                text("operation")?,
                Cell::text(Some(charge_type(row.text(self.charge)?))),
                text("region")?,
                text("resource")?,
                text("description")?,
                Cell::Money(cost),
                list_price,
                Cell::Flag(true),
            ],
        );
        Ok(())
    }

    /// The day of a line, and the minute where it is about less than a day.
    fn when(&self, row: &Row) -> Result<(NaiveDate, Option<u32>), Reject> {
        let instant = |column: Option<usize>| -> Result<Option<DateTime<Utc>>, Reject> {
            let text = row.text(column)?;
            if text.is_empty() {
                return Ok(None);
            }
            parse_instant(text).map(Some).ok_or_else(|| row.reject(column, "not an instant"))
        };
        let start = instant(self.start)?.ok_or_else(|| row.reject(self.start, "no instant"))?;
        if !(2020..=2099).contains(&chrono::Datelike::year(&start)) {
            return Err(row.reject(self.start, "not a year in which Claude was sold"));
        }
        let is_short = instant(self.end)?.is_some_and(|end| end - start < TimeDelta::days(1));
        Ok((start.date_naive(), is_short.then(|| start.hour() * 60 + start.minute())))
    }
}

/// What a line charges, in one word for all bills.
fn charge_type(text: &str) -> &'static str {
    let word: String = text.chars().filter(|c| c.is_ascii_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
    match word.as_str() {
        // A covered use and its negation add up to what the plan left to pay.
        "usage" | "discountedusage" | "savingsplancoveredusage" | "savingsplannegation" => "usage",
        "credit" | "refund" => "credit",
        "tax" => "tax",
        word if word.contains("discount") => "discount",
        _ => "other",
    }
}

/// Says what was left out, and which columns no such bill has had.
fn finish(columns: &Columns, csv: &Delimited, names: &Names, batch: &mut Batch) {
    columns.decimals.note(batch);
    if batch.other > 0 {
        let lines = crate::model::counted(batch.other, "line");
        batch.note(format!("{lines} about something else than Claude, counted as other"));
    }
    let is_new = |name: &&str| !name.is_empty() && !(names.is_known)(name);
    let unknown: Vec<&str> = csv.unknown_columns().into_iter().filter(is_new).collect();
    if !unknown.is_empty() {
        batch.note(format!("columns not read: {}", unknown.join(", ")));
        batch.unknown_columns = unknown.into_iter().map(|name| mask_secrets(name).into_owned()).collect();
    }
}
