//! `findings.ocsf.jsonl`: one event a line in the Open Cybersecurity Schema Framework, for SIEMs and data lakes.
//!
//! A finding is a Detection Finding where it is about what happened, an IAM Analysis Finding where it is about somebody's access, else a
//! Compliance Finding: one event each. A check without findings is a Compliance Finding too, so that a platform can tell what passed from
//! what was not looked at. Times are milliseconds since 1970 in UTC. Schema: github.com/ocsf/ocsf-schema, branch v1.6.0.

mod checks;
mod event;
mod findings;
#[cfg(test)]
mod tests;

use anyhow::Result;
use findings::Findings;
use serde_json::Value;

use super::{File, Renderer};
use crate::model::Report;

/// The registry line.
pub(super) const RENDERER: Renderer = Renderer {
    id: "ocsf",
    title: "findings.ocsf.jsonl, OCSF 1.6.0 for SIEMs and data lakes (only with --format)",
    render,
};

/// The release that is written: the first with all three classes. Later 1.x releases read it.
const VERSION: &str = "1.6.0";

fn render(report: &Report) -> Result<Vec<File>> {
    let mut bytes = Vec::new();
    for event in events(report) {
        serde_json::to_writer(&mut bytes, &event)?;
        bytes.push(b'\n');
    }
    Ok(vec![File::new("findings.ocsf.jsonl", bytes)])
}

/// Open findings, suppressed and resolved ones, then checks without findings and controls that wait for a person.
fn events(report: &Report) -> Vec<Value> {
    let findings = Findings::of(report);
    let mut all: Vec<Value> = report.findings.iter().map(|one| findings.open(one)).collect();
    all.extend(report.suppressed.iter().map(|one| findings.suppressed(one)));
    all.extend(report.resolved.iter().map(|one| findings.resolved(one)));
    all.extend(report.checks.iter().filter_map(|check| checks::check(report, check)));
    all.extend(report.controls.iter().filter_map(|control| checks::control(report, control)));
    all
}
