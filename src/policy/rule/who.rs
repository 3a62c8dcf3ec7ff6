//! Who did it, as a rule asks.

use std::fmt;

use super::EventView;
use crate::model::normalize_address;
use crate::policy::Pattern;

/// What a rule asks of an actor: everything that is stated.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct Who {
    pub(in crate::policy) kinds: Vec<String>,
    pub(in crate::policy) ids: Vec<Pattern>,
    pub(in crate::policy) addresses: Vec<Pattern>,
    /// Domains with all below them.
    pub(in crate::policy) domains: Vec<String>,
    pub(in crate::policy) privileged: Option<bool>,
    pub(in crate::policy) not: Option<Box<Self>>,
}

impl Who {
    pub(super) fn asks_for_roles(&self) -> bool {
        self.privileged.is_some() || self.not.as_ref().is_some_and(|not| not.asks_for_roles())
    }

    /// What the actor of an event does not meet.
    pub(super) fn unmet(&self, event_view: &EventView) -> Option<String> {
        let address = event_view.actor_address.and_then(normalize_address);
        let fits = |patterns: &[Pattern], text: Option<&str>| {
            patterns.is_empty() || text.is_some_and(|text| patterns.iter().any(|pattern| pattern.matches(text)))
        };
        let is_in = |domain: &String| {
            let host = address.as_deref().and_then(|address| address.rsplit_once('@')).map(|(_, host)| host);
            host.is_some_and(|host| {
                host == domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
            })
        };
        let checks = [
            (
                "kind",
                self.kinds.is_empty()
                    || event_view.actor_kind.is_some_and(|kind| self.kinds.iter().any(|one| one == kind)),
            ),
            ("id", fits(&self.ids, event_view.actor_id)),
            ("address", fits(&self.addresses, address.as_deref())),
            ("domain", self.domains.is_empty() || self.domains.iter().any(is_in)),
            ("privileged", self.privileged.is_none_or(|wanted| wanted == event_view.is_privileged)),
            ("not", self.not.as_ref().is_none_or(|not| not.unmet(event_view).is_some())),
        ];
        let failed = checks.iter().find(|(_, holds)| !holds);
        failed.map(|(what, _)| format!("its actor does not match `actor.{what}`"))
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let patterns = |all: &[Pattern]| all.iter().map(Pattern::as_str).collect::<Vec<_>>().join(", ");
        let lists = [
            ("kind", self.kinds.join(", ")),
            ("id", patterns(&self.ids)),
            ("address", patterns(&self.addresses)),
            ("domain", self.domains.join(", ")),
        ];
        let mut parts: Vec<String> =
            lists.iter().filter(|(_, all)| !all.is_empty()).map(|(what, all)| format!("{what} {all}")).collect();
        parts
            .extend(self.privileged.map(|yes| if yes { "a privileged role" } else { "no privileged role" }.to_owned()));
        parts.extend(self.not.as_ref().map(|not| format!("not {not}")));
        f.write_str(&parts.join(" and "))
    }
}
