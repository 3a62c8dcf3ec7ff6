//! The sections of the example, filled with what the exports tell.

use std::collections::BTreeMap;

use super::guess::{Guesses, Service};
use super::write_out::{commented, key, list, quoted};
use crate::analyze::{self, Threshold};

/// What stands in place of a section.
#[derive(Default)]
pub(super) struct Section {
    /// Lines that begin it.
    pub(super) header: Vec<String>,
    settings: Settings,
}

#[derive(Default)]
enum Settings {
    /// As in the example, commented out, some of them replaced.
    #[default]
    Example,
    Some(BTreeMap<&'static str, String>),
    /// In prose: an example that would be in the way of another setting.
    Prose,
    /// The header holds them all.
    None,
}

impl Section {
    /// What stands in place of a setting of the example.
    pub(super) fn take(&self, key: &str, line: &str) -> Option<String> {
        match &self.settings {
            Settings::Example => Some(format!("#{line}")),
            Settings::Some(filled) => Some(filled.get(key).cloned().unwrap_or_else(|| format!("#{line}"))),
            Settings::Prose => Some(format!("#     {line}")),
            Settings::None => None,
        }
    }
}

/// What stands in place of the section that begins with this line.
pub(super) fn section(line: &str, guesses: &Guesses) -> Section {
    let open = |settings| Section { header: vec![line.to_owned()], settings };
    let closed = |settings| Section { header: vec![format!("#{line}")], settings };
    let filled = |lines: Vec<String>| match lines.is_empty() {
        true => open(Settings::Example),
        false => Section { header: [vec![line.to_owned()], lines].concat(), settings: Settings::None },
    };
    match line {
        "[organization]" => open(Settings::Some(organization(guesses))),
        "[environments.workspaces]" => filled(workspaces(guesses)),
        "[limits]" => open(Settings::Some(limit(guesses))),
        "[limits.workspaces]" => filled(workspace_limits(guesses)),
        "[access.roles]" => filled(roles(guesses)),
        "[access.review]" => closed(Settings::Some(population(guesses))),
        // They need settings, and cannot stand empty.
        "[hours]" | "[[prices]]" | "[[rules]]" | "[[rules.example]]" | "[[suppress]]" => closed(Settings::Example),
        "[checks.stale-key]" => Section { header: checks(), settings: Settings::None },
        "[checks.inactive-member]" => Section { header: vec![format!("#     {line}")], settings: Settings::Prose },
        service if service.starts_with("[services.") => match guesses.services.is_empty() {
            true => closed(Settings::Example),
            // All of them stand where the first example stood.
            false if EXAMPLE_SERVICE == service => Section { header: services(guesses), settings: Settings::None },
            false => Section { header: Vec::new(), settings: Settings::None },
        },
        _ => open(Settings::Example),
    }
}

/// The first service of the example.
pub(super) const EXAMPLE_SERVICE: &str = "[services.checkout]";

fn organization(guesses: &Guesses) -> BTreeMap<&'static str, String> {
    let mut lines = BTreeMap::new();
    if let Some(name) = &guesses.organization {
        lines.insert("name", format!("#name = {}  # found", quoted(name)));
    }
    let (own, others): (Vec<_>, Vec<_>) =
        guesses.domains.iter().partition(|(domain, _)| guesses.own_domains.contains(domain));
    if !own.is_empty() {
        let counted = |domains: &[&(String, usize)]| {
            let shown: Vec<String> =
                domains.iter().take(MOST).map(|(name, n)| format!("{} {n}", commented(name))).collect();
            shown.join(", ")
        };
        let rest = if others.is_empty() { String::new() } else { format!("; left out: {}", counted(&others)) };
        let domains = list(own.iter().map(|(domain, _)| domain.as_str()));
        let why = format!("domains of {}: {}{rest}", crate::model::counted(guesses.members, "member"), counted(&own));
        lines.insert("domains", format!("#domains = {domains}  # guess: {why}"));
    }
    lines
}

/// Domains that are listed in a comment.
const MOST: usize = 12;

fn workspaces(guesses: &Guesses) -> Vec<String> {
    let line = |(name, inferred): &(String, Option<crate::facts::names::environment::Inferred>)| match inferred {
        Some(reported) => {
            let (key, id) = (key(name), reported.environment.id());
            format!("#{key} = \"{id}\"  # guess: {}", commented(&reported.basis))
        }
        None => format!("# {} has no environment in its name or tags.", quoted(name)),
    };
    guesses.workspaces.iter().map(line).collect()
}

fn services(guesses: &Guesses) -> Vec<String> {
    let mut lines = vec![
        "# These services are guessed from names of active keys, and their keys are listed by name: shorten the lists to patterns, so".to_owned(),
        "# that they cover the next keys too. No export says who owns a service: add `owner`.".to_owned(),
    ];
    for Service { name, keys, environments } in &guesses.services {
        lines.push(String::new());
        lines.push(format!("#[services.{}]  # guess", key(name)));
        lines.push(format!("#keys = {}  # guess", list(keys.iter().map(String::as_str))));
        if !environments.is_empty() {
            let ids = environments.iter().map(|environment| environment.id());
            lines.push(format!("#environments = {}  # guess", list(ids)));
        }
    }
    lines
}

fn limit(guesses: &Guesses) -> BTreeMap<&'static str, String> {
    let found = guesses.organization_limit.map(|amount| ("organization", format!("#organization = {amount}  # found")));
    found.into_iter().collect()
}

fn workspace_limits(guesses: &Guesses) -> Vec<String> {
    guesses.workspace_limits.iter().map(|(name, amount)| format!("#{} = {amount}  # found", key(name))).collect()
}

fn roles(guesses: &Guesses) -> Vec<String> {
    let line = |(role, people): (&String, &Vec<String>)| {
        format!("#{} = {}  # found", key(role), list(people.iter().map(String::as_str)))
    };
    guesses.roles.iter().map(line).collect()
}

fn population(guesses: &Guesses) -> BTreeMap<&'static str, String> {
    let members = guesses.members;
    let line =
        (members > 0).then(|| ("population", format!("#population = {members}  # found: number of listed members")));
    line.into_iter().collect()
}

/// Every threshold of the catalogue.
fn checks() -> Vec<String> {
    let mut lines = Vec::new();
    for analyzer in analyze::ALL.iter().filter(|analyzer| !analyzer.thresholds.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("[checks.{}]", analyzer.id));
        for Threshold { name, default, unit, source } in analyzer.thresholds {
            lines.push(format!("#{name} = {default}  # default: {unit}; {source}"));
        }
    }
    lines
}
