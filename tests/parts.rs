//! Parts: any split of exports into any number of them gives the report that the exports give.
//!
//! `SPLITS=50 cargo test --test parts` tries as many splits of each folder.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use clade_analyze::model::{PART, Report, Tally};
use clade_analyze::options::{FoldOptions, Options};
use clade_analyze::{Watch, assess, fold};
use support::{Folder, program, root, synthesize, tree};

/// Random numbers that are the same every time (SplitMix64).
struct Split(u64);

impl Split {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) % u64::try_from(most).unwrap()).unwrap()
    }
}

fn watched<T>(work: impl FnOnce(&Watch) -> T) -> T {
    work(&Watch { stage: &|_| {}, tally: Arc::new(Tally::default()) })
}

/// The whole report but for the parts among its inputs, by what a run is asked to do.
fn report(options: &Options) -> Result<String, String> {
    let mut report: Report = watched(|watch| assess(options, watch)).map_err(|failure| failure.to_string())?;
    report.inputs.retain(|input| input.kind.as_deref() != Some(PART));
    Ok(format!("{report:#?}"))
}

/// Folds files below a folder.
fn fold_some(files: Vec<PathBuf>, below: &Path, out: PathBuf, sums_only: bool) -> Result<String, String> {
    let (root, events) = (Some(below.to_owned()), BTreeSet::new());
    let options = FoldOptions { exports: files, root, out, events, sums_only, force: false, quiet: true };
    watched(|watch| fold(&options, watch)).map_err(|failure| failure.to_string())
}

fn assert_same(expected: &str, found: &str, what: &str) {
    let differences: Vec<String> = expected
        .lines()
        .zip(found.lines())
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, (a, b))| format!("{at}: {a} | {b}"))
        .take(10)
        .collect();
    assert!(expected == found, "{what}:\n{}", differences.join("\n"));
}

/// Compares what a run says of a folder, its exports in the options, with what it says of random splits of it.
fn holds(options: &Options, seed: u64, times: usize) {
    let exports = options.exports[0].clone();
    let files: Vec<String> = tree(&exports).into_keys().collect();
    let expected = report(options).unwrap();
    let mut split = Split(seed);
    let times = std::env::var("SPLITS").ok().and_then(|text| text.parse().ok()).unwrap_or(times);
    for turn in 0..times {
        let parts = 1 + split.below(if turn % 3 == 1 { files.len() } else { 6 });
        let mut groups: Vec<Vec<PathBuf>> = vec![Vec::new(); parts];
        files.iter().for_each(|file| groups[split.below(parts)].push(exports.join(file)));
        let folder = Folder::new();
        std::fs::create_dir_all(folder.path("parts")).unwrap();
        for group in groups.into_iter().filter(|group| !group.is_empty()) {
            // Parts are read in the order of their names.
            let name = format!("parts/{:09}", split.below(999_999_999));
            fold_some(group, &exports, folder.path(&name), false).unwrap();
        }
        let found = report(&Options { exports: vec![folder.path("parts")], ..options.clone() }).unwrap();
        assert_same(&expected, &found, &format!("{} turn {turn}", exports.display()));
    }
}

fn of(fixture: &str) -> Options {
    Options { exports: vec![root().join("fixtures").join(fixture)], ..Options::default() }
}

#[test]
fn splits_of_the_demo_give_its_report() {
    holds(&of("demo"), 1, 3);
}

#[test]
fn splits_of_a_clean_and_a_hostile_organization_give_their_reports() {
    holds(&of("clean"), 2, 2);
    holds(&of("hostile"), 3, 3);
}

#[test]
fn splits_of_synthesized_organizations_give_their_reports() {
    for (seed, flaws) in
        [("91", ["conflicting-records", "truncated-export"]), ("92", ["rejected-rows", "unproven-unit"])]
    {
        let folder = Folder::new();
        let flaws = flaws.iter().flat_map(|flaw| ["--flaw", flaw]);
        let arguments = ["--seed", seed, "--clean", "--members", "20", "--keys", "8", "--events", "800"];
        synthesize(&arguments.into_iter().chain(flaws).collect::<Vec<_>>(), &folder);
        let policy = Some(folder.path("organization/clade.toml"));
        let exports = vec![folder.path("organization/exports")];
        holds(&Options { exports, policy, ..Options::default() }, 5, 2);
    }
}

