//! Offline audit of how an organization uses Claude: exports in, findings and reports out.

pub mod analyze;
pub mod cli;
pub mod data;
pub mod exit;
pub mod explain;
pub mod facts;
pub mod ingest;
pub mod model;
pub mod options;
pub mod policy;
pub mod render;
pub mod report;
pub mod stats;
