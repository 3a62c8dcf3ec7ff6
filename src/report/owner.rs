//! Who can act on a finding: the owner of the key's service, the key's creator, else an admin of its workspace, else an admin of the organization.

use std::collections::BTreeMap;

use crate::model::{AccessGroup, AccessRow, Finding, Report, Severity, Subject, SubjectKind};
use crate::policy::Policy;

/// What stands behind a workspace in which somebody is an admin.
const WORKSPACE_ADMIN: &str = " (workspace_admin)";
/// So many people are named; how many more there are is said.
const NAMED: usize = 2;

/// Who answers for what.
pub(super) struct Owners<'a> {
    policy: &'a Policy,
    of_key: BTreeMap<&'a str, &'a str>,
    /// Addresses of people by their ids.
    addresses: BTreeMap<&'a str, &'a str>,
    admins: Candidates<'a>,
    /// By role and workspace, as rows of access write them.
    workspace_admins: BTreeMap<&'a str, Candidates<'a>>,
    /// Ids and addresses of those about whom there is a critical or high finding, with the worst: others are asked first.
    accused: BTreeMap<&'a str, Severity>,
}

/// Addresses of people who can act, in order: first those about whom nothing serious is found, then those about whom nothing critical is,
/// then all. They are gathered once, since a hundred thousand findings ask for them.
#[derive(Debug, Default)]
struct Candidates<'a>([Vec<&'a str>; 3]);

/// What a candidate of each of the three may not be accused of.
const LEAST: [Option<Severity>; 3] = [Some(Severity::High), Some(Severity::Critical), None];

/// Somebody to ask, and why them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// Addresses, or the name that the policy gives: `ana@example.com, bo@example.com and 3 more`.
    pub(super) names: String,
    /// `owner`, `admin of Production`, `organization admins`.
    pub(super) role: String,
}

impl<'a> Owners<'a> {
    /// A key's owner is the policy's for its service; else the member whose key it is.
    pub(super) fn of(report: &'a Report, policy: &'a Policy) -> Self {
        let mut of_key: BTreeMap<&str, &str> = BTreeMap::new();
        for row in report.access.iter().filter(|row| !row.address.is_empty()) {
            of_key.extend(row.key_ids.iter().map(|key| (key.as_str(), row.address.as_str())));
        }
        let is_urgent = |finding: &&Finding| finding.severity >= Severity::High;
        let mut accused: BTreeMap<&str, Severity> = BTreeMap::new();
        for finding in report.findings.iter().filter(is_urgent) {
            for name in named(&finding.subject) {
                let worst = accused.entry(name).or_insert(finding.severity);
                *worst = finding.severity.max(*worst);
            }
        }
        let is_person = |row: &&AccessRow| row.group != AccessGroup::ServiceAccount && !row.address.is_empty();
        let people = || report.access.iter().filter(is_person);
        let is_admin = |row: &&AccessRow| row.group == AccessGroup::Privileged;
        let mut by_role: BTreeMap<&str, Vec<&AccessRow>> = BTreeMap::new();
        for row in people() {
            for role in row.workspaces.iter().filter(|role| role.ends_with(WORKSPACE_ADMIN)) {
                by_role.entry(role).or_default().push(row);
            }
        }
        let workspace_admins = by_role.into_iter().map(|(role, rows)| (role, Candidates::of(&rows, &accused)));
        Self {
            policy,
            of_key,
            addresses: people().map(|row| (row.id.as_str(), row.address.as_str())).collect(),
            admins: Candidates::of(&people().filter(is_admin).collect::<Vec<_>>(), &accused),
            workspace_admins: workspace_admins.collect(),
            accused,
        }
    }

    /// Whom to ask about a subject; `None` where no list has anybody.
    pub(super) fn who(&self, subject: &Subject) -> Option<Owner> {
        if let Some(owner) = self.of_key(subject) {
            return Some(owner);
        }
        let workspace = match subject.kind {
            SubjectKind::Workspace => subject.name.as_deref().or(subject.id.as_deref()),
            _ => subject.workspace.as_deref(),
        };
        let name = workspace.unwrap_or_default();
        let own = workspace.and_then(|name| self.workspace_admins.get(format!("{name}{WORKSPACE_ADMIN}").as_str()));
        let of_workspace = [format!("admin of {name}"), format!("admins of {name}")];
        let of_all = ["organization admin", "organization admins"].map(str::to_owned);
        // Nobody is asked about themselves.
        let not: Vec<&str> =
            named(subject).flat_map(|one| [Some(one), self.addresses.get(one).copied()]).flatten().collect();
        (0..LEAST.len()).find_map(|at| {
            own.and_then(|own| own.some_of(at, &not, &of_workspace)).or_else(|| self.admins.some_of(at, &not, &of_all))
        })
    }