#[test]
fn splits_of_an_organization_with_policy_reviews_and_baseline_give_its_report() {
    let typical = |path: &str| root().join("fixtures/typical").join(path);
    let reviews = std::fs::read_dir(typical("reviews")).unwrap().map(|file| file.unwrap().path()).collect();
    let policy = Some(typical("clade.toml"));
    holds(&Options { reviews, policy, ..of("typical/exports") }, 4, 3);
}

const USAGE: &str =
    "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n";

/// A usage export with several rows of each cell.
fn usage(rows: &[(&str, u32)]) -> Vec<u8> {
    let row = |(key, tokens): &(&str, u32)| format!("2026-07-01,claude-opus-5,{key},Production,standard,{tokens},10\n");
    (USAGE.to_owned() + &rows.iter().map(row).collect::<String>()).into_bytes()
}

/// The program, which must end so; what it says on both outputs.
fn said(folder: &Folder, arguments: &[&str], exit: i32) -> String {
    let output = program(arguments, &folder.0);
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {text}");
    // Lines are wrapped to the width of a terminal.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two exports in two parts, `a` and `b`.
fn folded() -> Folder {
    let (one, other) = (usage(&[("prod-a", 1000), ("prod-a", 2000)]), usage(&[("prod-b", 3000)]));
    let folder = Folder::with(&[("exports/july/one.csv", &one), ("exports/other.csv", &other)]);
    said(&folder, &["fold", "exports/july", "--root", "exports", "--out", "a", "-q"], 0);
    said(&folder, &["fold", "exports/other.csv", "--root", "exports", "--out", "b", "-q"], 0);
    folder
}

/// The inputs of a report: path, and what is said of it.
fn inputs(folder: &Folder) -> BTreeMap<String, String> {
    let bytes = std::fs::read(folder.path("report/findings.json")).unwrap();
    let report: Report = serde_json::from_slice(&bytes).unwrap();
    report.inputs.into_iter().map(|input| (input.path, input.notes.join("; "))).collect()
}

/// Fault: A part that breaks off, is damaged, forged, or of another version of the program
/// Outcome: Named with the reason as a file that cannot be read; the rest of the run goes on
#[test]
fn a_part_that_is_none_is_named_and_the_rest_is_read() {
    let folder = folded();
    let whole = std::fs::read(folder.path("a")).unwrap();
    let lines = unpacked(&whole);
    let forged = |from: &str, to: &str| {
        assert!(lines.contains(from), "{from} is not in {lines}");
        packed(&lines.replacen(from, to, 1))
    };
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 8;
    let without_end = lines.split_once("{\"end\"").unwrap().0.to_owned();
    let cases = [
        (whole[..whole.len() / 2].to_vec(), "breaks off"),
        (whole[..whole.len() - 3].to_vec(), "breaks off"),
        (flipped, "cannot be read"),
        (packed(&without_end), "breaks off"),
        (packed(&(lines.clone() + "{\"end\":{\"inputs\":1,\"lines\":9}}\n")), "behind its end"),
        (forged("\"schema\":1", "\"schema\":2"), "its schema is 2"),
        (forged(&format!("\"program\":\"{}\"", env!("CARGO_PKG_VERSION")), "\"program\":\"0.0.1\""), "version 0.0.1"),
        (forged("\"tables_sha256\":\"", "\"tables_sha256\":\"0"), "other tables"),
        (forged("\"model\":[0", "\"model\":[9"), "numbers a text that is not there"),
        (forged("\"output\":[", "\"output\":[1,"), "shorter or longer"),
        (forged("\"rows\":[2]", "\"rows\":[20000]"), "more records than its bytes can"),
        (forged("\"line_step\":[", "\"line_step\":[-"), "has no line"),
        (forged("\"day\":[", "\"day\":[99"), "no year of four digits"),
        (forged("\"ingestor\":\"console-usage\"", "\"ingestor\":\"console-cost\""), "not known"),
        (forged("{\"input\":{", "{\"else\":{"), "no line of a part"),
    ];
    for (bytes, why) in cases {
        folder.write("a", &bytes);
        said(&folder, &["a", "b", "--out", "report", "--format", "json", "-q"], 0);
        let inputs = inputs(&folder);
        assert!(inputs["a"].contains(why) && inputs["a"].starts_with("a part that cannot be read"), "{}", inputs["a"]);
        assert_eq!(inputs.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "other.csv"], "{why}");
    }
}

