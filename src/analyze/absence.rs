//! What it means that a roster lacks somebody, or says that they are gone: asked by every check that judges people by it.

mod fit;
mod gone;
pub(super) mod withheld;

pub(super) use fit::{Fit, goes_on_as, mailbox, perhaps};
pub(super) use gone::certainty;
pub(super) use withheld::Withheld;
