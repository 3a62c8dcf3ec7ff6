//! The tables of what the policy switches off and of what could not be judged: disabled and unassessed checks, suppressions.

use super::super::Cells::{Prose, Short};
use super::super::{Block, Limits, Span, code, count, prose, text};
use super::{notes, table};
use crate::model::{CheckResult, CheckStatus, NotAssessed, Report, Suppressed, UnusedSuppression};

pub(in crate::render::document) fn not_assessed(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    let disabled: Vec<&CheckResult> =
        report.checks.iter().filter(|check| check.status == CheckStatus::Disabled).collect();
    if !disabled.is_empty() {
        let row = |check: &&CheckResult| vec![vec![code(&check.id, limits)], notes(&check.notes, limits)];
        let heads = [("Check", Prose), ("Why", Prose)];
        blocks.push(Block::Paragraph(text(format!("Disabled by the policy: {}.", count(disabled.len(), "check")))));
        // However little room there is: at least the checks are named.
        let named = &Limits { rows: limits.rows.max(disabled.len()), evidence: limits.evidence.max(1), ..*limits };
        blocks.push(Block::Table(table("Checks that the policy disables", &heads, &disabled, named, row)));
    }
    if report.not_assessed.is_empty() {
        blocks.push(Block::Paragraph(text("Every check that is switched on could be assessed.")));
        return blocks;
    }
    let columns = [("Check", Prose), ("Status", Short), ("Why", Prose), ("What would make it assessable", Prose)];
    let row = |n: &NotAssessed| {
        let is_idle = |check: &&CheckResult| check.id == n.rule && check.status == CheckStatus::NotApplicable;
        let is_idle = report.checks.iter().any(|check| is_idle(&check));
        let status = if is_idle { "not configured" } else { "not assessed" };
        vec![vec![code(&n.rule, limits)], text(status), prose(&n.why, limits), notes(&n.needs, limits)]
    };
    blocks.push(Block::Paragraph(text("These checks count as neither passed nor failed.")));
    blocks.push(Block::Table(table("Checks that could not be assessed", &columns, &report.not_assessed, limits, row)));
    blocks
}

pub(in crate::render::document) fn suppressed(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    if report.suppressed.is_empty() {
        blocks.push(Block::Paragraph(text("The policy suppresses no finding.")));
    } else {
        let columns = [
            ("Finding", Prose),
            ("Severity", Short),
            ("Check", Prose),
            ("Reason", Prose),
            ("Approved by", Prose),
            ("Until", Short),
        ];
        let row = |s: &Suppressed| {
            vec![
                prose(&s.finding.title, limits),
                vec![Span::Severity(s.finding.severity)],
                vec![code(&s.finding.rule, limits)],
                prose(&s.reason, limits),
                s.approved_by.as_deref().map_or_else(|| text("–"), |who| prose(who, limits)),
                text(s.expires.map_or_else(|| "no end".to_owned(), |day| day.to_string())),
            ]
        };
        blocks.push(Block::Table(table("Suppressed findings", &columns, &report.suppressed, limits, row)));
    }
    if !report.unused_suppressions.is_empty() {
        let columns = [("Check", Prose), ("Subject", Prose), ("Why without effect", Prose)];
        let row = |u: &UnusedSuppression| {
            vec![vec![code(&u.rule, limits)], vec![code(&u.subject, limits)], prose(&u.why, limits)]
        };
        blocks.push(Block::Paragraph(text("Suppressions of the policy without effect:")));
        blocks.push(Block::Table(table(
            "Suppressions without effect",
            &columns,
            &report.unused_suppressions,
            limits,
            row,
        )));
    }
    blocks
}
