//! What a control's checks looked at, and of how much of it there is a finding: both in the same items.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CheckResult, CheckStatus, Finding, SubjectKind};

/// Ids of the tables that a check reads, by check; the first is the list of what it judges.
pub(super) type Reads = BTreeMap<String, Vec<&'static str>>;

/// The items of a control.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Items {
    /// How many were looked at; never fewer than [`Self::exceptions`].
    pub(super) population: u64,
    /// What they are: `active keys: 98; members: 34`.
    pub(super) of: String,
    /// Distinct subjects of the findings.
    pub(super) exceptions: u64,
}

/// Of one list: the largest population of its checks, what that counts, and whom findings are about.
#[derive(Default)]
struct OfList<'a> {
    population: u64,
    of: &'a str,
    subjects: BTreeSet<Identity<'a>>,
}

/// What distinguishes subjects, as fingerprints do: the id, else name and workspace.
type Identity<'a> = (SubjectKind, Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn identity(finding: &Finding) -> Identity<'_> {
    let subject = &finding.subject;
    match subject.id.as_deref() {
        Some(id) => (subject.kind, Some(id), None, None),
        None => (subject.kind, None, subject.name.as_deref(), subject.workspace.as_deref()),
    }
}

/// Counts the items of these checks; `findings` are theirs.
///
/// Keys, members and workspaces are different things: the largest population of each list counts, and they add up. What a finding is
/// about was looked at, also where its list does not have it. Checks that go through all exports judge nothing in particular: they count
/// where there are no others, else only what they found.
pub(super) fn items(checks: &[&CheckResult], findings: &[&Finding], reads: &Reads) -> Items {
    let list = |rule: &str| reads.get(rule).and_then(|tables| tables.first()).copied();
    let mut lists: BTreeMap<Option<&str>, OfList<'_>> = BTreeMap::new();
    for check in checks.iter().filter(|check| check.status == CheckStatus::Assessed) {
        let one = lists.entry(list(&check.id)).or_default();
        if one.of.is_empty() || check.population > one.population {
            (one.population, one.of) = (check.population, &check.of);
        }
    }
    for finding in findings {
        lists.entry(list(&finding.rule)).or_default().subjects.insert(identity(finding));
    }
    let is_listed = lists.iter().any(|(list, one)| list.is_some() && one.population > 0);
    let counted = lists.iter().map(|(list, one)| {
        let found = one.subjects.len() as u64;
        if list.is_none() && is_listed { (found, "found in any export") } else { (one.population.max(found), one.of) }
    });
    let counted: Vec<(u64, &str)> = counted.filter(|(items, _)| *items > 0).collect();
    let each = counted.iter().map(|(items, of)| format!("{of}: {items}"));
    Items {
        population: counted.iter().map(|(items, _)| items).sum(),
        of: each.collect::<Vec<_>>().join("; "),
        exceptions: lists.values().flat_map(|one| &one.subjects).collect::<BTreeSet<_>>().len() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Control, Severity, Subject};
    use crate::report::tests::{finding, key};

    fn check(id: &str, population: u64, of: &str) -> CheckResult {
        CheckResult {
            id: id.to_owned(),
            title: String::new(),
            control: Control::Offboarding,
            status: CheckStatus::Assessed,
            population,
            of: of.to_owned(),
            findings: 0,
            suppressed: 0,
            partial: None,
            basis: crate::model::Basis::default(),
            notes: Vec::new(),
        }
    }

    fn about(rule: &str, kind: SubjectKind, id: &str) -> Finding {
        let subject = Subject { kind, id: Some(id.to_owned()), name: None, workspace: None };
        finding(rule, Severity::High, subject)
    }

    fn counted(checks: &[CheckResult], findings: &[Finding]) -> (u64, String, u64) {
        let reads = [("keys-1", "keys"), ("keys-2", "keys"), ("members-1", "members"), ("events-1", "events")];
        let reads: Reads = reads.map(|(id, table)| (id.to_owned(), vec![table])).into();
        let items = items(&checks.iter().collect::<Vec<_>>(), &findings.iter().collect::<Vec<_>>(), &reads);
        assert!(items.exceptions <= items.population, "{items:?}");
        (items.population, items.of, items.exceptions)
    }

    #[test]
    fn populations_say_what_they_count_and_exceptions_are_among_them() {
        let (keys, more_keys) = (check("keys-1", 12, "active keys"), check("keys-2", 40, "keys"));
        let (members, all) = (check("members-1", 5, "members"), check("everything", 900, "files"));
        let leavers: Vec<Finding> =
            (0..13).map(|n| finding("keys-1", Severity::High, key(&n.to_string(), "k"))).collect();
        let user = [about("members-1", SubjectKind::User, "user_1"), about("events-1", SubjectKind::User, "user_1")];
        let secret = [about("everything", SubjectKind::File, "a.csv")];
        for (checks, findings, population, of, exceptions) in [
            (vec![keys.clone()], &[][..], 12, "active keys: 12", 0),
            (vec![keys.clone(), more_keys.clone()], &[], 40, "keys: 40", 0),
            (vec![keys.clone(), members.clone()], &[], 17, "active keys: 12; members: 5", 0),
            (vec![keys.clone()], &leavers, 13, "active keys: 13", 13),
            (
                vec![members.clone(), check("events-1", 0, "people who acted")],
                &user,
                6,
                "people who acted: 1; members: 5",
                1,
            ),
            (vec![all.clone()], &[], 900, "files: 900", 0),
            (vec![check("keys-1", 12, "the first"), check("keys-2", 12, "the second")], &[], 12, "the first: 12", 0),
            (vec![check("keys-1", 0, "active keys"), all.clone()], &[], 900, "files: 900", 0),
            (vec![check("keys-1", 1, "active keys"), all.clone()], &[], 1, "active keys: 1", 0),
            (vec![keys.clone(), all.clone()], &[], 12, "active keys: 12", 0),
            (vec![keys, all], &secret, 13, "found in any export: 1; active keys: 12", 1),
            (vec![], &[], 0, "", 0),
        ] {
            assert_eq!(counted(&checks, findings), (population, of.to_owned(), exceptions));
        }
    }
}
