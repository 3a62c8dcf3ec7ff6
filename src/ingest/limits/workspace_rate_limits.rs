//! Rate limits of workspaces from the Admin API, each limiter with the organization's value next to it.

use super::super::Ingestor;
use super::push_limiters;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes rate limits of workspaces by `type: "workspace_rate_limit"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "workspace-rate-limits",
    title: "Admin API rate limits of a workspace (JSON)",
    table: Table::RateLimits,
    signature: &["workspace_id", "rate_limit_id", "group", "models", "limits"],
    claims: |document| document.is_api_object("workspace_rate_limit", "rlg_", &["workspace_id", "limits"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("workspace_rate_limit")?;
        let workspace = record.required("workspace_id")?;
        push_limiters(record, Some(workspace), record.required("rate_limit_id")?, line, batch)
    });
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn the_organizations_value_and_the_source_stand_beside_the_value() {
        let text = r#"{"data":[{"type":"workspace_rate_limit","workspace_id":"wrkspc_1","rate_limit_id":"rl_1","group":{"id":"rlg_1","type":"model_group","display_name":"Opus"},"models":null,"limits":[{"type":"requests_per_minute","value":100,"org_limit":4000,"source":"workspace"},{"type":"tokens_per_day","value":7,"org_limit":null}]},
{"type":"workspace_rate_limit","workspace_id":"wrkspc_2","limits":[]}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: workspace_id=wrkspc_1 limit_id=rl_1 limiter=requests_per_minute group_type=model_group group_name=Opus \
                 value=100 organization_value=4000 source=workspace",
                "1: workspace_id=wrkspc_1 limit_id=rl_1 limiter=tokens_per_day group_type=model_group group_name=Opus value=7",
                "2: rejected: rate_limit_id: no `rate_limit_id`",
            ]
        );
    }
}
