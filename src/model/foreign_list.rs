//! A list that is another organization's.

use super::Table;

/// A list of another organization: nothing that it names is known to the other exports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignList {
    /// Its file (index into the inputs).
    pub file: u32,
    /// What it lists.
    pub table: Table,
    /// How many records.
    pub records: u64,
    /// Whether it was set aside, and none of its records is judged: another list of the same kind fits the others. Where none does,
    /// nothing tells which of them are of the organization that is audited.
    pub is_set_aside: bool,
}
