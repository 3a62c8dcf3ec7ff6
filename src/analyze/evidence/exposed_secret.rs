//! Whole keys in the exports.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Key;
use crate::model::{Control, Evidence, Severity, Subject, SubjectKind, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "exposed-secret",
    title: "Whole keys in the exports",
    control: Control::KeyRotation,
    severity: Severity::Critical,
    reads: &[],
    population: "listed keys",
    thresholds: &[],
    explain: Explain {
        finds: "Anything shaped like a whole key or token (sk-ant-…) in any file, recognized or not: as a key's name, in a user agent, in a \
                note next to the exports. Reports show prefix and last four characters only. Hints (sk-ant-api03-R2D...igAA) are not found. \
                Keys shaped like a gateway's (sk-… and twenty random characters, as LiteLLM makes them) likewise.",
        matters: "Whoever had the file has the key: it must be taken for stolen.",
        remedy: &[
            "Make a new key, deploy it, then disable {name} at once: Console > API keys, or Admin API: POST /v1/organizations/api_keys/{id} \
             with {\"status\":\"inactive\"}",
            "Find out how the key came into the export, and delete the file wherever it was copied",
            "Look at the key's usage since the file was made",
        ],
        caveats: "A made-up example of the same shape looks alike.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let mut places: BTreeMap<&str, Vec<Evidence>> = BTreeMap::new();
    for (input, remarks) in cx.data.inputs.iter().zip(&cx.data.remarks) {
        for (line, masked) in &remarks.secrets {
            let record = format!("a whole key, {masked}");
            places.entry(masked).or_default().push(Evidence { file: input.path.clone(), line: Some(*line), record });
        }
    }
    let findings = places.into_iter().map(|(masked, evidence)| {
        let listed = cx.facts.lists.keys.iter().find(|key| is_hinted(key, masked));
        let subject = Subject {
            kind: SubjectKind::ApiKey,
            id: listed.map(|key| key.id.clone()),
            name: Some(masked.to_owned()),
            workspace: listed.and_then(|key| cx.facts.lists.workspace_name(key)).map(str::to_owned),
        };
        let of_gateway = masked.starts_with("sk-…");
        let whose = listed.map_or_else(
            || {
                if of_gateway {
                    of_a_gateway(cx, masked)
                } else {
                    "No listed key has this beginning and end".to_owned()
                }
            },
            |key| format!("It may be the listed key {} ({}), status {}", key.name, key.id, key.status),
        );
        let message =
            format!("a complete API key appears in {} of the exports. {whose}", counted(evidence.len(), "place"));
        let mut finding =
            ANALYZER.finding(subject, format!("A complete API key ({masked}) appears in the exports"), message);
        if let Some(first) = finding.remediation.first_mut().filter(|_| of_gateway) {
            *first =
                "Exchange it at once where it was made: LiteLLM: POST /key/regenerate, else POST /key/block".to_owned();
        }
        finding.observed = Some(masked.to_owned());
        finding.threshold = Some("no whole key in any file".to_owned());
        finding.evidence = evidence.into_iter().take(10).collect();
        finding
    });
    let findings = findings.collect();
    Ok(Outcome::Assessed { population: cx.facts.lists.keys.len() as u64, findings, notes: Vec::new() })
}

/// Whose a key is that the Console did not make.
fn of_a_gateway(cx: &Context, masked: &str) -> String {
    let end = masked.trim_start_matches("sk-…");
    let own = cx.facts.gateways.keys.iter().find(|key| key.hint.as_deref().is_some_and(|hint| hint.ends_with(end)));
    own.map_or_else(
        || "It has the shape of a gateway's key, or of another vendor's".to_owned(),
        |key| format!("It may be the key «{}» of {} ({})", key.label(), key.gateway, key.state(cx.as_of)),
    )
}

/// Whether a key's hint (`sk-ant-api03-R2D...igAA`) has the type and the last four characters of a cut key.
fn is_hinted(key: &Key, masked: &str) -> bool {
    let (Some(hint), Some((kind, end))) = (key.hint.as_deref(), masked.split_once('…')) else { return false };
    hint.starts_with(kind) && hint.ends_with(end)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analyze::testing::{found_in, key, page, with};

    #[test]
    fn whole_keys_and_hints() {
        let secret = format!("sk-ant-api03-{}zzAA", "Ab9_".repeat(22));
        let listed =
            with(key("prod-search", "2026-07-01", None), json!({"partial_key_hint": "sk-ant-api03-Q7x...zzAA"}));
        let keys = page(&[listed, key("ok-only-a-hint", "2026-07-01", None)]);
        assert_eq!(found_in(&ANALYZER, &[("keys.json", &keys)]), [""; 0]);
        // In a file that nobody recognizes, too; and the listed key that it may be is named.
        let note = format!("key for the demo:\n{secret}\n");
        assert_eq!(found_in(&ANALYZER, &[("keys.json", &keys), ("note.txt", &note)]), ["critical sk-ant-api03-…zzAA"]);
        let named = page(&[key(&secret, "2026-07-01", None)]);
        assert_eq!(found_in(&ANALYZER, &[("keys.json", &named)]).len(), 1);
        let key = crate::analyze::testing::facts(&[("keys.json", &keys)]).lists.keys.remove(0);
        assert!(is_hinted(&key, "sk-ant-api03-…zzAA") && !is_hinted(&key, "sk-ant-api03-…zzAB"));
    }
}
