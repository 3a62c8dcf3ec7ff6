//! Reports with labels: no name, address, id, hint or network address of the exports is in any output, in whatever spelling; and the
//! labels hold from run to run.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "pseudonyms/exported.rs"]
mod exported;
#[path = "pseudonyms/hidden.rs"]
mod hidden;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hidden::{assert_hidden, texts};
use serde_json::Value;
use support::{Folder, program, root, tree};

const EVERY_FORMAT: &str = "html,md,jira,png,json,csv,xlsx,sarif,ocsf,jira-csv,servicenow-csv";

/// Writes a report with labels; what the terminal shows.
fn report(folder: &Folder, exports: &Path, out: &str, more: &[&str]) -> String {
    let call = [&[exports.to_str().unwrap(), "--out", out, "--pseudonymize", "apart/key.json"], more].concat();
    let output = program(&call, &folder.0);
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

fn folder() -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.path("apart")).unwrap();
    folder
}

fn hides(fixture: &str, more: &[&str]) {
    let (folder, exports) = (folder(), root().join("fixtures").join(fixture));
    let terminal = report(&folder, &exports, "report", &[&["--format", EVERY_FORMAT], more].concat());
    assert_hidden(&exports, tree(&folder.path("report")), terminal);
}

/// Fault: A report that goes to readers who must not know whose it is
/// Outcome: With `--pseudonymize` no name, address, id, hint or network address of the exports is in any output
#[test]
fn nothing_of_the_demo_is_in_its_report() {
    hides("demo", &["--sample", "3"]);
}

#[test]
fn nothing_of_a_typical_organization_is_in_its_report() {
    let file = |name: &str| root().join("fixtures/typical").join(name).to_str().unwrap().to_owned();
    let (policy, access, log) = (file("clade.toml"), file("reviews/access-review.csv"), file("reviews/log-review.csv"));
    let identities = file("reviews/non-human-identities.csv");
    hides("typical/exports", &["--policy", &policy, "--review", &access, "--review", &log, "--review", &identities]);
}

#[test]
fn nothing_of_a_hostile_organization_is_in_its_report() {
    hides("hostile", &[]);
}

#[test]
fn nothing_of_a_generated_organization_is_in_its_report() {
    let folder = folder();
    let built = PathBuf::from(env!("CARGO_BIN_EXE_clade-analyze")).with_file_name("examples").join("synthesize");
    let mut command = if built.is_file() {
        Command::new(built)
    } else {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["run", "--quiet", "--example", "synthesize", "--"]).current_dir(root());
        cargo
    };
    let made = command.arg("--out").arg(folder.path("organization")).args(["--seed", "63", "--events", "800"]).output();
    assert!(made.unwrap().status.success());
    let exports = folder.path("organization/exports");
    let policy = folder.path("organization/clade.toml");
    let terminal =
        report(&folder, &exports, "report", &["--format", EVERY_FORMAT, "--policy", policy.to_str().unwrap()]);
    assert_hidden(&exports, tree(&folder.path("report")), terminal);
}

/// What stands in no `findings.json` is exchanged field by field in `src/pseudonym/rest.rs`. Who adds one adds it there, and here.
#[test]
fn every_field_beside_findings_json_is_known() {
    let model = tree(&root().join("src/model"));
    let skipped = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).matches("#[serde(skip)]").count();
    assert_eq!(model.values().map(skipped).sum::<usize>(), 8);
}

fn json(folder: &Folder, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.path(name)).unwrap()).unwrap()
}

