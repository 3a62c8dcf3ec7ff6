//! Who is known to be no administrator.

use crate::facts::lists::{Lists, Member};
use crate::facts::log::EventActor;
use crate::model::normalize_address;

impl Lists {
    /// Whether an actor is a listed member without a privileged role. Of whoever is in no list nothing says that they are no
    /// administrator.
    #[must_use]
    pub fn knows_as_other(&self, actor: &EventActor) -> bool {
        let address = actor.address.as_deref().and_then(normalize_address);
        let is_actor = |member: &&Member| {
            actor.id.as_deref() == Some(member.id.as_str())
                || address.is_some() && normalize_address(&member.address) == address
        };
        let mut listed = self.members.iter().filter(is_actor).peekable();
        listed.peek().is_some() && !listed.any(Member::is_privileged)
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::{facts, member, page};
    use crate::facts::EventActor;

    #[test]
    fn only_the_list_says_that_somebody_is_none() {
        let members = page(&[
            member("ann@example.com", "admin"),
            member("bob@example.com", "developer"),
            member("cleo@example.com", "membership_admin"),
        ]);
        let lists = facts(&[("users.json", &members)]).lists;
        let other = |id: Option<&str>, address: Option<&str>| {
            let text = |text: Option<&str>| text.map(str::to_owned);
            lists.knows_as_other(&EventActor { id: text(id), address: text(address), kind: None })
        };
        for (id, address, expected) in [
            (Some("user_bob"), None, true),
            (None, Some("Bob@Example.com"), true),
            (Some("a-uuid-of-the-log"), Some("bob@example.com"), true),
            (Some("user_ann"), None, false),
            (None, Some("cleo@example.com"), false),
            (Some("user_dan"), Some("dan@example.com"), false),
            (None, None, false),
        ] {
            assert_eq!(other(id, address), expected, "{id:?} {address:?}");
        }
    }
}
