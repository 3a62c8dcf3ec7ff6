//! Which settings of the organization are in force on the day of their export, and what their values say.

mod in_force;
#[cfg(test)]
mod tests;
pub mod value;

pub use in_force::{Setting, Settings};
pub use value::Lasts;
