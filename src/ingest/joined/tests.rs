//! Tables joined in one file mean what they mean in a file each.

use super::super::{load_bytes, streamed};
use crate::model::{Dataset, Money, Reading, Table};

const COST: &str = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd,cost_type";
const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_output_tokens";

/// A row of cost of a day in July; as many cells as one of usage.
fn cost(day: u32, dollars: &str) -> String {
    format!("2026-07-{day:02},Claude Opus 4.8,w,k,message,output,{dollars},token\n")
}

fn usage(day: u32, output: u32) -> String {
    format!("2026-07-{day:02},claude-opus-4-8,k,w,standard,≤ 200k,10,{output}\n")
}

fn load(text: &str) -> Dataset {
    load_bytes(vec![("all.csv".to_owned(), text.as_bytes().to_vec())]).unwrap()
}

/// The tables, the records `accepted/rejected/duplicates` of all, then dollars and tokens of output.
fn read(text: &str) -> String {
    let data = load(text);
    let (mut paths, mut counts) = (Vec::new(), [0; 3]);
    for input in &data.inputs {
        assert_eq!(
            input.rows,
            input.accepted + input.rejected + input.duplicates + input.restated + input.other,
            "{text}"
        );
        paths.push(input.path.trim_start_matches("all.csv"));
        for (sum, count) in counts.iter_mut().zip([input.accepted, input.rejected, input.duplicates]) {
            *sum += count;
        }
    }
    let [accepted, rejected, duplicates] = counts;
    let (mut dollars, mut output) = (Money::ZERO, 0);
    if let Some(frame) = data.frame(Table::Cost) {
        let sums = frame.column("cost").unwrap().decimal().unwrap().physical().clone();
        dollars = Money::from_units(sums.iter().flatten().sum());
    }
    if let Some(frame) = data.frame(Table::Usage) {
        output = frame.column("output").unwrap().i64().unwrap().iter().flatten().sum();
    }
    format!("{} {accepted}/{rejected}/{duplicates} = {dollars} {output}", paths.join(","))
}

/// Fault: Two downloads in one file (`cat *.csv`) were read by the first header: tokens became dollars, and days counted twice
/// Outcome: Each header begins a table of its own, and the rules for overlapping files hold between them
#[test]
fn every_header_begins_a_table_of_its_own() {
    let (one, two) = (cost(1, "1.25"), cost(2, "2.50"));
    let (a, b) = (usage(1, 7), usage(2, 9));
    let swapped = "model,usage_date_utc,cost_usd,cost_type,workspace,api_key,usage_type,token_type";
    let swapped_row = "Claude Opus 4.8,2026-07-02,2.50,token,w,k,message,output\n";
    let more_row = two.replace(",token\n", ",3.00,token\n");
    let more = COST.replace("cost_usd,", "cost_usd,list_price_usd,");
    let quoted = COST.split(',').map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    for (text, found) in [
        (format!("{COST}\n{one}{two}"), " 2/0/0 = 3.75 0"),
        // The same header once more: other days, the same days, a shared day.
        (format!("{COST}\n{one}{COST}\n{two}"), ",#line-3 2/0/0 = 3.75 0"),
        (format!("{COST}\n{one}{two}{COST}\n{one}{two}"), ",#line-4 2/0/2 = 3.75 0"),
        (format!("{COST}\n{one}{two}{COST}\n{two}{}", cost(3, "4")), ",#line-4 3/0/1 = 7.75 0"),
        (format!("{COST}\n{one}{COST}\n{two}{COST}\n{one}"), ",#line-3,#line-5 2/0/1 = 3.75 0"),
        // Another kind, with as many columns.
        (format!("{COST}\n{one}{two}{USAGE}\n{a}{b}"), ",#line-4 4/0/0 = 3.75 16"),
        (format!("{USAGE}\n{a}{b}{COST}\n{one}{two}"), ",#line-4 4/0/0 = 3.75 16"),
        // Other columns of the same kind.
        (format!("{COST}\n{one}{swapped}\n{swapped_row}"), ",#line-3 2/0/0 = 3.75 0"),
        (format!("{COST}\n{one}{more}\n{more_row}"), ",#line-3 2/0/0 = 3.75 0"),
        // Another separator, quotes, a byte-order mark, other line ends.
        (format!("{COST}\n{one}{}\n{}", COST.replace(',', ";"), two.replace(',', ";")), ",#line-3 2/0/0 = 3.75 0"),
        (format!("{COST}\n{one}{quoted}\n{two}"), ",#line-3 2/0/0 = 3.75 0"),
        (format!("\u{feff}{COST}\n{one}\u{feff}{COST}\n{two}"), ",#line-3 2/0/0 = 3.75 0"),
        (format!("{COST}\n{one}{COST}\n{two}").replace('\n', "\r\n"), ",#line-3 2/0/0 = 3.75 0"),
        // No line end before the header.
        (format!("{COST}\n{}{COST}\n{two}", one.trim_end()), ",#line-2 2/0/0 = 3.75 0"),
        (format!("{COST}\n{}{quoted}\n{two}", one.trim_end()), ",#line-2 2/0/0 = 3.75 0"),
        // A title above, and a table without rows.
        (format!("Cost\n\n{COST}\n{one}{COST}\n{two}"), ",#line-5 2/0/0 = 3.75 0"),
        (format!("{COST}\n{one}{COST}\n"), ",#line-3 1/0/0 = 1.25 0"),
    ] {
        assert_eq!(read(&text), found, "{text}");
    }
}

#[test]
fn what_is_no_header_begins_no_table() {
    let row = cost(1, "1.25");
    for (text, found) in [
        (format!("{COST}\n{}{row}", row.replace(",k,", ",usage_date_utc,")), " 2/0/0 = 2.5 0"),
        (format!("{COST}\n{}{row}", row.replace(",k,", ",\"usage_date_utc,cost_usd\",")), " 2/0/0 = 2.5 0"),
        // A whole header in a cell is somebody's text.
        (format!("{COST}\n{}{row}", row.replace(",k,", &format!(",\"x\n{COST}\ny\","))), " 1/2/0 = 1.25 0"),
    ] {
        assert_eq!(read(&text), found, "{text}");
    }
}

/// Fault: Rows of usage behind rows of cost without their header added up as dollars where both have as many columns
/// Outcome: A number where a word stands rejects the row
#[test]
fn rows_of_usage_without_their_header_are_no_cost() {
    assert_eq!(read(&format!("{COST}\n{}{}", cost(1, "1.25"), usage(2, 9))), " 1/1/0 = 1.25 0");
    let data = load(&format!("{COST}\n{}{}", cost(1, "1.25"), usage(2, 9)));
    assert_eq!(&*data.rejections[0].reason, "a number where a word stands: the row is of another table");
}

#[test]
fn a_long_file_with_another_header_is_not_read_in_chunks() {
    let rows = (1..29).map(|day| cost(day, "1")).collect::<String>();
    for (text, is_read) in [
        (format!("{COST}\n{rows}"), true),
        (format!("{COST}\n{rows}{COST}\n{rows}"), false),
        (format!("{COST}\n{rows}{USAGE}\n{}", usage(1, 2)), false),
        (format!("{COST}\n{rows}{}", cost(29, "1").replace(",k,", ",usage_date_utc,")), true),
    ] {
        let reading = Reading { chunk_bytes: Some(64), ..Reading::default() };
        let streamed = streamed::member("all.csv".to_owned(), text.as_bytes(), u64::MAX, &reading);
        assert_eq!(streamed.is_some(), is_read, "{text}");
    }
}
