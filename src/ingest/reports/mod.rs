//! Usage and cost reports of the API: buckets with results (until 2026-10), rows with a group (since). One file per kind.
//!
//! A field that the report was not grouped by is null on every row. So a file carries a dimension if some row of it states one.

pub mod analytics_cost;
pub mod analytics_usage;
mod answers;
pub mod claude_code_report;
pub mod cost_report;
mod counts;
pub mod enterprise_cost;
pub mod enterprise_usage;
mod inner;
mod ledger;
#[cfg(test)]
mod tests;
pub mod usage_report;
pub mod user_cost_report;
mod user_report;
pub mod user_usage_report;

use serde_json::{Map, Value};

use self::counts::counts;
use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::row_group::Group;
use super::text::bucket::Bucket;
use super::text::json::{JsonFile, Record};
use super::vocabulary;
use crate::model::Money;

/// How the default workspace is called: the older reports leave its id out.
const DEFAULT_WORKSPACE: &str = "Default";

/// A field of a result or group, in the words of the tables.
fn dimension<'a>(group: &Record<'a>, field: &str) -> Result<Cell<'a>, Reject> {
    Ok(vocabulary::dimension(group.cell(field)?, field))
}

/// Takes a row of usage; `group` says whose, `usage` how much.
fn push_usage(
    bucket: Bucket,
    organization: Cell,
    (group, usage): (&Record, &Record),
    line: u64,
    batch: &mut Batch,
) -> Result<(), Reject> {
    let counts = counts(usage, batch)?;
    let [day, minute] = bucket.cells();
    let mut cells = vec![
        day,
        minute,
        group.cell("model")?,
        Cell::Null,
        group.cell("api_key_id")?,
        Cell::Null,
        group.cell("workspace_id")?,
        dimension(group, "service_tier")?,
        dimension(group, "context_window")?,
        group.cell("inference_geo")?,
        dimension(group, "speed")?,
        organization,
    ];
    cells.extend(counts);
    cells.extend([Cell::Flag(true), usage.count_cell("requests")?]);
    batch.push(line, &cells);
    batch.groups.push(Group::of(group, &[]));
    Ok(())
}

/// Takes a row of cost; `group` says whose, `cost` how much, in cents.
fn push_cost(
    bucket: Bucket,
    organization: Cell,
    (group, cost): (&Record, &Record),
    line: u64,
    batch: &mut Batch,
) -> Result<(), Reject> {
    only_dollars(cost)?;
    let amount = amount(cost, batch)?;
    let [day, minute] = bucket.cells();
    let described = cost.text("description")?.and_then(model_of);
    batch.push(
        line,
        &[
            day,
            minute,
            Cell::text(group.text("model")?.or(described)),
            Cell::Null,
            group.cell("api_key_id")?,
            Cell::Null,
            group.cell("workspace_id")?,
            dimension(group, "service_tier")?,
            dimension(group, "context_window")?,
            dimension(group, "token_type")?,
            dimension(group, "cost_type")?,
            group.cell("inference_geo")?,
            dimension(group, "speed")?,
            organization,
            Cell::Money(amount),
            cost.cents("list_amount")?.map_or(Cell::Null, Cell::Money),
            Cell::Null,
            Cell::Flag(true),
        ],
    );
    batch.groups.push(Group::of(group, &[]));
    Ok(())
}

/// The amount of a row, in cents. The API writes it as a text; a number was made by somebody, who may have made dollars of it. The API
/// states the currency too: without it nothing says that these are dollars.
fn amount(cost: &Record, batch: &mut Batch) -> Result<Money, Reject> {
    let amount = cost.cents("amount")?.ok_or_else(|| Reject::new("amount", "", "no `amount`"))?;
    if amount != Money::ZERO && cost.get("amount").is_some_and(Value::is_number) && !batch.unit_is_unstated {
        batch.unit_is_unstated = true;
        batch.note("amounts are numbers and not texts, so nothing says that they are still cents");
    }
    if amount != Money::ZERO && cost.text("currency")?.is_none_or(|currency| currency.trim().is_empty()) {
        batch.unit_is_unstated = true;
        batch.note("amounts state no currency, so nothing says that they are US dollars");
    }
    Ok(amount)
}

/// Whether a result is one of a Claude Enterprise organization: those of the Console have neither products nor requests, and their
/// envelopes do not say how far the data reaches.
fn is_of_seats(document: &Document, result: &Map<String, Value>) -> bool {
    let envelope = || document.json().is_some_and(|json| !json.envelope("data_refreshed_at").is_empty());
    result.contains_key("product") || result.contains_key("requests") || envelope()
}

/// Refuses an amount in another currency.
fn only_dollars(amount: &Record) -> Result<(), Reject> {
    match amount.text("currency")? {
        Some(other) if !other.trim().is_empty() && !other.trim().eq_ignore_ascii_case("USD") => {
            Err(Reject::new("currency", other, "not US dollars"))
        }
        _ => Ok(()),
    }
}

/// `Claude Sonnet 4` of `Claude Sonnet 4 Usage - Input Tokens`: for results that state no model.
fn model_of(description: &str) -> Option<&str> {
    description.split_once(" Usage").map(|(model, _)| model).filter(|model| model.starts_with("Claude "))
}

/// Takes the days of which a report says that there was nothing: whole days, whose bucket has no result.
fn note_empty_days(json: &JsonFile, batch: &mut Batch) {
    json.each_empty("results", |bucket| {
        let day = Bucket::of(bucket).ok().filter(|bucket| bucket.minute.is_none());
        batch.empty_days.extend(day.map(|bucket| bucket.day));
    });
}

/// What can be said only when every row is read: the older reports (`null_is_default`) leave out the id of the default workspace.
fn complete(batch: &mut Batch, null_is_default: bool) {
    let mut later = answers::later(batch);
    for own in std::iter::once(&mut *batch).chain(&mut later) {
        own.carries_what_is_stated();
        if null_is_default && own.is_carried("workspace_id") {
            own.fill("workspace_name", DEFAULT_WORKSPACE, "workspace_id");
        }
    }
    batch.also.append(&mut later);
}
