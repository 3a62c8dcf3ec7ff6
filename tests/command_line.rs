//! The program from outside: exit codes, what it says, and that a bad file costs itself only.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

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
        "report.md",
        "summary.png",
        "charts/daily-spend.png",
        "findings.json",
        "findings.csv",
        "rejected-rows.csv",
        "manifest.json",
    ] {
        assert!(names.contains(&format!("2026-07-01_2026-07-02/{name}")), "{name} is not among {names:?}");
    }
    assert!(String::from_utf8_lossy(&output.stdout).contains("reports/2026-07-01_2026-07-02"));
    assert!(program(&["exports", "-q"], &folder.0).stdout.is_empty(), "quiet, and replaces its own report");
}

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
}

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
    let told = stderr(&output);
    assert!(told.contains("authentication_error") && told.contains("a saved login page"), "{told}");
}

#[cfg(unix)]
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
    folder
        .write("clade.toml", b"[[suppress]]\nrule = \"unrotated-key\"\nsubject = \"apikey_1\"\nreason = \"vendor\"\n");
    program(&["exports", "-q"], &folder.0);
    assert!(!rules(&folder, "findings").contains(&"unrotated-key".to_owned()));
    assert_eq!(rules(&folder, "suppressed"), ["unrotated-key"]);
}

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

#[test]
fn a_file_comes_from_standard_input_beside_folders() {
    let piped = |arguments: &[&str], content: &[u8], folder: &Folder| {
        let stdin = Folder::with(&[("stdin", content)]);
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_clade-analyze"));
        program.args(arguments).current_dir(&folder.0).stdin(std::fs::File::open(stdin.path("stdin")).unwrap());
        program.output().unwrap()
    };
    let folder = Folder::with(&[("exports/usage.csv", USAGE)]);
    let output = piped(&["-", "-q"], USAGE, &folder);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(input(&findings(&folder), "stdin")["accepted"], 2);
    let later = String::from_utf8(USAGE.to_vec()).unwrap().replace("2026-07-0", "2026-07-1");
    let output = piped(&["exports", "-", "-q", "--out", "reports/both"], later.as_bytes(), &folder);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let both = std::fs::read(folder.path("reports/both/findings.json")).unwrap();
    let both: serde_json::Value = serde_json::from_slice(&both).unwrap();
    assert_eq!(both["totals"]["tokens"]["total"], 6060);
    assert_eq!((&input(&both, "exports/usage.csv")["rows"], &input(&both, "stdin")["rows"]), (&2.into(), &2.into()));
    let output = piped(&["-"], b"", &folder);
    assert!(code(&output) == 3 && stderr(&output).contains("stdin: empty file"), "{}", stderr(&output));
    let output = piped(&["-", "missing"], b"", &folder);
    assert!(code(&output) == 2 && stderr(&output).contains("cannot open missing"), "{}", stderr(&output));
}

#[test]
fn dates_that_a_spreadsheet_rewrote_are_read_where_the_file_decides() {
    let text = String::from_utf8(USAGE.to_vec()).unwrap();
    let decided = text.replace("2026-07-01", "7/1/2026").replace("2026-07-02", "7/13/2026");
    let undecided = text.replace("2026-07-01", "01.08.2026").replace("2026-07-02", "02.08.2026");
    let cost = b"usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd\n\
13/7/26,Claude Opus 5,Production,prod-search,message,output,1.50\n1/7/26,Claude Opus 5,Production,prod-search,message,output,2.00\n";
    let files = [("decided.csv", decided.as_bytes()), ("undecided.csv", undecided.as_bytes()), ("cost.csv", cost)];
    let (output, folder) = run(&files, &["--format", "json,csv"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = findings(&folder);
    for name in ["decided.csv", "cost.csv"] {
        let input = input(&report, name);
        assert_eq!((&input["first"], &input["last"]), (&"2026-07-01".into(), &"2026-07-13".into()), "{input}");
        assert_eq!((&input["accepted"], &input["rejected"]), (&2.into(), &0.into()));
    }
    assert_eq!(input(&report, "undecided.csv")["rejected"], 2);
    let files = tree(&folder.path("reports"));
    let (_, rejected) = files.iter().find(|(name, _)| name.ends_with("rejected-rows.csv")).unwrap();
    let rejected = String::from_utf8_lossy(rejected);
    assert!(rejected.contains("undecided.csv,2,usage_date_utc,01.08.2026,ambiguous date"), "{rejected}");
}

#[test]
fn compressed_exports_are_read_as_archives_of_one_member() {
    use std::io::Write;
    let gzip = |content: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = |content: &[u8]| ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest);
    let (first, second) = USAGE.split_at(150);
    let parts = [gzip(first), gzip(second)].concat();
    let later = String::from_utf8(USAGE.to_vec()).unwrap().replace("2026-07-0", "2026-08-0");
    let (cut, nested) = (gzip(USAGE), gzip(&zstd(USAGE)));
    let files = [
        ("usage.csv.gz", &parts[..]),
        ("later.csv.zst", &zstd(later.as_bytes())),
        ("cut.csv.gz", &cut[..cut.len() - 9]),
        ("nested.csv.zst.gz", &nested),
    ];
    let (output, folder) = run(&files, &["--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = findings(&folder);
    for (name, _) in files {
        assert_eq!(input(&report, name)["kind"], "archive");
    }
    for name in ["usage.csv.gz!/usage.csv", "later.csv.zst!/later.csv"] {
        assert_eq!(
            (&input(&report, name)["kind"], &input(&report, name)["accepted"]),
            (&"console-usage".into(), &2.into())
        );
    }
    let note = |name: &str| input(&report, name)["notes"][0].as_str().unwrap().to_owned();
    assert!(note("cut.csv.gz!/cut.csv").starts_with("damaged member: "));
    assert_eq!(note("nested.csv.zst.gz!/nested.csv.zst"), "an archive inside an archive: unpack it first");
}

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
