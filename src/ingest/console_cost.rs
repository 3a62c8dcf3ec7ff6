//! The Console's cost export: dollars by day, model, key, workspace and token type, rounded to cents per row.

use super::Ingestor;
use super::batch::{Batch, Cell};
use super::document::Document;
use super::row_of_sums;
use super::text::decimals::Decimals;
use super::text::delimited::Row;
use super::text::usage_dates::UsageDates;
use super::vocabulary::dimension;
use crate::ingest::batch::Reject;
use crate::model::Table;

/// Recognizes the cost export in all its header versions; an empty month has a header only.
pub const INGESTOR: Ingestor = Ingestor {
    id: "console-cost",
    title: "Console cost CSV",
    table: Table::Cost,
    signature: &["usage_date_utc", "model", "token_type", "cost_usd"],
    // A usage export to which somebody added a cost column stays a usage export.
    claims: |document| document.has_columns(&["usage_date_utc", "cost_usd"]) && !document.mentions("model_version"),
    read,
};

/// Canonical column and the names it has had.
const DIMENSIONS: [(&str, &[&str]); 11] = [
    ("model", &["model"]),
    ("key_name", &["api_key", "api_key_name"]),
    ("key_id", &["api_key_id"]),
    ("workspace_name", &["workspace", "workspace_name"]),
    ("workspace_id", &["workspace_id"]),
    ("usage_type", &["usage_type"]),
    ("context_window", &["context_window"]),
    ("token_type", &["token_type"]),
    ("cost_type", &["cost_type"]),
    ("inference_geo", &["inference_geo"]),
    ("speed", &["speed"]),
];

/// Dimensions whose values are words, so that a number in one tells a row of another table with as many columns.
const WORDS: [&str; 4] = ["usage_type", "token_type", "cost_type", "speed"];

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let dates = UsageDates::of(csv);
    let dimensions = DIMENSIONS.map(|(name, names)| (name, csv.column(names)));
    let (cost, list_price) = (csv.column(&["cost_usd"]), csv.column(&["list_price_usd"]));
    let decimals = Decimals::of(csv, cost.into_iter().chain(list_price).collect(), Vec::new());
    let status = csv.column(&["api_key_status"]);
    // A word for a sum stands in place of a date, or of a key or workspace.
    let of = |name: &str| dimensions.iter().find(|(known, _)| *known == name).and_then(|(_, at)| *at);
    let (model, sums) = (of("model"), [dates.column(), of("key_name"), of("workspace_name")]);
    // A key's id and its status come together; exports before them have neither.
    let is_expected = |name: &str| match name {
        "workspace_id" => false,
        "key_id" => status.is_some(),
        _ => true,
    };
    let mut expected: Vec<&[&str]> =
        DIMENSIONS.iter().filter(|(name, _)| is_expected(name)).map(|(_, names)| *names).collect();
    expected.push(&["list_price_usd"]);
    if csv.has("api_key_id") {
        expected.push(&["api_key_status"]);
    }
    batch.note_absent_columns(csv, &expected);
    let carried = dimensions.iter().filter(|(_, at)| at.is_some()).map(|(name, _)| *name);
    batch.carries(&carried.chain(["day", "minute", "cost", "counted"]).collect::<Vec<_>>());
    let measures = [("cost", cost), ("list_price", list_price)];
    let one = |row: &Row, line: u64, batch: &mut Batch| -> Result<(), Reject> {
        if row_of_sums::is_passed_over(row, model, &sums, batch) {
            return Ok(());
        }
        let (day, minute) = dates.read(row)?;
        let mut cells = vec![Cell::Day(day), minute.map_or(Cell::Null, |m| Cell::Integer(i64::from(m)))];
        for (name, column) in dimensions {
            if WORDS.contains(&name) && is_number(row.text(column)?) {
                return Err(row.reject(column, "a number where a word stands: the row is of another table"));
            }
            cells.push(dimension(row.cell(column)?, name));
        }
        let amount = dollars(&decimals, row, cost)?.ok_or_else(|| row.reject(cost, "no amount"))?;
        // Which organization it is of, the Console's exports do not say.
        cells.push(Cell::Null);
        cells.push(Cell::Money(amount));
        cells.push(dollars(&decimals, row, list_price)?.map_or(Cell::Null, Cell::Money));
        cells.push(row.cell(status)?);
        cells.push(Cell::Flag(true));
        batch.push(line, &cells);
        Ok(())
    };
    let keys = [of("key_name"), of("key_id")];
    csv.each_folded(batch, dates.column(), &measures, |row, line, batch| {
        // Whose use it would have been, is known: a key in a row that cannot be read is not unused.
        let names = || keys.iter().map(|column| row.text(*column).unwrap_or_default());
        one(row, line, batch).map_err(|reject| names().fold(reject, Reject::about))
    });
    dates.note(batch);
    decimals.note(batch);
    batch.note_unknown_columns(csv);
}

fn dollars(decimals: &Decimals, row: &Row, column: Option<usize>) -> Result<Option<crate::model::Money>, Reject> {
    if row.text(column)? == "--" { Ok(None) } else { decimals.dollars(row, column) }
}
