//! Security controls of an organization and what was attested about them, from the Compliance API.

use serde_json::{Map, Value};

use super::super::Ingestor;
use crate::ingest::batch::{Batch, Cell, Reject};
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_instant;
use crate::ingest::text::json::Record;
use crate::model::Table;

/// Recognizes controls by an `attestation` next to a status: one object with a list of them, or the list alone.
///
/// The endpoint is of October 2026 and its schema could not be read in full, so every name that its documentation suggests for
/// the list and for a control's id is accepted.
pub const INGESTOR: Ingestor = Ingestor {
    id: "security-posture",
    title: "Compliance API security posture (JSON)",
    table: Table::Attestations,
    signature: &["controls", "organization_id", "attestation", "review_date"],
    claims: |document| {
        document.first().is_some_and(|r| {
            let is_entry = |entry: &Value| entry.as_object().is_some_and(|entry| is_control(&Record::new(entry)));
            is_control(&r) || controls(&r).is_some_and(|(_, entries)| entries.iter().any(is_entry))
        })
    },
    read,
};

const LISTS: [&str; 3] = ["controls", "results", "attestations"];
const STATUSES: [&str; 3] = ["completed", "accepted_risk", "control_failed"];
const IDS: [&str; 5] = ["control_id", "control", "control_name", "id", "name"];

fn is_control(record: &Record) -> bool {
    // Other registers have a date of review, too: what was attested is said in three words.
    let status = record.get("status").and_then(Value::as_str);
    let is_flat = record.has("review_date") && status.is_some_and(|status| STATUSES.contains(&status));
    let attested = record.has("attestation") || is_flat;
    attested && IDS.iter().any(|field| record.has(field))
}

fn controls<'a>(record: &Record<'a>) -> Option<(&'static str, &'a Vec<Value>)> {
    LISTS.into_iter().find_map(|field| Some((field, record.get(field)?.as_array()?)))
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    let lines = LISTS.map(|field| (field, json.element_lines(field)));
    json.each_record(batch, |record, line, batch| {
        let organization = record.first_text(&["organization_id", "organization_uuid"])?;
        let Some((field, entries)) = controls(record) else { return take(record, organization, line, batch) };
        let own = lines.iter().find(|(name, _)| *name == field).and_then(|(_, lines)| lines.get(&line));
        for (at, entry) in entries.iter().enumerate() {
            let line = own.and_then(|own| own.get(at)).copied().unwrap_or(line);
            let taken = match entry.as_object() {
                Some(object) => take(&Record::new(object), organization, line, batch),
                None => Err(Reject::record("no JSON object")),
            };
            if let Err(reject) = taken {
                batch.reject(line, reject, entry.to_string().as_bytes());
            }
        }
        Ok(())
    });
}

fn take(control: &Record, organization: Option<&str>, line: u64, batch: &mut Batch) -> Result<(), Reject> {
    let id = control.first_text(&IDS)?.ok_or_else(|| Reject::new(IDS[0], "", "a control without an id"))?;
    // An attestation is an object of its own, or its fields stand in the control.
    let nothing = Map::new();
    let nested = control.object("attestation");
    let attestation = match &nested {
        Some(nested) => Record::new(nested.fields()),
        None if control.has("attestation") => Record::new(&nothing),
        None => Record::new(control.fields()),
    };
    let review = match attestation.text("review_date")? {
        None => None,
        Some(text) => {
            Some(parse_instant(text).ok_or_else(|| Reject::new("review_date", text, "not a date"))?.date_naive())
        }
    };
    let attested_at = ["attested_at", "updated_at", "created_at"]
        .iter()
        .find_map(|field| attestation.instant(field).transpose())
        .transpose()?;
    batch.push(
        line,
        &[
            Cell::text(organization),
            Cell::text(Some(id)),
            if control.has("attestation") { control.cell("status")? } else { Cell::Null },
            attestation.cell("status")?,
            Cell::day(review),
            Cell::instant(attested_at),
            Cell::text(attestation.first_text(&["attested_by_id", "updated_by_id", "created_by_id"])?),
        ],
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::INGESTOR;
    use crate::ingest::testing::rows;

    #[test]
    fn nested_and_flat_attestations_read_the_same() {
        let nested = r#"{"organization_id":"org_1","controls":[{"control_id":"sso","status":"failing","attestation":{"status":"accepted_risk","review_date":"2027-01-31","attested_at":"2026-10-21T08:00:00Z"}},
{"control_id":"ip_allowlist","status":"passing","attestation":null},{"status":"passing"},{"control_id":"x","attestation":{"review_date":"soon"}}]}"#;
        assert_eq!(
            rows(&INGESTOR, nested),
            [
                "1: organization_id=org_1 control=sso control_status=failing attestation=accepted_risk review_on=2027-01-31 \
                 attested_at=2026-10-21T08:00:00Z",
                "2: organization_id=org_1 control=ip_allowlist control_status=passing",
                "2: rejected: control_id: a control without an id",
                "2: rejected: review_date: not a date",
            ]
        );
        let flat = r#"{"data":[{"control_id":"sso","status":"completed","review_date":"2027-01-31T00:00:00Z"}]}"#;
        assert_eq!(rows(&INGESTOR, flat), ["1: control=sso attestation=completed review_on=2027-01-31"]);
    }
}
