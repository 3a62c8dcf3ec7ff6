//! What is generated is committed, and is what the code says: the schema, the README's tables, the help.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use clade_analyze::{cli, explain, ingest, model};
use support::{assert_committed, blessing, root};

#[test]
fn the_schema_of_findings_json_is_committed() {
    let schema = schemars::schema_for!(model::Report);
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    assert_committed("reports/findings.schema.json", &text);
}

/// The README with the text between `<!-- name -->` and `<!-- /name -->` replaced.
fn with_section(readme: &str, name: &str, text: &str) -> String {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = readme.split_once(&start).unwrap_or_else(|| panic!("README.md has no section {name}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md does not end section {name}"));
    format!("{before}{start}{}\n{end}{after}", text.trim_end())
}

fn formats() -> String {
    let row = |i: &ingest::Ingestor| format!("| `{}` | {} | {} |", i.id, i.title, i.table.title());
    let rows: Vec<String> = ingest::ALL.iter().map(row).collect();
    format!("| kind | export | fills |\n|---|---|---|\n{}", rows.join("\n"))
}

#[test]
fn the_readme_tables_come_from_the_registries() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let mut generated = with_section(&readme, "formats", &formats());
    generated = with_section(&generated, "checks", &explain::reference());
    generated = with_section(&generated, "help", &format!("```text\n{}\n```", cli::help().trim_end()));
    if blessing() {
        std::fs::write(&path, &generated).unwrap();
    }
    assert!(
        blessing() || generated == readme,
        "README.md is not what the code generates: run `BLESS=1 cargo test --test documents`"
    );
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
    for fixture in ["demo", "clean", "hostile"] {
        let bytes = std::fs::read(root().join(format!("reports/{fixture}/findings.json"))).unwrap();
        let report: model::Report = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(report.schema_version, model::SCHEMA_VERSION);
        let again = serde_json::to_string_pretty(&report).unwrap() + "\n";
        assert!(again.as_bytes() == bytes, "reports/{fixture}/findings.json does not survive reading and writing");
    }
}
