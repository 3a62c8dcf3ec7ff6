//! How a finding was resolved: what became of its subject.

use crate::model::{Finding, SubjectKind, SubjectState, SubjectStates, became};

/// What became of the subject, in a few words.
pub(super) fn of(finding: &Finding, subject_states: &SubjectStates) -> String {
    let subject = &finding.subject;
    let Some(found) = subject_states.of(subject) else { return "its check no longer finds it".to_owned() };
    if !found.is_listed {
        return found.ended.unwrap_or_else(|| unlisted(subject.kind).to_owned());
    }
    let renamed = subject
        .name
        .as_ref()
        .zip(found.name.as_ref())
        .filter(|(then, now)| !now.trim().is_empty() && then.trim() != now.trim());
    match (subject.kind, &found) {
        (SubjectKind::ApiKey, SubjectState { state: Some(state), .. }) if state != "active" => {
            found.ended.clone().unwrap_or_else(|| became(state))
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
        SubjectKind::GatewayKey => "no longer in the list of the gateway's keys",
        _ => "no longer in use",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Severity, Subject};
    use crate::report::tests::finding;

    /// How a finding about something that was called `then` was resolved, where this is known of it now.
    fn said(kind: SubjectKind, state: SubjectState) -> String {
        let subject = Subject { kind, id: Some("1".to_owned()), name: Some("then".to_owned()), workspace: None };
        let mut states = SubjectStates::default();
        states.by_subject.insert((kind, "1".to_owned()), state);
        of(&finding("rule", Severity::Medium, subject), &states)
    }

    fn listed(state: Option<&str>, name: &str) -> SubjectState {
        let (state, name) = (state.map(str::to_owned), Some(name.to_owned()));
        SubjectState { is_listed: true, state, name, ..SubjectState::default() }
    }

    use SubjectKind::{ApiKey, GatewayKey, Invite, Model, User, Workspace};

    #[test]
    fn what_is_listed_is_told_by_its_state_and_then_by_its_name() {
        for (kind, state, name, expected) in [
            (ApiKey, Some("inactive"), "then", "made inactive"),
            (ApiKey, Some("inactive"), "now", "made inactive"),
            (ApiKey, Some("active"), "then", "the key is still active; its check no longer finds it"),
            (ApiKey, Some("active"), " then ", "the key is still active; its check no longer finds it"),
            (ApiKey, Some("active"), "now", "renamed to «now»"),
            (Workspace, Some("archived"), "then", "archived"),
            (Workspace, None, "then", "still listed; its check no longer finds it"),
            (Workspace, None, "now", "renamed to «now»"),
            (Invite, Some("accepted"), "then", "accepted"),
            (Invite, Some("pending"), "then", "still listed; its check no longer finds it"),
            (User, Some("user"), "then", "still a member, with role user; its check no longer finds it"),
            (User, None, "then", "still listed; its check no longer finds it"),
            (GatewayKey, Some("blocked"), "then", "blocked"),
            (GatewayKey, Some("works"), "then", "still listed; its check no longer finds it"),
            (Model, Some("blocked"), "then", "its check no longer finds it"),
        ] {
            assert_eq!(said(kind, listed(state, name)), expected, "{kind:?} {state:?} {name}");
        }
        let dated = |state| SubjectState { ended: Some("on a day".to_owned()), ..listed(Some(state), "then") };
        assert_eq!(said(ApiKey, dated("archived")), "on a day", "an event says when");
        assert_eq!(said(Workspace, dated("archived")), "on a day");
        assert!(said(ApiKey, dated("active")).starts_with("the key is still active"), "it was brought back");
    }

    #[test]
    fn what_is_not_listed_is_told_by_its_event_or_by_what_its_list_leaves_out() {
        for (kind, expected) in [
            (User, "no longer in the list of members; no export says when and how they left"),
            (Invite, "no longer in the list of invitations: accepted or deleted"),
            (Workspace, "no longer in the list of workspaces, which leaves out archived ones"),
            (ApiKey, "no longer in use"),
            (GatewayKey, "no longer in the list of the gateway's keys"),
        ] {
            assert_eq!(said(kind, SubjectState::default()), expected);
            let ended = SubjectState { ended: Some("on a day".to_owned()), ..SubjectState::default() };
            assert_eq!(said(kind, ended), "on a day");
        }
    }
}
