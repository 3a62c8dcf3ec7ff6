//! Exports that checks need and that are not there.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::analyze::{ALL, Analyzer, Context, Explain, Outcome, either};
use crate::model::{Control, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "missing-export",
    title: "Exports that are missing",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[],
    population: "exports that checks need",
    thresholds: &[],
    explain: Explain {
        finds: "Tables that some check cannot do without and that no file fills, with the checks that are blocked by it. Where a check is \
                content with either of two exports, one is enough.",
        matters: "What was not exported was not looked at: an auditor must not read silence as clean.",
        remedy: &[],
        caveats: "A file of that kind may be among the inputs that nobody recognized: look at their notes. An empty list does not say \
                  which list it is.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    // What is needed (a table, or either of two) -> the checks that need it.
    let mut needs: BTreeMap<&[Table], Vec<&str>> = BTreeMap::new();
    for analyzer in ALL.iter().filter(|analyzer| cx.policy.disabled(analyzer.id).is_none()) {
        for group in analyzer.reads {
            needs.entry(group).or_default().push(analyzer.id);
        }
    }
    let population = needs.len() as u64;
    let missing = needs.into_iter().filter(|(group, _)| !group.iter().any(|table| cx.data.has(*table)));
    let findings = missing.map(|(group, blocked)| {
        let what = either(group);
        let id = group.first().map(|table| table.id().to_owned());
        let subject = Subject { kind: SubjectKind::File, id, name: Some(what.clone()), workspace: None };
        let message = format!("no file with {what}; not assessed for want of it: {}", blocked.join(", "));
        let mut finding = ANALYZER.finding(subject, format!("No export of {what}"), message);
        finding.observed = Some("absent".to_owned());
        finding.threshold = Some("at least one file".to_owned());
        finding.remediation =
            group.iter().map(|table| format!("Export {}: {}", table.title(), table.how_to_export())).collect();
        finding
    });
    Ok(Outcome::Assessed { population, findings: findings.collect(), notes: Vec::new() })
}
