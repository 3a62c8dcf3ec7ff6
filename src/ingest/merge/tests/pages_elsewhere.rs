//! Pages of one list that lie apart.

use crate::ingest::load_bytes;
use crate::model::{Dataset, Table};

type Files = Vec<(&'static str, String)>;

fn load(files: &Files) -> Dataset {
    load_bytes(files.iter().map(|(path, text)| ((*path).to_owned(), text.clone().into_bytes())).collect()).unwrap()
}

/// The files that are cut.
fn cut(files: &Files) -> Vec<String> {
    let data = load(files);
    let cut = data.inputs.iter().zip(&data.remarks).filter(|(_, remarks)| remarks.cut.is_some());
    let cut: Vec<String> = cut.map(|(input, _)| input.path.clone()).collect();
    assert_eq!(cut.is_empty(), data.cut_lists.is_empty(), "{:?}", data.cut_lists);
    cut
}

fn page(rows: &[String], more: bool) -> String {
    format!(r#"{{"data":[{}],"has_more":{more}}}"#, rows.join(","))
}

/// Users who all joined at once, so that no order tells what follows.
fn users_of(domain: &str, ids: std::ops::Range<u32>, more: bool) -> String {
    let row = |id: u32| {
        format!(
            r#"{{"id":"user_{id:08}","type":"user","email":"u{id}@{domain}","name":"U","role":"user","added_at":"2025-02-05T09:00:00Z"}}"#
        )
    };
    page(&ids.map(row).collect::<Vec<_>>(), more)
}

fn users(ids: std::ops::Range<u32>, more: bool) -> String {
    users_of("example.com", ids, more)
}

/// A day's bucket each of a usage report; days from 32 on are of August.
fn usage(days: std::ops::RangeInclusive<u32>, more: bool) -> String {
    let date = |day: u32| if day > 31 { format!("2026-08-{:02}", day - 31) } else { format!("2026-07-{day:02}") };
    let row = |day: u32| {
        format!(
            r#"{{"starting_at":"{}T00:00:00Z","ending_at":"{}T00:00:00Z","results":[{{"uncached_input_tokens":{day},"output_tokens":1,"model":"claude-sonnet-5","api_key_id":"apikey_1"}}]}}"#,
            date(day),
            date(day + 1)
        )
    };
    page(&days.map(row).collect::<Vec<_>>(), more)
}

/// A sign-in an hour, newest first.
fn feed(hours: std::ops::Range<u32>, more: bool) -> String {
    let row = |hour: u32| {
        let at = format!("2026-07-{:02}T{:02}:10:00Z", 1 + hour / 24, hour % 24);
        format!(
            r#"{{"id":"activity_{at}","type":"sso_login_succeeded","created_at":"{at}","actor":{{"type":"user_actor","user_id":"user_1"}}}}"#
        )
    };
    page(&hours.rev().map(row).collect::<Vec<_>>(), more)
}

/// Fault: Pages of one list lie in two folders, in an archive, or under names that do not sort
/// Outcome: They are one list where what stands in them proves it; the list is whole
#[test]
fn pages_that_lie_apart_are_one_list() {
    let (first, rest) = (|| users(0..10, true), || users(10..18, false));
    let cases: [Files; 11] = [
        vec![("page1/users.json", first()), ("page2/users.json", rest())],
        vec![("users_1.json", first()), ("more.zip!/users_2.json", rest())],
        vec![("users_page_1.json", first()), ("more.zip!/users_page_2.json", rest())],
        vec![("response.json", first()), ("download.json", rest())],
        vec![("download.json", first()), ("data/response.json", rest())],
        vec![
            ("p/1/users.json", first()),
            ("p/2/users.json", users(10..20, true)),
            ("p/3/users.json", users(20..23, false)),
        ],
        vec![
            ("july/usage.json", usage(1..=31, true)),
            ("august/usage.json", usage(32..=50, true)),
            ("rest.zip!/usage.json", usage(51..=60, false)),
        ],
        vec![("usage.json", usage(1..=9, true)), ("more.zip!/usage.json", usage(10..=20, false))],
        vec![("first/feed.json", feed(40..80, true)), ("more.zip!/data/feed.json", feed(5..40, false))],
        // A page that was saved again elsewhere is the same page.
        vec![("users_page_1.json", first()), ("users_page_2.json", rest()), ("2026-10-05/users_page_2.json", rest())],
        vec![("users_page_1.json", first()), ("users_page_2.json", rest()), ("again/users_page_1.json", first())],
    ];
    for files in cases {
        let names: Vec<&str> = files.iter().map(|file| file.0).collect();
        assert_eq!(cut(&files), Vec::<String>::new(), "{names:?}");
        let one_is_missing = files.len() == 2 && cut(&files[..1].to_vec()).is_empty();
        assert!(!one_is_missing, "{names:?}: the first page alone");
        let members = load(&files).records(Table::Members);
        assert!([0, 18, 23].contains(&members), "{names:?}: {members}");
    }
}

#[test]
fn what_may_be_another_list_ends_its_own() {
    let (first, rest) = (|| users(0..10, true), || users(10..18, false));
    let cases: [(&str, Files, &[&str]); 14] = [
        ("other names", vec![("acme/users.json", first()), ("beta/users.json", rest())], &["acme/users.json"]),
        (
            "numbers of others",
            vec![("tenant1/users.json", first()), ("tenant2/users.json", rest())],
            &["tenant1/users.json"],
        ),
        (
            "another domain",
            vec![("response.json", first()), ("download.json", users_of("example.org", 10..18, false))],
            &["response.json"],
        ),
        (
            "the same objects",
            vec![("response.json", first()), ("download.json", users(5..14, false))],
            &["response.json"],
        ),
        (
            "more than a page",
            vec![("response.json", first()), ("download.json", users(10..40, false))],
            &["response.json"],
        ),
        (
            "two that may be it",
            vec![("response.json", first()), ("download.json", rest()), ("output.json", users(20..25, false))],
            &["response.json"],
        ),
        (
            "one that two wait for",
            vec![("response.json", first()), ("download.json", users(40..52, true)), ("output.json", rest())],
            &["download.json", "response.json"],
        ),
        ("a page between", vec![("page1/users.json", first()), ("page3/users.json", rest())], &["page1/users.json"]),
        (
            "none ends",
            vec![("page1/users.json", first()), ("page2/users.json", users(10..20, true))],
            &["page2/users.json"],
        ),
        (
            "another day",
            vec![("2026-10-01/response.json", first()), ("2026-10-08/download.json", rest())],
            &["2026-10-01/response.json"],
        ),
        (
            "a day between",
            vec![("more.zip!/1.json", usage(1..=9, true)), ("2.json", usage(12..=20, false))],
            &["more.zip!/1.json"],
        ),
        (
            "two reports that go on",
            vec![
                ("july/usage.json", usage(1..=31, true)),
                ("august/usage.json", usage(32..=50, false)),
                ("rest/usage.json", usage(32..=40, false)),
            ],
            &["july/usage.json"],
        ),
        (
            "hours between",
            vec![("first/feed.json", feed(40..80, true)), ("feed.json", feed(5..30, false))],
            &["first/feed.json"],
        ),
        (
            "a copy of a page whose list lacks another",
            vec![("users_page_2.json", rest()), ("2026-10-05/users_page_2.json", rest())],
            &["2026-10-05/users_page_2.json", "users_page_2.json"],
        ),
    ];
    for (what, files, expected) in cases {
        assert_eq!(cut(&files), expected, "{what}");
    }
}
