//! What became of the things that findings are about, for the comparison with the last report. In no output.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Subject, SubjectKind};

/// Keys, members, workspaces and invitations, and how they stand.
#[derive(Clone, Debug, Default)]
pub struct SubjectStates {
    /// By kind and id.
    pub by_subject: BTreeMap<(SubjectKind, String), SubjectState>,
    /// Since when the activity feed covers every day up to the end of the data, if it does.
    pub feed_since: Option<DateTime<Utc>>,
}

/// How one of them stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectState {
    /// Whether its list has it.
    pub is_listed: bool,
    /// Status of a key or invitation, role of a member, `archived` of a workspace.
    pub state: Option<String>,
    /// Its name, or a member's address.
    pub name: Option<String>,
    /// How and when it ended according to events or the roster.
    pub ended: Option<String>,
    /// Whether other exports show that it is there although its list lacks it.
    pub is_there: bool,
}

/// How it is said of a thing that it got this state: `archived`, but `made inactive`.
#[must_use]
pub fn became(state: &str) -> String {
    match state.ends_with("ed") {
        true => state.to_owned(),
        false => format!("made {state}"),
    }
}

impl SubjectStates {
    /// How the subject of a finding stands; of kinds that have no list nothing is known.
    #[must_use]
    pub fn of(&self, subject: &Subject) -> Option<SubjectState> {
        let has_list = matches!(
            subject.kind,
            SubjectKind::ApiKey
                | SubjectKind::User
                | SubjectKind::Workspace
                | SubjectKind::Invite
                | SubjectKind::GatewayKey
        );
        let id = subject.id.clone().filter(|_| has_list)?;
        Some(self.by_subject.get(&(subject.kind, id)).cloned().unwrap_or_default())
    }
}
