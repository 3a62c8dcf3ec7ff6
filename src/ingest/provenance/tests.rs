use super::*;

fn read(path: &str, text: &str) -> Sidecar {
    sidecar(path, text.as_bytes()).unwrap().unwrap()
}

fn input(path: &str, rows: u64) -> Input {
    Input { path: path.to_owned(), rows, ..Input::default() }
}

#[test]
fn headers_say_when_whose_and_by_which_request() {
    let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200\r\nDate: Thu, 01 Oct 2026 08:00:03 GMT\r\nrequest-id: req_1\r\n\
                Anthropic-Organization-Id: org-1\r\nx: y\r\n\r\n";
    let own = read("a/keys.json.headers", text);
    let (mut keys, mut headers) = (input("a/keys.json", 3), input("a/keys.json.headers", 0));
    let own = Ok(own);
    let provenance = apply(&mut [(&mut keys, None), (&mut headers, Some(&own))]);
    assert_eq!(keys.notes, ["answered on 2026-10-01 08:00:03 UTC, request req_1, organization org-1"]);
    assert_eq!(headers.kind.as_deref(), Some(SAVED_HEADERS));
    assert_eq!(provenance.organizations["a/keys.json"], "org-1");
    let mut alone = input("b.json.headers", 0);
    apply(&mut [(&mut alone, Some(&own))]);
    assert_eq!(alone.notes, ["headers of an answer, b.json, that is not there"]);
}

#[test]
fn what_is_no_sidecar() {
    assert_eq!(sidecar("keys.json.headers", b"{}"), None, "no headers in it");
    assert_eq!(sidecar("keys.toml", b""), None);
    assert_eq!(sidecar(".headers", b"HTTP/2 200"), None);
    assert_eq!(read("e/collect.log", "x"), Sidecar::Script);
}

#[test]
fn counts_that_people_saw_are_held_against_what_was_read() {
    let text = "[[export]]\npath = \"keys\"\nsource = \"Console > API keys\"\nby = \"ana\"\nat = 2026-10-01T08:00:00Z\nrecords = 5\n\
                [[export]]\npath = \"users.json\"\nrecords = 2\n[[export]]\npath = \"gone.csv\"\n";
    let own = Ok(read("e/exports.toml", text));
    let mut files =
        [input("e/keys/1.json", 3), input("e/keys/2.json", 1), input("e/users.json", 2), input("e/exports.toml", 0)];
    let [a, b, users, notes] = &mut files;
    let provenance = apply(&mut [(a, None), (b, None), (users, None), (notes, Some(&own))]);
    assert_eq!(
        files[0].notes,
        ["exports.toml: from Console > API keys, by ana, at 2026-10-01T08:00:00Z, 5 records stated"]
    );
    assert_eq!(files[3].notes, ["names gone.csv, which is not there"]);
    let stated = StatedCount { stated: 5, read: 4, by: "e/exports.toml".into(), of: "e/keys".into() };
    assert_eq!(provenance.counts.into_iter().collect::<Vec<_>>(), [("e/keys/1.json".to_owned(), stated)]);
}

#[test]
fn faults_name_the_line() {
    for (text, why) in [
        ("[[export]]\npath = \"a\"\nrecord = 5\n", "line 3: unknown field `record`"),
        ("[[export]]\nrecords = 5\n", "line 1: missing field `path`"),
        ("\n[[export]\n", "line 2: "),
    ] {
        let Some(Err(error)) = sidecar("exports.toml", text.as_bytes()) else { panic!("{text}") };
        assert!(error.starts_with(why), "{error}");
    }
}

#[test]
fn a_file_of_endless_notes_is_refused() {
    let notes = |count: usize| "[[export]]\npath = \"a\"\n".repeat(count);
    assert!(sidecar("exports.toml", notes(MOST_NOTES).as_bytes()).unwrap().is_ok());
    assert!(sidecar("exports.toml", notes(MOST_NOTES + 1).as_bytes()).unwrap().unwrap_err().contains("more than 1000"));
}

