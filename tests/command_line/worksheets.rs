//! Worksheets that the program writes, people edit, and the program reads back: every decision counted.

use serde_json::Value;

use super::sheet::Sheet;
use super::support::{Folder, program, root, tree};
use super::{code, findings, stderr};

/// Headers as a German reviewer translates them.
const GERMAN: [(&str, &str); 8] = [
    ("id", "Kennung"),
    ("actor", "Akteur"),
    ("event", "Ereignis"),
    ("decision", "Entscheidung"),
    ("reviewer", "Prüfer"),
    ("reviewed_on", "Geprüft am"),
    ("ticket", "Vorgang"),
    ("comment", "Bemerkung"),
];

/// The report on an organization of the fixtures, with these worksheets.
fn report(exports: &str, reviews: &[(&str, Vec<u8>)]) -> (Folder, Value) {
    let folder = Folder::new();
    let exports = root().join("fixtures").join(exports);
    let mut arguments = vec![exports.to_str().unwrap(), "-q", "--format", "json,csv"];
    for (name, bytes) in reviews {
        folder.write(name, bytes);
        arguments.extend(["--review", name]);
    }
    let output = program(&arguments, &folder.0);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let found = findings(&folder);
    (folder, found)
}

fn written(folder: &Folder, name: &str) -> Sheet {
    let files = tree(&folder.path("reports"));
    Sheet::read(files.iter().find(|(path, _)| path.ends_with(name)).unwrap().1)
}

fn control(report: &Value, id: &str) -> (String, String) {
    let all = report["controls"].as_array().unwrap();
    let one = all.iter().find(|one| one["id"] == id).unwrap();
    (one["status"].as_str().unwrap().to_owned(), one["summary"].as_str().unwrap().to_owned())
}

/// Every way in which the edited worksheet comes back.
fn saved(sheet: &Sheet, names: &[(&str, &str)]) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("german.csv", sheet.rearranged(names).with_semicolons()),
        ("review.xlsx", sheet.as_workbook()),
        ("moved.xlsx", sheet.rearranged(names).as_workbook()),
    ]
}

#[test]
fn the_review_of_the_log_is_what_people_decided() {
    let (folder, before) = report("clean", &[]);
    assert_eq!(control(&before, "audit-log-review").0, "needs-review");
    assert!(before["log_review"]["result"].is_null());
    let blank = written(&folder, "log-review.csv");
    let rows = blank.len();
    assert_eq!(before["log_review"]["rows"].as_array().unwrap().len(), rows);
    let mut sheet = blank.clone();
    (0..rows).for_each(|row| sheet.decide(row, "erwartet", "boss@example.com", "2026-10-07"));
    for (name, bytes) in saved(&sheet, &GERMAN) {
        let (_, after) = report("clean", &[(name, bytes)]);
        let result = &after["log_review"]["result"];
        assert_eq!((&result["rows"], &result["expected"]), (&rows.into(), &rows.into()), "{name}: {result}");
        assert_eq!((&result["undecided"], &result["others"]), (&0.into(), &0.into()), "{name}");
        assert_eq!(result["reviewers"][0], "boss@example.com");
        let (verdict, summary) = control(&after, "audit-log-review");
        assert_eq!(verdict, "pass", "{name}: {summary}");
        let weeks = result["weeks"].as_array().unwrap();
        assert_eq!(weeks.len(), 14, "a quarter that begins on a Wednesday touches 14 weeks");
        assert!(weeks.iter().all(|week| week["events"] == week["decided"]));
        let (busy, idle): (Vec<&Value>, Vec<&Value>) = weeks.iter().partition(|week| week["events"] != 0);
        assert!(!busy.is_empty() && busy.iter().all(|week| week["on"] == "2026-10-07"));
        assert!(idle.iter().all(|week| week["on"].is_null()));
    }
    for (word, verdict) in
        [("follow-up", "attention"), ("Vorfall", "fail"), ("perhaps", "needs-review"), ("", "needs-review")]
    {
        let mut other = sheet.clone();
        other.set(1, "decision", word);
        let (_, after) = report("clean", &[("log.csv", other.with_semicolons())]);
        assert_eq!(control(&after, "audit-log-review").0, verdict, "{word}");
        let unclear = u64::from(word == "perhaps");
        assert_eq!(after["log_review"]["result"]["unclear"], unclear, "{word}");
    }
    let mut early = sheet.clone();
    early.set(0, "reviewed_on", "2026-07-01");
    let (_, after) = report("clean", &[("log.csv", early.with_semicolons())]);
    assert_eq!(after["log_review"]["result"]["unclear"], 1, "nobody decides about what did not happen yet");
}

