//! Lists of six people, of whom Pat is removed and Zoe joins between the first and the second time.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::ingest::load_bytes;
use crate::ingest::testing::table_rows;
use crate::model::{Dataset, Table};

const STAY: [&str; 5] = ["ann", "bob", "cat", "dan", "eve"];

/// A person who joined on a day of January, with a role.
fn person(name: &str, day: u32, role: &str) -> Value {
    json!({"id": format!("user_01{name}"), "type": "user", "email": format!("{name}@example.com"), "name": name, "role": role,
        "added_at": format!("2026-01-{day:02}T09:00:00Z")})
}

fn first() -> Vec<Value> {
    STAY.iter().chain(&["pat"]).zip(1..).map(|(name, day)| person(name, day, "user")).collect()
}

fn second() -> Vec<Value> {
    let mut all: Vec<Value> = STAY.iter().zip(1..).map(|(name, day)| person(name, day, "user")).collect();
    all.push(person("zoe", 20, "user"));
    all
}

/// The records with a column of a tool's.
fn with(records: Vec<Value>, column: &str, value: &str) -> Vec<Value> {
    let put = |mut one: Value| {
        one.as_object_mut().unwrap().insert(column.to_owned(), json!(value));
        one
    };
    records.into_iter().map(put).collect()
}

fn csv(records: &[Value]) -> String {
    let names: Vec<String> = records[0].as_object().unwrap().keys().cloned().collect();
    let line = |one: &Value| names.iter().map(|name| one[name].as_str().unwrap()).collect::<Vec<_>>().join(",");
    let lines: Vec<String> = std::iter::once(names.join(",")).chain(records.iter().map(line)).collect();
    lines.join("\n") + "\n"
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|one| format!("{one}\n")).collect()
}

fn load(text: String) -> Dataset {
    let name = if text.starts_with(['{', '[']) { "users.jsonl" } else { "users.csv" };
    let data = load_bytes(vec![(name.to_owned(), text.into_bytes())]).unwrap();
    let input = &data.inputs[0];
    let counted = input.accepted + input.duplicates + input.restated + input.other + input.rejected;
    assert_eq!(input.rows, counted, "every record is counted once: {input:?}");
    data
}

/// Who is a member, in order.
fn members(data: &Dataset) -> Vec<String> {
    let all: BTreeSet<String> = table_rows(data, Table::Members, &["name"]).into_iter().collect();
    all.into_iter().collect()
}

fn now() -> Vec<String> {
    ["ann", "bob", "cat", "dan", "eve", "zoe"].map(str::to_owned).into()
}

/// Fault: A connector or a job appended a list to a file every time: who had been removed in between was a member still, and their keys no orphans
/// Outcome: The lists in the file are distinguished by the time at which they were read, or by their order, and are editions of one
#[test]
fn lists_that_were_appended_are_editions() {
    for (column, times) in [
        ("_airbyte_extracted_at", ["2026-08-01 05:00:00+00", "2026-10-01 05:00:00+00"]),
        ("_dlt_load_id", ["1785560400.11", "1790830800.2"]),
        ("_sdc_batched_at", ["2026-08-01T05:00:00Z", "2026-10-01T05:00:00Z"]),
        ("ds", ["2026-08-01", "2026-10-01"]),
        ("snapshot_date", ["2026-08-01", "2026-10-01"]),
        ("_commit_version", ["9", "10"]),
        ("LOAD_DATE", ["2026-08-01", "2026-10-01"]),
    ] {
        let [old, new] = [with(first(), column, times[0]), with(second(), column, times[1])];
        let mut sorted = [old.clone(), new.clone()].concat();
        sorted.sort_by_key(|one| one["id"].to_string());
        for (order, all) in [
            ("appended", [old.clone(), new.clone()].concat()),
            ("the newest first", [new.clone(), old.clone()].concat()),
            ("by id", sorted),
        ] {
            for text in [csv(&all), lines(&all)] {
                let data = load(text);
                assert_eq!(members(&data), now(), "{column}, {order}");
                assert!(data.rejections.is_empty() && data.cut_lists.is_empty(), "{:?}", data.cut_lists);
                assert!(data.inputs[0].notes.iter().any(|note| note.contains("2 editions")), "{:?}", data.inputs[0]);
            }
        }
    }
}

