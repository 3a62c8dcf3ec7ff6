//! Which files are pages of one list, and which lists are whole.

use chrono::{Duration, TimeZone, Utc};

use crate::ingest::load_bytes;
use crate::model::Dataset;

fn load(files: &[(&str, String)]) -> Dataset {
    let named = |(path, text): &(&str, String)| ((*path).to_owned(), text.clone().into_bytes());
    load_bytes(files.iter().map(named).collect()).unwrap()
}

/// The files that are cut.
fn cut(files: &[(&str, String)]) -> Vec<String> {
    let data = load(files);
    let cut = data.inputs.iter().zip(&data.remarks).filter(|(_, remarks)| remarks.cut.is_some());
    cut.map(|(input, _)| input.path.clone()).collect()
}

fn page(rows: &[String], more: bool) -> String {
    format!(r#"{{"data":[{}],"has_more":{more}}}"#, rows.join(","))
}

/// Users with these numbers, each joined on the day of 2025 of their number.
fn users(ids: &[u32], more: bool) -> String {
    let row = |id: &u32| {
        let day = Utc.with_ymd_and_hms(2025, 1, 1, 9, 0, 0).unwrap() + Duration::days(i64::from(*id));
        format!(
            r#"{{"id":"user_{id:08}","type":"user","email":"u{id}@example.com","name":"U","role":"user","added_at":"{}"}}"#,
            day.format("%Y-%m-%dT%H:%M:%SZ")
        )
    };
    page(&ids.iter().map(row).collect::<Vec<_>>(), more)
}

/// Members of a workspace.
fn members(workspace: &str, ids: &[u32], more: bool) -> String {
    let row = |id: &u32| {
        format!(
            r#"{{"type":"workspace_member","workspace_id":"{workspace}","user_id":"user_{id:08}","workspace_role":"workspace_user"}}"#
        )
    };
    page(&ids.iter().map(row).collect::<Vec<_>>(), more)
}

/// A sign-in a day, newest first.
fn feed(from: (u32, u32), to: (u32, u32), more: bool) -> String {
    let day = |(month, day)| Utc.with_ymd_and_hms(2026, month, day, 9, 0, 0).unwrap();
    let (first, mut at, mut rows) = (day(from), day(to), Vec::new());
    while at >= first {
        let when = at.format("%Y-%m-%dT%H:%M:%SZ");
        rows.push(format!(
            r#"{{"id":"activity_{when}","type":"sso_login_succeeded","created_at":"{when}","actor":{{"type":"user_actor","user_id":"user_1"}}}}"#
        ));
        at -= Duration::days(1);
    }
    page(&rows, more)
}

#[test]
fn a_list_ends_with_its_own_last_page() {
    let (first, rest) = (users(&[1, 2, 3], true), users(&[4, 5], false));
    for (files, missing) in [
        (vec![("users.json", first.clone())], &["users.json"][..]),
        (vec![("u_page_1.json", first.clone()), ("u_page_2.json", rest.clone())], &[]),
        (vec![("users.json", first.clone()), ("users_2.json", rest.clone())], &[]),
        (vec![("users-first.json", first.clone()), ("users-last.json", rest.clone())], &[]),
        (vec![("a/users.json", first.clone()), ("a/users (1).json", rest.clone())], &[]),
        (vec![("users.json", first.clone()), ("users_after_user_00000003.json", rest.clone())], &[]),
        // Pages of five and more that are sorted go on where the first ends, whatever their names.
        (vec![("users.json", users(&[1, 2, 3, 4, 5], true)), ("others.json", users(&[6, 7, 8, 9, 10], false))], &[]),
        (
            vec![("users.json", users(&[1, 2, 3, 6, 9], true)), ("others.json", users(&[4, 5, 7, 8, 10], false))],
            &["users.json"],
        ),
        // A list of another organization, or of another folder, ends its own.
        (vec![("acme/users.json", first.clone()), ("beta/users.json", users(&[14, 15], false))], &["acme/users.json"]),
        (vec![("users_acme.json", first.clone()), ("users_beta.json", users(&[14, 15], false))], &["users_acme.json"]),
        // The whole list next to its first page, and the first page twice.
        (vec![("users.json", first.clone()), ("all.json", users(&[1, 2, 3, 4, 5], false))], &[]),
        (vec![("1.json", first.clone()), ("copy.json", first.clone()), ("2.json", rest.clone())], &[]),
        // Numbers of pages.
        (vec![("u_page_1.json", first.clone()), ("u_page_3.json", rest.clone())], &["u_page_1.json", "u_page_3.json"]),
        (vec![("u_page_2.json", rest.clone())], &["u_page_2.json"]),
        (vec![("u_2.json", rest.clone())], &[]),
        (vec![("u-1.json", first.clone()), ("u-2.json", users(&[7, 8, 9], true)), ("u-3.json", rest)], &[]),
    ] {
        assert_eq!(cut(&files), missing, "{:?}", files.iter().map(|file| file.0).collect::<Vec<_>>());
    }
}

#[test]
fn members_of_two_workspaces_are_two_lists() {
    let (open, other) = (members("wrkspc_a", &[1, 2], true), members("wrkspc_b", &[1, 3], false));
    assert_eq!(cut(&[("members_1.json", open.clone()), ("members_2.json", other)]), ["members_1.json"]);
    assert_eq!(cut(&[("members_1.json", open), ("members_2.json", members("wrkspc_a", &[3], false))]), [""; 0]);
}

/// Fault: A page in the middle is missing
/// Outcome: The list counts as not whole
#[test]
fn a_page_without_its_own_first_or_last_record() {
    let named = |first: &str, last: &str| {
        users(&[1, 2, 3], false)
            .replace("\"has_more\"", &format!(r#""first_id":"{first}","last_id":"{last}","has_more""#))
    };
    assert_eq!(cut(&[("u.json", named("user_00000001", "user_00000003"))]), [""; 0]);
    assert_eq!(cut(&[("u.json", named("user_00000009", "user_00000003"))]), ["u.json"]);
    assert_eq!(cut(&[("u.json", named("user_00000001", "user_00000009"))]), ["u.json"]);
    assert_eq!(cut(&[("u.json", named("cursor_abc", "cursor_def"))]), [""; 0], "cursors are no ids");
}

#[test]
fn a_month_of_the_feed_ends_with_its_own_pages() {
    let july = feed((7, 16), (7, 31), true);
    let (august, june) = (feed((8, 1), (8, 20), false), feed((6, 1), (6, 30), false));
    for (files, missing) in [
        (vec![("july.json", july.clone()), ("august.json", august.clone())], &["july.json"][..]),
        (vec![("july.json", july.clone()), ("june.json", june.clone())], &["july.json"]),
        (vec![("feed_2026_07.json", july.clone()), ("feed_2026_06.json", june.clone())], &["feed_2026_07.json"]),
        (vec![("feed_07.json", july.clone()), ("feed_08.json", august.clone())], &["feed_07.json"]),
        // July but for its first days, and June whole.
        (vec![("july.json", feed((7, 4), (7, 31), true)), ("june.json", june)], &["july.json"]),
        // Its own second page, by whatever name.
        (vec![("july.json", july.clone()), ("rest.json", feed((7, 1), (7, 15), false))], &[]),
        (
            vec![("p1.json", july.clone()), ("p2.json", feed((7, 1), (7, 15), false)), ("august.json", august.clone())],
            &[],
        ),
        // Both months in one list, page by page.
        (
            vec![
                ("f_page_1.json", august),
                ("f_page_2.json", july.clone()),
                ("f_page_3.json", feed((7, 1), (7, 15), false)),
            ],
            &[],
        ),
        // All of it again, whole.
        (vec![("july.json", july), ("all.json", feed((6, 1), (8, 20), false))], &[]),
    ] {
        assert_eq!(cut(&files), missing, "{:?}", files.iter().map(|file| file.0).collect::<Vec<_>>());
    }
}

#[test]
fn a_page_of_a_report_without_a_readable_day_may_be_in_front_of_any() {
    let usage = |day: &str, more: bool| {
        let bucket = format!(
            r#"{{"starting_at":"{day}","ending_at":"2026-07-02T00:00:00Z","results":[{{"uncached_input_tokens":1200,"cache_creation":{{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0}},"cache_read_input_tokens":0,"output_tokens":800,"server_tool_use":{{"web_search_requests":0}},"api_key_id":null,"workspace_id":null,"model":"claude-sonnet-5","service_tier":"standard","context_window":"0-200k"}}]}}"#
        );
        page(&[bucket], more)
    };
    let files = [("a.json", usage("soon", true)), ("b.json", usage("2026-07-01T00:00:00Z", false))];
    let data = load(&files);
    assert_eq!(data.inputs.iter().map(|input| input.rejected).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(cut(&files), Vec::<String>::new());
}

#[test]
fn pages_of_one_list_in_folders_of_their_own() {
    let (first, second) = (users(&[1, 2, 3, 4, 5, 6], true), users(&[7, 8, 9, 10, 11, 12], false));
    for [a, b] in [
        ["a/users_page_1.json", "b/users_page_2.json"],
        ["in/one/users-p1.json", "in/two/users-p2.json"],
        ["a/users.json", "b/users.json"],
        ["1/users.json", "2/users.json"],
    ] {
        let none: [&str; 0] = [];
        assert_eq!(cut(&[(a, first.clone()), (b, second.clone())]), none, "{a}, {b}");
    }
    // Editions of one list, of which the first is cut, and a page that is not there.
    let whole = users(&[1, 2, 3], false);
    let editions = [("a/users.json", first.clone()), ("b/users.json", whole.clone())];
    assert_eq!(cut(&editions), ["a/users.json"]);
    let numbered = [("a/users_page_1.json", first.clone()), ("b/users_page_2.json", whole)];
    assert_eq!(cut(&numbered), ["a/users_page_1.json", "b/users_page_2.json"]);
    assert!(!cut(&[("a/users_page_1.json", first.clone()), ("b/users_page_3.json", second)]).is_empty());
}
