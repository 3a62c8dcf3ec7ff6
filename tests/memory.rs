//! How much memory a run takes follows days and keys, not rows.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot write its own files has failed")]

mod support;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use clade_analyze::ingest;
use clade_analyze::model::{Bounds, Reading, Table};
use support::Folder;

/// The folder that a process of its own is to read.
const FOLDER: &str = "CLADE_TEST_MEMORY_FOLDER";
const HEADER: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
                      usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,\
                      usage_output_tokens,web_search_count,inference_geo,speed\n";

/// A usage export of 30 days × 20 keys, however many rows.
fn write(folder: &Path, rows: u32) {
    fs::create_dir_all(folder).unwrap();
    let mut file = BufWriter::new(fs::File::create(folder.join("usage.csv")).unwrap());
    file.write_all(HEADER.as_bytes()).unwrap();
    for row in 0..rows {
        let (day, key) = (1 + u64::from(row) * 30 / u64::from(rows), row.wrapping_mul(2_654_435_761) >> 16);
        writeln!(
            file,
            "2026-06-{day:02},claude-sonnet-4-5,key-{},workspace-{},standard,0-200k,{},0,0,{},{},0,global,standard",
            key % 20,
            key % 4,
            1 + key % 9000,
            1 + key % 70_000,
            1 + key % 800
        )
        .unwrap();
    }
    file.flush().unwrap();
}

/// The most that this process has held, in kibibytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// What a test holds at most in a process of its own.
fn measured(folder: &Path, test: &str) -> u64 {
    let own = std::env::current_exe().unwrap();
    let arguments = ["--exact", test, "--nocapture"];
    let output = Command::new(own).args(arguments).env(FOLDER, folder).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text.split("peak: ").nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap()
}

/// Fault: Many times the rows of the same keys and days
/// Outcome: The same peak of memory, within a fifth
#[test]
#[allow(clippy::print_stdout, reason = "this process is asked for a number by the one that started it")]
fn peak_memory_does_not_follow_rows() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let data = ingest::load(&[PathBuf::from(folder)], &Bounds::default()).unwrap();
        assert_eq!(data.frame(Table::Usage).unwrap().height(), 30 * 20);
        println!("peak: {} kB", peak());
        return;
    }
    let elsewhere = Folder::new();
    // The smaller one is as long as all chunks that are ever held at a time.
    let peaks = [250_000, 750_000].map(|rows| {
        let folder = elsewhere.path(&rows.to_string());
        write(&folder, rows);
        measured(&folder, "peak_memory_does_not_follow_rows")
    });
    assert!(peaks[1] < peaks[0] * 6 / 5, "three times the rows: {peaks:?} kB");
}

#[test]
fn a_member_of_an_archive_that_is_never_held_whole_is_read_as_one_that_is() {
    let elsewhere = Folder::new();
    let plain = elsewhere.path("plain");
    write(&plain, 60_000);
    let bytes = fs::read(plain.join("usage.csv")).unwrap();
    let archive = |members: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let keys = br#"{"data":[],"has_more":false,"first_id":null,"last_id":null}"#;
    let inner = archive(&[("deeper/more.csv", &bytes)]);
    let whole = archive(&[("a/usage.csv", &bytes), ("keys.json", keys), ("b.zip", &inner), ("c.txt", b"words")]);
    let folder = elsewhere.path("exports");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("exports.zip"), &whole).unwrap();
    let held = ingest::load_bytes(vec![("exports.zip".to_owned(), whole)]).unwrap();
    let streamed = ingest::load(&[folder], &Bounds::default()).unwrap();
    assert_eq!(held.inputs, streamed.inputs);
    assert_eq!(support::formatted(&held), support::formatted(&streamed));
    assert_eq!((held.inputs.len(), held.records(Table::Usage)), (6, 60_000));
}

/// Fault: One line of a gigabyte, as it were
/// Outcome: Rejected within a bound of memory; the lines behind it are read
#[test]
fn a_line_longer_than_a_record_may_be_costs_itself_only() {
    use clade_analyze::model::Bound;
    let elsewhere = Folder::new();
    let folder = elsewhere.path("exports");
    write(&folder, 60_000);
    let path = folder.join("usage.csv");
    let text = fs::read_to_string(&path).unwrap();
    let (head, tail) = text.split_at(text.len() / 2);
    let (head, rest) = (format!("{head}{}", "é".repeat(3 << 20)), tail);
    fs::write(&path, format!("{head}{rest}")).unwrap();
    fs::write(folder.join("words.txt"), "x".repeat(5 << 20)).unwrap();
    let data = ingest::load(&[folder], &Bounds::default().with(Bound::RecordBytes, 1 << 20)).unwrap();
    assert_eq!((data.inputs[0].rows, data.inputs[0].rejected, data.records(Table::Usage)), (60_000, 1, 59_999));
    let line = head.matches('\n').count() as u64 + 1;
    let found: Vec<_> = data.rejections.iter().map(|one| (&*one.file, one.line)).collect();
    assert_eq!(found, [("usage.csv", line)]);
    assert!(data.rejections[0].reason.contains("`record_bytes` is 1048576"), "{:?}", data.rejections);
    let [note] = &data.inputs[1].notes[..] else { panic!("{:?}", data.inputs[1]) };
    assert!(note.starts_with("line 1: ") && note.contains("`record_bytes`"), "{note}");
}

