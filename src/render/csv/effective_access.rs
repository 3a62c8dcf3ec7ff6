//! `effective-access.csv`: who reaches which resource, by every way.

use anyhow::Result;

use super::place;
use crate::model::{EffectiveAccess, Report};
use crate::render::File;
use crate::render::escape::csv_cell;

const COLUMNS: [&str; 13] = [
    "principal_kind",
    "principal_id",
    "principal",
    "left",
    "resource_kind",
    "resource_id",
    "resource",
    "environment",
    "right",
    "privileged",
    "ways",
    "by",
    "evidence",
];

pub(super) fn file(report: &Report) -> Result<File> {
    let mut rows = ::csv::Writer::from_writer(Vec::new());
    rows.write_record(COLUMNS)?;
    for row in &report.effective_access.rows {
        rows.write_record(cells(row))?;
    }
    Ok(File::new("effective-access.csv", rows.into_inner()?))
}

fn cells(row: &EffectiveAccess) -> [String; COLUMNS.len()] {
    let optional = |text: &Option<String>| text.as_deref().map(csv_cell).unwrap_or_default();
    let mut kinds: Vec<&str> = row.ways.iter().map(|way| way.kind.title()).collect();
    kinds.dedup();
    let mut places: Vec<String> = row.ways.iter().map(|way| place(&way.evidence)).collect();
    places.dedup();
    [
        row.principal_kind.title().to_owned(),
        csv_cell(&row.principal_id),
        csv_cell(&row.principal),
        optional(&row.left),
        row.resource_kind.id().to_owned(),
        optional(&row.resource_id),
        csv_cell(&row.resource),
        row.environment.unwrap_or_default().to_owned(),
        row.right().title().to_owned(),
        if row.right().is_privileged() { "yes" } else { "no" }.to_owned(),
        kinds.join("; "),
        csv_cell(&row.by()),
        csv_cell(&places.join("; ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn every_principal_and_resource_is_a_row() {
        let report = sample::report();
        let file = file(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(file.bytes.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert!(!rows.is_empty() && rows.len() == report.effective_access.rows.len());
        for (cells, row) in rows.iter().zip(&report.effective_access.rows) {
            assert_eq!(&cells[8], row.right().title());
            assert_eq!(&cells[9], if row.right().is_privileged() { "yes" } else { "no" });
            assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
        }
    }
}
