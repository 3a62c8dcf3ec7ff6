//! Embedded tables: data, not code.

mod controls;

pub use controls::{CONTROLS, ControlEntry, control};
pub mod mailboxes;
pub mod prices;
pub mod vocabulary;
