//! Counts of usage, however a tool wrote them.

use serde_json::{Value, json};

use super::counts;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::text::json::Record;
use crate::model::Table;

/// Five minutes, an hour, web searches, and what is noted; or the field that is refused.
fn read(more: &Value) -> Result<(i64, i64, i64, Vec<String>), String> {
    let mut usage =
        json!({"uncached_input_tokens": 10, "cache_read_input_tokens": 4, "output_tokens": 5, "model": "m"});
    let fields = usage.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let mut batch = Batch::new(Table::Usage);
    let cells = counts(&Record::new(fields), &mut batch).map_err(|reject| reject.column.to_string())?;
    let count = |at: usize| if let Cell::Integer(count) = cells[at] { count } else { panic!("{:?}", cells[at]) };
    assert_eq!([count(0), count(3), count(4)], [10, 4, 5]);
    Ok((count(1), count(2), count(5), batch.notes))
}

const OBJECTS: [&str; 8] = [
    r#"{"ephemeral_5m_input_tokens": 98000, "ephemeral_1h_input_tokens": 7}"#,
    "{'ephemeral_5m_input_tokens': 98000, 'ephemeral_1h_input_tokens': 7}",
    "@{ephemeral_5m_input_tokens=98000; ephemeral_1h_input_tokens=7}",
    "map[ephemeral_5m_input_tokens:98000 ephemeral_1h_input_tokens:7]",
    "{ephemeral_5m_input_tokens=98000, ephemeral_1h_input_tokens=7}",
    "ephemeral_5m_input_tokens=98000;ephemeral_1h_input_tokens=7",
    "Row(ephemeral_5m_input_tokens=98000, ephemeral_1h_input_tokens=7)",
    r#""{\"ephemeral_5m_input_tokens\": 98000, \"ephemeral_1h_input_tokens\": 7}""#,
];

#[test]
fn cache_writes_of_objects_and_of_their_texts() {
    for text in OBJECTS {
        assert_eq!(read(&json!({"cache_creation": text})), Ok((98_000, 7, 0, Vec::new())), "{text}");
    }
    let object: Value = serde_json::from_str(OBJECTS[0]).unwrap();
    assert_eq!(read(&json!({"cache_creation": object})), Ok((98_000, 7, 0, Vec::new())));
    for searches in [
        json!({"web_search_requests": 3, "web_fetch_requests": 9}),
        json!("@{web_search_requests=3}"),
        json!("map[web_search_requests:3]"),
    ] {
        assert_eq!(read(&json!({"server_tool_use": searches})), Ok((0, 0, 3, Vec::new())), "{searches}");
    }
}

#[test]
fn cache_writes_that_a_tool_has_spread() {
    for [five_minutes, hour, searches] in [
        [
            "cache_creation.ephemeral_5m_input_tokens",
            "cache_creation.ephemeral_1h_input_tokens",
            "server_tool_use.web_search_requests",
        ],
        [
            "cache_creation__ephemeral_5m_input_tokens",
            "cache_creation__ephemeral_1h_input_tokens",
            "server_tool_use__web_search_requests",
        ],
        [
            "cache_creation_ephemeral_5m_input_tokens",
            "cache_creation_ephemeral_1h_input_tokens",
            "server_tool_use_web_search_requests",
        ],
        [
            "cache_creation/ephemeral_5m_input_tokens",
            "cache_creation/ephemeral_1h_input_tokens",
            "server_tool_use/web_search_requests",
        ],
        [
            "cache_creation[ephemeral_5m_input_tokens]",
            "cache_creation['ephemeral_1h_input_tokens']",
            "server_tool_use[web_search_requests]",
        ],
        [
            "cacheCreationEphemeral5mInputTokens",
            "cacheCreation.ephemeral1hInputTokens",
            "serverToolUse.webSearchRequests",
        ],
        [
            "usage.cache_creation.ephemeral_5m_input_tokens",
            "results.cache_creation.ephemeral_1h_input_tokens",
            "usage.server_tool_use.web_search_requests",
        ],
        ["ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens", "web_search_requests"],
        ["cache_write_5m_input_tokens", "cache_write_1h_input_tokens", "web_search_requests"],
    ] {
        for count in [json!(98_000), json!("98000"), json!(98_000.0)] {
            let spread = json!({five_minutes: count, hour: 7, searches: 3});
            assert_eq!(read(&spread), Ok((98_000, 7, 3, Vec::new())), "{spread}");
        }
        assert_eq!(read(&json!({five_minutes: null, hour: "", searches: "NaN"})), Ok((0, 0, 0, Vec::new())));
        assert_eq!(read(&json!({five_minutes: "many"})), Err(five_minutes.to_owned()));
    }
}

#[test]
fn cache_writes_without_a_lifetime_are_tokens_and_noted() {
    for whole in [
        json!({"cache_creation_input_tokens": 98_000}),
        json!({"cache_creation": 98_000}),
        json!({"cacheCreationInputTokens": "98000"}),
    ] {
        let (five_minutes, hour, _, notes) = read(&whole).unwrap();
        assert_eq!((five_minutes, hour, notes.len()), (98_000, 0, 1), "{whole}");
    }
    assert_eq!(read(&json!({"cache_creation_input_tokens": 0})), Ok((0, 0, 0, Vec::new())));
    let both = |all: i64| json!({"cache_creation_input_tokens": all, "cache_creation": OBJECTS[0]});
    assert_eq!(read(&both(98_007)), Ok((98_000, 7, 0, Vec::new())));
    assert_eq!(read(&both(98_000)), Err("cache_creation_input_tokens".to_owned()));
}

#[test]
fn what_cannot_be_read_is_no_zero() {
    for lost in [
        json!("[object Object]"),
        json!("System.Collections.Hashtable"),
        json!("@{ephemeral_5m_input_tokens=98000; eph"),
        json!("map[ephemeral_5m_input_tokens:98000 eph"),
        json!("..."),
        json!(true),
        json!(["ephemeral_5m_input_tokens"]),
    ] {
        assert_eq!(read(&json!({"cache_creation": lost})), Err("cache_creation".to_owned()), "{lost}");
        assert_eq!(read(&json!({"server_tool_use": lost})), Err("server_tool_use".to_owned()), "{lost}");
    }
    let unknown = json!({"cache_creation": {"ephemeral_5m_input_tokens": 1, "ephemeral_24h_input_tokens": 9}});
    assert_eq!(read(&unknown), Err("cache_creation.ephemeral_24h_input_tokens".to_owned()));
    assert_eq!(read(&json!({"cache_creation_day_tokens": 9})), Err("cache_creation_day_tokens".to_owned()));
    let twice = json!({"cache_creation": OBJECTS[0], "cache_creation.ephemeral_1h_input_tokens": 8});
    assert!(read(&twice).is_err());
}

#[test]
fn what_says_that_nothing_was_written() {
    for nothing in [json!(null), json!(""), json!("{}"), json!("@{}"), json!({}), json!([]), json!("null"), json!(0)] {
        assert_eq!(read(&json!({"cache_creation": nothing})), Ok((0, 0, 0, Vec::new())), "{nothing}");
    }
    assert_eq!(read(&json!({"cache_creation": {"ephemeral_24h_input_tokens": 0}})), Ok((0, 0, 0, Vec::new())));
    let (.., notes) = read(&json!({"thinking_tokens": 8, "total_tokens": 19, "note": "tokens"})).unwrap();
    assert_eq!(notes, ["`thinking_tokens` is no field of the API that is known: its tokens are in no sum"]);
}
