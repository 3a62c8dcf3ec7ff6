//! What the organization itself attested about a control.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A statement of the organization about a security control, made in claude.ai and read from the security posture. It is shown
/// next to a verdict and never changes one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Attestation {
    /// Id of the attested control, verbatim.
    pub control: String,
    /// What the evaluation says of it, verbatim.
    pub status: Option<String>,
    /// What was attested, verbatim: `completed`, `accepted_risk`, `control_failed`.
    pub attestation: String,
    /// Who attested it.
    pub by: Option<String>,
    /// When.
    #[schemars(with = "Option<String>")]
    pub on: Option<NaiveDate>,
    /// When it is to be looked at again.
    #[schemars(with = "Option<String>")]
    pub review_on: Option<NaiveDate>,
    /// How it contradicts the verdict of this report, where it does.
    pub conflict: Option<String>,
}