/// Fault: The first page of a directory, saved with its headers, was taken for all of it: Okta says «more follow» in a `Link` header alone
/// Outcome: The list counts as one that goes on, by whichever name its headers lie beside it, and whoever it lacks is not absent
#[test]
fn headers_say_that_a_list_goes_on() {
    use crate::ingest::load_bytes;
    use crate::model::{Dataset, Table};
    let person = |id: &str| {
        format!(
            r#"{{"id":"00u{id}","status":"ACTIVE","created":"2025-01-05T09:00:00.000Z","profile":{{"login":"{id}@example.com","email":"{id}@example.com","firstName":"A","lastName":"B"}}}}"#
        )
    };
    let list = |ids: [&str; 2]| format!("[{}]", ids.map(person).join(","));
    let headers = |link: &str| format!("HTTP/2 200 \r\ndate: Thu, 01 Oct 2026 06:00:00 GMT\r\n{link}\r\n\r\n");
    let load = |files: &[(&str, &str)]| -> Dataset {
        load_bytes(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()).unwrap()
    };
    let (first, second) = (list(["ann", "bob"]), list(["cat", "dan"]));
    let is_cut = |files: &[(&str, &str)]| load(files).cut_lists.contains_key(&Table::Roster);
    let next = "<https://id.example/api/v1/users?after=2&limit=2>; rel=\"next\"";
    for (link, goes_on) in [
        (format!("link: {next}"), true),
        (format!("Link: <https://id.example/api/v1/users?limit=2>; rel=\"self\"\r\nLink: {next}"), true),
        (format!("link: <https://id.example/x?a,b>; rel=\"self\", {next}"), true),
        (format!("LINK: {next}, <https://id.example/last>; rel=\"last\""), true),
        ("link: <https://id.example/2>; rel=next".to_owned(), true),
        ("link: <https://id.example/2>; title=\"x\"; rel=\"alternate next\"".to_owned(), true),
        ("link: <https://id.example/1>; rel=\"prev\"".to_owned(), false),
        ("link: <https://id.example/next>; rel=\"self\"".to_owned(), false),
        ("x-next: <https://id.example/2>; rel=\"next\"".to_owned(), false),
        (String::new(), false),
    ] {
        for name in
            ["users.json.headers", "users.json.hdr", "users.headers", "users_headers.txt", "users.json.headers.txt"]
        {
            let text = headers(&link);
            assert_eq!(is_cut(&[("users.json", &first), (name, &text)]), goes_on, "{name}: {link}");
        }
    }
    let (more, last) = (headers(&format!("link: {next}")), headers("x: y"));
    // The next page is there, or is empty.
    let (one, other) = (("users_1.json", first.as_str()), ("users_2.json", second.as_str()));
    assert!(!is_cut(&[one, ("users_1.json.headers", &more), other, ("users_2.json.headers", &last)]));
    assert!(!is_cut(&[one, ("users_1.json.headers", &more), ("users_2.json", "[]")]));
    assert!(is_cut(&[one, ("users_1.json.headers", &more), other, ("users_2.json.headers", &more)]));
    // Of two files of a name nobody knows which is meant; headers with the answer behind them are an answer.
    let two = load(&[
        ("users.json", &first),
        ("users.csv", "email\nann@example.com\nbob@example.com\n"),
        ("users.headers", &more),
    ]);
    assert!(!two.cut_lists.contains_key(&Table::Roster));
    let whole = load(&[("users.headers", &format!("{more}{first}"))]);
    assert!(whole.inputs[0].kind.as_deref() == Some(crate::model::FAILED_EXPORT), "{:?}", whole.inputs);
}

