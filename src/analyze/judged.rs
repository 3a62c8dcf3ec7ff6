//! Whom a check judged, by name: the next report takes a finding for resolved only where its subject was judged again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::model::{Subject, SubjectKind};

/// Ids of the subjects that a check judged, by kind; a name where a subject has no id. A kind that is absent is one of which the check
/// does not say whom it judged.
pub type JudgedSubjects = BTreeMap<SubjectKind, BTreeSet<String>>;

/// Where a check notes whom it judged, while it runs: whomever it would have found, had there been something to find. Whoever is
/// counted in its population is in here; whoever is left out because a record does not say enough is not.
#[derive(Debug, Default)]
pub struct Judged(Mutex<JudgedSubjects>);

impl Judged {
    /// Where subjects of a kind are noted. From then on the check says of this kind whom it judged, if only nobody.
    #[must_use]
    pub fn of(&self, kind: SubjectKind) -> JudgedOfKind<'_> {
        self.with(|all| {
            all.entry(kind).or_default();
        });
        JudgedOfKind { all: self, kind }
    }

    /// Whom the check judged.
    #[must_use]
    pub fn into_subjects(self) -> JudgedSubjects {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is noted. Another check that broke off says nothing about these subjects.
    fn with(&self, change: impl FnOnce(&mut JudgedSubjects)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Where subjects of one kind are noted.
#[derive(Clone, Copy, Debug)]
pub struct JudgedOfKind<'a> {
    all: &'a Judged,
    kind: SubjectKind,
}

impl JudgedOfKind<'_> {
    /// Notes that a subject was judged.
    pub fn add(self, id: &str) {
        self.all.with(|all| {
            all.entry(self.kind).or_default().insert(id.to_owned());
        });
    }

    /// Notes that these were judged.
    pub fn extend<'b>(self, ids: impl IntoIterator<Item = &'b str>) {
        ids.into_iter().for_each(|id| self.add(id));
    }
}

/// Whether a subject is among those that a check judged; none where the check does not say so of its kind.
#[must_use]
pub fn was_judged(judged: &JudgedSubjects, subject: &Subject) -> Option<bool> {
    let all = judged.get(&subject.kind)?;
    let name = subject.id.as_ref().or(subject.name.as_ref());
    Some(name.is_some_and(|name| all.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(kind: SubjectKind, id: Option<&str>, name: &str) -> Subject {
        Subject { kind, id: id.map(str::to_owned), name: Some(name.to_owned()), workspace: None }
    }

    #[test]
    fn who_is_noted_was_judged_and_nobody_else_of_the_kind() {
        let judged = Judged::default();
        judged.of(SubjectKind::ApiKey).extend(["apikey_a", "nameless"]);
        let _ = judged.of(SubjectKind::User);
        let all = judged.into_subjects();
        for (kind, id, name, wanted) in [
            (SubjectKind::ApiKey, Some("apikey_a"), "a", Some(true)),
            (SubjectKind::ApiKey, Some("apikey_b"), "apikey_a", Some(false)),
            (SubjectKind::ApiKey, None, "nameless", Some(true)),
            (SubjectKind::User, Some("user_a"), "a", Some(false)),
            (SubjectKind::Workspace, Some("wrkspc_a"), "a", None),
        ] {
            assert_eq!(was_judged(&all, &subject(kind, id, name)), wanted, "{kind:?} {id:?} {name}");
        }
    }
}
