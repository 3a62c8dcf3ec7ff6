//! The catalogue of checks in words: for `explain`, and for the README.

use std::fmt;

use crate::analyze::{self, Analyzer, Threshold};
use crate::data;
use crate::model::{Control, Table};
use crate::policy::nearest;

/// There is no such check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCheck {
    asked: String,
    near: Option<&'static str>,
}

impl fmt::Display for UnknownCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown check `{}`; ", self.asked.escape_debug())?;
        match self.near {
            Some(near) => write!(f, "did you mean `{near}`?"),
            None => f.write_str("`clade-analyze explain` lists the checks"),
        }
    }
}

impl std::error::Error for UnknownCheck {}

/// The text of `explain`: all checks in a list, or one in full.
///
/// # Errors
/// [`UnknownCheck`], with the id that was most likely meant.
pub fn explain(check: Option<&str>) -> Result<String, UnknownCheck> {
    explained(analyze::ALL, check)
}

/// The checks as a Markdown table, for the README.
#[must_use]
pub fn reference() -> String {
    table(analyze::ALL)
}

fn explained(catalogue: &'static [Analyzer], check: Option<&str>) -> Result<String, UnknownCheck> {
    let Some(id) = check else { return Ok(list(catalogue)) };
    match catalogue.iter().find(|analyzer| analyzer.id == id) {
        Some(analyzer) => Ok(in_full(analyzer)),
        None => {
            Err(UnknownCheck { asked: id.to_owned(), near: nearest(id, catalogue.iter().map(|analyzer| analyzer.id)) })
        }
    }
}

fn list(catalogue: &[Analyzer]) -> String {
    let width = catalogue.iter().map(|analyzer| analyzer.id.len()).max().unwrap_or(0);
    let mut lines =
        vec!["The checks, by the control they serve. `clade-analyze explain CHECK` explains one.".to_owned()];
    for control in Control::ALL {
        lines.push(format!("\n{}: {}", control.id(), data::control(control).title));
        let served: Vec<&Analyzer> = catalogue.iter().filter(|analyzer| analyzer.control == control).collect();
        if served.is_empty() {
            lines.push("  no check yet".to_owned());
        }
        for Analyzer { id, severity, title, .. } in served {
            lines.push(format!("  {id:width$}  {:8}  {title}", severity.id()));
        }
    }
    text(&lines)
}

fn in_full(analyzer: &Analyzer) -> String {
    let Analyzer { id, explain, .. } = analyzer;
    let mut lines = vec![
        format!("{id}: {}\n", analyzer.title),
        format!("Control     {}: {}", analyzer.control.id(), data::control(analyzer.control).title),
        format!("Severity    {}", analyzer.severity.id()),
        format!("Population  {}", analyzer.population),
        format!("Needs       {}", needs(analyzer)),
    ];
    let sections = [
        ("What it finds", explain.finds),
        ("Why it matters", explain.matters),
        ("How it can be wrong", explain.caveats),
    ];
    for (heading, paragraphs) in sections {
        lines.push(format!("\n{heading}"));
        lines.extend(wrapped(paragraphs, "  ", "  "));
    }
    lines.push("\nWhat to do".to_owned());
    for (at, step) in explain.remedy.iter().enumerate() {
        lines.extend(wrapped(step, &format!("  {}. ", at + 1), "     "));
    }
    lines.push(format!("\nIn clade.toml\n  [checks.{id}]"));
    for Threshold { name, default, unit, source } in analyzer.thresholds {
        lines.push(format!("  {name} = {default}  # {unit}; default: {source}"));
    }
    lines.push("  # or: enabled = false with reason = \"…\"".to_owned());
    text(&lines)
}

fn text(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

/// `API keys; token usage or cost`.
fn needs(analyzer: &Analyzer) -> String {
    let either = |tables: &&[Table]| tables.iter().map(|table| table.title()).collect::<Vec<_>>().join(" or ");
    let all: Vec<String> = analyzer.reads.iter().map(either).collect();
    if all.is_empty() { "any export".to_owned() } else { all.join("; ") }
}

/// Lines that fit a terminal, paragraphs kept; the first begins with `first`, the others with `further`.
fn wrapped(text: &str, first: &str, further: &str) -> Vec<String> {
    const WIDTH: usize = 96;
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if line.is_empty() {
                line = format!("{}{word}", if lines.is_empty() { first } else { further });
            } else if line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::replace(&mut line, format!("{further}{word}")));
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        lines.push(line);
    }
    lines
}

fn table(catalogue: &[Analyzer]) -> String {
    let mut lines = vec!["| check | finds | control | severity | thresholds |\n|---|---|---|---|---|".to_owned()];
    for analyzer in catalogue {
        let threshold = |one: &Threshold| format!("`{}` = {} {}", one.name, one.default, one.unit);
        let thresholds: Vec<String> = analyzer.thresholds.iter().map(threshold).collect();
        let (id, control, severity) = (analyzer.id, analyzer.control.id(), analyzer.severity.id());
        let cells =
            format!("`{id}` | {} | `{control}` | {severity} | {}", cell(analyzer.title), cell(&thresholds.join(", ")));
        lines.push(format!("| {} |", cells.trim_end()));
    }
    text(&lines)
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests;
