//! `clade.toml`: what an organization says about itself, validated before any data is read.
//!
//! ```toml
//! [organization]
//! name = "Example Corp"
//! domains = ["example.com"]
//!
//! [environments]                       # words and patterns beside the built-in words
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
//!
//! [checks.stale-key]
//! stale_after_days = 60
//!
//! [checks.inactive-member]
//! enabled = false
//! reason = "seats are reviewed per project; see SEC-118"
//!
//! [[suppress]]
//! rule = "unrotated-key"
//! subject = "apikey_01Exa4mpLeKey7Legacy2Bil"
//! reason = "vendor contract, rotation in January"
//! approved_by = "ciso@example.com"
//! expires = 2027-01-31
//! ```
//!
//! Every section is optional. Unknown keys, wrong types and unknown checks are errors that say where and what was meant; the
//! commented `clade.example.toml` at the top of the repository is the manual.

mod bounds;
mod cell;
mod environment;
mod error;
mod load;
mod pattern;
mod section;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::model::{Bounds, PolicyInfo};
pub use environment::Environment;
use environment::{Environments, mapped};
pub use error::{PolicyError, nearest};
pub use load::{DEFAULT_FILE, load, load_or_default, parse};
pub use pattern::Pattern;

/// A check that a policy may speak of. The catalogue comes in as data because it knows the policy, and not the other way round.
#[derive(Clone, Debug)]
pub struct KnownCheck<'a> {
    /// Its id.
    pub id: &'a str,
    /// Names of its thresholds.
    pub thresholds: Vec<&'a str>,
}

/// The policy in force; the default is that of an organization without a policy file.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    info: PolicyInfo,
    bounds: Bounds,
    organization: Option<String>,
    domains: Vec<String>,
    environments: Environments,
    services: Vec<Service>,
    checks: BTreeMap<String, CheckPolicy>,
    suppressions: Vec<Suppression>,
}

/// The section `[checks.<id>]`.
#[derive(Clone, Debug, Default)]
struct CheckPolicy {
    thresholds: BTreeMap<String, f64>,
    disabled: Option<String>,
}

/// A service that owns keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What the policy calls it.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Patterns over the names (or ids) of its keys.
    pub keys: Vec<Pattern>,
}

impl Service {
    /// Whether one of its patterns covers a key's name or id.
    #[must_use]
    pub fn matches(&self, name_or_id: &str) -> bool {
        self.fit(name_or_id).is_some()
    }

    /// How closely its best pattern fits, where one does: with `checkout-*` and `checkout-batch-*` in two services, a key
    /// `checkout-batch-7` belongs to the second.
    fn fit(&self, name_or_id: &str) -> Option<usize> {
        self.keys.iter().filter(|pattern| pattern.matches(name_or_id)).map(Pattern::literal_chars).max()
    }
}

/// A finding that the organization accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Id of the check.
    pub rule: String,
    /// Id or name of the subject, or the id of one finding; verbatim.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Last day on which it holds.
    pub expires: Option<NaiveDate>,
}

impl Suppression {
    /// Whether its last day is over at `as_of`. The midnight that ends the day still belongs to it.
    #[must_use]
    pub fn is_expired(&self, as_of: DateTime<Utc>) -> bool {
        let end = self.expires.and_then(|day| day.checked_add_days(Days::new(1)));
        end.is_some_and(|end| as_of > end.and_time(NaiveTime::MIN).and_utc())
    }
}

impl Policy {
    /// The file that it comes from.
    #[must_use]
    pub fn info(&self) -> PolicyInfo {
        self.info.clone()
    }

    /// Name of the organization.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// The organization's mail domains, lower case; empty where the policy names none.
    #[must_use]
    pub fn domains(&self) -> &[String] {
        &self.domains
    }

    /// The value that replaces a check's default; `None` leaves the default.
    #[must_use]
    pub fn threshold(&self, check: &str, name: &str) -> Option<f64> {
        self.checks.get(check)?.thresholds.get(name).copied()
    }

    /// Why a check is switched off, if it is.
    #[must_use]
    pub fn disabled(&self, check: &str) -> Option<&str> {
        self.checks.get(check)?.disabled.as_deref()
    }

    /// The environment that `[environments.keys]` gives a key, by id, else by name. Certain: it infers nothing.
    #[must_use]
    pub fn environment_of_key(&self, name: Option<&str>, id: Option<&str>) -> Option<Environment> {
        mapped(&self.environments.keys, name, id)
    }

    /// The environment that `[environments.workspaces]` gives a workspace, by id, else by name. Certain: it infers nothing.
    #[must_use]
    pub fn environment_of_workspace(&self, name: Option<&str>, id: Option<&str>) -> Option<Environment> {
        mapped(&self.environments.workspaces, name, id)
    }

    /// The environment whose patterns (entries with `*` or `?`) cover a key's or a workspace's whole name; none where patterns
    /// of two environments do. An inference from a name, as words are.
    #[must_use]
    pub fn environment_by_pattern(&self, name: &str) -> Option<Environment> {
        self.environments.by_pattern(name)
    }

    /// Words, lower case, that mean this environment beside the built-in ones.
    #[must_use]
    pub fn environment_words(&self, environment: Environment) -> &[String] {
        self.environments.words.get(&environment).map_or(&[], Vec::as_slice)
    }

    /// The services, in the order of the file.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The service that a key belongs to: the one whose pattern fits the id or the name most closely, the first in the file of
    /// those that fit alike.
    #[must_use]
    pub fn service_of(&self, name: Option<&str>, id: Option<&str>) -> Option<&Service> {
        let mut best: Option<(usize, &Service)> = None;
        for service in &self.services {
            let fit = [id, name].into_iter().flatten().filter_map(|known_as| service.fit(known_as)).max();
            if let Some(fit) = fit
                && best.is_none_or(|(most, _)| fit > most)
            {
                best = Some((fit, service));
            }
        }
        best.map(|(_, service)| service)
    }

    /// The suppressions, in the order of the file, expired ones included.
    #[must_use]
    pub fn suppressions(&self) -> &[Suppression] {
        &self.suppressions
    }
}
