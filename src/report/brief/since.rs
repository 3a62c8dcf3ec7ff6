//! What changed since the last report, in one sentence of the conclusion.

use crate::model::Report;

/// `Since the report as of 2026-07-01: 1 new, 3 persisting, 2 resolved; 3 overdue.` None without a baseline, or where nothing could be
/// compared with it.
pub(super) fn sentence(report: &Report) -> Option<String> {
    let since = report.baseline.as_ref()?;
    let open = since.not_comparable.len() + since.unjudged.len();
    let counts = [
        (since.new, "new"),
        (since.persisting, "persisting"),
        (since.reopened, "reopened"),
        (since.resolved, "resolved"),
        (open as u64, "not comparable"),
    ];
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let overdue = report.findings.iter().filter(|one| one.assignment.overdue_days(report.as_of).is_some()).count();
    let late = if overdue > 0 { format!("; {overdue} overdue") } else { String::new() };
    let day = since.as_of.date_naive();
    (!parts.is_empty()).then(|| format!("Since the report as of {day}: {}{late}.", parts.join(", ")))
}
