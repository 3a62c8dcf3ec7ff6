//! An organization that hangs on one person.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::data::vocabulary::MEMBER_ROLES;
use crate::facts::{Member, normalize_role, role_in_words};
use crate::model::{Control, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "single-admin",
    title: "A single admin or owner",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Members]],
    population: "admins and owners",
    thresholds: &[],
    explain: Explain {
        finds: "An organization in which exactly one member has a role of admin, owner, primary_owner or membership_admin. Two are enough. \
                Where the roles of other members are not stated or not known to this version, they may be administrators, and nothing is said.",
        matters: "When that person is ill, leaves or is locked out, nobody can revoke a key or remove a member; and nobody else would notice \
                  what the account does.",
        remedy: &[
            "Choose a second administrator, ideally from another team",
            "Console > Members > (name) > Role: admin; or Admin API: POST /v1/organizations/users/… with {\"role\":\"admin\"}",
        ],
        caveats: "A break-glass account that is no member, or an administrator in the identity provider, is not seen.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::Members) {
        return Ok(cut);
    }
    let members = &cx.facts.lists.members;
    let admins: Vec<&Member> = members.iter().filter(|member| member.is_privileged()).collect();
    let unclear = members.iter().filter(|member| !is_known_role(member)).count();
    let population = admins.len() as u64;
    let [admin] = admins[..] else {
        return Ok(Outcome::Assessed { population, findings: Vec::new(), notes: Vec::new() });
    };
    let unread = cx.facts.lists.unread.records(Table::Members);
    if unread > 0 {
        let why = format!(
            "one member is known to be an admin or owner; another one may be: {} could not be read",
            counted(usize::try_from(unread).unwrap_or(usize::MAX), "record of the list")
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Members] });
    }
    if unclear > 0 {
        let why = format!(
            "one member is known to be an admin or owner; without a known role: {}",
            counted(unclear, "other member")
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Members] });
    }
    let label = subject(admin);
    let title = format!("{} is the only admin or owner", label.label());
    let role = role_in_words(admin.role.as_deref());
    let message = format!("1 of {} is an admin or owner (role {role}). Expected: 2", counted(members.len(), "member"));
    let mut finding = ANALYZER.finding(label, title, message);
    finding.observed = Some("1".to_owned());
    finding.threshold = Some("2".to_owned());
    finding.evidence = vec![record(cx, admin)];
    Ok(Outcome::Assessed { population, findings: vec![finding], notes: Vec::new() })
}

fn is_known_role(member: &Member) -> bool {
    let role = member.role.as_deref().map(normalize_role);
    role.is_some_and(|role| MEMBER_ROLES.contains(&role.as_str()))
}
