//! How a finding was resolved: what became of its subject.

use crate::model::{Finding, SubjectKind, SubjectState, SubjectStates};

/// What became of the subject, in a few words.
pub(super) fn of(finding: &Finding, subject_states: &SubjectStates) -> String {
    let subject = &finding.subject;
    let Some(found) = subject_states.of(subject) else { return "its check no longer finds it".to_owned() };
    if !found.is_listed {
        return found.ended.unwrap_or_else(|| unlisted(subject.kind).to_owned());
    }
    let renamed = subject.name.as_ref().zip(found.name.as_ref()).filter(|(then, now)| then.trim() != now.trim());
    match (subject.kind, &found) {
        (SubjectKind::ApiKey, SubjectState { state: Some(state), .. }) if state != "active" => {
            found.ended.clone().unwrap_or_else(|| format!("made {state}"))
        }
        (SubjectKind::Workspace, SubjectState { state: Some(state), .. }) => {
            found.ended.clone().unwrap_or_else(|| state.clone())
        }
        (SubjectKind::Invite, SubjectState { state: Some(state), .. }) if state != "pending" => state.clone(),
        _ if renamed.is_some() => renamed.map_or_else(String::new, |(_, now)| format!("renamed to «{now}»")),
        (SubjectKind::User, SubjectState { state: Some(role), .. }) => {
            format!("still a member, with role {role}; its check no longer finds it")
        }
        (SubjectKind::GatewayKey, SubjectState { state: Some(state), .. }) if state != "works" => state.clone(),
        (SubjectKind::ApiKey, _) => "the key is still active; its check no longer finds it".to_owned(),
        _ => "still listed; its check no longer finds it".to_owned(),
    }
}

/// Why a list lacks what the last report found in it, where no event tells.
const fn unlisted(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::User => "no longer in the list of members; no export says when and how they left",
        SubjectKind::Invite => "no longer in the list of invitations: accepted or deleted",
        SubjectKind::Workspace => "no longer in the list of workspaces, which leaves out archived ones",
        _ => "no longer in use",
    }
}
