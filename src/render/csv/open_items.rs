//! `open-items.csv`: a row for each subject, as trackers import them.

use anyhow::Result;

use super::{kind, status};
use crate::model::{OpenItem, Report};
use crate::render::File;
use crate::render::escape::{csv_cell, visible};
use crate::render::trackers::priority;

const COLUMNS: [&str; 17] = [
    "fingerprint",
    "summary",
    "severity",
    "priority",
    "status",
    "owner",
    "owner_role",
    "due",
    "overdue_days",
    "subject_kind",
    "subject_id",
    "subject_name",
    "workspace",
    "labels",
    "findings",
    "link",
    "description",
];
/// Jira's limit; a longer summary is refused.
const SUMMARY: usize = 250;
/// Jira's limit is 32,767, as that of a cell in Excel.
const DESCRIPTION: usize = 30_000;

pub(super) fn file(report: &Report) -> Result<File> {
    let mut rows = ::csv::Writer::from_writer(Vec::new());
    rows.write_record(COLUMNS)?;
    for item in &report.open_items {
        rows.write_record(cells(item))?;
    }
    Ok(File::new("open-items.csv", rows.into_inner()?))
}

fn cells(item: &OpenItem) -> [String; COLUMNS.len()] {
    let optional = |text: &Option<String>| text.as_deref().map(csv_cell).unwrap_or_default();
    let subject = &item.subject;
    let labels = [&["clade-analyze".to_owned()][..], &item.rules].concat();
    [
        item.fingerprint.clone(),
        csv_cell(&crate::render::escape::cut(&item.summary, SUMMARY)),
        item.severity.id().to_owned(),
        priority(item.severity).to_owned(),
        status(item.status).to_owned(),
        optional(&item.owner),
        optional(&item.owner_role),
        item.due.map(|day| day.to_string()).unwrap_or_default(),
        item.overdue_days.map(|days| days.to_string()).unwrap_or_default(),
        kind(subject.kind).to_owned(),
        optional(&subject.id),
        optional(&subject.name),
        optional(&subject.workspace),
        // Labels of Jira hold no blanks.
        csv_cell(&labels.join(" ")),
        csv_cell(&item.findings.join("; ")),
        item.findings.first().map(|id| format!("report.html#finding-{id}")).unwrap_or_default(),
        description(&item.description),
    ]
}

/// A line each; what strangers wrote stays on its line.
fn description(lines: &[String]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| visible(line)).collect();
    let whole = lines.join("\n");
    let guard = lines.first().is_some_and(|first| csv_cell(first).starts_with('\''));
    let cut: String = whole.chars().take(DESCRIPTION).collect();
    format!("{}{cut}", if guard { "'" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn every_item_is_a_row_that_trackers_take() {
        let report = sample::report();
        let file = file(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(file.bytes.as_slice());
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert!(!rows.is_empty() && rows.len() == report.open_items.len());
        for row in &rows {
            assert!(!row[1].contains('\n') && row[1].chars().count() <= SUMMARY + 1, "{row:?}");
            assert!(row[13].split(' ').all(|label| !label.is_empty()), "{row:?}");
            assert!(row[15].starts_with("report.html#finding-"), "{row:?}");
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
        let steps = rows[0][16].lines().filter(|line| line.starts_with("1. ")).count();
        assert_eq!(steps, 1, "steps on lines of their own");
    }

    #[test]
    fn a_formula_in_the_first_line_is_none() {
        assert_eq!(description(&["=1+1\nx".to_owned(), "- b".to_owned()]), "'=1+1\\nx\n- b");
    }
}
