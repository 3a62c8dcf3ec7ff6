//! The program from outside: exit codes, what it says, and that a bad file costs itself only.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "command_line/arrival.rs"]
mod arrival;
#[path = "command_line/dates.rs"]
mod dates;
#[path = "command_line/review.rs"]
mod review;
#[path = "command_line/sheet.rs"]
mod sheet;
mod support;
#[path = "command_line/worksheets.rs"]
mod worksheets;

use std::process::Output;

use support::{Folder, program, root, tree};

const USAGE: &[u8] =
    b"usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n\
2026-07-01,claude-opus-5,prod-search,Production,standard,1000,10\n\
2026-07-02,claude-opus-5,prod-search,Production,standard,2000,20\n";

fn run(files: &[(&str, &[u8])], arguments: &[&str]) -> (Output, Folder) {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("exports")).unwrap();
    for (name, content) in files {
        folder.write(&format!("exports/{name}"), content);
    }
    let output = program(&[&["exports"], arguments].concat(), &folder.0);
    (output, folder)
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn findings(folder: &Folder) -> serde_json::Value {
    let reports = tree(&folder.path("reports"));
    let (_, bytes) = reports.iter().find(|(name, _)| name.ends_with("findings.json")).unwrap();
    serde_json::from_slice(bytes).unwrap()
}

fn input<'a>(report: &'a serde_json::Value, path: &str) -> &'a serde_json::Value {
    report["inputs"].as_array().unwrap().iter().find(|input| input["path"] == path).unwrap()
}

#[test]
fn reports_go_to_a_folder_named_after_the_period() {
    let (output, folder) = run(&[("usage.csv", USAGE)], &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let names: Vec<String> = tree(&folder.path("reports")).into_keys().collect();
    for name in [
        "report.html",
        "report.jira.txt",
        "report.md",
        "summary.png",
        "charts/daily-spend.png",
        "findings.json",
        "findings.csv",
        "grants-and-removals.csv",
        "effective-access.csv",
        "open-items.csv",
        "rejected-rows.csv",
        "manifest.json",
    ] {
        assert!(names.contains(&format!("2026-07-01_2026-07-02/{name}")), "{name} is not among {names:?}");
    }
    assert!(String::from_utf8_lossy(&output.stdout).contains("reports/2026-07-01_2026-07-02"));
    assert!(program(&["exports", "-q"], &folder.0).stdout.is_empty(), "quiet, and replaces its own report");
}

/// Fault: A JSON list that ends in the middle of a record
/// Outcome: What is whole is read, the end is named with its line
#[test]
fn a_truncated_json_is_told_and_the_rest_is_read() {
    let users = b"{\"data\":[\n{\"type\":\"user\",\"id\":\"user_1\",\"email\":\"a@example.com\",\"role\":\"user\"},\n{\"type\":\"user\",\"id\":\"us";
    let (output, folder) = run(&[("usage.csv", USAGE), ("users.json", users)], &[]);
    assert_eq!(code(&output), 0);
    let report = findings(&folder);
    let (users, usage) = (input(&report, "users.json"), input(&report, "usage.csv"));
    assert_eq!((&users["rows"], &users["accepted"], &users["rejected"]), (&2.into(), &1.into(), &1.into()));
    assert_eq!(usage["accepted"], 2);
    let rejected = tree(&folder.path("reports")).remove("2026-07-01_2026-07-02/rejected-rows.csv").unwrap();
    let rejected = String::from_utf8(rejected).unwrap();
    assert!(rejected.contains("users.json,3,,,the file ends inside this record"), "{rejected}");
}

/// Fault: Rows with too many or too few cells
/// Outcome: Rejected with line and reason, unless one reading is certain
#[test]
fn ragged_rows_are_rejected_with_line_and_reason() {
    let ragged = [
        USAGE,
        b"2026-07-03,claude-opus-5,prod-search\n2026-07-04,claude-opus-5,prod-search,Production,standard,7,x\n",
    ]
    .concat();
    let (output, folder) = run(&[("usage.csv", &ragged)], &["--format", "json,csv"]);
    assert_eq!(code(&output), 0);
    assert_eq!(findings(&folder)["totals"]["tokens"]["total"], 3030);
    let files = tree(&folder.path("reports"));
    let rejected = String::from_utf8(files["2026-07-01_2026-07-02/rejected-rows.csv"].clone()).unwrap();
    assert!(rejected.contains("usage.csv,4,,,3 fields where the header has 7"), "{rejected}");
    assert!(rejected.contains("usage.csv,5,usage_output_tokens,x,not a count"), "{rejected}");
    let (output, _) = run(&[("usage.csv", &ragged)], &["--strict", "-q"]);
    assert_eq!(code(&output), 4, "incomplete evidence fails a strict run");
    let found = String::from_utf8(output.stderr).unwrap();
    assert_eq!(found.lines().count(), 1, "in one breath: {found}");
    assert!(found.starts_with("--strict: the evidence is incomplete: ") && found.contains("not assessed: "), "{found}");
    assert!(found.contains("rejected: 2 of ") && found.contains("records of usage.csv"), "{found}");
    let (output, _) = run(&[("usage.csv", &ragged)], &["-q"]);
    assert!(output.stderr.is_empty(), "without --strict nothing is said");
}

/// Fault: An empty file, and a file of another program
/// Outcome: Listed among the inputs as not recognized
#[test]
fn an_empty_file_and_a_stranger_are_inputs_without_a_kind() {
    let (output, folder) = run(&[("usage.csv", USAGE), ("empty.csv", b""), ("notes.md", b"# Notes\n\nhello\n")], &[]);
    assert_eq!(code(&output), 0);
    let report = findings(&folder);
    for (name, note) in [("empty.csv", "empty file"), ("notes.md", "")] {
        let input = input(&report, name);
        assert!(input["kind"].is_null() && input["notes"][0].as_str().unwrap().contains(note), "{input}");
    }
    let near = b"usage_date_utc,model,token_type,amount\n2026-07-01,Claude Opus 5,output,1.00\n";
    let (_, folder) = run(&[("usage.csv", USAGE), ("cost.csv", near)], &[]);
    let note = findings(&folder)["inputs"][0]["notes"][0].as_str().unwrap().to_owned();
    assert!(note.contains("nearest: console-cost") && note.contains("cost_usd"), "{note}");
}

/// Fault: A folder without any export
/// Outcome: Exit 3, with what is there
#[test]
fn a_folder_without_exports_ends_with_3_and_says_what_is_there() {
    let (output, folder) = run(&[("notes.txt", b"hello"), ("empty.json", b"")], &[]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("notes.txt") && stderr(&output).contains("empty file"), "{}", stderr(&output));
    assert!(!folder.path("reports").exists(), "nothing is written");
    assert_eq!(code(&run(&[], &[]).0), 3);
    let error = br#"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#;
    let (output, _) = run(&[("keys.json", error), ("login.html", b"<!doctype html><title>Log in</title>")], &[]);
    assert_eq!(code(&output), 3, "failed exports are no exports");
    let found = stderr(&output);
    assert!(found.contains("authentication_error") && found.contains("a saved login page"), "{found}");
}

#[cfg(unix)]
/// Fault: A file that may not be read, and a link out of the folder
/// Outcome: Named, and not followed
#[test]
fn an_unreadable_file_is_told_and_a_link_is_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let secret = Folder::with(&[("passwd.csv", USAGE)]);
    let folder = Folder::with(&[("exports/usage.csv", USAGE), ("exports/locked.csv", USAGE)]);
    std::fs::set_permissions(folder.path("exports/locked.csv"), std::fs::Permissions::from_mode(0o000)).unwrap();
    symlink(secret.path("passwd.csv"), folder.path("exports/link.csv")).unwrap();
    let output = program(&["exports", "-q"], &folder.0);
    assert_eq!(code(&output), 0);
    let report = findings(&folder);
    assert!(input(&report, "link.csv")["notes"][0].as_str().unwrap().contains("link"));
    assert_eq!(report["totals"]["tokens"]["total"], 3030);
    // A superuser reads everything: then the file is a copy, and a duplicate.
    let locked = input(&report, "locked.csv");
    assert!(
        locked["duplicates"] == 2
            || input(&report, "usage.csv")["duplicates"] == 2
            || locked["notes"][0].as_str().unwrap().contains("permission denied")
    );
}

