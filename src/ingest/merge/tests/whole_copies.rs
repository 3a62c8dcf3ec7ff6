//! Files that break off next to whole ones.

use crate::ingest::load_bytes;
use crate::model::{Dataset, Table};

fn load(files: &[(&str, String)]) -> Dataset {
    let named = |(path, text): &(&str, String)| ((*path).to_owned(), text.clone().into_bytes());
    load_bytes(files.iter().map(named).collect()).unwrap()
}

/// The files that are cut or have unreadable records.
fn lacking(files: &[(&str, String)]) -> Vec<String> {
    let data = load(files);
    for input in &data.inputs {
        assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated, "{input:?}");
    }
    let rejected: u64 = data.inputs.iter().map(|input| input.rejected).sum();
    assert_eq!(rejected, data.rejections.len() as u64);
    let lacking = data.inputs.iter().zip(&data.remarks);
    let lacking = lacking.filter(|(input, remarks)| remarks.cut.is_some() || input.rejected > 0);
    let lacking: Vec<String> = lacking.map(|(input, _)| input.path.clone()).collect();
    assert_eq!(lacking.is_empty(), data.cut_lists.is_empty(), "{:?}", data.cut_lists);
    lacking
}

fn page(rows: &[String], more: bool) -> String {
    format!("{{\n\"data\": [\n{}\n],\n\"has_more\": {more}\n}}\n", rows.join(",\n"))
}

fn users(ids: std::ops::Range<u32>, more: bool) -> String {
    let row = |id: u32| {
        format!(
            r#"{{"id":"user_{id:08}","type":"user","email":"u{id:08}@example.com","name":"U {id}","role":"user","added_at":"2025-02-05T09:00:00Z"}}"#
        )
    };
    page(&ids.map(row).collect::<Vec<_>>(), more)
}

fn keys(ids: std::ops::Range<u32>) -> String {
    let row = |id: u32| {
        format!(
            r#"{{"id":"apikey_{id:08}","type":"api_key","name":"k{id}","status":"active","created_at":"2025-03-{:02}T09:00:00Z","workspace_id":"wrkspc_1","created_by":{{"id":"user_{id:08}","type":"user"}}}}"#,
            1 + id % 28
        )
    };
    page(&ids.map(row).collect::<Vec<_>>(), false)
}

fn workspaces(ids: std::ops::Range<u32>) -> String {
    let row = |id: u32| {
        format!(
            r##"{{"id":"wrkspc_{id:08}","type":"workspace","name":"W{id}","created_at":"2025-01-02T09:00:00Z","archived_at":null,"display_color":"#000000"}}"##
        )
    };
    page(&ids.map(row).collect::<Vec<_>>(), false)
}

/// Two keys a day, from a day of July 2026 to another; days from 32 on are of August.
fn usage(days: std::ops::RangeInclusive<u32>) -> String {
    let mut csv = "usage_date_utc,model_version,api_key,workspace,usage_output_tokens,usage_input_tokens_no_cache,inference_geo\n".to_owned();
    for day in days {
        for key in ["one", "two"] {
            csv += &format!("{},claude-opus-5,{key},Production,{},{},global\n", date(day), 500 + day, 7000 + day);
        }
    }
    csv
}

fn cost(days: std::ops::RangeInclusive<u32>) -> String {
    let mut csv = "usage_date_utc,model,workspace,api_key,token_type,cost_usd,inference_geo\n".to_owned();
    for day in days {
        for key in ["one", "two"] {
            csv += &format!("{},Claude Opus 5,Production,{key},output,{day}.25,global\n", date(day));
        }
    }
    csv
}

fn date(day: u32) -> String {
    if day > 31 { format!("2026-08-{:02}", day - 31) } else { format!("2026-07-{day:02}") }
}

