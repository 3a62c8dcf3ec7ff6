//! Settings in force and keys of the Compliance API, one file per organization.

use serde_json::Value;

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::json::Record;
use crate::model::Table;

/// Recognizes the settings by their `type`, or by their two lists.
pub const INGESTOR: Ingestor = Ingestor {
    id: "compliance-settings",
    title: "Compliance API settings (JSON)",
    table: Table::Settings,
    signature: &["organization_id", "api_keys", "settings"],
    claims: |document| {
        document.is_of_type("effective_organization_settings")
            || document.first().is_some_and(|r| {
                let is_list = |field| r.get(field).is_some_and(Value::is_array);
                !r.has("type") && r.has("organization_id") && is_list("settings") && is_list("api_keys")
            })
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    let lists = ["settings", "api_keys"].map(|field| (field, json.element_lines(field)));
    json.each_record(batch, |record, line, batch| {
        record.expect_type("effective_organization_settings")?;
        let organization = record.text("organization_id")?;
        let mut all: Vec<(u64, &str, &Value)> = Vec::new();
        for (field, lines) in &lists {
            let own = lines.get(&line);
            let entries = record.get(field).and_then(Value::as_array).into_iter().flatten();
            all.extend(
                entries
                    .enumerate()
                    .map(|(at, entry)| (own.and_then(|own| own.get(at)).copied().unwrap_or(line), *field, entry)),
            );
        }
        // Rows stand in the order of the file, whichever list is first there.
        all.sort_by_key(|(line, ..)| *line);
        for (line, field, entry) in all {
            let cells = if field == "settings" { setting } else { api_key };
            take(batch, line, entry, |entry| cells(organization, entry));
        }
        Ok(())
    });
}

fn setting<'a>(organization: Option<&'a str>, setting: &Record<'a>) -> Result<Vec<Cell<'a>>, Reject> {
    let value = setting.written("value").map(Value::to_string);
    let mut cells = vec![Cell::text(organization), Cell::text(Some("setting"))];
    cells.extend([Cell::text(Some(name(setting)?)), Cell::text(value)]);
    cells.resize(Table::Settings.columns().len(), Cell::Null);
    Ok(cells)
}

fn api_key<'a>(organization: Option<&'a str>, key: &Record<'a>) -> Result<Vec<Cell<'a>>, Reject> {
    Ok(vec![
        Cell::text(organization),
        Cell::text(Some("api_key")),
        Cell::text(Some(key.required("id")?)),
        Cell::Null,
        key.cell("name")?,
        key.list("scopes")?,
        key.yes_no("is_active")?,
        Cell::instant(key.instant("created_at")?),
        Cell::instant(key.instant("expires_at")?),
        key.cell("created_by_id")?,
    ])
}

/// The name of a setting; two types are settings of their own and may have none.
fn name<'a>(setting: &Record<'a>) -> Result<&'a str, Reject> {
    match setting.text("name")?.filter(|name| !name.trim().is_empty()) {
        Some(name) => Ok(name),
        None => match setting.text("type")? {
            Some("provisioning_mode") => Ok("sso_provisioning_mode"),
            Some("data_retention") => Ok("data_retention_periods"),
            _ => setting.required("name"),
        },
    }
}

/// One entry of a list: a broken one costs itself, not the others.
fn take<'a>(
    batch: &mut Batch,
    line: u64,
    entry: &'a Value,
    cells: impl Fn(&Record<'a>) -> Result<Vec<Cell<'a>>, Reject>,
) {
    let read = match entry.as_object() {
        Some(object) => cells(&Record::new(object)),
        None => Err(Reject::record("no JSON object")),
    };
    match read {
        Ok(cells) => batch.push(line, &cells),
        Err(reject) => batch.reject(line, reject, entry.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn settings_and_keys_are_rows_of_their_own() {
        let text = r#"{"type":"effective_organization_settings","organization_id":"org_1","api_keys":[
{"type":"compliance_api_key","id":"cak_1","name":"siem","scopes":["read:compliance_activities"],"is_active":true,"created_at":"2026-02-01T00:00:00Z","created_by_id":"user_1","expires_at":null},{"name":"no id"}],
"settings":[{"type":"boolean","name":"web_search_enabled","value":false},{"type":"list","name":"allowed","value":["a","b"]},
{"type":"provisioning_mode","value":"jit_advanced"},{"type":"data_retention","name":null,"value":{"all":{"type":"indefinite"}}},{"type":"boolean","value":true},7]}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "2: organization_id=org_1 item=api_key item_id=cak_1 key_name=siem \
                 scopes=[\"read:compliance_activities\"] is_active=true created_at=2026-02-01T00:00:00Z creator_id=user_1",
                "2: rejected: id: no `id`",
                "3: organization_id=org_1 item=setting item_id=web_search_enabled value=false",
                "3: organization_id=org_1 item=setting item_id=allowed value=[\"a\",\"b\"]",
                "4: organization_id=org_1 item=setting item_id=sso_provisioning_mode value=\"jit_advanced\"",
                "4: organization_id=org_1 item=setting item_id=data_retention_periods value={\"all\":{\"type\":\"indefinite\"}}",
                "4: rejected: name: no `name`",
                "4: rejected: no JSON object",
            ]
        );
    }
}