/// Fault: Wrong arguments, a misspelt policy
/// Outcome: Exit 2, with the line and the nearest name
#[test]
fn wrong_arguments_and_policies_end_with_2() {
    let (output, folder) = run(&[("usage.csv", USAGE)], &["--period", "Q3"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert_eq!(code(&program(&["nowhere"], &folder.0)), 2);
    folder.write("clade.toml", b"[checks.stale-kye]\nstale_after_days = 3\n");
    let output = program(&["exports"], &folder.0);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("clade.toml:1") && stderr(&output).contains("stale-key"), "{}", stderr(&output));
}

#[test]
fn a_finding_at_the_asked_severity_ends_with_1() {
    let keys = br#"[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2025-01-01T00:00:00Z","workspace_id":null}]"#;
    let files: &[(&str, &[u8])] = &[("usage.csv", USAGE), ("keys.json", keys)];
    assert_eq!(code(&run(files, &["-q", "--fail-on", "critical"]).0), 1, "unrotated for a year");
    assert_eq!(code(&run(&[("usage.csv", USAGE)], &["-q", "--fail-on", "critical"]).0), 0);
}

/// Fault: `--out` names a folder that is no report
/// Outcome: Exit 5, nothing changed
#[test]
fn a_foreign_folder_is_never_overwritten() {
    let folder = Folder::with(&[("exports/usage.csv", USAGE), ("precious/letter.txt", b"dear")]);
    let output = program(&["exports", "--out", "precious"], &folder.0);
    assert_eq!(code(&output), 5);
    assert!(stderr(&output).contains("precious"), "{}", stderr(&output));
    assert_eq!(tree(&folder.path("precious")).len(), 1);
}

#[test]
fn the_policy_moves_thresholds_and_suppresses() {
    let keys = br#"[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2026-03-01T00:00:00Z","workspace_id":"wrkspc_1"}]"#;
    let folder = Folder::with(&[("exports/usage.csv", USAGE), ("exports/keys.json", keys)]);
    let rules = |folder: &Folder, field: &str| -> Vec<String> {
        let report = findings(folder);
        let list = report[field].as_array().unwrap().clone();
        list.iter().map(|one| one["rule"].as_str().or(one["finding"]["rule"].as_str()).unwrap().to_owned()).collect()
    };
    program(&["exports", "-q"], &folder.0);
    assert!(rules(&folder, "findings").contains(&"unrotated-key".to_owned()));
    folder.write("clade.toml", b"[checks.unrotated-key]\nmax_age_days = 200\n");
    program(&["exports", "-q"], &folder.0);
    assert!(!rules(&folder, "findings").contains(&"unrotated-key".to_owned()));
    let entry =
        "[[suppress]]\nrule = \"unrotated-key\"\nsubject = \"apikey_1\"\nreason = \"vendor\"\napproved_by = \"ciso\"\n";
    folder.write("clade.toml", entry.as_bytes());
    program(&["exports", "-q"], &folder.0);
    assert!(!rules(&folder, "findings").contains(&"unrotated-key".to_owned()));
    assert_eq!(rules(&folder, "suppressed"), ["unrotated-key"]);
    folder.write("clade.toml", format!("{entry}observed = \"91 days\"\n").as_bytes());
    program(&["exports", "-q"], &folder.0);
    let open = rules(&folder, "findings");
    assert!(open.contains(&"unrotated-key".to_owned()) && open.contains(&"unused-suppression".to_owned()), "{open:?}");
}

/// Fault: Whole keys in the exports
/// Outcome: Cut in every output, and reported
#[test]
fn secrets_in_exports_reach_no_output() {
    let secret = format!("sk-ant-api03-{}AA", "Zz9_".repeat(23));
    let text = String::from_utf8(USAGE.to_vec()).unwrap().replace("prod-search", &secret);
    let broken = format!("{text}2026-07-03,{secret},too,short\n");
    let (output, folder) = run(&[("usage.csv", broken.as_bytes()), (&format!("{secret}.txt"), b"x,y\n1,2\n")], &[]);
    for (name, bytes) in tree(&folder.path("reports")) {
        let needle = &secret.as_bytes()[..40];
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{name}");
    }
    assert!(!String::from_utf8_lossy(&output.stdout).contains(&secret[..40]));
}

#[test]
fn explain_teaches() {
    let folder = Folder::new();
    let all = program(&["explain"], &folder.0);
    let one = program(&["explain", "orphaned-key"], &folder.0);
    let unknown = program(&["explain", "orphand-key"], &folder.0);
    assert!(String::from_utf8_lossy(&all.stdout).contains("spend-spike"));
    assert!(String::from_utf8_lossy(&one.stdout).contains("principal"));
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("orphaned-key"), "{}", stderr(&unknown));
}

