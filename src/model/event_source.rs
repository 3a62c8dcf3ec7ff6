//! Who reports an event.

/// The exports that hold events of an organization's audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventSource {
    /// The activity feed of the Compliance API, which alone reports what happens in the Console.
    Feed,
    /// The audit-log export of the admin settings.
    Log,
}

impl EventSource {
    /// Its word in the events table: the id of the kind of export.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Feed => "activity-feed",
            Self::Log => "audit-log",
        }
    }
}
