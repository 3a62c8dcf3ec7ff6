//! One vocabulary for events of both sources: what each is about, what is done, and how much weight that has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Something new.
    Make,
    /// Something is otherwise than before.
    Change,
    /// Something is gone.
    Delete,
    /// Others may see it, or may no more.
    Share,
    /// Data leaves.
    Export,
    /// Somebody looked.
    Read,
    /// It did not work.
    Fail,
    /// It was not allowed.
    Deny,
    /// All else, and types that the tables do not know.
    Do,
}

impl Action {
    /// Every action with its word.
    pub const ALL: [(&str, Self); 9] = [
        ("make", Self::Make),
        ("change", Self::Change),
        ("delete", Self::Delete),
        ("share", Self::Share),
        ("export", Self::Export),
        ("read", Self::Read),
        ("fail", Self::Fail),
        ("deny", Self::Deny),
        ("do", Self::Do),
    ];
}

impl Weight {
    /// Every weight that the tables give, with its word.
    pub const ALL: [(&str, Self); 5] = [
        ("admin", Self::Admin),
        ("export", Self::Export),
        ("sign-in", Self::SignIn),
        ("reading", Self::Reading),
        ("everyday", Self::Everyday),
    ];
}

/// How much weight an event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What only people with privileges do: settings, roles, members, limits, connectors.
    Admin,
    /// Data of the organization leaves.
    Export,
    /// Signing in and out.
    SignIn,
    /// Lists and reports are looked at.
    Reading,
    /// Everybody's own work, and what the platform does by itself.
    Everyday,
    /// Neither table knows the type.
    Unknown,
}

/// A kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventKind {
    /// What it is about: `key`, `member`, `role`, `login`, `content`, …
    pub topic: &'static str,
    /// What is done.
    pub action: Action,
    /// How much weight that has.
    pub weight: Weight,
}

impl EventKind {
    /// Whether it is enough to know how many there were, of whom, and when: own work with content, and what runs by itself, unless
    /// something was deleted, shared, denied or failed. Who came, left or was invited, and what left the organization, stays single
    /// events although everybody may do it.
    #[must_use]
    pub fn is_routine(self) -> bool {
        self.weight == Weight::Everyday
            && matches!(self.topic, "content" | "security")
            && !matches!(self.action, Action::Delete | Action::Share | Action::Deny | Action::Fail)
    }
}

/// An attempt of the audit log, and the type of the feed for one that failed. The log has one event for both.
pub const ATTEMPT: (&str, &str) = ("user_attempted_magic_link_verification", "magic_link_login_failed");

/// Types of the activity feed, and events of the audit log with the types that say the same.
#[derive(Clone, Debug)]
pub struct EventKinds {
    types: BTreeMap<&'static str, EventKind>,
    /// By event of the audit log; one stands for several types where the feed tells more exactly.
    same: BTreeMap<&'static str, Vec<&'static str>>,
}