#[test]
fn lists_without_a_time_of_their_own() {
    let page = |records: Vec<Value>| json!({"data": records, "has_more": false}).to_string();
    let wrapped = |records: Vec<Value>| {
        let each = records.iter().map(|one| format!("{}\n", json!({"_airbyte_raw_id": "1", "_airbyte_data": one})));
        each.collect::<String>()
    };
    for text in [
        format!("{}\n{}\n", page(first()), page(second())),
        wrapped([first(), second()].concat()),
        csv(&[first(), second()].concat()),
    ] {
        assert_eq!(members(&load(text)), now());
    }
    // Whoever joined last is in one of the lists alone: nothing tells which is the later one.
    let newest = [first(), vec![person("zoe", 20, "user")]].concat();
    let data = load(format!("{}\n{}\n", page(first()), page(newest.clone())));
    assert_eq!(members(&data).len(), 7, "nobody is said to be gone who is not");
    let shorter: Vec<Value> = first();
    let data = load(format!("{}\n{}\n", page(newest), page(shorter)));
    assert!(data.cut_lists.contains_key(&Table::Members) || members(&data).len() == 7, "{:?}", data.cut_lists);
    // The same list again.
    let data = load(csv(&[first(), first()].concat()));
    assert_eq!((data.inputs[0].accepted, data.inputs[0].duplicates), (6, 6));
    assert!(data.cut_lists.is_empty(), "{:?}", data.cut_lists);
}

/// Fault: Two files of lists that were appended were each later than the other, in a circle: none held, and nobody was a member
/// Outcome: The time at which a list was read counts between files too; lists in a circle are in no order, and nobody is gone
#[test]
fn a_copy_of_a_file_of_lists_changes_nothing() {
    // Whoever is removed joined last.
    let newest = [first(), vec![person("zoe", 20, "user")]].concat();
    let dated = |records: Vec<Value>, day: &str| with(records, "ds", day);
    let text = csv(&[dated(newest.clone(), "2026-08-01"), dated(first(), "2026-10-01")].concat());
    for names in [["users.csv", "copy-of-users.csv"], ["a/users.csv", "b/users.csv"]] {
        let files = names.map(|name| (name.to_owned(), text.clone().into_bytes()));
        assert_eq!(
            members(&load_bytes(files.into()).unwrap()),
            ["ann", "bob", "cat", "dan", "eve", "pat"],
            "{names:?}"
        );
    }
    // Next to a list without a time that only the other order would explain.
    let mut other = newest;
    other.push(person("yan", 10, "user"));
    let files = vec![("users.csv".to_owned(), text.into_bytes()), ("other.csv".to_owned(), csv(&other).into_bytes())];
    let data = load_bytes(files).unwrap();
    assert!(members(&data).len() >= 6, "{:?}", members(&data));
}

#[test]
fn a_list_of_every_day() {
    let day = |day: u32| {
        let list = if day < 28 { first() } else { second() };
        with(list, "ds", &format!("2026-08-{day:02}"))
    };
    let all: Vec<Value> = (1..=31).flat_map(day).collect();
    let data = load(csv(&all));
    assert_eq!(members(&data), now());
    let input = &data.inputs[0];
    assert_eq!((input.rows, input.other), (31 * 6, (31 - 24) * 6), "{input:?}");
}

#[test]
fn what_is_no_list_twice() {
    // A page that was joined twice.
    let data = load(csv(&[first(), first()[4..].to_vec()].concat()));
    assert_eq!((data.inputs[0].accepted, data.inputs[0].duplicates), (6, 2));
    assert!(data.cut_lists.is_empty() && data.inputs[0].notes.is_empty(), "{:?}", data.inputs[0]);
    // Every record once, read at different times: an upsert.
    let upserted: Vec<Value> = first()
        .into_iter()
        .zip(1..)
        .flat_map(|(one, day)| with(vec![one], "_fivetran_synced", &format!("2026-08-0{day}T00:00:00Z")))
        .collect();
    assert_eq!(members(&load(csv(&upserted))).len(), 6);
}

/// Fault: Of a list to which what changed was appended, an old record counted because it stated more, or came last
/// Outcome: Of each object the record that was read last holds, in whatever order they stand; whoever did not change stays
#[test]
fn changes_that_were_appended() {
    let base = with(first(), "_airbyte_extracted_at", "2026-08-01T05:00:00Z");
    let changed = with(vec![person("pat", 6, "admin")], "_airbyte_extracted_at", "2026-09-01T05:00:00Z");
    for all in [[base.clone(), changed.clone()].concat(), [changed, base].concat()] {
        let data = load(csv(&all));
        let roles = table_rows(&data, Table::Members, &["name", "role"]);
        assert_eq!(roles.len(), 6, "{roles:?}");
        assert!(roles.contains(&"pat admin".to_owned()), "{roles:?}");
        assert_eq!(data.inputs[0].other, 1);
    }
}

