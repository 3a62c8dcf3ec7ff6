//! Exports that checks need and that are not there.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::analyze::{ALL, Analyzer, Context, Explain, Outcome};
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
                content with either of two exports, one is enough, and none is found while the other is there.",
        matters: "What was not exported was not looked at: an auditor must not read silence as clean.",
        remedy: &[],
        caveats: "A file of that kind may be among the inputs that nobody recognized: look at their notes. An empty list does not say \
                  which list it is.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    // Each table -> the checks that need it, or need it or another one.
    let mut needs: BTreeMap<Table, Vec<(&str, &[Table])>> = BTreeMap::new();
    for analyzer in ALL.iter().filter(|analyzer| cx.policy.disabled(analyzer.id).is_none()) {
        for group in analyzer.reads {
            for table in *group {
                needs.entry(*table).or_default().push((analyzer.id, group));
            }
        }
    }
    let population = needs.len() as u64;
    let mut findings = Vec::new();
    for (table, checks) in needs {
        let blocked: Vec<&str> = checks
            .iter()
            .filter(|(_, group)| !group.iter().any(|table| cx.data.has(*table)))
            .map(|(id, _)| *id)
            .collect();
        if cx.data.has(table) || blocked.is_empty() {
            continue;
        }
        let name = Some(table.id().to_owned());
        let subject = Subject { kind: SubjectKind::File, id: None, name, workspace: None };
        let message = format!("no file with {}; not assessed for want of it: {}", table.title(), blocked.join(", "));
        let mut finding = ANALYZER.finding(subject, format!("No export of {}", table.title()), message);
        finding.observed = Some("absent".to_owned());
        finding.threshold = Some("at least one file".to_owned());
        finding.remediation = vec![format!("Export {}: {}", table.title(), table.how_to_export())];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}
