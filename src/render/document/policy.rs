//! What the report goes by: the policy, its sign-off, and thresholds that are looser than frameworks ask.

use super::Cells::{Number, Prose};
use super::tables::table;
use super::{Block, Limits, Span, Words, code, prose, text};
use crate::model::{LooserThreshold, Report, counted};

pub(super) fn policy(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut lead = match &report.policy.file {
        Some(file) => vec![Span::Text("The thresholds are those of the policy ".into()), code(file, limits)],
        None => text("No policy was given: every threshold is at its default, which nobody approved"),
    };
    if let Some(hash) = &report.policy.sha256 {
        lead.push(Span::Text(" with the SHA-256 ".into()));
        lead.push(code(hash, &Limits { text: limits.text.max(64), ..*limits }));
    }
    lead.push(Span::Text(". ".into()));
    let all = &report.looser_thresholds;
    if all.is_empty() {
        lead.push(Span::Text("None is looser than what the frameworks below ask for in numbers.".into()));
        return vec![Block::Paragraph(lead)];
    }
    lead.push(Span::Text(
        "Some frameworks ask for a number. Whoever is assessed against one should set the threshold to it, or say why not:".into(),
    ));
    let columns = [
        ("Check", Prose),
        ("Threshold", Prose),
        ("In force", Prose),
        ("Asked at most", Number),
        ("By", Prose),
        ("What it asks", Prose),
    ];
    let row = |one: &LooserThreshold| -> Vec<Words> {
        let now = match one.in_force {
            Some(days) => {
                format!("{}, {}", counted(days, "day"), if one.by_policy { "by the policy" } else { "the default" })
            }
            None => "the policy switches the check off".to_owned(),
        };
        vec![
            vec![code(&one.check, limits)],
            vec![code(&one.threshold, limits)],
            text(now),
            text(counted(one.asked, "day")),
            prose(&one.requirement, limits),
            prose(&one.asks, limits),
        ]
    };
    vec![
        Block::Paragraph(lead),
        Block::Table(table("Thresholds that are looser than a framework asks", &columns, all, limits, row)),
    ]
}
