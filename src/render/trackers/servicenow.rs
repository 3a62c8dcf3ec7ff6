//! ServiceNow: names of columns are those of the table `task` and what extends it, so that a transform map is made by itself.

use super::{assignee, lines, within};
use crate::model::{OpenItem, Report, Severity};
use crate::render::escape::{csv_cell, cut_at_word, visible};

const COLUMNS: [&str; 9] = [
    "correlation_id",
    "correlation_display",
    "short_description",
    "description",
    "impact",
    "urgency",
    "due_date",
    "assigned_to",
    "category",
];
/// Length of the column in the base system.
const SHORT_DESCRIPTION: usize = 160;
/// Length of the column in the base system.
const DESCRIPTION: usize = 4_000;

pub(super) fn rows(report: &Report) -> Vec<Vec<String>> {
    let names = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    let rows = report.open_items.iter().map(|item| cells(report, item).into());
    std::iter::once(names).chain(rows).collect()
}

fn cells(report: &Report, item: &OpenItem) -> [String; COLUMNS.len()] {
    let lines: Vec<String> = lines(report, item).iter().map(|line| visible(line).into_owned()).collect();
    let (impact, urgency) = grades(item.severity);
    [
        item.fingerprint.clone(),
        report.tool.name.clone(),
        csv_cell(&cut_at_word(&item.summary, SHORT_DESCRIPTION)),
        within(&lines, DESCRIPTION),
        impact.to_owned(),
        urgency.to_owned(),
        // The system's own format; the time is the end of the day.
        item.due.map(|day| format!("{day} 23:59:59")).unwrap_or_default(),
        assignee(item).map(csv_cell).unwrap_or_default(),
        "security".to_owned(),
    ]
}

/// Impact and urgency, from which the base system looks up priorities 1 to 4.
const fn grades(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Critical => ("1", "1"),
        Severity::High => ("1", "2"),
        Severity::Medium => ("2", "2"),
        Severity::Low | Severity::Info => ("2", "3"),
    }
}
