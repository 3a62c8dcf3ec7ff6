//! Which keys are to be rotated when.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a key is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RotationState {
    /// The day is over.
    Overdue,
    /// The day is to come.
    Due,
    /// Nothing tells the day: the key's day of creation is not known.
    Unknown,
}

impl RotationState {
    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::Unknown => "unknown",
        }
    }
}

/// What the day of a rotation follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RotationBasis {
    /// The key's age, by the threshold of `unrotated-key`.
    Age,
    /// Its expiry, which comes first.
    Expiry,
}

impl RotationBasis {
    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Expiry => "expiry",
        }
    }
}

/// Who is to rotate a key, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct RotationOwner {
    /// Address or name.
    pub name: String,
    /// Why they: `owner` for the member who made the key, `owner of service checkout`, `admin of Production`, `organization admins`.
    pub source: String,
}

/// An active key that is to be rotated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rotation {
    /// Who is to rotate it; null where no list has anybody to ask.
    pub owner: Option<RotationOwner>,
    /// Id of the key.
    pub key_id: String,
    /// Its name.
    pub key_name: String,
    /// Name of its workspace; null for keys of the organization.
    pub workspace: Option<String>,
    /// The day on which it was made.
    #[schemars(with = "Option<String>")]
    pub created_on: Option<NaiveDate>,
    /// The last day on which it may still work.
    #[schemars(with = "Option<String>")]
    pub due_on: Option<NaiveDate>,
    /// Whether it is late.
    pub state: RotationState,
    /// What the day follows from; null where there is none.
    pub basis: Option<RotationBasis>,
}

impl Rotation {
    /// By owner, each owner's in order of their days; undated ones, and keys without an owner, last.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        let undated = self.due_on.is_none();
        (self.owner.is_none(), self.owner.clone(), undated, self.due_on, self.key_name.clone(), self.key_id.clone())
    }
}
