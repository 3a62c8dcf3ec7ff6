//! Every rule of overlapping exports, with the near miss next to it.

mod copies;
mod editions;
mod objects;
mod page_copies;
mod pages;
mod pages_elsewhere;
mod periods;
mod reduced;
mod renamed;
mod reports;
mod rewritten_logs;
mod times;
mod whole_copies;

use crate::ingest::load_bytes;
use crate::model::{Dataset, Money, Table};

/// Reads files named a, b, c … and tells per file `accepted/duplicates/restated`, then what counts: output tokens or dollars.
///
/// What counts must not depend on the names of the files.
fn merged(files: &[&str]) -> String {
    let named = |backwards: bool| {
        let names =
            |at: usize| char::from(b'a' + u8::try_from(if backwards { files.len() - 1 - at } else { at }).unwrap());
        load_bytes(
            files.iter().enumerate().map(|(at, text)| (names(at).to_string(), text.as_bytes().to_vec())).collect(),
        )
        .unwrap()
    };
    let data = named(false);
    assert_eq!(counted(&data), counted(&named(true)), "another order of paths");
    let mut found: Vec<String> = data
        .inputs
        .iter()
        .map(|input| {
            assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated, "{input:?}");
            format!("{}/{}/{}", input.accepted, input.duplicates, input.restated)
        })
        .collect();
    found.push(format!("= {}", counted(&data)));
    found.join(" ")
}

/// The sum of what counts.
fn counted(data: &Dataset) -> Money {
    let mut sum = Money::ZERO;
    for (table, measure) in [(Table::Usage, "output"), (Table::Cost, "cost")] {
        let Some(frame) = data.frame(table) else { continue };
        let counted = frame.column("counted").unwrap().bool().unwrap();
        for row in (0..frame.height()).filter(|row| counted.get(*row) == Some(true)) {
            let column = frame.column(measure).unwrap();
            sum += match column.i64() {
                Ok(counts) => Money::from_cents(counts.get(row).unwrap_or(0) * 100),
                Err(_) => Money::from_units(column.decimal().unwrap().physical().get(row).unwrap_or(0)),
            };
        }
    }
    sum
}
