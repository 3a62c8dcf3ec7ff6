//! What keys did: use and cost per key and workspace, former names and moves, and when each is due for rotation.

mod key_history;
mod key_spend;
mod key_use;
pub mod rotation;
mod workspace_use;

pub use key_history::{KeyHistory, Off};
pub use key_spend::KeySpend;
pub use key_use::{KeyUse, KeyUses, Use, shared_names};
pub use workspace_use::{WorkspaceDay, WorkspaceUses};
