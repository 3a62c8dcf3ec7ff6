//! Questions that several analyzers ask, answered once.

/// The answers.
#[derive(Debug, Default)]
pub struct Facts {}
