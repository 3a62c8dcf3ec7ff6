//! However a log is read, the same is reported for it.

use chrono::{DateTime, Duration};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{as_json, join_details};
use crate::ingest::text::python::parse_dict;
use crate::ingest::{load_bytes_as, sorted_json};
use crate::model::{Dataset, Reading};

const HEADER: &str =
    "created_at,actor_info,event,event_info,entity_info,ip_address,user_agent,client_platform,device_id";

/// One of the cells, by number.
fn cell(of: &[&str], number: u32) -> String {
    of[number as usize % of.len()].to_owned()
}

/// A row as exports have them, and of every kind that they have not.
fn row(n: &[u32]) -> String {
    let at = DateTime::from_timestamp(1_782_900_000, 0).unwrap() + Duration::minutes(i64::from(n[0] % 500));
    let at = at.to_rfc3339().replace("+00:00", "Z");
    let key = "sk-ant-api03-aB3_-aB3_-aB3_-aB3_-aB3_-Zz9A";
    let at = cell(&[&at, &at, &at, &at, &format!("\"{at}\""), &format!(" {at}"), "yesterday", ""], n[1]);
    let actor = cell(
        &[
            "\"{'type': 'user', 'uuid': 'u1', 'name': 'Ada', 'metadata': {'email_address': 'ada@example.com'}}\"",
            "\"{'type': 'user', 'uuid': 'u2', 'name': \"\"Rory O'Neil\"\"}\"",
            "{}",
            "\"{'type': 'user', 'uuid': 'u3', 'name': 'Two\nlines'}\"",
            "nobody",
            "N/A",
            "\"{'type': 'user', 'uuid': ' u1 ', 'metadata': {'email_address': ' ADA@Example.com '}}\"",
            "\"{'uuid': 'u1'}\"x",
        ],
        n[2],
    );
    let event = cell(
        &[
            "conversation_created",
            "file_uploaded",
            "\"conversation_created\"",
            " conversation_created",
            "user_signed_in_google",
            "",
            "conversation_created",
        ],
        n[3],
    );
    let info = format!("\"{{'client': 'web', 'name': '{key}'}}\"");
    let info = cell(
        &[
            "\"{'client': 'web'}\"",
            "{}",
            "",
            &info,
            "\"{'a': \"\"b\"\", 'c': 'ü'}\"",
            "\"{'a': \"",
            "{'b': 1}",
            "null",
            "N/A",
        ],
        n[4],
    );
    let entity =
        cell(&["\"{'kind': 'chat', 'n': 1}\"", "\"\"", "{\"b\": 1}", "\"{\"\"b\"\": 1}\"", " None ", "-"], n[5]);
    let ip = cell(&["198.51.100.7", "198.51.100.9", "\"198.51.101.7\"", "", "N/A", "\"-\""], n[6]);
    let device = cell(&["", "\"\"", "d1", key, "\"d\"\"2\"", "null"], n[7]);
    let end = cell(&["\n", "\n", "\n", "\r\n", "\n\n", ",more\n"], n[8]);
    format!("{at},{actor},{event},{info},{entity},{ip},Firefox/{},web,{device}{end}", n[8] % 3)
}

fn read(text: &str, reading: Reading) -> Dataset {
    load_bytes_as(vec![("log.csv".to_owned(), text.to_owned().into_bytes())], &reading).unwrap()
}

/// Every column of every frame, written.
fn formatted(data: &Dataset) -> Vec<String> {
    let routine = data.routine.iter().flat_map(|routine| [&routine.actors, &routine.hours]);
    let row = |frame: &polars::prelude::DataFrame, row: usize| {
        let cells = frame.columns().iter().map(|column| format!("{}={}", column.name(), column.get(row).unwrap()));
        cells.collect::<Vec<_>>().join(" ")
    };
    let of = |frame| (0..polars::prelude::DataFrame::height(frame)).map(move |at| row(frame, at));
    data.frames.values().chain(routine).flat_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_quickly_in_chunks_means_what_it_means_slowly(
        rows in prop::collection::vec(prop::collection::vec(0_u32..5040, 9), 0..30), usual in any::<bool>(), chunk in 1_usize..400
    ) {
        // Most logs have none of the cells that are last in the lists.
        let plain = |n: &Vec<u32>| n.iter().map(|n| n % 2).collect::<Vec<_>>();
        let rows: String = rows.iter().map(|n| if usual { row(&plain(n)) } else { row(n) }).collect();
        let text = format!("{HEADER}\n2026-07-01T00:00:00Z,{{}},conversation_created,{{}},{{}},,,,\n{rows}");
        let slowly = read(&text, Reading { rows_singly: true, ..Reading::default() });
        for chunk_bytes in [None, Some(64), Some(chunk)] {
            let quickly = read(&text, Reading { chunk_bytes, ..Reading::default() });
            prop_assert_eq!(&slowly.inputs, &quickly.inputs, "{:?}\n{}", chunk_bytes, text);
            prop_assert_eq!(&slowly.rejections, &quickly.rejections, "{:?}\n{}", chunk_bytes, text);
            prop_assert_eq!(formatted(&slowly), formatted(&quickly), "{:?}\n{}", chunk_bytes, text);
        }
    }
}

#[test]
fn details_are_spelt_as_json_with_sorted_keys() {
    for (device, entity, event) in [
        ("", "{}", "{}"),
        ("d\"1", "{}", "{}"),
        ("", "{'b': 1, 'a': {'z': None, 'y': 'é'}}", "{}"),
        ("d", "{'b': 1.50}", "{'name': 'Rory O\'Neil'}"),
    ] {
        let mut details = String::new();
        let as_text = if device.is_empty() { String::new() } else { json!(device).to_string() };
        join_details(&mut details, [&as_text, &as_json(entity).unwrap(), &as_json(event).unwrap()]);
        let mut whole = Map::new();
        for (name, cell) in [("event_info", event), ("entity_info", entity)] {
            let dictionary = parse_dict(cell).unwrap();
            if !dictionary.is_empty() {
                whole.insert(name.to_owned(), Value::Object(dictionary));
            }
        }
        if !device.is_empty() {
            whole.insert("device_id".to_owned(), json!(device));
        }
        assert_eq!(details, sorted_json(&whole).unwrap_or_default());
    }
}