/// Fault: The first 200 people that Okta's API gives in one answer were taken for all: members on the next page counted as gone
/// Outcome: Where every answer is full and has no headers, nobody is missing from it; a shorter last one, or headers without a next page, end the list
#[test]
fn a_full_answer_without_headers_may_go_on() {
    use crate::ingest::load_bytes;
    use crate::model::Table;
    let people = |from: usize, count: usize| {
        let one = |n: usize| {
            format!(
                r#"{{"id":"00u{n}","status":"ACTIVE","profile":{{"login":"p{n}@example.com","email":"p{n}@example.com"}}}}"#
            )
        };
        format!("[{}]", (from..from + count).map(one).collect::<Vec<_>>().join(","))
    };
    let why = |files: &[(&str, String)]| {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes()));
        load_bytes(files.collect()).unwrap().cut_lists.get(&Table::Roster).cloned()
    };
    let full = why(&[("okta.json", people(0, 200))]);
    assert!(full.as_ref().is_some_and(|why| why.starts_with("okta.json has exactly 200 people")), "{full:?}");
    assert!(why(&[("okta_1.json", people(0, 200)), ("okta_2.json", people(200, 200))]).is_some());
    for count in [199, 201, 400] {
        assert_eq!(why(&[("okta.json", people(0, count))]), None, "{count}");
    }
    assert_eq!(why(&[("okta_1.json", people(0, 200)), ("okta_2.json", people(200, 16))]), None, "the last is shorter");
    let headers = "HTTP/2 200 \r\ndate: Thu, 01 Oct 2026 06:00:00 GMT\r\n\r\n".to_owned();
    assert_eq!(why(&[("okta.json", people(0, 200)), ("okta.json.headers", headers)]), None, "no next page");
}

/// Fault: A first answer whose list was taken out of its envelope, as `jq .data` does, or whose records were, as `jq -c .data[]` does, counted as the whole list
/// Outcome: Where it is exactly as long as the API makes an answer, nobody is missing from it; within its envelope, or with another length, it is whole
#[test]
fn a_full_answer_without_its_envelope_may_go_on() {
    use crate::ingest::load_bytes;
    use crate::model::Table;
    let graph = |n: usize| {
        format!(
            r#"{{"id":"{n}","userPrincipalName":"p{n}@example.com","mail":"p{n}@example.com","accountEnabled":true}}"#
        )
    };
    let google = |n: usize| format!(r#"{{"id":"{n}","primaryEmail":"p{n}@example.com","suspended":false}}"#);
    let member = |n: usize| {
        format!(
            r#"{{"id":"user_{n}","type":"user","email":"p{n}@example.com","name":"P {n}","role":"user","added_at":"2026-01-01T00:00:00Z"}}"#
        )
    };
    type Record = fn(usize) -> String;
    let apis: [(Table, Record, &[usize], &str, &str); 3] = [
        (Table::Roster, graph, &[100, 999], "{\"value\":[", "]}"),
        (Table::Roster, google, &[100, 500], "{\"users\":[", "]}"),
        (
            Table::Members,
            member,
            &[20, 100, 1000],
            "{\"data\":[",
            "],\"has_more\":false,\"first_id\":null,\"last_id\":null}",
        ),
    ];
    for (table, record, full, begin, end) in apis {
        let why = |texts: &[String]| {
            let files =
                texts.iter().enumerate().map(|(at, text)| (format!("list_{at}.json"), text.clone().into_bytes()));
            load_bytes(files.collect()).unwrap().cut_lists.get(&table).cloned()
        };
        let records = |from: usize, count: usize, between: &str| {
            (from..from + count).map(record).collect::<Vec<_>>().join(between)
        };
        let array = |from: usize, count: usize| format!("[{}]", records(from, count, ","));
        for &count in full {
            for text in [array(0, count), format!(" {}\n", array(0, count)), records(0, count, "\n")] {
                let why = why(&[text]);
                assert!(
                    why.as_ref().is_some_and(|why| why.contains(&format!("exactly {count} "))),
                    "{table:?} {count}: {why:?}"
                );
            }
            assert!(why(&[array(0, count), array(count, count)]).is_some(), "{table:?} {count}: two full answers");
            assert_eq!(
                why(&[format!("{begin}{}{end}", records(0, count, ","))]),
                None,
                "{table:?} {count}: its envelope is there"
            );
            for other in [count - 1, count + 1] {
                assert_eq!(why(&[array(0, other)]), None, "{table:?} {other}");
                assert_eq!(why(&[records(0, other, "\n")]), None, "{table:?} {other}, a line each");
            }
            assert_eq!(
                why(&[format!("{begin}{}{end}", records(0, count, "\n,"))]),
                None,
                "{table:?} {count}: lines in an envelope"
            );
            assert_eq!(
                why(&[records(0, count, "\n"), records(count, 7, "\n")]),
                None,
                "{table:?} {count}: lines, the last are fewer"
            );
            assert_eq!(why(&[array(0, count), array(count, 7)]), None, "{table:?} {count}: the last is shorter");
        }
    }
}
