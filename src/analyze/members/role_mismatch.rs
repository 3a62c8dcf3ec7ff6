//! Members whose role is not the one that the policy gives them.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::data::vocabulary::MEMBER_ROLES;
use crate::facts::{Member, normalize_role, role_in_words};
use crate::model::{Control, Finding, Severity, SubjectKind, Table, counted, normalize_address};
use crate::policy::RoleRule;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "role-mismatch",
    title: "Roles that differ from the policy",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Members]],
    population: "members with a role, under the policy's access matrix",
    thresholds: &[],
    explain: Explain {
        finds: "Members with a role that `[access.roles]` gives to others only, and members who are listed there for a role and hold another. \
                Who is listed with a role and holds another that is not privileged (not admin, owner, primary_owner or \
                membership_admin) and that the policy gives to nobody in particular has less than planned: medium. Roles that the \
                policy does not list are free for everybody whom it does not list.",
        matters: "A role that nobody approved is access that nobody approved.",
        remedy: &[
            "Ask who gave {name} the role, and find the event in the audit log: claude_user_role_updated",
            "Console > Members > {name} > Role; or Admin API: POST /v1/organizations/users/{id} with the role of the policy",
            "If the role is right, change [access.roles] in clade.toml and let it be approved there",
        ],
        caveats: "People are matched by address: the member's own, normalized, or another address of theirs in the roster. Roles in \
                  workspaces are not compared. Who is listed for a role that is not documented and that no member has is not compared. The policy is taken as it stands today, also for members whose role was right when it was given.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    if cx.policy.role_rules().is_empty() {
        let why = "the policy has no access matrix; list who may have which role under [access.roles]".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: Vec::new() });
    }
    let (rules, misspelt): (Vec<&RoleRule>, Vec<&RoleRule>) =
        cx.policy.role_rules().iter().partition(|rule| is_role(cx, &rule.role));
    let (mut population, mut findings, mut unclear) = (0, Vec::new(), 0);
    let mut present: BTreeSet<&str> = BTreeSet::new();
    for member in &cx.facts.lists.members {
        let known_as = addresses(cx, member);
        let is_listed = |rule: &&RoleRule| rule.addresses.iter().any(|address| known_as.contains(address));
        let planned = rules.iter().copied().find(is_listed);
        present.extend(
            rules.iter().flat_map(|rule| &rule.addresses).filter(|a| known_as.contains(*a)).map(String::as_str),
        );
        // Which role they were given is not known.
        if planned.is_none() && misspelt.iter().any(is_listed) {
            continue;
        }
        let Some(role) = member.role.as_deref().map(normalize_role) else {
            unclear += usize::from(planned.is_some());
            continue;
        };
        let reserved = rules.iter().copied().find(|rule| rule.role == role);
        if known_as.is_empty() && reserved.is_some() {
            unclear += 1;
            continue;
        }
        population += 1;
        judged.add(&member.id);
        match (planned, reserved) {
            (Some(planned), _) if planned.role == role => {}
            (None, None) => {}
            _ => findings.push(finding(cx, member, planned, reserved)),
        }
    }
    let absent = rules.iter().flat_map(|rule| &rule.addresses).filter(|one| !present.contains(one.as_str())).count();
    let notes = [
        (unclear > 0).then(|| {
            format!("not compared with the policy: {} without a role or an address", counted(unclear, "member"))
        }),
        (absent > 0).then(|| format!("not in the member list: {} of [access.roles]", counted(absent, "person"))),
    ];
    let misspelt: Vec<String> = misspelt.into_iter().map(no_role).collect();
    if rules.is_empty() {
        return Ok(Outcome::NotAssessed { why: misspelt.join("; "), needs: Vec::new() });
    }
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().flatten().chain(misspelt).collect() })
}

/// Whether there is a role of this name: a documented one, or one that a member has.
fn is_role(cx: &Context, name: &str) -> bool {
    let has = |member: &Member| member.role.as_deref().is_some_and(|role| normalize_role(role) == name);
    MEMBER_ROLES.contains(&name) || cx.facts.lists.members.iter().any(has)
}

/// What is said of a role of the policy that nobody can have.
fn no_role(rule: &RoleRule) -> String {
    let people = counted(rule.addresses.len(), "person");
    format!(
        "not compared: {people} of `[access.roles]` {}, which no member has and the documentation does not name; roles are {}",
        rule.role,
        MEMBER_ROLES.join(", ")
    )
}

/// The normalized addresses that are a member's and nobody else's.
fn addresses(cx: &Context, member: &Member) -> BTreeSet<String> {
    let others = cx.facts.people.roster.own_addresses(&member.address).into_iter().map(str::to_owned);
    normalize_address(&member.address).into_iter().chain(others).collect()
}

fn finding(cx: &Context, member: &Member, planned: Option<&RoleRule>, reserved: Option<&RoleRule>) -> Finding {
    let role = role_in_words(member.role.as_deref());
    let reserved_for = reserved.map(|rule| match rule.addresses.len() {
        0 => format!("the policy gives {} to nobody", rule.role),
        count => format!("the policy gives {} only to {}", rule.role, counted(count, "other person")),
    });
    let planned_for = planned.map(|rule| format!("the policy gives them {}", rule.role));
    let threshold: Vec<String> = [planned_for, reserved_for].into_iter().flatten().collect();
    let threshold = threshold.join(", and ");
    let label = subject(member);
    let title = format!("Member {} has a role that the policy does not give them", label.label());
    let mut finding =
        ANALYZER.finding(label, title, format!("role {role}, although {threshold} ([access.roles] of the policy)"));
    let has_less = reserved.is_none() && !member.is_privileged();
    finding.severity = if has_less { Severity::Medium } else { Severity::High };
    finding.observed = Some(role.to_owned());
    finding.threshold = Some(threshold);
    finding.evidence = vec![record(cx, member)];
    finding
}