/// Fault: Columns with which databases and history tables mark what is gone or past were not known: whoever was removed was a member
/// Outcome: A documented mark passes the record over; one that may mean something else does so only where another record of the object holds, and else nobody says who is there
#[test]
fn marks_of_tools() {
    for (column, kept, gone) in [
        ("_fivetran_active", "true", "false"),
        ("Op", "I", "D"),
        ("__op", "r", "d"),
        ("_change_type", "insert", "delete"),
        ("_change_type", "update_postimage", "update_preimage"),
        ("METADATA$ACTION", "INSERT", "DELETE"),
        ("_meta/op", "u", "d"),
        ("dbt_is_deleted", "False", "True"),
        ("sync_status", "synced", "deleted"),
    ] {
        let mut all = with(first(), column, kept);
        all[5] = with(vec![all[5].clone()], column, gone).remove(0);
        for text in [csv(&all), lines(&all)] {
            let data = load(text);
            assert_eq!(members(&data), STAY, "{column}");
            assert_eq!((data.inputs[0].other, data.inputs[0].rejected), (1, 0), "{column}");
        }
    }
    for (column, kept, past) in [
        ("is_current", "true", "false"),
        ("CURRENT_FLAG", "Y", "N"),
        ("valid_to", "", "2026-08-31"),
        ("valid_to", "9999-12-31", "2026-08-31"),
        ("effective_end_date", "", "2026-08-31"),
    ] {
        let mut all = with(first(), column, kept);
        all[5] = with(vec![all[5].clone()], column, past).remove(0);
        let data = load(csv(&all));
        assert_eq!(members(&data), STAY, "{column}");
        assert_eq!(data.inputs[0].rejected, 1, "{column}");
        assert!(data.rejections[0].mentions.contains(&"user_01pat".to_owned()), "{:?}", data.rejections);
        // With a record that holds, before or behind it.
        let now = with(vec![person("pat", 6, "admin")], column, kept).remove(0);
        for at in [0, 6] {
            let mut both = all.clone();
            both.insert(at, now.clone());
            let data = load(csv(&both));
            let roles = table_rows(&data, Table::Members, &["name", "role"]);
            assert!(roles.len() == 6 && roles.contains(&"pat admin".to_owned()), "{column}: {roles:?}");
            assert_eq!((data.inputs[0].other, data.inputs[0].rejected), (1, 0), "{column}");
        }
    }
}

#[test]
fn what_is_deleted_after_it_was_there() {
    let records = |marks: &[(&str, &str)]| {
        let marked = |(mark, time): &(&str, &str)| {
            with(with(vec![person("pat", 6, "user")], "_ab_cdc_deleted_at", mark), "_airbyte_extracted_at", time)
                .remove(0)
        };
        let stay = with(with(first()[..5].to_vec(), "_ab_cdc_deleted_at", ""), "_airbyte_extracted_at", "2026-08-01");
        csv(&[stay, marks.iter().map(marked).collect()].concat())
    };
    let (there, gone) = (("", "2026-08-01"), ("2026-08-14", "2026-09-01"));
    for order in [[there, gone], [gone, there]] {
        let data = load(records(&order));
        assert_eq!(members(&data), STAY);
        assert_eq!((data.inputs[0].other, data.inputs[0].rejected), (2, 0));
    }
    let again = load(records(&[there, gone, ("", "2026-09-20")]));
    assert_eq!(members(&again).len(), 6, "back again");
    // Without a time the order says it, or nothing does.
    let mut all = with(first(), "__deleted", "false");
    all.push(with(vec![person("pat", 6, "user")], "__deleted", "true").remove(0));
    assert_eq!(members(&load(csv(&all))), STAY);
    all.reverse();
    let data = load(csv(&all));
    assert_eq!((members(&data), data.inputs[0].rejected), (STAY.map(str::to_owned).into(), 1));
}

#[test]
fn who_is_not_on_the_latest_day() {
    for column in ["ds", "snapshot_date", "last_seen"] {
        let mut all = with(first(), column, "2026-10-01");
        all[5] = with(vec![all[5].clone()], column, "2026-08-31").remove(0);
        let data = load(csv(&all));
        assert_eq!((members(&data), data.inputs[0].rejected), (STAY.map(str::to_owned).into(), 1), "{column}");
        assert!(data.rejections[0].mentions.contains(&"user_01pat".to_owned()), "{:?}", data.rejections);
    }
    // When somebody was last at work says nothing of it.
    let seen: Vec<Value> = first()
        .into_iter()
        .zip(1..)
        .flat_map(|(one, day)| with(vec![one], "last_seen", &format!("2026-09-0{day}")))
        .collect();
    assert_eq!(members(&load(csv(&seen))).len(), 6);
}
