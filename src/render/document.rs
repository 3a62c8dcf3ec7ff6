//! The report in words and tables, said once; HTML and Markdown only spell it.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::model::Report;

use super::escape::cut;

mod about;
mod access;
mod access_changes;
mod assignment;
mod attestations;
mod blocks;
mod brief;
mod charts;
mod clouds;
mod comment;
mod dates;
mod effective_access;
mod figures;
mod findings;
mod gateways;
mod homes;
mod identities;
mod key_figures;
mod log_decisions;
mod log_review;
mod organization;
mod policy;
mod populations;
mod reconciliation;
mod rotation;
mod samples;
mod since;
mod spend_change;
mod tables;
mod words;

pub(super) use about::{headline, organization, subject_line};
pub(super) use blocks::{Block, Card, Cards, Cells, Group, Illustration, Item, Table};
pub(super) use comment::Comment;
#[cfg(test)]
pub(super) use comment::units;
pub(super) use dates::spelled;
pub(super) use figures::{Figure, figures};
pub(super) use findings::Room;
pub(super) use since::counts;
pub(super) use tables::by_worst as controls_by_worst;
pub(super) use words::{Span, Words, joined, mark, word};
use words::{code, prose, text};

/// A whole report.
pub(super) struct Document<'a> {
    /// Its headline.
    pub(super) title: String,
    /// Whose, which days, as of when.
    pub(super) facts: Vec<(&'static str, Words)>,
    /// Its parts, in order.
    pub(super) sections: Vec<Section<'a>>,
}

/// A part with a headline.
pub(super) struct Section<'a> {
    /// Anchor.
    pub(super) id: &'static str,
    /// Headline.
    pub(super) title: &'static str,
    /// Whether a short format may fold it away.
    pub(super) folded: bool,
    /// What stands in it.
    pub(super) blocks: Vec<Block<'a>>,
}

/// How much a format has room for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Findings of a control.
    pub(super) findings: usize,
    /// Those of them that are written with evidence and steps; the others take a line.
    pub(super) details: usize,
    /// Rows of a table.
    pub(super) rows: usize,
    /// Rows of the tables behind the findings: checks, inputs, schedules and the like.
    pub(super) background: usize,
    /// Places of a finding, notes of a row.
    pub(super) evidence: usize,
    /// Characters of one text of a stranger.
    pub(super) text: usize,
}

fn section<'a>(id: &'static str, title: &'static str, folded: bool, blocks: Vec<Block<'a>>) -> Section<'a> {
    Section { id, title, folded, blocks }
}

/// Says what the report says, within these limits.
pub(super) fn document<'a>(report: &'a Report, limits: &Limits) -> Document<'a> {
    written(report, limits, true)
}

/// The same without the lists of the page, which repeat in another order what stands above them.
fn without_lists<'a>(report: &'a Report, limits: &Limits) -> Document<'a> {
    written(report, limits, false)
}

fn written<'a>(report: &'a Report, limits: &Limits, with_lists: bool) -> Document<'a> {
    let behind = &Limits { rows: limits.background, ..*limits };
    let mut sections = summary(report, limits, behind, with_lists);
    sections.extend(details(report, limits, behind, with_lists));
    sections.extend(evidence(report, behind));
    Document { title: cut(&about::headline(report), limits.text), facts: about::facts(report, limits), sections }
}

/// Anchors of two sections, as reports have had them ever since: the table of controls, and the findings by control.
pub(super) const TABLE_OF_CONTROLS: &str = "verdicts";
pub(super) const FINDINGS_BY_CONTROL: &str = "controls";

/// What everybody reads: the conclusion, the controls, what is new, the findings by subject.
fn summary<'a>(report: &'a Report, limits: &Limits, behind: &Limits, with_lists: bool) -> Vec<Section<'a>> {
    let mut sections = vec![section("conclusion", "Conclusion", false, brief::conclusion(report, limits))];
    if !report.brief.first.is_empty() {
        sections.push(section("first", "Do these first", false, brief::first(report, limits)));
    }
    sections.extend([
        section("confidence", "How sure this is", false, brief::confidence(report, limits)),
        section(TABLE_OF_CONTROLS, "Controls", false, tables::controls(report, limits)),
        section("figures", "Key figures", false, key_figures(report, limits)),
    ]);
    if let Some(comparison) = &report.baseline {
        sections.push(section("since", "Since the last report", false, since::since(report, comparison, limits)));
    }
    if with_lists && !report.tree.is_empty() {
        sections.push(section("organization", "Organization", true, organization::tree(report, behind)));
    }
    if !report.brief.people.is_empty() {
        sections.push(section("people", "People with several findings", false, brief::people(report, limits)));
    }
    sections.push(section("findings", "Findings", false, findings::cards(report, limits)));
    sections
}

