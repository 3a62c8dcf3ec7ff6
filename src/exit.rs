//! How a run ends: a contract with the scripts that call it.

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The report is written, or the question answered.
    Done,
    /// The report is written, and holds what `--fail-on` asks about; of `verify`: something differs.
    Found,
    /// Nothing was done: the arguments or the policy are wrong.
    Usage,
    /// Nothing was done: there is no export among the inputs, or nothing that `show` could report.
    NothingRecognized,
    /// The report is written, and `--strict` was not met.
    Incomplete,
    /// The report, or the policy of `init`, could not be written.
    CannotWrite,
    /// The program itself made a mistake; a report is there as a whole, or not at all.
    Broken,
}

impl Exit {
    /// Every way, by code.
    pub const ALL: [Self; 7] = [
        Self::Done,
        Self::Found,
        Self::Usage,
        Self::NothingRecognized,
        Self::Incomplete,
        Self::CannotWrite,
        Self::Broken,
    ];

    /// The code that the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Usage => 2,
            Self::NothingRecognized => 3,
            Self::Incomplete => 4,
            Self::CannotWrite => 5,
            Self::Broken => 6,
        }
    }

    /// For people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Found => "a finding at or above --fail-on; verify: something differs",
            Self::Usage => "wrong arguments or policy",
            Self::NothingRecognized => "nothing recognizable among the inputs; show: nothing of that name",
            Self::Incomplete => "--strict, and the evidence is incomplete",
            Self::CannotWrite => "cannot write the report or the policy",
            Self::Broken => "a mistake of the program itself ended the run",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_up() {
        assert_eq!(Exit::ALL.map(Exit::code), [0, 1, 2, 3, 4, 5, 6]);
    }
}
