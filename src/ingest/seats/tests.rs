//! Every version of what administrators download.

use crate::ingest::load_bytes;
use crate::ingest::testing::table_rows as rows;
use crate::model::{Dataset, Table};

fn load(fixtures: &[&str]) -> Dataset {
    let folder = format!("{}/fixtures/formats", env!("CARGO_MANIFEST_DIR"));
    let read = |path: &&str| ((*path).to_owned(), std::fs::read(format!("{folder}/{path}")).unwrap());
    let data = load_bytes(fixtures.iter().map(read).collect()).unwrap();
    assert!(data.rejections.is_empty(), "{:?}", data.rejections);
    for input in &data.inputs {
        assert_eq!(input.rows, input.accepted + input.duplicates + input.restated, "{input:?}");
        // Older and shorter forms say what they lack, and nothing else is to be said.
        assert!(input.notes.iter().all(|note| note.starts_with("columns not there")), "{input:?}");
    }
    data
}

#[test]
fn members_in_any_order_of_columns() {
    let columns = ["address", "name", "role", "status", "seat_tier"];
    assert_eq!(
        rows(&load(&["claude-members/status-before-seat.csv"]), Table::Seats, &columns),
        [
            "ingrid.moss@example.com Ingrid Moss primary_owner active premium",
            "pavel.rook@example.com Pavel Rook user active standard",
            "newcomer@example.com - user pending unassigned",
            "other.newcomer@example.com - admin pending standard",
        ]
    );
    assert_eq!(
        rows(&load(&["claude-members/seat-before-status.csv"]), Table::Seats, &columns)[0],
        "ingrid.moss@example.com Ingrid Moss primary_owner active premium"
    );
    assert_eq!(
        rows(&load(&["claude-members/without-status.csv"]), Table::Seats, &columns)[0].split(' ').nth(4),
        Some("-")
    );
}

#[test]
fn analytics_stand_beside_members_and_the_later_ones_hold() {
    let data = load(&[
        "claude-members/status-before-seat.csv",
        "claude-members-analytics/2026-07.csv",
        "claude-members-analytics/2026-08.csv",
    ]);
    assert_eq!(
        rows(&data, Table::Seats, &["source", "address", "status", "last_active", "days_active", "spend"])[..2],
        [
            "members-analytics pavel.rook@example.com - - 0 0",
            "members-analytics ingrid.moss@example.com - 2026-08-30 18 88.07",
        ]
    );
    assert_eq!(data.inputs[0].restated, 1);
    let alone = load(&["claude-members-analytics/2026-07.csv"]);
    assert_eq!(rows(&alone, Table::Seats, &["spend"]), ["1234.5", "0"]);
    assert_eq!(alone.inputs[0].last.as_deref(), Some("2026-07-29"));
}

#[test]
fn spend_by_seat_keeps_every_row() {
    let data = load(&["claude-spend-report/2026-10.csv"]);
    assert_eq!(
        rows(&data, Table::SeatSpend, &["product", "channel", "net_spend", "cache_read"]),
        ["Chat - 2.25 240", "Claude Tag C0TESTONE 0.35 10", "Claude Tag C0TESTTWO 0.35 10"]
    );
    let data = load(&[
        "claude-spend-report/2026-early.csv",
        "claude-spend-report/oldest.csv",
        "claude-spend-report/short-with-user-id.csv",
    ]);
    assert_eq!(
        rows(&data, Table::SeatSpend, &["address", "model", "net_spend", "gross_spend", "requests"]),
        [
            "pavel.rook@example.com claude-opus-4-7 1000.5 1200.75 12",
            "pavel.rook@example.com claude-opus-4-7 - - 2",
            "pavel.rook@example.com claude-opus-4-7 17.03 - -",
            "(org service usage) - 0 - -",
        ]
    );
}

#[test]
fn a_month_of_claude_code_in_any_locale() {
    let columns = ["user", "spend", "lines"];
    let data =
        load(&["claude-code-team/claude-ai.csv", "claude-code-team/console.csv", "claude-code-team/portuguese.csv"]);
    assert_eq!(
        rows(&data, Table::ClaudeCodeTeam, &columns),
        [
            "ingrid.moss@example.com - 12001",
            "ingrid.moss@example.com 310.42 64230",
            "claude_code_key_pavel.rook_x7Qm 0.9 512",
            "ingrid.moss@example.com 1310.42 64230",
        ]
    );
}

#[test]
fn a_day_of_claude_code_is_one_row_whatever_number_of_models() {
    let columns = [
        "day",
        "address",
        "key_name",
        "terminal",
        "remote",
        "sessions",
        "edits_accepted",
        "input",
        "estimated_cost",
        "models",
    ];
    let data = load(&["claude-code-report/lines.jsonl", "claude-code-report/page.json"]);
    assert_eq!(
        rows(&data, Table::ClaudeCode, &columns),
        [
            "2026-07-08 ingrid.moss@example.com - vscode false 4 15 2000 1.91 claude-opus-5 claude-sonnet-5",
            "2026-07-08 - claude_code_key_pavel.rook_x7Qm tmux false 4 15 1000 0.0725 claude-sonnet-5",
            "2026-07-09 ingrid.moss@example.com - vscode true 4 15 0 0 -",
        ]
    );
    assert_eq!((data.inputs[0].rows, data.inputs[0].duplicates, data.inputs[1].accepted), (2, 2, 3));
}

#[test]
fn overlapping_reports_of_claude_code_do_not_contradict_each_other() {
    let record = |day: u32, sessions: u32| {
        format!(
            r#"{{"date":"2026-07-{day:02}T00:00:00Z","actor":{{"type":"user_actor","email_address":"ann@example.com"}},"terminal_type":"vscode","core_metrics":{{"num_sessions":{sessions}}}}}"#
        )
    };
    let page = |records: &[String]| format!(r#"{{"data":[{}],"has_more":false}}"#, records.join(",\n")).into_bytes();
    // The last day of the first report was not over.
    let files = vec![
        ("a.json".to_owned(), page(&[record(1, 3), record(2, 4), record(3, 1)])),
        ("b.json".to_owned(), page(&[record(2, 4), record(3, 7), record(4, 2)])),
    ];
    let data = load_bytes(files).unwrap();
    assert_eq!(
        rows(&data, Table::ClaudeCode, &["day", "sessions"]),
        ["2026-07-01 3", "2026-07-02 4", "2026-07-03 7", "2026-07-04 2"]
    );
    assert!(data.remarks.iter().all(|remarks| remarks.conflicts.is_empty()), "{:?}", data.remarks);
    let found: Vec<_> = data.inputs.iter().map(|input| (input.accepted, input.duplicates, input.restated)).collect();
    assert_eq!(found, [(1, 1, 1), (3, 0, 0)]);
}
