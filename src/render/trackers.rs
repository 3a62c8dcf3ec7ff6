//! Imports for trackers: one issue a subject, known again by its fingerprint.
//!
//! Both files are CSV as in RFC 4180 (commas, CRLF, quotes doubled), UTF-8 without a mark, which importers would take for a part of the
//! first column's name. What strangers wrote starts no formula.

mod jira;
mod servicenow;
#[cfg(test)]
mod tests;

use anyhow::Result;

pub(in crate::render) use self::jira::priority;
use super::{File, Renderer};
use crate::model::{OpenItem, Report};

/// The registry line of Jira.
pub(super) const JIRA: Renderer = Renderer {
    id: "jira-csv",
    title: "jira-import.csv, one issue a subject for Jira's CSV import (only with --format)",
    render: |report| file("jira-import.csv", jira::rows(report)),
};

/// The registry line of ServiceNow.
pub(super) const SERVICENOW: Renderer = Renderer {
    id: "servicenow-csv",
    title: "servicenow-import.csv, one record a subject for ServiceNow's import sets (only with --format)",
    render: |report| file("servicenow-import.csv", servicenow::rows(report)),
};

/// A header and its rows, all of one length.
fn file(name: &str, rows: Vec<Vec<String>>) -> Result<Vec<File>> {
    let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        table.write_record(row)?;
    }
    Ok(vec![File::new(name, table.into_inner()?)])
}

/// The owner, where it is one address: trackers look people up by it.
fn assignee(item: &OpenItem) -> Option<&str> {
    let is_one = |owner: &&str| owner.matches('@').count() == 1 && !owner.contains([',', ';', ' ']);
    item.owner.as_deref().filter(is_one)
}

/// Sentences about the item, a line each, every line ended: what it is about, whose it is, what is wrong and what to do.
fn lines(report: &Report, item: &OpenItem) -> Vec<String> {
    let subject = &item.subject;
    let named = match (&subject.id, &subject.name) {
        (Some(id), Some(name)) if id != name => format!("{name} ({id})"),
        _ => subject.label().to_owned(),
    };
    let place = subject.workspace.as_ref().map(|name| format!(" in workspace {name}")).unwrap_or_default();
    let mut lines = vec![format!("This issue is about the {} {named}{place}.", subject.kind.title())];
    if let Some(owner) = &item.owner {
        let role = item.owner_role.as_ref().map(|role| format!(" ({role})")).unwrap_or_default();
        lines.push(format!("It is for {owner}{role}."));
    }
    lines.extend(item.description.iter().map(|line| sentence(line)));
    let tool = &report.tool;
    let worst = item.findings.first().map_or("", String::as_str);
    lines.push(format!(
        "{} {} found this as of {}; the report has all of it under report.html#finding-{worst}.",
        tool.name,
        tool.version,
        report.as_of.format("%Y-%m-%d")
    ));
    lines
}

fn sentence(line: &str) -> String {
    let is_ended = line.ends_with(['.', '!', '?', ':']);
    format!("{line}{}", if is_ended { "" } else { "." })
}

/// As many whole lines as fit, and a line that says what is missing.
fn within(lines: &[String], most: usize) -> String {
    let whole = lines.join("\n");
    if whole.chars().count() <= most {
        return whole;
    }
    let rest = "The rest does not fit here and is in the report.";
    let mut room = most.saturating_sub(rest.chars().count());
    let mut kept = Vec::new();
    for line in lines {
        let Some(left) = room.checked_sub(line.chars().count() + 1) else { break };
        room = left;
        kept.push(line.as_str());
    }
    kept.push(rest);
    kept.join("\n")
}
