//! Which cost exports are believed to be in dollars.

use serde_json::{Value, json};

use crate::analyze::testing::{cost, days, facts, usage};

/// A thousand tokens in and a hundred out of Opus 5 are 0.75 cents: a hundred uses a day for twenty days are 15 dollars.
fn used(uses: usize) -> String {
    usage(&std::iter::repeat_n(("k", "Default", days("2026-07-01", "2026-07-20")), uses).collect::<Vec<_>>())
}

/// Rows of a day differ by this.
const TOKEN_TYPES: [&str; 4] =
    ["uncached_input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation.ephemeral_5m_input_tokens"];

/// Next midnight.
fn end_of(day: &str) -> String {
    let day: chrono::NaiveDate = day.parse().unwrap();
    day.succ_opt().unwrap().to_string()
}

/// The API's report: four rows a day with the amounts that `amount` gives for the day's number.
fn cost_report(amount: impl Fn(usize) -> String) -> String {
    let bucket = |(at, day): (usize, String)| {
        let row = |token_type: &str| {
            json!({"amount": amount(at), "currency": "USD", "workspace_id": null, "model": "claude-opus-5",
                "cost_type": "tokens", "token_type": token_type})
        };
        json!({"starting_at": format!("{day}T00:00:00Z"), "ending_at": format!("{}T00:00:00Z", end_of(&day)),
            "results": TOKEN_TYPES.map(row)})
    };
    let buckets: Vec<Value> = days("2026-07-01", "2026-07-20").into_iter().enumerate().map(bucket).collect();
    json!({"data": buckets, "has_more": false}).to_string()
}

/// The same of the cost analytics.
fn analytics(amount: impl Fn(usize) -> String) -> String {
    let rows = |(at, day): (usize, String)| {
        TOKEN_TYPES.map(|token_type| {
            json!({
                "starting_at": format!("{day}T00:00:00Z"), "ending_at": format!("{}T00:00:00Z", end_of(&day)),
                "group": {"api_key_id": null, "workspace_id": null, "model": "claude-opus-5", "product": null,
                    "rbac_group_id": null, "organization_id": null, "cost_type": "tokens", "token_type": token_type},
                "cost": {"amount": amount(at), "list_amount": amount(at), "currency": "USD", "requests": null}
            })
        })
    };
    let rows: Vec<Value> = days("2026-07-01", "2026-07-20").into_iter().enumerate().flat_map(rows).collect();
    json!({"data": rows, "has_more": false}).to_string()
}

/// The Console's CSV: a row a day.
fn console(usd: f64) -> String {
    cost(&days("2026-07-01", "2026-07-20").into_iter().map(|day| (day, "k", "", "Default", usd)).collect::<Vec<_>>())
}

/// Whether the unit of the file is in doubt.
fn is_doubted(name: &str, text: &str, uses: usize) -> bool {
    let used = used(uses);
    let facts = facts(&[("usage.csv", &used), (name, text)]);
    let is_counted = facts.totals.cost_usd.total.units() > 0;
    let doubted = facts.spend.series.unproven.first();
    assert!(doubted.is_none_or(|one| !one.days.is_empty() || !is_counted), "{name}: in doubt and in a sum");
    doubted.is_some()
}

/// Fault: Amounts of the API divided by a hundred were believed where a row is of less than five dollars
/// Outcome: Only the Console rounds to cents; of the API a hundredth of usage at list price is no dollars
#[test]
fn a_hundredth_of_small_spend_is_doubted_where_nothing_is_rounded() {
    for (cents, is_wrong) in [
        ("0.1875", true),
        // With the discount of half, and with prices of other terms.
        ("0.1", true),
        ("0.35", true),
        // Cents, with and without a discount, and of other terms.
        ("18.75", false),
        ("9.4", false),
        ("37.5", false),
        ("1.9", false),
        // Less than a hundredth by far: a part of the cost, like that of searches alone.
        ("0.02", false),
        ("0", false),
    ] {
        for (name, text) in
            [("cost.json", cost_report(|_| cents.to_owned())), ("analytics.json", analytics(|_| cents.to_owned()))]
        {
            assert_eq!(is_doubted(name, &text, 100), is_wrong, "{name}, {cents} cents a row");
        }
    }
}

