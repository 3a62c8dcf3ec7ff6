//! What records of a list say is deleted: no row of it holds, and whoever asks for it learns when it went.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};

use super::{id_column, moment};
use crate::ingest::batch::{Batch, Gone, History, Reject};
use crate::ingest::text::instant::{parse_day, parse_instant};
use crate::model::Deletion;

/// Rows of what a later record says is gone. Of what stands behind that record, without a later time, nobody can say.
pub(super) fn drop_deleted(batch: &mut Batch, history: &mut History, times: &mut Vec<String>) {
    let Some(column) = id_column(batch).filter(|_| !history.gone.is_empty()) else { return };
    let mut gone: BTreeMap<&str, &Gone> = BTreeMap::new();
    history.gone.iter().for_each(|one| _ = gone.insert(&one.id, one));
    let mut keep = vec![true; batch.rows()];
    let (mut unknown, mut dropped) = (Vec::new(), Vec::new());
    for (row, stays) in keep.iter_mut().enumerate() {
        let Some(one) = batch.text(column, row).and_then(|id| gone.get(id)) else { continue };
        let own = times.get(row).map(String::as_str);
        let both = own.zip(one.time.as_deref()).and_then(|(own, then)| Some((moment(own)?, moment(then)?)));
        let is_later = both.filter(|(own, then)| own != then).map_or(row >= one.row, |(own, then)| own > then);
        match (is_later, both) {
            (false, _) => {
                *stays = false;
                dropped.push(Gone { names: names_of(batch, row), ..(*one).clone() });
            }
            (true, Some((own, then))) if own > then => {}
            (true, _) => unknown.push(row),
        }
    }
    let reason = "another record of it, in no known order, says that it is deleted";
    let mentions = |row: usize| Reject::record(reason).about(batch.text(column, row).unwrap_or_default());
    let refused: Vec<(u64, Reject)> = unknown.iter().map(|&row| (batch.lines[row], mentions(row))).collect();
    let undecided: BTreeSet<&str> = unknown.iter().filter_map(|&row| batch.text(column, row)).collect();
    history.gone.retain(|one| !undecided.contains(one.id.as_str()));
    history.past.retain(|one| !undecided.contains(one.id.as_str()));
    history.past.extend(dropped.into_iter().map(|one| Gone { ended: None, ..one }));
    unknown.iter().for_each(|&row| keep[row] = false);
    let mut each = keep.iter();
    times.retain(|_| each.next().copied().unwrap_or(true));
    let passed = keep.iter().filter(|keep| !**keep).count() - refused.len();
    batch.retain_rows(&keep);
    batch.other += passed as u64;
    batch.rejects.extend(refused);
}

/// What a row is called.
fn names_of(batch: &Batch, row: usize) -> Vec<String> {
    let places = ["id", "name", "address"].iter().filter_map(|name| batch.table.position(name));
    places.filter_map(|place| batch.text(place, row)).map(str::to_owned).collect()
}

/// Keeps what no row of the list is about any more, and what its records say of it.
pub(super) fn remember(batch: &mut Batch, history: History) {
    let Some(column) = id_column(batch) else { return };
    let held: BTreeSet<String> = std::iter::once(&*batch)
        .chain(&batch.also)
        .filter(|own| own.table == batch.table)
        .flat_map(|own| (0..own.rows()).filter_map(|row| own.text(column, row)))
        .map(str::to_owned)
        .collect();
    let mut objects: BTreeMap<String, [Vec<Gone>; 2]> = BTreeMap::new();
    for (kind, all) in [history.gone, history.past].into_iter().enumerate() {
        for one in all.into_iter().filter(|one| !held.contains(&one.id)) {
            objects.entry(one.id.clone()).or_default()[kind].push(one);
        }
    }
    batch.deleted = objects.into_iter().filter_map(|(id, records)| deletion(id, records)).collect();
    batch.deleted.sort_by(|a, b| (a.line, &a.names).cmp(&(b.line, &b.names)));
}

/// What the records of one object say of its end: those of its deletion, else those that no other one replaced.
fn deletion(id: String, [gone, past]: [Vec<Gone>; 2]) -> Option<Deletion> {
    let mut names: BTreeSet<String> = gone.iter().chain(&past).flat_map(|one| one.names.iter().cloned()).collect();
    names.insert(id);
    let last = gone.last().or_else(|| past.iter().max_by_key(|one| (one.ended.as_deref().and_then(day), one.line)))?;
    let ended = last.ended.as_deref().and_then(day);
    let noticed = last.noticed.as_deref().and_then(day);
    Some(Deletion {
        line: last.line,
        names: names.into_iter().collect(),
        day: ended.or(noticed),
        is_latest: ended.is_none() && noticed.is_some(),
    })
}

