//! The Console's usage export: tokens by day (or hour, or minute), model, key and workspace.
//!
//! Columns vanish when the page is grouped by less, so every column but the date is optional and read by name.

use super::Ingestor;
use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::row_of_sums;
use super::text::decimals::Decimals;
use super::text::delimited::Row;
use super::text::usage_dates::UsageDates;
use super::vocabulary::dimension;
use crate::model::Table;

/// Recognizes the usage export in all its header versions, reduced ones included.
pub const INGESTOR: Ingestor = Ingestor {
    id: "console-usage",
    title: "Console usage CSV",
    table: Table::Usage,
    signature: &["usage_date_utc", "model_version", "usage_output_tokens"],
    claims: |document| document.has_columns(&["usage_date_utc", "model_version"]),
    read,
};

/// Canonical column and the names it has had. The first cache column did not distinguish cache lifetimes; the only one then was 5 minutes.
const DIMENSIONS: [(&str, &[&str]); 9] = [
    ("model", &["model_version"]),
    ("key_name", &["api_key", "api_key_name"]),
    ("key_id", &["api_key_id"]),
    ("workspace_name", &["workspace", "workspace_name"]),
    ("workspace_id", &["workspace_id"]),
    ("service_tier", &["usage_type", "service_tier"]),
    ("context_window", &["context_window"]),
    ("inference_geo", &["inference_geo"]),
    ("speed", &["speed"]),
];
const MEASURES: [(&str, &[&str]); 6] = [
    ("uncached_input", &["usage_input_tokens_no_cache"]),
    ("cache_write_5m", &["usage_input_tokens_cache_write_5m", "usage_input_tokens_cache_write"]),
    ("cache_write_1h", &["usage_input_tokens_cache_write_1h"]),
    ("cache_read", &["usage_input_tokens_cache_read"]),
    ("output", &["usage_output_tokens"]),
    ("web_searches", &["web_search_count"]),
];

/// Measures of every header version; the 1-hour cache and web searches came in 2025-06.
const ALWAYS: [&str; 4] = ["uncached_input", "cache_write_5m", "cache_read", "output"];

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let dates = UsageDates::of(csv);
    let dimensions = DIMENSIONS.map(|(name, names)| (name, csv.column(names)));
    let measures = MEASURES.map(|(name, names)| (name, csv.column(names)));
    let decimals = Decimals::of(csv, Vec::new(), measures.iter().filter_map(|(_, at)| *at).collect());
    // Every header version has these; a file that somebody cut a column out of has too small sums.
    for (name, _) in measures.iter().filter(|(name, at)| at.is_none() && ALWAYS.contains(name)) {
        batch.note(format!("no column with {name} tokens: they are in no sum"));
    }
    // Known and without use: the key's status is of the day of the export, not of the row.
    let status = csv.column(&["api_key_status"]);
    // A word for a sum stands in place of a date, or of a key or workspace.
    let of = |name: &str| dimensions.iter().find(|(known, _)| *known == name).and_then(|(_, at)| *at);
    let (model, sums) = (of("model"), [dates.column(), of("key_name"), of("workspace_name")]);
    // A key's id and its status come together, and most exports have neither.
    let is_expected = |name: &str| match name {
        "workspace_id" => false,
        "key_id" => status.is_some(),
        _ => !ALWAYS.contains(&name),
    };
    let expected = DIMENSIONS.iter().chain(&MEASURES).filter(|(name, _)| is_expected(name)).map(|(_, names)| *names);
    batch.note_absent_columns(csv, &expected.collect::<Vec<_>>());
    let carried = dimensions.iter().chain(&measures).filter(|(_, at)| at.is_some()).map(|(name, _)| *name);
    batch.carries(&carried.chain(["day", "minute", "counted"]).collect::<Vec<_>>());
    let one = |row: &Row, line: u64, batch: &mut Batch| -> Result<(), Reject> {
        if row_of_sums::is_passed_over(row, model, &sums, batch) {
            return Ok(());
        }
        let (day, minute) = dates.read(row)?;
        let mut cells = vec![Cell::Day(day), minute.map_or(Cell::Null, |m| Cell::Integer(i64::from(m)))];
        for (name, column) in dimensions {
            cells.push(dimension(row.cell(column)?, name));
        }
        // Which organization it is of, the Console's exports do not say.
        cells.push(Cell::Null);
        for (_, column) in measures {
            cells.push(decimals.count(row, column)?.map_or(Cell::Null, Cell::Integer));
        }
        cells.extend([Cell::Flag(true), Cell::Null]);
        batch.push(line, &cells);
        Ok(())
    };
    let keys = [of("key_name"), of("key_id")];
    csv.each_folded(batch, dates.column(), &measures, |row, line, batch| {
        // Whose use it would have been, is known: a key in a row that cannot be read is not unused.
        let names = || keys.iter().map(|column| row.text(*column).unwrap_or_default());
        one(row, line, batch).map_err(|reject| names().fold(reject, Reject::about))
    });
    dates.note(batch);
    decimals.note(batch);
    batch.note_unknown_columns(csv);
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;

    fn notes(header: &str) -> Vec<String> {
        let row = header.split(',').map(|name| if name.starts_with("usage_date") { "2026-07-01" } else { "1" });
        let file = format!("{header}\n{}\n", row.collect::<Vec<_>>().join(","));
        load_bytes(vec![("usage.csv".to_owned(), file.into_bytes())]).unwrap().inputs.remove(0).notes
    }

    #[test]
    fn a_column_that_was_cut_out_is_told() {
        let oldest = "usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_write,\
                      usage_input_tokens_cache_read,usage_output_tokens";
        let absent = "columns not there, of which nothing is known or counted: api_key, workspace, usage_type, context_window, \
                      inference_geo, speed, usage_input_tokens_cache_write_1h, web_search_count";
        assert_eq!(notes(oldest), [absent]);
        assert_eq!(
            notes(&oldest.replace(",usage_output_tokens", "")),
            ["no column with output tokens: they are in no sum", absent]
        );
        let newest = format!(
            "{},api_key,workspace,usage_type,context_window,inference_geo,speed,usage_input_tokens_cache_write_1h,web_search_count",
            oldest
        );
        assert_eq!(notes(&newest), [""; 0]);
        let with_status = notes(&format!("{newest},api_key_status"));
        assert_eq!(with_status, ["columns not there, of which nothing is known or counted: api_key_id"]);
    }
}
