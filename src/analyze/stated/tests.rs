//! The demo with one thing at a time that its rows do not state any more: whatever a check found with it is not «nothing found» without it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use polars::prelude::{IntoLazy, NULL, col, lit};

use super::{BY_NOTE, FEED_TELLS_MORE, FINER, OF_USE};
use crate::analyze::testing::{activity, days, found_in, key, member, page, usage, with};
use crate::analyze::{ALL, Context, Judged, Outcome};
use crate::data::vocabulary::UNCLEAR;
use crate::facts::Facts;
use crate::model::{Bounds, Dataset, Table};
use crate::policy::Policy;

#[test]
fn every_check_of_use_says_what_rows_must_state() {
    let of_use = |table: &Table| [Table::Usage, Table::Cost].contains(table);
    let reading = ALL.iter().filter(|check| check.reads.iter().copied().flatten().any(of_use)).map(|check| check.id);
    let stated: Vec<&str> = OF_USE.iter().map(|(id, _)| *id).collect();
    assert_eq!(stated.iter().copied().collect::<BTreeSet<_>>(), reading.collect::<BTreeSet<_>>());
    assert_eq!(stated.len(), stated.iter().collect::<BTreeSet<_>>().len(), "once each");
    let finer = FINER.iter().map(|(id, _)| *id);
    for id in BY_NOTE.iter().map(|(id, _)| *id).chain(FEED_TELLS_MORE.iter().map(|(id, _)| *id)).chain(finer) {
        assert!(ALL.iter().any(|check| check.id == id), "{id}");
    }
}

/// What the checks say of a data set: findings, and whether anything is said beside them.
fn judged(data: &Dataset) -> BTreeMap<&'static str, (usize, bool)> {
    let policy = Policy::default();
    let as_of = crate::facts::as_of(data).unwrap();
    let period = crate::facts::default_period(data, as_of).unwrap();
    let facts = Facts::derive(data, period, as_of).unwrap();
    let judged = Judged::default();
    let cx = Context {
        data,
        facts: &facts,
        policy: &policy,
        period,
        as_of,
        baseline: None,
        judged: &judged,
        catalogue: ALL,
        spend_panel: None,
        spenders: crate::analyze::SpenderWords::CONSOLE,
    };
    let outcomes = crate::analyze::run(&cx, &[], &[]).unwrap();
    let all = outcomes.into_iter().zip(ALL).map(|((check, outcome), analyzer)| {
        let said = match outcome {
            Outcome::Assessed { findings, notes, .. } => {
                (findings.len(), !notes.is_empty() || check.weakened.is_some())
            }
            Outcome::NotAssessed { .. } | Outcome::NotApplicable { .. } => (0, true),
        };
        (analyzer.id, said)
    });
    all.collect()
}

/// A data set in which no row of a table says what these columns hold.
fn without(data: &Dataset, columns: &[(Table, &[&str])]) -> Dataset {
    let mut data = data.clone();
    for (table, names) in columns {
        let Some(frame) = data.frames.get(table) else { continue };
        let schema = frame.schema().clone();
        let nulls = names.iter().map(|name| {
            let kind = schema.get(name).unwrap_or_else(|| panic!("{table:?} has {name}")).clone();
            lit(NULL).cast(kind).alias(*name)
        });
        let bare = frame.clone().lazy().with_columns(nulls.collect::<Vec<_>>()).collect().unwrap();
        data.frames.insert(*table, bare);
    }
    data
}

fn demo() -> Dataset {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    crate::ingest::load(&[folder], &Bounds::default()).unwrap()
}

/// Of a list that says nothing of who made its keys, as it is read.
fn without_creators(data: &Dataset) -> Dataset {
    let mut data = without(data, &[(Table::Keys, &["creator_id", "principal_type", "principal_id"])]);
    let keys = data.frames[&Table::Keys].clone().lazy();
    data.frames.insert(Table::Keys, keys.with_column(lit(UNCLEAR).alias("creator_type")).collect().unwrap());
    data
}

/// A list of workspaces as the API gives it unless asked for archived ones.
fn without_archived(data: &Dataset) -> Dataset {
    let mut data = data.clone();
    let all = data.frames[&Table::Workspaces].clone().lazy();
    data.frames.insert(Table::Workspaces, all.filter(col("archived_at").is_null()).collect().unwrap());
    data
}

/// Fault: An export is there and does not state what a check looks at (keys, workspaces, models, creators, days): «assessed, nothing found»
/// Outcome: The check is not assessed with the reason, or partial, or says in a note what it could not judge
#[test]
fn what_rows_do_not_state_is_not_found_to_be_well() {
    let whole = demo();
    let found = judged(&whole);
    let mut silent = Vec::new();
    let use_of = |columns: &'static [&'static str]| without(&whole, &[(Table::Usage, columns), (Table::Cost, columns)]);
    let undated = [
        (Table::Keys, &["created_at"][..]),
        (Table::Roster, &["ended_on", "changed_at"]),
        (Table::Members, &["added_at"]),
    ];
    for (what, data) in [
        ("keys", use_of(&["key_name", "key_id"])),
        ("workspaces", use_of(&["workspace_name", "workspace_id"])),
        ("keys and workspaces", use_of(&["key_name", "key_id", "workspace_name", "workspace_id"])),
        ("models", use_of(&["model"])),
        ("creators", without_creators(&whole)),
        ("dates", without(&whole, &undated)),
        ("archived workspaces", without_archived(&whole)),
    ] {
        let now = judged(&data);
        let quiet = found.iter().filter(|(id, (findings, _))| *findings > 0 && now[*id] == (0, false));
        silent.extend(quiet.map(|(id, _)| format!("{id} without {what}")));
    }
    assert_eq!(silent, [""; 0]);
}

