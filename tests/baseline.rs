//! `--baseline` from outside: what the reports say of it, and what is no baseline.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::fs;

use support::{Folder, program, root};

fn key(id: &str, status: &str) -> String {
    format!(
        r#"{{"type":"api_key","id":"apikey_{id}","name":"prod-{id}","status":"{status}","created_at":"2026-01-01T00:00:00Z","created_by":{{"type":"user","id":"user_1"}},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}}"#
    )
}

fn list(keys: &[String]) -> String {
    format!(r#"{{"data":[{}],"has_more":false,"first_id":null,"last_id":null}}"#, keys.join(","))
}

/// Runs over a list of keys as of a day, and gives back what is printed.
fn run(folder: &Folder, out: &str, as_of: &str, keys: &[String], more: &[&str]) -> String {
    folder.write("exports/keys.json", list(keys).as_bytes());
    let output = program(&[&["exports", "--out", out, "--as-of", as_of], more].concat(), &folder.0);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path(name)).unwrap()
}

#[test]
fn every_report_says_what_changed() {
    let folder = Folder::new();
    run(&folder, "first", "2026-06-30", &[key("one", "active"), key("two", "active")], &[]);
    let keys = [key("one", "inactive"), key("two", "active"), key("three", "active")];
    let printed = run(&folder, "second", "2026-07-31", &keys, &["--baseline", "first/findings.json"]);
    let since = printed.lines().find(|line| line.contains("Since the report as of 1 Jul 2026")).unwrap();
    assert!(since.contains(" new, ") && since.contains(" resolved, "), "{since}");
    let (html, markdown) = (text(&folder, "second/report.html"), text(&folder, "second/report.md"));
    for report in [&html, &markdown] {
        for part in
            ["Since the last report", "Resolved: their checks ran over complete exports", "persisting since 1 Jul 2026"]
        {
            assert!(report.contains(part), "{part}");
        }
    }
    let csv = text(&folder, "second/findings.csv");
    assert!(csv.contains(",persisting,") && csv.contains(",new,") && !csv.contains(",open,"), "{csv}");
    let report: serde_json::Value = serde_json::from_str(&text(&folder, "second/findings.json")).unwrap();
    let resolved = report["resolved"].as_array().unwrap();
    assert!(resolved.iter().any(|one| one["rule"] == "unrotated-key" && one["subject"]["id"] == "apikey_one"));
    assert_eq!(report["baseline"]["resolved"], resolved.len());
    assert!(!text(&folder, "first/findings.json").contains("first_seen"), "nothing of it without a baseline");
    // The folder of a report will do, and equal runs give equal bytes.
    run(&folder, "third", "2026-07-31", &keys, &["--baseline", "first"]);
    for name in ["report.html", "report.md", "findings.json", "findings.csv", "manifest.json"] {
        assert_eq!(text(&folder, &format!("second/{name}")), text(&folder, &format!("third/{name}")), "{name}");
    }
}

/// The oldest report of this schema that is kept: what a later version may not break (docs/compatibility.md).
#[test]
fn findings_of_an_earlier_version_serve_as_baseline() {
    let folder = Folder::new();
    let (exports, old) = (root().join("fixtures/demo"), root().join("tests/compat/findings-2026-11-22.json"));
    let arguments = [exports.to_str().unwrap(), "--out", "report", "--baseline", old.to_str().unwrap()];
    let output = program(&arguments, &folder.0);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let before: serde_json::Value = serde_json::from_slice(&fs::read(&old).unwrap()).unwrap();
    let now: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("report/findings.json")).unwrap()).unwrap();
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let persisting: Vec<serde_json::Value> = list(&now["findings"])
        .into_iter()
        .filter(|one| one["status"] == "persisting")
        .map(|one| one["id"].clone())
        .collect();
    let redefined: Vec<serde_json::Value> =
        list(&now["baseline"]["not_comparable"]).into_iter().map(|one| one["rule"].clone()).collect();
    // The exports are the same: a finding is known again by its id, unless its check is another one since; and none counts as resolved.
    let known = list(&before["findings"]);
    let kept = known.iter().filter(|one| persisting.contains(&one["id"])).count();
    assert!(kept > 20, "{kept} of {}", known.len());
    for one in known.iter().filter(|one| !persisting.contains(&one["id"])) {
        assert!(redefined.contains(&one["rule"]), "{one}");
    }
    assert_eq!(now["resolved"].as_array().map(Vec::len), Some(0));
}

/// Fault: A baseline that is none, or of another schema
/// Outcome: Exit 2, nothing written
#[test]
fn what_is_no_baseline_ends_with_2_and_writes_nothing() {
    let folder = Folder::with(&[("exports/keys.json", list(&[key("one", "active")]).as_bytes())]);
    run(&folder, "first", "2026-06-30", &[key("one", "active")], &["--format", "json"]);
    let newer =
        text(&folder, "first/findings.json").replacen("\"schema_version\": \"1\"", "\"schema_version\": \"2\"", 1);
    folder.write("newer.json", newer.as_bytes());
    folder.write("garbage.json", b"\x00\xff garbage");
    folder.write("list.json", b"[1, 2, 3]");
    folder.write("deep.json", "[".repeat(1_000_000).as_bytes());
    for (file, why) in [
        ("newer.json", "schema version 2"),
        ("garbage.json", "is no findings.json"),
        ("list.json", "is no findings.json"),
        ("deep.json", "is no findings.json"),
        ("exports/keys.json", "it has no `schema_version`"),
        ("nowhere.json", "cannot read the baseline nowhere.json"),
        ("exports", "cannot read the baseline exports/findings.json"),
    ] {
        let output = program(&["exports", "--baseline", file, "--out", "never"], &folder.0);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{file}: {stderr}");
        assert!(stderr.contains(why), "{file}: {stderr}");
    }
    assert!(!folder.path("never").exists());
}

#[test]
fn fail_on_counts_open_findings_old_and_new() {
    let folder = Folder::new();
    run(&folder, "first", "2026-07-31", &[key("one", "active")], &[]);
    let output =
        program(&["exports", "--baseline", "first", "--as-of", "2026-07-31", "--fail-on", "medium", "-q"], &folder.0);
    assert_eq!(output.status.code(), Some(1), "a finding that persists is a finding");
}

/// Fault: A pipeline ends well because the list is missing in which last quarter's finding was
/// Outcome: The exit code counts open findings only, and a line says what it does not count
#[test]
fn fail_on_says_which_findings_it_does_not_count() {
    let folder = Folder::new();
    run(&folder, "first", "2026-07-31", &[key("one", "active")], &[]);
    fs::remove_file(folder.path("exports/keys.json")).unwrap();
    folder.write("exports/users.json", list(&[]).as_bytes());
    folder.write(
        "exports/usage.csv",
        b"usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n\
          2026-07-01,claude-opus-5,,Production,standard,1000,10\n",
    );
    let said = |level: &str| {
        let arguments =
            ["exports", "--baseline", "first", "--as-of", "2026-07-31", "--fail-on", level, "-q", "--force"];
        let output = program(&arguments, &folder.0);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = said("high");
    assert_eq!(code, Some(0), "{text}");
    assert!(text.starts_with("--fail-on: findings that are not judged do not count; found last time"), "{text}");
    assert!(text.contains("Key «prod-one» was not rotated") && text.lines().count() == 1, "{text}");
    assert_eq!(said("critical"), (Some(0), String::new()), "there was none so severe");
    folder.write("exports/keys.json", list(&[key("one", "active")]).as_bytes());
    assert_eq!(said("high"), (Some(1), String::new()), "it is open: nothing else is to be said");
}
