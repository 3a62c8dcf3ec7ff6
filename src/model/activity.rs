//! How an activity of the feed states who did it.

/// Where each of the eleven kinds of actor states who it is, the first that is there.
pub const ACTOR_IDS: [&str; 9] = [
    "user_id",
    "api_key_id",
    "admin_api_key_id",
    "service_account_id",
    "service",
    "directory_id",
    "external_client_id",
    "subject",
    "workos_event_id",
];
/// Where it states an address.
pub const ACTOR_ADDRESSES: [&str; 2] = ["email_address", "unauthenticated_email_address"];
