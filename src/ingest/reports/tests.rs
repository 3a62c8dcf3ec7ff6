//! What each kind of report says, and that every shape of it is distinguished.

use crate::ingest::{load_bytes, testing};
use crate::model::{Dataset, Table};

fn load(files: &[(&str, &str)]) -> Dataset {
    load_bytes(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()).unwrap()
}

fn fixture(path: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/formats/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Rows of a table: these columns, then the line.
fn rows(data: &Dataset, table: Table, columns: &[&str]) -> Vec<String> {
    testing::table_rows(data, table, &[columns, &["line"]].concat())
}

#[test]
fn results_of_the_usage_report_are_rows() {
    let data = load(&[("u.json", &fixture("usage-report/daily.json"))]);
    let input = &data.inputs[0];
    assert_eq!((input.rows, input.accepted, input.rejected), (3, 3, 0), "a quiet bucket has no record");
    assert_eq!(
        rows(
            &data,
            Table::Usage,
            &[
                "day",
                "key_id",
                "workspace_name",
                "workspace_id",
                "service_tier",
                "context_window",
                "uncached_input",
                "cache_write_1h",
                "web_searches"
            ]
        ),
        [
            "2026-07-02 apikey_01TestOrchardGate000001 - wrkspc_01TestProduction000001 standard 0-200k 1200 0 3 12",
            "2026-07-02 apikey_01TestHarborLight000002 Default - batch 200k-1M 50000 700 0 32",
            "2026-07-03 - Default - standard 0-200k 10 0 0 58",
        ]
    );
}

#[test]
fn what_was_not_grouped_by_stays_unsaid() {
    let data = load(&[("u.json", &fixture("usage-report/grouped-by-model.json"))]);
    assert_eq!(
        rows(&data, Table::Usage, &["model", "workspace_name", "minute"]),
        ["claude-sonnet-5 - - 7", "claude-opus-5 - - 27"],
        "no default workspace where nobody asked for workspaces"
    );
    let data = load(&[("u.json", &fixture("usage-report/hourly.json"))]);
    assert_eq!(rows(&data, Table::Usage, &["minute", "output"]), ["540 6 1", "600 8 1"]);
}

#[test]
fn the_cost_report_is_in_cents() {
    let data = load(&[("c.json", &fixture("cost-report/daily.json"))]);
    assert_eq!(
        rows(&data, Table::Cost, &["cost", "token_type", "usage_type", "cost_type", "workspace_name", "model"]),
        [
            "1.2378912 uncached_input standard tokens - claude-sonnet-5 12",
            "0.005 cache_read standard tokens Default claude-sonnet-5 24",
            "0.07 cache_write_5m standard tokens - claude-sonnet-5 36",
            "0.6125 output batch tokens - claude-sonnet-5 48",
        ]
    );
    let data = load(&[("c.json", &fixture("cost-report/other-cost-types.json"))]);
    assert_eq!(
        rows(&data, Table::Cost, &["cost", "cost_type", "model"]),
        [
            "0.3 web_search - 7",
            "0.05 code_execution - 19",
            "0.08 session_usage - 31",
            "0.125 tokens Claude Sonnet 4 43"
        ]
    );
}

#[test]
fn the_console_and_the_api_say_it_in_the_same_words() {
    let csv = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type\n\
               2026-07-02,Claude Sonnet 5,Production,k,message,≤ 200k,input_no_cache,1.24,token\n";
    let words = ["usage_type", "context_window", "token_type", "cost_type"];
    let console = rows(&load(&[("c.csv", csv)]), Table::Cost, &words);
    let api = rows(&load(&[("c.json", &fixture("cost-report/daily.json"))]), Table::Cost, &words);
    assert_eq!(console[0].trim_end_matches(" 2"), api[0].trim_end_matches(" 12"));
}

#[test]
fn analytics_have_requests_list_prices_and_actors() {
    let data = load(&[("u.json", &fixture("analytics-usage/by-key.json"))]);
    assert_eq!(
        rows(&data, Table::Usage, &["workspace_id", "speed", "requests", "output"]),
        [
            "wrkspc_01TestProduction000001 - 12 800 3",
            "wrkspc_01TestDefault0000000009 fast 1 7 43",
            "wrkspc_01TestDefault0000000009 - 12 20 83"
        ]
    );
    assert!(!data.has(Table::Actors));
    let data = load(&[("u.json", &fixture("analytics-usage/by-actor.json"))]);
    assert_eq!(
        rows(&data, Table::Actors, &["id", "address", "deleted"]),
        ["user_01TestIngridMoss000001 ingrid.moss@example.com false 3", "user_01TestPavelRook000002 - true 49"]
    );
    assert_eq!((data.inputs[0].rows, data.inputs[0].accepted), (4, 4), "actors are no records of their own");
    let data = load(&[("c.json", &fixture("analytics-cost/by-key.json"))]);
    assert_eq!(
        rows(&data, Table::Cost, &["cost", "list_price", "key_id", "token_type"])[0],
        "0.36000000000012 0.405 apikey_01TestOrchardGate000001 uncached_input 3"
    );
}

#[test]
fn what_cannot_be_a_row_costs_itself() {
    let bucket = r#"{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","results":[
        {"uncached_input_tokens":1,"output_tokens":1,"model":"m"},
        {"uncached_input_tokens":-1,"output_tokens":1,"model":"m"},
        {"amount":"5"}]},
        {"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-08-01T00:00:00Z","results":[{"uncached_input_tokens":1}]},
        {"error":"overloaded"}"#;
    let data = load(&[("u.json", &format!("[{bucket}]"))]);
    let reasons: Vec<&str> = data.rejections.iter().map(|r| &*r.reason).collect();
    assert_eq!((data.inputs[0].rows, data.inputs[0].accepted), (5, 1), "{reasons:?}");
    let euros = r#"[{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","results":[{"amount":"5","currency":"EUR"}]}]"#;
    assert_eq!(&*load(&[("c.json", euros)]).rejections[0].reason, "not US dollars");
}

