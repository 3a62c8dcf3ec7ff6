//! Who may use whom: data flows one way, and siblings do not import each other.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "layering/graph.rs"]
mod graph;
#[path = "layering/sizes.rs"]
mod sizes;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use graph::{Graph, circles};
use sizes::Functions;

/// A module and what it may use of ours.
const ALLOWED: [(&str, &[&str]); 18] = [
    ("contained", &[]),
    ("disk", &[]),
    ("model", &[]),
    ("data", &["model"]),
    ("stats", &[]),
    // Rules of a policy name events in the words of the embedded vocabulary.
    ("policy", &["model", "data", "disk"]),
    ("baseline", &["model", "disk"]),
    // Reads files of its own; what it finds reaches the checks as facts.
    ("geoip", &["model", "disk"]),
    ("ingest", &["model", "data", "stats", "contained", "disk"]),
    ("facts", &["model", "policy", "data", "stats"]),
    ("analyze", &["model", "data", "policy", "facts", "stats", "contained"]),
    ("report", &["model", "data", "policy", "facts", "analyze", "stats"]),
    ("render", &["model", "report", "disk"]),
    // Between judging and showing: one report becomes another.
    ("pseudonym", &["model", "data", "disk"]),
    ("explain", &["analyze", "data", "policy", "model"]),
    ("init", &["analyze", "facts", "policy", "model"]),
    ("collect", &["model"]),
    ("history", &["model", "baseline"]),
];
/// Modules that may use everything.
const TOP: [&str; 7] = ["lib", "main", "run", "verify", "cli", "options", "exit"];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The top-level module of a file.
fn module_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

#[test]
fn modules_use_only_what_lies_before_them() {
    let graph = Graph::of(&support::root().join("src"));
    let mut seen = BTreeSet::new();
    for (file, used) in graph.uses() {
        let own = module_of(file);
        if TOP.contains(&own) {
            continue;
        }
        let (_, allowed) =
            ALLOWED.iter().find(|(module, _)| *module == own).unwrap_or_else(|| panic!("{own} is not in the table"));
        seen.insert(own.to_owned());
        for other in used {
            let module = module_of(other);
            assert!(module == own || allowed.contains(&module), "{file} uses {other}");
        }
    }
    assert_eq!(seen.len(), ALLOWED.len(), "a module of the table is gone");
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let graph = Graph::of(&support::root().join("src"));
    assert_eq!(circles(&graph.uses()), Vec::<Vec<&str>>::new());
}

/// What would be a circle is seen as one: through a re-export, an inline path and a type's function.
#[test]
fn circles_are_seen_through_doors() {
    let folder = std::env::temp_dir().join(format!("clade-analyze-layering-{}", std::process::id()));
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("lib.rs", "mod room;\nmod other;\npub use room::Thing;");
    write("room/mod.rs", "mod inner;\npub use inner::Thing;\npub const LIMIT: u8 = 1;");
    write("room/inner.rs", "pub struct Thing;\nconst SAME: u8 = super::LIMIT;\nfn f() { crate::other::g(); }");
    write("other.rs", "use crate::Thing;\npub fn g() { let _ = Thing; }");
    let graph = Graph::of(&folder);
    let found = circles(&graph.uses()).concat().join(" ");
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(found, "other.rs room/inner.rs", "a part may use what its room defines");
}

#[test]
fn rooms_of_facts_use_each_other_one_way() {
    let graph = Graph::of(&support::root().join("src"));
    let uses = graph.uses();
    let room = |file: &str| Some(file.strip_prefix("facts/")?.split_once('/')?.0.to_owned());
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, used) in &uses {
        let Some(own) = room(file) else { continue };
        let others = used.iter().filter_map(|other| room(other)).filter(|other| *other != own);
        rooms.entry(own.clone()).or_default().extend(others);
    }
    let named = rooms.iter().map(|(room, used)| (room.as_str(), used.iter().map(String::as_str).collect())).collect();
    assert!(rooms.len() > 6, "{rooms:?}");
    assert_eq!(circles(&named), Vec::<Vec<&str>>::new(), "{rooms:?}");
}

/// Siblings that ask another one, and what: their `mod.rs` says it too.
const SHARED: [(&str, &str); 4] = [
    // Which jumps are found, for the limit that was raised before one.
    ("analyze/spend/limit_raised_then_spike.rs", "analyze/spend/spend_spike.rs"),
    // Which bursts of nights and weekends are found already.
    ("analyze/spend/spend_spike.rs", "analyze/spend/off_hours_burst.rs"),
    // When the first days of a level that stays are no jump.
    ("analyze/spend/spend_spike.rs", "analyze/spend/spend_shift.rs"),
    // What Okta's words for a person's state mean.
    ("ingest/roster/okta_health.rs", "ingest/roster/okta_api.rs"),
];