#[test]
fn worksheets_of_parts_of_the_period_and_without_their_keys_count() {
    let (folder, _) = report("clean", &[]);
    let mut sheet = written(&folder, "log-review.csv");
    let rows = sheet.len();
    (0..rows).for_each(|row| sheet.decide(row, "expected", "boss@example.com", "2026-10-07"));
    // A row of several events that two earlier worksheets decided about, each with its own rows.
    let many = (0..rows).find(|row| sheet.cell(*row, "event_keys").contains(' ')).unwrap();
    let (mut first, mut rest) = (sheet.clone(), sheet.clone());
    let (head, tail) =
        sheet.cell(many, "event_keys").split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    first.set(many, "event_keys", &head);
    first.set(many, "id", "log-oneofearlier");
    rest.set(many, "event_keys", &tail);
    rest.set(many, "id", "log-anotherone");
    rest.set(many, "decision", "follow-up");
    let both = [("first.csv", first.with_semicolons()), ("rest.csv", rest.with_semicolons())];
    let (_, partly) = report("clean", &both[..1]);
    assert_eq!(partly["log_review"]["result"]["undecided"], 1);
    let open = partly["log_review"]["rows"].as_array().unwrap().iter().find(|row| row["decision"].is_null()).unwrap();
    assert_eq!(open["decided"], 1, "one of its events is decided");
    let (_, whole) = report("clean", &both);
    let result = &whole["log_review"]["result"];
    assert_eq!((&result["undecided"], &result["follow_up"]), (&0.into(), &1.into()), "the worst counts: {result}");
    // A worksheet from which somebody removed the column of the keys.
    let keyless = Sheet(sheet.0.iter().map(|row| row[..row.len() - 1].to_vec()).collect());
    let (_, after) = report("clean", &[("log.csv", keyless.with_semicolons())]);
    assert_eq!(after["log_review"]["result"]["expected"], rows, "the id tells the row");
}

/// Fault: A worksheet about other events
/// Outcome: Decides nothing, and is named
#[test]
fn a_worksheet_of_other_events_decides_nothing() {
    let (folder, _) = report("demo", &[]);
    let mut sheet = written(&folder, "log-review.csv");
    (0..sheet.len()).for_each(|row| sheet.decide(row, "expected", "boss@example.com", "2026-10-07"));
    let (_, after) = report("clean", &[("log.csv", sheet.with_semicolons())]);
    let result = &after["log_review"]["result"];
    assert_eq!((&result["others"], &result["expected"]), (&sheet.len().into(), &0.into()), "{result}");
    let (verdict, summary) = control(&after, "audit-log-review");
    assert_eq!(verdict, "needs-review");
    assert!(summary.contains("about events that are not in this run"), "{summary}");
}

#[test]
fn decisions_about_identities_without_a_person_come_back() {
    let names: Vec<(&str, &str)> =
        GERMAN.iter().copied().chain([("owner", "Verantwortlich"), ("purpose", "Zweck"), ("kind", "Art")]).collect();
    let names: Vec<(&str, &str)> = names.into_iter().filter(|(from, _)| !["actor", "event"].contains(from)).collect();
    let (folder, before) = report("clean", &[]);
    assert!(before["identity_review"].is_null());
    let mut sheet = written(&folder, "non-human-identities.csv");
    let rows = sheet.len();
    assert_eq!(before["identities"].as_array().unwrap().len(), rows);
    let kinds: std::collections::BTreeSet<&str> = (0..rows).map(|row| sheet.cell(row, "kind")).collect();
    assert!(kinds.contains("API key") && kinds.contains("service account") && kinds.len() > 2, "{kinds:?}");
    assert!((0..rows).all(|row| sheet.cell(row, "evidence").contains(':') && !sheet.cell(row, "status").is_empty()));
    let words = ["behalten", "rotieren", "Ausnahme", "entzogen", "perhaps", ""];
    for row in 0..rows {
        let word = words.get(row).copied().unwrap_or("keep");
        sheet.decide(row, word, "boss@example.com", "2026-10-07");
    }
    for (name, bytes) in saved(&sheet, &names) {
        let (_, after) = report("clean", &[(name, bytes)]);
        let result = &after["identity_review"];
        let count = |field: &str| result[field].as_u64().unwrap();
        assert_eq!(count("population"), rows as u64, "{name}: {result}");
        assert_eq!([count("rotated"), count("exceptions"), count("revoked")], [1, 1, 1], "{name}: {result}");
        assert_eq!([count("undecided"), count("unclear"), count("others")], [2, 1, 0], "{name}: {result}");
        assert_eq!(count("kept"), rows as u64 - 5, "{name}");
        assert_eq!(result["days"], serde_json::json!(["2026-10-07", "2026-10-07"]));
    }
    let (_, other) = report("demo", &[("identities.csv", sheet.with_semicolons())]);
    let result = &other["identity_review"];
    assert_eq!(result["others"], rows - 1, "a worksheet of another organization decides nothing here: {result}");
    assert_eq!(result["undecided"], result["population"]);
}

#[test]
fn decisions_about_people_come_back() {
    let (folder, _) = report("clean", &[]);
    let mut sheet = written(&folder, "access-review.csv");
    let rows = sheet.len();
    let words = ["behalten", "reduziert", "Ausnahme", "later", ""];
    for row in 0..rows {
        let word = words.get(row).copied().unwrap_or("keep");
        sheet.decide(row, word, "boss@example.com", "2026-10-07");
    }
    let names = [("address", "Adresse"), ("group", "Gruppe"), GERMAN[0], GERMAN[3], GERMAN[4], GERMAN[5], GERMAN[7]];
    for (name, bytes) in saved(&sheet, &names) {
        let (_, after) = report("clean", &[(name, bytes)]);
        let result = &after["access_review"];
        let count = |field: &str| result[field].as_u64().unwrap();
        assert_eq!(count("population"), rows as u64, "{name}: {result}");
        assert_eq!([count("modified"), count("exceptions"), count("deferred")], [1, 1, 1], "{name}: {result}");
        assert_eq!([count("undecided"), count("appropriate")], [1, rows as u64 - 4], "{name}: {result}");
    }
}
