//! LiteLLM's sums by day, key and model: its tables `LiteLLM_DailyUserSpend`, `…DailyTeamSpend` and their like, as CSV or JSON.

use super::fields::{Columns, Fields};
use super::used::Used;
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes rows of a day with their key and requests.
pub const INGESTOR: Ingestor = Ingestor {
    id: "litellm-daily-spend",
    title: "LiteLLM daily spend (CSV, JSON)",
    table: Table::GatewayUse,
    signature: &["date", "api_key", "model", "custom_llm_provider", "spend", "api_requests"],
    claims: |document| ["date", "api_key", "model", "spend", "api_requests"].iter().all(|name| document.mentions(name)),
    read,
};

const READ: [&str; 17] = [
    "date",
    "api_key",
    "model",
    "model_group",
    "custom_llm_provider",
    "user_id",
    "team_id",
    "organization_id",
    "end_user_id",
    "agent_id",
    "endpoint",
    "prompt_tokens",
    "completion_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
    "spend",
    "api_requests",
];
/// Columns that say nothing of what is asked here; what may tell rows apart is taken into the column `part`.
const OTHERS: [&str; 15] = [
    "id",
    "successful_requests",
    "failed_requests",
    "created_at",
    "updated_at",
    "mcp_namespaced_tool_name",
    "request_id",
    "tag",
    "compression_saved_tokens",
    "compression_savings_spend",
    "prompt_caching_savings_spend",
    "gateway_injected_caching_savings_spend",
    "autorouter_savings_spend",
    "total_response_time_ms",
    "timed_requests",
];
/// Of whom the sums are, in which table: without any of these columns nobody can say whether a request is in several rows.
const OF_WHOM: [&str; 6] = ["user_id", "team_id", "organization_id", "end_user_id", "agent_id", "tag"];
/// What else tells two rows of one day, key and model apart.
const APART: [&str; 4] = ["endpoint", "organization_id", "end_user_id", "agent_id"];

fn read(document: &Document, batch: &mut Batch) {
    // A request with two tags stands in two rows.
    let by_tag = document.mentions("tag");
    let take = |fields: Fields, line: u64, batch: &mut Batch| match by_tag {
        true => Err(Reject::record("a row by tag: a request with several tags is in several of them")),
        false => take(fields, line, batch),
    };
    if let Some(csv) = document.delimited() {
        let columns = Columns::of(csv, &READ);
        let _ = Columns::of(csv, &OTHERS);
        let stated: Vec<&str> = CARRIED.iter().filter(|(_, name)| columns.has(name)).map(|(own, _)| *own).collect();
        batch.carries(&[&stated[..], &ALWAYS].concat());
        let each = READ.iter().filter(|name| !OF_WHOM.contains(name)).map(std::slice::from_ref);
        batch.note_absent_columns(csv, &each.chain([&OF_WHOM[..]]).collect::<Vec<&[&str]>>());
        csv.each_record(batch, |row, line, batch| take(Fields::Row(row, &columns), line, batch));
        batch.note_unknown_columns(csv);
        return;
    }
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| take(Fields::Json(record), line, batch));
    batch.carries_what_is_stated();
}

const ALWAYS: [&str; 10] =
    ["day", "gateway", "part", "input", "output", "cost", "requests", "is_claude", "counted", "key_id"];
const CARRIED: [(&str, &str); 7] = [
    ("model", "model"),
    ("model_group", "model_group"),
    ("provider", "custom_llm_provider"),
    ("user_id", "user_id"),
    ("team_id", "team_id"),
    ("cache_read", "cache_read_input_tokens"),
    ("cache_write", "cache_creation_input_tokens"),
];

fn take(fields: Fields, line: u64, batch: &mut Batch) -> Result<(), Reject> {
    let day = fields.day("date")?.ok_or_else(|| Reject::new("date", "", "no day"))?;
    let mut part: Vec<String> = Vec::new();
    for name in APART {
        part.extend(fields.text(name)?.map(|text| format!("{name} {text}")));
    }
    let used = Used {
        day,
        key: fields.text("api_key")?,
        model: fields.text("model")?,
        model_group: fields.cell("model_group")?,
        provider: fields.text("custom_llm_provider")?,
        user: fields.cell("user_id")?,
        team: fields.cell("team_id")?,
        part: Cell::text((!part.is_empty()).then(|| part.join(", "))),
        tokens: [
            fields.count("prompt_tokens")?,
            fields.count("completion_tokens")?,
            fields.count("cache_read_input_tokens")?,
            fields.count("cache_creation_input_tokens")?,
        ],
        cost: fields.dollars("spend")?.ok_or_else(|| Reject::new("spend", "", "no amount"))?,
        requests: fields.count("api_requests")?,
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
    fn days_of_keys_and_models() {
        let csv = "id,user_id,date,api_key,model,model_group,custom_llm_provider,endpoint,prompt_tokens,completion_tokens,\
                   cache_read_input_tokens,cache_creation_input_tokens,spend,api_requests,successful_requests,failed_requests,created_at,updated_at\n\
                   1,u-1,2026-09-01,88dc28,claude-sonnet-4-5-20250929,sonnet,anthropic,/v1/messages,100,20,5,6,0.0017072,3,3,0,2026-09-01 00:00:00,2026-09-01 00:00:00\n\
                   2,u-1,2026-09-01,88dc28,gpt-4o-mini,gpt,openai,,37,9,0,0,1.095e-05,1,1,0,2026-09-01 00:00:00,2026-09-01 00:00:00\n\
                   3,u-1,yesterday,88dc28,gpt-4o-mini,gpt,openai,,37,9,0,0,1,1,1,0,,\n";
        assert_eq!(
            rows(&INGESTOR, csv),
            [
                "2: day=2026-09-01 gateway=LiteLLM key_id=88dc28 model=claude-sonnet-4-5-20250929 model_group=sonnet provider=anthropic \
                 user_id=u-1 part=endpoint /v1/messages input=100 output=20 cache_read=5 cache_write=6 cost=0.0017072 requests=3 \
                 is_claude=true counted=true",
                "3: day=2026-09-01 gateway=LiteLLM key_id=88dc28 model=gpt-4o-mini model_group=gpt provider=openai user_id=u-1 input=37 \
                 output=9 cache_read=0 cache_write=0 cost=0.00001095 requests=1 is_claude=false counted=true",
                "4: rejected: date: not a day",
            ]
        );
        let by_tag = "tag,date,api_key,model,custom_llm_provider,spend,api_requests\nx,2026-09-01,88dc28,claude-3,anthropic,1,1\n";
        assert!(rows(&INGESTOR, by_tag)[0].contains("a row by tag"));
    }
}
