//! What may stand where: every table of the file with its keys. The reader asks here which keys it knows, and the JSON Schema is
//! written from it.

/// What a value may be.
#[derive(Clone, Copy)]
pub(in crate::policy) enum Kind {
    /// A text with something in it.
    Text,
    /// A list of different texts.
    Texts,
    /// The same, with something in it.
    SomeTexts,
    /// One of some words.
    Word(fn() -> Vec<&'static str>),
    /// A list of different ones.
    Words(fn() -> Vec<&'static str>),
    /// The same, with something in it.
    SomeWords(fn() -> Vec<&'static str>),
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// A number between two, both included.
    Between(f64, f64),
    /// A whole number between two, both included.
    Whole(u64, u64),
    /// Dollars, more than none.
    Dollars,
    /// A date.
    Day,
    /// A list of dates.
    Days,
    /// A time of day.
    Time,
    /// A text, a number, true or false.
    Literal,
    /// A list of those, with something in it.
    Literals,
    /// One of those, or a list of texts.
    Expected,
    /// The id of a check, or of a rule of the policy.
    CheckId,
    /// Thresholds of checks, by their ids, which the catalogue knows.
    Checks,
    /// A table with these keys.
    Table(fn() -> Vec<Field>),
    /// A list of such tables.
    Tables(fn() -> Vec<Field>),
    /// A table whose keys are names of the user's own.
    Map(&'static Self),
    /// Whatever stands under a key that nobody knows.
    Unknown,
}

/// A key of a table.
pub(in crate::policy) struct Field {
    pub(in crate::policy) key: &'static str,
    pub(in crate::policy) kind: Kind,
    /// What it means, for people.
    pub(in crate::policy) about: &'static str,
    /// Whether the table says nothing without it.
    pub(in crate::policy) is_required: bool,
}

/// A key that may be left out.
pub(in crate::policy) const fn may(key: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { key, kind, about, is_required: false }
}

/// A key that must be there.
pub(in crate::policy) const fn must(key: &'static str, kind: Kind, about: &'static str) -> Field {
    Field { key, kind, about, is_required: true }
}

impl Kind {
    /// What stands under a key of such a table.
    pub(in crate::policy) fn of(self, key: &str) -> Self {
        match self {
            Self::Table(fields) | Self::Tables(fields) => {
                fields().iter().find(|field| field.key == key).map_or(Self::Unknown, |field| field.kind)
            }
            Self::Map(kind) => *kind,
            _ => Self::Unknown,
        }
    }

    /// Whether a table of this kind may have a key.
    pub(in crate::policy) fn may_hold(self, key: &str) -> bool {
        !matches!(self, Self::Table(_) | Self::Tables(_)) || self.keys().contains(&key)
    }

    /// The keys of such a table.
    pub(in crate::policy) fn keys(self) -> Vec<&'static str> {
        match self {
            Self::Table(fields) | Self::Tables(fields) => fields().iter().map(|field| field.key).collect(),
            _ => Vec::new(),
        }
    }
}
