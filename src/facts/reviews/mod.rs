//! What people are asked to decide about, and what they decided: actions of administrators in the log.

mod actions;
mod log_decisions;
mod log_words;

pub use actions::{Actions, ReviewGroup, Reviewed};
pub use log_decisions::{LogDecision, LogDecisions};
pub use log_words::LogVerdict;