#[test]
fn a_cut_report_is_told_unless_its_next_page_is_there() {
    let day = |day: u32, more: bool| {
        format!(
            r#"{{"data":[{{"starting_at":"2026-07-{day:02}T00:00:00Z","ending_at":"2026-07-{:02}T00:00:00Z","results":[{{"uncached_input_tokens":1,"output_tokens":1}}]}}],"has_more":{more},"next_page":null}}"#,
            day + 1
        )
    };
    let (first, second, earlier) = (day(7, true), day(8, false), day(1, false));
    assert!(load(&[("1.json", &first)]).cut_lists[&Table::Usage].starts_with("1.json says that more pages follow"));
    assert!(load(&[("1.json", &first), ("2.json", &second)]).cut_lists.is_empty());
    assert!(!load(&[("1.json", &first), ("0.json", &earlier)]).cut_lists.is_empty(), "another week ends nothing");
    let csv = "usage_date_utc,model_version,usage_output_tokens\n2026-07-08,m,1\n";
    assert!(!load(&[("1.json", &first), ("2.csv", csv)]).cut_lists.is_empty(), "nor does another kind");
}

/// Fault: Cache writes whose object a tool had made a text or flat fields counted as none, and nothing said so
/// Outcome: They count; what cannot be read rejects its row by name
#[test]
fn cache_writes_count_however_a_tool_wrote_them() {
    let columns = ["cache_write_5m", "cache_write_1h", "web_searches"];
    for (file, found) in [
        ("powershell-depth", &["300 20 3", "0 0 0"][..]),
        ("flattened-objects", &["300 20 3", "40 0 0"]),
        ("lost-objects", &["0 0 0"]),
    ] {
        let data = load(&[("u.json", &fixture(&format!("usage-report/{file}.json")))]);
        assert_eq!(testing::table_rows(&data, Table::Usage, &columns), found, "{file}");
        let rejected: Vec<&str> = data.rejections.iter().map(|one| &*one.column).collect();
        assert_eq!(rejected, if file == "lost-objects" { &["cache_creation"][..] } else { &[] }, "{file}");
    }
    // The analytics have the same object, and a report of seats too.
    let analytics = fixture("analytics-usage/by-key.json").replace("\"cache_creation\"", "\"cache_creation_lost\"");
    assert!(load(&[("u.json", &analytics)]).inputs[0].rejected > 0);
}

/// Fault: Tokens and cost of Claude Code below the depth that a script prints counted as none
/// Outcome: A record whose parts are texts without what stood in them is rejected
#[test]
fn what_claude_code_used_is_not_lost() {
    let record = |breakdown: &str| {
        format!(
            r#"{{"date":"2026-07-01T00:00:00Z","actor":{{"type":"user_actor","email_address":"a@b.example"}},"core_metrics":{{"num_sessions":1}},"model_breakdown":{breakdown}}}"#
        )
    };
    let whole = r#"[{"model":"m","tokens":{"input":7,"output":2},"estimated_cost":{"amount":125,"currency":"USD"}}]"#;
    let texts =
        r#"[{"model":"m","tokens":"@{input=7; output=2}","estimated_cost":"{'amount': 125, 'currency': 'USD'}"}]"#;
    let columns = ["input", "output", "estimated_cost"];
    let all = |breakdown: &str| {
        let data = load(&[("c.json", &format!("[{}]", record(breakdown)))]);
        let taken = data.frame(Table::ClaudeCode).is_some();
        let rows = if taken { testing::table_rows(&data, Table::ClaudeCode, &columns) } else { Vec::new() };
        (rows, data.inputs[0].rejected)
    };
    for breakdown in [whole, texts, serde_json::to_string(whole).unwrap().as_str()] {
        assert_eq!(all(breakdown), (vec!["7 2 1.25".to_owned()], 0), "{breakdown}");
    }
    for lost in [
        r#"["@{model=m; tokens=; estimated_cost=}"]"#,
        r#""System.Object[]""#,
        r#"[{"model":"m","tokens":"System.Object"}]"#,
    ] {
        assert_eq!(all(lost), (Vec::new(), 1), "{lost}");
    }
}
