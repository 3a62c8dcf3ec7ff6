//! Columns of what clouds bill for Claude.

use super::column::{Column, DAY, MINUTE, amount, dimension, flag};

// Everything that tells one line of a bill from another is a dimension: a bill comes in parts, and again when it is corrected.
pub(super) const CLOUD_COST: &[Column] = &[
    DAY,
    MINUTE,
    // `AWS`, `Google Cloud`, …
    dimension("provider"),
    // The account that pays: bills of two payers have nothing to do with each other.
    dimension("organization_id"),
    dimension("cloud_account"),
    // Who called, where the bill says: the ARN of a role or user.
    dimension("principal"),
    dimension("model"),
    // As the bill has it: `USE1-Claude4.6Sonnet-input-tokens`.
    dimension("usage_type"),
    dimension("operation"),
    // `usage`, `credit`, `tax`, `discount` or `other`.
    dimension("charge_type"),
    dimension("region"),
    dimension("resource"),
    dimension("description"),
    amount("cost"),
    amount("list_price"),
    flag("counted"),
];
