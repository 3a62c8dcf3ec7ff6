//! `clade.toml`: what an organization says about itself, validated before any data is read.
//!
//! ```toml
//! [organization]
//! name = "Example Corp"
//! domains = ["example.com"]
//!
//! [environments]                       # words and patterns next to the built-in words
//! production = ["blue", "customer-*"]
//! testing = ["qa"]
//!
//! [environments.keys]                  # by name or id; certain where words are a guess
//! "legacy-billing" = "production"
//!
//! [environments.workspaces]
//! "Playground" = "development"
//!
//! [services.checkout]
//! owner = "payments@example.com"
//! keys = ["checkout-*", "*-checkout"]
//! environments = ["production", "staging"]   # where it needs a key of its own
//!
//! [naming]
//! keys = ["*-prod", "*-staging", "*-dev"]
//!
//! [limits]                             # US dollars a month
//! organization = 50000
//!
//! [limits.workspaces]                  # by name or id, as in every map over workspaces
//! "Production" = 20000.50
//!
//! [alerts]
//! recipients = ["finops@example.com"]
//!
//! [models]
//! approved = ["claude-opus-5", "claude-sonnet-*"]
//!
//! [[prices]]                           # instead of the list price
//! model = "claude-opus-*"
//! from = 2026-07-01
//! discount_percent = 15
//!
//! [residency]
//! geos = ["us"]
//!
//! [residency.workspaces]
//! "EU" = ["eu"]
//!
//! [access]                             # compliance and scoped keys that may delete, write or read contents
//! wide_keys = ["eDiscovery export"]
//!
//! [access.roles]                       # who should have a role, and nobody else
//! admin = ["ann@example.com"]
//!
//! [access.review]
//! on = 2026-08-01
//! reviewer = "ann@example.com"
//! population = 26
//!
//! [hours]                              # at one distance from UTC: summer time is not known
//! days = ["mon", "tue", "wed", "thu", "fri"]
//! from = 07:00:00
//! to = 19:00:00
//! utc_offset = "+02:00"
//! holidays = [2026-12-25]
//!
//! [audit_log]
//! reviewers = ["auditor@example.com"]
//! sso_required = true
//!
//! [settings]                           # what the organization's settings must be
//! retention = "90 days"
//! ip_allowlist_required = true
//!
//! [settings.baseline]
//! web_search_enabled = { equals = false, severity = "low" }
//! sso_provisioning_mode = { one_of = ["scim_advanced", "scim_permissive"] }
//!
//! [checks.stale-key]
//! stale_after_days = 60
//!
//! [checks.inactive-member]
//! enabled = false
//! reason = "seats are reviewed per project; see SEC-118"
//!
//! [[rules]]                            # detections of one's own; see `clade.example.toml`
//! id = "vendor-connects"
//! title = "Somebody of the vendor connected an integration"
//! severity = "medium"
//! control = "audit-log-review"
//! when = { type = ["integration_user_connected"] }
//! actor = { domain = ["vendor.example"] }
//! remedy = ["Ask who agreed to it"]
//!
//! [[rules.example]]
//! event = '{"type": "integration_user_connected", "created_at": "2026-08-03T10:00:00Z", "actor": {"email_address": "a@vendor.example"}}'
//! finds = true
//!
//! [[rules.example]]
//! event = '{"type": "integration_user_connected", "created_at": "2026-08-03T10:00:00Z", "actor": {"email_address": "a@example.com"}}'
//! finds = false
//!
//! [report]                             # who answers for the report
//! prepared_by = { name = "ann@example.com", on = 2026-10-05 }
//!
//! [due]                                # days until findings are to be dealt with
//! critical = 3
//!
//! [bounds]                             # how much is read of a file
//! file_bytes = 4_294_967_296
//!
//! [[suppress]]
//! rule = "unrotated-key"
//! subject = "apikey_01Exa4mpLeKey7Legacy2Bil"
//! reason = "vendor contract, rotation in January"
//! approved_by = "ciso@example.com"
//! expires = 2027-01-31
//! severity = "high"                    # worst severity that is accepted
//! observed = "365 days"                # worst value that is accepted
//! ```
//!
//! Every section is optional. Unknown keys, wrong types and unknown checks are errors that say where and what was meant; the
//! commented `clade.example.toml` at the top of the repository is the manual.

mod cell;
mod error;
mod load;
mod pattern;
mod rule;
mod schema;
mod section;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::model::{Bounds, DueDays, PolicyInfo, SignOff};
pub use error::{PolicyError, nearest};
pub use load::{DEFAULT_FILE, load, load_or_default, parse};
pub use pattern::Pattern;
pub use rule::{Burst, EventView, Of, Rule};
pub use schema::schema;
pub use section::access::{AccessReview, RoleRule};
use section::audit_log::AuditLog;
use section::checks::CheckPolicy;
pub use section::environments::Environment;
use section::environments::Environments;
pub use section::hours::Hours;
use section::limits::Limits;
pub use section::organization::is_domain;
pub use section::prices::{OwnPrice, PriceRule, RulePrice, WHOLE};
use section::residency::Residency;
pub use section::services::Service;
use section::settings::SettingsPolicy;
pub use section::settings::{Expected, SettingRule, SettingTest};
pub use section::suppress::Suppression;

/// A check that a policy may speak of. The catalogue comes in as data because it knows the policy, and not the other way round.
#[derive(Clone, Debug)]
pub struct KnownCheck<'a> {
    /// Its id.
    pub id: &'a str,
    /// Names of its thresholds.
    pub thresholds: Vec<&'a str>,
}

/// The policy in force; the default is that of an organization without a policy file. What it says stands with each section.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    info: PolicyInfo,
    bounds: Bounds,
    organization: Option<String>,
    domains: Vec<String>,
    environments: Environments,
    services: Vec<Service>,
    naming: Vec<Pattern>,
    limits: Limits,
    alert_recipients: Vec<String>,
    approved_models: Option<Vec<Pattern>>,
    prices: Vec<PriceRule>,
    residency: Residency,
    wide_keys: Vec<String>,
    role_rules: Vec<RoleRule>,
    access_review: Option<AccessReview>,
    hours: Option<Hours>,
    audit_log: AuditLog,
    settings: SettingsPolicy,
    checks: BTreeMap<String, CheckPolicy>,
    rules: Vec<Rule>,
    due: DueDays,
    sign_off: SignOff,
    suppressions: Vec<Suppression>,
}

impl Policy {
    /// The file that it comes from.
    #[must_use]
    pub fn info(&self) -> PolicyInfo {
        self.info.clone()
    }
}
