//! What people are asked to decide about, and what they decided: actions of administrators in the log, and identities without a person.

mod actions;
mod carried_out;
mod identities;
mod identity_decisions;
mod identity_words;
mod log_decisions;
mod log_words;

pub use actions::{Actions, ReviewGroup, Reviewed};
pub use identities::Identity;
pub use identity_decisions::Identities;
pub use identity_words::IdentityVerdict;
pub use log_decisions::{LogDecision, LogDecisions};
pub use log_words::LogVerdict;
