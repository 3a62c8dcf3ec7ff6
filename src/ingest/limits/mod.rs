//! Limits on money and on rates, as the Admin API lists them.

pub mod rate_limits;
pub mod spend_limits;
pub mod spend_limits_effective;
pub mod workspace_rate_limits;

use serde_json::Value;

use super::batch::{Batch, Cell, Reject};
use super::text::json::Record;

/// The names of what scopes are of.
const NAMES: [&str; 6] = ["user_id", "workspace_id", "rbac_group_id", "seat_tier", "service", "usage_tier"];

/// What a spend limit applies to: the kind of scope, and its id or name, of which the organization has none. A limit of which this is not
/// known may be anybody's: its record is refused.
fn scope_of<'a>(record: &Record<'a>) -> Result<[Cell<'a>; 2], Reject> {
    // The organization's is nothing else than its type.
    if record.get("scope").is_some_and(|scope| scope == "organization") {
        return Ok([Cell::text(Some("organization")), Cell::Null]);
    }
    let none = || Reject::new("scope", "", "no `scope`: whose limit it is is not known");
    let scope = record.only_object("scope")?.ok_or_else(none)?;
    let (kind, name) = (scope.required("type")?, scope.first_text(&NAMES)?);
    if name.is_none() && kind == "workspace" {
        return Err(Reject::new("scope", kind, "a workspace's limit that does not say of which"));
    }
    Ok([Cell::text(Some(kind)), Cell::text(name)])
}

/// From which limit a member's comes, where that is stated.
fn source_of<'a>(record: &Record<'a>) -> Result<[Cell<'a>; 2], Reject> {
    let Some(source) = record.only_object("source")? else { return Ok([Cell::Null, Cell::Null]) };
    Ok([source.cell("type")?, Cell::text(source.first_text(&NAMES)?)])
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
    let group = record.only_object("group")?;
    let group_type = match &group {
        Some(group) => group.text("type")?,
        None => record.text("group_type")?,
    };
    let group_name = group.as_ref().map_or(Ok(None), |group| group.text("display_name"))?;
    let models = record.list("models")?;
    let mut rows: Vec<[Cell; 4]> = Vec::new();
    let limits = match record.get("limits") {
        None => &[],
        Some(Value::Array(limits)) => limits.as_slice(),
        Some(other) => return Err(Reject::new("limits", other.to_string(), "not a list")),
    };
    for limit in limits {
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