/// Spend, findings by control, what is to be done and what was not judged.
fn details<'a>(report: &'a Report, limits: &Limits, behind: &Limits, with_lists: bool) -> Vec<Section<'a>> {
    let mut sections = Vec::new();
    if !report.charts.is_empty() {
        sections.push(section("charts", "Spend", false, charts::spend(report, limits)));
    }
    if let Some(change) = &report.spend_change {
        sections.push(section("spend-change", "What changed in spend", true, spend_change::of_period(change, behind)));
    }
    if !report.totals.cloud_cost_usd.is_empty() {
        let blocks = clouds::bills(&report.totals.cloud_cost_usd, behind);
        sections.push(section("clouds", "Claude on bills of clouds", true, blocks));
    }
    if !report.gateway_keys.is_empty() || !report.totals.gateway_usd.is_empty() {
        sections.push(section("gateways", "Claude through gateways", true, gateways::gateways(report, behind)));
    }
    if with_lists {
        sections.push(section(FINDINGS_BY_CONTROL, "Findings by control", true, findings::groups(report, limits)));
    }
    sections.extend([
        section("rotations", "Keys to rotate", true, rotation::schedule(report, behind)),
        section("not-assessed", "Not assessed", true, tables::not_assessed(report, limits)),
        section("suppressed", "Suppressed", true, tables::suppressed(report, limits)),
    ]);
    if let Some(review) = &report.log_review {
        let mut blocks = log_review::log_review(report, review, behind);
        let drawn = blocks.len().min(2);
        blocks.splice(drawn..drawn, charts::log(report, limits));
        sections.push(section("audit-log", "Audit log in the period", true, blocks));
    }
    if !report.other_attestations.is_empty() {
        sections.push(section("attestations", "Attestations", true, attestations::others(report, limits)));
    }
    if !report.samples.is_empty() {
        sections.push(section("samples", "Samples for the auditor", true, samples::samples(report, behind)));
    }
    if let Some(found) = &report.reconciliation {
        sections.push(section("reconciliation", "Reconciliation", true, reconciliation::reconciliation(found, limits)));
    }
    sections
}

/// What stands behind it: checks, inputs, lists, the policy.
fn evidence<'a>(report: &'a Report, behind: &Limits) -> Vec<Section<'a>> {
    vec![
        section("checks", "Checks", true, vec![Block::Table(tables::checks(report, behind))]),
        section("inputs", "Inputs", true, tables::inputs(report, behind)),
        section("coverage", "Coverage", true, tables::coverage(report, behind)),
        section(
            "access-changes",
            "Grants and removals in the period",
            true,
            access_changes::access_changes(report, behind),
        ),
        section("effective-access", "Who reaches what", true, effective_access::effective_access(report, behind)),
        section("access", "Access review", true, access::access(report, behind)),
        section("identities", "Non-human identities", true, identities::identities(report, behind)),
        section("populations", "Populations tied out", true, populations::populations(report, behind)),
        section("policy", "The policy", true, policy::policy(report, behind)),
        section("frameworks", "Framework references", true, tables::frameworks(report, behind)),
        section("about", "What this report proves", true, about::about(report)),
    ]
}

/// What is derived from counts and sums: a line of figures above a drawing.
pub(super) fn derived(report: &Report) -> Vec<Figure> {
    key_figures::figures(&report.key_figures)
}

/// Counts and sums, then what is derived from them.
fn key_figures(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let all = figures(report).into_iter().chain(derived(report)).collect();
    let mut blocks = vec![Block::Figures(all)];
    blocks.extend(key_figures::definitions(&report.key_figures, limits));
    blocks
}

/// A count with its noun: `1 finding`, `2 findings`.
pub(super) fn count(n: usize, noun: &str) -> String {
    crate::model::counted(n, noun)
}

/// The heads of a table whose columns are always the same.
fn heads(columns: &[(&'static str, Cells)]) -> Vec<(Cow<'static, str>, Cells)> {
    columns.iter().map(|(head, cells)| ((*head).into(), *cells)).collect()
}
