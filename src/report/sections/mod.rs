//! Sections of the report that are made from facts and judge nothing: grants and removals, effective access, charts, key figures, the log review, samples for auditors, the
//! lifecycle of a subject, and the tree of the organization.

mod access_changes;
mod charts;
mod effective_access;
mod identities;
mod key_figures;
mod lifecycle;
mod log_review;
mod organization_tree;
mod samples;
#[cfg(test)]
mod tests;

pub use access_changes::access_changes;
pub use charts::ChartInputs;
pub use effective_access::effective_access;
pub use identities::identities;
pub use lifecycle::{TimelineSubject, Timelines};
pub use log_review::log_review;
pub use organization_tree::organization_tree;
pub use samples::{Draw, samples};
