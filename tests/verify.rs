//! `verify` from outside: what was changed since is reported, and what never followed from the exports too.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "verify/forged.rs"]
mod forged;
mod support;

use std::fs;
use std::io::Write as _;

use support::{Folder, program};

const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n\
2026-07-01,claude-opus-5,prod-search,Production,standard,1000,10\n\
2026-07-02,claude-opus-5,prod-search,Production,standard,2000,20\n\
2026-07-03,claude-opus-5,prod-search,Production,standard,2000,20\n";
const KEYS: &str = r#"{"data":[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2025-01-01T00:00:00Z","created_by":{"type":"user","id":"user_1"},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}],"has_more":false,"first_id":null,"last_id":null}"#;

/// A folder with exports and the report on them in `report`.
fn reported(more: &[&str]) -> Folder {
    let folder = Folder::with(&[("exports/usage.csv", USAGE.as_bytes()), ("exports/keys.json", KEYS.as_bytes())]);
    report(&folder, "report", more);
    folder
}

fn report(folder: &Folder, out: &str, more: &[&str]) {
    let output = program(&[&["exports", "--out", out, "-q"], more].concat(), &folder.0);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Exit code and what is printed.
fn verify(folder: &Folder, more: &[&str]) -> (i32, String) {
    let output = program(&[&["verify", "report"], more].concat(), &folder.0);
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&text).into_owned())
}

fn edit(folder: &Folder, name: &str, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(folder.path(name)).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed, "{name} is changed");
    folder.write(name, changed.as_bytes());
}

fn sha256(bytes: &[u8]) -> String {
    clade_analyze::render::manifest::sha256(bytes)
}

#[test]
fn an_untouched_report_matches() {
    let folder = reported(&[]);
    let (code, text) = verify(&folder, &[]);
    assert_eq!(code, 0, "{text}");
    for part in ["Everything matches: ", " outputs.\n", "kept elsewhere"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 0, "{text}");
    for part in ["2 inputs", "outputs built again from the exports", "The report follows from these exports."] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let manifest = sha256(&fs::read(folder.path("report/manifest.json")).unwrap());
    assert!(text.contains(&manifest), "its own hash, to compare with one kept elsewhere");
}

/// Fault: A byte of an output or an export changed afterwards
/// Outcome: `verify` exits 1 and names the file
#[test]
fn a_flipped_byte_is_found_in_outputs_and_inputs() {
    let folder = reported(&["--format", "json,md,csv"]);
    edit(&folder, "report/report.md", |text| text.replacen('a', "b", 1));
    let (code, text) = verify(&folder, &[]);
    assert_eq!(code, 1);
    assert!(text.contains("changed    report.md: SHA-256 is") && text.contains("1 difference; "), "{text}");
    let folder = reported(&["--format", "json"]);
    edit(&folder, "exports/usage.csv", |text| text.replacen("1000", "1001", 1));
    assert_eq!(verify(&folder, &[]).0, 0, "the outputs are untouched");
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 1);
    assert!(text.contains("changed    input usage.csv") && text.contains("not built again"), "{text}");
}

/// Fault: Files added to a report or removed from it
/// Outcome: `verify` names them
#[test]
fn added_and_removed_files_are_found() {
    let folder = reported(&["--format", "json,csv"]);
    folder.write("report/notes.txt", b"mine");
    folder.write("report/.DS_Store", b"litter");
    fs::remove_file(folder.path("report/findings.csv")).unwrap();
    let (code, text) = verify(&folder, &[]);
    assert_eq!(code, 1);
    assert!(text.contains("additional notes.txt is not in the manifest"), "{text}");
    assert!(text.contains("missing    findings.csv") && text.contains("2 differences; "), "{text}");
    let folder = reported(&["--format", "json"]);
    folder.write("exports/more.csv", USAGE.as_bytes());
    fs::remove_file(folder.path("exports/keys.json")).unwrap();
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 1);
    assert!(text.contains("additional input more.csv") && text.contains("missing    input keys.json"), "{text}");
}

#[test]
fn members_of_archives_are_inputs_too() {
    let folder = Folder::new();
    let archive = |usage: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in [("usage.csv", usage), ("keys.json", KEYS)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    folder.write("exports/all.zip", &archive(USAGE));
    report(&folder, "report", &["--format", "json"]);
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 0, "{text}");
    folder.write("exports/all.zip", &archive(&USAGE.replace("1000", "1001")));
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 1);
    assert!(
        text.contains("changed    input all.zip:") && text.contains("changed    input all.zip!/usage.csv:"),
        "{text}"
    );
}

#[test]
fn policy_period_and_baseline_are_those_of_the_report() {
    let policy = b"[checks.unrotated-key]\nmax_age_days = 100\n";
    let folder = Folder::with(&[
        ("exports/usage.csv", USAGE.as_bytes()),
        ("exports/keys.json", KEYS.as_bytes()),
        ("p.toml", policy),
    ]);
    report(&folder, "last", &["--format", "json"]);
    let options = ["--policy", "p.toml", "--from", "2026-07-02", "--as-of", "2026-08-01", "--format", "json,md"];
    report(&folder, "report", &[&options[..], &["--baseline", "last/findings.json"]].concat());
    let whole = ["--exports", "exports", "--policy", "p.toml", "--baseline", "last"];
    let (code, text) = verify(&folder, &whole);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("the policy, p.toml") && text.contains("the baseline, findings.json"), "{text}");
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 1);
    assert!(text.contains("the policy p.toml was not given: --policy FILE"), "{text}");
    assert!(text.contains("the baseline findings.json was not given: --baseline FILE"), "{text}");
    folder.write("p.toml", b"[checks.unrotated-key]\nmax_age_days = 300\n");
    let (code, text) = verify(&folder, &whole);
    assert_eq!(code, 1);
    assert!(text.contains("changed    the policy p.toml"), "{text}");
    assert_eq!(verify(&folder, &["--policy", "p.toml"]).0, 1, "its hash can be compared without exports");
    edit(&folder, "last/findings.json", |text| text.replacen("apikey_1", "apikey_2", 1));
    assert!(verify(&folder, &whole).1.contains("changed    the baseline findings.json"));
}

