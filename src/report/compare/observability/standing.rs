//! Findings whose subject this run does not have: whether that says that it ended.

use super::Observability;
use super::exports::{coverage, is_mentioned, kind, list_of};
use crate::model::{Finding, SubjectKind, normalize_address};

impl Observability<'_> {
    /// Why the end of the finding's subject is not known: it stands in a record that could not be read, or has gone from its list
    /// although nothing ended it.
    pub(super) fn by_standing(&self, finding: &Finding) -> Option<String> {
        if !self.is_now {
            return None;
        }
        let named = self.known.unread.iter().find(|(_, unread)| is_mentioned(finding, unread));
        if let Some((table, _)) = named {
            let title = coverage(self.report, table).map_or(*table, |one| one.title.as_str());
            return Some(format!("its subject is in a record of {title} that this run could not read"));
        }
        let subject = &finding.subject;
        let state = self.known.subject_states.of(subject)?;
        let list = list_of(subject.kind)?;
        let kind_of = |file: &str| self.known.kinds.get(kind(self.other, file)?).copied();
        let was_listed = finding.evidence.iter().any(|evidence| kind_of(&evidence.file) == Some(list));
        if state.is_listed || state.ended.is_some() || !was_listed {
            return None;
        }
        let title = coverage(self.report, list.id()).map_or(list.title(), |one| one.title.as_str());
        let address = subject.name.as_deref().and_then(normalize_address);
        let by_address = || {
            let one = self.known.subject_states.by_subject.get(&(subject.kind, address.clone()?))?;
            Some(one.is_there)
        };
        if state.is_there || by_address() == Some(true) {
            return Some(format!("the list of {title} lacks its subject, which other exports show"));
        }
        let is_covered = self.known.subject_states.feed_since.is_some_and(|since| since <= self.other.as_of);
        match subject.kind {
            SubjectKind::ApiKey => Some(format!(
                "the list of {title} lacks its subject, and no event ended it: keys stay in the list when they are archived"
            )),
            SubjectKind::Invite if !self.is_member(address.as_deref()) => Some(format!(
                "the list of {title} lacks its subject: invitations stay in the list when they are accepted or deleted"
            )),
            SubjectKind::User | SubjectKind::Workspace if is_covered => Some(format!(
                "the list of {title} lacks its subject, and the activity feed, which covers the time since the last report, has no \
                 event that ended it"
            )),
            _ => None,
        }
    }

    /// Whether a member has an address.
    fn is_member(&self, address: Option<&str>) -> bool {
        let members = self.known.subject_states.by_subject.iter().filter(|((kind, _), _)| *kind == SubjectKind::User);
        let mut addresses = members.filter_map(|(_, one)| normalize_address(one.name.as_deref()?));
        address.is_some_and(|address| addresses.any(|own| own == address))
    }
}
