//! The words that people read: in the committed reports of the fixtures, and in the literals of the code.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "words/literals.rs"]
mod literals;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use literals::literals;
use serde_json::Value;
use support::root;
use syn::visit::Visit;

const REPORTS: [&str; 4] = ["demo", "clean", "hostile", "typical"];
/// The longest sentence of a finding.
const MOST_WORDS: usize = 30;
/// Words of this house that nobody else uses so, and what stands for them is in everybody's language.
const PRIVATE: [&str; 14] = [
    "outlives",
    "spelt",
    "misspelt",
    "fate",
    "deed",
    "deeds",
    "seer",
    "homeless",
    "beside",
    "besides",
    "told",
    "tells of",
    "is another since",
    "tells no",
];

fn report(name: &str) -> Value {
    serde_json::from_slice(&fs::read(root().join("reports").join(name).join("findings.json")).unwrap()).unwrap()
}

/// Findings of the committed reports, suppressed ones included.
fn findings() -> Vec<Value> {
    let of = |report: Value| {
        let suppressed = report["suppressed"].as_array().unwrap().iter().map(|one| one["finding"].clone()).collect();
        [report["findings"].as_array().unwrap().clone(), suppressed].concat()
    };
    REPORTS.iter().flat_map(|name| of(report(name))).collect()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// Whether a text begins with a capital, or with what has none: a number, a name, an address, a path, code.
fn begins_well(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    !text.starts_with(char::is_lowercase) || first.contains(['@', '_', '.', '/', '`', '«'])
}

/// The sentences of a message. What stands in brackets or in «marks» is a list or a name, and no part of the sentence.
fn sentences(message: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in message.chars() {
        match c {
            '(' | '«' => depth += 1,
            ')' | '»' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain.split(". ").map(str::to_owned).collect()
}

/// What is wrong with the number in front of a noun: `1 days`, `2 day(s)`.
fn miscounted(text: &str) -> Option<&str> {
    const NOUNS: [&str; 12] = [
        "days", "keys", "events", "rows", "people", "members", "files", "findings", "checks", "times", "hours",
        "places",
    ];
    let of_one =
        |noun: &&&str| text.split(' ').zip(text.split(' ').skip(1)).any(|(n, word)| n == "1" && word == **noun);
    if text.contains("(s)") { Some("(s)") } else { NOUNS.iter().find(of_one).copied() }
}

fn private_word(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let is_there = |word: &&&str| {
        lower.match_indices(**word).any(|(at, _)| {
            let around = [lower[..at].chars().next_back(), lower[at + word.len()..].chars().next()];
            around.iter().flatten().all(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '{' | '}'))
        })
    };
    PRIVATE.iter().find(is_there).copied()
}

#[test]
fn findings_read_like_tickets() {
    let all = findings();
    assert!(all.len() > 90);
    let checks: Vec<&str> =
        clade_analyze::analyze::ALL.iter().map(|check| check.id).filter(|id| id.contains('-')).collect();
    for finding in &all {
        let (title, message) = (text(finding, "title"), text(finding, "message"));
        assert!(begins_well(title) && begins_well(message), "no capital: {title} | {message}");
        assert!(
            !title.ends_with('.') && message.ends_with('.'),
            "a title has no full stop, a message has: {title} | {message}"
        );
        for part in [title, message, text(finding, "observed"), text(finding, "threshold")] {
            assert_eq!(miscounted(part), None, "{part}");
            assert_eq!(private_word(part), None, "{part}");
        }
        for sentence in sentences(message) {
            assert!(sentence.split_whitespace().count() <= MOST_WORDS, "more than {MOST_WORDS} words: {sentence}");
            assert!(!checks.iter().any(|id| sentence.contains(id)), "the id of a check in a sentence: {sentence}");
        }
    }
}

#[test]
fn what_else_a_report_says_reads_as_well() {
    for name in REPORTS {
        let report = report(name);
        let notes = report["checks"].as_array().unwrap().iter().flat_map(|check| check["notes"].as_array().unwrap());
        let why = report["not_assessed"].as_array().unwrap().iter().map(|one| &one["why"]);
        let controls = report["controls"].as_array().unwrap().iter();
        let controls = controls.flat_map(|control| [&control["title"], &control["summary"]]);
        for line in notes.chain(why).chain(controls).map(|line| line.as_str().unwrap()) {
            assert!(begins_well(line), "no capital: {line}");
            assert_eq!((miscounted(line), private_word(line)), (None, None), "{line}");
        }
        let markdown = fs::read_to_string(root().join("reports").join(name).join("report.md")).unwrap();
        for line in markdown.lines() {
            assert_eq!((miscounted(line), private_word(line)), (None, None), "{line}");
        }
    }
}

#[test]
fn explanations_begin_with_a_capital_and_use_no_private_word() {
    for check in clade_analyze::analyze::ALL {
        for part in [check.title, check.explain.finds, check.explain.matters, check.explain.caveats]
            .iter()
            .chain(check.explain.remedy)
        {
            assert!(begins_well(part), "{}: no capital: {part}", check.id);
            assert_eq!((miscounted(part), private_word(part)), (None, None), "{}: {part}", check.id);
        }
    }
}

/// Files of Rust below a folder, tests left out.
fn sources(folder: &Path, all: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            sources(&path, all);
        } else if shown.ends_with(".rs") && !["test", "sample"].iter().any(|word| shown.contains(word)) {
            let text = fs::read_to_string(&path).unwrap();
            all.push((shown, text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()));
        }
    }
}

