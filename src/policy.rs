//! `clade.toml`.

/// The policy in force.
#[derive(Clone, Debug, Default)]
pub struct Policy {}