fn unpacked(part: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(part).read_to_string(&mut text).unwrap();
    text
}

fn packed(lines: &str) -> Vec<u8> {
    let mut part = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    part.write_all(lines.as_bytes()).unwrap();
    part.finish().unwrap()
}

/// Fault: One file in two parts, in a part and by itself, or a part that is given twice
/// Outcome: Refused with exit 2, the file and both places named
#[test]
fn what_is_given_twice_is_refused_by_name() {
    let folder = folded();
    said(&folder, &["fold", "exports", "--root", "exports", "--out", "all", "-q"], 0);
    for (arguments, names) in [(["a", "all"], ["july/one.csv", "all", "a"]), (["all", "b"], ["other.csv", "all", "b"])]
    {
        let text = said(&folder, &arguments, 2);
        assert!(names.iter().all(|name| text.contains(name)) && text.contains("two parts"), "{text}");
    }
    std::fs::copy(folder.path("a"), folder.path("c")).unwrap();
    assert!(said(&folder, &["a", "c"], 2).contains("july/one.csv is in two parts, a and c"));
    std::fs::copy(folder.path("exports/other.csv"), folder.path("other.csv")).unwrap();
    assert!(said(&folder, &["b", "other.csv"], 2).contains("other.csv is in the part b and is given by itself"));
    assert!(said(&folder, &["fold", "a", "--out", "d"], 2).contains("a part already"));
}

#[test]
fn parts_and_exports_are_read_together() {
    let folder = folded();
    said(&folder, &["exports", "--out", "report", "--format", "json", "-q"], 0);
    let whole = inputs(&folder);
    std::fs::rename(folder.path("exports/july"), folder.path("july")).unwrap();
    said(&folder, &["a", "exports", "--out", "report", "--format", "json", "-q"], 0);
    let mixed = inputs(&folder);
    assert_eq!(mixed.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "exports/other.csv", "july/one.csv"]);
    assert_eq!(mixed["july/one.csv"], whole["july/one.csv"]);
    assert!(mixed["a"].contains("a part with 1 file") && mixed["a"].contains("july/one.csv"), "{}", mixed["a"]);
}

/// Fault: Two files overlap so that only their rows tell which counts, and one was folded with `--sums-only`
/// Outcome: Refused with exit 2, the file and the part named; with rows the answer is that of the exports
#[test]
fn where_rows_decide_they_are_there_or_asked_for() {
    // The older header has fewer columns: rows are compared by what both have.
    let fewer = "usage_date_utc,model_version,api_key,workspace,usage_input_tokens_no_cache\n\
                 2026-07-01,claude-opus-5,prod-a,Production,1000\n2026-07-01,claude-opus-5,prod-a,Production,2000\n";
    let more = usage(&[("prod-a", 1000), ("prod-a", 2000)]);
    let folder = Folder::with(&[("exports/fewer.csv", fewer.as_bytes()), ("exports/more.csv", &more)]);
    for name in ["fewer", "more"] {
        let file = format!("exports/{name}.csv");
        said(&folder, &["fold", &file, "--out", name, "-q"], 0);
        said(&folder, &["fold", &file, "--out", &format!("{name}.sums"), "--sums-only", "-q"], 0);
    }
    let run = |exports: &[&str]| {
        let exports = exports.iter().map(|name| folder.path(name)).collect();
        report(&Options { exports, ..Options::default() })
    };
    assert_same(&run(&["exports"]).unwrap(), &run(&["fewer", "more"]).unwrap(), "by rows");
    let text = said(&folder, &["fewer", "more.sums"], 2);
    assert!(text.contains("more.csv") && text.contains("more.sums") && text.contains("--sums-only"), "{text}");
}

