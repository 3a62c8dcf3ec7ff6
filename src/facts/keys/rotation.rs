//! Which active keys fall due for rotation, and when. Whose task each is says the report, as it does of findings about keys.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, Utc};

use crate::facts::Lists;
use crate::facts::lists::Key;
use crate::model::{Rotation, RotationBasis, RotationState};

/// How far the schedule looks ahead: until the next quarterly audit.
const AHEAD_DAYS: i64 = 90;

/// Active keys that are overdue, fall due within 90 days or have no day of creation, in order of their days. A key falls due when it reaches the age, or when it expires if that is earlier; without an
/// age, when it expires.
#[must_use]
pub fn schedule(lists: &Lists, max_age_days: Option<i64>, as_of: DateTime<Utc>) -> Vec<Rotation> {
    let mut all: Vec<Rotation> =
        lists.active_keys().filter_map(|key| rotation(key, lists, max_age_days, as_of)).collect();
    all.sort_by_cached_key(Rotation::order);
    all
}

fn rotation(key: &Key, lists: &Lists, max_age_days: Option<i64>, as_of: DateTime<Utc>) -> Option<Rotation> {
    let by_age = max_age_days.and_then(|days| key.created_at?.checked_add_signed(Duration::try_days(days)?));
    let by_age = by_age.map(|at| (at, RotationBasis::Age));
    let by_expiry = key.expires_at.map(|at| (at, RotationBasis::Expiry));
    let due = by_age.into_iter().chain(by_expiry).min();
    let state = match due {
        // As `unrotated-key` judges: a key that is exactly that old is not overdue.
        Some((due, _)) if due < as_of => RotationState::Overdue,
        Some((due, _)) if due <= as_of + Duration::days(AHEAD_DAYS) => RotationState::Due,
        _ if max_age_days.is_some() && key.created_at.is_none() => RotationState::Unknown,
        _ => return None,
    };
    let due = due.filter(|_| state != RotationState::Unknown);
    Some(Rotation {
        owner: None,
        key_id: key.id.clone(),
        key_name: key.name.clone(),
        workspace: lists.workspace_name(key).map(str::to_owned),
        created_on: key.created_at.map(|at| at.date_naive()),
        due_on: due.map(|(at, _)| at.date_naive()),
        state,
        basis: due.map(|(_, basis)| basis),
    })
}
