//! Checks of invitations.

pub(super) mod privileged_invite;
pub(super) mod stale_invite;

use super::Context;
use super::may_be_listed::MayBeListed;
use crate::facts::{Invite, Member, role_in_words};
use crate::model::{Evidence, Subject, SubjectKind, counted, normalize_address};

/// An invitation as the subject of a finding.
fn subject(invite: &Invite) -> Subject {
    let name = (!invite.address.is_empty()).then(|| invite.address.clone());
    Subject { kind: SubjectKind::Invite, id: Some(invite.id.clone()), name, workspace: None }
}

/// The invitation's own record as evidence.
fn record(cx: &Context, invite: &Invite) -> Evidence {
    let role = role_in_words(invite.role.as_deref());
    let sent = invite.invited_at.map_or_else(|| "unknown".to_owned(), |at| at.date_naive().to_string());
    let until = invite.expires_at.map_or_else(String::new, |at| format!(", expires {}", at.date_naive()));
    invite.source.evidence(cx.data, format!("{}: status {}, role {role}, sent {sent}{until}", invite.id, invite.status))
}

/// The member who has joined since an invitation to their address was sent: it was accepted, and the list of invitations is the
/// older one. Somebody who had been a member before has not accepted it.
fn joined_since<'a>(cx: &'a Context, invite: &Invite) -> Option<&'a Member> {
    let address = normalize_address(&invite.address)?;
    let known = cx.facts.people.roster.own_addresses(&address);
    let is_theirs = |member: &&Member| {
        normalize_address(&member.address).is_some_and(|own| own == address || known.contains(&own.as_str()))
    };
    let after = |member: &&Member| match (member.added_at, invite.invited_at) {
        (Some(added), Some(invited)) => added >= invited,
        _ => true,
    };
    cx.facts.lists.members.iter().filter(is_theirs).find(after)
}

/// Whether whoever was invited may have joined: a record of the member list that could not be read has their address.
fn may_have_joined(invite: &Invite, unread: &mut MayBeListed) -> bool {
    unread.holds(&invite.address, [invite.address.as_str()])
}

/// What to say of invitations that the list calls pending and the member list shows to be accepted.
fn accepted_note(count: usize) -> Option<String> {
    (count > 0).then(|| {
        format!(
            "not judged: {} listed as pending although who was invited has joined; export members and invites on the same day",
            counted(count, "invite")
        )
    })
}
