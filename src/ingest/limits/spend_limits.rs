//! Spend limits from the Admin API; amounts in cents.

use super::super::Ingestor;
use super::{doubt_unit, scope_of};
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes spend limits by `type: "spend_limit"`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "spend-limits",
    title: "Admin API spend limits (JSON)",
    table: Table::SpendLimits,
    signature: &["id", "scope", "amount", "currency", "period", "is_enabled"],
    claims: |document| document.is_api_object("spend_limit", "spl_", &["scope", "period"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        record.expect_type("spend_limit")?;
        let [scope_type, scope_id] = scope_of(record)?;
        doubt_unit(record, "amount", batch);
        batch.push(
            line,
            &[
                Cell::text(Some(record.required("id")?)),
                scope_type,
                scope_id,
                record.minor_units("amount")?,
                record.cell("period")?,
                record.yes_no("is_enabled")?,
                Cell::instant(record.instant("created_at")?),
                Cell::instant(record.instant("updated_at")?),
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
    fn amounts_are_cents_and_null_is_no_limit() {
        let text = r#"{"data":[
{"id":"spl_1","type":"spend_limit","scope":{"type":"organization"},"amount":"5000000","currency":"USD","period":"monthly","is_enabled":true,"created_at":"2026-10-01T00:00:00Z","updated_at":"2026-10-02T00:00:00Z"},
{"id":"spl_2","type":"spend_limit","scope":{"type":"workspace","workspace_id":"wrkspc_1"},"amount":null,"currency":"USD","period":"daily","is_enabled":false},
{"id":"spl_3","type":"spend_limit","scope":{"type":"organization"},"amount":"100","currency":"EUR","period":"daily"},
{"id":"spl_4","type":"spend_limit","scope":{"type":"seat_tier","seat_tier":"premium"},"amount":"1,00","period":"daily"}],"next_page":null}"#;
        assert_eq!(
            rows(&INGESTOR, text),
            [
                "2: id=spl_1 scope_type=organization amount=50000 period=monthly is_enabled=true \
                 created_at=2026-10-01T00:00:00Z updated_at=2026-10-02T00:00:00Z",
                "3: id=spl_2 scope_type=workspace scope_id=wrkspc_1 period=daily is_enabled=false",
                "4: rejected: currency: an amount in another currency than US dollars",
                "5: rejected: amount: not a decimal amount",
            ]
        );
    }

    /// Fault: A scope that a tool had printed as text was no scope: a list of limits of the organization and every workspace had none for any of them
    /// Outcome: What can be read is the scope that it was; a limit of unknown scope may be anybody's, and its record is refused
    #[test]
    fn scopes_however_tools_print_them() {
        let limit = |scope: &str| {
            format!(
                r#"{{"data":[{{"id":"spl_1","type":"spend_limit",{scope}"amount":"100","currency":"USD","period":"monthly","is_enabled":"True"}}]}}"#
            )
        };
        let of_workspace = "scope_type=workspace scope_id=wrkspc_1 amount=1 period=monthly is_enabled=true";
        for scope in [
            r#"{"type":"workspace","workspace_id":"wrkspc_1"}"#,
            r#""@{type=workspace; workspace_id=wrkspc_1}""#,
            r#""@{type=workspace; workspace_id=wrkspc_1; user_id=}""#,
            r#""{\"type\":\"workspace\",\"workspace_id\":\"wrkspc_1\"}""#,
            r#""{'type': 'workspace', 'workspace_id': 'wrkspc_1'}""#,
        ] {
            assert_eq!(
                rows(&INGESTOR, &limit(&format!("\"scope\":{scope},"))),
                [format!("1: id=spl_1 {of_workspace}")]
            );
        }
        for scope in [r#"{"type":"organization"}"#, r#""@{type=organization}""#, r#""organization""#] {
            let found = rows(&INGESTOR, &limit(&format!("\"scope\":{scope},")));
            assert!(found[0].starts_with("1: id=spl_1 scope_type=organization amount=1 "), "{found:?}");
        }
        for scope in [
            "",
            "\"scope\":null,",
            "\"scope\":\"\",",
            "\"scope\":{},",
            "\"scope\":7,",
            "\"scope\":\"System.Collections.Hashtable\",",
            "\"scope\":\"@{type=workspace; works\",",
            "\"scope\":\"workspace\",",
            "\"scope\":{\"type\":\"workspace\"},",
            "\"scope\":{\"type\":\"workspace\",\"workspace_id\":\"\"},",
        ] {
            let found = rows(&INGESTOR, &limit(scope));
            assert!(found.len() == 1 && found[0].starts_with("1: rejected: "), "{scope}: {found:?}");
        }
    }
}
