//! A threshold next to what a framework asks for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A threshold that is looser than a framework asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LooserThreshold {
    /// The check.
    pub check: String,
    /// Its threshold.
    pub threshold: String,
    /// Days in force; null where the policy switches the check off.
    pub in_force: Option<f64>,
    /// Whether the policy says so, and not the default.
    pub by_policy: bool,
    /// The most days that the framework allows.
    pub asked: f64,
    /// Framework and requirement: `PCI DSS 4.0.1, 8.2.6`.
    pub requirement: String,
    /// What it asks.
    pub asks: String,
}
