//! Keys of LiteLLM: `/key/list?return_full_object=true`, `/key/info`, and its tables of keys and of deleted keys as CSV.

use serde_json::Value;

use super::fields::{Columns, Fields};
use super::{LITELLM, hint, key_id, note_pages};
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::json::Record;
use crate::model::Table;

/// Recognizes keys by their hash, their alias and what only keys have.
pub const INGESTOR: Ingestor = Ingestor {
    id: "litellm-keys",
    title: "LiteLLM keys (JSON, CSV)",
    table: Table::GatewayKeys,
    signature: &["token", "key_name", "key_alias", "user_id", "team_id", "models", "expires", "max_budget"],
    claims: |document| {
        let is_key = |record: &Record| record.has("key_alias") && OF_KEYS.iter().any(|name| record.has(name));
        document.first().is_some_and(|record| {
            record.has("token") && is_key(&record)
                || record.has("key") && record.object("info").is_some_and(|info| is_key(&info))
        }) || document.has_columns(&["token", "key_alias"]) && OF_KEYS.iter().any(|name| document.mentions(name))
    },
    read,
};

/// What tells keys from what else names them.
const OF_KEYS: [&str; 3] = ["key_name", "expires", "models"];

/// Fields that are read.
const READ: [&str; 23] = [
    "token",
    "key_name",
    "key_alias",
    "blocked",
    "created_at",
    "created_by",
    "user_id",
    "user_email",
    "team_id",
    "team_alias",
    "models",
    "expires",
    "last_active",
    "last_rotation_at",
    "auto_rotate",
    "rotation_interval",
    "max_budget",
    "budget_duration",
    "budget_id",
    "spend",
    "deleted_at",
    "deleted_by",
    "key",
];

/// Columns of its tables that say nothing of what is asked here.
const OTHERS: [&str; 32] = [
    "id",
    "soft_budget_cooldown",
    "aliases",
    "config",
    "router_settings",
    "agent_id",
    "project_id",
    "permissions",
    "max_parallel_requests",
    "metadata",
    "tpm_limit",
    "rpm_limit",
    "budget_reset_at",
    "allowed_cache_controls",
    "allowed_routes",
    "policies",
    "access_group_ids",
    "model_spend",
    "model_max_budget",
    "organization_id",
    "org_id",
    "object_permission_id",
    "updated_at",
    "updated_by",
    "rotation_count",
    "key_rotation_at",
    "budget_limits",
    "deleted_by_api_key",
    "litellm_changed_by",
    "budget_fallbacks",
    "compression_settings",
    "max_agents",
];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        let columns = Columns::of(csv, &READ);
        let _ = Columns::of(csv, &OTHERS);
        csv.each_record(batch, |row, line, batch| {
            let fields = Fields::Row(row, &columns);
            take(fields, &fields.required("token")?, None, (line, batch))
        });
        let expected: Vec<&[&str]> = READ.iter().map(std::slice::from_ref).filter(|name| *name != ["key"]).collect();
        // Only the table of deleted keys says who deleted them, and when.
        let of_deleted = ["deleted_at", "deleted_by", "deleted_by_api_key"];
        let is_of_deleted = of_deleted.iter().any(|name| csv.has(name));
        let is_rare =
            |name: &str| ["user_email", "team_alias"].contains(&name) || !is_of_deleted && of_deleted.contains(&name);
        let expected: Vec<&[&str]> = expected.into_iter().filter(|name| !is_rare(name[0])).collect();
        batch.note_absent_columns(csv, &expected);
        batch.note_unknown_columns(csv);
        return;
    }
    let Some(json) = document.json() else { return };
    let total = json.stated_number("total_count").and_then(|total| i64::try_from(total).ok());
    json.each_record(batch, |record, line, batch| match record.object("info") {
        Some(info) if record.has("key") => take(Fields::Json(&info), record.required("key")?, None, (line, batch)),
        _ => take(Fields::Json(record), record.required("token")?, total, (line, batch)),
    });
    note_pages(json, batch);
}

