//! The keys as a report lists them.

use chrono::{DateTime, Utc};

use super::{GatewayFacts, GatewayKey, Scope};
use crate::model::{GatewayKeyRow, Period};

impl GatewayFacts {
    /// Every key, those that work first.
    #[must_use]
    pub fn listing(&self, period: Period, as_of: DateTime<Utc>) -> Vec<GatewayKeyRow> {
        let mut keys: Vec<&GatewayKey> = self.keys.iter().collect();
        keys.sort_by_key(|key| (!key.works(as_of), key.is_session(), key.scope == Scope::Others, key.label(), &key.id));
        keys.into_iter().map(|key| self.row(key, period, as_of)).collect()
    }

    fn row(&self, key: &GatewayKey, period: Period, as_of: DateTime<Utc>) -> GatewayKeyRow {
        let day = |at: Option<DateTime<Utc>>| at.map(|at| at.date_naive());
        let reaches = match key.scope {
            Scope::Claude => "claude",
            Scope::Unclear => "unclear",
            Scope::Others => "others",
        };
        GatewayKeyRow {
            gateway: key.gateway.clone(),
            key: key.label().to_owned(),
            key_id: key.id.clone(),
            state: key.state(as_of).to_owned(),
            reaches: reaches.to_owned(),
            owner: key.user.as_deref().map(|user| self.address(user).unwrap_or(user).to_owned()),
            team: key.team_name.clone(),
            created: day(key.created_at),
            rotated: day(key.rotated_at),
            last_used: self.last_use(key),
            expires: day(key.expires_at),
            budget_usd: key.max_budget,
            claude_usd: self.uses.spent(&key.id, period),
        }
    }
}
