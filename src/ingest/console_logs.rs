//! Saved pages of the Console's Logs view: requests, in no total.
//!
//! There is no documented export of it; people save the bare arrays that the page itself loads, and the names of their fields are
//! nowhere written down. So every plausible name of the few things that are kept is accepted, and nothing else is.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Ingestor;
use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::text::json::Record;
use crate::model::Table;

/// Recognizes a bare array of entries with an instant, a model of Claude, and tokens or a request id, which no other kind of export has
/// together; a `type` speaks against it.
pub const INGESTOR: Ingestor = Ingestor {
    id: "console-logs",
    title: "Console Logs, saved pages (JSON)",
    table: Table::RequestLogs,
    signature: &["request_id", "created_at", "model"],
    claims: |document| {
        document.json().is_some_and(super::text::json::JsonFile::is_array)
            && document.first().is_some_and(|r| is_entry(&r))
    },
    read,
};

const AT: [&str; 5] = ["created_at", "timestamp", "request_time", "datetime", "time"];
const MODEL: [&str; 3] = ["model", "model_name", "model_version"];
const ID: [&str; 2] = ["request_id", "id"];
const INPUT: [&str; 4] = ["input_tokens", "uncached_input_tokens", "prompt_tokens", "usage_input_tokens"];
const CACHE_WRITE: [&str; 2] = ["cache_creation_input_tokens", "cache_write_tokens"];
const CACHE_READ: [&str; 2] = ["cache_read_input_tokens", "cache_read_tokens"];
const OUTPUT: [&str; 3] = ["output_tokens", "completion_tokens", "usage_output_tokens"];
/// What tells entries of other kinds that also have an instant and a model.
const FOREIGN: [&str; 8] =
    ["type", "actor", "chat_messages", "results", "starting_at", "messages", "session_id", "sessionId"];

fn is_entry(record: &Record) -> bool {
    let text = |fields: &[&str]| fields.iter().any(|field| record.get(field).is_some_and(Value::is_string));
    let counts = |fields: &[&str]| {
        let holds = |r: &Record| fields.iter().any(|field| r.get(field).is_some_and(Value::is_number));
        holds(record) || record.object("usage").is_some_and(|usage| holds(&usage))
    };
    // Gateways log requests to other models just so.
    let model = MODEL.iter().find_map(|field| record.get(field)?.as_str()).map(str::to_lowercase);
    text(&AT)
        && model.is_some_and(|model| model.contains("claude"))
        && (counts(&INPUT) && counts(&OUTPUT) || text(&["request_id"]))
        && !FOREIGN.iter().any(|field| record.has(field))
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let usage = record.object("usage");
        let counted = |fields: &[&str]| -> Result<Cell<'static>, Reject> {
            let holds = |r: &Record| fields.iter().copied().find(|field| r.get(field).is_some());
            match (holds(record), &usage) {
                (Some(field), _) => record.whole(field),
                (None, Some(usage)) => holds(usage).map_or(Ok(Cell::Null), |field| usage.whole(field)),
                (None, None) => Ok(Cell::Null),
            }
        };
        let [key_id, key_name] = named(record, "api_key")?;
        let [workspace_id, workspace_name] = named(record, "workspace")?;
        batch.push(
            line,
            &[
                Cell::text(record.first_text(&ID)?),
                Cell::Instant(at(record)?),
                Cell::text(Some(record.first_text(&MODEL)?.ok_or_else(|| Reject::new("model", "", "no `model`"))?)),
                key_id,
                key_name,
                workspace_id,
                workspace_name,
                outcome(record),
                counted(&INPUT)?,
                counted(&CACHE_WRITE)?,
                counted(&CACHE_READ)?,
                counted(&OUTPUT)?,
            ],
        );
        Ok(())
    });
    if batch.rows() > 0 {
        batch.note("single requests: part of no total, since usage exports already count them");
    }
}

fn at(record: &Record) -> Result<DateTime<Utc>, Reject> {
    let at = AT.iter().find_map(|field| record.instant(field).transpose()).transpose()?;
    at.ok_or_else(|| Reject::new(AT[0], "", "no instant"))
}

/// Id and name of a key or workspace: `api_key_id` and `api_key_name`, `api_key: {id, name}`, or `api_key: "name"`.
fn named<'a>(record: &Record<'a>, what: &str) -> Result<[Cell<'a>; 2], Reject> {
    if let Some(object) = record.object(what) {
        return Ok([object.cell("id")?, object.cell("name")?]);
    }
    let name = record.text(&format!("{what}_name"))?.or(record.text(what)?);
    Ok([record.cell(&format!("{what}_id"))?, Cell::text(name)])
}

/// A status as text or number, whatever it is called.
fn outcome<'a>(record: &Record<'a>) -> Cell<'a> {
    match ["status", "status_code", "http_status"].iter().find_map(|field| record.get(field)) {
        Some(Value::String(text)) => Cell::text(Some(text.as_str())),
        Some(Value::Number(number)) => Cell::text(Some(number.to_string())),
        _ => Cell::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::document::Document;
    use crate::ingest::testing::rows;

    #[test]
    fn names_are_guessed_and_nothing_else_is_kept() {
        let text = r#"[{"request_id":"req_1","created_at":"2026-07-01T08:00:00Z","model":"claude-opus-5","api_key":{"id":"apikey_1","name":"web"},"workspace_id":"wrkspc_1","status":200,"usage":{"input_tokens":10,"output_tokens":20,"cache_read_input_tokens":5},"prompt":"secret"},
{"id":"7","timestamp":"2026-07-01 08:01:00","model_name":"claude-haiku-4-5","api_key":"web","input_tokens":1,"output_tokens":2},
{"id":"8","model":"claude-opus-5"},{"id":"9","timestamp":"2026-07-01 08:01:00","model":"m","output_tokens":-1}]"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: id=req_1 at=2026-07-01T08:00:00Z model=claude-opus-5 key_id=apikey_1 key_name=web workspace_id=wrkspc_1 \
                 outcome=200 input=10 cache_read=5 output=20",
                "2: id=7 at=2026-07-01T08:01:00Z model=claude-haiku-4-5 key_name=web input=1 output=2",
                "3: rejected: created_at: no instant",
                "3: rejected: output_tokens: not a whole number",
            ]
        );
    }

    #[test]
    fn look_alikes_are_left_alone() {
        for text in [
            r#"{"request_id":"req_1","created_at":"2026-07-01T08:00:00Z","model":"m"}"#,
            r#"[{"type":"message","created_at":"2026-07-01T08:00:00Z","model":"m","input_tokens":1,"output_tokens":1}]"#,
            r#"[{"uuid":"c","chat_messages":[],"created_at":"2026-07-01T08:00:00Z","model":"m","request_id":"r"}]"#,
            r#"[{"created_at":"2026-07-01T08:00:00Z","model":"m"}]"#,
            r#"[{"model":"m","input_tokens":1,"output_tokens":1}]"#,
        ] {
            assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{text}");
        }
    }
}
