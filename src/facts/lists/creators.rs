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

    /// `creator, whether it says nothing` of a key that has this in place of the id.
    fn creator(created_by: serde_json::Value) -> (Option<String>, bool) {
        use crate::analyze::testing::{facts, key, member, page, with};
        let own = with(key("k", "2026-08-03", None), serde_json::json!({ "created_by": created_by }));
        // A list in which no key has a creator does not say who made them.
        let keys = page(&[own, key("other", "2026-08-03", None)]);
        let named = |local: &str, name: &str| {
            with(member(&format!("{local}@example.com"), "user"), serde_json::json!({ "name": name }))
        };
        let members = page(&[named("ann", "Ann Lee"), named("bo", "Bo Li"), named("bo2", "Bo Li")]);
        let lists = facts(&[("keys.json", &keys), ("members.json", &members)]).lists;
        (lists.keys[0].creator_id.clone(), lists.keys[0].is_creator_unclear)
    }

    #[test]
    fn whoever_is_named_is_the_member_who_alone_is_called_so() {
        for (text, id, is_unclear) in [
            ("user_x", Some("user_x"), false),
            ("Ann@Example.com", Some("user_ann"), false),
            ("Ann Lee <ann@example.com>", Some("user_ann"), false),
            ("eve@example.com", Some("eve@example.com"), false),
            (" ann lee", Some("user_ann"), false),
            ("Bo Li", Some("Bo Li"), true),
            ("Somebody Else", Some("Somebody Else"), true),
        ] {
            assert_eq!(creator(text.into()), (id.map(str::to_owned), is_unclear), "{text}");
        }
        assert_eq!(creator(serde_json::Value::Null), (None, false), "nobody is on record");
    }
}