/// The day of a time as tools write it: an instant, a day, seconds or milliseconds since 1970.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let stated = parse_instant(text).map(|at| at.date_naive()).or_else(|| parse_day(text));
    let counted = || {
        let number: i64 = text.parse().ok()?;
        let seconds = match text.len() {
            10 => number,
            13 => number / 1000,
            16 => number / 1_000_000,
            _ => return None,
        };
        Some(DateTime::from_timestamp(seconds, 0)?.date_naive())
    };
    stated.or_else(counted)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ingest::load_bytes;
    use crate::model::{Dataset, Table};

    fn record(id: &str, marks: &Value) -> Value {
        let mut one = json!({"id": format!("user_01{id}"), "type": "user", "email": format!("{id}@example.com"), "name": id,
            "role": "user", "added_at": "2026-01-05T09:00:00Z"});
        one.as_object_mut().unwrap().extend(marks.as_object().unwrap().clone());
        one
    }

    fn load(records: &[Value]) -> Dataset {
        let text: String = records.iter().map(|one| format!("{one}\n")).collect();
        load_bytes(vec![("users.jsonl".to_owned(), text.into_bytes())]).unwrap()
    }

    /// Whom the list says is deleted, since when, and whether maybe before.
    fn deleted(records: &[Value]) -> Vec<String> {
        let data = load(records);
        let all = data.deletions.get(&Table::Members).into_iter().flatten();
        let said = all.map(|(_, one)| {
            assert!(one.names.contains(&"pat@example.com".to_owned()), "{one:?}");
            assert!(one.names.contains(&"user_01pat".to_owned()), "{one:?}");
            format!(
                "{}{}",
                one.day.map_or("unknown".to_owned(), |day| day.to_string()),
                if one.is_latest { " at the latest" } else { "" }
            )
        });
        said.collect()
    }

    #[test]
    fn the_day_of_a_deletion_is_known_as_far_as_its_record_says() {
        for (kept, gone, day) in [
            (json!({"deleted_at": null}), json!({"deleted_at": "2026-08-10T03:00:00Z"}), "2026-08-10"),
            (json!({"_ab_cdc_deleted_at": ""}), json!({"_ab_cdc_deleted_at": "2026-08-10"}), "2026-08-10"),
            (json!({"_sdc_deleted_at": null}), json!({"_sdc_deleted_at": "2026-08-10 03:00:00+00"}), "2026-08-10"),
            (json!({"dbt_valid_to": null}), json!({"dbt_valid_to": "2026-08-10 03:00:00"}), "2026-08-10"),
            (
                json!({"_fivetran_active": true, "_fivetran_end": "9999-12-31T23:59:59Z"}),
                json!({"_fivetran_active": false, "_fivetran_end": "2026-08-10T03:00:00Z"}),
                "2026-08-10",
            ),
            (
                json!({"_fivetran_deleted": false, "_fivetran_synced": "2026-08-10T03:00:00Z"}),
                json!({"_fivetran_deleted": true, "_fivetran_synced": "2026-08-10T03:00:00Z"}),
                "2026-08-10 at the latest",
            ),
            (
                json!({"__op": "r", "__source_ts_ms": 1_786_330_800_000_i64}),
                json!({"__op": "d", "__source_ts_ms": 1_786_330_800_000_i64}),
                "2026-08-10 at the latest",
            ),
            (
                json!({"is_deleted": 0, "valid_from": "2024-01-01"}),
                json!({"is_deleted": 1, "valid_from": "2024-01-01"}),
                "unknown",
            ),
            (
                json!({"is_deleted": "f", "last_seen": "2026-08-10"}),
                json!({"is_deleted": "t", "last_seen": "2026-08-10"}),
                "unknown",
            ),
            (json!({"Op": "I"}), json!({"Op": "D"}), "unknown"),
            (json!({"_change_type": "update_postimage"}), json!({"_change_type": "update_preimage"}), "unknown"),
        ] {
            let list = [record("ann", &kept), record("bob", &kept), record("pat", &gone)];
            assert_eq!(deleted(&list), [day], "{gone}");
            assert_eq!(load(&list).inputs[0].other, 1, "{gone}");
        }
    }

    #[test]
    fn who_is_there_in_another_record_is_not_deleted() {
        let list = |records: &[(&str, Option<&str>, &str)]| -> Vec<Value> {
            let mark = |(id, deleted, time): &(&str, Option<&str>, &str)| {
                record(id, &json!({"_ab_cdc_deleted_at": deleted, "_airbyte_extracted_at": time}))
            };
            records.iter().map(mark).collect()
        };
        let (ann, there) = (("ann", None, "2026-08-01"), ("pat", None, "2026-08-01"));
        let gone = ("pat", Some("2026-08-14"), "2026-09-01");
        assert_eq!(deleted(&list(&[ann, there, gone])), ["2026-08-14"]);
        assert_eq!(deleted(&list(&[ann, there, gone, ("pat", None, "2026-09-20")])), [""; 0], "back again");
        // A record of the deletion that has nothing but the id: what the list said before names them.
        let mut bare = list(&[ann, there]);
        bare.push(
            json!({"id": "user_01pat", "type": "user", "email": null, "name": null, "role": null, "added_at": null,
            "_ab_cdc_deleted_at": "2026-08-14", "_airbyte_extracted_at": "2026-09-01"}),
        );
        assert_eq!(deleted(&bare), ["2026-08-14"]);
        // In an unknown order nobody knows, and nothing is said.
        let mut unordered =
            vec![record("pat", &json!({"__deleted": "true"})), record("pat", &json!({"__deleted": "false"}))];
        unordered.push(record("ann", &json!({"__deleted": "false"})));
        assert_eq!((deleted(&unordered), load(&unordered).rejections.len()), (Vec::new(), 1));
    }
}
