//! Whether somebody is there, as far as a roster says.

/// What a row of a roster says of its person. Rows that say nothing are of people who are listed, and that is all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There.
    Here,
    /// Not yet gone: on leave, serving notice, locked out, about to leave or to begin.
    Between,
    /// Gone: left, or the account is switched off.
    Gone,
    /// Stated in words whose meaning is not known.
    Unknown,
}

impl Standing {
    const ALL: [Self; 4] = [Self::Here, Self::Between, Self::Gone, Self::Unknown];

    /// As the table of rosters has it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Between => "between",
            Self::Gone => "gone",
            Self::Unknown => "unknown",
        }
    }

    /// The standing with this id.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.id() == id)
    }
}
