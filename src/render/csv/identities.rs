//! `non-human-identities.csv`: the worksheet in which somebody decides about identities without a person.

use anyhow::Result;
use chrono::NaiveDate;

use super::super::escape::csv_cell;
use crate::model::worksheet::{IDENTITY_REVIEW as COLUMNS, OF_THE_REVIEWER};
use crate::model::{IdentityRow, Report};

pub(super) fn worksheet(report: &Report) -> Result<Vec<u8>> {
    let mut sheet = ::csv::Writer::from_writer(Vec::new());
    sheet.write_record(COLUMNS)?;
    for row in &report.identities {
        sheet.write_record(cells(row, report).into_iter().chain(vec![String::new(); OF_THE_REVIEWER.len()]))?;
    }
    Ok(sheet.into_inner()?)
}

fn cells(row: &IdentityRow, report: &Report) -> [String; COLUMNS.len() - OF_THE_REVIEWER.len()] {
    let optional = |text: &Option<String>| text.as_deref().map(csv_cell).unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        row.kind.title().to_owned(),
        csv_cell(&row.id),
        optional(&row.name),
        optional(&row.owner),
        optional(&row.owner_from),
        optional(&row.purpose),
        optional(&row.environment),
        optional(&row.workspace),
        csv_cell(&row.access.join("; ")),
        csv_cell(&row.status),
        day(row.created_on),
        row.age_days.map(|days| days.to_string()).unwrap_or_default(),
        day(row.last_use),
        day(row.expires_on),
        csv_cell(&row.findings.join("; ")),
        csv_cell(&super::place(&row.evidence)),
        report.as_of.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn the_worksheet_has_a_row_for_each_and_room_for_the_reviewer() {
        let report = sample::report();
        let sheet = worksheet(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(sheet.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len(), report.identities.len());
        for (row, identity) in rows.iter().zip(&report.identities) {
            assert_eq!(&row[0], identity.kind.title());
            assert_eq!(row.iter().skip(17).collect::<String>(), "");
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
        }
    }
}
