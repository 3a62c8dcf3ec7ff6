//! Limits on money and on rates, as the Admin API lists them.

pub mod rate_limits;
pub mod spend_limits;
pub mod spend_limits_effective;
pub mod workspace_rate_limits;

use serde_json::Value;

use super::batch::{Batch, Cell, Reject};
use super::text::json::Record;

/// What a spend limit applies to: the kind of scope, and its id or name. The organization has none.
fn scope_of<'a>(scope: Option<Record<'a>>) -> Result<[Cell<'a>; 2], Reject> {
    const NAMES: [&str; 6] = ["user_id", "workspace_id", "rbac_group_id", "seat_tier", "service", "usage_tier"];
    let Some(scope) = scope else { return Ok([Cell::Null, Cell::Null]) };
    Ok([scope.cell("type")?, Cell::text(scope.first_text(&NAMES)?)])
}

/// Notes an amount of a limit of which nothing says that it is in minor units, or in dollars: the API writes them as whole numbers in a text. A number,
/// or a decimal point, was made by somebody, who may have made dollars of it.
fn doubt_unit(record: &Record, field: &str, batch: &mut Batch) {
    let is_doubtful = match record.get(field) {
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => text.contains('.') && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')),
        _ => false,
    };
    if is_doubtful {
        batch.unit_is_unstated = true;
        batch.note("amounts are numbers, or have decimals, where the API writes cents as a text: nothing says that they are still cents");
    }
    if record.get(field).is_some() && record.get("currency").is_none() {
        batch.unit_is_unstated = true;
        batch.note("amounts state no currency: nothing says that they are US dollars");
    }
}

/// One row per limiter of an entry: checks compare limiters, and an entry without any still counts as a row.
fn push_limiters(
    record: &Record,
    workspace: Option<&str>,
    id: &str,
    line: u64,
    batch: &mut Batch,
) -> Result<(), Reject> {
    let group = record.object("group");
    let group_type = match &group {
        Some(group) => group.text("type")?,
        None => record.text("group_type")?,
    };
    let group_name = group.as_ref().map_or(Ok(None), |group| group.text("display_name"))?;
    let models = record.list("models")?;
    let mut rows: Vec<[Cell; 4]> = Vec::new();
    for limit in record.get("limits").and_then(Value::as_array).into_iter().flatten() {
        let Some(limit) = limit.as_object().map(Record::new) else {
            return Err(Reject::new("limits", limit.to_string(), "not a limiter"));
        };
        let kind = Cell::text(Some(limit.required("type")?));
        rows.push([kind, limit.whole("value")?, limit.whole("org_limit")?, limit.cell("source")?]);
    }
    if rows.is_empty() {
        rows.push([Cell::Null, Cell::Null, Cell::Null, Cell::Null]);
    }
    for [kind, value, organization_value, source] in rows {
        batch.push(
            line,
            &[
                Cell::text(workspace),
                Cell::text(Some(id)),
                kind,
                Cell::text(group_type),
                Cell::text(group_name),
                models.clone(),
                value,
                organization_value,
                source,
            ],
        );
    }
    Ok(())
}
