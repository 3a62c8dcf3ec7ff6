//! For the tests next to the ingestors: a file as text in, its rows as short lines out; or a table's rows, after files were merged.

use chrono::{DateTime, NaiveDate};

use super::batch::Batch;
use super::document::Document;
use super::{ALL, Ingestor};
use crate::model::{Dataset, Kind, Money, Table};

/// Every row as `line: column=value …` without what is not stated, every rejected record as `line: rejected: column: reason`, in
/// the order of their lines. The ingestor must be the only one that claims the text.
pub(super) fn rows(ingestor: &Ingestor, text: &str) -> Vec<String> {
    let document = Document::open(text.as_bytes());
    let claimed: Vec<&str> = ALL.iter().filter(|other| (other.claims)(&document)).map(|other| other.id).collect();
    assert_eq!(claimed, [ingestor.id]);
    let mut batch = Batch::new(ingestor.table);
    (ingestor.read)(&document, &mut batch);
    let row = |row: usize| {
        let cells = (0..batch.table.columns().len()).filter_map(|column| cell(&batch, column, row));
        format!("{}: {}", batch.lines[row], cells.collect::<Vec<_>>().join(" "))
    };
    let mut lines: Vec<(u64, String)> = (0..batch.rows()).map(|at| (batch.lines[at], row(at))).collect();
    let found = |(line, why): &(u64, super::batch::Reject)| {
        let column = if why.column.is_empty() { String::new() } else { format!("{}: ", why.column) };
        (*line, format!("{line}: rejected: {column}{}", why.reason))
    };
    lines.extend(batch.rejects.iter().map(found));
    lines.sort_by_key(|(line, _)| *line);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn cell(batch: &Batch, column: usize, row: usize) -> Option<String> {
    let value = batch.value(column, row)?;
    let spec = batch.table.columns()[column];
    let small = || i64::try_from(value).unwrap();
    let text = match spec.kind {
        Kind::Text => batch.text(column, row).unwrap().to_owned(),
        Kind::Day => NaiveDate::from_num_days_from_ce_opt(i32::try_from(value).unwrap()).unwrap().to_string(),
        Kind::Instant => {
            DateTime::from_timestamp_micros(small()).unwrap().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
        }
        Kind::Integer => small().to_string(),
        Kind::Money => Money::from_units(value).to_string(),
        Kind::Flag => (value == 1).to_string(),
    };
    Some(format!("{}={text}", spec.name))
}

/// Rows of a table: these columns, separated by spaces, `-` for nothing stated.
pub(super) fn table_rows(data: &Dataset, table: Table, columns: &[&str]) -> Vec<String> {
    let frame = data.frame(table).unwrap();
    let cell = |name: &str, row: usize| {
        let column = frame.column(name).unwrap();
        match column.decimal() {
            Ok(amounts) => amounts.physical().get(row).map(|units| Money::from_units(units).to_string()),
            Err(_) => Some(column.get(row).unwrap().to_string()).filter(|value| value != "null"),
        }
    };
    let formatted =
        |name: &&str, row| cell(name, row).map_or_else(|| "-".to_owned(), |v| v.trim_matches('"').to_owned());
    let row = |row| columns.iter().map(|name| formatted(name, row)).collect::<Vec<_>>().join(" ");
    (0..frame.height()).map(row).collect()
}
