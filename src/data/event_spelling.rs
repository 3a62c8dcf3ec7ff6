//! Types of events however tools write them: `ORG_SSO_TOGGLED`, `Org Sso Toggled`, `org.sso.toggled`, `anthropic.org_sso_toggled`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::vocabulary::{activity_types, audit_events};

/// Types of one source by their letters and digits alone; nothing where several have the same.
type Spellings = BTreeMap<String, Option<&'static str>>;

/// The type that a source knows for what is written otherwise. `None` where the source knows what is written, where it knows nothing like
/// it, and where several types are like it.
#[must_use]
pub fn known_type(written: &str, by_feed: bool) -> Option<&'static str> {
    static FEED: LazyLock<Spellings> = LazyLock::new(|| spellings(activity_types().into_iter()));
    static LOG: LazyLock<Spellings> = LazyLock::new(|| spellings(audit_events().into_iter()));
    let all = if by_feed { &*FEED } else { &*LOG };
    let parts = std::iter::successors(Some(written), |text| Some(text.split_once(['.', '/', ':'])?.1));
    let found = parts.filter_map(|text| all.get(&letters(text))).next()?;
    found.filter(|name| *name != written)
}

fn spellings(names: impl Iterator<Item = &'static str>) -> Spellings {
    let mut all = Spellings::new();
    for name in names {
        all.entry(letters(name)).and_modify(|known| *known = None).or_insert(Some(name));
    }
    all
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_type_however_it_is_written() {
        for written in [
            "ORG_SSO_TOGGLED",
            "Org Sso Toggled",
            "org.sso.toggled",
            "org-sso-toggled",
            "orgSsoToggled",
            "anthropic.org_sso_toggled",
            "compliance/activity:ORG_SSO_TOGGLED",
        ] {
            assert_eq!(known_type(written, true), Some("org_sso_toggled"), "{written}");
        }
        assert_eq!(known_type("Conversation Created", false), Some("conversation_created"));
        for other in ["org_sso_toggled", "teapot_boiled", "sso", "", "org_sso", "Conversation Created"] {
            assert_eq!(known_type(other, true), None, "{other}");
        }
    }

    #[test]
    fn no_two_types_are_spelled_alike() {
        for names in [activity_types(), audit_events()] {
            assert!(spellings(names.into_iter()).values().all(Option::is_some));
        }
    }
}
