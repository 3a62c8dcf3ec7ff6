//! When a person was last seen: by an event, and by the use of keys that nobody else uses.

use chrono::NaiveDate;

use super::roster::People;
use crate::facts::keys::{KeyUse, KeyUses};
use crate::facts::lists::{CLAUDE_CODE_WORKSPACE, Key, Lists, Member};
use crate::facts::log::{Activity, LastEvent};

/// The latest event of a member under any address that the roster has for them.
pub(in crate::facts) fn last_event<'a>(
    member: &Member,
    people: &People,
    activity: &'a Activity,
) -> Option<&'a LastEvent> {
    let aliases = people.by_address(&member.address).map_or(&[][..], |person| &person.addresses);
    let by_alias = aliases.iter().filter_map(|address| activity.of_id(address));
    activity.of(member).into_iter().chain(by_alias).max_by_key(|event| event.at)
}

/// Last use of the keys of a user or service account that nobody else uses: personal ones, and those of Claude Code. What may be such
/// a key's use counts too: it speaks for the account.
pub(in crate::facts) fn own_key_use(account: &str, lists: &Lists, key_uses: &KeyUses) -> Option<NaiveDate> {
    let own = |key: &&Key| {
        key.principal_id.as_deref() == Some(account)
            || key.creator_id.as_deref() == Some(account) && lists.workspace_name(key) == Some(CLAUDE_CODE_WORKSPACE)
    };
    let uses = lists.keys_about(account).filter(own).filter_map(|key| key_uses.of(&key.id));
    uses.filter_map(KeyUse::last_possible).max()
}
