//! Exports of several organizations: they say so, or nothing that some of them name is known to the others.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{exports, file_subject};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::Related;
use crate::model::{
    Confidence, Control, EventSource, Evidence, Finding, ForeignList, Money, Organization, Severity, Subject, Table,
    counted,
};

/// What is held against each other.
const COMPARED: [Table; 8] = [
    Table::Usage,
    Table::Cost,
    Table::Keys,
    Table::Members,
    Table::WorkspaceMembers,
    Table::Seats,
    Table::RbacGroupMembers,
    Table::Actors,
];
const LEAST_NAMES: &str = "least_names";
const LEAST_DAYS: &str = "least_days";

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unrelated-exports",
    title: "Exports of more than one organization",
    control: Control::EvidenceCompleteness,
    severity: Severity::Low,
    reads: &[&[
        Table::Usage,
        Table::Cost,
        Table::Organization,
        Table::Settings,
        Table::Events,
        Table::Keys,
        Table::Members,
        Table::WorkspaceMembers,
        Table::Seats,
        Table::RbacGroupMembers,
    ]],
    population: "exports of usage and cost, and lists of people and keys",
    thresholds: &[
        Threshold {
            name: LEAST_NAMES,
            default: 3.0,
            unit: "names",
            source: "fewer keys or workspaces differ between exports of one organization, too",
        },
        Threshold {
            name: LEAST_DAYS,
            default: 3.0,
            unit: "days",
            source: "exports of one organization may meet on a day or two",
        },
    ],
    explain: Explain {
        finds: "Usage and cost exports that cover the same days as others and name no key and no workspace that the others or a list of \
                theirs name, where both name at least 3. Exports that say whose they are are not judged, nor are those that name nothing. \
                Lists of keys, and of members of workspaces, of which nobody and no workspace is in any other list, likewise, and lists of three or \
                more people of whom no other export has an id, or anybody at their domains; where \
                another list of the same kind fits the others, they are set aside, and none of what they list is judged. \
                Of medium severity: such lists, and exports that describe several organizations.",
        matters: "All of them are added up. Where they are of two organizations, every sum, limit and share is that of neither.",
        remedy: &[
            "If {name} is of another organization, keep the exports of each in a folder of its own, with organization.json in it (Admin \
             API: GET /v1/organizations/me)",
            "If it is a part of one organization, add the list of workspaces or of keys, which shows that they belong together",
        ],
        caveats: "An export for one workspace each looks the same: the list of workspaces settles it.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let is_compared = |kind: Option<&str>| {
        kind.and_then(|kind| cx.data.kinds.get(kind)).is_some_and(|table| COMPARED.contains(table))
    };
    let population = exports(cx).filter(|(input, _)| is_compared(input.kind.as_deref())).count() as u64;
    let least_names = cx.limit(&ANALYZER, const { ANALYZER.threshold(LEAST_NAMES) }).value as usize;
    let least_days = cx.limit(&ANALYZER, const { ANALYZER.threshold(LEAST_DAYS) }).value as usize;
    let mut findings: Vec<Finding> = several(cx).into_iter().chain(of_events(cx)).chain(of_lists(cx)).collect();
    if let Some((main, others)) = cx.facts.spend.related_exports.split_first() {
        // Rows that another export holds too are in no table, and are names in common.
        let overlaps = |one: &Related| {
            let inputs = one.files.iter().filter_map(|file| cx.data.inputs.get(*file as usize));
            inputs.map(|input| input.duplicates + input.restated).sum::<u64>() > 0
        };
        let is_stranger = |one: &&Related| {
            main.is_comparable(one, least_names) && main.common_days(one) >= least_days && !overlaps(one)
        };
        findings.extend(others.iter().filter(is_stranger).filter_map(|one| finding(cx, main, one)));
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// That the exports describe several organizations.
fn several(cx: &Context) -> Option<Finding> {
    let all = &cx.facts.lists.organizations;
    let of_headers = cx.data.organizations.iter().map(String::as_str);
    let stated: BTreeSet<&str> = all.iter().filter_map(|(one, _)| one.id.as_deref()).chain(of_headers).collect();
    // Settings call organizations by ids of another form: one of each form may be one organization.
    let of_settings = cx.facts.settings.organizations();
    let ids = if of_settings.len() > stated.len() { of_settings } else { stated };
    if ids.len() < 2 {
        return None;
    }
    let label = |one: &Organization| {
        let id = one.id.clone().unwrap_or_default();
        one.name.as_deref().map_or_else(|| id.clone(), |name| format!("«{name}» ({id})"))
    };
    let named = |id: &str| {
        let known = all.iter().find(|(one, _)| one.id.as_deref() == Some(id));
        known.map_or_else(|| id.to_owned(), |(one, _)| label(one))
    };
    let message = format!(
        "The exports describe {}. Keys, members and workspaces of all of them are judged together: one that is idle can hide \
         behind another of the same name. Expected: one organization a run",
        some_of(ids.iter().map(|id| named(id)), 3)
    );
    let title = format!("The exports are of {} organizations", ids.len());
    let mut finding = ANALYZER.finding(Subject::organization(), title, message);
    finding.severity = Severity::Medium;
    finding.observed = Some(ids.len().to_string());
    finding.threshold = Some("1".to_owned());
    finding.evidence = all.iter().take(10).map(|(one, source)| source.evidence(cx.data, label(one))).collect();
    if finding.evidence.is_empty() {
        let mut first = BTreeMap::new();
        for setting in &cx.facts.settings.all {
            first.entry(setting.organization.as_deref()).or_insert(setting.source);
        }
        let named = first.into_iter().filter_map(|(id, source)| Some((id?, source)));
        finding.evidence = named.take(10).map(|(id, source)| source.evidence(cx.data, id)).collect();
    }
    finding.remediation =
        vec!["Keep the exports of each organization in a folder of its own, and run the program over each".to_owned()];
    Some(finding)
}

/// That the audit events are of several organizations, and nothing says which one is audited.
fn of_events(cx: &Context) -> Option<Finding> {
    let all = &cx.data.event_organizations;
    if all.is_empty() {
        return None;
    }
    let message = format!(
        "The audit events are of {}, and no export says which one is audited. Events of one are not paired with another one's, \
         and who or what a list lacks is not judged by them. Expected: one organization a run",
        some_of(all.iter().map(|id| format!("`{id}`")), 3)
    );
    let title = format!("The audit events are of {} organizations", all.len());
    let mut finding = ANALYZER.finding(Subject::organization(), title, message);
    finding.severity = Severity::Medium;
    finding.event = Some("events".to_owned());
    finding.observed = Some(all.len().to_string());
    finding.threshold = Some("1".to_owned());
    let files = cx.data.inputs.iter().filter(|input| input.kind.as_deref() == Some(EventSource::Feed.id()));
    let record = "events of the activity feed".to_owned();
    finding.evidence =
        files.take(10).map(|input| Evidence { file: input.path.clone(), line: None, record: record.clone() }).collect();
    finding.remediation = vec![
        "Add organization.json of the organization that is audited (Admin API: GET /v1/organizations/me): the others' events are then left out"
            .to_owned(),
        "Or fetch the feed with organization_ids[]".to_owned(),
    ];
    Some(finding)
}

/// That a list is another organization's.
fn of_lists(cx: &Context) -> impl Iterator<Item = Finding> {
    cx.facts.people.foreign_lists.iter().chain(&cx.data.foreign_people).map(|list| of_list(cx, list))
}

fn of_list(cx: &Context, list: &ForeignList) -> Finding {
    let path = cx.data.path(list.file);
    let records = counted(usize::try_from(list.records).unwrap_or(usize::MAX), "record");
    let (event, unknown, threshold) = match list.table {
        Table::Keys => {
            ("keys", "no list has any of their creators or workspaces", "a creator or a workspace in common")
        }
        Table::WorkspaceMembers => {
            ("memberships", "no list has any of their members or workspaces", "a member or a workspace in common")
        }
        _ => (
            "people",
            "no other export has an id of its people, or anybody at their domains",
            "an id or a domain in common",
        ),
    };
    let what = match (list.is_set_aside, list.table) {
        (true, _) => "It is set aside: no check judges anything that it lists",
        (false, Table::Keys) => "Its keys are among all that are judged, but for whether their creators have left",
        (false, _) => "Its records are among all that are judged",
    };
    let message = format!("{path} ({}, {records}): {unknown}. {what}. Expected: {threshold}", list.table.title());
    let title = format!("{path} may be of another organization");
    let mut finding = ANALYZER.finding(file_subject(path), title, message);
    finding.severity = if list.is_set_aside { Severity::Medium } else { Severity::Low };
    finding.confidence = Confidence::Medium;
    finding.event = Some(event.to_owned());
    finding.observed = Some("no name in common".to_owned());
    finding.threshold = Some(threshold.to_owned());
    finding.evidence = vec![Evidence { file: path.to_owned(), line: None, record: records }];
    finding
}

fn finding(cx: &Context, main: &Related, one: &Related) -> Option<Finding> {
    let paths =
        |group: &Related| -> Vec<String> { group.files.iter().map(|file| cx.data.path(*file).to_owned()).collect() };
    let (own, known) = (paths(one), paths(main));
    let first = own.first()?;
    let days = main.common_days(one);
    let message = format!(
        "{} and {} cover {days} days together and have no key and no workspace in common. Both are in every sum",
        some_of(&own, 3),
        some_of(&known, 3)
    );
    let title = format!("{first} may be of another organization");
    let mut finding = ANALYZER.finding(file_subject(first), title, message);
    finding.confidence = Confidence::Low;
    finding.impact_usd = (one.usd != Money::ZERO).then_some(one.usd);
    finding.observed = Some("no name in common".to_owned());
    finding.threshold = Some("a key or a workspace in common".to_owned());
    finding.evidence = own
        .iter()
        .map(|file| Evidence { file: file.clone(), line: None, record: format!("${} of cost", one.usd.to_grouped()) })
        .collect();
    Some(finding)
}
