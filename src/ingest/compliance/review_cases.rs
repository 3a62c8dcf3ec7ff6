//! Cases that Anthropic opened about messages of the organization, from the Compliance API. What the messages said is not in them.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::json::Record;
use crate::model::Table;

/// Recognizes cases by `type: "compliance_review_case"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "review-cases",
    title: "Compliance API review cases (JSON)",
    table: Table::ReviewCases,
    signature: &["id", "policy_categories", "status", "enforcement_action", "workspace_id"],
    claims: |document| document.is_api_object("compliance_review_case", "rvc_", &["policy_categories", "status"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("compliance_review_case")?;
        let [status, reason] = status(record)?;
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("organization_id")?,
                status,
                reason,
                record.list("policy_categories")?,
                record.only_object("enforcement_action")?.map_or(Ok(Cell::Null), |action| action.cell("type"))?,
                record.cell("workspace_id")?,
                Cell::instant(record.instant("created_at")?),
                Cell::instant(record.instant("updated_at")?),
                Cell::instant(record.instant("respond_by")?),
            ],
        );
        Ok(())
    });
}

/// Open or closed, and why it closed: an object with a `type`, or the bare word.
fn status<'a>(record: &Record<'a>) -> Result<[Cell<'a>; 2], Reject> {
    let Some(status) = record.object("status") else { return Ok([record.cell("status")?, Cell::Null]) };
    let reason = status.object("reason").map_or(Ok(Cell::Null), |reason| reason.cell("type"))?;
    Ok([status.cell("type")?, reason])
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn open_and_closed() {
        let text = r#"{"data":[{"type":"compliance_review_case","id":"rvc_1","organization_id":"11-22","created_at":"2026-09-01T00:00:00Z","updated_at":"2026-09-02T00:00:00Z","status":{"type":"open"},"policy_categories":["compromised_key","other"],"enforcement_action":{"type":"key_disabled"},"workspace_id":"wrkspc_1","transcripts":[{"item_id":"item_1"}]},
{"type":"compliance_review_case","id":"rvc_2","created_at":"2026-09-01T00:00:00Z","status":{"type":"closed","reason":{"type":"responded"}},"policy_categories":["fraud"],"enforcement_action":null,"workspace_id":null},
{"type":"compliance_review_case","id":"rvc_3","status":"open","policy_categories":"fraud"}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: id=rvc_1 organization_id=11-22 status=open categories=[\"compromised_key\",\"other\"] enforcement=key_disabled \
                 workspace_id=wrkspc_1 created_at=2026-09-01T00:00:00Z updated_at=2026-09-02T00:00:00Z",
                "2: id=rvc_2 status=closed close_reason=responded categories=[\"fraud\"] created_at=2026-09-01T00:00:00Z",
                "3: rejected: policy_categories: not a list",
            ]
        );
    }
}
