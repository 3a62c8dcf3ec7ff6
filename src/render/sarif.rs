//! `findings.sarif`: SARIF 2.1.0, which code-scanning and vulnerability platforms import.
//!
//! A result is a finding (`fail`), a check that found nothing (`pass`), one that could not be assessed (`open`), one whose question does
//! not arise (`notApplicable`), or a control that a person has to review (`review`). What could not be looked at never passes.
//! Specification: docs.oasis-open.org/sarif/sarif/v2.1.0.

mod results;
mod taxonomies;
#[cfg(test)]
mod tests;

use anyhow::Result;
use serde_json::{Value, json};

use super::{File, Renderer};
use crate::model::{Input, Report};

/// The registry line.
pub(super) const RENDERER: Renderer = Renderer {
    id: "sarif",
    title: "findings.sarif, SARIF 2.1.0 for platforms that import findings (only with --format)",
    render,
};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

fn render(report: &Report) -> Result<Vec<File>> {
    let run = json!({
        "tool": {"driver": {
            "name": report.tool.name,
            "version": report.tool.version,
            "rules": rules(report),
            "properties": {"catalogueSha256": report.tool.catalogue_sha256},
        }},
        "automationDetails": {"id": format!("{}/{}", report.tool.name, report.period)},
        "invocations": [{"executionSuccessful": true}],
        "columnKind": "unicodeCodePoints",
        "artifacts": report.inputs.iter().map(artifact).collect::<Vec<_>>(),
        "taxonomies": taxonomies::taxonomies(report),
        "results": results::results(report),
        "properties": {
            "period": report.period.to_string(),
            "asOf": report.as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        },
    });
    let mut bytes = serde_json::to_vec_pretty(&json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}))?;
    bytes.push(b'\n');
    Ok(vec![File::new("findings.sarif", bytes)])
}

/// The checks, in the order of the catalogue, each with what its control supports elsewhere.
fn rules(report: &Report) -> Vec<Value> {
    let rule = |check: &crate::model::CheckResult| {
        json!({
            "id": check.id,
            "shortDescription": {"text": check.title},
            "properties": {"control": check.control.id(), "tags": ["access-control", check.control.id()]},
            "relationships": taxonomies::relationships(report, check.control),
        })
    };
    report.checks.iter().map(rule).collect()
}

/// An input with its hash; one that was not read has none.
fn artifact(input: &Input) -> Value {
    let mut artifact = json!({"location": {"uri": uri(&input.path)}, "length": input.bytes});
    if let Some(sha256) = &input.sha256 {
        artifact["hashes"] = json!({"sha-256": sha256});
    }
    artifact
}

/// A path as a relative reference: everything that means something in a URI is escaped, a colon in the first part too.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::with_capacity(path.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