    fn of_key(&self, subject: &Subject) -> Option<Owner> {
        if subject.kind != SubjectKind::ApiKey {
            return None;
        }
        let service = self.policy.service_of(subject.name.as_deref(), subject.id.as_deref());
        let by_policy =
            service.and_then(|service| Some((service.owner.clone()?, format!("owner of service {}", service.name))));
        // Somebody who has left, or is suspected themselves, is not the one to ask.
        let creator =
            subject.id.as_deref().and_then(|id| self.of_key.get(id)).filter(|who| !self.accused.contains_key(**who));
        let creator = creator.map(|who| ((*who).to_owned(), "owner".to_owned()));
        by_policy.or(creator).map(|(names, role)| Owner { names, role })
    }
}

impl<'a> Candidates<'a> {
    fn of(rows: &[&'a AccessRow], accused: &BTreeMap<&str, Severity>) -> Self {
        // Whether there is a finding of this severity or a worse one about somebody.
        let is_accused = |row: &AccessRow, least: Severity| {
            [&row.id, &row.address].into_iter().filter_map(|one| accused.get(one.as_str())).any(|worst| *worst >= least)
        };
        Self(LEAST.map(|least| {
            let clear = rows.iter().filter(|row| !least.is_some_and(|least| is_accused(row, least)));
            let mut addresses: Vec<&str> = clear.map(|row| row.address.as_str()).collect();
            addresses.sort_unstable();
            addresses.dedup();
            addresses
        }))
    }

    /// The first few, without those in `not`, and how many more there are.
    fn some_of(&self, at: usize, not: &[&str], [one, many]: &[String; 2]) -> Option<Owner> {
        let all = &self.0[at];
        let mut without: Vec<&str> = not.iter().copied().filter(|one| all.binary_search(one).is_ok()).collect();
        without.sort_unstable();
        without.dedup();
        let count = all.len() - without.len();
        let names: Vec<&str> = all.iter().copied().filter(|one| !without.contains(one)).take(NAMED).collect();
        let more = count - names.len();
        let role = if count == 1 { one } else { many };
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!names.is_empty()).then(|| Owner { names: format!("{}{more}", names.join(", ")), role: role.clone() })
    }
}

/// Id and name of a person.
fn named(subject: &Subject) -> impl Iterator<Item = &str> {
    let is_person = subject.kind == SubjectKind::User;
    subject.id.iter().chain(&subject.name).filter(move |_| is_person).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{built, finding, key};

    fn row(address: &str, group: AccessGroup, workspaces: &[&str], keys: &[&str]) -> AccessRow {
        let texts = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        AccessRow {
            group,
            is_privileged: group == AccessGroup::Privileged,
            id: format!("user_{address}"),
            name: None,
            address: format!("{address}@example.com"),
            role: None,
            workspaces: texts(workspaces),
            last_activity: None,
            key_ids: texts(keys),
            keys: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn user(address: &str) -> Subject {
        Subject {
            kind: SubjectKind::User,
            id: Some(format!("user_{address}")),
            name: Some(format!("{address}@example.com")),
            workspace: None,
        }
    }

    #[test]
    fn the_nearest_who_can_act() {
        let (admin, member) = (AccessGroup::Privileged, AccessGroup::Member);
        let mut report = built(vec![finding("self-elevation", Severity::Critical, user("mallory"))]);
        report.access = vec![
            row("zoe", admin, &[], &[]),
            row("bo", admin, &[], &[]),
            row("ann", admin, &["Prod (workspace_admin)"], &["k1"]),
            row("mallory", admin, &["Prod (workspace_admin)"], &["k2"]),
            row("dev", member, &["Prod (workspace_developer)"], &[]),
            row("robot", AccessGroup::ServiceAccount, &["Prod (workspace_admin)"], &[]),
        ];
        let policy = Policy::default();
        let who = |subject: &Subject| {
            Owners::of(&report, &policy).who(subject).map(|one| format!("{} ({})", one.names, one.role))
        };
        let of_prod = Subject { workspace: Some("Prod".to_owned()), ..key("k9", "x") };
        let elsewhere = Subject { workspace: Some("Lab".to_owned()), ..key("k9", "x") };
        let cases = [
            (key("k1", "x"), "ann@example.com (owner)"),
            (of_prod, "ann@example.com (admin of Prod)"),
            (Subject { workspace: Some("Prod".to_owned()), ..key("k2", "x") }, "ann@example.com (admin of Prod)"),
            (elsewhere, "ann@example.com, bo@example.com and 1 more (organization admins)"),
            (user("mallory"), "ann@example.com, bo@example.com and 1 more (organization admins)"),
            (Subject::organization(), "ann@example.com, bo@example.com and 1 more (organization admins)"),
        ];
        for (subject, expected) in cases {
            assert_eq!(who(&subject).as_deref(), Some(expected), "{subject:?}");
        }
        // Where everybody has a finding of their own, anybody but the subject is asked.
        report.access.retain(|row| ["user_mallory", "user_dev"].contains(&row.id.as_str()));
        assert_eq!(Owners::of(&report, &policy).who(&user("mallory")), None);
        let asked = Owners::of(&report, &policy).who(&Subject::organization()).unwrap();
        assert_eq!((asked.names.as_str(), asked.role.as_str()), ("mallory@example.com", "organization admin"));
        report.access.clear();
        assert_eq!(Owners::of(&report, &policy).who(&Subject::organization()), None, "no list has anybody");
    }
}
