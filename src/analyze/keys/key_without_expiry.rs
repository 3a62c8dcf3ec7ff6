//! Active keys that never expire.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{active_keys, other_credentials, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "key-without-expiry",
    title: "Active keys that never expire",
    control: Control::KeyRotation,
    severity: Severity::Low,
    reads: &[&[Table::Keys]],
    population: "active keys whose record can say when they expire",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys whose record has the field `expires_at`, and null in it. Records of the shape before the field existed say \
                nothing: they are not judged, and a list of such records alone is not assessed. Compliance keys count by the settings export; \
                what made an admin or scoped key does not say when it expires. \
                Keys of a gateway (LiteLLM) likewise, by `expires`.",
        matters: "An expiry ends a forgotten or leaked key without anybody having to remember it; without one only rotation does.",
        remedy: &[
            "Make a key with an expiry of at most 90 days for the service of {name} in workspace {workspace}, and deploy it",
            "See that usage moves to the new key",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "A key without an expiry may well be rotated on time: see `unrotated-key`.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (telling, silent): (Vec<_>, Vec<_>) = active_keys(cx).partition(|key| key.has_expiry_field);
    // Only the settings export says when a key of another kind expires; events do not.
    let others: Vec<_> = other_credentials::active(cx).filter(|key| key.is_listed).collect();
    if telling.is_empty() && others.is_empty() && !silent.is_empty() {
        let why = format!(
            "the records of all {} active keys are of the shape without `expires_at`; a list of a newer API version has it",
            silent.len()
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Keys] });
    }
    cx.judged
        .of(SubjectKind::ApiKey)
        .extend(telling.iter().map(|key| key.id.as_str()).chain(others.iter().map(|key| key.id.as_str())));
    let endless = telling.iter().filter(|key| key.expires_at.is_none());
    let findings = endless.map(|key| {
        let subject = subject(cx, key);
        let title = format!("Key «{}» never expires", subject.label());
        let message = "`expires_at` is null: the key works until somebody disables it. Expected: an expiry";
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.observed = Some("no expiry".to_owned());
        finding.threshold = Some("an expiry".to_owned());
        finding.evidence = vec![record(cx, key)];
        finding
    });
    let of_others = others.iter().filter(|key| key.expires_at.is_none()).map(|key| {
        let title = format!("{} never expires", other_credentials::titled(key));
        let message = format!(
            "{}; `expires_at` is null: it works until somebody ends it; every key should have an expiry",
            key.kind.title()
        );
        let mut finding = ANALYZER.finding(other_credentials::subject(key), title, message);
        finding.observed = Some("no expiry".to_owned());
        finding.threshold = Some("an expiry".to_owned());
        finding.evidence = vec![other_credentials::record(cx, key)];
        other_credentials::replace_remedy(&mut finding, key);
        finding
    });
    let findings = findings.chain(of_others).collect();
    let note =
        format!("not judged: {}, from exports without the field `expires_at`", counted(silent.len(), "active key"));
    let notes = if silent.is_empty() { Vec::new() } else { vec![note] };
    Ok(Outcome::Assessed { population: (telling.len() + others.len()) as u64, findings, notes })
}
