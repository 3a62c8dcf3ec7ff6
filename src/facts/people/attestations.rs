//! What the organization attested about its security controls.

use anyhow::Result;

use crate::facts::frame::{Rows, Source};
use crate::model::{Attestation, Dataset, Table};

/// Every attestation with its place, in order of control. Controls about which nobody attested anything are none.
pub(in crate::facts) fn read(data: &Dataset) -> Result<Vec<(Attestation, Source)>> {
    let Some(frame) = data.frame(Table::Attestations) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (control, status, attestation) =
        (rows.text("control")?, rows.text("control_status")?, rows.text("attestation")?);
    let (review_on, at, by) = (rows.day("review_on")?, rows.instant("attested_at")?, rows.text("attested_by")?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let one = |row| {
        let attestation = Attestation {
            control: control.get(row)?.to_owned(),
            status: owned(status.get(row)),
            attestation: attestation.get(row)?.to_owned(),
            by: owned(by.get(row)),
            on: at.get(row).map(|at| at.date_naive()),
            review_on: review_on.get(row),
            conflict: None,
        };
        Some((attestation, rows.source(row)))
    };
    let mut all: Vec<(Attestation, Source)> = (0..rows.len()).filter_map(one).collect();
    all.sort();
    Ok(all)
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::facts;

    #[test]
    fn a_control_without_a_statement_is_no_attestation() {
        let posture = r#"{"type":"security_posture","organization_id":"org_1","controls":[
{"id":"sso_enabled","display_name":"Single sign-on (SSO)","setting_name":"sso_enabled","status":"failed","rating":"failed","attestation":{"status":"completed","review_date":"2027-01-31","attested_at":"2026-10-21T08:00:00Z","attested_by_id":"user_1"}},
{"id":"ip_allowlist","status":"passed","attestation":null}]}"#;
        let all = facts(&[("posture.json", posture)]).attestations;
        let all: Vec<_> = all.into_iter().map(|(attestation, _)| attestation).collect();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].control.as_str(), all[0].attestation.as_str()), ("sso_enabled", "completed"));
        assert_eq!(all[0].on.map(|day| day.to_string()).as_deref(), Some("2026-10-21"));
        assert_eq!((all[0].by.as_deref(), all[0].status.as_deref()), (Some("user_1"), Some("failed")));
    }
}
