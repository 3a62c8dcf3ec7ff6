//! `grants-and-removals.csv`: the population from which an auditor draws, with room for the ticket.

use anyhow::Result;

use super::place;
use crate::model::{AccessChange, Report};
use crate::render::File;
use crate::render::escape::csv_cell;

const COLUMNS: [&str; 15] = [
    "at",
    "kind",
    "direction",
    "whom",
    "whom_id",
    "what",
    "workspace",
    "by",
    "departed_on",
    "removed_at",
    "lag_hours",
    "basis",
    "evidence",
    "findings",
    "ticket",
];

pub(super) fn file(report: &Report) -> Result<File> {
    let mut rows = ::csv::Writer::from_writer(Vec::new());
    rows.write_record(COLUMNS)?;
    for change in &report.access_changes.changes {
        rows.write_record(cells(change))?;
    }
    Ok(File::new("grants-and-removals.csv", rows.into_inner()?))
}

fn cells(one: &AccessChange) -> [String; COLUMNS.len()] {
    let optional = |text: &Option<String>| text.as_deref().map(csv_cell).unwrap_or_default();
    let at = one.time();
    let is_removal = one.departed_on.is_some() && !one.is_day;
    [
        at.clone(),
        one.kind.id().to_owned(),
        one.kind.direction().id().to_owned(),
        csv_cell(&one.whom),
        csv_cell(&one.whom_id),
        csv_cell(&one.what),
        optional(&one.workspace),
        optional(&one.by),
        one.departed_on.map(|day| day.to_string()).unwrap_or_default(),
        if is_removal { at } else { String::new() },
        one.lag_hours.map(|hours| format!("{hours:.1}")).unwrap_or_default(),
        one.basis.id().to_owned(),
        csv_cell(&one.evidence.iter().map(place).collect::<Vec<_>>().join("; ")),
        csv_cell(&one.findings.join("; ")),
        String::new(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn every_change_is_a_row_with_room_for_a_ticket() {
        let report = sample::report();
        let file = file(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(file.bytes.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert!(!rows.is_empty() && rows.len() == report.access_changes.changes.len());
        for row in &rows {
            assert_eq!(&row[14], "");
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
    }
}
