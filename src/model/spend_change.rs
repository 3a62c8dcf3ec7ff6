//! A change of spend: how much, against what, from where, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Money, Period, SubjectKind};

/// What some days cost against what was expected of them. All amounts are whole cents, so that what is shown adds up: the parts to
/// the impact, the contributors and the others to the impact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SpendChange {
    /// The days.
    pub days: Period,
    /// What they cost.
    pub actual_usd: Money,
    /// What they were expected to cost.
    pub expected_usd: Money,
    /// Lower end of what was expected; absent where the expectation has no band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_low_usd: Option<Money>,
    /// Upper end of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_high_usd: Option<Money>,
    /// Actual less expected.
    pub impact_usd: Money,
    /// The impact in percent of what was expected, to a tenth; null where nothing was, and where usage is left out.
    pub impact_percent: Option<f64>,
    /// Which days the expectation, or its composition, rests on, in words.
    pub compared_with: String,
    /// Whether some of the money is usage at list price instead of reported cost.
    pub is_estimated: bool,
    /// The impact by cause; null where the exports do not tell.
    pub parts: Option<ChangeParts>,
    /// Why there are no parts, or what they leave out.
    #[serde(default, alias = "untold", skip_serializing_if = "Option::is_none")]
    pub unattributed: Option<String>,
    /// Usage that is in neither sum, in words: no cost export covers it, and its price is not known. Absent where it is less than a twentieth
    /// of the tokens: else the sums cannot be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// Who it came from, largest first.
    pub contributors: Vec<Contributor>,
    /// What all others changed by.
    pub others_usd: Money,
}

/// A change by cause, from usage at list price. The parts sum to the change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeParts {
    /// More or fewer tokens, at the price of the average token before.
    pub volume_usd: Money,
    /// Other models.
    pub model_mix_usd: Money,
    /// Another share of output.
    #[serde(default)]
    pub output_usd: Money,
    /// Other shares of cache reads, cache writes, uncached input and searches.
    pub cache_usd: Money,
    /// Other service tiers, context windows, regions or speeds.
    pub tier_usd: Money,
    /// Other list prices for the same tokens.
    pub price_usd: Money,
    /// What usage at list price does not explain: discounts, rounding, cost without usage. Nothing where all is an estimate.
    pub unexplained_usd: Money,
}

impl ChangeParts {
    /// Every part with its name, in the order in which they are reported.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, Money); 7] {
        [
            ("volume", self.volume_usd),
            ("model mix", self.model_mix_usd),
            ("output share", self.output_usd),
            ("cache", self.cache_usd),
            ("tier or context", self.tier_usd),
            ("price", self.price_usd),
            ("unexplained by list price (discounts, rounding)", self.unexplained_usd),
        ]
    }

    /// The change.
    #[must_use]
    pub fn sum(&self) -> Money {
        self.named().into_iter().map(|(_, usd)| usd).sum()
    }
}

/// Who contributed to a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contributor {
    /// Key, workspace or model.
    pub kind: SubjectKind,
    /// Its id, null where only a name is known.
    pub id: Option<String>,
    /// Its name; null for use without a key and for what is no model's.
    pub name: Option<String>,
    /// What it spent more, or less, than expected.
    pub usd: Money,
}

/// Spend of the period against earlier spend, for the organization and its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PeriodChange {
    /// The earlier days: as many as the period has, just before it; else its first month.
    pub before: Period,
    /// The later days: the period; else its last month.
    pub after: Period,
    /// The organization's change. Expected is what the earlier days cost.
    pub total: SpendChange,
    /// The same by workspace, largest change first. The changes sum to the organization's; the parts of each sum to its own change,
    /// and not to the organization's parts, where traffic that moves between workspaces is part of the mix.
    pub workspaces: Vec<PartChange>,
    /// The same by model.
    pub models: Vec<PartChange>,
}

/// The change of one workspace or model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartChange {
    /// Workspace or model.
    pub kind: SubjectKind,
    /// Its id, null where only a name is known.
    pub id: Option<String>,
    /// Its name; null for what is no model's (searches, sessions).
    pub name: Option<String>,
    /// What it spent on the earlier days.
    pub before_usd: Money,
    /// What it spent on the later days.
    pub after_usd: Money,
    /// The difference.
    pub change_usd: Money,
    /// The difference by cause; null where the exports do not tell.
    pub parts: Option<ChangeParts>,
    /// Usage that is in neither sum, where it is much of the tokens of either side: then the sums are no measure of each other.
    #[serde(default)]
    pub left_out: Option<String>,
}
