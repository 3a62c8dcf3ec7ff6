//! What a reader needs first: the conclusion, what to do first, how sure it is, and who has several findings.

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Finding, Money, Severity, Subject, SubjectKind};

/// The first screen of a report, made from its facts by rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Brief {
    /// How many findings of the worst severity there are, or what was checked where there are none.
    pub headline: String,
    /// Findings of the worst severity, in the order of the report; at most seven, and of every check one before a second of any.
    pub worst: Vec<Clause>,
    /// What else a reader must know before they stop reading, a sentence each.
    pub rest: Vec<String>,
    /// Subjects with a critical or high finding, worst first; at most five, or seven where so many are critical, and of every check one before a second of any.
    pub first: Vec<FirstStep>,
    /// How many subjects have a critical or high finding.
    pub urgent_subjects: u64,
    /// What the report rests on, and what was not looked at.
    pub confidence: Vec<Statement>,
    /// Members with two or more findings about them or keys of theirs, the worst first, then the most.
    pub people: Vec<PersonFindings>,
}

/// A finding in the conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// Id of the finding.
    pub finding: String,
    /// Its title, what was measured where that is short, and how many more findings of its check and severity are not named.
    pub text: String,
}

/// What to do about one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FirstStep {
    /// The worst of its findings.
    pub severity: Severity,
    /// About what.
    pub subject: Subject,
    /// First step of the worst finding.
    pub action: String,
    /// Who can act: the owner of the key, else admins of its workspace, else of the organization; null where no list has anybody.
    pub owner: Option<String>,
    /// What makes them that: `owner`, `admin of Production`, `organization admins`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_role: Option<String>,
    /// By when, by the days of the policy or the defaults: `by 2026-10-08`, `overdue since 2026-07-08`.
    pub due: String,
    /// Ids of its critical and high findings, worst first.
    pub findings: Vec<String>,
}

/// Something about the data, with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// `Files`, `Checks`.
    pub name: String,
    /// The fact.
    pub text: String,
}

/// A member with several findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonFindings {
    /// Address, else name, else id.
    pub person: String,
    /// Role in the organization; null for somebody who is not listed.
    pub role: Option<String>,
    /// Ids of the findings, worst first.
    pub findings: Vec<String>,
}

/// A workspace with its keys, for the organization's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceBranch {
    /// Its id; none for keys of which no workspace is known.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Environment, where policy, tag or name tells.
    pub environment: Option<&'static str>,
    /// `active` or `archived on 2026-08-25`.
    pub status: String,
    /// Spend of the period; none without cost exports for it.
    pub spend: Option<Money>,
    /// Limit, in words; none where no export lists limits.
    pub limit: Option<String>,
    /// Its keys, by name.
    pub keys: Vec<KeyLeaf>,
}

/// A key in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLeaf {
    /// `apikey_…`
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// Status verbatim.
    pub status: String,
    /// Address of the member who made it, where they are listed.
    pub owner: Option<String>,
}

/// What distinguishes subjects, as fingerprints do: the id, else name and workspace.
type Identity<'a> = (SubjectKind, Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn identity(subject: &Subject) -> Identity<'_> {
    match subject.id.as_deref() {
        Some(id) => (subject.kind, Some(id), None, None),
        None => (subject.kind, None, subject.name.as_deref(), subject.workspace.as_deref()),
    }
}

/// Findings by subject, in the order in which the subjects first appear: every finding is in exactly one group.
#[must_use]
pub fn by_subject(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut at: IndexMap<Identity, usize, FixedState> = IndexMap::default();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let group = *at.entry(identity(&finding.subject)).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(findings) => findings.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}
