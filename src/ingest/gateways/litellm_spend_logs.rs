//! LiteLLM's log of requests: `/spend/logs`, and its table `LiteLLM_SpendLogs` as CSV. What people wrote is passed over.

use chrono::Timelike;

use super::fields::{Columns, Fields};
use super::note_pages;
use super::used::Used;
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes requests with their key and cost.
pub const INGESTOR: Ingestor = Ingestor {
    id: "litellm-spend-logs",
    title: "LiteLLM spend logs (JSON, CSV)",
    table: Table::GatewayUse,
    signature: &["request_id", "api_key", "model", "spend", "startTime"],
    claims: |document| {
        ["request_id", "api_key", "model", "spend", "startTime"].iter().all(|name| document.mentions(name))
    },
    read,
};

const READ: [&str; 11] = [
    "request_id",
    "api_key",
    "model",
    "model_group",
    "custom_llm_provider",
    "user",
    "team_id",
    "prompt_tokens",
    "completion_tokens",
    "spend",
    "startTime",
];
const OTHERS: [&str; 26] = [
    "call_type",
    "total_tokens",
    "endTime",
    "request_duration_ms",
    "completionStartTime",
    "model_id",
    "api_base",
    "metadata",
    "cache_hit",
    "cache_key",
    "request_tags",
    "organization_id",
    "end_user",
    "requester_ip_address",
    "messages",
    "response",
    "session_id",
    "status",
    "mcp_namespaced_tool_name",
    "agent_id",
    "proxy_server_request",
    "session_total_count",
    "session_llm_count",
    "session_mcp_count",
    "session_total_spend",
    "updated_at",
];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        let columns = Columns::of(csv, &READ);
        let _ = Columns::of(csv, &OTHERS);
        batch.carries(&CARRIED);
        csv.each_record(batch, |row, line, batch| take(Fields::Row(row, &columns), line, batch));
        batch.note_absent_columns(csv, &READ.iter().map(std::slice::from_ref).collect::<Vec<&[&str]>>());
        batch.note_unknown_columns(csv);
        return;
    }
    let Some(json) = document.json() else { return };
    batch.carries(&CARRIED);
    json.each_record(batch, |record, line, batch| take(Fields::Json(record), line, batch));
    note_pages(json, batch);
}

const CARRIED: [&str; 14] = [
    "day",
    "minute",
    "gateway",
    "key_id",
    "model",
    "model_group",
    "provider",
    "user_id",
    "team_id",
    "part",
    "input",
    "output",
    "cost",
    "is_claude",
];

fn take(fields: Fields, line: u64, batch: &mut Batch) -> Result<(), Reject> {
    let at = fields.instant("startTime")?.ok_or_else(|| Reject::new("startTime", "", "no instant"))?;
    let used = Used {
        day: at.date_naive(),
        minute: Some(at.hour() * 60 + at.minute()),
        key: fields.text("api_key")?,
        model: fields.text("model")?,
        model_group: fields.cell("model_group")?,
        provider: fields.text("custom_llm_provider")?,
        user: fields.cell("user")?,
        team: fields.cell("team_id")?,
        part: Cell::text(Some(fields.required("request_id")?)),
        tokens: [fields.count("prompt_tokens")?, fields.count("completion_tokens")?, Cell::Null, Cell::Null],
        cost: fields.dollars("spend")?.ok_or_else(|| Reject::new("spend", "", "no amount"))?,
        requests: Cell::Integer(1),
        ..Used::default()
    };
    used.push(line, batch);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn requests_are_rows_and_what_was_said_is_not_kept() {
        let row = "day=2026-09-01 minute=493 gateway=LiteLLM key_id=88dc28 model=claude-sonnet-4-5-20250929 model_group=sonnet provider=bedrock \
                   user_id=u-1 part=chatcmpl-1 input=20 output=80 cost=0.0025 requests=1 is_claude=true counted=true";
        let fields = r#""request_id":"chatcmpl-1","call_type":"acompletion","api_key":"88dc28","spend":0.0025,"total_tokens":100,
            "prompt_tokens":20,"completion_tokens":80,"startTime":"2026-09-01T08:13:59.100Z","endTime":"2026-09-01T08:14:02Z",
            "model":"us.anthropic.claude-sonnet-4-5-20250929-v1:0","model_group":"sonnet","custom_llm_provider":"bedrock","user":"u-1",
            "team_id":"","messages":{"secret":"hello"}"#;
        let page = format!(r#"{{"data":[{{{fields}}}],"total":1,"page":1,"page_size":50,"total_pages":1}}"#);
        for text in [format!("[{{{fields}}}]"), page] {
            assert_eq!(rows(&INGESTOR, &text), [format!("1: {row}")], "{text}");
        }
        let csv = "request_id,api_key,spend,prompt_tokens,completion_tokens,startTime,model,model_group,custom_llm_provider,user,team_id\n\
                   chatcmpl-1,88dc28,0.0025,20,80,2026-09-01 08:13:59.1,us.anthropic.claude-sonnet-4-5-20250929-v1:0,sonnet,bedrock,u-1,\n";
        assert_eq!(rows(&INGESTOR, csv), [format!("2: {row}")]);
    }
}
