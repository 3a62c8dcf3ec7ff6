//! Folding counts as counting does: however events are spread over files, and however often they are reported.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::analyze::testing::facts;
use crate::facts::Facts;
use crate::ingest::{load_bytes, load_bytes_as};
use crate::model::{Dataset, EventContent, Reading, Table, event_fingerprint};

const KINDS: [&str; 4] = ["claude_chat_viewed", "claude_file_uploaded", "claude_chat_deleted", "sso_login_succeeded"];

/// An event, reported by its number.
fn event(number: u32) -> Value {
    let at = instant(number);
    json!({
        "id": format!("activity_{number}"), "type": KINDS[number as usize % 4], "created_at": at.to_rfc3339(),
        "actor": {"type": "user_actor", "user_id": format!("user_{}", number % 3), "ip_address": format!("198.51.{}.7", number % 5)},
        "claude_chat_id": format!("chat_{number}"),
    })
}

fn instant(number: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(1_782_900_000, 0).unwrap() + Duration::minutes(i64::from(number) * 17 % 4000)
}

/// The events as a file: a page, or lines.
fn file(numbers: &[u32], as_page: bool) -> String {
    let events: Vec<Value> = numbers.iter().map(|number| event(*number)).collect();
    match as_page {
        true => serde_json::to_string_pretty(&json!({"data": events, "has_more": false})).unwrap(),
        false => events.iter().map(|event| format!("{event}\n")).collect(),
    }
}

fn loaded(files: &[(String, String)]) -> Dataset {
    load_bytes(files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect()).unwrap()
}

/// What is reported of them: how many, by type and hour, and the last instant of every actor.
#[derive(Debug, Default, PartialEq)]
struct Found {
    total: u64,
    hours: BTreeMap<(String, i64), u64>,
    last: BTreeMap<String, DateTime<Utc>>,
    fingerprints: BTreeMap<i64, u64>,
}

fn found(data: &Dataset) -> Found {
    let as_of = crate::facts::as_of(data).unwrap();
    let period = crate::facts::covered_days(data).unwrap().unwrap();
    let facts = Facts::derive(data, period, as_of).unwrap();
    let mut found = Found { total: facts.totals.audit_events.total, ..Found::default() };
    let frame = data.frame(Table::Events).unwrap();
    let (event, at) = (frame.column("event").unwrap().str().unwrap(), frame.column("at").unwrap().datetime().unwrap());
    for row in 0..frame.height() {
        let hour = at.physical().get(row).unwrap().div_euclid(super::tally::HOUR);
        *found.hours.entry((event.get(row).unwrap().to_owned(), hour)).or_default() += 1;
    }
    let hours = &data.routine.as_ref().unwrap().hours;
    let (event, hour) =
        (hours.column("event").unwrap().str().unwrap(), hours.column("hour").unwrap().datetime().unwrap());
    let (count, fingerprint) =
        (hours.column("count").unwrap().i64().unwrap(), hours.column("print").unwrap().u64().unwrap());
    for row in 0..hours.height() {
        let hour = hour.physical().get(row).unwrap() / super::tally::HOUR;
        let of = (event.get(row).unwrap().to_owned(), hour);
        *found.hours.entry(of).or_default() += u64::try_from(count.get(row).unwrap()).unwrap();
        let sum = found.fingerprints.entry(hour / 24).or_default();
        *sum = sum.wrapping_add(fingerprint.get(row).unwrap());
    }
    for user in (0..3).map(|user| format!("user_{user}")) {
        found.last.extend(facts.log.activity.of_id(&user).map(|last| (user, last.at)));
    }
    found
}

