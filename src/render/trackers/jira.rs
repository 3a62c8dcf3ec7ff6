//! Jira: names of columns as its importer offers them, so that most are mapped by themselves.

use super::{assignee, lines, within};
use crate::model::{OpenItem, Report, Severity};
use crate::render::escape::{csv_cell, cut_at_word, jira};

const COLUMNS: [&str; 7] =
    ["Summary", "Issue Type", "Priority", "Due Date", "Assignee", "External issue ID", "Description"];
/// Jira refuses more than 255.
const SUMMARY: usize = 250;
/// Jira refuses more than 32,767, and so does a cell of Excel.
const DESCRIPTION: usize = 30_000;

pub(super) fn rows(report: &Report) -> Vec<Vec<String>> {
    let labels: Vec<Vec<String>> = report.open_items.iter().map(labels).collect();
    // A column for each label: the importer joins columns of one name.
    let most = labels.iter().map(Vec::len).max().unwrap_or_default();
    let names = COLUMNS.iter().map(|name| (*name).to_owned());
    let mut rows: Vec<Vec<String>> = vec![names.chain(std::iter::repeat_n("Labels".to_owned(), most)).collect()];
    for (item, mut labels) in report.open_items.iter().zip(labels) {
        labels.resize(most, String::new());
        rows.push(cells(report, item).into_iter().chain(labels).collect());
    }
    rows
}

fn cells(report: &Report, item: &OpenItem) -> [String; COLUMNS.len()] {
    // Numbers at the beginning are ours; the rest of a line loses its marks.
    let lines: Vec<String> = lines(report, item).iter().map(|line| jira(line)).collect();
    [
        csv_cell(&cut_at_word(&item.summary, SUMMARY)),
        "Task".to_owned(),
        priority(item.severity).to_owned(),
        item.due.map(|day| day.to_string()).unwrap_or_default(),
        assignee(item).map(csv_cell).unwrap_or_default(),
        item.fingerprint.clone(),
        within(&lines, DESCRIPTION),
    ]
}

/// Labels hold no blanks. That of the fingerprint finds the issue again: `labels = "clade-f10b1663f3"`.
fn labels(item: &OpenItem) -> Vec<String> {
    let own = ["clade-analyze".to_owned(), format!("clade-{}", item.fingerprint)];
    own.into_iter().chain(item.rules.iter().cloned()).collect()
}

/// Jira's own words, so that they need no mapping.
pub(in crate::render) const fn priority(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Highest",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Info => "Lowest",
    }
}
