//! The last report.

use super::Report;

/// An earlier report to compare with.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Name of its file.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// What stands in it.
    pub report: Report,
}
