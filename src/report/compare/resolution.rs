//! How a finding was resolved: what became of its subject.

use crate::model::{Finding, Standing, Standings, SubjectKind};

/// What became of the subject, in a few words.
pub(super) fn of(finding: &Finding, standings: &Standings) -> String {
    let subject = &finding.subject;
    let Some(standing) = standings.of(subject) else { return "its check does not find it any more".to_owned() };
    if !standing.is_listed {
        return standing.ended.unwrap_or_else(|| unlisted(subject.kind).to_owned());
    }
    let renamed = subject.name.as_ref().zip(standing.name.as_ref()).filter(|(then, now)| then.trim() != now.trim());
    match (subject.kind, &standing) {
        (SubjectKind::ApiKey, Standing { state: Some(state), .. }) if state != "active" => {
            standing.ended.clone().unwrap_or_else(|| format!("made {state}"))
        }
        (SubjectKind::Workspace, Standing { state: Some(state), .. }) => {
            standing.ended.clone().unwrap_or_else(|| state.clone())
        }
        (SubjectKind::Invite, Standing { state: Some(state), .. }) if state != "pending" => state.clone(),
        _ if renamed.is_some() => renamed.map_or_else(String::new, |(_, now)| format!("renamed to «{now}»")),
        (SubjectKind::User, Standing { state: Some(role), .. }) => {
            format!("still a member, with role {role}; its check does not find it any more")
        }
        (SubjectKind::ApiKey, _) => "the key is still active; its check does not find it any more".to_owned(),
        _ => "still listed; its check does not find it any more".to_owned(),
    }
}

/// Why a list lacks what the last report found in it, where no event tells.
const fn unlisted(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::User => "no longer in the list of members; no export tells when and how they left",
        SubjectKind::Invite => "no longer in the list of invitations: accepted or deleted",
        SubjectKind::Workspace => "no longer in the list of workspaces, which leaves out archived ones",
        _ => "no longer in use",
    }
}
