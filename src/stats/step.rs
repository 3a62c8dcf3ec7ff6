//! How far apart the values of a series are.

/// How far apart the values of a series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A value per day.
    Day,
    /// A value per hour.
    Hour,
}

impl Step {
    /// Values of a day.
    #[must_use]
    pub const fn per_day(self) -> usize {
        match self {
            Self::Day => 1,
            Self::Hour => 24,
        }
    }
}