/// Fault: A policy sets other bounds than a part was folded within, or its rules ask for single events that a part has counted
/// Outcome: Refused with exit 2, the bound or the type of event named with what to do
#[test]
fn a_policy_that_a_part_cannot_serve_is_refused() {
    let event = |id: u32, kind: &str| {
        format!(
            "{{\"id\":\"activity_{id}\",\"type\":\"{kind}\",\"created_at\":\"2026-07-01T10:0{id}:00Z\",\"actor\":{{\"type\":\"user_actor\",\
             \"user_id\":\"user_1\",\"email_address\":\"a@example.com\"}}}}\n"
        )
    };
    let feed: String = (0..5).map(|id| event(id, "claude_chat_viewed")).collect();
    let rule = "[[rules]]\nid = \"viewing\"\ntitle = \"Chats were viewed\"\nseverity = \"low\"\ncontrol = \"audit-log-review\"\n\
                when = { type = [\"claude_chat_viewed\"] }\nremedy = [\"Ask {name} why\"]\n\
                [[rules.example]]\nfinds = true\nevent = '''{\"type\": \"claude_chat_viewed\", \"created_at\": \"2026-08-03T10:00:00Z\"}'''\n\
                [[rules.example]]\nfinds = false\nevent = '''{\"type\": \"claude_chat_created\", \"created_at\": \"2026-08-03T10:00:00Z\"}'''\n";
    let folder = Folder::with(&[
        ("exports/feed.jsonl", feed.as_bytes()),
        ("bounds.toml", b"[bounds]\nrecord_bytes = 2048\n"),
        ("rule.toml", rule.as_bytes()),
    ]);
    said(&folder, &["fold", "exports/feed.jsonl", "--out", "counted", "-q"], 0);
    said(&folder, &["fold", "exports/feed.jsonl", "--event", "claude_chat_viewed", "--out", "single", "-q"], 0);
    let refused = |part: &str, policy: &[&str]| said(&folder, &[&[part], policy].concat(), 2);
    assert!(refused("counted", &["--policy", "bounds.toml"]).contains("`record_bytes` = 67108864"));
    let text = refused("counted", &["--policy", "rule.toml"]);
    assert!(text.contains("counted") && text.contains("--event claude_chat_viewed"), "{text}");
    assert!(refused("single", &[]).contains("claude_chat_viewed"), "a run over the exports would have counted them");
    let run = |exports: &str| {
        let options = Options {
            exports: vec![folder.path(exports)],
            policy: Some(folder.path("rule.toml")),
            ..Options::default()
        };
        report(&options).unwrap()
    };
    assert_same(&run("exports"), &run("single"), "single events");
}

