//! The data export of claude.ai: who has an account, and when conversations were touched. What people wrote is never read.

pub mod data_export_conversations;
pub mod data_export_users;
