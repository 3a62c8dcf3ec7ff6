//! `log-review.csv`: the worksheet in which somebody decides about what administrators did.

use anyhow::Result;

use super::super::escape::csv_cell;
use crate::model::worksheet::LOG_REVIEW as COLUMNS;
use crate::model::{Change, LogRow, Report};

pub(super) fn worksheet(report: &Report) -> Result<Vec<u8>> {
    let mut sheet = ::csv::Writer::from_writer(Vec::new());
    sheet.write_record(COLUMNS)?;
    for row in report.log_review.iter().flat_map(|review| &review.rows) {
        sheet.write_record(cells(row, report))?;
    }
    Ok(sheet.into_inner()?)
}

fn cells(row: &LogRow, report: &Report) -> [String; COLUMNS.len()] {
    let mut objects = row.objects.join("; ");
    if row.more_objects > 0 {
        objects.push_str(&format!("; and {} more", row.more_objects));
    }
    let changes: Vec<String> = row.changes.iter().map(change).collect();
    [
        csv_cell(&row.id),
        csv_cell(&row.actor),
        csv_cell(&row.event),
        row.count.to_string(),
        csv_cell(&row.first),
        csv_cell(&row.last),
        csv_cell(&objects),
        csv_cell(&changes.join("; ")),
        csv_cell(&row.networks.join("; ")),
        row.flagged.to_string(),
        csv_cell(&row.findings.join("; ")),
        csv_cell(&row.evidence.as_ref().map(super::place).unwrap_or_default()),
        report.as_of.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        csv_cell(&row.event_keys.join(" ")),
    ]
}

/// `role: user → admin`, `enabled: false`.
fn change(change: &Change) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    match (&change.before, &change.after) {
        (None, Some(after)) => format!("{}: {after}", change.field),
        (before, after) => format!("{}: {} → {}", change.field, value(before), value(after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn the_worksheet_has_a_row_for_every_decision_and_room_for_it() {
        let report = sample::report();
        let sheet = worksheet(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(sheet.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len(), report.log_review.as_ref().unwrap().rows.len());
        for row in &rows {
            assert_eq!(row.iter().skip(13).take(5).collect::<String>(), "", "what the reviewer fills in");
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
        assert_eq!((&rows[0][3], &rows[0][7]), ("2", "role: user → admin; enabled: false"));
        assert_eq!((&rows[0][9], &rows[0][11]), ("1", "audit/feed_2026-Q3.jsonl:31"));
        assert_eq!(&rows[0][18], "aaaabbbbcc ddddeeeeff");
    }
}
