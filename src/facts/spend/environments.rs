//! Spend by environment.

use std::collections::BTreeMap;

use crate::facts::names::{Inferred, of_key, of_workspace};
use crate::facts::spend::Spender;
use crate::facts::{CLAUDE_CODE_WORKSPACE, Facts};
use crate::model::{Confidence, EnvironmentShare, Money, Period};
use crate::policy::{Environment, Policy};

/// Where money was spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// By Claude Code: people's tools, of no environment.
    ClaudeCode,
    /// In an environment.
    Known(Inferred),
    /// Nothing tells.
    Unknown,
}

impl Facts {
    /// The environment of a workspace, by the policy, its tag or its name; else that of the key, by the policy or its name.
    #[must_use]
    pub fn place(&self, one: &Spender, policy: &Policy) -> Place {
        let listed = self.lists.workspace_named(one.workspace).filter(|_| one.by_workspace);
        if listed.is_some_and(|workspace| workspace.is_claude_code()) {
            return Place::ClaudeCode;
        }
        let of_place = listed.and_then(|one| of_workspace(&one.name, Some(&one.id), one.tag_env.as_deref(), policy));
        let found = one.by_key && !one.key.is_empty();
        let inferred = of_place.or_else(|| found.then(|| of_key(one.key, one.key_id, policy)).flatten());
        inferred.map_or(Place::Unknown, Place::Known)
    }

    pub(crate) fn environment_shares(&self, policy: &Policy, period: Period) -> Vec<EnvironmentShare> {
        let (mut places, mut sums) = (BTreeMap::new(), BTreeMap::<usize, (Money, Money)>::new());
        for row in self.spend.series.rows.iter().filter(|row| period.contains(row.day)) {
            let spender = Spender { model: "", ..row.spender() };
            let place = places.entry(spender).or_insert_with(|| self.place(&spender, policy));
            let sum = sums.entry(order(place)).or_default();
            sum.0 += row.amount;
            if matches!(place, Place::Known(Inferred { confidence, .. }) if *confidence != Confidence::High) {
                sum.1 += row.amount;
            }
        }
        let whole: Money = sums.values().map(|(usd, _)| *usd).sum();
        let share = |(at, (usd, by_name)): (usize, (Money, Money))| {
            Some(EnvironmentShare {
                environment: name(at).to_owned(),
                usd,
                percent: percent(usd.to_f64(), whole.to_f64())?,
                by_name_usd: by_name,
            })
        };
        sums.into_iter().filter_map(share).collect()
    }
}

/// The place in the list.
fn order(place: &Place) -> usize {
    match place {
        Place::Known(inferred) => {
            Environment::ALL.iter().position(|one| *one == inferred.environment).unwrap_or_default()
        }
        Place::ClaudeCode => Environment::ALL.len(),
        Place::Unknown => Environment::ALL.len() + 1,
    }
}

fn name(at: usize) -> &'static str {
    match Environment::ALL.get(at) {
        Some(environment) => environment.id(),
        None if at == Environment::ALL.len() => CLAUDE_CODE_WORKSPACE,
        None => "unknown",
    }
}

/// A share in percent, to a tenth; none of nothing.
#[must_use]
pub fn percent(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| (1000.0 * part / whole).round() / 10.0)
}
