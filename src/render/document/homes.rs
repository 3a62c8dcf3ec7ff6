//! In which workspace a finding is: one answer for the organization's tree and for the filters, so that both count the same.

use std::collections::BTreeMap;

use crate::model::{Finding, Report, SubjectKind};

/// Workspaces by what is in them.
pub(super) struct Homes<'a>(BTreeMap<(SubjectKind, &'a str), &'a str>);

impl<'a> Homes<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let mut all = BTreeMap::new();
        for branch in &report.tree {
            let own = branch.id.as_deref().map(|id| (SubjectKind::Workspace, id));
            let keys = branch.keys.iter().map(|key| (SubjectKind::ApiKey, key.id.as_str()));
            for one in keys.chain(own) {
                all.entry(one).or_insert(branch.name.as_str());
            }
        }
        Self(all)
    }

    /// The workspace that the finding names, else the one that its key is in, or that it is about.
    pub(super) fn home(&self, finding: &'a Finding) -> Option<&'a str> {
        let subject = &finding.subject;
        let listed = || self.0.get(&(subject.kind, subject.id.as_deref()?)).copied();
        subject.workspace.as_deref().or_else(listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn a_finding_is_in_the_workspace_that_it_names_or_that_its_subject_is_in() {
        let report = sample::report();
        let branch = report.tree.iter().find(|branch| branch.id.is_some() && !branch.keys.is_empty()).unwrap();
        let homes = Homes::of(&report);
        let home = |kind: SubjectKind, id: Option<&str>, workspace: Option<&str>| {
            let mut finding = report.findings[0].clone();
            finding.subject.kind = kind;
            (finding.subject.id, finding.subject.workspace) = (id.map(str::to_owned), workspace.map(str::to_owned));
            let finding: &Finding = Box::leak(Box::new(finding));
            homes.home(finding)
        };
        let (key, own) = (branch.keys[0].id.as_str(), branch.id.as_deref());
        assert_eq!(home(SubjectKind::ApiKey, Some(key), None), Some(branch.name.as_str()));
        assert_eq!(home(SubjectKind::Workspace, own, None), Some(branch.name.as_str()));
        assert_eq!(home(SubjectKind::ApiKey, Some(key), Some("elsewhere")), Some("elsewhere"));
        assert_eq!(home(SubjectKind::User, Some(key), None), None);
    }
}
