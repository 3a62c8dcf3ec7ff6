//! The table itself: a row for each control and figure, a column for each report.

use crate::model::{Baseline, CheckStatus, Control, Report, Severity, Signature, Verdict};

/// What stands in the cell of a report that does not say.
const NOTHING: &str = "–";

/// A row's title, and its cell of a report.
type Figure = (&'static str, fn(&Report) -> String);

const FIGURES: [Figure; 9] = [
    ("Findings open", |report| report.findings.len().to_string()),
    ("of these critical and high", |report| {
        let is_grave = |severity: Severity| matches!(severity, Severity::Critical | Severity::High);
        report.findings.iter().filter(|finding| is_grave(finding.severity)).count().to_string()
    }),
    ("New, persisting, reopened, resolved", |report| {
        report.baseline.as_ref().map_or_else(
            || NOTHING.to_owned(),
            |since| format!("{}, {}, {}, {}", since.new, since.persisting, since.reopened, since.resolved),
        )
    }),
    ("Suppressed", |report| report.suppressed.len().to_string()),
    ("Checks not assessed", |report| {
        report.checks.iter().filter(|check| check.status == CheckStatus::NotAssessed).count().to_string()
    }),
    ("Access review", |report| {
        report.access_review.as_ref().map_or_else(
            || NOTHING.to_owned(),
            |review| format!("{} of {} decided", review.reviewed, review.population),
        )
    }),
    ("Prepared by", |report| signature(report.sign_off.prepared_by.as_ref())),
    ("Reviewed by", |report| signature(report.sign_off.reviewed_by.as_ref())),
    ("Approved by", |report| signature(report.sign_off.approved_by.as_ref())),
];

fn signature(who: Option<&Signature>) -> String {
    who.map_or_else(|| "not signed".to_owned(), |who| format!("{}, {}", plain(&who.name), who.on))
}

/// The table, and below it what its readers have to know.
pub(super) fn markdown(all: &[Baseline], remarks: &[String]) -> String {
    let mut lines = vec![title(all), String::new()];
    let periods: Vec<String> = all.iter().map(|one| one.report.period.label()).collect();
    lines.push(row("Control", &periods));
    lines.push(format!("|{}", "---|".repeat(all.len() + 1)));
    for control in Control::ALL {
        let title =
            all.iter().rev().find_map(|one| Some(&one.report.controls.iter().find(|it| it.id == control)?.title));
        let cells: Vec<String> = all.iter().map(|one| verdict(&one.report, control)).collect();
        lines.push(row(title.map_or(control.id(), String::as_str), &cells));
    }
    for (name, figure) in FIGURES {
        let cells: Vec<String> = all.iter().map(|one| figure(&one.report)).collect();
        lines.push(row(name, &cells));
    }
    lines.push(row(
        "SHA-256 of findings.json",
        &all.iter().map(|one| format!("`{}`", &one.sha256[..12])).collect::<Vec<_>>(),
    ));
    lines.push(String::new());
    lines.push(
        "A control's cell has its verdict, and of how many things how many are exceptions. Fail: an open finding of medium severity or above. \
         Whether a report is what was written then, `clade-analyze verify` says."
            .to_owned(),
    );
    if !remarks.is_empty() {
        lines.push(String::new());
        lines.extend(remarks.iter().map(|remark| format!("- {remark}")));
    }
    lines.join("\n")
}

fn title(all: &[Baseline]) -> String {
    let names = all.iter().rev().find_map(|one| one.report.organization.name.as_deref());
    let span = match all {
        [one] => one.report.period.label(),
        [first, .., last] => format!("{} to {}", first.report.period.start, last.report.period.end),
        [] => String::new(),
    };
    match names {
        Some(name) => format!("# Controls of {} from {span}", plain(name)),
        None => format!("# Controls from {span}"),
    }
}

/// `fail, 3 of 83`.
fn verdict(report: &Report, control: Control) -> String {
    let Some(found) = report.controls.iter().find(|one| one.id == control) else { return NOTHING.to_owned() };
    let word = found.status.id().replace('-', " ");
    match found.status {
        Verdict::NotAssessed => word,
        _ => format!("{word}, {} of {}", found.exceptions, found.population),
    }
}

fn row(title: &str, cells: &[String]) -> String {
    format!("| {} | {} |", plain(title), cells.join(" | "))
}

/// A name of strangers, which may not end a cell or begin markup.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            out.push(' ');
        } else {
            out.extend("\\`*_{}[]<>()#|!".contains(c).then_some('\\'));
            out.push(c);
        }
    }
    out
}
