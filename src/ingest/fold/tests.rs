//! Folding changes nothing that is counted: files read row by row, whole or in the smallest chunks are the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use crate::ingest::{fold_bytes, load_bytes_as};
use crate::model::{Dataset, PART, Reading, Remarks, Table};

/// Columns of a usage export; a header is some of them.
const USAGE: [&str; 13] = [
    "usage_date_utc",
    "model_version",
    "api_key",
    "workspace",
    "api_key_id",
    "usage_type",
    "usage_input_tokens_no_cache",
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
    "usage_input_tokens_cache_read",
    "usage_output_tokens",
    "web_search_count",
    DELETED,
];
const COST: [&str; 9] = [
    "usage_date_utc",
    "model",
    "api_key",
    "workspace",
    "token_type",
    "cost_usd",
    "list_price_usd",
    "api_key_status",
    DELETED,
];
/// A column in which a connector marks rows that its source has deleted.
const DELETED: &str = "_fivetran_deleted";

/// A row as numbers that each column makes its own of.
type Row = [u8; 13];

#[derive(Clone, Debug)]
struct File {
    cost: bool,
    /// Columns that are not there.
    without: Vec<usize>,
    /// Days only, hours, or minutes.
    times: u8,
    /// How lines end, and how cells are written.
    style: u8,
    rows: Vec<Row>,
}

impl File {
    fn text(&self) -> String {
        let columns: &[&str] = if self.cost { &COST } else { &USAGE };
        let columns = columns.iter().enumerate().filter(|(at, _)| *at < 2 || !self.without.contains(at));
        let columns: Vec<(usize, &str)> = columns.map(|(at, name)| (at, *name)).collect();
        let end = if self.style & 1 == 1 { "\r\n" } else { "\n" };
        let mut text = columns.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(",") + end;
        for row in &self.rows {
            let cells = columns.iter().map(|(at, name)| self.cell(name, row[*at]));
            let _ = write!(text, "{}{end}", cells.collect::<Vec<_>>().join(","));
        }
        if self.style & 2 == 2 {
            text.truncate(text.trim_end().len());
        }
        text
    }

    fn cell(&self, name: &str, value: u8) -> String {
        let date = |day: u8| match self.times {
            0 => format!("2026-07-{:02}", 1 + day % 3),
            1 => format!("2026-07-{:02} {:02}:00", 1 + day % 3, day % 2),
            _ => format!("2026-07-{:02} 00:{:02}", 1 + day % 3, day % 2),
        };
        match (name, value) {
            (_, 255) => "\"".to_owned(),
            (_, 254) => "\"a,\nb\"".to_owned(),
            (_, 253) => "x".to_owned(),
            (_, 252) => " 7".to_owned(),
            (_, 251) => "7/13/2026".to_owned(),
            ("usage_date_utc", day) => date(day),
            (DELETED, value) => (value == 7).to_string(),
            ("cost_usd" | "list_price_usd", value) => match value % 5 {
                0 => String::new(),
                1 => format!("{}.50", value % 3),
                2 => format!("-0.{:02}", value % 7),
                3 => format!("0.{:03}", value % 4),
                _ => format!("{}", value % 2),
            },
            (name, value) if name.starts_with("usage_") && name != "usage_type" || name == "web_search_count" => {
                if value % 4 == 0 {
                    String::new()
                } else {
                    (value % 4 - 1).to_string()
                }
            }
            (_, value) => ["", "a", "b", "ab"][usize::from(value % 4)].to_owned(),
        }
    }
}

fn file() -> impl Strategy<Value = File> {
    let odd = prop_oneof![20 => Just(None), 1 => (250_u8..=255).prop_map(Some)];
    let row = prop::array::uniform13(0_u8..12);
    let row = (row, odd, 0_usize..13).prop_map(|(mut row, odd, at)| {
        row[at] = odd.unwrap_or(row[at]);
        row
    });
    let rows = prop::collection::vec(row, 0..30);
    let without = prop::collection::vec(2_usize..15, 0..3);
    (any::<bool>(), without, prop_oneof![6 => Just(0_u8), 1 => Just(1), 1 => Just(2)], 0_u8..4, rows)
        .prop_map(|(cost, without, times, style, rows)| File { cost, without, times, style, rows })
}

