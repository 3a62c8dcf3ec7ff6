//! Columns of the tables that checks rest on: keys, members, workspaces, usage, cost, events, the roster.

use super::column::{Column, DAY, Kind, MINUTE, Role, amount, count, dimension, flag, id, instant, text};

pub(super) const ORGANIZATION: &[Column] = &[id("id"), text("name")];

pub(super) const KEYS: &[Column] = &[
    id("id"),
    text("name"),
    text("status"),
    instant("created_at"),
    text("creator_id"),
    text("creator_type"),
    text("hint"),
    instant("expires_at"),
    // Whether the record has the field `expires_at` at all: older shapes do not, and then null proves nothing.
    flag("has_expiry_field"),
    // Null for the default workspace of the old shape; `scope` says whether the key belongs to a workspace at all.
    text("workspace_id"),
    // `workspace` or `organization`.
    text("scope"),
    text("principal_type"),
    text("principal_id"),
];

pub(super) const MEMBERS: &[Column] = &[id("id"), text("address"), text("name"), text("role"), instant("added_at")];

pub(super) const WORKSPACES: &[Column] = &[
    id("id"),
    text("name"),
    instant("created_at"),
    instant("archived_at"),
    // The value of the tag `env`, verbatim.
    text("tag_env"),
    // Where its requests may be served: a JSON array, or the word `unrestricted`; null in the old shape.
    text("allowed_geos"),
];

pub(super) const WORKSPACE_MEMBERS: &[Column] = &[id("workspace_id"), id("user_id"), text("role")];

pub(super) const INVITES: &[Column] = &[
    id("id"),
    text("address"),
    text("role"),
    text("status"),
    instant("invited_at"),
    instant("expires_at"),
    instant("accepted_at"),
];

pub(super) const USAGE: &[Column] = &[
    DAY,
    MINUTE,
    dimension("model"),
    dimension("key_name"),
    dimension("key_id"),
    dimension("workspace_name"),
    dimension("workspace_id"),
    dimension("service_tier"),
    dimension("context_window"),
    dimension("inference_geo"),
    dimension("speed"),
    // Whose it is, where the report says: one folder can hold several organizations.
    dimension("organization_id"),
    count("uncached_input"),
    count("cache_write_5m"),
    count("cache_write_1h"),
    count("cache_read"),
    count("output"),
    count("web_searches"),
    // False for hourly and minute rows of a day that another file holds whole: for hourly analyses only, in no total.
    flag("counted"),
    // Requests; only usage analytics tell them.
    count("requests"),
];

pub(super) const COST: &[Column] = &[
    DAY,
    MINUTE,
    dimension("model"),
    dimension("key_name"),
    dimension("key_id"),
    dimension("workspace_name"),
    dimension("workspace_id"),
    dimension("usage_type"),
    dimension("context_window"),
    dimension("token_type"),
    dimension("cost_type"),
    dimension("inference_geo"),
    dimension("speed"),
    dimension("organization_id"),
    amount("cost"),
    amount("list_price"),
    text("key_status"),
    flag("counted"),
];

pub(super) const EVENTS: &[Column] = &[
    // The feed's own id; the audit-log export has none and its rows are distinguished by their whole content.
    id("id"),
    instant("at"),
    text("event"),
    // `activity-feed` or `audit-log`.
    text("source"),
    text("actor_type"),
    text("actor_id"),
    text("actor_address"),
    text("actor_name"),
    text("ip_address"),
    text("user_agent"),
    text("platform"),
    // Every other field of the event as one JSON object with sorted keys.
    text("details"),
];

pub(super) const ROSTER: &[Column] = &[
    // The provider's own id of the person, where it has one.
    id("id"),
    // Entra ID, Google Workspace, …
    text("provider"),
    // Every address of the row, normalized (see `normalize_address`), separated by spaces, the row's main one first.
    text("addresses"),
    // Further addresses that somebody else may have: where a password is reset to, where they are reached at home. As above.
    text("contact_addresses"),
    text("name"),
    text("employee_id"),
    // The status as written, and the column that it stands in.
    text("status"),
    text("status_column"),
    // `here`, `between`, `gone` or `unknown` (see `Standing`); null where the row says nothing of it.
    text("standing"),
    // First and last day of employment, account or assignment, where the list has them.
    Column { name: "started_on", kind: Kind::Day, role: Role::Attribute },
    Column { name: "ended_on", kind: Kind::Day, role: Role::Attribute },
    instant("last_sign_in"),
    // When something last happened to the account or the record, as far as the row says.
    instant("changed_at"),
    // The names of the file's columns, sorted: lists with the same are of one source. Null for JSON.
    text("layout"),
];

// `deleted` is also true of a user who is no longer a member.
pub(super) const ACTORS: &[Column] = &[id("id"), text("address"), text("name"), flag("deleted")];
