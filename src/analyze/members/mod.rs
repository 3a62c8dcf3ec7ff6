//! Checks of members, roles and invitations.

pub(super) mod duplicate_member;
pub(super) mod excess_admins;
pub(super) mod external_member;
pub(super) mod idle_seat;
pub(super) mod inactive_admin;
pub(super) mod inactive_member;
mod inactivity;
pub(super) mod incomplete_access_review;
pub(super) mod leaver_activity;
pub(super) mod leaver_with_live_account;
pub(super) mod offboarding_lag;
pub(super) mod orphaned_member;
pub(super) mod orphaned_workspace_member;
pub(super) mod overdue_access_review;
pub(super) mod primary_owner_count;
pub(super) mod role_mismatch;
pub(super) mod shared_account;
pub(super) mod single_admin;
pub(super) mod unknown_role;

use inactivity::inactive;

use super::Context;
use super::wording::some_of;
use crate::facts::{Departure, Member, role_in_words};
use crate::model::{Evidence, Subject, SubjectKind, counted};

/// A member as the subject of a finding; the lists of claude.ai have no ids.
fn subject(member: &Member) -> Subject {
    let name = if member.address.is_empty() { member.name.clone() } else { Some(member.address.clone()) };
    let id = Some(member.id.clone()).filter(|id| !id.is_empty());
    Subject { kind: SubjectKind::User, id, name, workspace: None }
}

/// Everybody with an account: the listed members, and whom only claude.ai lists.
fn accounts<'a>(cx: &Context<'a>) -> impl Iterator<Item = &'a Member> + Clone {
    cx.facts.lists.members.iter().chain(&cx.facts.people.only_on_claude_ai)
}

/// Whose account of claude.ai is in a state that this version does not know, as a note.
fn unknown_seats(cx: &Context) -> Option<String> {
    let unknown: Vec<String> = (cx.facts.people.seats.iter().filter(|seat| seat.is_live().is_none()))
        .map(|seat| format!("{} (status {})", seat.account, seat.status.as_deref().unwrap_or_default()))
        .collect();
    (!unknown.is_empty()).then(|| {
        format!(
            "not judged: {} of claude.ai in a state that this version does not know: {}",
            counted(unknown.len(), "account"),
            some_of(unknown, 4)
        )
    })
}

/// Somebody who left as the subject of a finding, by the id that lists of the API have them under.
fn leaver(departure: &Departure) -> Subject {
    let id = departure.ids.iter().find(|id| id.starts_with("user_")).or(departure.ids.first());
    Subject { kind: SubjectKind::User, id: id.cloned(), name: departure.addresses.first().cloned(), workspace: None }
}

/// The member's own record as evidence.
fn record(cx: &Context, member: &Member) -> Evidence {
    let role = role_in_words(member.role.as_deref());
    let id = if member.id.is_empty() { String::new() } else { format!("{}: ", member.id) };
    member.source.evidence(cx.data, format!("{id}{}, role {role}", member.address))
}
