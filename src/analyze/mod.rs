//! Tables and facts -> findings: one file per check, listed in [`ALL`], run in parallel.

use anyhow::Result;
use chrono::{DateTime, Utc};

use crate::facts::Facts;
use crate::model::{Control, Dataset, Finding, Period, Severity, Table};
use crate::policy::Policy;

/// One check: what it finds, which control it serves, what it needs, and the function that looks.
pub struct Analyzer {
    /// Public id, kebab-case: the noun phrase of what it finds.
    pub id: &'static str,
    /// What it finds, for people.
    pub title: &'static str,
    /// The one control it serves.
    pub control: Control,
    /// The usual severity; a finding may grade itself otherwise.
    pub severity: Severity,
    /// Tables it cannot do without: of every inner slice, at least one.
    pub reads: &'static [&'static [Table]],
    /// What its population is made of: `active keys`.
    pub population: &'static str,
    /// Its limits, which the policy may move.
    pub thresholds: &'static [Threshold],
    /// The rule explained.
    pub explain: Explain,
    /// Looks.
    pub run: fn(&Context) -> Result<Outcome>,
}

/// A limit of a check, with its default and where that comes from.
pub struct Threshold {
    /// Name in the policy: `[checks.<id>] <name> = …`.
    pub name: &'static str,
    /// Value when the policy is silent.
    pub default: f64,
    /// Unit of the value: `days`, `USD`, `%`.
    pub unit: &'static str,
    /// Why this value.
    pub source: &'static str,
}

/// The rule explained, always in the same shape.
pub struct Explain {
    /// What it finds, exactly, near misses included.
    pub finds: &'static str,
    /// Why that matters.
    pub matters: &'static str,
    /// What to do about it: Console steps and the Admin API call.
    pub remedy: &'static [&'static str],
    /// How it can be wrong.
    pub caveats: &'static str,
}

/// What a check may look at.
pub struct Context<'a> {
    /// The tables.
    pub data: &'a Dataset,
    /// Questions answered once.
    pub facts: &'a Facts,
    /// The policy in force.
    pub policy: &'a Policy,
    /// The days that sums refer to.
    pub period: Period,
    /// The instant that ages refer to.
    pub as_of: DateTime<Utc>,
}

/// How a check went.
pub enum Outcome {
    /// It looked at its population.
    Assessed {
        /// How many things it judged.
        population: u64,
        /// What it found.
        findings: Vec<Finding>,
        /// What a reader should know: subjects it could not judge, and why.
        notes: Vec<String>,
    },
    /// It could not look.
    NotAssessed {
        /// Why, in a sentence.
        why: String,
        /// Tables that would make it assessable.
        needs: Vec<Table>,
    },
}

/// Every check, in the order of the catalogue.
pub const ALL: &[Analyzer] = &[];