/// A sign-in (everyday) and a new key (a row) a day, newest first.
fn feed(days: std::ops::RangeInclusive<u32>) -> Vec<String> {
    let event = |day: u32, at: &str, kind: &str| {
        let at = format!("{}T{at}Z", date(day));
        format!(
            r#"{{"id":"activity_{kind}_{at}","type":"{kind}","created_at":"{at}","actor":{{"type":"user_actor","user_id":"user_1","email_address":"ann@example.com"}},"api_key_id":"apikey_{day}"}}"#
        )
    };
    let of_day = |day| {
        [
            event(day, "10:00:00.000002", "platform_api_key_created"),
            event(day, "09:00:00.000001", "sso_login_succeeded"),
        ]
    };
    days.rev().flat_map(of_day).collect()
}

fn roster() -> String {
    let row = |id: u32| format!("U {id},u{id:08}@example.com,active,2025-01-02\n");
    (1..30).fold("Name,Email,Status,Start date\n".to_owned(), |csv, id| csv + &row(id))
}

fn cut_at(text: &str, thousandths: usize) -> String {
    text[..text.len() * thousandths / 1000].to_owned()
}

/// Fault: A cut copy of a file lies beside the whole one: half a download, a script that broke off
/// Outcome: Nothing is missing: the file has a note, and no list or check is held to be incomplete
#[test]
fn a_cut_copy_takes_nothing_away() {
    let kinds = [
        ("users.json", users(1..30, false)),
        ("keys.json", keys(1..30)),
        ("workspaces.json", workspaces(1..30)),
        ("usage.csv", usage(1..=62)),
        ("cost.csv", cost(1..=62)),
        ("feed.json", page(&feed(1..=62), false)),
        ("feed.jsonl", feed(1..=62).join("\n") + "\n"),
        ("roster.csv", roster()),
    ];
    for (name, whole) in &kinds {
        for thousandths in [300, 446, 598, 747, 909] {
            for copy in [format!("partial/{name}"), format!("{name}.crdownload"), format!("a{name}")] {
                let part = cut_at(whole, thousandths);
                let files = [(*name, whole.clone()), (copy.as_str(), part.clone())];
                assert_eq!(lacking(&files), Vec::<String>::new(), "{copy} to {thousandths}");
                let data = load(&files);
                let at = data.inputs.iter().position(|input| input.path == copy).unwrap();
                if data.remarks[at].whole.is_some() {
                    assert!(data.inputs[at].notes.iter().any(|note| note.contains("nothing is missing")), "{copy}");
                }
                let (own, alone) = (load(&files), load(&files[..1]));
                // Every roster is asked, whatever others say.
                for table in alone.frames.keys().filter(|table| **table != Table::Roster) {
                    assert_eq!(own.records(*table), alone.records(*table), "{copy} to {thousandths}");
                }
            }
        }
        // Where the whole one is not there, it is missing.
        assert_eq!(lacking(&[(name, cut_at(whole, 446))]), [*name], "alone");
    }
}

/// Fault: A copy of a list that breaks off behind its last record, in what closes it, made the whole list beside it incomplete
/// Outcome: No record is missing, and that is noted; a list that is not closed, or has an entry of its own, may go on
#[test]
fn a_copy_that_is_cut_behind_its_list_takes_nothing_away() {
    let lists =
        [("users.json", users(1..12, false)), ("keys.json", keys(1..12)), ("workspaces.json", workspaces(1..12))];
    for (name, whole) in &lists {
        let closed = whole.rfind(']').unwrap() + 1;
        for end in closed..whole.len() - 2 {
            let part = whole[..end].to_owned();
            for copy in [format!("partial/{name}"), format!("z/{name}")] {
                let files = [(*name, whole.clone()), (copy.as_str(), part.clone())];
                assert_eq!(lacking(&files), Vec::<String>::new(), "{copy} to {end} of {}", whole.len());
                let data = load(&files);
                let own = data.inputs.iter().find(|input| input.path == copy).unwrap();
                assert!(own.notes.iter().any(|note| note.contains("nothing is missing")), "{:?}", own.notes);
            }
        }
        for (what, own) in [
            ("the list may go on", whole[..closed - 2].to_owned()),
            ("another entry", whole[..whole.len() - 6].replacen("00000003", "00009993", 9)),
        ] {
            let copy = format!("partial/{name}");
            assert_eq!(
                lacking(&[(*name, whole.clone()), (copy.as_str(), own)]),
                *std::slice::from_ref(&copy),
                "{name}: {what}"
            );
        }
    }
}

