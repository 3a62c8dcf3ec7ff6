//! The same days in the Console's exports and in the API's reports: they count once.

use crate::ingest::load_bytes;
use crate::model::{Dataset, Money, Table};

const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_output_tokens,speed\n";
const COST: &str = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd,cost_type\n";

fn load(files: &[&str]) -> Dataset {
    let named = files.iter().enumerate().map(|(at, text)| (format!("{at}"), text.as_bytes().to_vec()));
    load_bytes(named.collect()).unwrap()
}

/// Per file `accepted/duplicates/restated`, then what counts: output tokens, or dollars.
fn merged(files: &[&str]) -> String {
    let (data, turned) = (load(files), load(&files.iter().rev().copied().collect::<Vec<_>>()));
    assert_eq!(counted(&data), counted(&turned), "another order of paths");
    let found = data.inputs.iter().map(|i| format!("{}/{}/{}", i.accepted, i.duplicates, i.restated));
    format!("{} = {}", found.collect::<Vec<_>>().join(" "), counted(&data))
}

fn counted(data: &Dataset) -> Money {
    let mut sum = Money::ZERO;
    if let Some(frame) = data.frame(Table::Usage) {
        let (output, counted) =
            (frame.column("output").unwrap().i64().unwrap(), frame.column("counted").unwrap().bool().unwrap());
        let rows = (0..frame.height()).filter(|row| counted.get(*row) == Some(true));
        sum += rows.map(|row| Money::from_cents(100 * output.get(row).unwrap_or(0))).sum();
    }
    if let Some(frame) = data.frame(Table::Cost) {
        let cost = frame.column("cost").unwrap().decimal().unwrap().physical();
        sum += (0..frame.height()).map(|row| Money::from_units(cost.get(row).unwrap_or(0))).sum();
    }
    sum
}

fn csv(header: &str, rows: &[&str]) -> String {
    format!("{header}{}\n", rows.join("\n"))
}

