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
