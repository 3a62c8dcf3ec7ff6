//! Columns of what claude.ai and Claude Code say of people.

use super::column::{Column, DAY, Kind, Role, amount, count, dimension, id, text};

pub(super) const SEATS: &[Column] = &[
    // `members` or `members-analytics`: what one says of a person does not replace what the other says.
    id("source"),
    // Normalized.
    id("address"),
    // As listed, in lower case: two accounts may differ in the tag behind the +, and each has a seat.
    id("account"),
    text("name"),
    text("role"),
    text("status"),
    text("seat_tier"),
    Column { name: "last_active", kind: Kind::Day, role: Role::Attribute },
    count("days_active"),
    amount("spend"),
];

pub(super) const SEAT_ACTIVITY: &[Column] = &[
    id("user_id"),
    // The last one inside the window that was asked for, which no file states.
    Column { name: "last_active", kind: Kind::Day, role: Role::Id },
    text("address"),
];

pub(super) const SEAT_SPEND: &[Column] = &[
    // First day of the bucket; null where the report covers a range that it does not state.
    DAY,
    // Normalized, or `(org service usage)`.
    dimension("address"),
    dimension("account_id"),
    dimension("user_id"),
    dimension("product"),
    dimension("model"),
    // Slack or Teams channel.
    dimension("channel"),
    count("requests"),
    count("prompt"),
    count("output"),
    count("uncached_input"),
    count("cache_read"),
    count("cache_write_5m"),
    count("cache_write_1h"),
    count("web_searches"),
    amount("net_spend"),
    amount("gross_spend"),
];

pub(super) const CLAUDE_CODE: &[Column] = &[
    DAY,
    // Normalized; or the name of the key.
    dimension("address"),
    dimension("key_name"),
    dimension("terminal"),
    dimension("customer_type"),
    dimension("subscription_type"),
    Column { name: "remote", kind: Kind::Flag, role: Role::Dimension },
    count("sessions"),
    count("lines_added"),
    count("lines_removed"),
    count("commits"),
    count("pull_requests"),
    count("edits_accepted"),
    count("edits_rejected"),
    count("input"),
    count("output"),
    count("cache_read"),
    count("cache_write"),
    amount("estimated_cost"),
    // Ids of all models used, separated by spaces.
    text("models"),
];

pub(super) const CLAUDE_CODE_TEAM: &[Column] = &[dimension("user"), amount("spend"), count("lines")];