#[test]
fn a_file_that_is_never_held_whole_is_read_as_one_that_is() {
    let elsewhere = Folder::new();
    let folder = elsewhere.path("exports");
    write(&folder, 60_000);
    let path = folder.join("usage.csv");
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.len() > 5 << 20);
    let held = ingest::load_bytes(vec![("usage.csv".to_owned(), bytes)]).unwrap();
    let streamed = ingest::load(&[folder], &Bounds::default()).unwrap();
    assert_eq!(support::formatted(&held), support::formatted(&streamed));
    assert_eq!(held.inputs, streamed.inputs);
    assert_eq!(held.records(Table::Usage), 60_000);
}

/// An array of activities on one line, some of them no routine.
fn write_activities(folder: &Path, activities: u32) {
    fs::create_dir_all(folder).unwrap();
    let mut file = BufWriter::new(fs::File::create(folder.join("activities.json")).unwrap());
    for at in 0..activities {
        let kind = if at % 5000 == 0 { "org_sso_toggled" } else { "claude_chat_created" };
        write!(
            file,
            "{}{{\"id\":\"activity_{at:09}\",\"type\":\"{kind}\",\"created_at\":\"2026-07-{:02}T10:00:00Z\",\"actor\":{{\"type\":\"user_actor\",\
             \"user_id\":\"user_{}\",\"email_address\":\"p{}@example.com\",\"ip_address\":\"203.0.113.7\"}},\"words\":\"{:0>300}\"}}",
            if at == 0 { "[" } else { "," },
            1 + at % 28,
            at % 40,
            at % 40,
            at
        )
        .unwrap();
    }
    file.write_all(b"]").unwrap();
    file.flush().unwrap();
}

/// Fault: An array of activities on one line, larger than memory
/// Outcome: Read record by record: the peak of memory does not follow its length
#[test]
#[allow(clippy::print_stdout, reason = "this process is asked for a number by the one that started it")]
fn an_array_on_one_line_is_never_held_whole() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let reading = Reading { chunk_bytes: Some(1 << 16), ..Reading::default() };
        let data = ingest::load_with_reviews(&[PathBuf::from(folder)], &[], &reading).unwrap();
        assert_eq!(data.inputs[0].accepted, data.inputs[0].rows);
        println!("peak: {} kB", peak());
        return;
    }
    let elsewhere = Folder::new();
    let [(short, lower), (long, upper)] = [12_000, 48_000].map(|activities| {
        let folder = elsewhere.path(&activities.to_string());
        write_activities(&folder, activities);
        let bytes = fs::metadata(folder.join("activities.json")).unwrap().len();
        (bytes, measured(&folder, "an_array_on_one_line_is_never_held_whole"))
    });
    assert!(short > 4 << 20, "shorter files are read whole: {short}");
    // 32 bytes of each event stay, of 550.
    let more = (upper.saturating_sub(lower)) << 10;
    assert!(more < (long - short) / 3, "{more} bytes for {} more of the file", long - short);
}

#[test]
fn activities_that_are_never_held_whole_are_those_of_a_file_that_is() {
    let elsewhere = Folder::new();
    let folder = elsewhere.path("exports");
    write_activities(&folder, 10_000);
    let path = folder.join("activities.json");
    let key = format!("sk-ant-api03-{}AA", "aB3x".repeat(23));
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace(
        ",{\"id\":\"activity_000009000\"",
        &format!(",\n7,{{\"words\":\"é {key}\",\"id\":\"activity_000009000\""),
    );
    assert!(text.len() > 4 << 20 && text.contains(&key));
    fs::write(&path, &text).unwrap();
    let held = ingest::load_bytes(vec![("activities.json".to_owned(), text.into_bytes())]).unwrap();
    let reading = Reading { chunk_bytes: Some(1 << 12), ..Reading::default() };
    let streamed = ingest::load_with_reviews(&[folder], &[], &reading).unwrap();
    assert_eq!(held.inputs, streamed.inputs);
    assert_eq!((&held.rejections, held.remarks[0].secrets.len()), (&streamed.rejections, 1));
    assert_eq!((&held.remarks[0].secrets, held.remarks[0].secrets[0].0), (&streamed.remarks[0].secrets, 2));
    assert_eq!(support::formatted(&held), support::formatted(&streamed));
}
