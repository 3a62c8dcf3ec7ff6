//! Groups without members that hold a role.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::Group;
use crate::model::{Confidence, Control, Finding, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "empty-group",
    title: "Groups without members that hold a role",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::RbacGroups], &[Table::RbacGroupMembers]],
    population: "directly made groups that hold a role",
    thresholds: &[],
    explain: Explain {
        finds: "Groups that were made directly, hold at least one role, and have no member. That nobody is in a group is known where its \
                list of members was saved without entries under a name with the group's id, or where one file has the members of several \
                groups and none of this one. Groups of the directory are not found: the directory fills them.",
        matters: "Whoever is put into the group later gets its role without anybody looking at it again.",
        remedy: &[
            "Ask whoever made the group whether it is still needed",
            "Organization settings > Groups > {name} > Delete; or Admin API: DELETE /v1/organizations/rbac_groups/{id}",
        ],
        caveats: "Where each group's members are a file of their own, a file that is missing looks like a group that is empty: such groups \
                  are not judged.",
    },
    run,
};

/// What is known of a group's members.
enum Members {
    Some,
    /// None, and how that is known.
    None(Confidence, &'static str),
    Unknown,
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Group);
    if let Some(cut) = list_is_cut(cx, Table::RbacGroupMembers) {
        return Ok(cut);
    }
    let with_several = cx.facts.credentials.groups.are_in_one_file();
    let (mut population, mut findings) = (0, Vec::new());
    let (mut unsaid, mut unknown, mut new_kind) = (Vec::new(), Vec::new(), Vec::new());
    for group in &cx.facts.credentials.groups.groups {
        match group.source_type.as_deref() {
            Some("scim") => continue,
            Some("direct") => {}
            _ => {
                new_kind.push(group.name.as_str());
                continue;
            }
        }
        match &group.role_ids {
            None => unsaid.push(group.name.as_str()),
            Some(roles) if roles.is_empty() => {}
            Some(roles) => match members(cx, group, with_several) {
                Members::Unknown => unknown.push(group.name.as_str()),
                Members::Some => {
                    population += 1;
                    judged.add(&group.id);
                }
                Members::None(confidence, how) => {
                    population += 1;
                    findings.push(finding(cx, group, roles, confidence, how));
                }
            },
        }
    }
    let sentence = |names: &[&str], why: &str| {
        (!names.is_empty()).then(|| format!("not judged, because {why}: {}", quoted(names.iter().copied())))
    };
    let notes = [
        sentence(&new_kind, "their records do not say how they were made"),
        sentence(&unsaid, "their records do not say which roles they hold"),
        sentence(&unknown, "it is not known whether the lists of their members were exported"),
    ];
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().flatten().collect() })
}

fn members(cx: &Context, group: &Group, with_several: bool) -> Members {
    let groups = &cx.facts.credentials.groups;
    if groups.members_of(&group.id).next().is_some() {
        Members::Some
    } else if groups.exported_empty.contains(&group.id) {
        Members::None(Confidence::High, "its list of members is empty")
    } else if with_several {
        Members::None(Confidence::Medium, "the one file with the members of several groups has none of it")
    } else {
        Members::Unknown
    }
}

fn finding(cx: &Context, group: &Group, roles: &[String], confidence: Confidence, how: &str) -> Finding {
    let groups = &cx.facts.credentials.groups;
    let names = some_of(roles.iter().map(|id| format!("«{}»", groups.role_name(id))), 4);
    let subject = subject(SubjectKind::Group, &group.id, &group.name);
    let title = format!("Group «{}» has no members and holds a role", group.name);
    let message = format!("{how}. It holds {names}. Expected: one member, or no role");
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.confidence = confidence;
    finding.observed = Some("no members".to_owned());
    finding.threshold = Some("one member, or no role".to_owned());
    finding.evidence = vec![record(cx, group.source, &group.id, &format!("directly made, holds {names}"))];
    finding
}
