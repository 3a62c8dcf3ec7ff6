//! How two sums of one day relate: one is a part of the other, or the same in another unit.

/// A correction moves a sum by less.
pub(super) const LEAST_PERCENT: i128 = 5;

/// Whether a sum is a part of another one: clearly less, and not a hundredth.
pub(super) fn is_subset_sum(part: i128, whole: i128, slack: i128) -> bool {
    let more = whole.saturating_sub(part);
    let is_clear = more.saturating_mul(100) > whole.saturating_mul(LEAST_PERCENT);
    more > slack && is_clear && !is_hundredfold(part, whole, slack)
}

/// Whether one sum is a hundred times the other, within a percent and what rounding moves: cents that were taken for dollars.
pub(super) fn is_hundredfold(less: i128, more: i128, slack: i128) -> bool {
    let hundredfold = less.saturating_mul(100);
    let near = (more / 100).unsigned_abs().saturating_add(slack.saturating_mul(100).unsigned_abs());
    less > 0 && hundredfold.abs_diff(more) <= near && more > less.saturating_mul(10)
}
