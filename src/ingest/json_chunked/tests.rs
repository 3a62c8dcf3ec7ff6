//! In chunks or whole: the same rows, lines, rejected records, notes, and routine events.

use proptest::prelude::*;

use super::*;

const FEED: &Ingestor = &activity_feed::INGESTOR;

fn whole(text: &str) -> String {
    let mut batch = part(FEED, &Reading::default());
    (FEED.read)(&Document::open(text.as_bytes()), &mut batch);
    batch.routine.finish();
    format!("{batch:?}")
}

/// The same in chunks of a size, unless the text cannot be cut.
fn cut(text: &str, size: usize) -> Option<String> {
    let reading = Reading { chunk_bytes: Some(size), ..Reading::default() };
    // What was read at first is as long as it happens to be.
    let (begun, rest) = text.as_bytes().split_at(text.len().min(size / 3));
    let batch = read(FEED, (begun.to_vec(), rest), &reading, None).unwrap()?;
    Some(format!("{batch:?}"))
}

fn activity() -> impl Strategy<Value = String> {
    let kind =
        prop::sample::select(vec!["claude_chat_created", "claude_file_uploaded", "org_sso_toggled", "no such type"]);
    let more = prop::sample::select(vec![
        "",
        r#","data":[{"id":"activity_x"},{}]"#,
        r#","words":"} ] \" \\ [{""#,
        ",\n \"deep\":[[{\"a\":[1,2]}]]",
        r#","id":7"#,
    ]);
    (0_u8..9, kind, 0_u8..4, more).prop_map(|(id, kind, who, more)| {
        format!(
            r#"{{"id":"activity_{id}","type":"{kind}","created_at":"2026-07-0{}T10:00:00Z","actor":{{"type":"user_actor","email_address":"p{who}@example.com","user_id":"user_{who}","ip_address":"203.0.113.{who}"}}{more}}}"#,
            1 + id % 8
        )
    })
}

/// Records, and what is none in a list of them.
fn element() -> impl Strategy<Value = String> {
    let odd = vec![
        "7",
        "null",
        "\"words\"",
        "{\"a\" 1}",
        "{}",
        "[]",
        "[{\"id\":\"activity_1\"}]",
        "{\"data\":[],\"has_more\":false}",
    ];
    prop_oneof![8 => activity(), 1 => prop::sample::select(odd).prop_map(str::to_owned)]
}

fn list() -> impl Strategy<Value = String> {
    let between = prop::sample::select(vec![",", ",\n", " ,\n  ", "\n,"]);
    (prop::collection::vec(element(), 0..9), between)
        .prop_map(|(records, between)| format!("[{}]", records.join(between)))
}

fn page() -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec!["\"activity_1\"", "\"activity_2\"", "null", "\"cursor\""]);
    let before = prop::sample::select(vec!["", "\"object\":\"list\",", "\n \"has_more\": true, "]);
    (list(), any::<bool>(), ends.clone(), ends, before).prop_map(|(list, more, first, last, before)| {
        format!("{{{before}\"data\": {list},\n\"has_more\":{more},\"first_id\":{first},\"last_id\":{last}}}")
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        list(),
        prop::collection::vec(page(), 1..4).prop_map(|pages| pages.join("\n")),
        prop::collection::vec(page(), 1..4).prop_map(|pages| format!(" [{}]\n", pages.join(",\n"))),
        prop::collection::vec(activity(), 1..9).prop_map(|lines| lines.join("\n") + "\n"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn chunks_are_read_as_the_whole(text in text(), at in 0.0..1.3_f64, size in 64_usize..900) {
        // Some are cut off somewhere.
        let length = (text.len() as f64 * at) as usize;
        let text = (0..=length.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default();
        let expected = whole(text);
        for size in [64, size, 1 << 20] {
            if let Some(found) = cut(text, size) {
                prop_assert_eq!(&found, &expected, "{}", size);
            }
        }
    }
}

#[test]
fn pages_arrays_and_lines_are_cut_however_long_they_are() {
    let one = |id: usize| {
        format!(
            r#"{{"id":"activity_{id}","type":"claude_chat_created","created_at":"2026-07-01T10:00:00Z","actor":{{"type":"user_actor","user_id":"user_{}"}}}}"#,
            id % 7
        )
    };
    let records: Vec<String> = (0..400).map(one).collect();
    let page = format!(
        "{{\"object\":\"list\",\"data\":[{}],\"has_more\":true,\"first_id\":\"activity_0\",\"last_id\":\"activity_399\"}}",
        records.join(", ")
    );
    let texts = [
        format!("[{}]", records.join(",")),
        format!("\n[\n  {}\n]\n", records.join(",\n  ")),
        format!("{page}\n{page}"),
        records.join("\n"),
        format!("[{}, {{\"a\" 1}}, 7, {}]", records[..200].join(","), records[200..].join(",")),
    ];
    for text in texts {
        let expected = whole(&text);
        for size in [64, 1000, 1 << 14, 1 << 20] {
            assert_eq!(cut(&text, size).as_ref(), Some(&expected), "{size}: {}", &text[..80]);
        }
    }
    for broken in
        [format!("[{}", records.join(",")), format!("[{}] x", records.join(",")), page.replace("_399\"}", "_400\"}")]
    {
        assert_eq!(cut(&broken, 1000), None, "who reads it whole says what is wrong with it");
    }
}
