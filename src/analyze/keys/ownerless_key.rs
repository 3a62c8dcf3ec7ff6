//! Active keys nobody is on record for.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{active_keys, last_use, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Key;
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "ownerless-key",
    title: "Active keys without a creator on record",
    control: Control::Offboarding,
    severity: Severity::Low,
    reads: &[&[Table::Keys]],
    population: "active keys",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys whose record names no creator, neither a user nor a service account. A key with a `principal` belongs to that \
                account and stops with it: it is not found. A creator who is on record and has left is `orphaned-key`.",
        matters: "When such a key is abused, or has to be rotated, nobody knows whom to ask, and no departure will ever revoke it.",
        remedy: &[
            "Find out from usage and deployment settings which service uses {name}, and who answers for it",
            "Make a key owned by a service account in workspace {workspace}, deploy it, and see that usage moves",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "Keys that a federated identity or a long-deleted account made name nobody, though people may know whose they are. A list \
                  of five or more keys in which no record names a creator was exported without the field and is not judged.",
    },
    run,
};

/// So many keys do not all lack a creator; fewer can.
const FEWEST_NAMELESS: usize = 5;

fn run(cx: &Context) -> Result<Outcome> {
    let keys = &cx.facts.lists.keys;
    if keys.len() >= FEWEST_NAMELESS && !keys.iter().any(has_creator) {
        let why = format!("none of the {} listed keys names a creator: the export lacks the field", keys.len());
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Keys] });
    }
    let (mut population, mut findings) = (0, Vec::new());
    for key in active_keys(cx) {
        population += 1;
        if has_creator(key) || key.principal_id.is_some() || key.principal_type.is_some() {
            continue;
        }
        let used = last_use(cx, key).map_or_else(|| "no use in the data".to_owned(), |day| format!("last used {day}"));
        let message = format!("the record names no creator ({used}). Expected: a creator on record");
        let subject = subject(cx, key);
        let title = format!("Key «{}» has no creator on record", subject.label());
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.observed = Some("no creator".to_owned());
        finding.threshold = Some("a creator on record".to_owned());
        finding.evidence = vec![record(cx, key)];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

const fn has_creator(key: &Key) -> bool {
    key.creator_id.is_some()
}
