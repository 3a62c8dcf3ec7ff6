//! `access-review.csv`: the worksheet that a reviewer fills in.

use anyhow::Result;

use super::super::escape::csv_cell;
use crate::model::worksheet::{ACCESS_REVIEW as COLUMNS, OF_THE_REVIEWER};
use crate::model::{AccessRow, Report};

pub(super) fn worksheet(report: &Report) -> Result<Vec<u8>> {
    let mut sheet = ::csv::Writer::from_writer(Vec::new());
    sheet.write_record(COLUMNS)?;
    for row in &report.access {
        sheet.write_record(cells(row, report).into_iter().chain(vec![String::new(); OF_THE_REVIEWER.len()]))?;
    }
    Ok(sheet.into_inner()?)
}

fn cells(row: &AccessRow, report: &Report) -> [String; COLUMNS.len() - OF_THE_REVIEWER.len()] {
    let optional = |text: &Option<String>| text.as_deref().map(csv_cell).unwrap_or_default();
    let privileged = if row.is_privileged { "yes" } else { "no" };
    [
        row.group.title().to_owned(),
        csv_cell(&row.id),
        optional(&row.name),
        csv_cell(&row.address),
        optional(&row.role),
        privileged.to_owned(),
        csv_cell(&row.workspaces.join("; ")),
        row.last_activity.map(|day| day.to_string()).unwrap_or_default(),
        csv_cell(&row.keys.join("; ")),
        csv_cell(&row.findings.join("; ")),
        report.as_of.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn the_worksheet_has_a_row_for_everybody_and_room_for_the_reviewer() {
        let report = sample::report();
        let sheet = worksheet(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(sheet.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len(), report.access.len());
        for (row, person) in rows.iter().zip(&report.access) {
            assert_eq!(&row[0], person.group.title());
            assert_eq!(row.iter().skip(11).collect::<String>(), "");
            assert!(!row[3].starts_with(['=', '+', '-', '@']), "{row:?}");
        }
    }
}
