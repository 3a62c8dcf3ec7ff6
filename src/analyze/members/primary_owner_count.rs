//! An organization without exactly one primary owner.

use anyhow::Result;

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::data::vocabulary::MEMBER_ROLES;
use crate::facts::{Member, normalize_role};
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "primary-owner-count",
    title: "None or several primary owners",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Members]],
    population: "owners",
    thresholds: &[],
    explain: Explain {
        finds: "An organization of claude.ai whose member list shows no primary owner although it shows owners, or shows several. Where nobody in \
                the list is an owner the question does not arise: the Console has admins and no owners.",
        matters: "The primary owner alone can delete the organization and pass the ownership on. With none nobody can, and of two one is not meant \
                  to be.",
        remedy: &[
            "claude.ai > Organization settings > Members: find out who the primary owner is",
            "Transfer the ownership there if that person left; of several, lower all but one",
        ],
        caveats: "Lists of several organizations in one folder have several primary owners between them. Where roles are not stated or not known to \
                  this version, a missing primary owner may be among them, and nothing is said.",
    },
    run,
};

const PRIMARY: &str = "primary_owner";
const OWNER: &str = "owner";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::Members) {
        return Ok(cut);
    }
    let role = |member: &Member| member.role.as_deref().map(normalize_role);
    let of = |wanted: &'static str| {
        let members = cx.facts.lists.members.iter();
        members.filter(move |member| role(member).as_deref() == Some(wanted)).collect::<Vec<&Member>>()
    };
    let (primary, owners) = (of(PRIMARY), of(OWNER));
    if primary.is_empty() && owners.is_empty() {
        return Ok(Outcome::NotApplicable {
            why: "nobody in the member list is an owner: the Console has none".to_owned(),
            needs: vec!["a member list of claude.ai".to_owned()],
        });
    }
    let unclear = cx
        .facts
        .lists
        .members
        .iter()
        .filter(|member| !role(member).is_some_and(|role| MEMBER_ROLES.contains(&role.as_str())));
    let unclear = unclear.count();
    if primary.is_empty() && unclear > 0 {
        let why = format!("no primary owner is listed; members whose role is not stated or not known: {unclear}");
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Members] });
    }
    let unread = cx.facts.lists.unread.records(Table::Members);
    if primary.is_empty() && unread > 0 {
        let why = format!("no primary owner is listed, and records of the list that could not be read: {unread}");
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Members] });
    }
    let population = (primary.len() + owners.len()) as u64;
    let findings = match primary.as_slice() {
        [_] => Vec::new(),
        [] => vec![none(cx, &owners)],
        several => several.iter().map(|member| one_of(cx, member, several.len())).collect(),
    };
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn none(cx: &Context, owners: &[&Member]) -> Finding {
    let organization = Subject { kind: SubjectKind::Organization, id: None, name: None, workspace: None };
    let count = owners.len();
    let message =
        format!("the member list has {count} with the role owner and no primary owner. Expected: exactly one");
    let mut finding = ANALYZER.finding(organization, "The organization has no primary owner", message);
    finding.observed = Some("0".to_owned());
    finding.threshold = Some("exactly one".to_owned());
    finding.evidence = owners.iter().take(3).map(|owner| record(cx, owner)).collect();
    finding
}

fn one_of(cx: &Context, member: &Member, count: usize) -> Finding {
    let label = subject(member);
    let title = format!("{} is one of {count} primary owners", label.label());
    let message = format!("{count} members have the role primary owner. Expected: exactly one");
    let mut finding = ANALYZER.finding(label, title, message);
    finding.observed = Some(count.to_string());
    finding.threshold = Some("exactly one".to_owned());
    finding.evidence = vec![record(cx, member)];
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::ANALYZER;
    use crate::analyze::testing::{ask, found, member, page, with};

    fn list(roles: &[&str]) -> String {
        let members: Vec<Value> =
            roles.iter().enumerate().map(|(at, role)| member(&format!("m{at}@example.com"), role)).collect();
        page(&members)
    }

    #[test]
    fn none_or_several() {
        assert_eq!(
            ask(&ANALYZER, &[("users.json", &list(&["owner", "user", "owner"]))]),
            [
                "medium organization: the member list has 2 with the role owner and no primary owner. Expected: exactly one"
            ]
        );
        assert_eq!(
            found(&ANALYZER, &[("users.json", &list(&["primary_owner", "Primary Owner", "user"]))]),
            ["medium m0@example.com", "medium m1@example.com"]
        );
    }

    #[test]
    fn exactly_one_and_organizations_without_owners() {
        assert_eq!(found(&ANALYZER, &[("users.json", &list(&["primary_owner", "owner", "user"]))]), [""; 0]);
        assert_eq!(
            ask(&ANALYZER, &[("users.json", &list(&["admin", "developer"]))]),
            ["not applicable: nobody in the member list is an owner: the Console has none"]
        );
    }

    #[test]
    fn where_it_may_be_somebody_whose_role_is_not_known() {
        let unstated = with(member("x@example.com", "user"), json!({"role": null}));
        let members = page(&[member("o@example.com", "owner"), unstated]);
        assert_eq!(
            ask(&ANALYZER, &[("users.json", &members)]),
            ["not assessed: no primary owner is listed; members whose role is not stated or not known: 1"]
        );
        let odd = page(&[member("p@example.com", "primary_owner"), member("x@example.com", "emperor")]);
        assert_eq!(found(&ANALYZER, &[("users.json", &odd)]), [""; 0]);
    }
}