/// Files that define one of a kind, by the words of the definition, with the files below each.
fn siblings(graph: &Graph, src: &Path, folder: &str, definition: &str) -> Vec<String> {
    let mut files = Vec::new();
    sources(&src.join(folder), &mut files);
    let own = files.iter().filter(|file| code(file).contains(definition));
    let names = own.map(|file| file.strip_prefix(src).unwrap().to_string_lossy().replace('\\', "/"));
    names.filter(|name| graph.holds(name)).collect()
}

/// The sibling that a file is, or is a part of.
fn sibling_of<'a>(siblings: &'a [String], file: &str) -> Option<&'a str> {
    let is_it = |one: &&String| *one == file || file.starts_with(&one.replace(".rs", "/"));
    siblings.iter().find(is_it).map(String::as_str)
}

/// Who of the siblings uses another one, and is not known to.
fn imports(graph: &Graph, siblings: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (file, used) in graph.uses() {
        let Some(own) = sibling_of(siblings, file) else { continue };
        let others = used.iter().filter_map(|other| sibling_of(siblings, other)).filter(|other| *other != own);
        found.extend(others.map(|other| format!("{own} uses {other}")));
    }
    found
}

#[test]
fn siblings_never_import_each_other() {
    let src = support::root().join("src");
    let graph = Graph::of(&src);
    let checks = siblings(&graph, &src, "analyze", "const ANALYZER: Analyzer =");
    assert_eq!(checks.len(), clade_analyze::analyze::ALL.len(), "every check is a file");
    let kinds = siblings(&graph, &src, "ingest", "const INGESTOR: Ingestor =");
    assert_eq!(kinds.len(), clade_analyze::ingest::ALL.len(), "every kind of export is a file");
    let shared: BTreeSet<String> = SHARED.iter().map(|(own, other)| format!("{own} uses {other}")).collect();
    assert_eq!(&imports(&graph, &checks) | &imports(&graph, &kinds), shared);
}

/// The table of `CONTRIBUTING.md` says of every module what it may use, and of no other module anything.
#[test]
fn the_table_of_the_modules_is_that_of_the_documents() {
    let text = fs::read_to_string(support::root().join("CONTRIBUTING.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `src/"));
    let mut named: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [modules, _, used] = cells[..] else { panic!("three cells: {row}") };
        let used: BTreeSet<String> =
            used.split(", ").map(|one| one.split(" (").next().unwrap().trim_end_matches(" |").to_owned()).collect();
        for path in modules.split('`').filter(|part| part.starts_with("src/")) {
            let module = module_of(path.trim_start_matches("src/"));
            assert!(named.insert(module, used.clone()).is_none(), "{module} stands there twice");
        }
    }
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<String>>();
    let allowed = ALLOWED.iter().map(|(module, used)| match used {
        [] => (*module, words(&["nothing"])),
        used => (*module, words(used)),
    });
    // The root of the library names the modules and is none.
    let top = TOP.iter().filter(|module| **module != "lib").map(|module| (*module, words(&["all"])));
    assert_eq!(named, allowed.chain(top).collect());
}

/// Lines of the longest file, tests included, and of the longest function outside tests.
const LONGEST_FILE: usize = 300;
const LONGEST_FUNCTION: usize = 60;

#[test]
fn files_and_functions_stay_short() {
    let src = support::root().join("src");
    let graph = Graph::of(&src);
    let mut files = Vec::new();
    ["src", "tests", "examples", "benches", "fuzz"]
        .iter()
        .for_each(|room| sources(&support::root().join(room), &mut files));
    files.retain(|path| {
        !path.components().any(|part| part.as_os_str() == "target" || part.as_os_str() == "node_modules")
    });
    let mut long = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).unwrap();
        let name = path.strip_prefix(&src).or_else(|_| path.strip_prefix(support::root())).unwrap();
        let name = name.to_string_lossy().replace('\\', "/");
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            long.push(format!("{name}: {lines} lines"));
        }
        if graph.holds(&name) || name == "main.rs" {
            let functions = Functions::of(&text).lines.into_iter().filter(|(_, lines)| *lines > LONGEST_FUNCTION);
            long.extend(functions.map(|(function, lines)| format!("{name}: {function}: {lines} lines")));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// What is measured: from the `fn` to its brace, without docs, and no test.
#[test]
fn functions_are_measured_without_their_docs_and_tests() {
    let text = "/// Docs.\n#[must_use]\nfn one(\n    of: u8,\n) -> u8 {\n    fn inner() {}\n    of\n}\n\
                impl Thing {\n    fn two() {\n    }\n}\n#[cfg(test)]\nmod tests {\n    fn three() {}\n}\n";
    let lines = Functions::of(text).lines;
    assert_eq!(lines, [("one".to_owned(), 6), ("inner".to_owned(), 1), ("two".to_owned(), 2)]);
}
