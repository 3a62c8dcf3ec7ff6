//! Whether lists are whole: what other exports, events and the last report know that a list lacks, how each list follows from the
//! one before it, and who appears in events but on no list.

mod population;
mod subject_state;
mod table_coverage;
mod ties;
mod unlisted;
mod wholeness;

pub use population::{Population, Populations, Unexplained};
pub use unlisted::{Unlisted, UnlistedKind, unlisted};
pub(super) use wholeness::WholenessInputs;
pub use wholeness::{Lacking, Wholeness};

use anyhow::Result;

use super::coverage::CoverageFacts;
use super::log::LogFacts;
use crate::model::{Coverage, Period};

/// Whether lists are whole.
#[derive(Clone, Debug)]
pub struct PopulationFacts {
    /// What the lists lack that other exports, or the last report, know.
    pub wholeness: Wholeness,
    /// Keys, members and workspaces, by list and by events.
    pub ties: Populations,
    /// What every table covers.
    pub coverage: Vec<Coverage>,
}

impl PopulationFacts {
    pub(super) fn read(
        known: &WholenessInputs,
        log: &LogFacts,
        coverage: &CoverageFacts,
        period: Period,
    ) -> Result<Self> {
        let wholeness = Wholeness::read(known)?;
        let feed = &coverage.events_on_record.feed;
        Ok(Self {
            ties: Populations::read(
                known.data,
                (known.lists, &wholeness),
                (&log.events, feed, &log.logging_off),
                period,
                known.as_of,
            )?,
            coverage: table_coverage::table_coverage(known.data, &wholeness, period)?,
            wholeness,
        })
    }
}