/// Sums and numbers of rows by file and all that distinguishes rows.
fn sums(data: &Dataset) -> BTreeMap<String, (u64, Vec<i128>)> {
    let mut sums: BTreeMap<String, (u64, Vec<i128>)> = BTreeMap::new();
    for (table, frame) in data.frames.iter().filter(|(table, _)| matches!(table, Table::Usage | Table::Cost)) {
        let is_sum =
            |name: &str| table.columns().iter().any(|c| c.name == name && c.role == crate::model::Role::Measure);
        for row in 0..frame.height() {
            let (mut key, mut values) = (table.id().to_owned(), Vec::new());
            for column in frame.columns() {
                let value = column.get(row).unwrap();
                match column.name().as_str() {
                    "line" | "last_line" | "rows" => {}
                    name if is_sum(name) => {
                        let amount = column.decimal().ok().and_then(|c| c.physical().get(row));
                        let count = column.i64().ok().and_then(|c| c.get(row).map(i128::from));
                        values.push(amount.or(count).unwrap_or(0));
                    }
                    name => write!(key, " {name}={value}").unwrap(),
                }
            }
            let rows = frame.column("rows").unwrap().u64().unwrap().get(row).unwrap();
            let all = sums.entry(key).or_insert_with(|| (0, vec![0; values.len()]));
            all.0 += rows;
            all.1.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
    }
    sums
}

fn read(files: &[File], reading: &Reading) -> Dataset {
    let files = files.iter().enumerate().map(|(at, file)| (format!("{at}.csv"), file.text().into_bytes()));
    load_bytes_as(files.collect(), reading).unwrap()
}

/// The same of parts of so many files each.
fn by_parts(files: &[File], each: usize, keeps_rows: bool) -> anyhow::Result<Dataset> {
    let reading = Reading::default();
    let files: Vec<(String, Vec<u8>)> =
        files.iter().enumerate().map(|(at, file)| (format!("{at}.csv"), file.text().into_bytes())).collect();
    let part = |(at, files): (usize, &[(String, Vec<u8>)])| {
        // Behind the files in the order of paths, so that those keep their numbers.
        Ok((format!("part-{at}"), fold_bytes(files, &reading, keeps_rows)?))
    };
    let parts = files.chunks(each).enumerate().map(part).collect::<anyhow::Result<Vec<_>>>()?;
    let mut data = load_bytes_as(parts, &reading)?;
    data.inputs.retain(|input| input.kind.as_deref() != Some(PART));
    data.remarks.truncate(data.inputs.len());
    Ok(data)
}

/// Every column of every frame, written.
fn formatted(data: &Dataset) -> Vec<String> {
    let cell = |frame: &polars::prelude::DataFrame, row: usize| {
        frame
            .columns()
            .iter()
            .map(|column| format!("{}={}", column.name(), column.get(row).unwrap()))
            .collect::<Vec<_>>()
    };
    let of = |frame| (0..polars::prelude::DataFrame::height(frame)).map(move |row| cell(frame, row).join(" "));
    data.frames.values().flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folded_is_what_rows_add_up_to(files in prop::collection::vec(file(), 1..4), copy in any::<bool>(), chunk in 1_usize..200) {
        let mut files = files;
        if copy {
            // A copy in another order, which states the same.
            let mut again = files[0].clone();
            again.rows.reverse();
            files.push(again);
        }
        let singly = read(&files, &Reading { rows_singly: true, ..Reading::default() });
        let folded = read(&files, &Reading::default());
        prop_assert_eq!(&singly.inputs, &folded.inputs, "{:#?}", files.iter().map(File::text).collect::<Vec<_>>());
        prop_assert_eq!(&singly.rejections, &folded.rejections);
        // Whether rows of several may be a copy, their sums tell as wholes only.
        let certain = |data: &Dataset| -> Vec<Remarks> {
            data.remarks.iter().map(|one| Remarks { possible_copies: Vec::new(), ..one.clone() }).collect()
        };
        prop_assert_eq!(certain(&singly), certain(&folded));
        prop_assert_eq!(&singly.cut_lists, &folded.cut_lists);
        prop_assert_eq!(sums(&singly), sums(&folded));
        let small = read(&files, &Reading { chunk_bytes: Some(chunk), ..Reading::default() });
        prop_assert_eq!(&small.inputs, &folded.inputs, "chunks of {}: {:#?}", chunk, files.iter().map(File::text).collect::<Vec<_>>());
        prop_assert_eq!(&small.rejections, &folded.rejections);
        prop_assert_eq!(&small.remarks, &folded.remarks);
        prop_assert_eq!(formatted(&small), formatted(&folded));
        // As parts, of one file or several each.
        let parts = by_parts(&files, usize::from(copy) + 1, true).unwrap();
        prop_assert_eq!(&parts.inputs, &folded.inputs, "{:#?}", files.iter().map(File::text).collect::<Vec<_>>());
        prop_assert_eq!(&parts.rejections, &folded.rejections);
        prop_assert_eq!(&parts.remarks, &folded.remarks);
        prop_assert_eq!(formatted(&parts), formatted(&folded));
        // Without the rows behind sums the answer is the same, or there is none.
        if let Ok(parts) = by_parts(&files, 1, false) {
            prop_assert_eq!(&parts.inputs, &folded.inputs);
            prop_assert_eq!(formatted(&parts), formatted(&folded));
        }
    }
}
