//! Rows of several files under one header count as those files would.

use crate::ingest::{load_bytes, streamed};
use crate::model::{Dataset, Money, Reading, Table};

const COST: &str = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd,cost_type";
const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_output_tokens";

fn cost(day: u32, cents: u32) -> String {
    format!("2026-07-{day:02},Claude Opus 4.8,w,k,message,output,{}.{:02},token", cents / 100, cents % 100)
}

fn usage(day: u32, output: u32) -> String {
    format!("2026-07-{day:02},claude-opus-4-8,k,w,standard,≤ 200k,10,{output}")
}

/// A table of rows, each behind the name of its file, under a header whose first column is called `column`.
fn joined(column: &str, header: &str, rows: &[(&str, String)]) -> String {
    let rows: String = rows.iter().map(|(file, row)| format!("{file},{row}\n")).collect();
    format!("{column},{header}\n{rows}")
}

fn load(text: &str) -> Dataset {
    load_bytes(vec![("all.csv".to_owned(), text.as_bytes().to_vec())]).unwrap()
}

/// The files, what counts and what does not, and dollars or tokens of output.
fn read(text: &str) -> String {
    let data = load(text);
    let paths: Vec<&str> = data.inputs.iter().map(|input| input.path.trim_start_matches("all.csv")).collect();
    let sum = |of: fn(&crate::model::Input) -> u64| data.inputs.iter().map(of).sum::<u64>();
    let (accepted, twice) = (sum(|one| one.accepted), sum(|one| one.duplicates + one.restated));
    assert_eq!(sum(|one| one.rows), accepted + twice + sum(|one| one.rejected), "{text}");
    let total = match (data.frame(Table::Cost), data.frame(Table::Usage)) {
        (Some(frame), _) => {
            let sums = frame.column("cost").unwrap().decimal().unwrap().physical().clone();
            Money::from_units(sums.iter().flatten().sum()).to_string()
        }
        (_, Some(frame)) => frame.column("output").unwrap().i64().unwrap().iter().flatten().sum::<i64>().to_string(),
        _ => "nothing".to_owned(),
    };
    format!("{} {accepted}/{twice} = {total}", paths.join(","))
}

/// Fault: Overlapping exports that Power Query or pandas combined into one table, with the file of each row, counted twice
/// Outcome: The rows of each file are judged as that file would be
#[test]
fn rows_of_several_files_are_those_of_files() {
    let (july, copy) = ("cost_2026_07.csv", "cost_2026_07 (1).csv");
    let twice = [(july, cost(1, 125)), (july, cost(2, 250)), (copy, cost(1, 125)), (copy, cost(2, 250))];
    for column in ["Source.Name", "source_file", "filename", "_source_file", "__file__", "group", "Quelle"] {
        assert_eq!(read(&joined(column, COST, &twice)), ",#line-4 2/2 = 3.75", "{column}");
    }
    // Sorted by day afterwards: lines stay those of the table.
    let sorted = [(july, cost(1, 125)), (copy, cost(1, 125)), (july, cost(2, 250)), (copy, cost(2, 250))];
    assert_eq!(read(&joined("Source.Name", COST, &sorted)), ",#line-3 2/2 = 3.75");
    // A shared day that has grown since: the later export holds.
    let grown = [(july, cost(1, 125)), (july, cost(2, 200)), (copy, cost(2, 250)), (copy, cost(3, 100))];
    assert_eq!(read(&joined("Source.Name", COST, &grown)), ",#line-4 3/1 = 4.75");
    let tokens = [("a.csv", usage(1, 8)), ("b.csv", usage(1, 8)), ("b.csv", usage(2, 4))];
    assert_eq!(read(&joined("Source.Name", USAGE, &tokens)), ",#line-3 2/1 = 12");
    // Names without an ending, where the column is called so.
    let stems = twice.clone().map(|(file, row)| (file.trim_end_matches(".csv"), row));
    assert_eq!(read(&joined("Source.Name", COST, &stems)), ",#line-4 2/2 = 3.75");
    assert_eq!(read(&joined("Source.Name", COST, &twice).replace('\n', "\r\n")), ",#line-4 2/2 = 3.75");
}

#[test]
fn one_file_or_another_column_is_one_table() {
    let rows = [("a.csv", cost(1, 125)), ("a.csv", cost(2, 250))];
    assert_eq!(read(&joined("Source.Name", COST, &rows)), " 2/0 = 3.75");
    let teams = [("one", cost(1, 125)), ("two", cost(1, 125))];
    assert_eq!(read(&joined("team", COST, &teams)), " 2/0 = 2.5");
    let workspaces = COST.replace("workspace", "x").replace("usage_date_utc", "workspace,usage_date_utc");
    let text = format!("{workspaces}\na.csv,{}\nb.csv,{}\n", cost(1, 125), cost(1, 125));
    assert_eq!(read(&text), " 2/0 = 2.5");
}

#[test]
fn what_cannot_be_read_has_the_line_of_the_table() {
    let rows = [("a.csv", cost(1, 125)), ("b.csv", cost(1, 125)), ("a.csv", cost(2, 250)), ("b.csv", "x".to_owned())];
    let data = load(&joined("Source.Name", COST, &rows));
    let rejected: Vec<u64> = data.rejections.iter().map(|one| one.line).collect();
    assert_eq!(rejected, [5]);
    assert!(data.inputs.iter().all(|input| !input.notes.iter().any(|note| note.contains("not read: Source.Name"))));
}

#[test]
fn a_long_file_of_several_is_not_read_in_chunks() {
    let rows: Vec<(&str, String)> = (1..29).map(|day| ("a.csv", cost(day, 100))).collect();
    for (column, is_read) in [("Source.Name", false), ("team", true)] {
        let reading = Reading { chunk_bytes: Some(64), ..Reading::default() };
        let text = joined(column, COST, &rows);
        let streamed = streamed::member("all.csv".to_owned(), text.as_bytes(), u64::MAX, &reading);
        assert_eq!(streamed.is_some(), is_read, "{column}");
    }
}
