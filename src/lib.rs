//! Offline audit of how an organization uses Claude: exports in, findings and reports out.
//!
//! Data flows one way: [`ingest`] → [`model::Dataset`] → [`facts`] → [`analyze`] → findings → [`report`] → [`model::Report`] →
//! [`render`]. [`run()`] is that line.

pub mod analyze;
pub mod baseline;
pub mod cli;
mod collect;
mod contained;
pub mod data;
mod disk;
pub mod exit;
pub mod explain;
pub mod facts;
pub mod geoip;
pub mod history;
pub mod ingest;
pub mod init;
pub mod model;
pub mod options;
pub mod policy;
pub mod pseudonym;
pub mod render;
pub mod report;
mod run;
pub mod stats;
pub mod verify;

pub use contained::{Broken, contained};
pub use run::{Failure, Finished, Watch, assess, explain_checks, fold, judge, run, show, write_policy};
