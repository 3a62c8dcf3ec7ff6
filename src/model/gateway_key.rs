//! One key of a gateway to Claude, as a report lists it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Money;

/// A key of a gateway: none of the Console's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GatewayKeyRow {
    /// The gateway: `LiteLLM`.
    pub gateway: String,
    /// The key's name, else its last characters.
    pub key: String,
    /// The hash under which the gateway keeps it.
    pub key_id: String,
    /// `works`, `blocked`, `expired`, `deleted` or `session`.
    pub state: String,
    /// `claude`, `unclear` (models whose names do not say whose they are) or `others`: not judged.
    pub reaches: String,
    /// Whose it is: an address where one is known.
    pub owner: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// When it was made.
    #[schemars(with = "Option<String>")]
    pub created: Option<NaiveDate>,
    /// When its secret was last exchanged.
    #[schemars(with = "Option<String>")]
    pub rotated: Option<NaiveDate>,
    /// When it was last used.
    #[schemars(with = "Option<String>")]
    pub last_used: Option<NaiveDate>,
    /// When it expires.
    #[schemars(with = "Option<String>")]
    pub expires: Option<NaiveDate>,
    /// Its budget.
    pub budget_usd: Option<Money>,
    /// What it spent on Claude in the period; absent where no use by day is given.
    pub claude_usd: Option<Money>,
}
