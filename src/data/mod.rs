//! Embedded tables: data, not code.

mod attestations;
mod controls;

pub use attestations::attested_control;
pub use controls::{CONTROLS, ControlEntry, control};
pub use yes_no::{yes_no, yes_no_word};
pub mod decision_words;
pub mod event_kinds;
pub mod event_spelling;
pub mod frameworks;
pub mod mailboxes;
pub mod prices;
pub mod roster_words;
pub mod settings;
pub mod vocabulary;
mod yes_no;
