//! Offline audit of how an organization uses Claude: exports in, findings and reports out.

pub mod analyze;
pub mod facts;
pub mod model;
pub mod policy;
pub mod render;