/// A report of whole days in July: (day, results).
fn report(days: &[(u32, &str)]) -> String {
    let bucket = |(day, results): &(u32, &str)| {
        format!(
            r#"{{"starting_at":"2026-07-{day:02}T00:00:00Z","ending_at":"2026-07-{:02}T00:00:00Z","results":[{results}]}}"#,
            day + 1
        )
    };
    format!(r#"{{"data":[{}],"has_more":false}}"#, days.iter().map(bucket).collect::<Vec<_>>().join(","))
}

fn usage(key: &str, model: &str, output: u32) -> String {
    format!(
        r#"{{"api_key_id":"apikey_{key}","workspace_id":"wrkspc_w","model":"{model}","service_tier":"standard","context_window":"0-200k","uncached_input_tokens":10,"output_tokens":{output}}}"#
    )
}

fn cost(model: &str, token_type: &str, cents: &str) -> String {
    format!(
        r#"{{"amount":"{cents}","currency":"USD","workspace_id":"wrkspc_w","model":"{model}","token_type":"{token_type}","cost_type":"tokens","service_tier":"standard","description":"x"}}"#
    )
}

#[test]
fn equal_days_count_once_and_the_ids_stay() {
    let console = csv(USAGE, &["2026-07-01,m,k,w,standard,≤ 200k,10,5,", "2026-07-01,m,l,w,standard,≤ 200k,10,7,"]);
    let api = report(&[(1, &format!("{},{}", usage("k", "m", 5), usage("l", "m", 7)))]);
    assert_eq!(merged(&[&console, &api]), "0/2/0 2/0/0 = 12");
    // The short header lacks columns and says so; of sums that differ nothing is said.
    let inputs = load(&[&console, &api]).inputs;
    let notes: Vec<&String> = inputs.iter().flat_map(|input| &input.notes).collect();
    let is_of_columns = |note: &&&String| note.starts_with("no column with") || note.starts_with("columns not there");
    assert!(notes.iter().all(|note| is_of_columns(&note)), "{notes:?}");
}

#[test]
fn what_the_day_differs_by_is_the_later_export_s() {
    // Taken in the middle of the second day, which the report has whole.
    let console = csv(USAGE, &["2026-07-01,m,k,w,standard,≤ 200k,10,5,", "2026-07-02,m,k,w,standard,≤ 200k,10,2,"]);
    let days = [(1, usage("k", "m", 5)), (2, usage("k", "m", 9)), (3, usage("k", "m", 1))];
    let days: Vec<(u32, &str)> = days.iter().map(|(day, results)| (*day, results.as_str())).collect();
    assert_eq!(merged(&[&console, &report(&days)]), "0/1/1 3/0/0 = 15");
    // The other way round.
    let later = csv(
        USAGE,
        &[
            "2026-07-01,m,k,w,standard,≤ 200k,10,5,",
            "2026-07-02,m,k,w,standard,≤ 200k,10,20,",
            "2026-07-03,m,k,w,standard,≤ 200k,10,1,",
            "2026-07-04,m,k,w,standard,≤ 200k,10,1,",
        ],
    );
    assert_eq!(merged(&[&later, &report(&days[..2])]), "3/1/0 1/0/1 = 27");
}

#[test]
fn equal_sums_of_other_models_are_not_equal() {
    let console = csv(USAGE, &["2026-07-01,m,k,w,standard,≤ 200k,10,5,", "2026-07-02,m,k,w,standard,≤ 200k,10,5,"]);
    let api = report(&[(1, &usage("k", "n", 5))]);
    assert_eq!(merged(&[&console, &api]), "2/0/0 0/0/1 = 10", "the console's goes on for longer");
}

#[test]
fn the_finer_grouping_holds_a_day() {
    let by_key = csv(USAGE, &["2026-07-01,m,k,w,standard,≤ 200k,10,5,", "2026-07-01,m,l,w,standard,≤ 200k,10,7,"]);
    let by_model = |output: u32| {
        report(&[(1, &format!(r#"{{"model":"m","uncached_input_tokens":20,"output_tokens":{output}}}"#))])
    };
    assert_eq!(merged(&[&by_key, &by_model(12)]), "2/0/0 0/1/0 = 12");
    // Unless it shows a part of the day only.
    assert_eq!(merged(&[&by_key, &by_model(99)]), "0/0/2 1/0/0 = 99");
    let found = &load(&[&by_key, &by_model(99)]).inputs[0].notes;
    assert!(found.iter().any(|note| note.starts_with("on 1 day its sums differ")), "{found:?}");
    // Or it was taken while the day was running.
    let goes_on = r#"[{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","results":[{"model":"m","uncached_input_tokens":20,"output_tokens":99}]},
           {"starting_at":"2026-07-02T00:00:00Z","ending_at":"2026-07-03T00:00:00Z","results":[{"model":"m","uncached_input_tokens":20,"output_tokens":1}]}]"#;
    assert_eq!(merged(&[&by_key, goes_on]), "0/0/2 2/0/0 = 100");
}

#[test]
fn cents_per_row_equal_the_fractions_they_were_rounded_from() {
    let console = csv(
        COST,
        &[
            "2026-07-01,Claude M,w,k,message,input_no_cache,0.33,token",
            "2026-07-01,Claude M,w,l,message,input_no_cache,0.33,token",
            "2026-07-01,Claude M,w,k,message,output,0.00,token",
        ],
    );
    // Three rows may be off by one and a half cents together.
    let near = report(&[(
        1,
        &format!("{},{}", cost("m", "uncached_input_tokens", "66.9"), cost("m", "output_tokens", "0.4999")),
    )]);
    assert_eq!(merged(&[&console, &near]), "3/0/0 0/2/0 = 0.66");
    assert!(load(&[&console, &near]).inputs[1].notes.is_empty());
    let far =
        report(&[(1, &cost("m", "uncached_input_tokens", "67.51")), (2, &cost("m", "uncached_input_tokens", "50"))]);
    let longer = format!("{console}2026-07-02,Claude M,w,k,message,input_no_cache,0.50,token\n");
    assert_eq!(merged(&[&longer, &far]), "4/0/0 0/2/0 = 1.16", "the finer one counts all the same, with a note");
    assert!(load(&[&longer, &far]).inputs[1].notes[0].contains("differ"));
    assert_eq!(merged(&[&console, &far]), "0/0/3 2/0/0 = 1.1751", "its last day was still running");
}

#[test]
fn two_kinds_of_api_report_count_once() {
    let legacy = report(&[(1, &usage("k", "m", 5))]);
    let analytics = r#"[{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","group":{"api_key_id":"apikey_k","workspace_id":"wrkspc_w","model":"m"},"usage":{"uncached_input_tokens":10,"output_tokens":5,"requests":77}}]"#;
    assert!(merged(&[&legacy, analytics]).ends_with(" = 5"));
}

#[test]
fn pages_of_one_report_may_share_a_day() {
    let page = |key: &str, output: u32, more: bool| {
        format!(
            r#"{{"data":[{{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","group":{{"api_key_id":{key},"model":"m"}},"usage":{{"uncached_input_tokens":10,"output_tokens":{output}}}}}],"has_more":{more}}}"#
        )
    };
    let (keyed, workbench) = (page("\"apikey_k\"", 5, true), page("null", 3, false));
    assert_eq!(merged(&[&keyed, &workbench]), "1/0/0 1/0/0 = 8", "a page that states no key is no coarser report");
    assert_eq!(merged(&[&page("\"apikey_k\"", 5, false), &workbench]), "1/0/0 0/1/0 = 5", "two reports");
}

/// Six days of cost in July of as many dollars a day, by key.
fn filtered(dollars: &str) -> String {
    let rows: Vec<String> =
        (1..7).map(|day| format!("2026-07-0{day},Claude M,w,k,message,output,{dollars},token")).collect();
    csv(COST, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn whole(cents: &str) -> String {
    let rows: Vec<(u32, String)> = (1..7).map(|day| (day, cost("m", "output_tokens", cents))).collect();
    report(&rows.iter().map(|(day, row)| (*day, row.as_str())).collect::<Vec<_>>())
}

/// Fault: A CSV that was filtered to a key or workspace held its days against a report of everything, whose rows were called duplicates
/// Outcome: What has clearly more of a day counts, and the difference is found
#[test]
fn a_filtered_export_does_not_hold_a_day_against_the_whole_one() {
    for (dollars, cents, found, is_remarked) in [
        ("2.00", "500", "0/0/6 6/0/0 = 30", true),
        ("4.00", "500", "0/0/6 6/0/0 = 30", true),
        // Less than five percent apart: the finer one, but for the last day.
        ("4.90", "500", "5/0/1 1/5/0 = 29.5", false),
        ("5.00", "500", "6/0/0 0/6/0 = 30", false),
        // The report shows a part.
        ("5.00", "200", "6/0/0 0/0/6 = 30", true),
    ] {
        let files = [filtered(dollars), whole(cents)];
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        assert_eq!(merged(&files), found, "{dollars} {cents}");
        let data = load(&files);
        let remarked: Vec<_> = data.remarks.iter().flat_map(|remarks| &remarks.other_sums).collect();
        assert_eq!(!remarked.is_empty(), is_remarked, "{dollars} {cents}");
        assert!(data.remarks.iter().all(|remarks| !remarks.unit_is_unstated), "{dollars} {cents}");
    }
}

#[test]
fn a_coarser_grouping_of_one_kind_counts_where_the_finer_one_is_filtered() {
    const BY_WORKSPACE: &str = "usage_date_utc,model,workspace,usage_type,token_type,cost_usd,cost_type\n";
    let by_workspace = |dollars: &str| {
        let rows: Vec<String> =
            (1..7).map(|day| format!("2026-07-0{day},Claude M,w,message,output,{dollars},token")).collect();
        csv(BY_WORKSPACE, &rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(merged(&[&filtered("2.00"), &by_workspace("5.00")]), "0/0/6 6/0/0 = 30");
    assert_eq!(merged(&[&filtered("5.00"), &by_workspace("5.00")]), "6/0/0 0/6/0 = 30");
    assert_eq!(merged(&[&filtered("5.00"), &by_workspace("2.00")]), "6/0/0 0/6/0 = 30");
}

/// Fault: A CSV in cents beside a right report counted, a hundredfold
/// Outcome: Neither unit is believed until usage proves one
#[test]
fn a_hundredfold_is_another_unit() {
    for (dollars, cents, is_doubtful) in [
        ("500", "500", true),
        ("5.00", "5", true),
        ("5.00", "5.04", true),
        ("5.00", "7", false),
        ("5.00", "500", false),
        ("250", "500", false),
    ] {
        let files = [filtered(dollars), whole(cents)];
        let data = load(&files.iter().map(String::as_str).collect::<Vec<_>>());
        let doubtful = data.remarks.iter().filter(|remarks| remarks.unit_is_unstated).count();
        assert_eq!(doubtful, if is_doubtful { 2 } else { 0 }, "{dollars} {cents}");
    }
}

/// Fault: Of three groupings of one report the first by its path counted, and the split by workspace was lost
/// Outcome: The one by workspace counts, whose limits are asked for
#[test]
fn of_equally_fine_groupings_the_one_by_workspace_counts() {
    let by = |group: &str, rows: &[(&str, u32)]| {
        let rows = rows.iter().map(|(name, cents)| {
            format!(
                r#"{{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","group":{{"{group}":"{name}"}},"cost":{{"amount":"{cents}","currency":"USD"}}}}"#
            )
        });
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    };
    let by_key = by("api_key_id", &[("apikey_1", 30), ("apikey_2", 70)]);
    let by_model = by("model", &[("m", 100)]);
    let by_workspace = by("workspace_id", &[("wrkspc_1", 60), ("wrkspc_2", 40)]);
    for (files, found) in [
        ([&by_key, &by_model, &by_workspace], "0/0/2 0/0/1 2/0/0 = 1"),
        ([&by_workspace, &by_key, &by_model], "2/0/0 0/0/2 0/0/1 = 1"),
    ] {
        let files: Vec<&str> = files.iter().map(|file| file.as_str()).collect();
        assert_eq!(merged(&files), found);
    }
}
