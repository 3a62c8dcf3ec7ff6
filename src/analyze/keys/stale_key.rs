//! Active keys that were used once and are not any more.

use anyhow::Result;

use super::{ambiguity_note, is_ambiguous, keys_with_visible_use, last_use, record, subject, use_record};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "stale-key",
    title: "Active keys that nobody uses any more",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
    population: "active keys",
    thresholds: &[Threshold {
        name: "stale_after_days",
        default: 45.0,
        unit: "days",
        source: "CIS AWS Foundations Benchmark 1.12: disable credentials unused for 45 days",
    }],
    explain: Explain {
        finds: "Active keys whose last use in usage or cost exports (or as the actor of an audit event) lies more than \
                `stale_after_days` before the report's instant. Absence counts only where the exports cover it without a gap and name \
                keys; with less data than the threshold nothing is said. A key never seen at all is `unused-key`.",
        matters: "A key without a user has nobody who would notice its abuse, and nobody who would miss it.",
        remedy: &[
            "Ask the owner whether {name} is still needed",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
            "After a quiet month: Delete (Admin API: status \"archived\")",
        ],
        caveats: "Usage exports name keys, and two keys can have one name: then no verdict is given unless the workspace or a cost \
                  export with key ids settles it. A key renamed in between counts under its new name only, unless the activity feed \
                  tells of the renaming. Jobs that run once a quarter are stale by this measure.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, "stale_after_days");
    let Some(covered) = cx.facts.key_use_covered.filter(|covered| covered.days() >= limit.days()) else {
        let days = cx.facts.key_use_covered.map_or(0, |covered| covered.days());
        let why = format!(
            "usage and cost exports that name keys cover {days} day(s) without a gap; needed: {}",
            limit.days()
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    };
    let (mut population, mut findings, mut ambiguous) = (0, Vec::new(), Vec::new());
    for key in keys_with_visible_use(cx) {
        if is_ambiguous(cx, key) {
            ambiguous.push(key.name.as_str());
            continue;
        }
        population += 1;
        let Some(last) = last_use(cx, key) else { continue };
        // Silence behind the end of the exports proves nothing.
        if covered.idle_days(Some(last)) <= limit.days() {
            continue;
        }
        let idle = (cx.as_of_day() - last).num_days();
        let message = format!("last used {last}, {idle} days before {}; threshold {limit}", cx.as_of_day());
        let mut finding =
            ANALYZER.finding(subject(cx, key), format!("Key «{}» is active and no longer used", key.name), message);
        finding.observed = Some(format!("{idle} days"));
        finding.threshold = Some(limit.to_string());
        finding.evidence = vec![record(cx, key)];
        finding
            .evidence
            .extend(cx.facts.key_uses.of(&key.id).and_then(|uses| uses.last()).map(|last| use_record(cx, last)));
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: ambiguity_note(&ambiguous) })
}
