//! Actors that the member list cannot be asked about: it has other ids, and they have no address.

use crate::facts::lists::Member;
use crate::facts::log::ActorSeen;

/// The audit-log export names people by UUIDs, the Admin API by ids with this prefix.
const PREFIX: &str = "user_";

/// Whether nobody can say whether somebody is a member: without an address, and with ids that no list of members has.
pub(in crate::facts) fn is_incomparable(actor: &ActorSeen, members: &[Member]) -> bool {
    let of_list = |id: &String| id.starts_with(PREFIX);
    let is_apart = members.iter().all(|member| of_list(&member.id)) && !actor.ids.iter().any(of_list);
    actor.address.is_none() && is_apart
}
