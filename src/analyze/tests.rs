//! What every check keeps, whatever it looks for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::testing::{days, judge, usage};
use super::{ALL, Analyzer, Explain, Outcome, evidence};
use crate::policy::{KnownCheck, Policy};

/// The source of a check: the one file that is called like it.
fn source(id: &str) -> String {
    let file = format!("{}.rs", id.replace('-', "_"));
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/analyze")).unwrap();
    let found: Vec<_> =
        folders.map(|folder| folder.unwrap().path().join(&file)).filter(|path| path.is_file()).collect();
    assert_eq!(found.len(), 1, "{id}: one file called {file}");
    fs::read_to_string(&found[0]).unwrap()
}

#[test]
fn ids_are_unique_and_kebab_case() {
    let ids: BTreeSet<&str> = ALL.iter().map(|analyzer| analyzer.id).collect();
    assert_eq!(ids.len(), ALL.len());
    for id in ids {
        let is_word =
            |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        assert!(id.split('-').all(is_word), "{id}");
        assert_eq!(source(id).matches(&format!("id: \"{id}\",")).count(), 1, "{id} names itself in its own file");
    }
}

#[test]
fn every_check_has_tests_beside_it() {
    for analyzer in ALL {
        assert!(source(analyzer.id).contains("#[cfg(test)]\nmod tests"), "{} has no tests beside it", analyzer.id);
    }
}

#[test]
fn thresholds_have_a_name_a_unit_and_a_source() {
    for analyzer in ALL {
        let names: BTreeSet<&str> = analyzer.thresholds.iter().map(|threshold| threshold.name).collect();
        assert_eq!(names.len(), analyzer.thresholds.len(), "{}", analyzer.id);
        for threshold in analyzer.thresholds {
            let is_snake = threshold.name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(is_snake && !threshold.unit.is_empty() && !threshold.source.is_empty(), "{}", threshold.name);
            assert!(threshold.default >= 0.0, "{}", threshold.name);
        }
    }
}

#[test]
fn every_rule_is_explained_in_sentences() {
    for analyzer in ALL {
        let Explain { finds, matters, remedy, caveats } = &analyzer.explain;
        for text in [finds, matters, caveats] {
            let first = text.chars().next().unwrap_or_else(|| panic!("{}: an empty text", analyzer.id));
            assert!(first.is_uppercase() || matches!(first, '`' | '«'), "{}: {text}", analyzer.id);
            assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", analyzer.id);
        }
        // The steps for a missing export are those of the export.
        assert!(!remedy.is_empty() || analyzer.id == "missing-export", "{}: no remediation", analyzer.id);
        for step in *remedy {
            assert!(!step.is_empty() && !step.contains("  "), "{}: {step}", analyzer.id);
        }
        assert!(!analyzer.title.is_empty() && !analyzer.title.ends_with('.'), "{}", analyzer.id);
        assert!(!analyzer.population.is_empty(), "{}", analyzer.id);
    }
}

#[test]
fn a_check_names_one_control_and_a_table_once() {
    for analyzer in ALL {
        for group in analyzer.reads {
            let unique: BTreeSet<_> = group.iter().collect();
            assert_eq!(unique.len(), group.len(), "{}: a table stands twice in one group", analyzer.id);
        }
        assert_eq!(source(analyzer.id).matches("control: Control::").count(), 1, "{}: one control", analyzer.id);
    }
}

/// A check with a mistake in it.
const BROKEN: Analyzer =
    Analyzer { run: |cx| panic!("of {} inputs", cx.data.inputs.len()), ..evidence::rejected_rows::ANALYZER };

/// Fault: A mistake of the program itself in one check
/// Outcome: The check is not assessed and names the place in the source; the others go on
#[test]
fn a_check_that_breaks_is_not_assessed_and_says_where() {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let outcome = judge(&BROKEN, &super::testing::data(&[("usage.csv", &usage)]), &Policy::default(), None);
    let Outcome::NotAssessed { why, .. } = outcome else { panic!("it judged") };
    assert!(why.contains("a mistake of the program itself (src/analyze/tests.rs:"), "{why}");
    assert!(!why.contains("of 1 inputs"), "the words of a panic may quote the exports: {why}");
}

/// Findings of one check alone cannot be suppressed: those about suppressions.
#[test]
fn every_check_can_be_suppressed_but_the_one_about_suppressions() {
    let known: Vec<KnownCheck> = ALL.iter().map(|check| KnownCheck { id: check.id, thresholds: Vec::new() }).collect();
    let refused = |id: &&str| {
        let entry = format!("[[suppress]]\nrule = \"{id}\"\nsubject = \"a\"\nreason = \"b\"\napproved_by = \"c\"\n");
        crate::policy::parse("clade.toml", entry.as_bytes(), &known).is_err()
    };
    let found: Vec<&str> = ALL.iter().map(|check| check.id).filter(refused).collect();
    assert_eq!(found, [super::evidence::unused_suppression::ANALYZER.id]);
}

/// Files of Rust below a folder, without tests.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let text =
        |path: std::path::PathBuf| if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] };
    let is_code = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        !name.contains("test") && (path.is_dir() || name.ends_with(".rs"))
    };
    entries.filter(is_code).flat_map(text).collect()
}

/// Where a limit or a switch of another check is asked for by its name, the check and the limit are there.
#[test]
fn limits_and_switches_that_are_asked_for_by_name_exist() {
    let mut asked = 0;
    for text in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for question in ["policy.threshold(\"", "policy.disabled(\""] {
            for call in code.split(question).skip(1) {
                // `spend-shift", "least_excess_usd"`: every second piece is a name.
                let names: Vec<&str> = call.split(')').next().unwrap().split('"').step_by(2).collect();
                let check = ALL.iter().find(|check| check.id == names[0]).unwrap_or_else(|| panic!("{}", names[0]));
                let limit = names.get(1).filter(|_| question.contains("threshold"));
                let is_there = |limit: &&str| check.thresholds.iter().any(|one| one.name == *limit);
                assert!(limit.is_none_or(is_there), "{} has no {limit:?}", check.id);
                asked += 1;
            }
        }
    }
    assert!(asked > 2, "{asked}");
}
