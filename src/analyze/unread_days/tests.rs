//! Levels at the edge of days whose records could not be read, or that lack a column.

use std::fmt::Write as _;

use crate::analyze::testing::{days, report};
use crate::model::{Confidence, Report};
use crate::policy::Policy;

/// Checks that compare what was on some days with other days.
const OF_LEVELS: [&str; 6] =
    ["spend-shift", "spend-spike", "behaviour-change", "cache-collapse", "model-cost-drift", "limit-raised-then-spike"];

const COST: &str = "usage_date_utc,model,workspace,api_key,token_type,cost_usd\n";
const USAGE: [&str; 9] = [
    "usage_date_utc",
    "model_version",
    "api_key",
    "workspace",
    "usage_input_tokens_no_cache",
    "usage_input_tokens_cache_write_5m",
    "usage_input_tokens_cache_write_1h",
    "usage_input_tokens_cache_read",
    "usage_output_tokens",
];

/// Four rows a day, dollars by day of each; `lost` are the rows of a day (of four) whose amount cannot be read, of each key in turn.
fn cost(dollars: impl Fn(usize) -> f64, lost: impl Fn(usize) -> usize) -> String {
    let mut csv = COST.to_owned();
    for (at, day) in days("2026-07-01", "2026-08-31").iter().enumerate() {
        for row in 0..4 {
            let amount = if (row + at) % 4 < lost(at) { String::new() } else { format!("{:.2}", dollars(at)) };
            writeln!(csv, "{day},Claude Opus 5,Production,prod-{row},output,{amount}").unwrap();
        }
    }
    csv
}

/// Tokens of one key from a day to another, without a column.
fn usage(from: &str, to: &str, without: &str, tokens: [u64; 5]) -> String {
    let columns: Vec<usize> = (0..USAGE.len()).filter(|at| USAGE[*at] != without).collect();
    let line = |cells: [String; 9]| columns.iter().map(|at| cells[*at].clone()).collect::<Vec<_>>().join(",") + "\n";
    let rows = days(from, to).into_iter().map(|day| {
        let [a, b, c, d, e] = tokens.map(|count| count.to_string());
        line([day, "claude-opus-5".to_owned(), "k".to_owned(), "Production".to_owned(), a, b, c, d, e])
    });
    line(USAGE.map(str::to_owned)) + &rows.collect::<String>()
}

/// Findings of levels with their confidence, and what is not judged.
fn said(report: &Report) -> Vec<String> {
    let findings = report.findings.iter().filter(|one| OF_LEVELS.contains(&one.rule.as_str()));
    let findings = findings.map(|one| {
        let says_why = one.message.contains("Low confidence: ");
        assert_eq!(says_why, one.confidence == Confidence::Low && one.message.contains("could not be read"), "{one:?}");
        format!("{} {:?}", one.rule, one.confidence)
    });
    let notes = report.checks.iter().filter(|one| OF_LEVELS.contains(&one.id.as_str()));
    let is_withheld = |note: &&String| note.contains("not judged, as ");
    let notes =
        notes.filter(|one| one.notes.iter().any(|note| is_withheld(&note))).map(|one| format!("{} withheld", one.id));
    let mut said: Vec<String> = findings.chain(notes).collect();
    said.sort();
    said.dedup();
    said
}

fn of_cost(csv: &str) -> Vec<String> {
    said(&report(&[("cost.csv", csv)], &Policy::default(), None))
}

/// Fault: Half of the rows of a month could not be read, and spend had risen, high and sure, on the first day of the next one
/// Outcome: What the unreadable rows explain is not judged, and noted with how many there are
#[test]
fn a_level_that_begins_where_unreadable_rows_end_has_not_risen() {
    let steady = |at: usize| 40.0 + (at * 7 % 5) as f64;
    assert_eq!(of_cost(&cost(steady, |_| 0)), [""; 0]);
    for lost in [2, 3] {
        let csv = cost(steady, |at| if at < 31 { lost } else { 0 });
        let found = of_cost(&csv);
        assert!(found.contains(&"spend-shift withheld".to_owned()), "{lost} of 4: {found:?}");
        assert!(!found.iter().any(|one| one.ends_with("High")), "{lost} of 4: {found:?}");
    }
}

#[test]
fn a_rise_that_unreadable_rows_do_not_explain_is_found() {
    let risen = |at: usize| if at < 31 { 10.0 } else { 60.0 } + (at * 7 % 5) as f64;
    let whole = of_cost(&cost(risen, |_| 0));
    assert!(whole.contains(&"spend-shift High".to_owned()), "{whole:?}");
    // Rows that were lost on the days of the higher level make it no lower.
    let after = of_cost(&cost(risen, |at| usize::from(at == 45)));
    assert!(after.contains(&"spend-shift High".to_owned()), "{after:?}");
    // A few before: six times is more than they explain.
    let few = of_cost(&cost(risen, |at| usize::from(at % 10 == 9 && at < 31)));
    assert!(few.contains(&"spend-shift High".to_owned()), "{few:?}");
    // Half of them explain twice as much, and not eight times.
    let half = of_cost(&cost(|at| if at < 31 { 10.0 } else { 80.0 }, |at| if at < 31 { 2 } else { 0 }));
    let is_found = |one: &String| ["spend-shift Low", "spend-shift High"].contains(&one.as_str());
    assert!(half.iter().any(is_found) && !half.contains(&"spend-shift withheld".to_owned()), "{half:?}");
}

/// Fault: A month of usage without a column of tokens, and keys had changed on the first day of the next one
/// Outcome: Not judged: the days before do not state what is compared
#[test]
fn a_month_without_a_column_is_no_other_level() {
    let tokens = [400_000, 0, 0, 3_000_000, 900_000];
    let said_of = |without: &str, second: [u64; 5]| {
        let (july, august) =
            (usage("2026-07-01", "2026-07-31", without, tokens), usage("2026-08-01", "2026-09-15", "", second));
        said(&report(&[("july.csv", &july), ("august.csv", &august)], &Policy::default(), None))
    };
    assert_eq!(said_of("", tokens), [""; 0]);
    for without in &USAGE[4..] {
        let found = said_of(without, tokens);
        assert!(found.iter().all(|one| one.ends_with("withheld")), "{without}: {found:?}");
    }
    let without_output = said_of("usage_output_tokens", tokens);
    assert!(without_output.contains(&"spend-shift withheld".to_owned()), "{without_output:?}");
    // With the column it is found.
    let found = said_of("", tokens.map(|count| 9 * count));
    assert!(found.contains(&"spend-shift High".to_owned()), "{found:?}");
}
