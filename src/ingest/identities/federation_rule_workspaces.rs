//! Workspaces that a federation rule is enabled for, from the Admin API: one file per rule, or all in one.

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes them by `type: "federation_rule_workspace"`; they have no id of their own.
pub const INGESTOR: Ingestor = Ingestor {
    id: "federation-rule-workspaces",
    title: "Admin API workspaces of federation rules (JSON)",
    table: Table::FederationRuleWorkspaces,
    signature: &["federation_rule_id", "workspace_id", "workspace_name", "created_at"],
    claims: |document| {
        document.is_api_object("federation_rule_workspace", "fdrl_", &["federation_rule_id", "workspace_id"])
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("federation_rule_workspace")?;
        let created = Cell::instant(batch.optional(line, record.instant("created_at")));
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("federation_rule_id")?)),
                Cell::text(Some(record.required("workspace_id")?)),
                record.cell("workspace_name")?,
                created,
                record.cell("created_by_actor_id")?,
            ],
        );
        Ok(())
    });
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn every_field_has_its_column() {
        let text = r#"{"data":[{"type":"federation_rule_workspace","federation_rule_id":"fdrl_1","workspace_id":"wrkspc_1","workspace_name":"Default","created_at":"2026-09-01T00:00:00Z","created_by_actor_id":"user_1"},
{"type":"federation_rule_workspace","federation_rule_id":"fdrl_1","workspace_id":"wrkspc_2","workspace_name":null,"created_at":"2026-09-01T00:00:00Z"},
{"type":"federation_rule_workspace","workspace_id":"wrkspc_2"}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "1: rule_id=fdrl_1 workspace_id=wrkspc_1 workspace_name=Default created_at=2026-09-01T00:00:00Z \
                 creator_id=user_1",
                "2: rule_id=fdrl_1 workspace_id=wrkspc_2 created_at=2026-09-01T00:00:00Z",
                "3: rejected: federation_rule_id: no `federation_rule_id`",
            ]
        );
    }
}