#[test]
fn no_literal_of_the_code_counts_with_brackets_or_speaks_of_told_things() {
    let mut all = Vec::new();
    sources(&root().join("src"), &mut all);
    assert!(all.len() > 300);
    let mut wrong = Vec::new();
    for (path, text) in &all {
        for literal in literals(text).into_iter().filter(|one| one.text.contains(' ')) {
            if let Some(what) = literal.text.contains("(s)").then_some("(s)").or_else(|| private_word(&literal.text)) {
                wrong.push(format!("{path}:{} {what}: {}", literal.line, literal.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words of this house in the names of the code, as parts of them.
const PRIVATE_PARTS: [&str; 8] = ["told", "untold", "deed", "deeds", "fate", "seer", "spelt", "homeless"];

/// The names of a file that have one, macros left out.
#[derive(Default)]
struct PrivateNames(BTreeSet<String>);

impl Visit<'_> for PrivateNames {
    fn visit_ident(&mut self, name: &syn::Ident) {
        let name = name.to_string();
        if name.to_lowercase().split('_').any(|part| PRIVATE_PARTS.contains(&part)) {
            self.0.insert(name);
        }
    }
}

fn private_names(code: &str) -> BTreeSet<String> {
    let mut found = PrivateNames::default();
    found.visit_file(&syn::parse_file(code).unwrap());
    found.0
}

#[test]
fn no_name_of_the_code_is_a_private_word() {
    let mut all = Vec::new();
    sources(&root().join("src"), &mut all);
    let found =
        all.iter().flat_map(|(path, text)| private_names(text).into_iter().map(move |name| format!("{path}: {name}")));
    assert_eq!(found.collect::<Vec<_>>(), [""; 0]);
    let code = "// told\nfn is_told(fated: &str) -> bool { fated == \"told\" }\nstruct Deed;";
    assert_eq!(private_names(code).into_iter().collect::<Vec<_>>(), ["Deed", "is_told"]);
}

#[test]
fn the_rules_see_what_breaks_them() {
    assert_eq!((miscounted("used on 2 day(s)"), miscounted("1 days left")), (Some("(s)"), Some("days")));
    assert_eq!((miscounted("1 day"), miscounted("21 days")), (None, None));
    assert_eq!(private_word("the key outlives its creator"), Some("outlives"));
    assert_eq!(private_word("a fated `told_from`"), None);
    assert!(!begins_well("created 2026-08-03") && begins_well("ann@example.com left") && begins_well("3 admins"));
    assert_eq!(sentences("One (two. three). Four «a. b» five"), ["One ", "Four  five"]);
    let code =
        "const A: &str = \"one \\\n    two\"; // \"three four\"\nfinds: \"five six\", b'\"', r#\"seven \"eight\"\"#";
    let found: Vec<String> = literals(code).into_iter().map(|one| one.text).collect();
    assert_eq!(found, ["one two", "five six", "seven \"eight\""]);
}