/// Activities of one hour each, as a page of the feed.
fn page(hours: std::ops::Range<u32>, organization: &str, more: bool) -> String {
    let one = |hour: u32| {
        format!(
            r#"{{"id":"activity_{organization}{hour:02}","type":"claude_chat_created","created_at":"2026-07-01T{hour:02}:00:00Z","organization_id":"org_{organization}","actor":{{"type":"user_actor","user_id":"user_1","email_address":"a@example.com"}}}}"#
        )
    };
    let all: Vec<String> = hours.rev().map(one).collect();
    format!(r#"{{"data":[{}],"has_more":{more},"first_id":null,"last_id":null}}"#, all.join(","))
}

/// Fault: A feed in a part has events of several organizations, of which only a run over all exports knows which is audited
/// Outcome: Refused with exit 2, the part named; pages of one organization that are joined in a part are compared as in the file
#[test]
fn a_feed_of_several_organizations_is_asked_for_itself() {
    let folder = Folder::new();
    for (name, text) in [
        ("joined/feed.json", format!("{}\n{}\n", page(12..20, "A", true), page(1..6, "A", false))),
        ("several/feed.json", format!("{}\n{}\n", page(12..20, "A", true), page(1..12, "B", false))),
    ] {
        std::fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
        std::fs::write(folder.path(name), text).unwrap();
    }
    for name in ["joined", "several"] {
        let files = vec![folder.path(name).join("feed.json")];
        std::fs::create_dir_all(folder.path(&format!("{name}-part"))).unwrap();
        fold_some(files, &folder.path(name), folder.path(&format!("{name}-part/p")), false).unwrap();
    }
    let of = |name: &str| Options { exports: vec![folder.path(name)], ..Options::default() };
    assert_same(&report(&of("joined")).unwrap(), &report(&of("joined-part")).unwrap(), "joined pages");
    let refused = report(&of("several-part")).unwrap_err();
    assert!(refused.contains("events of several organizations") && refused.contains("the part p:"), "{refused}");
    report(&of("several")).unwrap();
}

/// Fault: The disk is full while a part is written, or a file of its name is there
/// Outcome: Exit 5, what was there stays, nothing half-written is left
#[test]
#[cfg(unix)]
fn a_part_is_written_whole_or_not_at_all() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folded();
    assert_eq!(
        std::fs::metadata(folder.path("a")).unwrap().permissions().mode() & 0o777,
        0o600,
        "it holds personal data"
    );
    let before = tree(&folder.0);
    assert!(said(&folder, &["fold", "exports", "--out", "a"], 5).contains("--force"));
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" fold exports --out a --force";
    let mut limited = Command::new("sh");
    limited.args(["-c", script, env!("CARGO_BIN_EXE_clade-analyze")]).current_dir(&folder.0);
    assert_eq!(limited.output().unwrap().status.code(), Some(5));
    assert_eq!(tree(&folder.0), before);
    said(&folder, &["fold", "exports", "--out", "a", "--force", "-q"], 0);
    assert_ne!(tree(&folder.0)["a"], before["a"]);
}

#[test]
fn sidecars_and_what_is_passed_over_survive_a_split() {
    let keys = r#"{"data":[{"type":"api_key","id":"apikey_1","name":"prod-a","status":"active","created_at":"2026-01-01T00:00:00Z","created_by":{"type":"user","id":"user_1"},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}],"has_more":false,"first_id":null,"last_id":null}"#;
    let secret = format!("sk-ant-api03-{}Zz9A", "aB3_-".repeat(18));
    let notes = "[[export]]\npath = \"admin\"\nsource = \"Console\"\nby = \"Ada\"\nat = 2026-10-01\nrecords = 7\n";
    let files: [(&str, &[u8]); 9] = [
        ("exports/admin/keys.json", keys.as_bytes()),
        ("exports/admin/keys.json.headers", b"HTTP/2 200\nanthropic-organization-id: org_1\nrequest-id: req_1\n"),
        ("exports/exports.toml", notes.as_bytes()),
        ("exports/usage.csv", &usage(&[("prod-a", 1), ("prod-a", 2), (&secret, 3)])),
        (
            "exports/broken.csv",
            b"usage_date_utc,model_version,api_key,usage_output_tokens\n2026-07-01,m,k,x\n2026-07-02,m,k,5\n",
        ),
        ("exports/.hidden.csv", b"1"),
        ("exports/__MACOSX/x", b"1"),
        ("exports/notes.txt", b"see you on Monday"),
        ("exports/picture.bin", b"\0\x01\x02"),
    ];
    let folder = Folder::with(&files);
    std::fs::create_dir(folder.path("parts")).unwrap();
    for (at, (file, _)) in files.iter().enumerate() {
        said(&folder, &["fold", file, "--root", "exports", "--out", &format!("parts/{at}"), "-q"], 0);
        let part = unpacked(&std::fs::read(folder.path(&format!("parts/{at}"))).unwrap());
        assert!(!part.contains(&secret[20..60]), "{file}: {part}");
    }
    let run = |name: &str| report(&Options { exports: vec![folder.path(name)], ..Options::default() }).unwrap();
    let (whole, parts) = (run("exports"), run("parts"));
    assert!(["by Ada", "req_1", "__MACOSX", ".hidden.csv"].iter().all(|what| whole.contains(what)));
    assert_same(&whole, &parts, "one file each");
    // What is derived anew from the parts is the report.
    said(&folder, &["parts", "--out", "report", "-q"], 0);
    assert!(said(&folder, &["verify", "report", "--exports", "parts"], 0).contains("The report follows"));
}
