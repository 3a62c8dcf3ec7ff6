//! Whether lists are whole: what other exports, events and the last report know that a list lacks, how each list follows from the
//! one before it, and who appears in events but on no list.

mod population;
mod subject_state;
mod table_coverage;
mod ties;
mod unlisted;
mod wholeness;

pub use population::{Population, Populations, Unexplained};
pub(super) use table_coverage::table_coverage;
pub use unlisted::{Unlisted, UnlistedKind, unlisted};
pub(super) use wholeness::Known;
pub use wholeness::{Lacking, Wholeness};
