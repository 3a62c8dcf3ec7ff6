//! The fuzz targets on a stable toolchain: every target with its seeds as they are, then with seeds that were damaged at random, the same
//! way every time.
//!
//! `FUZZ_SECONDS=600 cargo test --test fuzz pipeline -- --nocapture` goes on for so long, from another beginning with `FUZZ_SEED=2`. An input
//! that breaks a target is kept in `target/fuzz/`; `FUZZ_INPUT=FILE` runs it alone.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "a test")]

#[path = "fuzz/damage.rs"]
mod damage;
mod support;
#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::fs;
use std::io::Write as _;
use std::panic::catch_unwind;
use std::path::Path;
use std::time::Duration;

use damage::Damage;
use support::{fixtures, root};

/// Seeds longer than this are left to the tests of whole folders: most of what is random in them would hit nothing.
const LONGEST_SEED: usize = 64 * 1024;

/// Files of the repository that may be damaged: those of `fuzz/seeds/<target>`, and of the fixtures those that the target reads.
fn seeds(target: &str, reads: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = fixtures().into_iter().filter(|one| reads(&one.path)).map(|one| one.bytes).collect();
    let own = root().join("fuzz/seeds").join(target);
    let mut files: Vec<_> = fs::read_dir(own).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    seeds.extend(files.iter().map(|file| fs::read(file).unwrap()));
    seeds.retain(|seed| seed.len() <= LONGEST_SEED);
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

/// Runs a target so many times, or for as long as `FUZZ_SECONDS` says.
#[expect(clippy::disallowed_methods, reason = "how long to go on is asked of the clock, and nothing else")]
fn drive(target: &str, run: fn(&[u8]), seeds: &[Vec<u8>], times: u64) {
    if let Some(path) = std::env::var_os("FUZZ_INPUT") {
        return run(&fs::read(path).unwrap());
    }
    let seconds = number("FUZZ_SECONDS").map(Duration::from_secs);
    let mut damage = Damage::new(number("FUZZ_SEED").unwrap_or(1), seeds);
    let (start, mut done) = (std::time::Instant::now(), 0_u64);
    let goes_on = |done: u64| match seconds {
        Some(seconds) => done < seeds.len() as u64 || start.elapsed() < seconds,
        None => done < times.max(seeds.len() as u64),
    };
    while goes_on(done) {
        let input = match seeds.get(usize::try_from(done).unwrap()) {
            Some(seed) => seed.clone(),
            None => damage.next(),
        };
        if catch_unwind(|| run(&input)).is_err() {
            let kept = keep(target, &input);
            panic!("{target} fails after {done} runs on {}", kept.display());
        }
        done += 1;
    }
    eprintln!("{target}: {done} runs in {} s", start.elapsed().as_secs());
}

fn keep(target: &str, input: &[u8]) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("fuzz");
    fs::create_dir_all(&folder).unwrap();
    let name = clade_analyze::render::manifest::sha256(input);
    let path = folder.join(format!("{target}-{}", &name[..12]));
    fs::File::create(&path).unwrap().write_all(input).unwrap();
    path
}

fn is_any(path: &str, extensions: &[&str]) -> bool {
    extensions.iter().any(|extension| path.ends_with(extension))
}

/// The programs for libFuzzer are not built by `cargo test`: each is one line around a target that is driven here.
#[test]
fn every_program_for_libfuzzer_drives_a_target_of_this_file() {
    let (own, manifest) = (include_str!("fuzz.rs"), include_str!("../fuzz/Cargo.toml"));
    let targets = include_str!("../fuzz/targets/mod.rs");
    let template = include_str!("../fuzz/fuzz_targets/document.rs");
    let names: Vec<&str> =
        targets.lines().filter_map(|line| line.strip_prefix("pub(crate) mod ")?.strip_suffix(';')).collect();
    assert!(names.len() > 11);
    for name in names {
        let program = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert_eq!(program, template.replace("document", name));
        assert!(own.contains(&format!("targets::{name}::run")), "{name}");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

#[test]
fn document() {
    drive("document", targets::document::run, &seeds("document", |_| true), 2_000);
}

#[test]
fn json() {
    drive("json", targets::json::run, &seeds("json", |path| is_any(path, &[".json", ".jsonl"])), 8_000);
}

#[test]
fn delimited() {
    drive("delimited", targets::delimited::run, &seeds("delimited", |path| is_any(path, &[".csv", ".tsv"])), 8_000);
}

#[test]
fn python_dict() {
    drive("python_dict", targets::python_dict::run, &seeds("python_dict", |_| false), 40_000);
}

#[test]
fn text_values() {
    drive("text_values", targets::text_values::run, &seeds("text_values", |_| false), 4_000);
}

#[test]
fn zip() {
    drive("zip", targets::zip::run, &seeds("zip", |path| is_any(path, &[".zip"])), 400);
}

#[test]
fn compressed() {
    drive("compressed", targets::compressed::run, &seeds("compressed", |path| is_any(path, &[".gz", ".zst"])), 400);
}

/// Fault: A part damaged at random, line by line
/// Outcome: Taken whole or refused with a reason; rows account, and a report can be made
#[test]
fn part() {
    let exports = fixtures().into_iter().filter(|one| is_any(&one.path, &[".csv", ".json", ".jsonl", ".headers"]));
    let folded = exports.map(|one| {
        let files = [(one.path, one.bytes)];
        targets::part::body(&clade_analyze::ingest::fold_bytes(&files, &Default::default(), true).unwrap())
    });
    let seeds: Vec<Vec<u8>> = folded.filter(|seed| seed.len() <= LONGEST_SEED).collect();
    drive("part", targets::part::run, &seeds, 1_500);
}

#[test]
fn workbook() {
    drive("workbook", targets::workbook::run, &seeds("workbook", |path| is_any(path, &[".xlsx"])), 400);
}

/// Fault: A policy of random bytes, or one damaged at random
/// Outcome: Taken, or refused with one message that names the file
#[test]
fn policy() {
    drive("policy", targets::policy::run, &seeds("policy", |_| false), 2_000);
}

/// Fault: A baseline damaged at random
/// Outcome: Refused, or compared so that every finding counts once
#[test]
fn baseline() {
    let seeds = seeds("baseline", |_| false);
    let taken = |seed: &Vec<u8>| clade_analyze::baseline::parse("seed", "seed".to_owned(), seed).map(|_| ());
    assert_eq!(seeds.iter().map(taken).collect::<Result<Vec<()>, _>>().map(|all| all.len()), Ok(seeds.len()));
    drive("baseline", targets::baseline::run, &seeds, 300);
}

/// Fault: A filled-in worksheet damaged at random
/// Outcome: Every row is a decision or a reject, and everybody is counted once
#[test]
fn worksheets() {
    let reads =
        |path: &str| ["access-review/", "log-review/", "identity-review/"].iter().any(|one| path.starts_with(one));
    drive("worksheets", targets::worksheets::run, &seeds("worksheets", reads), 150);
}

/// Fault: An export damaged at random, through the whole program
/// Outcome: Rows account, no total exceeds the numbers in the file, and no output holds a key, a script, a formula or a control character
#[test]
fn pipeline() {
    drive("pipeline", targets::pipeline::run, &seeds("pipeline", |path| !is_any(path, &[".zip", ".xlsx", ".gz"])), 150);
}
