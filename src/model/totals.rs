//! Totals over the period, each row counted once.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Money, UnpricedUsage};

/// Tokens by category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tokens {
    /// Input that was neither written to nor read from a cache.
    pub uncached_input: u64,
    /// Written to the 5-minute cache; older exports do not distinguish the caches and count here.
    pub cache_write_5m: u64,
    /// Written to the 1-hour cache.
    pub cache_write_1h: u64,
    /// Read from a cache.
    pub cache_read: u64,
    /// Output.
    pub output: u64,
    /// Sum of the five.
    pub total: u64,
}

impl AddAssign for Tokens {
    fn add_assign(&mut self, more: Self) {
        self.uncached_input += more.uncached_input;
        self.cache_write_5m += more.cache_write_5m;
        self.cache_write_1h += more.cache_write_1h;
        self.cache_read += more.cache_read;
        self.output += more.output;
        self.total += more.total;
    }
}

/// How money is filed whose export does not say of which organization it is.
pub const UNSTATED_ORGANIZATION: &str = "unstated";

/// Dollars: in all, by month, by workspace and by product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spend {
    /// Sum over the period.
    pub total: Money,
    /// By month, `2026-07`.
    pub month: BTreeMap<String, Money>,
    /// By workspace name; rows without one count as `Default`; where no name is known: the id.
    pub workspace: BTreeMap<String, Money>,
    /// Spend of Claude Enterprise organizations by product, which is of no workspace; with the workspaces it makes the total. Absent
    /// where there is none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub product: BTreeMap<String, Money>,
    /// By organization id, where exports of several are given; `unstated` for exports that do not say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub organization: BTreeMap<String, Money>,
}

/// What a cloud billed for Claude in the period, in dollars: credits, discounts and taxes on its lines included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CloudBill {
    /// Sum over the period.
    pub total: Money,
    /// Of it what use cost, before credits, discounts and taxes.
    pub usage: Money,
    /// By month, `2026-07`.
    pub month: BTreeMap<String, Money>,
    /// By account; `unstated` where the bill names none.
    pub account: BTreeMap<String, Money>,
    /// By who called; `unstated` where the bill names nobody.
    pub principal: BTreeMap<String, Money>,
    /// By model; `unstated` where the line names none.
    pub model: BTreeMap<String, Money>,
}

/// What was spent on Claude through a gateway in the period, in dollars as the gateway reckons them. The Console or a cloud bills it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GatewaySpend {
    /// Sum over the period.
    pub total: Money,
    /// By month, `2026-07`.
    pub month: BTreeMap<String, Money>,
    /// By who bills it: `Anthropic` (the Console), `AWS`, `Google Cloud`, …; `unstated` where the rows do not say.
    pub bill: BTreeMap<String, Money>,
    /// By the gateway's key; `unstated` where the rows name none.
    pub key: BTreeMap<String, Money>,
    /// By model.
    pub model: BTreeMap<String, Money>,
}

/// Listed keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyCounts {
    /// All.
    pub total: u64,
    /// With status `active`.
    pub active: u64,
}

/// Listed members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MemberCounts {
    /// All.
    pub total: u64,
    /// With role admin, owner, `primary_owner` or `membership_admin`.
    pub admins: u64,
}

/// Listed objects, and those in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// All.
    pub total: u64,
    /// Not archived.
    pub active: u64,
}

/// Listed invites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InviteCounts {
    /// With status `pending`.
    pub pending: u64,
}

/// Audit events in the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventCounts {
    /// All.
    pub total: u64,
}

/// Totals over the period; counts are of listed records after de-duplication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Tokens used.
    pub tokens: Tokens,
    /// Web searches.
    pub web_searches: u64,
    /// Cost as the exports report it.
    pub cost_usd: Spend,
    /// Usage × dated list price on the days that no cost export covers; never part of `cost_usd`.
    pub estimated_cost_usd: Spend,
    /// What the estimate comes to at least, where it is less: usage that is not grouped by service tier does not say what ran in batches,
    /// at half the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_at_least_usd: Option<Money>,
    /// Usage that is neither in `cost_usd` nor in `estimated_cost_usd`: no cost export covers it, and its price is not known. Absent where
    /// there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpriced: Option<UnpricedUsage>,
    /// What clouds billed for Claude, by provider; never part of `cost_usd`. Absent where no such bill is given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cloud_cost_usd: BTreeMap<String, CloudBill>,
    /// What was spent on Claude through gateways, by gateway; the Console or a cloud bills it, and it is part of no other sum. Absent where
    /// no gateway's spend is given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gateway_usd: BTreeMap<String, GatewaySpend>,
    /// Listed API keys.
    pub api_keys: KeyCounts,
    /// Listed members.
    pub members: MemberCounts,
    /// Listed workspaces.
    pub workspaces: Counts,
    /// Listed invites.
    pub invites: InviteCounts,
    /// Audit events.
    pub audit_events: EventCounts,
}
