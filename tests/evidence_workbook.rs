//! `evidence.xlsx`, filled in as people do and given back as it is.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

mod support;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use support::{Folder, program, root};

/// The workbook with every decision filled in.
fn filled(bytes: &[u8]) -> Vec<u8> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut out = Workbook::new();
    for name in book.sheet_names() {
        let rows = book.worksheet_range(&name).unwrap();
        let page = out.add_worksheet();
        page.set_name(&name).unwrap();
        let header: Vec<String> = rows.rows().next().unwrap().iter().map(Data::to_string).collect();
        let is_worksheet = header.iter().any(|column| column == "decision");
        for (line, row) in rows.rows().enumerate() {
            for (at, column) in header.iter().enumerate() {
                let own = row.get(at).map(Data::to_string).unwrap_or_default();
                let decided = match column.as_str() {
                    "decision" if name == "Log review" => "expected",
                    "decision" => "appropriate",
                    "reviewer" => "auditor@example.org",
                    "reviewed_on" => "2026-10-05",
                    "ticket" => "SEC-7",
                    "comment" => "looked at with the team lead",
                    _ => "",
                };
                let cell = if line > 0 && is_worksheet && !decided.is_empty() { decided } else { &own };
                page.write_string(u32::try_from(line).unwrap(), u16::try_from(at).unwrap(), cell).unwrap();
            }
        }
    }
    out.save_to_buffer().unwrap()
}

fn findings(folder: &Folder, report: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.path(&format!("{report}/findings.json"))).unwrap()).unwrap()
}

#[test]
fn a_filled_in_workbook_decides_about_everything() {
    let folder = Folder::new();
    let exports = root().join("fixtures/clean");
    let exports = exports.to_str().unwrap();
    let run = |arguments: &[&str]| {
        let output = program(&[&[exports, "-q"], arguments].concat(), &folder.0);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["--out", "first", "--format", "xlsx,json"]);
    folder.write("decided.xlsx", &filled(&std::fs::read(folder.path("first/evidence.xlsx")).unwrap()));
    run(&["--out", "second", "--format", "json", "--review", "decided.xlsx"]);
    let (first, second) = (findings(&folder, "first"), findings(&folder, "second"));
    let log = &second["log_review"]["result"];
    assert!(first["log_review"]["result"].is_null() && log["rows"].as_u64().unwrap() > 0, "{log}");
    assert_eq!((log["expected"].as_u64(), log["undecided"].as_u64()), (log["rows"].as_u64(), Some(0)), "{log}");
    for (review, kept) in [("access_review", "appropriate"), ("identity_review", "kept")] {
        let result = &second[review];
        assert!(first[review].is_null() && result["population"].as_u64().unwrap() > 0, "{review}: {result}");
        assert_eq!(result[kept], result["population"], "{review}: {result}");
    }
    let status = |report: &Value, control: &str| {
        let controls = report["controls"].as_array().unwrap();
        controls.iter().find(|one| one["id"] == control).unwrap()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(status(&first, "audit-log-review"), "needs-review");
    assert_eq!(status(&second, "audit-log-review"), "pass");
}
