//! The head of the report and its last word.

use super::{Block, Limits, Span, Words, code, prose, text};
use crate::model::{Report, Signature};

/// Whose report this is, of which days, as of when, under which policy, written by what.
pub(super) fn facts(report: &Report, limits: &Limits) -> Vec<(&'static str, Words)> {
    let mut facts = Vec::new();
    if let Some(name) = organization(report) {
        facts.push(("Organization", vec![Span::Strong(super::cut(name, limits.text))]));
    }
    facts.push(("Period", text(super::spelled(&report.period.to_string()))));
    facts.push(("As of", text(super::spelled(&report.as_of.format("%Y-%m-%d %H:%M UTC").to_string()))));
    let policy = report.policy.file.as_deref().map_or_else(|| text("defaults"), |file| vec![code(file, limits)]);
    facts.push(("Policy", policy));
    facts.extend(sign_off(report, limits));
    if report.pseudonymized.is_some() {
        facts.push(("Names", text("pseudonymized: labels stand in place of names, addresses and ids")));
    }
    facts.push(("Written by", text(format!("{} {}", report.tool.name, report.tool.version))));
    facts
}

/// Who answers for the report: each with their day, or that nobody does.
fn sign_off(report: &Report, limits: &Limits) -> Vec<(&'static str, Words)> {
    let sign_off = &report.sign_off;
    let signed = |who: Option<&Signature>| match who {
        Some(who) => vec![code(&who.name, limits), Span::Text(super::spelled(&format!(", {}", who.on)))],
        None => text("not signed"),
    };
    let mut facts: Vec<(&'static str, Words)> = match sign_off.is_signed() {
        true => sign_off.roles().map(|(role, who)| (role, signed(who))).into(),
        false => vec![("Sign-off", text("not signed"))],
    };
    let remarks = sign_off.remarks.iter().map(|remark| super::cut(remark, limits.text.max(200)));
    let remarks: Vec<String> = remarks.collect();
    facts.extend((!remarks.is_empty()).then(|| ("Remark on the sign-off", text(remarks.join("; ")))));
    facts
}

/// What the organization is called, where an export or the policy says so.
pub(in crate::render) fn organization(report: &Report) -> Option<&str> {
    let known = |text: &'_ &str| !text.trim().is_empty();
    report.organization.name.as_deref().filter(known).or(report.organization.id.as_deref().filter(known))
}

/// The title of every output: `Larkfield Robotics: Claude access audit, Q3 2026`.
pub(in crate::render) fn headline(report: &Report) -> String {
    let what = subject_line(report);
    organization(report).map_or(what.clone(), |name| format!("{name}: {what}"))
}

/// The title without the organization: `Claude access audit, Q3 2026`.
pub(in crate::render) fn subject_line(report: &Report) -> String {
    let names = if report.pseudonymized.is_some() { " (pseudonymized)" } else { "" };
    format!("Claude access audit, {}{names}", report.period.title())
}

/// What hashes prove and what they do not, and how to take a verdict.
pub(super) fn about(report: &Report) -> Vec<Block<'static>> {
    let point = |words: &str| {
        prose(words, &Limits { findings: 0, details: 0, rows: 0, background: 0, evidence: 0, text: usize::MAX })
    };
    vec![Block::List(vec![
        point(
            "Every input and output is listed in manifest.json with its SHA-256. That shows which bytes were read and that the \
             report was not changed since the run. It does not show that the exports are complete or genuine: whoever exports the data can leave something out. The sections on inputs and coverage list what was read.",
        ),
        point(
            "Names under the report come from the policy; the program signs nothing. Whoever can change this folder can write a new \
             manifest for it: keep the manifest's own SHA-256 elsewhere, or sign manifest.json with minisign or cosign (docs/signing.md). `clade-analyze verify` compares all hashes; with --exports it also builds the report again and lists what does not follow from the exports, whatever the manifest claims.",
        ),
        point(
            "The report is a function of the exports and the policy. It was computed offline and without reading the clock: the same files give the same bytes on any machine, so anybody with the files can repeat it.",
        ),
        point(
            "A pass means that the checks named under the control found nothing in this data. It supports an assessment of the \
             control; it satisfies no framework by itself. Not assessed means that nothing was judged, not that nothing is wrong.",
        ),
        point(&format!(
            "Ages refer to {}, sums and events to {}.",
            report.as_of.format("%Y-%m-%d %H:%M UTC"),
            report.period
        )),
    ])]
}
