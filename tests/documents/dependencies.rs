//! The table of direct dependencies: what each is for, by its line in `Cargo.toml`, and what it weighs, by `Cargo.lock`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::root;

/// Packages by name and version, with those that each asks for.
type Locked = BTreeMap<String, BTreeSet<String>>;

/// As Markdown.
pub(crate) fn table() -> String {
    let locked = locked();
    let reasons = reasons();
    let own = format!("clade-analyze {}", env!("CARGO_PKG_VERSION"));
    let direct = |name: &str| locked[&own].iter().find(|one| one.split(' ').next() == Some(name)).unwrap().clone();
    let all: Vec<(String, &String)> = reasons.iter().map(|(name, why)| (direct(name), why)).collect();
    let whole = below(&locked, all.iter().map(|(package, _)| package.as_str()));
    let row = |(package, why): &(String, &String)| {
        let with = below(&locked, [package.as_str()]).len();
        let others = all.iter().map(|(other, _)| other.as_str()).filter(|other| other != package);
        let alone = whole.len() - below(&locked, others).len();
        let (name, version) = package.split_once(' ').unwrap();
        format!("| `{name}` | {version} | {with} | {alone} | {why} |")
    };
    let rows: Vec<String> = all.iter().map(row).collect();
    format!(
        "{} packages stand behind {} direct dependencies of the program.\n\n\
         | crate | version | packages with it | only through it | why |\n|---|---|---|---|---|\n{}",
        whole.len(),
        all.len(),
        rows.join("\n")
    )
}

/// What is reached from some packages, themselves included.
fn below<'a>(locked: &'a Locked, from: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = from.into_iter().collect();
    while let Some(package) = open.pop() {
        if found.insert(package) {
            open.extend(locked[package].iter().map(String::as_str));
        }
    }
    found
}

fn locked() -> Locked {
    let text = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let lock: toml::Table = toml::from_str(&text).unwrap();
    let packages = lock["package"].as_array().unwrap();
    let text = |value: &toml::Value, field: &str| value[field].as_str().unwrap().to_owned();
    let ids: Vec<String> =
        packages.iter().map(|one| format!("{} {}", text(one, "name"), text(one, "version"))).collect();
    // A dependency is named without its version where only one is locked.
    let id = |asked: &str| {
        let mut words = asked.split(' ');
        let (name, version) = (words.next().unwrap(), words.next());
        let is_it = |one: &&String| {
            one.split_once(' ').is_some_and(|(own, its)| own == name && version.is_none_or(|version| its == version))
        };
        ids.iter().find(is_it).unwrap().clone()
    };
    let asks = |one: &toml::Value| -> BTreeSet<String> {
        let list = one.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
        list.map(|asked| id(asked.as_str().unwrap())).collect()
    };
    ids.iter().cloned().zip(packages.iter().map(asks)).collect()
}

/// Name and reason of every dependency of the program, in the order of `Cargo.toml`. One without a reason is a mistake.
fn reasons() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = text.split("[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let (mut all, mut why) = (Vec::new(), Vec::new());
    for line in section.lines().filter(|line| !line.trim().is_empty()) {
        match line.strip_prefix("# ") {
            Some(comment) => why.push(comment.replace('|', "\\|")),
            None => {
                let name = line.split([' ', '=', '.']).next().unwrap().to_owned();
                assert!(!why.is_empty(), "{name} has no reason in Cargo.toml");
                all.push((name, std::mem::take(&mut why).join(" ")));
            }
        }
    }
    all
}
