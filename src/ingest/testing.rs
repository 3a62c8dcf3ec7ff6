//! For the tests beside the ingestors: tables as texts.

use crate::model::{Dataset, Money, Table};

/// Rows of a table: these columns, separated by spaces, `-` for nothing stated.
pub(super) fn rows(data: &Dataset, table: Table, columns: &[&str]) -> Vec<String> {
    let frame = data.frame(table).unwrap();
    let cell = |name: &str, row: usize| {
        let column = frame.column(name).unwrap();
        match column.decimal() {
            Ok(amounts) => amounts.physical().get(row).map(|units| Money::from_units(units).to_string()),
            Err(_) => Some(column.get(row).unwrap().to_string()).filter(|value| value != "null"),
        }
    };
    let spelled = |name: &&str, row| cell(name, row).map_or_else(|| "-".to_owned(), |v| v.trim_matches('"').to_owned());
    let row = |row| columns.iter().map(|name| spelled(name, row)).collect::<Vec<_>>().join(" ");
    (0..frame.height()).map(row).collect()
}
