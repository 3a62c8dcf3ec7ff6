//! Rate limits of the organization from the Admin API: the old shape with `group_type` and the new one with `group`.

use super::super::Ingestor;
use super::push_limiters;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes rate limits by `type: "rate_limit"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "rate-limits",
    title: "Admin API rate limits of the organization (JSON)",
    table: Table::RateLimits,
    signature: &["id", "group", "models", "limits"],
    claims: |document| document.is_api_object("rate_limit", "rlg_", &["limits"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("rate_limit")?;
        push_limiters(record, None, record.required("id")?, line, batch)
    });
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn both_shapes_give_a_row_per_limiter() {
        let text = r#"{"data":[{"id":"rl_1","type":"rate_limit","group":{"id":"rlg_1","type":"model_group","display_name":"Opus"},"group_type":"model_group","models":["claude-opus-5"],"limits":[{"type":"requests_per_minute","value":4000},{"type":"output_tokens_per_minute","value":80000}]},
{"id":"rl_2","type":"rate_limit","group_type":"batch","models":null,"limits":[]},
{"id":"rl_3","type":"rate_limit","group_type":"batch","limits":[{"type":"requests_per_minute","value":1.5}]}]}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: limit_id=rl_1 limiter=requests_per_minute group_type=model_group group_name=Opus models=[\"claude-opus-5\"] value=4000",
                "1: limit_id=rl_1 limiter=output_tokens_per_minute group_type=model_group group_name=Opus models=[\"claude-opus-5\"] value=80000",
                "2: limit_id=rl_2 group_type=batch",
                "3: rejected: value: not a whole number",
            ]
        );
    }
}
