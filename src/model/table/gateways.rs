//! Columns of what gateways between an organization and Claude list: their own keys, their users, and what was used through them.

use super::column::{Column, DAY, MINUTE, amount, count, dimension, flag, id, instant, text};
use crate::model::{Kind, Role};

/// An amount that describes its row and is summed with no other.
const fn stated_amount(name: &'static str) -> Column {
    Column { name, kind: Kind::Money, role: Role::Attribute }
}

/// A count of the same kind.
const fn stated_count(name: &'static str) -> Column {
    Column { name, kind: Kind::Integer, role: Role::Attribute }
}

pub(super) const GATEWAY_KEYS: &[Column] = &[
    // The hash under which the gateway keeps the key, and which its spend names.
    id("id"),
    // `LiteLLM`.
    text("gateway"),
    text("name"),
    text("hint"),
    flag("blocked"),
    instant("created_at"),
    text("made_by"),
    // Whose it is: an id of the gateway's, which may be an address.
    text("user_id"),
    text("user_address"),
    text("team_id"),
    text("team_name"),
    // A JSON array of the models it may use; empty where it may use all.
    text("models"),
    instant("expires_at"),
    instant("last_active"),
    instant("rotated_at"),
    // How often the gateway rotates it by itself; null where it does not.
    text("rotation_interval"),
    stated_amount("max_budget"),
    text("budget_duration"),
    // A budget that several keys may have in common.
    text("budget_id"),
    // Spend of all models since its budget was last reset.
    stated_amount("spend"),
    instant("deleted_at"),
    // Whether the record has the fields at all: without them null proves nothing.
    flag("has_expiry_field"),
    flag("has_use_field"),
    flag("has_budget_field"),
    // How many keys the page says there are.
    stated_count("listed_total"),
];

pub(super) const GATEWAY_USERS: &[Column] = &[id("id"), text("gateway"), text("address"), text("name"), text("role")];

// Everything that tells one row from another is a dimension, as of a bill: pages add up, and a row stated again counts once.
pub(super) const GATEWAY_USE: &[Column] = &[
    DAY,
    MINUTE,
    dimension("gateway"),
    // The hash of the gateway's key.
    dimension("key_id"),
    dimension("model"),
    // The name under which the gateway offers the model.
    dimension("model_group"),
    // Who served it, as the gateway calls it: `anthropic`, `bedrock`, `vertex_ai`.
    dimension("provider"),
    dimension("user_id"),
    dimension("team_id"),
    // A request, a page of days, an endpoint: what else tells rows apart.
    dimension("part"),
    count("input"),
    count("output"),
    count("cache_read"),
    count("cache_write"),
    amount("cost"),
    count("requests"),
    text("key_name"),
    // Whether the model is one of Claude's.
    flag("is_claude"),
    flag("counted"),
];
