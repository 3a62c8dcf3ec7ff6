//! A gateway's keys as typed values.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::{GatewayUses, Scope, scope};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Table};

/// The team of sessions in LiteLLM's own pages: they are no keys that somebody was given, and last a day.
const SESSIONS: &str = "litellm-dashboard";
/// Characters of a hash that are shown.
const SHOWN: usize = 8;

/// A listed key of a gateway.
#[derive(Clone, Debug)]
pub struct GatewayKey {
    /// The hash under which the gateway keeps it.
    pub id: String,
    /// The gateway: `LiteLLM`.
    pub gateway: String,
    /// Its name; keys need none.
    pub name: Option<String>,
    /// Its last characters.
    pub hint: Option<String>,
    /// Whether the gateway refuses it.
    pub is_blocked: bool,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub creator: Option<String>,
    /// Whose it is.
    pub user: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// The team's name, else its id.
    pub team_name: Option<String>,
    /// The models that it may use; empty for all.
    pub models: Vec<String>,
    /// Whether it reaches Claude.
    pub scope: Scope,
    /// When it expires.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether its record can say that it expires.
    pub has_expiry_field: bool,
    /// When it was last used, as far as the gateway notes it.
    pub last_active: Option<DateTime<Utc>>,
    /// When its secret was last exchanged.
    pub rotated_at: Option<DateTime<Utc>>,
    /// How often the gateway exchanges it by itself.
    pub rotation_interval: Option<String>,
    /// Its budget.
    pub max_budget: Option<Money>,
    /// How long a budget lasts: `30d`.
    pub budget_duration: Option<String>,
    /// Whether it shares a budget.
    pub has_shared_budget: bool,
    /// Whether its record can say that it has a budget.
    pub has_budget_field: bool,
    /// What it spent on all models since its budget was last reset.
    pub spend: Option<Money>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub source: Source,
}

impl GatewayKey {
    /// Whether the gateway takes it.
    #[must_use]
    pub fn works(&self, as_of: DateTime<Utc>) -> bool {
        !self.is_blocked && self.deleted_at.is_none() && self.expires_at.is_none_or(|at| at > as_of)
    }

    /// Whether it is a session in the gateway's own pages.
    #[must_use]
    pub fn is_session(&self) -> bool {
        self.team.as_deref() == Some(SESSIONS)
    }

    /// Its id as a subject of findings: with the gateway, which tells it from a key of the Console.
    #[must_use]
    pub fn subject_id(&self) -> String {
        format!("{}:{}", self.gateway, self.id)
    }

    /// What to call it: its name, else its last characters, else the beginning of its hash.
    #[must_use]
    pub fn label(&self) -> &str {
        let named = self.name.as_deref().or(self.hint.as_deref());
        named.unwrap_or_else(|| self.id.get(..SHOWN).unwrap_or(&self.id))
    }

    /// When its secret was made.
    #[must_use]
    pub fn secret_since(&self) -> Option<DateTime<Utc>> {
        self.rotated_at.max(self.created_at)
    }

    /// Its state in a word.
    #[must_use]
    pub fn state(&self, as_of: DateTime<Utc>) -> &'static str {
        match () {
            () if self.deleted_at.is_some() => "deleted",
            () if self.is_blocked => "blocked",
            () if !self.works(as_of) => "expired",
            () if self.is_session() => "session",
            () => "works",
        }
    }
}

pub(super) fn read(data: &Dataset, uses: &GatewayUses) -> Result<Vec<GatewayKey>> {
    let Some(frame) = data.frame(Table::GatewayKeys) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let text = |name: &str| rows.text(name);
    let (id, gateway, name, hint) = (text("id")?, text("gateway")?, text("name")?, text("hint")?);
    let (creator, user, team, team_name) = (text("made_by")?, text("user_id")?, text("team_id")?, text("team_name")?);
    let (models, interval) = (text("models")?, text("rotation_interval")?);
    let (duration, budget_id) = (text("budget_duration")?, text("budget_id")?);
    let (created, expires, last) =
        (rows.instant("created_at")?, rows.instant("expires_at")?, rows.instant("last_active")?);
    let (rotated, deleted) = (rows.instant("rotated_at")?, rows.instant("deleted_at")?);
    let (blocked, has_expiry, has_budget) =
        (rows.flag("blocked")?, rows.flag("has_expiry_field")?, rows.flag("has_budget_field")?);
    let (budget, spend) = (rows.money("max_budget")?, rows.money("spend")?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let key = |row: usize| {
        let id = id.get(row).unwrap_or_default().to_owned();
        let models: Vec<String> = models.get(row).and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
        GatewayKey {
            gateway: gateway.get(row).unwrap_or_default().to_owned(),
            name: owned(name.get(row)),
            hint: owned(hint.get(row)),
            is_blocked: blocked.get(row) == Some(true),
            created_at: created.get(row),
            creator: owned(creator.get(row)),
            user: owned(user.get(row)),
            team: owned(team.get(row)),
            team_name: owned(team_name.get(row).or(team.get(row))),
            scope: scope::of(&models, uses.has_claude(&id)),
            models,
            expires_at: expires.get(row),
            has_expiry_field: has_expiry.get(row) == Some(true),
            last_active: last.get(row),
            rotated_at: rotated.get(row),
            rotation_interval: owned(interval.get(row)),
            max_budget: budget.get(row),
            budget_duration: owned(duration.get(row)),
            has_shared_budget: budget_id.get(row).is_some(),
            has_budget_field: has_budget.get(row) == Some(true),
            spend: spend.get(row),
            deleted_at: deleted.get(row),
            source: rows.source(row),
            id,
        }
    };
    Ok((0..rows.len()).map(key).collect())
}
