//! What hostile input may cost: each case is named with its limit, the rest of the folder is analyzed, and memory stays below a bound.
//!
//! The cases are small here. `BLESS=1 BOUNDS=full cargo test --release --test bounds` makes them as large as `docs/bounds.md` says,
//! measures, and writes the table.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot write its own files has failed")]

#[path = "bounds/cases.rs"]
mod cases;
mod support;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use cases::{CASES, Case};
use serde_json::Value;
use support::{Folder, root};

const KEYS: &[u8] = br#"{"data":[{"type":"api_key","id":"apikey_1","name":"prod-search","status":"active","created_at":"2025-01-01T00:00:00Z","created_by":{"type":"user","id":"user_1"},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}],"has_more":false,"first_id":null,"last_id":null}"#;

fn is_full() -> bool {
    std::env::var_os("BOUNDS").is_some_and(|value| value == "full")
}

/// What a run took: mebibytes at most, and seconds of processor time.
struct Taken {
    peak: u64,
    seconds: f64,
}

/// Runs the program on the case; its report, and what it took.
fn run(case: &Case) -> (Value, Taken) {
    let folder = Folder::with(&[("exports/keys.json", KEYS)]);
    (case.make)(&folder.path("exports"), is_full());
    let mut child = Command::new(env!("CARGO_BIN_EXE_clade-analyze"))
        .args(["exports", "-q", "--out", "report"])
        .current_dir(&folder.0)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let proc = std::path::PathBuf::from(format!("/proc/{}", child.id()));
    let mut taken = Taken { peak: 0, seconds: 0.0 };
    let status = loop {
        let status = fs::read_to_string(proc.join("status")).unwrap_or_default();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        taken.peak = peak.map_or(taken.peak, |kibibytes| kibibytes.div_ceil(1024));
        // Fields 14 and 15 of proc(5), in hundredths: behind the name in brackets the eleventh and twelfth.
        let stat = fs::read_to_string(proc.join("stat")).unwrap_or_default();
        let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let ticks: f64 = rest.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
        taken.seconds = taken.seconds.max(ticks / 100.0);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "{}: {status}", case.what);
    (serde_json::from_slice(&fs::read(folder.path("report/findings.json")).unwrap()).unwrap(), taken)
}

/// Everything that the report says of its inputs and findings.
fn said(report: &Value) -> String {
    let notes =
        report["inputs"].as_array().unwrap().iter().map(|input| format!("{} {}", input["rejected"], input["notes"]));
    let messages = report["findings"].as_array().unwrap().iter().map(|finding| finding["message"].to_string());
    notes.chain(messages).collect::<Vec<_>>().join("\n")
}

/// Fault: Nesting, lines, columns, archives, files, findings, names and rejected rows without measure
/// Outcome: Each within its limit and below a bound of memory; the rest of the folder is analyzed
#[test]
fn every_case_stays_within_its_bound() {
    let mut rows = Vec::new();
    for case in &CASES {
        let (report, taken) = run(case);
        let said = said(&report);
        assert!(said.contains(case.says), "{}: {said:.2000}", case.what);
        let keys = report["inputs"].as_array().unwrap().iter().find(|input| input["path"] == "keys.json").unwrap();
        assert!(keys["accepted"].as_u64() > Some(0), "{}: the rest is read", case.what);
        if !is_full() {
            assert!(taken.peak < case.most, "{}: {} MiB, at most {} expected", case.what, taken.peak, case.most);
        }
        rows.push(format!("{} | {} MiB | {:.1} s |", case.row(), taken.peak, taken.seconds));
    }
    if support::blessing() && is_full() {
        let path = root().join("docs/bounds.md");
        let text = fs::read_to_string(&path).unwrap();
        let (head, _) = text.split_once(HEAD).unwrap();
        let (_, tail) = text.split_once("<!-- /bounds -->").unwrap();
        fs::write(&path, format!("{head}{HEAD}{}\n<!-- /bounds -->{tail}", rows.join("\n"))).unwrap();
    }
}

const HEAD: &str =
    "<!-- bounds -->\n| input | limit | what happens | peak memory | processor time |\n|---|---|---|---|---|\n";

#[test]
fn the_table_names_every_case() {
    let text = fs::read_to_string(root().join("docs/bounds.md")).unwrap();
    let (_, table) = text.split_once(HEAD).unwrap();
    let (table, _) = table.split_once("<!-- /bounds -->").unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), CASES.len());
    for (line, case) in lines.iter().zip(&CASES) {
        assert!(line.starts_with(&format!("{} | ", case.row())), "{line}\nis to begin with\n{}", case.row());
    }
}
