//! Worksheets of a reviewer, samples for an auditor, and what is on record about one thing.

use super::support::{Folder, program, tree};
use super::{USAGE, code, findings, input, stderr};

const USERS: &[u8] = br#"[{"type":"user","id":"user_1","email":"ana@example.com","name":"Ana","role":"admin","added_at":"2026-05-01T00:00:00Z"},
{"type":"user","id":"user_2","email":"ben@example.com","name":"Ben","role":"user","added_at":"2026-05-02T00:00:00Z"}]"#;
const KEYS: &[u8] = br#"[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2025-01-01T00:00:00Z","created_by":{"id":"user_1","type":"user"},"workspace_id":null},
{"type":"api_key","id":"apikey_2","name":"twin","status":"active","created_at":"2026-06-01T00:00:00Z","created_by":{"id":"user_2","type":"user"},"workspace_id":null},
{"type":"api_key","id":"apikey_3","name":"twin","status":"archived","created_at":"2026-06-01T00:00:00Z","created_by":{"id":"user_2","type":"user"},"workspace_id":null}]"#;
const SHEET: &[u8] = b"group,id,address,decision,reviewer,reviewed_on,ticket\n\
privileged,user_1,ana@example.com,appropriate,boss@example.com,2026-07-01,\n\
member,user_2,ben@example.com,revoked,boss@example.com,2026-07-01,SEC-1\n";

fn folder() -> Folder {
    Folder::with(&[
        ("a/usage.csv", USAGE),
        ("a/users.json", USERS),
        ("b/keys.json", KEYS),
        ("b/review/sheet.csv", b"x,y\n1,2\n"),
        ("sheet.csv", SHEET),
        ("more/sheet.csv", SHEET),
    ])
}

