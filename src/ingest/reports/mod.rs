//! Usage and cost reports of the API: buckets with results (until 2026-10), rows with a group (since). One file per kind.
//!
//! A field that the report was not grouped by is null on every row. So a file carries a dimension if some row of it states one.

pub mod analytics_cost;
pub mod analytics_usage;
pub mod claude_code_report;
pub mod cost_report;
#[cfg(test)]
mod tests;
pub mod usage_report;

use super::batch::{Batch, Cell, Reject};
use super::text::bucket::Bucket;
use super::text::json::{JsonFile, Record};
use super::vocabulary;

/// How the default workspace is called: the older reports leave its id out.
const DEFAULT_WORKSPACE: &str = "Default";

/// A field of a result or group, in the words of the tables.
fn dimension<'a>(group: &Record<'a>, field: &str) -> Result<Cell<'a>, Reject> {
    Ok(vocabulary::dimension(group.cell(field)?, field))
}

/// Takes a row of usage; `group` says whose, `usage` how much.
fn push_usage(bucket: Bucket, group: &Record, usage: &Record, line: u64, batch: &mut Batch) -> Result<(), Reject> {
    if !usage.has("uncached_input_tokens") && !usage.has("output_tokens") {
        return Err(Reject::new("uncached_input_tokens", "", "neither `uncached_input_tokens` nor `output_tokens`"));
    }
    let [day, minute] = bucket.cells();
    let (written, tools) = (usage.object("cache_creation"), usage.object("server_tool_use"));
    batch.push(
        line,
        &[
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
            usage.count_cell("uncached_input_tokens")?,
            inside(written.as_ref(), "ephemeral_5m_input_tokens")?,
            inside(written.as_ref(), "ephemeral_1h_input_tokens")?,
            usage.count_cell("cache_read_input_tokens")?,
            usage.count_cell("output_tokens")?,
            inside(tools.as_ref(), "web_search_requests")?,
            Cell::Flag(true),
            usage.count_cell("requests")?,
        ],
    );
    Ok(())
}

/// A count of an inner object; nothing of what is not there.
fn inside<'a>(object: Option<&Record<'a>>, field: &str) -> Result<Cell<'a>, Reject> {
    object.map_or(Ok(Cell::Integer(0)), |object| object.count_cell(field))
}

/// Takes a row of cost; `group` says whose, `cost` how much, in cents.
fn push_cost(bucket: Bucket, group: &Record, cost: &Record, line: u64, batch: &mut Batch) -> Result<(), Reject> {
    only_dollars(cost)?;
    let amount = cost.cents("amount")?.ok_or_else(|| Reject::new("amount", "", "no `amount`"))?;
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
            Cell::Money(amount),
            cost.cents("list_amount")?.map_or(Cell::Null, Cell::Money),
            Cell::Null,
            Cell::Flag(true),
        ],
    );
    Ok(())
}

/// Refuses an amount in another currency.
fn only_dollars(amount: &Record) -> Result<(), Reject> {
    match amount.text("currency")? {
        Some(other) if !other.eq_ignore_ascii_case("USD") => Err(Reject::new("currency", other, "not US dollars")),
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
    batch.carries_what_is_stated();
    if null_is_default && batch.is_carried("workspace_id") {
        batch.fill("workspace_name", DEFAULT_WORKSPACE, "workspace_id");
    }
}