#[test]
fn several_folders_and_a_single_file_are_one_dataset() {
    let folder = Folder::with(&[("a/usage.csv", USAGE), ("b/usage.csv", USAGE)]);
    let output = program(&["a", "b", "-q"], &folder.0);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = findings(&folder);
    assert_eq!(report["totals"]["tokens"]["total"], 3030, "counted once");
    let paths: Vec<&str> = report["inputs"].as_array().unwrap().iter().map(|i| i["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["a/usage.csv", "b/usage.csv"]);
    assert_eq!(code(&program(&["a/usage.csv", "-q"], &folder.0)), 0);
    assert!(root().join("Cargo.toml").exists());
}

/// Fault: A list without its last page
/// Outcome: Nobody is called absent for it
#[test]
fn a_list_without_its_last_page_proves_no_orphans() {
    let key = br#"[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2026-06-20T00:00:00Z","created_by":{"id":"user_9","type":"user"},"workspace_id":"wrkspc_1"}]"#;
    let page = |more: bool| {
        format!(
            "{{\"data\":[{{\"type\":\"user\",\"id\":\"user_1\",\"email\":\"a@example.com\",\"role\":\"user\"}}],\"has_more\":{more}}}"
        )
    };
    let orphans = |files: &[(&str, &[u8])]| -> (bool, bool) {
        let (_, folder) = run(files, &["-q"]);
        let report = findings(&folder);
        let rule = |field: &str| report[field].as_array().unwrap().iter().any(|one| one["rule"] == "orphaned-key");
        (rule("findings"), rule("not_assessed"))
    };
    let (first, last) = (page(true), page(false));
    assert_eq!(orphans(&[("u.csv", USAGE), ("k.json", key), ("m1.json", first.as_bytes())]), (false, true));
    assert_eq!(
        orphans(&[("u.csv", USAGE), ("k.json", key), ("m1.json", first.as_bytes()), ("m2.json", last.as_bytes())]),
        (true, false)
    );
}
