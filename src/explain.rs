//! The catalogue of checks in words: for `explain`, and for `docs/checks.md`.

use std::fmt;

use crate::analyze::{self, Analyzer, Threshold};
use crate::data;
use crate::model::{Control, Table};
use crate::policy::{Rule, nearest};

/// There is no such check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCheck {
    asked: String,
    near: Option<String>,
    has_rules: bool,
}

impl fmt::Display for UnknownCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown check `{}`; ", self.asked.escape_debug())?;
        match &self.near {
            Some(near) => write!(f, "did you mean `{near}`?"),
            None if self.has_rules => f.write_str("`clade-analyze explain` lists the checks"),
            None => f.write_str("`clade-analyze explain` lists the checks, and with --policy FILE its rules too"),
        }
    }
}

impl std::error::Error for UnknownCheck {}

/// The text of `explain`: all checks and these rules of a policy in a list, or one in full.
///
/// # Errors
/// [`UnknownCheck`], with the id that was most likely meant.
pub fn explain(check: Option<&str>, rules: &[Rule]) -> Result<String, UnknownCheck> {
    explained(analyze::ALL, rules, check)
}

/// The checks as a Markdown table, for `docs/checks.md`.
#[must_use]
pub fn reference() -> String {
    table(analyze::ALL)
}

fn explained(catalogue: &[Analyzer], rules: &[Rule], check: Option<&str>) -> Result<String, UnknownCheck> {
    let Some(id) = check else { return Ok(list(catalogue, rules)) };
    let known = catalogue.iter().find(|analyzer| analyzer.id == id).map(in_full);
    let own = || rules.iter().find(|rule| rule.id == id).map(own_in_full);
    known.or_else(own).ok_or_else(|| {
        let ids = catalogue.iter().map(|analyzer| analyzer.id).chain(rules.iter().map(|rule| rule.id.as_str()));
        UnknownCheck { asked: id.to_owned(), near: nearest(id, ids).map(str::to_owned), has_rules: !rules.is_empty() }
    })
}

fn list(catalogue: &[Analyzer], rules: &[Rule]) -> String {
    let checks = catalogue.iter().map(|one| (one.id, one.control, one.severity, one.title.to_owned()));
    let own = rules.iter().map(|rule| {
        (
            rule.id.as_str(),
            rule.control,
            rule.severity,
            format!("{} (rule of the policy, line {})", rule.title, rule.line),
        )
    });
    let all: Vec<_> = checks.chain(own).collect();
    let width = all.iter().map(|(id, ..)| id.len()).max().unwrap_or(0);
    let mut lines =
        vec!["The checks, by the control they serve. `clade-analyze explain CHECK` explains one.".to_owned()];
    for control in Control::ALL {
        lines.push(format!("\n{}: {}", control.id(), data::control(control).title));
        let served: Vec<_> = all.iter().filter(|(_, served, ..)| *served == control).collect();
        if served.is_empty() {
            lines.push("  no check yet".to_owned());
        }
        for (id, _, severity, title) in served {
            lines.push(format!("  {id:width$}  {:8}  {title}", severity.id()));
        }
    }
    text(&lines)
}

/// A rule of the policy.
fn own_in_full(rule: &Rule) -> String {
    let mut lines = vec![
        format!("{}: {}\n", rule.id, rule.title),
        format!("Control     {}: {}", rule.control.id(), data::control(rule.control).title),
        format!("Severity    {}", rule.severity.id()),
        "Population  events of its types in the period".to_owned(),
        format!("Needs       audit events{}", if rule.asks_for_roles() { "; organization members" } else { "" }),
        format!("From        [[rules]] in line {} of the policy", rule.line),
        "\nWhat it finds".to_owned(),
    ];
    lines.extend(wrapped(&rule.definition, "  ", "  "));
    if let Some(why) = &rule.why {
        lines.push("\nWhy it matters".to_owned());
        lines.extend(wrapped(why, "  ", "  "));
    }
    if !rule.notes.is_empty() {
        lines.push("\nHow it can be wrong".to_owned());
        lines.extend(rule.notes.iter().flat_map(|note| wrapped(note, "  ", "  ")));
    }
    lines.push("\nWhat to do".to_owned());
    for (at, step) in rule.remedy.iter().enumerate() {
        lines.extend(wrapped(step, &format!("  {}. ", at + 1), "     "));
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
