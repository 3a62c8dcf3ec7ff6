//! What goes wrong around a run, and that nobody's work is lost by it: an old report is replaced whole or not at all.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use support::{Folder, program, tree};

const USAGE: &[u8] =
    b"usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n\
2026-07-01,claude-opus-5,prod-search,Production,standard,1000,10\n";

/// A folder with exports and a report in `report`.
fn reported() -> Folder {
    let folder = Folder::with(&[("exports/usage.csv", USAGE)]);
    let output = program(&["exports", "--out", "report", "-q"], &folder.0);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    folder
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file of the folder but the exports.
fn left(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let all = tree(&folder.0).into_iter();
    all.filter(|(name, _)| !name.starts_with("exports/") && !name.starts_with("pipe")).collect()
}

fn shell(script: &str, folder: &Folder) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_clade-analyze")]).current_dir(&folder.0);
    command
}

/// Fault: A run into a folder whose worksheet was filled in
/// Outcome: Refused with exit 5, nothing changed; `--force` keeps a copy beside the new report
#[test]
fn a_filled_in_worksheet_is_not_overwritten() {
    let folder = reported();
    folder.write("report/access-review.csv", b"id,decision\nuser_1,keep\n");
    let before = left(&folder);
    let output = program(&["exports", "--out", "report"], &folder.0);
    assert_eq!(output.status.code(), Some(5));
    let said = said(&output);
    assert!(
        said.contains("report/access-review.csv") && said.contains("--force") && said.contains("--review"),
        "{said}"
    );
    assert_eq!(left(&folder), before);

    let output = program(&["exports", "--out", "report", "--force"], &folder.0);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("report.kept-1"));
    assert_eq!(left(&folder)["report.kept-1/access-review.csv"], b"id,decision\nuser_1,keep\n");
}

/// Fault: The disk is full while the report, or the policy of `init`, is written
/// Outcome: Exit 5, the old report whole, nothing half-written left
#[test]
fn a_disk_that_is_full_leaves_the_old_report_and_nothing_else() {
    let folder = reported();
    let before = left(&folder);
    // Files of at most 512 bytes: writing fails as it does on a full disk.
    let limited = |arguments: &str| {
        shell(&format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" {arguments}"), &folder).output().unwrap()
    };
    let output = limited("exports --out report");
    assert_eq!(output.status.code(), Some(5), "{}", said(&output));
    assert!(said(&output).contains("cannot write"), "{}", said(&output));
    assert_eq!(left(&folder), before);
    // Half a policy would count in the next run.
    assert_eq!(limited("init --out clade.toml").status.code(), Some(5));
    assert_eq!(left(&folder), before);
}

/// Fault: Standard output cannot be written
/// Outcome: Exit 5
#[test]
fn answers_that_cannot_be_printed_end_with_5() {
    let folder = reported();
    for arguments in ["explain", "explain stale-key", "verify report", "show prod-search exports", "--help"] {
        let output = shell(&format!("exec \"$0\" {arguments} > /dev/full"), &folder).output().unwrap();
        assert_eq!(output.status.code(), Some(5), "{arguments}: {}", said(&output));
        assert!(said(&output).contains("standard output"), "{arguments}: {}", said(&output));
    }
    let output = shell("\"$0\" explain | true", &folder).output().unwrap();
    assert!(said(&output).is_empty(), "a reader that has gone is no error: {}", said(&output));
}

/// Fault: A pipe or device as export, policy, baseline, review, database or manifest
/// Outcome: Refused at once; the rest of the exports is read
#[test]
fn pipes_and_devices_are_refused_and_not_waited_for() {
    let folder = reported();
    assert!(Command::new("mkfifo").arg(folder.path("pipe")).status().unwrap().success());
    let pipe = |name: &str| {
        std::fs::rename(folder.path(name), folder.path("aside")).and_then(|()| {
            Command::new("cp").args(["-a"]).args([folder.path("pipe"), folder.path(name)]).status().map(drop)
        })
    };
    let cases: [(&[&str], i32); 7] = [
        (&["exports", "--policy", "pipe"], 2),
        (&["exports", "--baseline", "pipe"], 2),
        (&["exports", "--review", "pipe"], 2),
        (&["exports", "--geoip", "pipe"], 2),
        (&["exports", "--geoip", "/dev/zero"], 2),
        (&["exports", "--policy", "/dev/zero"], 2),
        (&["pipe"], 3),
    ];
    for (arguments, expected) in cases {
        assert_eq!(bounded(&folder, arguments), Some(expected), "{arguments:?}");
    }
    pipe("report/manifest.json").unwrap();
    assert_eq!(bounded(&folder, &["exports", "--out", "report"]), Some(5));
    assert_eq!(bounded(&folder, &["verify", "report"]), Some(2));
}

/// The exit code of a run that must end by itself; none where it had to be ended.
fn bounded(folder: &Folder, arguments: &[&str]) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clade-analyze"));
    command.args(arguments).current_dir(&folder.0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    for _ in 0..600 {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

/// Fault: The run is killed at any moment
/// Outcome: The old or the new report is there whole; the next run removes or puts back what was left
#[test]
fn a_run_that_is_killed_leaves_a_whole_report_and_the_next_one_cleans_up() {
    let folder = reported();
    let before = left(&folder);
    for pause in (0..24).map(|step| step * 15) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clade-analyze"));
        command.args(["exports", "--out", "report", "-q"]).current_dir(&folder.0);
        let mut child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(pause));
        let _ = child.kill();
        child.wait().unwrap();
        let report = left(&folder).into_iter().filter(|(name, _)| name.starts_with("report/"));
        assert_eq!(report.collect::<BTreeMap<_, _>>(), before, "killed after {pause} ms");
    }
    assert_eq!(program(&["exports", "--out", "report", "-q"], &folder.0).status.code(), Some(0));
    assert_eq!(left(&folder), before);
}

/// Fault: Two runs into one folder at once
/// Outcome: One whole report
#[test]
fn two_runs_into_one_folder_leave_one_whole_report() {
    let folder = reported();
    let before = left(&folder);
    for _ in 0..3 {
        let run = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_clade-analyze"));
            command.args(["exports", "--out", "report", "-q"]).current_dir(&folder.0).spawn().unwrap()
        };
        let (mut one, mut other) = (run(), run());
        assert_eq!((one.wait().unwrap().code(), other.wait().unwrap().code()), (Some(0), Some(0)));
        assert_eq!(left(&folder), before);
    }
}

/// Fault: `verify` of a report whose files were removed
/// Outcome: Exit 1, every file named
#[test]
fn a_report_whose_files_were_all_removed_follows_from_nothing() {
    let folder = reported();
    for name in left(&folder).into_keys().filter(|name| name != "report/manifest.json") {
        std::fs::remove_file(folder.path(&name)).unwrap();
    }
    let manifest = std::fs::read_to_string(folder.path("report/manifest.json")).unwrap();
    let mut statement: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    statement["subject"] = serde_json::json!([]);
    folder.write("report/manifest.json", statement.to_string().as_bytes());
    for arguments in [&["verify", "report"][..], &["verify", "report", "--exports", "exports"]] {
        let output = program(arguments, &folder.0);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