/// The same, counted one by one.
fn counted(numbers: impl IntoIterator<Item = u32>) -> Found {
    let mut found = Found::default();
    for number in numbers {
        let (at, kind) = (instant(number), KINDS[number as usize % 4]);
        found.total += 1;
        *found.hours.entry((kind.to_owned(), at.timestamp().div_euclid(3600))).or_default() += 1;
        let last = found.last.entry(format!("user_{}", number % 3)).or_insert(at);
        *last = at.max(*last);
        if number % 4 < 2 {
            let id = format!("activity_{number}");
            let fingerprint = event_fingerprint(at, EventContent::Id(&id));
            let sum = found.fingerprints.entry(at.timestamp().div_euclid(86_400)).or_default();
            *sum = sum.wrapping_add(fingerprint);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn events_count_once_however_files_overlap(
        files in prop::collection::vec((prop::collection::vec(0_u32..60, 1..40), any::<bool>()), 1..5),
    ) {
        let texts: Vec<(String, String)> =
            files.iter().enumerate().map(|(at, (numbers, page))| (format!("{at}"), file(numbers, *page))).collect();
        let data = loaded(&texts);
        for input in &data.inputs {
            prop_assert_eq!(input.rows, input.accepted + input.duplicates + input.restated + input.rejected);
            prop_assert_eq!(input.restated + input.rejected, 0);
        }
        let all: std::collections::BTreeSet<u32> = files.iter().flat_map(|(numbers, _)| numbers.iter().copied()).collect();
        prop_assert_eq!(data.inputs.iter().map(|input| input.accepted).sum::<u64>(), all.len() as u64);
        let expected = counted(all.iter().copied());
        prop_assert_eq!(&found(&data), &expected);
        let one = file(&all.into_iter().collect::<Vec<_>>(), true);
        prop_assert_eq!(&found(&loaded(&[("one".to_owned(), one)])), &expected);
    }

    #[test]
    fn events_without_an_id_count_as_often_as_the_file_that_has_them_most(
        files in prop::collection::vec(prop::collection::vec((0_u32..6, 0_u32..2), 1..12), 1..4),
    ) {
        let log = |rows: &Vec<(u32, u32)>| rows.iter().fold("created_at,event,actor_info,event_info\n".to_owned(), |text, (second, chat)| {
            format!("{text}2026-07-01T00:00:0{second}Z,conversation_created,{{'uuid': 'a'}},{{'chat': '{chat}'}}\n")
        });
        let texts: Vec<(String, String)> = files.iter().enumerate().map(|(at, rows)| (format!("{at}.csv"), log(rows))).collect();
        let data = loaded(&texts);
        let mut most: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for rows in &files {
            for row in rows {
                let own = rows.iter().filter(|other| *other == row).count();
                let count = most.entry(*row).or_default();
                *count = own.max(*count);
            }
        }
        let expected = most.values().sum::<usize>() as u64;
        prop_assert_eq!(data.inputs.iter().map(|input| input.accepted).sum::<u64>(), expected);
        prop_assert_eq!(found(&data).total, expected);
        prop_assert_eq!(data.frame(Table::Events).unwrap().height(), 0);
    }
}

fn changed(number: u32, field: &str, value: Value) -> String {
    let mut event = event(number);
    event[field] = value;
    format!("{event}\n")
}

/// Per file `accepted/duplicates/restated`, then the conflicts.
fn accounts(files: &[(String, String)]) -> Vec<String> {
    let data = loaded(files);
    let counts = data.inputs.iter().map(|i| format!("{}/{}/{}", i.accepted, i.duplicates, i.restated));
    let conflicts = data.remarks.iter().flat_map(|remarks| &remarks.conflicts);
    counts.chain(conflicts.map(|c| format!("{}: {}, file {} line {}", c.id, c.column, c.kept.0, c.kept.1))).collect()
}

fn files(texts: &[String]) -> Vec<(String, String)> {
    texts.iter().enumerate().map(|(at, text)| (format!("{at}"), text.clone())).collect()
}

#[test]
fn an_event_that_two_files_tell_differently_counts_once_and_is_told() {
    let other = json!({"type": "user_actor", "user_id": "user_9"});
    let both = files(&[file(&[0, 4], false), changed(4, "actor", other)]);
    // The latest export counts: both end with the same event, and the first has more.
    assert_eq!(accounts(&both), ["2/0/0", "0/0/1", "routine event of line 1: actor_id, file 0 line 2"]);
    let moved = files(&[file(&[0, 4], false), changed(0, "created_at", json!("2026-07-01T10:00:01Z"))]);
    assert_eq!(accounts(&moved)[1..], ["0/0/1", "routine event of line 1: at, file 0 line 1"]);
    let another_chat = files(&[file(&[0, 4], false), changed(4, "claude_chat_id", json!("chat_x"))]);
    assert_eq!(accounts(&another_chat), ["2/0/0", "0/1/0"], "other fields are not compared");
}

#[test]
fn an_id_that_is_also_a_row_counts_as_the_row() {
    let both = files(&[file(&[0, 4], false), changed(4, "type", json!("claude_chat_deleted"))]);
    assert_eq!(accounts(&both), ["1/0/1", "1/0/0", "routine event of line 2: event, file 1 line 1"]);
}

#[test]
fn records_that_are_spelt_otherwise_are_the_same_events() {
    let escaped = file(&[0, 4], false)
        .replace("claude_chat_viewed", "claude_chat\\u005fviewed")
        .replace("user_0", "user\\u005f0");
    let mut found = accounts(&files(&[file(&[0, 4], true), escaped]));
    found.sort();
    assert_eq!(found, ["0/2/0", "2/0/0"], "which of the two counts, nothing says");
}

#[test]
fn types_that_are_asked_for_stay_rows() {
    let reading = Reading { singly: ["claude_chat_viewed".to_owned()].into(), ..Reading::default() };
    let data = load_bytes_as(vec![("f".to_owned(), file(&[0, 1, 4], false).into_bytes())], &reading).unwrap();
    assert_eq!(data.frame(Table::Events).unwrap().height(), 2);
    assert_eq!(found(&data).total, 3);
    let facts =
        Facts::derive(&data, crate::facts::covered_days(&data).unwrap().unwrap(), crate::facts::as_of(&data).unwrap());
    assert_eq!(facts.unwrap().log.events.notable.len(), 2);
    let log = "created_at,event,actor_info\n2026-07-01T00:00:00Z,conversation_created,{}\n";
    let reading = Reading { singly: ["claude_chat_created".to_owned()].into(), ..Reading::default() };
    let data = load_bytes_as(vec![("l.csv".to_owned(), log.into())], &reading).unwrap();
    assert_eq!(data.frame(Table::Events).unwrap().height(), 1, "as the feed calls it");
}

#[test]
fn tallies_follow_actors_and_not_events() {
    let many: Vec<u32> = (0..400).map(|at| at * 12).collect();
    let data = loaded(&[("f".to_owned(), file(&many, false))]);
    let routine = data.routine.as_ref().unwrap();
    assert_eq!(
        (routine.actors.height(), data.frame(Table::Events).unwrap().height()),
        (5, 0),
        "one actor, five networks"
    );
    let facts = facts(&[("f", &file(&many, false))]);
    let actor = &facts.log.events.actors.all[0];
    assert_eq!((actor.count, actor.networks.len()), (400, 5));
    assert_eq!(actor.sights[0].0, many.iter().map(|n| instant(*n)).min().unwrap());
    assert_eq!(facts.populations.coverage.iter().find(|one| one.table == "events").unwrap().rows, 400);
}
