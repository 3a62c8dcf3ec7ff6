//! Names that would do something if they were not text.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Evidence, Severity, Subject, SubjectKind};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "hostile-content",
    title: "Names with markup, formulas or hidden characters",
    control: Control::EvidenceCompleteness,
    severity: Severity::Info,
    reads: &[],
    population: "names of keys, workspaces and members",
    thresholds: &[],
    explain: Explain {
        finds: "Names of keys, workspaces and members with markup (<…>), script addresses, spreadsheet formulas (a leading =, +, - or @), or \
                control and direction characters. Reports show them as text.",
        matters: "Names are chosen by people: such a one may be a test of the tools that read it, or worse.",
        remedy: &["Ask whoever chose the name; rename it"],
        caveats: "A name like `-experiment` only looks like a formula.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let lists = &cx.facts.lists;
    let mut population = 0;
    let mut found: BTreeMap<(SubjectKind, String), (String, &'static str, Evidence)> = BTreeMap::new();
    let mut look = |kind, id: &str, name: &str, evidence: Evidence| {
        population += 1;
        if let Some(what) = hostile(name) {
            found.insert((kind, id.to_owned()), (name.to_owned(), what, evidence));
        }
    };
    for key in &lists.keys {
        look(SubjectKind::ApiKey, &key.id, &key.name, key.source.evidence(cx.data, key.id.clone()));
    }
    for workspace in &lists.workspaces {
        look(
            SubjectKind::Workspace,
            &workspace.id,
            &workspace.name,
            workspace.source.evidence(cx.data, workspace.id.clone()),
        );
    }
    for member in &lists.members {
        let name = member.name.as_deref().unwrap_or_default();
        look(SubjectKind::User, &member.id, name, member.source.evidence(cx.data, member.id.clone()));
    }
    let findings = found.into_iter().map(|((kind, id), (name, what, evidence))| {
        let subject = Subject { kind, id: Some(id), name: Some(name), workspace: None };
        let mut finding = ANALYZER.finding(
            subject,
            format!("The name of a {} holds {what}", kind.title()),
            format!("the name contains {what}"),
        );
        finding.observed = Some(what.to_owned());
        finding.threshold = Some("plain text".to_owned());
        finding.evidence = vec![evidence];
        finding
    });
    let findings = findings.collect();
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn hostile(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let direction = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let markup = lower.find('<').is_some_and(|at| {
        lower[at..].contains('>')
            && lower[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
    });
    match () {
        () if name.chars().any(direction) => Some("direction characters"),
        () if name.chars().any(char::is_control) => Some("control characters"),
        () if markup => Some("markup"),
        () if lower.contains("javascript:") => Some("a script address"),
        () if name.starts_with(['=', '+', '-', '@']) => Some("what a spreadsheet takes for a formula"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{found_in, key, page};

    #[test]
    fn names_that_are_more_than_text() {
        let hostile =
            ["<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "=HYPERLINK(\"x\")", "a\u{202e}b", "a\u{7}b"];
        let keys: Vec<_> = hostile.iter().map(|name| key(name, "2026-07-01", None)).collect();
        assert_eq!(found_in(&ANALYZER, &[("keys.json", &page(&keys))]).len(), hostile.len());
        let plain = ["prod-search", "a < b", "x > y", "Größe <3", "R&D", "50%", "prod=live"];
        let keys: Vec<_> = plain.iter().map(|name| key(name, "2026-07-01", None)).collect();
        assert_eq!(found_in(&ANALYZER, &[("keys.json", &page(&keys))]), [""; 0]);
    }
}
