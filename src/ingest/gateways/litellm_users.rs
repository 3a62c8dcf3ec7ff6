//! Users of LiteLLM: `/user/list`, and its table of users as CSV. They tell whose address an id is.

use super::fields::{Columns, Fields};
use super::{LITELLM, note_pages};
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes users by their role at the gateway and their budget.
pub const INGESTOR: Ingestor = Ingestor {
    id: "litellm-users",
    title: "LiteLLM users (JSON, CSV)",
    table: Table::GatewayUsers,
    signature: &["user_id", "user_email", "user_role", "max_budget"],
    claims: |document| SIGNATURE.iter().all(|name| document.mentions(name)),
    read,
};

const SIGNATURE: [&str; 4] = ["user_id", "user_email", "user_role", "max_budget"];
const READ: [&str; 4] = ["user_id", "user_email", "user_alias", "user_role"];
/// Columns of its table that say nothing of what is asked here.
const OTHERS: [&str; 23] = [
    "team_id",
    "sso_user_id",
    "organization_id",
    "object_permission_id",
    "password",
    "teams",
    "max_budget",
    "spend",
    "models",
    "metadata",
    "max_parallel_requests",
    "tpm_limit",
    "rpm_limit",
    "budget_duration",
    "budget_reset_at",
    "allowed_cache_controls",
    "policies",
    "model_spend",
    "model_max_budget",
    "created_at",
    "updated_at",
    "key_count",
    "soft_budget",
];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        let columns = Columns::of(csv, &READ);
        let _ = Columns::of(csv, &OTHERS);
        csv.each_record(batch, |row, line, batch| take(Fields::Row(row, &columns), line, batch));
        batch.note_unknown_columns(csv);
        return;
    }
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| take(Fields::Json(record), line, batch));
    note_pages(json, batch);
}

fn take(fields: Fields, line: u64, batch: &mut Batch) -> Result<(), Reject> {
    let id = Cell::text(Some(fields.required("user_id")?));
    let (address, name, role) = (fields.cell("user_email")?, fields.cell("user_alias")?, fields.cell("user_role")?);
    batch.push(line, &[id, Cell::text(Some(LITELLM)), address, name, role]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn pages_and_tables_say_the_same() {
        let row = "id=u-1 gateway=LiteLLM address=ann@example.com role=internal_user";
        let page = r#"{"users":[{"user_id":"u-1","user_email":"ann@example.com","user_alias":null,"user_role":"internal_user","max_budget":null}],
            "total":1,"page":1,"page_size":25,"total_pages":1}"#;
        assert_eq!(rows(&INGESTOR, page), [format!("1: {row}")]);
        let csv = "user_id,user_alias,user_email,user_role,max_budget\nu-1,,ann@example.com,internal_user,\n,,b@example.com,proxy_admin,\n";
        assert_eq!(rows(&INGESTOR, csv), [format!("2: {row}"), "3: rejected: user_id: no `user_id`".to_owned()]);
    }
}
