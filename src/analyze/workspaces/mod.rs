//! Checks of workspaces.

pub(super) mod missing_environment_separation;
