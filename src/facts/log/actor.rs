//! Who did something, as an event states it.

/// Who did it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventActor {
    /// Id as the event states it.
    pub id: Option<String>,
    /// Address as the event states it.
    pub address: Option<String>,
    /// Kind as the event states it: `user_actor`, `api_actor`, …
    pub kind: Option<String>,
}

impl EventActor {
    /// What to call it: the address, else the id, else its kind.
    #[must_use]
    pub fn label(&self) -> &str {
        let known = self.address.as_deref().or(self.id.as_deref()).or(self.kind.as_deref());
        known.unwrap_or("an unnamed actor")
    }
}

/// Whether an actor of this kind is a person, as far as the source says: the log names no kind, and people only.
pub(in crate::facts) fn is_person(kind: Option<&str>) -> bool {
    matches!(kind, None | Some("user_actor" | "user" | "account"))
}
