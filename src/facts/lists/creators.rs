//! Who made a key, where the list gives an address or a name in place of the id: whom of the members it means.

use std::collections::BTreeMap;

use super::{Key, Member};
use crate::data::vocabulary::UNCLEAR;
use crate::model::normalize_address;

/// Beginnings of ids of whoever makes keys.
const IDS: [&str; 4] = ["user_", "svac_", "apikey_", "admin_api_key_"];

/// Puts the member's id in place of an address or a name that only one member has. An address that none has stays, as the members are
/// known by theirs; a name that none or several have says nothing.
pub(super) fn resolve(keys: &mut [Key], members: &[Member]) {
    let mut by_address: BTreeMap<String, &Member> = BTreeMap::new();
    for (address, member) in members.iter().filter_map(|member| Some((normalize_address(&member.address)?, member))) {
        by_address.entry(address).or_insert(member);
    }
    for key in keys {
        if key.creator_type.as_deref() == Some(UNCLEAR) {
            (key.creator_type, key.is_creator_unclear) = (None, true);
            continue;
        }
        let Some(creator) = key.creator_id.as_deref() else { continue };
        if is_id(creator) {
            continue;
        }
        match address_in(creator) {
            Some(address) => {
                let own = by_address.get(&address);
                key.creator_id = Some(own.map_or(address, |member| member.id.clone()));
            }
            None => match namesake(creator, members) {
                Some(member) => key.creator_id = Some(member.id.clone()),
                None => key.is_creator_unclear = true,
            },
        }
    }
}

fn is_id(text: &str) -> bool {
    let is_uuid = text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_uuid || IDS.iter().any(|prefix| text.starts_with(prefix))
}

/// The address in `ann@example.com`, `Ann <ann@example.com>` or `Ann (ann@example.com)`.
fn address_in(text: &str) -> Option<String> {
    let word = text.split(|c: char| c.is_whitespace() || "<>()[]\"',;".contains(c)).find(|word| word.contains('@'))?;
    normalize_address(word.strip_prefix("mailto:").unwrap_or(word))
}

/// The only member of a name.
fn namesake<'a>(name: &str, members: &'a [Member]) -> Option<&'a Member> {
    let name = name.trim().to_lowercase();
    let is_own = |member: &&Member| member.name.as_ref().is_some_and(|own| own.trim().to_lowercase() == name);
    let mut own = members.iter().filter(is_own);
    own.next().filter(|_| own.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_in_a_text() {
        for text in [
            "ann@example.com",
            "Ann X <Ann@Example.com>",
            "Ann (ann@example.com)",
            "mailto:ann@example.com",
            "\"Ann\" ann@example.com;",
        ] {
            assert_eq!(address_in(text).as_deref(), Some("ann@example.com"), "{text}");
        }
        for text in ["Ann", "", "Ann at example.com", "user_01Ann"] {
            assert_eq!(address_in(text), None, "{text}");
        }
        assert!(
            is_id("user_01Ann")
                && is_id("0b9c7a8e-1111-2222-3333-444455556666")
                && !is_id("Ann")
                && !is_id("System.Object")
        );
    }
}
