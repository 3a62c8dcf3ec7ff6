//! What is generated is committed, and is what the code says: the schema, the tables of the documents, the help.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "documents/dependencies.rs"]
mod dependencies;
#[path = "documents/faults.rs"]
mod faults;
#[path = "documents/links.rs"]
mod links;
mod support;

use clade_analyze::{cli, explain, ingest, model};
use support::{assert_committed, blessing, root};

#[test]
fn the_schema_of_findings_json_is_committed() {
    let schema = schemars::schema_for!(model::Report);
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    assert_committed("reports/findings.schema.json", &text);
}

#[test]
fn the_schema_of_the_policy_is_committed() {
    let text = serde_json::to_string_pretty(&clade_analyze::init::schema()).unwrap() + "\n";
    assert_committed("clade.schema.json", &text);
}

/// A document with the text between `<!-- name -->` and `<!-- /name -->` replaced.
fn with_section(document: &str, name: &str, text: &str) -> String {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = document.split_once(&start).unwrap_or_else(|| panic!("there is no section {name}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("section {name} does not end"));
    format!("{before}{start}{}\n{end}{after}", text.trim_end())
}

fn formats() -> String {
    let row = |i: &ingest::Ingestor| format!("| `{}` | {} | {} |", i.id, i.title, i.table.title());
    let rows: Vec<String> = ingest::ALL.iter().map(row).collect();
    format!("| kind | export | fills |\n|---|---|---|\n{}", rows.join("\n"))
}

/// The checks that read events.
fn of_events() -> String {
    let all = clade_analyze::analyze::ALL
        .iter()
        .filter(|one| one.reads.iter().any(|tables| tables.contains(&model::Table::Events)));
    let ids: Vec<String> = all.map(|one| format!("`{}`", one.id)).collect();
    let mut lines = vec![String::new()];
    for (at, id) in ids.iter().enumerate() {
        let id = if at + 1 == ids.len() { format!("{id}.") } else { format!("{id},") };
        match lines.last_mut() {
            Some(line) if line.len() + id.len() < 140 => {
                line.push_str(&format!("{}{id}", if line.is_empty() { "" } else { " " }))
            }
            _ => lines.push(id),
        }
    }
    lines.join("\n")
}

#[test]
fn tables_and_help_come_from_the_registries() {
    let sections = [
        ("docs/exports.md", "formats", formats()),
        ("docs/checks.md", "checks", explain::reference()),
        ("docs/dependencies.md", "dependencies", dependencies::table()),
        ("docs/faults.md", "faults", faults::table()),
        ("docs/parts.md", "whole-events", of_events()),
        ("docs/command-line.md", "help", format!("```text\n{}\n```", cli::help().trim_end())),
    ];
    for (file, name, text) in sections {
        let path = root().join(file);
        let document = std::fs::read_to_string(&path).unwrap();
        let generated = with_section(&document, name, &text);
        if blessing() {
            std::fs::write(&path, &generated).unwrap();
        }
        assert!(
            blessing() || generated == document,
            "{file} is not what the code generates: run `BLESS=1 cargo test --test documents`"
        );
    }
}

#[test]
fn faults_stand_once_each() {
    let rows = faults::rows();
    let tests: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.test.as_str()).collect();
    assert_eq!(tests.len(), rows.len());
    assert!(rows.iter().all(|row| row.fault.len() > 10 && row.outcome.len() > 5));
}

#[test]
fn the_example_policy_fits_the_catalogue() {
    let known: Vec<_> = clade_analyze::analyze::ALL
        .iter()
        .map(|a| clade_analyze::policy::KnownCheck {
            id: a.id,
            thresholds: a.thresholds.iter().map(|t| t.name).collect(),
        })
        .collect();
    clade_analyze::policy::load(&root().join("clade.example.toml"), &known).unwrap();
}

#[test]
fn formats_of_the_command_line_are_those_of_the_renderers() {
    let options: Vec<&str> = clade_analyze::options::Format::ALL.iter().map(|format| format.id()).collect();
    let renderers: Vec<&str> = clade_analyze::render::ALL.iter().map(|renderer| renderer.id).collect();
    assert_eq!(options, renderers);
}

#[test]
fn the_committed_reports_fit_the_schema() {
    // The types read back what they wrote, with unknown fields refused by none and missing ones by all.
    for fixture in ["demo", "clean", "hostile", "typical"] {
        let bytes = std::fs::read(root().join(format!("reports/{fixture}/findings.json"))).unwrap();
        let report: model::Report = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(report.schema_version, model::SCHEMA_VERSION);
        let again = serde_json::to_string_pretty(&report).unwrap() + "\n";
        assert!(again.as_bytes() == bytes, "reports/{fixture}/findings.json does not survive reading and writing");
    }
}

/// A committed report of a fixture, as JSON, with the predicate of its manifest.
fn committed(name: &str) -> (serde_json::Value, serde_json::Value) {
    let read = |file: &str| -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(root().join("reports").join(name).join(file)).unwrap()).unwrap()
    };
    (read("findings.json"), read("manifest.json")["predicate"]["byproducts"]["clade-analyze"].clone())
}

#[test]
fn one_thing_has_one_count_wherever_it_stands() {
    for name in ["demo", "clean", "hostile", "typical"] {
        let (report, manifest) = committed(name);
        let list = |key: &str| report[key].as_array().unwrap().clone();
        let (checks, findings) = (list("checks"), list("findings"));
        let count = |key: &str| checks.iter().map(|check| check[key].as_u64().unwrap()).sum::<u64>();
        assert_eq!(count("findings"), findings.len() as u64, "{name}: findings by check");
        assert_eq!(count("suppressed"), list("suppressed").len() as u64, "{name}: suppressed by check");
        for control in list("controls") {
            let (id, rules) = (&control["id"], control["checks"].as_array().unwrap());
            let own = findings.iter().filter(|one| rules.contains(&one["rule"]) && one["severity"] != "info");
            let subjects: std::collections::BTreeSet<String> = own
                .map(|one| match &one["subject"] {
                    subject if subject["id"].is_null() => {
                        format!("{} {} {}", subject["kind"], subject["name"], subject["workspace"])
                    }
                    subject => format!("{} {}", subject["kind"], subject["id"]),
                })
                .collect();
            assert_eq!(control["exceptions"], subjects.len(), "{name} {id}: info findings are counted apart");
            let population = control["population"].as_u64().unwrap();
            assert!(subjects.len() as u64 <= population, "{name} {id}: {} of {population}", subjects.len());
            let items = control["population_of"].as_str().unwrap();
            let number = |item: &str| item.rsplit(": ").next().unwrap().parse::<u64>().unwrap();
            let stated: u64 = items.split("; ").filter(|item| !item.is_empty()).map(number).sum();
            assert_eq!(stated, population, "{name} {id}: {items}");
        }
        let rules = |of: &[serde_json::Value], key: &str| -> serde_json::Value {
            of.iter().map(|one| one[key].clone()).collect()
        };
        assert_eq!(manifest["not_assessed"], rules(&list("not_assessed"), "rule"), "{name}: the manifest's checks");
        let disabled: Vec<_> = checks.iter().filter(|check| check["status"] == "disabled").cloned().collect();
        assert_eq!(manifest["disabled"], rules(&disabled, "id"), "{name}");
        let waiting: Vec<_> = list("controls").into_iter().filter(|one| one["status"] == "needs-review").collect();
        assert_eq!(manifest["needs_review"], rules(&waiting, "id"), "{name}");
    }
}