/// Takes one key.
fn take(
    fields: Fields,
    token: &str,
    listed_total: Option<i64>,
    (line, batch): (u64, &mut Batch),
) -> Result<(), Reject> {
    let shown = fields.text("key_name")?;
    let shown = shown.as_deref().map(hint).or_else(|| (hint(token) != token).then(|| hint(token)));
    let address = match fields.text("user_email")? {
        None => fields.inner("user", "user_email"),
        stated => stated,
    };
    let team_name = match fields.text("team_alias")? {
        None => fields.inner("team", "team_alias"),
        stated => stated,
    };
    let by_itself = fields.flag("auto_rotate")? == Some(true);
    let interval = if by_itself { fields.text("rotation_interval")?.or(Some("unstated".into())) } else { None };
    let mut at = |name: &str| {
        let at = batch.optional(line, fields.instant(name));
        Cell::instant(at)
    };
    let (created, last, rotated, deleted) =
        (at("created_at"), at("last_active"), at("last_rotation_at"), at("deleted_at"));
    let alias = fields.text("key_alias")?;
    let cells = [
        Cell::text(Some(key_id(token))),
        Cell::text(Some(LITELLM)),
        Cell::text(alias.as_deref().map(hint)),
        Cell::text(shown),
        // A deleted key works no more, whether or not its day is there.
        Cell::Flag(fields.flag("blocked")? == Some(true) || fields.text("deleted_by")?.is_some()),
        created,
        fields.cell("created_by")?,
        fields.cell("user_id")?,
        Cell::text(address),
        fields.cell("team_id")?,
        Cell::text(team_name),
        Cell::text(fields.list("models")?),
        Cell::instant(fields.instant("expires")?),
        last,
        rotated,
        Cell::text(interval),
        fields.dollars_cell("max_budget")?,
        fields.cell("budget_duration")?,
        Cell::text(budget_id(fields)?),
        fields.dollars_cell("spend")?,
        deleted,
        Cell::Flag(fields.has("expires")),
        Cell::Flag(fields.has("last_active")),
        Cell::Flag(fields.has("max_budget")),
        listed_total.map_or(Cell::Null, Cell::Integer),
    ];
    batch.push(line, &cells);
    Ok(())
}

/// A budget that the key shares; the API may give the budget itself.
fn budget_id(fields: Fields) -> Result<Option<String>, Reject> {
    if let Some(id) = fields.text("budget_id")? {
        return Ok(Some(id.into_owned()));
    }
    let Fields::Json(record) = fields else { return Ok(None) };
    let budget =
        record.get("litellm_budget_table").filter(|budget| budget.get("max_budget").is_some_and(Value::is_number));
    Ok(budget.map(|budget| budget.get("budget_id").and_then(Value::as_str).unwrap_or("unnamed").to_owned()))
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn pages_single_keys_and_tables_say_the_same() {
        let row = "id=88dc28 gateway=LiteLLM name=prod-search hint=sk-...abcd blocked=false created_at=2026-05-01T10:00:00Z made_by=admin \
                   user_id=u-1 team_id=t-1 models=[\"claude-sonnet-4-5\",\"gpt-4o\"] expires_at=2026-12-31T00:00:00Z \
                   last_active=2026-09-29T08:00:00.120Z max_budget=100 budget_duration=30d spend=1.5 has_expiry_field=true \
                   has_use_field=true has_budget_field=true";
        let fields = r#""key_name":"sk-...abcd","key_alias":"prod-search","blocked":null,"created_at":"2026-05-01T10:00:00Z",
            "created_by":"admin","user_id":"u-1","team_id":"t-1","models":["claude-sonnet-4-5","gpt-4o"],"expires":"2026-12-31T00:00:00+00:00",
            "last_active":"2026-09-29T08:00:00.120000Z","max_budget":100.0,"budget_duration":"30d","spend":1.5"#;
        let page =
            format!(r#"{{"keys":[{{"token":"88dc28",{fields}}}],"total_count":3,"current_page":1,"total_pages":1}}"#);
        assert_eq!(rows(&INGESTOR, &page), [format!("1: {row} listed_total=3")]);
        let single = format!(r#"{{"key":"88dc28","info":{{{fields}}}}}"#);
        assert_eq!(rows(&INGESTOR, &single), [format!("1: {row}")]);
        let csv = "token,key_name,key_alias,blocked,created_at,created_by,user_id,team_id,models,expires,last_active,max_budget,budget_duration,spend\n\
                   88dc28,sk-...abcd,prod-search,f,2026-05-01 10:00:00,admin,u-1,t-1,\"{claude-sonnet-4-5,gpt-4o}\",2026-12-31 00:00:00,\
                   2026-09-29 08:00:00.12,100,30d,1.5\n";
        assert_eq!(rows(&INGESTOR, csv), [format!("2: {row}")]);
    }

    #[test]
    fn a_key_in_the_clear_is_not_kept() {
        let text = r#"{"key":"sk-Q0xW7s3cr3tOfOurOwnabcd","info":{"key_alias":"sk-Q0xW7s3cr3tOfOurOwnabcd","models":[],"expires":"soon"}}"#;
        assert_eq!(rows(&INGESTOR, text), ["1: rejected: expires: not an instant"]);
        let text = text.replace("\"soon\"", "null");
        let found = rows(&INGESTOR, &text).concat();
        assert!(found.contains("name=sk-...abcd hint=sk-...abcd") && !found.contains("s3cr3t"), "{found}");
    }
}