fn paths(report: &serde_json::Value) -> Vec<String> {
    report["inputs"].as_array().unwrap().iter().map(|input| input["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_worksheet_beside_the_exports_moves_none_of_their_paths() {
    for roots in [&["a"][..], &["a", "b"], &["b", "a"]] {
        let folder = folder();
        let run = |more: &[&str]| {
            let output = program(&[roots, more, &["-q", "--format", "json"]].concat(), &folder.0);
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            findings(&folder)
        };
        let (without, with) = (run(&[]), run(&["--review", "sheet.csv"]));
        let mut expected = paths(&without);
        expected.push("review/sheet.csv".to_owned());
        expected.sort();
        assert_eq!(paths(&with), expected);
        assert!(without["access_review"].is_null());
        assert_eq!(with["access_review"]["files"][0], "review/sheet.csv");
        let sheet = input(&with, "review/sheet.csv");
        assert_eq!((&sheet["kind"], &sheet["accepted"]), (&"access-review".into(), &2.into()));
        assert_eq!(with["as_of"], without["as_of"], "a day of a decision is none of the exports");
        let open = with["findings"].as_array().unwrap();
        assert!(open.iter().any(|one| one["rule"] == "incomplete-access-review"), "revoked, and still listed");
        let manifest =
            tree(&folder.path("reports")).into_iter().find(|(name, _)| name.ends_with("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest.1).unwrap();
        let configuration = manifest["predicate"]["materials"].as_array().unwrap();
        let named = configuration.iter().find(|one| one["name"] == "review/sheet.csv").unwrap();
        assert_eq!(named["digest"]["sha256"], sheet["sha256"]);
    }
}

#[test]
fn a_path_that_is_taken_is_numbered_and_said() {
    let folder = folder();
    let output = program(&["b", "a/users.json", "-q", "--review", "sheet.csv"], &folder.0);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let folder_b = self::folder();
    let arguments = ["b", "-q", "--review", "sheet.csv", "--review", "more/sheet.csv", "--review", "./sheet.csv"];
    assert_eq!(code(&program(&arguments, &folder_b.0)), 0);
    let report = findings(&folder_b);
    assert_eq!(
        paths(&report),
        ["keys.json", "review (2)/sheet.csv", "review (3)/sheet.csv", "review/sheet.csv"],
        "a file that is given twice counts once"
    );
    assert!(input(&report, "review/sheet.csv")["kind"].is_null(), "the export of that path stays what it is");
    let notes = input(&report, "review (2)/sheet.csv")["notes"].to_string();
    assert!(notes.contains("given with --review; another input is review/sheet.csv"), "{notes}");
}

/// Fault: `--review` with a file that is no worksheet
/// Outcome: Exit 2, with what it is
#[test]
fn what_is_no_worksheet_ends_with_2_and_says_what_it_is() {
    let folder = folder();
    folder.write("empty.csv", b"");
    for (given, why) in [
        ("a/usage.csv", "is no filled-in worksheet"),
        ("a/usage.csv", "these columns: id (or "),
        ("a/users.json", "Admin API"),
        ("empty.csv", "empty file"),
        ("nowhere.csv", "cannot open nowhere.csv"),
        ("more", "is a folder"),
    ] {
        let output = program(&["a", "--review", given], &folder.0);
        assert_eq!(code(&output), 2, "{given}");
        assert!(stderr(&output).contains(why) && stderr(&output).contains(given), "{given}: {}", stderr(&output));
    }
    assert!(!folder.path("reports").exists(), "nothing is written");
    let output = program(&["b/review", "--review", "sheet.csv"], &folder.0);
    assert_eq!(code(&output), 3, "a worksheet alone is no export: {}", stderr(&output));
}

#[test]
fn samples_are_drawn_again_from_the_same_seed() {
    let folder = folder();
    let draw = |more: &[&str]| {
        let output = program(&[&["a", "b", "-q", "--review", "sheet.csv"], more].concat(), &folder.0);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        findings(&folder)["samples"].clone()
    };
    assert!(draw(&[]).is_null(), "nothing where none was asked for");
    let first = draw(&["--sample", "1"]);
    assert_eq!(first[0]["seed"], "2026-07-01_2026-07-02", "the period's label");
    assert_eq!((&first[0]["population"], &first[1]["population"]), (&3.into(), &2.into()));
    assert_eq!(draw(&["--sample", "1", "--seed", "2026-07-01_2026-07-02"]), first);
    let all = draw(&["--sample", "9", "--seed", "s"]);
    let items = all[0]["items"].as_array().unwrap();
    let mut expected: Vec<(String, String)> = (1..=3)
        .map(|n| format!("apikey_{n}"))
        .map(|id| (clade_analyze::render::manifest::sha256(format!("s\n{id}").as_bytes()), id))
        .collect();
    expected.sort();
    let drawn: Vec<(String, String)> = items
        .iter()
        .map(|item| (item["sha256"].as_str().unwrap().to_owned(), item["id"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(drawn, expected);
    let lines = all.to_string();
    assert!(lines.contains("access reviewed by `boss@example.com`: `revoked`"), "{lines}");
    assert!(lines.contains("finding `unrotated-key`"), "{lines}");
    for lines in all.as_array().unwrap().iter().flat_map(|one| one["items"].as_array().unwrap()) {
        for line in lines["lines"].as_array().unwrap() {
            assert!(!line["evidence"].as_array().unwrap().is_empty(), "{line}");
        }
    }
    let files = tree(&folder.path("reports"));
    for name in ["report.html", "report.md"] {
        let (_, bytes) = files.iter().find(|(path, _)| path.ends_with(name)).unwrap();
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains("Samples for the auditor") && text.contains("apikey_3"), "{name}");
    }
    assert_eq!(code(&program(&["a", "--sample", "0"], &folder.0)), 2);
    assert_eq!(code(&program(&["a", "--seed", "x"], &folder.0)), 2, "a seed without a sample");
}

#[test]
fn show_tells_one_life_and_lists_what_shares_a_name() {
    let folder = folder();
    let show = |what: &str| {
        let output = program(&["show", what, "a", "b", "--review", "sheet.csv"], &folder.0);
        (code(&output), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let (ended, text) = show("prod-search");
    assert_eq!(ended, 0, "{text}");
    // The list names no workspace for any key, while it is used in one: where it stands is not known.
    assert!(text.starts_with("API key prod-search (apikey_1), status active\n"), "{text}");
    for part in [
        "listed: status `active`, in a workspace that the list does not state  [b/keys.json:1]",
        "2025-01-01T00:00:00Z  created by `ana@example.com` (`user_1`), according to the list  [b/keys.json:1]",
        "2026-07-02            last use on record",
        "finding `unrotated-key`",
        "sums refer to 2026-07-01 to 2026-07-02",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(show("apikey_1"), (0, text), "by id as by name");
    let (ended, text) = show("BEN@example.com");
    assert!(ended == 0 && text.contains("access reviewed by") && text.contains("[review/sheet.csv:3]"), "{text}");
    let (ended, text) = show("twin");
    assert!(ended == 2 && text.contains("apikey_2") && text.contains("apikey_3"), "{text}");
    let (ended, text) = show("organization");
    assert!(ended == 0 && text.contains("no event on record switches single sign-on or logging off"), "{text}");
    let (ended, text) = show("prod-serch");
    assert!(ended == 3 && text.contains("near: prod-search"), "{text}");
}