/// Fault: A file that breaks off has a record that the whole one beside it does not have
/// Outcome: It counts as incomplete: what stood behind its end may be nowhere
#[test]
fn a_cut_file_with_something_of_its_own_is_incomplete() {
    let whole = users(1..30, false);
    let part = cut_at(&whole, 507);
    let (two_months, first_of_august) = (usage(1..=62), usage(1..=31).len() + 20);
    /// What it is, the files, and those that are incomplete.
    type Case<'a> = (&'a str, Vec<(&'a str, String)>, &'a [&'a str]);
    let cases: [Case; 11] = [
        ("the whole one lacks a record", vec![("a.json", part.clone()), ("b.json", users(2..30, false))], &["a.json"]),
        (
            "somebody was made an administrator",
            vec![("a.json", part.replacen(r#""role":"user""#, r#""role":"admin""#, 1)), ("b.json", whole.clone())],
            &["a.json"],
        ),
        (
            "whoever stands at its end is not in the whole one",
            vec![("a.json", part.replace("user_00000015", "user_00009999")), ("b.json", whole.clone())],
            &["a.json"],
        ),
        ("as many as the whole one has", vec![("a.json", part.clone()), ("b.json", users(1..15, false))], &["a.json"]),
        ("both are cut", vec![("a.json", part.clone()), ("b.json", cut_at(&whole, 666))], &["a.json", "b.json"]),
        (
            "the whole one is older by its name",
            vec![("2026-10-01/users.json", whole.clone()), ("2026-10-08/users.json", part.clone())],
            &["2026-10-08/users.json"],
        ),
        ("more pages follow", vec![("a.json", part), ("b.json", users(1..30, true))], &["a.json", "b.json"]),
        ("another list", vec![("keys.json", cut_at(&keys(1..30), 507)), ("users.json", whole)], &["keys.json"]),
        (
            "August is lost",
            vec![("all.csv", two_months[..first_of_august].to_owned()), ("july.csv", usage(1..=31))],
            &["all.csv"],
        ),
        ("another day", vec![("all.csv", cut_at(&usage(1..=40), 700)), ("later.csv", usage(10..=62))], &["all.csv"]),
        (
            "the feed goes back to July",
            vec![
                ("all.json", {
                    let text = page(&feed(1..=62), false);
                    text[..page(&feed(32..=62), false).len() + 40].to_owned()
                }),
                ("august.json", page(&feed(32..=62), false)),
            ],
            &["all.json"],
        ),
    ];
    for (what, files, expected) in cases {
        assert_eq!(lacking(&files), expected, "{what}");
    }
}

#[test]
fn whole_files_of_several_months_hold_a_cut_one() {
    let part = cut_at(&usage(1..=62), 643);
    let months = |second: String| vec![("july.csv", usage(1..=31)), ("august.csv", second), ("all.csv", part.clone())];
    assert_eq!(lacking(&months(usage(32..=62))), Vec::<String>::new());
    assert_eq!(lacking(&months(cut_at(&usage(32..=62), 830))).len(), 2);
    let older =
        [("2026-10-08/users.json", users(1..30, false)), ("2026-10-01/users.json", cut_at(&users(1..30, false), 507))];
    assert_eq!(lacking(&older), Vec::<String>::new());
    // A first page that was saved alone, in another folder than the whole list.
    let open = [("all/users.json", users(1..30, false)), ("try/first.json", users(1..11, true))];
    assert_eq!(lacking(&open), Vec::<String>::new());
    assert_eq!(load(&open).records(Table::Members), 29);
}
