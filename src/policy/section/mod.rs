//! What each section of the file may say: one file a section, with its types, its reader and its questions.

pub(super) mod access;
mod alerts;
pub(super) mod audit_log;
mod bounds;
pub(super) mod checks;
mod due;
pub(super) mod environments;
pub(super) mod hours;
pub(super) mod limits;
mod models;
mod naming;
pub(super) mod organization;
pub(super) mod prices;
mod report;
pub(super) mod residency;
mod rules;
pub(super) mod services;
pub(super) mod settings;
pub(super) mod suppress;

use super::cell::{Cell, Entry};
use super::shape::{Field, Kind, may};
use super::{Environment, KnownCheck, Policy, PolicyError};

type Result<T> = std::result::Result<T, PolicyError>;

/// A section: its key at the top of the file, and what takes it in.
struct Section {
    key: &'static str,
    read: fn(&Cell<'_>, &[KnownCheck<'_>], &mut Policy) -> Result<()>,
}

/// Every section, in the order of `clade.example.toml`.
const ALL: &[Section] = &[
    Section { key: "organization", read: |section, _, policy| organization::read(section, policy) },
    Section { key: "environments", read: |section, _, policy| environments::read(section, policy) },
    Section { key: "services", read: |section, _, policy| services::read(section, policy) },
    Section { key: "naming", read: |section, _, policy| naming::read(section, policy) },
    Section { key: "limits", read: |section, _, policy| limits::read(section, policy) },
    Section { key: "alerts", read: |section, _, policy| alerts::read(section, policy) },
    Section { key: "models", read: |section, _, policy| models::read(section, policy) },
    Section { key: "prices", read: |section, _, policy| prices::read(section, policy) },
    Section { key: "residency", read: |section, _, policy| residency::read(section, policy) },
    Section { key: "access", read: |section, _, policy| access::read(section, policy) },
    Section { key: "hours", read: |section, _, policy| hours::read(section, policy) },
    Section { key: "audit_log", read: |section, _, policy| audit_log::read(section, policy) },
    Section { key: "settings", read: |section, _, policy| settings::read(section, policy) },
    Section { key: "rules", read: rules::read },
    Section { key: "checks", read: checks::read },
    Section { key: "report", read: |section, _, policy| report::read(section, policy) },
    Section { key: "due", read: |section, _, policy| due::read(section, policy) },
    Section { key: "bounds", read: |section, _, policy| bounds::read(section, policy) },
    Section { key: "suppress", read: suppress::read },
];

/// The keys of the file.
pub(super) fn fields() -> Vec<Field> {
    vec![
        may("organization", Kind::Table(organization::fields), "Who you are."),
        may("environments", Kind::Table(environments::fields), "How names tell environments apart."),
        may(
            "services",
            Kind::Map(&Kind::Table(services::fields)),
            "Who answers for what, and which keys belong to it.",
        ),
        may("naming", Kind::Table(naming::fields), "What names look like."),
        may("limits", Kind::Table(limits::fields), "How much may be spent in a month."),
        may("alerts", Kind::Table(alerts::fields), "Who hears of spend."),
        may("models", Kind::Table(models::fields), "Which models may be used."),
        may("prices", Kind::Tables(prices::fields), "What models cost where it is not the list price."),
        may("residency", Kind::Table(residency::fields), "Where inference may run."),
        may("access", Kind::Table(access::fields), "Who should have which role, and when that was last reviewed."),
        may("hours", Kind::Table(hours::fields), "When people work."),
        may("audit_log", Kind::Table(audit_log::fields), "Who reviews the audit log, and how people must sign in."),
        may("settings", Kind::Table(settings::fields), "What the settings of the organization must be."),
        may("rules", Kind::Tables(rules::fields), "Detections of your own."),
        may("checks", Kind::Checks, "Thresholds, and checks that are switched off."),
        may("report", Kind::Table(report::fields), "Who answers for the report."),
        may("due", Kind::Table(due::fields), "How many days findings may stay open, by severity."),
        may("bounds", Kind::Table(bounds::fields), "How much is read of a file."),
        may("suppress", Kind::Tables(suppress::fields), "Findings that you accept."),
    ]
}

/// The whole file.
pub(super) fn policy(root: &Cell<'_>, known: &[KnownCheck<'_>]) -> Result<Policy> {
    let mut policy = Policy::default();
    // Rules ask for working hours, and other sections may speak of rules as they do of checks.
    let (first, rest): (Vec<_>, Vec<_>) = root.entries()?.into_iter().partition(|entry| FIRST.contains(&entry.key));
    let by_rank = |key: &str| first.iter().filter(|entry| entry.key == key).collect::<Vec<_>>();
    for entry in FIRST.iter().flat_map(|key| by_rank(key)) {
        read(entry, known, &mut policy)?;
    }
    let own: Vec<String> = policy.rules.iter().map(|rule| rule.id.clone()).collect();
    let own = own.iter().map(|id| KnownCheck { id, thresholds: Vec::new() });
    let known: Vec<KnownCheck<'_>> = known.iter().cloned().chain(own).collect();
    for entry in &rest {
        read(entry, &known, &mut policy)?;
    }
    Ok(policy)
}

/// What other sections build on, in this order.
const FIRST: [&str; 2] = ["hours", "rules"];

fn read(entry: &Entry<'_>, known: &[KnownCheck<'_>], policy: &mut Policy) -> Result<()> {
    match ALL.iter().find(|section| section.key == entry.key) {
        Some(section) => (section.read)(&entry.cell, known, policy),
        None => Err(entry.unknown()),
    }
}

/// What a map over workspaces says about one: its id counts before its name, which two can share.
fn of_workspace<'a, T>(map: &'a std::collections::BTreeMap<String, T>, name: &str, id: Option<&str>) -> Option<&'a T> {
    id.and_then(|id| map.get(id)).or_else(|| map.get(name))
}