#[test]
fn what_is_no_report_is_a_wrong_argument() {
    let folder = reported(&["--format", "json"]);
    for arguments in [["verify", "exports"], ["verify", "nowhere"], ["verify", "report/findings.json"]] {
        let output = program(&arguments, &folder.0);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("is no report"), "{arguments:?}");
    }
    folder.write("report/manifest.json", b"{}");
    assert_eq!(verify(&folder, &[]).0, 2);
    assert_eq!(verify(&reported(&["--format", "json"]), &["--exports", "nowhere"]).0, 2);
}

#[test]
fn a_folder_called_verify_can_be_analyzed() {
    let folder = Folder::with(&[("verify/usage.csv", USAGE.as_bytes())]);
    let output = program(&["./verify", "-q", "--out", "report"], &folder.0);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(verify(&folder, &["--exports", "verify"]).0, 0);
}

const USERS: &[u8] = br#"[{"type":"user","id":"user_1","email":"ana@example.com","name":"Ana","role":"admin","added_at":"2026-05-01T00:00:00Z"}]"#;
const SHEET: &[u8] =
    b"id,address,decision,reviewer,reviewed_on\nuser_1,ana@example.com,appropriate,boss@example.com,2026-07-02\n";

#[test]
fn a_report_with_a_worksheet_and_samples_is_derived_from_both() {
    let folder = Folder::with(&[
        ("exports/usage.csv", USAGE.as_bytes()),
        ("exports/keys.json", KEYS.as_bytes()),
        ("exports/users.json", USERS),
        ("sheet.csv", SHEET),
    ]);
    report(&folder, "report", &["--review", "sheet.csv", "--sample", "5", "--seed", "mine"]);
    assert_eq!(verify(&folder, &[]).0, 0);
    let (code, text) = verify(&folder, &["--exports", "exports", "--review", "sheet.csv"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("4 inputs") && text.contains("outputs built again from the exports"), "{text}");
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert!(code == 1 && text.contains("missing    input review/sheet.csv"), "{text}");
    edit(&folder, "sheet.csv", |text| text.replace("appropriate", "revoked"));
    let (code, text) = verify(&folder, &["--exports", "exports", "--review", "sheet.csv"]);
    assert!(code == 1 && text.contains("changed    input review/sheet.csv"), "{text}");
    let (code, text) = verify(&folder, &["--exports", "exports", "--review", "exports/usage.csv"]);
    assert!(code == 2 && text.contains("is no filled-in worksheet"), "{text}");
}

#[test]
fn reports_among_the_exports_are_known_by_their_hashes() {
    let folder = reported(&[]);
    folder.write("exports/.notes", b"hidden");
    report(&folder, "exports/reports/first", &["--format", "md,csv"]);
    report(&folder, "report", &["--force"]);
    let read = || -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.path("report/findings.json")).unwrap()).unwrap()
    };
    let inputs = |report: &serde_json::Value| -> Vec<(String, String)> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("none").to_owned();
        report["inputs"].as_array().unwrap().iter().map(|one| (text(&one["path"]), text(&one["kind"]))).collect()
    };
    let expected = [
        (".notes", "passed-over"),
        ("keys.json", "api-keys"),
        ("reports/first", "passed-over"),
        ("usage.csv", "console-usage"),
    ]
    .map(|(path, kind)| (path.to_owned(), kind.to_owned()));
    assert_eq!(inputs(&read()), expected, "a report without JSON is one");
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 0, "{text}");
    // What was written into the folder since is no export.
    report(&folder, "exports/reports/second", &[]);
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn names_in_the_policy_sign_the_report_and_the_manifest() {
    let names = b"[report]\nprepared_by = { name = \"ann@example.com\", on = 2026-10-05 }\napproved_by = { name = \"ciso@example.com\", on = 2026-10-07 }\n";
    let folder = Folder::with(&[("exports/usage.csv", USAGE.as_bytes()), ("clade.toml", names)]);
    report(&folder, "report", &[]);
    let read = |name: &str| fs::read_to_string(folder.path(name)).unwrap();
    let markdown = read("report/report.md");
    let head = markdown.split("## ").next().unwrap();
    for part in [
        "Prepared by: `ann@example.com`, 5 Oct 2026",
        "Reviewed by: not signed",
        "Approved by: `ciso@example.com`, 7 Oct 2026",
    ] {
        assert!(head.contains(part), "{head}");
    }
    // Long words may break in it.
    let html = read("report/report.html").replace("<wbr>", "");
    assert!(html.contains("ciso@example.com") && !html.contains("Sign-off"));
    let manifest: serde_json::Value = serde_json::from_str(&read("report/manifest.json")).unwrap();
    assert_eq!(manifest["predicate"]["byproducts"]["clade-analyze"]["sign_off"]["approved_by"]["on"], "2026-10-07");
    assert_eq!(manifest["predicateType"], "https://in-toto.io/attestation/link/v0.3");
    let (code, text) = verify(&folder, &["--exports", "exports"]);
    assert_eq!(code, 0, "{text}");
    folder.write("clade.toml", b"");
    report(&folder, "unsigned", &[]);
    assert!(read("unsigned/report.md").contains("Sign-off: not signed"));
}
