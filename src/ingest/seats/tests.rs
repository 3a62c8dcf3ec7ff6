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
        let is_known = |note: &String| note.starts_with("columns not there") || note.starts_with("an earlier edition");
        assert!(input.notes.iter().all(is_known), "{input:?}");
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
            "members-analytics ingrid.moss@example.com - 2026-08-30 18 88.07",
            "members ingrid.moss@example.com active - - -",
        ],
        "whom only the earlier analytics list has left by the later ones"
    );
    assert_eq!(data.inputs[0].restated, 2);
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

#[test]
fn accounts_that_differ_in_a_tag_have_a_seat_each() {
    let text = "Name,Email,Role,Status,Seat Tier\nBo,bo@example.com,User,Active,Premium\nBo,Bo+lab@example.com,User,Active,Standard\n";
    let data = load_bytes(vec![
        ("members.csv".to_owned(), text.into()),
        ("copy.csv".to_owned(), text.replace("bo@", "BO@").into_bytes()),
    ])
    .unwrap();
    assert_eq!(
        rows(&data, Table::Seats, &["address", "account", "seat_tier"]),
        ["bo@example.com bo@example.com premium", "bo@example.com bo+lab@example.com standard"]
    );
    assert_eq!(data.inputs.iter().map(|input| input.duplicates + input.restated).sum::<u64>(), 2);
}

/// A spend report: member and dollars.
fn spend(rows: &[(&str, &str)]) -> Vec<u8> {
    let row = |(who, usd): &(&str, &str)| {
        format!("{who}@example.com,acc_{who},Chat,claude_opus_4_7,10,1000,200,{usd},{usd}\n")
    };
    let header = "user_email,account_uuid,product,model,total_requests,total_prompt_tokens,total_completion_tokens,total_net_spend_usd,\
                  total_gross_spend_usd\n";
    format!("{header}{}", rows.iter().map(row).collect::<String>()).into_bytes()
}

#[test]
fn equal_rows_of_two_months_are_no_copies_and_those_of_a_copy_are() {
    let august = spend(&[("ann", "5.00"), ("bo", "37.50"), ("cy", "8.25")]);
    let september = spend(&[("ann", "6.10"), ("bo", "37.50"), ("cy", "2.00")]);
    let duplicates = |files: Vec<(&str, Vec<u8>)>| -> Vec<u64> {
        let data = load_bytes(files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()).unwrap();
        data.inputs.iter().map(|input| input.duplicates).collect()
    };
    assert_eq!(duplicates(vec![("a.csv", august.clone()), ("b.csv", september)]), [0, 0]);
    // An excerpt of a file is a copy, whichever is read first.
    let excerpt = spend(&[("bo", "37.50")]);
    assert_eq!(duplicates(vec![("a.csv", excerpt), ("b.csv", august.clone())]), [1, 0]);
    let mut more = august.clone();
    more.extend(b"\n");
    assert_eq!(duplicates(vec![("a.csv", august), ("b.csv", more)]), [0, 3]);
}

/// Fault: The members download in another language was taken for a roster: it proved that its own members are there
/// Outcome: Labels of columns may be translated; a role that is, is unknown and stays as it is
#[test]
fn members_in_the_language_of_whoever_downloaded_them() {
    let kind = |header: &str, row: &str| {
        let data = load_bytes(vec![("members.csv".to_owned(), format!("{header}\n{row}\n").into_bytes())]).unwrap();
        let kind = data.inputs[0].kind.clone().unwrap_or_default();
        (kind, data)
    };
    for (header, row, says) in [
        (
            "Name,E-Mail,Rolle,Status,Sitzstufe",
            "Ann,ann@example.com,Eigentümer,Aktiv,Standard",
            "ann@example.com eigentümer active standard",
        ),
        (
            "Nom,E-mail,Rôle,Statut,Niveau de siège",
            "-,bo@example.com,Utilisateur,En attente,Premium",
            "bo@example.com utilisateur pending premium",
        ),
        (
            "Nombre,Correo electrónico,Rol,Estado,Nivel de asiento",
            "C,c@example.com,Usuario,Inactivo,Standard",
            "c@example.com usuario inactive standard",
        ),
        (
            "Name,E-Mail,Rolle,Status,Lizenzstufe",
            "Di,d@example.com,Hauptinhaber,Ausstehend,Premium",
            "d@example.com hauptinhaber pending premium",
        ),
        (
            "Nome,E-mail,Função,Status,Nível de licença",
            "Ed,e@example.com,Usuário,Ativo,Standard",
            "e@example.com usuário active standard",
        ),
        (
            "이름,이메일,역할,상태,좌석 등급",
            "Fay,f@example.com,사용자,대기 중,Unassigned",
            "f@example.com 사용자 pending unassigned",
        ),
        (
            "名前,メールアドレス,役割,ステータス,シート",
            "Gus,g@example.com,ユーザー,アクティブ,Standard",
            "g@example.com ユーザー active standard",
        ),
    ] {
        let (kind, data) = kind(header, row);
        assert_eq!(kind, "claude-members", "{header}: {:?}", data.inputs);
        assert_eq!(rows(&data, Table::Seats, &["address", "role", "status", "seat_tier"]), [says]);
    }
    for (header, row) in [
        ("Name,E-Mail,Rolle,Status,Abteilung", "Ann,ann@example.com,Leiterin,Aktiv,Standard"),
        ("Nom,E-mail,Rôle,Statut,Siège", "Bo,bo@example.com,Comptable,Actif,Lyon"),
        ("Name,Email,Role,Status,License", "Cy,cy@example.com,Engineer,Active,Standard"),
        ("Name,E-Mail,Rolle,Status,Lizenz", "Di,di@example.com,Leiterin,Aktiv,Business Standard"),
    ] {
        assert_eq!(kind(header, row).0, "roster-list", "{header}");
    }
}

/// Fault: Analytics that a spreadsheet had saved lost everybody whose last day of activity it had rewritten
/// Outcome: The file decides which number is the day; where it does not, the day is unread and the person stays
#[test]
fn analytics_that_a_spreadsheet_saved() {
    for (days, found, unread) in [
        (["9/30/2026", "6/1/2026"], "2026-09-30 2026-06-01", 0),
        (["30/09/2026", "1/6/2026"], "2026-09-30 2026-06-01", 0),
        (["30.09.2026", "-"], "2026-09-30 -", 0),
        (["30-Sep-26", "2026-06-01"], "2026-09-30 2026-06-01", 0),
        (["9/10/2026", "6/1/2026"], "- -", 2),
    ] {
        let rows = days.map(|day| format!("A;{}@example.com;User;Standard;{day};5;1.50\n", day.len()));
        let rows = rows[0].clone() + &rows[1].replacen("A;", "B;b", 1);
        let text = format!("Name;Email;Role;Seat Tier;Last Active;Days Active;Estimated Spend (USD)\n{rows}");
        let data = load_bytes(vec![("analytics.csv".to_owned(), text.into_bytes())]).unwrap();
        assert!(data.rejections.is_empty(), "{:?}", data.rejections);
        assert_eq!((table(&data), data.unread_cells.len()), (found.to_owned(), unread), "{days:?}");
    }
}

fn table(data: &Dataset) -> String {
    rows(data, Table::Seats, &["last_active"]).join(" ")
}