/// Fault: Somebody divided the amounts of some days of a small report by a hundred, and the rest made it dollars
/// Outcome: These days are in doubt, and in no sum; one day may be off for another cause
#[test]
fn some_days_of_a_report_are_doubted() {
    for (off, is_wrong) in [(1, false), (2, true), (7, true)] {
        let amount = |at: usize| if at < off { "0.75" } else { "75" }.to_owned();
        assert_eq!(is_doubted("cost.json", &cost_report(amount), 400), is_wrong, "{off} days");
    }
}

#[test]
fn rows_that_the_console_rounded_to_nothing_are_dollars() {
    // Forty uses a day are 30 cents, 6 dollars in all: that is what rounding can take from twenty rows, ten times over and more.
    for (usd, is_wrong) in [(0.0, false), (0.01, false), (0.3, false), (30.0, true)] {
        assert_eq!(is_doubted("cost.csv", &console(usd), 40), is_wrong, "{usd}");
    }
}

/// Fault: A cost file of one small key, one model, batches, searches or one kind of tokens was «not dollars», critical, and its money in no sum
/// Outcome: What a file names is held against the same of usage, with what other files state of it; a part of the tokens can only be too large: cents are doubted as before
#[test]
fn a_file_of_a_part_of_the_cost_is_held_against_that_part() {
    let all = days("2026-07-01", "2026-07-20");
    let (many, few) = (("big", "Default", all.clone()), ("small", "Default", all.clone()));
    let used: Vec<_> = std::iter::repeat_n(many, 400).chain(std::iter::repeat_n(few, 4)).collect();
    let used = usage(&used);
    let head = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type\n";
    let file = |cells: &[&str]| {
        let rows = all.iter().flat_map(|day| cells.iter().map(move |cells| format!("{day},{cells}\n")));
        head.to_owned() + &rows.collect::<String>()
    };
    // 400 and 4 uses of 0.75 cents a day.
    let big = [
        "Claude Opus 5,Default,big,message,≤ 200k,input_no_cache,2.00,token",
        "Claude Opus 5,Default,big,message,≤ 200k,output,1.00,token",
    ];
    let small = [
        "Claude Opus 5,Default,small,message,≤ 200k,input_no_cache,0.02,token",
        "Claude Opus 5,Default,small,message,≤ 200k,output,0.01,token",
    ];
    let cents = [
        "Claude Opus 5,Default,big,message,≤ 200k,input_no_cache,200.00,token",
        "Claude Opus 5,Default,big,message,≤ 200k,output,100.00,token",
    ];
    let searches = ["--,Default,big,--,--,--,0.03,web_search"];
    let batches = [
        "Claude Opus 5,Default,big,batch,≤ 200k,input_no_cache,0.02,token",
        "Claude Opus 5,Default,big,batch,≤ 200k,output,0.01,token",
    ];
    let reads = ["Claude Opus 5,Default,big,message,≤ 200k,input_cache_read,0.03,token"];
    for (what, files, is_doubted) in [
        ("a small key beside a large one", vec![file(&big), file(&small)], false),
        ("a small key alone", vec![file(&small)], false),
        ("searches of their own", vec![file(&big), file(&searches)], false),
        ("searches alone", vec![file(&searches)], false),
        ("batches alone", vec![file(&batches)], false),
        ("reads of the cache alone", vec![file(&reads)], false),
        ("a few batches beside the rest", vec![file(&big), file(&batches)], false),
        ("all in cents", vec![file(&cents)], true),
        ("one key in cents", vec![file(&small), file(&cents)], true),
    ] {
        let named: Vec<(String, String)> =
            (0..).zip(files).map(|(at, text)| (format!("cost_{at}.csv"), text)).collect();
        let mut given: Vec<(&str, &str)> = vec![("usage.csv", &used)];
        given.extend(named.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let unproven = facts(&given).spend.series.unproven;
        assert_eq!(!unproven.is_empty(), is_doubted, "{what}: {unproven:?}");
    }
}
