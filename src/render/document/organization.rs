//! The organization as a tree: a line for each workspace, its keys below it.

use std::collections::{BTreeMap, BTreeSet};

use super::Cells::{Prose, Short};
use super::homes::Homes;
use super::{Block, Limits, Span, Table, Words, code, count, heads, text};
use crate::model::{Finding, KeyLeaf, Report, SubjectKind, WorkspaceBranch, dollars};

/// Findings by the id of what they are about, worst first.
type About<'a> = BTreeMap<(SubjectKind, &'a str), Vec<&'a Finding>>;

/// A folded table for each workspace, under a line with environment, spend, limit and findings.
pub(super) fn tree(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut about = About::new();
    for finding in &report.findings {
        if let Some(id) = finding.subject.id.as_deref() {
            about.entry((finding.subject.kind, id)).or_default().push(finding);
        }
    }
    let homes = Homes::of(report);
    let mut inside: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        if let Some(home) = homes.home(finding) {
            inside.entry(home).or_default().push(finding);
        }
    }
    let inside = |branch: &WorkspaceBranch| inside.get(branch.name.as_str()).map_or(&[][..], Vec::as_slice);
    let keys: usize = report.tree.iter().map(|branch| branch.keys.len()).sum();
    let lead = format!(
        "{} and {}. Open a workspace to see its keys.",
        count(report.tree.iter().filter(|branch| branch.id.is_some()).count(), "listed workspace"),
        count(keys, "listed key")
    );
    let mut blocks = vec![Block::Paragraph(text(lead))];
    blocks.extend(report.tree.iter().take(limits.rows).map(|branch| {
        let found = inside(branch);
        Block::Folded(line(branch, found, limits), leaves(branch, (&about, found), limits))
    }));
    let left = report.tree.len().saturating_sub(limits.rows);
    blocks.extend((left > 0).then(|| Block::Paragraph(text(format!("… {}", count(left, "more workspace"))))));
    blocks
}

/// `Production: production, active, $1,234.00, limit …, 36 keys, 3 critical or high findings`.
fn line(branch: &WorkspaceBranch, all: &[&Finding], limits: &Limits) -> Words {
    let mut words = vec![code(&branch.name, limits)];
    let mut facts =
        vec![branch.environment.unwrap_or("environment not known").to_owned(), super::spelled(&branch.status)];
    facts.extend(branch.spend.map(|spend| format!("{} spent in the period", dollars(spend))));
    facts.extend(branch.limit.as_ref().map(|limit| format!("limit: {}", super::cut(limit, limits.text))));
    facts.push(count(branch.keys.len(), "key"));
    words.push(Span::Text(format!(" {}", facts.join(" · "))));
    if let Some(worst) = all.iter().map(|finding| finding.severity).max() {
        words.push(Span::Text(" ".into()));
        words.push(Span::Severity(worst));
        words.push(Span::Text(format!(" {}", count(all.len(), "finding"))));
    }
    words
}

/// Findings about the workspace and others in it, then a row for each key; keys with findings first.
fn leaves<'f>(branch: &'f WorkspaceBranch, (about, inside): (&About<'f>, &[&'f Finding]), limits: &Limits) -> Table {
    let columns = [("Key", Prose), ("Status", Short), ("Created by", Prose), ("Findings", Prose)];
    let mut rows: Vec<Vec<Words>> = Vec::new();
    let ids: BTreeSet<&str> = branch.keys.iter().map(|key| key.id.as_str()).collect();
    let is_of_a_key = |finding: &Finding| {
        finding.subject.kind == SubjectKind::ApiKey && finding.subject.id.as_deref().is_some_and(|id| ids.contains(id))
    };
    let others: Vec<&Finding> = inside.iter().copied().filter(|finding| !is_of_a_key(finding)).collect();
    if !others.is_empty() {
        rows.push(vec![text("the workspace, and others in it"), text("–"), text("–"), links(&others, limits)]);
    }
    let mut keys: Vec<&KeyLeaf> = branch.keys.iter().collect();
    keys.sort_by_key(|key| {
        std::cmp::Reverse(found(about, key).and_then(|all| all.first()).map(|worst| worst.severity))
    });
    let left = keys.len().saturating_sub(limits.rows);
    rows.extend(keys.into_iter().take(limits.rows).map(|key| {
        let name = if key.name.trim().is_empty() { &key.id } else { &key.name };
        vec![
            vec![code(name, limits)],
            text(super::cut(&key.status, limits.text)),
            key.owner.as_deref().map_or_else(|| text("nobody on record"), |owner| vec![code(owner, limits)]),
            found(about, key).map_or_else(|| text("–"), |all| links(all, limits)),
        ]
    }));
    Table {
        caption: "Keys of the workspace",
        columns: heads(&columns),
        rows,
        more: (left > 0).then(|| text(format!("… {}", count(left, "more key")))),
    }
}

/// Findings about a key.
fn found<'a, 'f>(about: &'a About<'f>, key: &'f KeyLeaf) -> Option<&'a Vec<&'f Finding>> {
    about.get(&(SubjectKind::ApiKey, key.id.as_str()))
}

fn links(findings: &[&Finding], limits: &Limits) -> Words {
    let mut words = Words::new();
    for finding in findings.iter().take(limits.evidence.max(1)) {
        words.extend((!words.is_empty()).then(|| Span::Text("; ".into())));
        words.push(Span::Severity(finding.severity));
        words.push(Span::Text(" ".into()));
        words.push(Span::Link(super::cut(&finding.title, limits.text), super::brief::anchor(&finding.id)));
    }
    words
}