impl EventKinds {
    /// The embedded tables, read once.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<EventKinds> = LazyLock::new(EventKinds::read);
        &EMBEDDED
    }

    fn read() -> Self {
        let mut all = Self { types: BTreeMap::new(), same: BTreeMap::new() };
        for cells in lines(include_str!("activity_types.tsv")) {
            if let [name, kind @ ..] = cells.as_slice() {
                all.types.insert(name, kind_of(kind));
            }
        }
        for cells in lines(include_str!("audit_events.tsv")) {
            match cells.as_slice() {
                [name, "", kind @ ..] => {
                    all.types.insert(name, kind_of(kind));
                }
                [name, same, ..] => {
                    all.same.insert(name, same.split(", ").collect());
                }
                _ => {}
            }
        }
        all
    }

    /// The types of the feed that an event of the audit log stands for; itself where the feed has none.
    #[must_use]
    pub fn of_log<'a>(&self, event: &'a str) -> Vec<&'a str> {
        self.same.get(event).map_or_else(|| vec![event], |same| same.clone())
    }

    /// Whether events of a type, as the source writes it, are routine. An event of the audit log is what all its types are; types that
    /// nobody knows never are.
    #[must_use]
    pub fn is_routine(&self, written: &str, by_feed: bool) -> bool {
        let names = if by_feed { vec![written] } else { self.of_log(written) };
        names.iter().all(|name| self.kind(name).is_routine())
    }

    /// The types of either source with what they are, those of the feed that an event of the log stands for in its place.
    pub fn types(&self) -> impl Iterator<Item = (&'static str, EventKind)> + '_ {
        let same = self.same.iter().flat_map(|(event, names)| names.iter().map(|name| (*event, self.kind(name))));
        self.types.iter().map(|(name, kind)| (*name, *kind)).chain(same)
    }

    /// Every event of the audit log that the feed reports too, with the types that the feed has for it.
    pub fn logged(&self) -> impl Iterator<Item = (&'static str, &[&'static str])> + '_ {
        self.same.iter().map(|(event, names)| (*event, names.as_slice()))
    }

    /// What a type is.
    #[must_use]
    pub fn kind(&self, name: &str) -> EventKind {
        const UNKNOWN: EventKind = EventKind { topic: "", action: Action::Do, weight: Weight::Unknown };
        self.types.get(name).copied().unwrap_or(UNKNOWN)
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn kind_of(cells: &[&'static str]) -> EventKind {
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    EventKind {
        topic: cell(0),
        action: word(&Action::ALL, cell(1)).unwrap_or(Action::Do),
        weight: word(&Weight::ALL, cell(2)).unwrap_or(Weight::Unknown),
    }
}

fn word<T: Copy>(all: &[(&str, T)], word: &str) -> Option<T> {
    all.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_says_what_it_is() {
        let (actions, weights) = (Action::ALL.map(|(word, _)| word), Weight::ALL.map(|(word, _)| word));
        for cells in lines(include_str!("activity_types.tsv")) {
            assert!(cells.len() == 4 && actions.contains(&cells[2]) && weights.contains(&cells[3]), "{cells:?}");
        }
        let kinds = EventKinds::embedded();
        for cells in lines(include_str!("audit_events.tsv")) {
            for name in kinds.of_log(cells[0]) {
                assert_ne!(kinds.kind(name).weight, Weight::Unknown, "{cells:?}");
            }
        }
    }

    #[test]
    fn nothing_that_is_asked_for_singly_is_routine() {
        let kinds = EventKinds::embedded();
        assert!(kinds.is_routine("claude_chat_viewed", true) && kinds.is_routine("conversation_created", false));
        assert!(!kinds.is_routine("conversation_created", true), "a word of the other source");
        for asked in [
            "account_deleted",
            "org_user_left",
            "org_user_invite_accepted",
            "org_join_request_created",
            "org_data_export_completed",
            "claude_file_exported",
            "platform_api_key_updated",
            "claude_chat_deleted",
            "claude_chat_access_failed",
            "session_share_created",
            "sso_login_succeeded",
            "news",
        ] {
            assert!(!kinds.is_routine(asked, true), "{asked}");
        }
        for (name, _) in kinds.types.iter().filter(|(_, kind)| kind.is_routine()) {
            // What facts tell by the form of a type.
            let ends = ["_deleted", "_failed"].iter().any(|end| name.ends_with(end));
            let begins = ["org_", "scim_user_", "platform_workspace_"].iter().any(|start| name.starts_with(start));
            assert!(!ends && !begins && !name.contains("api_key"), "{name}");
        }
        for (event, names) in &kinds.same {
            let routine = names.iter().filter(|name| kinds.kind(name).is_routine()).count();
            assert!(routine == 0 || routine == names.len(), "{event}: pairs are sought among events of one sort");
        }
    }

    #[test]
    fn both_sources_speak_one_language() {
        let kinds = EventKinds::embedded();
        assert_eq!(kinds.of_log("conversation_created"), ["claude_chat_created"]);
        assert_eq!(kinds.of_log("integration_org_enabled").len(), 2);
        assert_eq!(kinds.of_log("org_jit_toggled"), ["org_jit_toggled"]);
        assert_eq!(kinds.kind("org_sso_toggled").weight, Weight::Admin);
        assert_eq!(kinds.kind("claude_chat_deleted").action, Action::Delete);
        assert_eq!(kinds.kind("news").weight, Weight::Unknown);
    }
}
