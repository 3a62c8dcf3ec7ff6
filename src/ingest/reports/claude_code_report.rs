//! The Admin API's Claude Code report: one record per day, user and terminal. A record's models are summed into its row and listed
//! by name; amounts are cents, as numbers.

use chrono::Datelike;

use super::inner::{list_of_objects, object_in, object_of_objects};
use crate::data::yes_no;
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::row_group::Group;
use crate::ingest::text::json::Record;
use crate::model::{Money, Table, normalize_address};

/// Recognizes records with core metrics.
pub const INGESTOR: Ingestor = Ingestor {
    id: "claude-code-report",
    title: "Admin API Claude Code report (JSON)",
    table: Table::ClaudeCode,
    signature: &["date", "actor", "core_metrics", "model_breakdown"],
    claims: |document| document.first().is_some_and(|r| r.has("core_metrics") && r.has("actor")),
    read,
};

const TOOLS: [&str; 4] = ["edit_tool", "multi_edit_tool", "write_tool", "notebook_edit_tool"];
const TOKENS: [&str; 4] = ["input", "output", "cache_read", "cache_creation"];

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let cells = row(record)?;
        batch.push(line, &cells);
        batch.groups.push(Group::of(record, &["core_metrics", "tool_actions", "model_breakdown"]));
        Ok(())
    });
    let mut later = super::answers::later(batch);
    batch.also.append(&mut later);
}

fn row<'a>(record: &Record<'a>) -> Result<Vec<Cell<'a>>, Reject> {
    let day = record.instant("date")?.map(|at| at.date_naive()).filter(|day| (2020..2100).contains(&day.year()));
    let day = day.ok_or_else(|| Reject::new("date", record.text("date").ok().flatten().unwrap_or(""), "no day"))?;
    let actor = record.object("actor").ok_or_else(|| Reject::new("actor", "", "no `actor`"))?;
    let address = actor.text("email_address")?.map(|a| normalize_address(a).unwrap_or_else(|| a.to_owned()));
    let mut cells = vec![
        Cell::Day(day),
        Cell::text(address),
        actor.cell("api_key_name")?,
        record.cell("terminal_type")?,
        record.cell("customer_type")?,
        record.cell("subscription_type")?,
        record.get("is_remote").and_then(yes_no).map_or(Cell::Null, Cell::Flag),
    ];
    let metrics = record.object("core_metrics").ok_or_else(|| Reject::new("core_metrics", "", "no `core_metrics`"))?;
    let lines = object_in(&metrics, "lines_of_code")?;
    let tools = object_of_objects(record, "tool_actions")?;
    cells.push(metrics.count_cell("num_sessions")?);
    for field in ["added", "removed"] {
        let count = lines.as_ref().map_or(Ok(None), |lines| Record::new(lines).count(field))?;
        cells.push(count.map_or(Cell::Null, Cell::Integer));
    }
    cells.push(metrics.count_cell("commits_by_claude_code")?);
    cells.push(metrics.count_cell("pull_requests_by_claude_code")?);
    for field in ["accepted", "rejected"] {
        let mut sum = 0;
        for tool in TOOLS {
            let Some(tools) = &tools else { continue };
            let tool = object_in(&Record::new(tools), tool)?;
            sum += tool.map_or(Ok(None), |tool| Record::new(&tool).count(field))?.unwrap_or(0);
        }
        cells.push(Cell::Integer(sum));
    }
    let (tokens, cost, models) = models(record)?;
    cells.extend(tokens.map(Cell::Integer));
    cells.push(Cell::Money(cost));
    cells.push(Cell::text(Some(models.join(" "))));
    Ok(cells)
}

/// Tokens and estimated cost of all models, and which they are.
fn models(record: &Record) -> Result<([i64; 4], Money, Vec<String>), Reject> {
    let (mut sums, mut cost, mut names) = ([0; 4], Money::ZERO, Vec::new());
    for used in list_of_objects(record, "model_breakdown")? {
        let used = Record::new(&used);
        names.extend(used.text("model")?.map(str::to_owned));
        if let Some(tokens) = object_in(&used, "tokens")? {
            for (sum, field) in sums.iter_mut().zip(TOKENS) {
                *sum += Record::new(&tokens).count(field)?.unwrap_or(0);
            }
        }
        if let Some(estimated) = object_in(&used, "estimated_cost")? {
            let estimated = Record::new(&estimated);
            super::only_dollars(&estimated)?;
            cost += estimated.cents("amount")?.unwrap_or_default();
        }
    }
    names.sort_unstable();
    names.dedup();
    Ok((sums, cost, names))
}
