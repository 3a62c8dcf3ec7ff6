//! What keys and workspaces did: use and cost per key and workspace, where requests were served, former names and moves, and when
//! each key is due for rotation.

mod key_history;
mod key_spend;
mod key_use;
mod regions;
pub mod rotation;
mod workspace_use;

pub use key_history::{KeyHistory, Off};
pub use key_spend::KeySpend;
pub use key_use::{KeyUse, KeyUses, Use, shared_names};
pub(super) use regions::region_uses;
pub use regions::{REGION_UNKNOWN, RegionUse};
pub use workspace_use::{WorkspaceDay, WorkspaceUses};
