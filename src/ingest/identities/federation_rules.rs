//! Rules that say which outside token becomes which service account, from the Admin API.

use serde_json::Value;

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::sorted_json;
use crate::ingest::text::json::Record;
use crate::model::Table;

/// Recognizes rules by `type: "federation_rule"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "federation-rules",
    title: "Admin API federation rules (JSON)",
    table: Table::FederationRules,
    signature: &["id", "name", "issuer_id", "match", "target", "token_lifetime_seconds"],
    claims: |document| document.is_api_object("federation_rule", "fdrl_", &["issuer_id"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("federation_rule")?;
        let nothing = serde_json::Map::new();
        let target = record.only_object("target")?.unwrap_or(Record::new(&nothing));
        let wanted = record.only_object("match")?.unwrap_or(Record::new(&nothing));
        let claims = wanted.only_object("claims")?.and_then(|claims| sorted_json(claims.fields()));
        let [created, updated] =
            ["created_at", "updated_at"].map(|field| Cell::instant(batch.optional(line, record.instant(field))));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                record.cell("name")?,
                record.cell("issuer_id")?,
                target.cell("type")?,
                Cell::text(target.first_text(&["service_account_id", "user_id", "id"])?),
                record.cell("oauth_scope")?,
                wanted.cell("audience")?,
                wanted.cell("subject_prefix")?,
                wanted.cell("condition")?,
                Cell::text(claims),
                record.yes_no("applies_to_all_workspaces")?,
                workspaces(record)?,
                record.whole("token_lifetime_seconds")?,
                created,
                updated,
                Cell::instant(record.instant("archived_at")?),
                record.cell("created_by_actor_id")?,
            ],
        );
        Ok(())
    });
}

/// `workspace_ids`, or the one `workspace_id` of older rules, whose list is absent or empty.
fn workspaces(record: &Record) -> Result<Cell<'static>, Reject> {
    let list = record.list("workspace_ids")?;
    match record.text("workspace_id")? {
        Some(one) if list == Cell::Null || list == Cell::text(Some("[]")) => {
            Ok(Cell::text(Some(Value::from(vec![one]).to_string())))
        }
        _ => Ok(list),
    }
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn every_field_has_its_column() {
        let text = r#"{"data":[{"id":"fdrl_1","type":"federation_rule","name":"deploy","issuer_id":"fdis_1","issuer_name":"ci","match":{"audience":"api","subject_prefix":"repo:acme/","condition":null,"claims":{"ref":"main","actor":"bot"}},"target":{"type":"service_account","service_account_id":"svac_1","service_account_name":"nightly"},"oauth_scope":"workspace:developer","token_lifetime_seconds":600,"applies_to_all_workspaces":false,"workspace_id":"wrkspc_1","workspace_ids":["wrkspc_1","wrkspc_2"],"created_at":"2026-09-01T00:00:00Z"},
{"id":"fdrl_2","type":"federation_rule","workspace_id":"wrkspc_1","target":null},
{"id":"fdrl_3","type":"federation_rule","workspace_id":"wrkspc_1","workspace_ids":[],"target":null}]}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: id=fdrl_1 name=deploy issuer_id=fdis_1 target_type=service_account target_id=svac_1 \
                 oauth_scope=workspace:developer audience=api subject_prefix=repo:acme/ \
                 claims={\"actor\":\"bot\",\"ref\":\"main\"} all_workspaces=false \
                 workspace_ids=[\"wrkspc_1\",\"wrkspc_2\"] token_seconds=600 created_at=2026-09-01T00:00:00Z",
                "2: id=fdrl_2 workspace_ids=[\"wrkspc_1\"]",
                "3: id=fdrl_3 workspace_ids=[\"wrkspc_1\"]",
            ]
        );
    }
}
