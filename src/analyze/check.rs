//! A check as a report lists it, wherever it comes from.

use super::{Analyzer, Threshold};
use crate::model::{Control, Table};

/// What a report says of a check of the catalogue, or of a rule of the policy.
#[derive(Clone)]
pub struct Check<'a> {
    /// Public id.
    pub id: &'a str,
    /// What it finds, for people.
    pub title: &'a str,
    /// The one control it serves.
    pub control: Control,
    /// What its population is made of.
    pub population: &'a str,
    /// Tables that it asks.
    pub reads: Vec<Table>,
    /// What it finds, exactly: another text is another definition.
    pub finds: &'a str,
    /// Its limits, which the policy may move.
    pub thresholds: &'a [Threshold],
}

impl From<&'static Analyzer> for Check<'_> {
    fn from(analyzer: &'static Analyzer) -> Self {
        Self {
            id: analyzer.id,
            title: analyzer.title,
            control: analyzer.control,
            population: analyzer.population,
            reads: analyzer.reads.iter().copied().flatten().copied().collect(),
            finds: analyzer.explain.finds,
            thresholds: analyzer.thresholds,
        }
    }
}
