//! What names say: in which environment and service a key or workspace is, whether a key's name says anything, which domains are
//! the organization's own, which addresses are mailboxes, and which workspace a name in an export means.

pub mod descriptive;
mod domains;
pub mod environment;
pub mod mailboxes;
pub mod services;
pub mod words;
mod workspace_names;

pub use domains::{OwnDomainRule, OwnDomains, domain_of};
pub(super) use environment::{Inferred, of_key, of_workspace};
pub(super) use workspace_names::WorkspaceNames;