const KEYS: &str = "usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,\
                    usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens";

/// The short form of the usage export, which names neither keys nor workspaces.
pub(super) fn reduced(from: &str, to: &str) -> String {
    let rows: Vec<String> = days(from, to).iter().map(|day| format!("{day},claude-opus-5,1000,0,0,0,100")).collect();
    format!("{KEYS}\n{}\n", rows.join("\n"))
}

pub(super) fn check(id: &str) -> &'static crate::analyze::Analyzer {
    ALL.iter().find(|check| check.id == id).unwrap()
}

/// Fault: Keys used after their creator had left, after they were archived or without being listed, where usage names no keys: «assessed, 0 findings»
/// Outcome: Those checks are not assessed and say how to export use
#[test]
fn use_that_names_no_keys_shows_no_use_of_any() {
    let gone = json_creator("user_gone");
    let keys = page(&[
        with(key("left", "2026-01-05", Some("wrkspc_A")), gone.clone()),
        with(key("off", "2026-01-05", Some("wrkspc_A")), serde_json::json!({"status": "archived"})),
    ]);
    let members = page(&[member("ok@example.com", "admin")]);
    let off = serde_json::json!({"api_key_id": "apikey_off", "updates": [{"type": "status", "previous_value": "active", "current_value": "archived"}]});
    let left = serde_json::json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let feed = [
        activity("2026-09-10T08:00:00Z", "org_user_deleted", "ok", left),
        activity("2026-09-10T09:00:00Z", "platform_api_key_updated", "ok", off),
    ];
    let feed = feed.map(|event| event.to_string()).join("\n");
    let named = usage(&[
        ("left", "A", days("2026-07-01", "2026-09-30")),
        ("off", "A", days("2026-07-01", "2026-09-30")),
        ("unlisted", "A", days("2026-07-01", "2026-09-30")),
    ]);
    let summer =
        usage(&[("left", "A", days("2026-07-01", "2026-08-31")), ("off", "A", days("2026-07-01", "2026-08-31"))]);
    let (bare, autumn) = (reduced("2026-07-01", "2026-09-30"), reduced("2026-09-01", "2026-09-30"));
    for (id, found) in [
        ("key-used-after-departure", "critical left"),
        ("key-used-after-revocation", "high off"),
        ("unknown-key", "high unlisted"),
    ] {
        let ask = |used: &[&str]| {
            let mut files = vec![("keys.json", keys.as_str()), ("users.json", &members), ("feed.jsonl", &feed)];
            files.extend(["a.csv", "b.csv"].into_iter().zip(used.iter().copied()));
            found_in(check(id), &files)
        };
        assert!(ask(&[&named]).contains(&found.to_owned()), "{id}: {:?}", ask(&[&named]));
        let why = "not assessed: no export of use in the period names keys: export use grouped by API key";
        assert_eq!(ask(&[&bare]), [why], "{id}");
        // What happened behind the last day that names keys is not known.
        let late = ask(&[&summer, &autumn]);
        match id {
            "unknown-key" => assert_eq!(late, [""; 0]),
            _ => assert!(
                late[0]
                    .starts_with("not assessed: not judged: 1 key, because use by key is known until 2026-08-31 only"),
                "{late:?}"
            ),
        }
    }
}

fn json_creator(id: &str) -> serde_json::Value {
    serde_json::json!({"created_by": {"id": id, "type": "user"}})
}

/// Fault: Use of September by workspace alone beside use by key of the summer: checks of keys said nothing of it
/// Outcome: They are partial, and say of which days
#[test]
fn days_that_name_no_keys_are_said() {
    let (summer, autumn) =
        (usage(&[("k", "A", days("2026-07-01", "2026-08-31"))]), reduced("2026-09-01", "2026-09-30"));
    let keys = page(&[key("k", "2026-01-05", Some("wrkspc_A"))]);
    let partial = |files: &[(&str, &str)]| {
        let report = crate::analyze::testing::report(files, &Policy::default(), None);
        let of = |id: &str| report.checks.iter().find(|check| check.id == id).unwrap().partial.clone();
        ["shared-key", "unrotated-key"].map(of)
    };
    let files = [("a.csv", summer.as_str()), ("b.csv", &autumn), ("keys.json", &keys)];
    let [said, other] = partial(&files);
    assert_eq!(
        said.as_deref(),
        Some("no export of use names keys on 2026-09-01 to 2026-09-30: export use grouped by API key")
    );
    assert_eq!(other, None, "it looks at no use");
    assert_eq!(partial(&[files[0], files[2]])[0], None, "the use ends there");
}

/// Fault: With the audit log alone, checks of what only the feed tells were «assessed, 0 of 0»
/// Outcome: They are not assessed, unless the log has some of it
#[test]
fn the_log_alone_tells_a_part() {
    let signed_in =
        crate::analyze::activity::testing::log(&[("10:00", "user_attempted_magic_link_verification", "{}")]);
    for (id, what) in FEED_TELLS_MORE {
        let found = found_in(check(id), &[("log.csv", &signed_in)]);
        let why = format!("not assessed: only the activity feed contains {what}; it has no event in the period");
        assert_eq!(found, [why], "{id}");
    }
    let enabled = crate::analyze::activity::testing::log(&[("10:00", "integration_org_enabled", "{}")]);
    assert_eq!(found_in(check("connector-added"), &[("log.csv", &enabled)]), ["medium ann@example.com"]);
}
