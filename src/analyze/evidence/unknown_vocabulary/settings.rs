//! Settings and attestations of which nobody knows what they are, or what they say: nothing is read into them.

use super::ANALYZER;
use crate::analyze::Context;
use crate::data::settings::ATTESTATION_STATUSES;
use crate::facts::{Setting, Source};
use crate::model::{Finding, Subject, SubjectKind};

pub(super) fn findings(cx: &Context) -> Vec<Finding> {
    let settings = cx.facts.settings.all.iter().filter_map(|setting| setting_of(cx, setting));
    let odd = cx.facts.attestations.iter().filter(|(attestation, _)| {
        !ATTESTATION_STATUSES.contains(&attestation.attestation.trim().to_lowercase().as_str())
    });
    let attestations = odd.map(|(attestation, source)| {
        let (control, status) = (attestation.control.as_str(), attestation.attestation.as_str());
        finding(cx, (control, "attestation"), status, *source, "what was attested is not judged")
    });
    settings.chain(attestations).collect()
}

fn setting_of(cx: &Context, setting: &Setting) -> Option<Finding> {
    let (what, says) = match setting.is_understood() {
        Some(true) => return None,
        Some(false) => ("value of a setting", "the checks that ask for it do not judge it"),
        None => ("setting", "no check but the policy's baseline reads anything into it"),
    };
    Some(finding(cx, (&setting.name, what), &setting.shown(), setting.source, says))
}

fn finding(cx: &Context, (name, what): (&str, &str), value: &str, source: Source, says: &str) -> Finding {
    let subject =
        Subject { kind: SubjectKind::Setting, id: Some(name.to_owned()), name: Some(name.to_owned()), workspace: None };
    let message = format!("{what} `{name}`, which is «{value}», is not known to this version: {says}");
    let mut finding = ANALYZER.finding(subject, format!("Unknown {what} `{name}`"), message);
    finding.observed = Some(value.to_owned());
    finding.threshold = Some("the documented settings and their values".to_owned());
    finding.evidence = vec![source.evidence(cx.data, format!("{name}: {value}"))];
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ANALYZER;
    use crate::analyze::testing::found_in;

    #[test]
    fn names_and_values() {
        let settings = json!({"type": "effective_organization_settings", "organization_id": "org_1", "api_keys": [], "settings": [
            {"name": "sso_enabled", "value": true}, {"name": "chat_enabled", "value": "sometimes"}, {"name": "teleport_enabled", "value": true},
            {"name": "account_session_duration_seconds", "value": null}, {"name": "allowed_invite_domains", "value": null},
            {"type": "provisioning_mode", "value": "by_pigeon"}, {"type": "data_retention", "value": {"all": {"type": "rolling"}}},
        ]})
        .to_string();
        let posture = json!({"type": "security_posture", "organization_id": "org_1", "controls": [
            {"id": "a", "status": "passed", "attestation": {"status": "completed"}},
            {"id": "b", "status": "passed", "attestation": {"status": "delegated"}},
            {"id": "c", "status": "passed", "attestation": null},
        ]})
        .to_string();
        assert_eq!(
            found_in(&ANALYZER, &[("settings.json", &settings), ("posture.json", &posture)]),
            [
                "info allowed_invite_domains",
                "info chat_enabled",
                "info data_retention_periods",
                "info sso_provisioning_mode",
                "info teleport_enabled",
                "info b",
            ]
        );
    }
}
