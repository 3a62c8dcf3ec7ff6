//! How exports arrive: piped, compressed, in a workbook, and opened in a spreadsheet on the way.

use super::support::{Folder, root, tree};
use super::{USAGE, code, findings, input, run, stderr};

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
fn a_roster_is_read_from_a_workbook() {
    let workbook = std::fs::read(root().join("fixtures/formats/roster-list/users.xlsx")).unwrap();
    let files = [("usage.csv", USAGE), ("users.xlsx", &workbook[..]), ("broken.xlsx", &workbook[..workbook.len() - 9])];
    let (output, folder) = run(&files, &["--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report = findings(&folder);
    assert_eq!(input(&report, "users.xlsx")["kind"], "archive");
    let sheet = input(&report, "users.xlsx!/People");
    assert_eq!((&sheet["kind"], &sheet["accepted"]), (&"roster-list".into(), &2.into()), "{sheet}");
    assert!(input(&report, "broken.xlsx!/")["notes"][0].as_str().unwrap().starts_with("damaged archive"));
}

/// Fault: Dates rewritten by a spreadsheet
/// Outcome: Read where the file shows which number is the day, else rejected
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
