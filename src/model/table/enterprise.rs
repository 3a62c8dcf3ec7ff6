//! Columns of what Claude Enterprise organizations use and spend: by product, without workspaces and keys.

use super::column::{Column, DAY, MINUTE, amount, count, dimension, flag};

pub(super) const ENTERPRISE_USAGE: &[Column] = &[
    DAY,
    MINUTE,
    dimension("organization_id"),
    // `chat`, `claude_code`, `cowork`, …
    dimension("product"),
    dimension("user_id"),
    dimension("model"),
    dimension("service_tier"),
    dimension("context_window"),
    dimension("inference_geo"),
    dimension("speed"),
    count("uncached_input"),
    count("cache_write_5m"),
    count("cache_write_1h"),
    count("cache_read"),
    count("output"),
    count("web_searches"),
    flag("counted"),
    count("requests"),
];

pub(super) const ENTERPRISE_COST: &[Column] = &[
    DAY,
    MINUTE,
    dimension("organization_id"),
    dimension("product"),
    dimension("user_id"),
    dimension("model"),
    dimension("context_window"),
    dimension("token_type"),
    dimension("cost_type"),
    dimension("inference_geo"),
    dimension("speed"),
    amount("cost"),
    amount("list_price"),
    flag("counted"),
    count("requests"),
];

// Parts that overlap, since a person can be in several groups: never summed.
pub(super) const GROUP_SHARES: &[Column] = &[
    DAY,
    MINUTE,
    dimension("organization_id"),
    dimension("group_id"),
    dimension("product"),
    dimension("model"),
    count("tokens"),
    amount("cost"),
];
