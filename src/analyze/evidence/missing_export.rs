//! Exports that checks need and that are not there.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::whole_file;
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, EMPTY_LIST, FAILED_EXPORT, Input, Severity, Subject, SubjectKind, Table};

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
                content with either of two exports, one is enough, and none is found while the other is there. Lists that many organizations \
                have nothing for (service accounts, federation) are of low severity. A saved error, a login \
                page or an empty list that may stand in its place is named, by the words of its file's name where it has any.",
        matters: "What was not exported was not looked at: an auditor must not read silence as clean.",
        remedy: &[],
        caveats: "A file of that kind may be among the inputs that nobody recognized: look at their notes. An empty list does not say \
                  which list it is, and a saved error not which export it was to be.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    // Each table -> the checks that need it, or need it or another one.
    let mut needs: BTreeMap<Table, Vec<(&str, &[Table])>> = BTreeMap::new();
    for analyzer in cx.catalogue.iter().filter(|analyzer| cx.policy.disabled(analyzer.id).is_none()) {
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
        // An organization of the Console has no such export.
        let is_of_others =
            cx.data.is_of_another_product(table) || table.is_of_claude_ai() && !cx.data.is_of_claude_ai();
        if cx.data.has(table) || blocked.is_empty() || is_of_others {
            continue;
        }
        let name = Some(table.id().to_owned());
        let subject = Subject { kind: SubjectKind::File, id: None, name, workspace: None };
        let stand_ins: Vec<&Input> = cx.data.inputs.iter().filter(|input| stands_for(input, table)).collect();
        let found = some_of(stand_ins.iter().map(|input| format!("{} is {}", input.path, what(input))), 3);
        // How many checks wait for it the report says, when all of them have run.
        let message = format!("no file with {}{}{found}", table.title(), if found.is_empty() { "" } else { ", but " });
        let mut finding = ANALYZER.finding(subject, format!("No export of {}", table.title()), message);
        if table.may_have_no_entry() {
            finding.severity = Severity::Low;
        }
        finding.observed = Some("absent".to_owned());
        finding.evidence =
            stand_ins.iter().take(5).map(|input| whole_file(&input.path, input.notes.join("; "))).collect();
        finding.threshold = Some("at least one file".to_owned());
        finding.remediation = vec![format!("Export {}: {}", table.title(), table.how_to_export())];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// What stands in place of an export, in the few words with which its note begins.
fn what(input: &Input) -> &str {
    match input.notes.first().and_then(|note| note.split(": ").next()) {
        Some(words) if input.kind.is_some() => words,
        _ => "an empty file",
    }
}

/// Whether a file without an export in it may be what is left of this one: its name speaks of it, or of no export at all.
fn stands_for(input: &Input, table: Table) -> bool {
    let nothing_saved = input.kind.is_none() && input.sha256.is_some() && input.bytes == 0;
    if !nothing_saved && !input.kind.as_deref().is_some_and(|kind| [FAILED_EXPORT, EMPTY_LIST].contains(&kind)) {
        return false;
    }
    let name = input.path.rsplit('/').next().unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let all: Vec<(Table, String)> = Table::ALL.into_iter().flat_map(|t| words(t).map(move |word| (t, word))).collect();
    let spoken: Vec<&(Table, String)> = all.iter().filter(|(_, word)| name.contains(word.as_str())).collect();
    // `workspace_members` speaks of neither workspaces nor members.
    let part_of_another = |word: &str| spoken.iter().any(|(_, other)| other != word && other.contains(word));
    spoken.is_empty() || spoken.iter().any(|(t, word)| *t == table && !part_of_another(word))
}

/// Words that people put into the name of an export's file: the table's own, and what its endpoint or page is called.
fn words(table: Table) -> impl Iterator<Item = String> {
    let others: &[&str] = match table {
        Table::Keys => &["key"],
        Table::Members => &["user"],
        Table::Organization => &["me"],
        Table::Usage => &["token"],
        Table::Cost => &["spendreport"],
        Table::Events => &["activit", "audit"],
        Table::Roster => &["okta", "entra", "google", "employee", "directory"],
        _ => &[],
    };
    let own = table.id().replace('_', "");
    let own = own.strip_suffix('s').map(str::to_owned).unwrap_or(own);
    std::iter::once(own).chain(others.iter().map(|word| (*word).to_owned()))
}