#[test]
fn the_same_key_file_gives_the_same_bytes_and_a_baseline() {
    let (folder, exports) = (folder(), root().join("fixtures/typical/exports"));
    report(&folder, &exports, "first", &["-q"]);
    let key = fs::read(folder.path("apart/key.json")).unwrap();
    report(&folder, &exports, "second", &["-q"]);
    assert_eq!(key, fs::read(folder.path("apart/key.json")).unwrap());
    assert!(tree(&folder.path("first")) == tree(&folder.path("second")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.path("apart/key.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let manifest = json(&folder, "first/manifest.json");
    let stated = &manifest["predicate"]["byproducts"]["clade-analyze"]["pseudonymized"];
    assert_eq!(stated, &json(&folder, "first/findings.json")["pseudonymized"]);
    assert!(stated.is_string());
    // The next report finds again what the last one has under labels.
    report(&folder, &exports, "third", &["-q", "--baseline", "first"]);
    let third = json(&folder, "third/findings.json");
    let (last, now) = (&third["baseline"], third["findings"].as_array().unwrap());
    assert_eq!((&last["new"], &last["resolved"]), (&Value::from(0), &Value::from(0)), "{last}");
    assert!(now.iter().all(|finding| finding["status"] == "persisting"));
    let ids = |report: &Value| -> BTreeSet<String> {
        report["findings"].as_array().unwrap().iter().map(|finding| finding["id"].to_string()).collect()
    };
    assert_eq!(ids(&third), ids(&json(&folder, "first/findings.json")));
    // Names do not come back with the ids of findings, which are hashes of names.
    report_with_names(&folder, &exports, "names");
    assert!(ids(&third).is_disjoint(&ids(&json(&folder, "names/findings.json"))));
    let verify = |more: &[&str]| {
        let output = program(&[&["verify", "third"], more].concat(), &folder.0);
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code(), text)
    };
    assert_eq!(verify(&[]).0, Some(0));
    let exports = exports.to_str().unwrap();
    let (code, text) = verify(&["--exports", exports, "--baseline", "first", "--pseudonymize", "apart/key.json"]);
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = verify(&["--exports", exports, "--baseline", "first"]);
    assert!(code == Some(2) && text.contains("give their key file"), "{text}");
}

#[test]
fn a_worksheet_with_labels_comes_back() {
    let (folder, exports) = (folder(), root().join("fixtures/typical/exports"));
    report(&folder, &exports, "first", &["-q", "--format", "csv"]);
    let sheet = fs::read_to_string(folder.path("first/access-review.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut filled = csv::Writer::from_writer(Vec::new());
    filled.write_record(&header).unwrap();
    let mut rows = 0;
    for record in reader.records() {
        let cells = header.iter().zip(record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
        filled
            .write_record(cells.map(|(column, cell)| match column {
                "decision" => "appropriate".to_owned(),
                "reviewer" => "security@example.com".to_owned(),
                "reviewed_on" => "2026-09-30".to_owned(),
                _ => cell,
            }))
            .unwrap();
        rows += 1;
    }
    folder.write("filled.csv", &filled.into_inner().unwrap());
    report(&folder, &exports, "second", &["-q", "--format", "json", "--review", "filled.csv"]);
    let review = &json(&folder, "second/findings.json")["access_review"];
    assert!(rows > 40 && review["reviewed"] == rows && review["others"] == 0, "{rows}: {review}");
    assert!(review["reviewers"][0].as_str().unwrap().starts_with("person-"), "{review}");
}

fn report_with_names(folder: &Folder, exports: &Path, out: &str) {
    let output = program(&[exports.to_str().unwrap(), "--out", out, "-q"], &folder.0);
    assert!(output.status.success());
}

const KEYS: &str = r#"{"data":[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2025-01-01T00:00:00Z","created_by":{"type":"user","id":"user_1"},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}],"has_more":false,"first_id":null,"last_id":null}"#;

/// Fault: A key file in the report's folder or among the exports, or one that is none, or of other labels
/// Outcome: Exit 2; nothing is written
#[test]
fn a_key_file_is_kept_apart_and_belongs_to_its_reports() {
    let folder = Folder::with(&[("exports/keys.json", KEYS.as_bytes()), ("other.json", b"{}")]);
    let run = |more: &[&str]| {
        let output = program(&[&["exports", "-q"], more].concat(), &folder.0);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (key, out, why) in [
        ("report/key.json", "report", "keep it apart"),
        ("exports/key.json", "report", "keep it apart"),
        ("other.json", "report", "is no key file"),
        (".", "report", "cannot read the key file"),
    ] {
        let (code, text) = run(&["--out", out, "--pseudonymize", key]);
        assert!(code == Some(2) && text.contains(why), "{key}: {text}");
        assert!(!folder.path("report").exists() && !folder.path("exports/key.json").exists());
    }
    assert_eq!(run(&["--out", "report", "--pseudonymize", "key.json"]).0, Some(0));
    for (more, why) in
        [(&[][..], "give the key file of that time"), (&["--pseudonymize", "new.json"][..], "with another key file")]
    {
        let (code, text) = run(&[&["--out", "next", "--baseline", "report"], more].concat());
        assert!(code == Some(2) && text.contains(why), "{text}");
    }
    assert!(!folder.path("next").exists() && !folder.path("new.json").exists());
}

/// A quarter of a bill on which a principal jumps for a day.
fn bill() -> String {
    let header = "bill_payer_account_id,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,\
                  line_item_product_code,line_item_usage_type,line_item_unblended_cost,line_item_currency_code,line_item_iam_principal";
    let day = |day: u32| {
        let usd = if day == 40 { "900" } else { "20" };
        let date = format!("2026-{:02}-{:02}", 7 + day / 30, day % 30 + 1);
        format!(
            "111122223333,444455556666,Usage,{date}T00:00:00Z,AmazonBedrock,USE1-Claude4.6Sonnet-input-tokens,{usd},USD,arn:aws:iam::444455556666:role/zephyr-batch\n"
        )
    };
    format!("{header}\n{}", (0..90).map(day).collect::<String>())
}

#[test]
fn bills_of_clouds_have_labels_too() {
    let folder = folder();
    folder.write("exports/cur.csv", bill().as_bytes());
    report(&folder, &folder.path("exports"), "out", &["-q", "--format", EVERY_FORMAT]);
    let outputs = tree(&folder.path("out"));
    let findings: Value = serde_json::from_slice(&outputs["findings.json"]).unwrap();
    assert_eq!(findings["totals"]["cloud_cost_usd"]["AWS"]["principal"].as_object().unwrap().len(), 1);
    assert!(findings["findings"].as_array().unwrap().iter().any(|one| one["rule"] == "spend-spike"));
    for (name, text) in texts(outputs) {
        for hidden in ["zephyr", "444455556666", "111122223333"] {
            assert!(!text.contains(hidden), "{name} has {hidden}");
        }
    }
}
