//! Which decisions to take access away were carried out, by whom and when.

use super::{Decision, ReviewedRow};
use crate::facts::people::departures::Departures;
use crate::model::{AccessRow, CarriedOut, Dataset, normalize_address};

/// Of people who are listed no more although a worksheet still has them: the events that removed them. Events before the decision
/// count too: the worksheet was then made before them.
pub(super) fn carried_out(
    data: &Dataset,
    access: &[AccessRow],
    reviewed: &[ReviewedRow],
    departures: &Departures,
) -> Vec<CarriedOut> {
    let is_revoked = |row: &&ReviewedRow| row.decision.as_deref().and_then(Decision::of) == Some(Decision::Revoked);
    let is_gone = |row: &&ReviewedRow| !access.iter().any(|one| one.id == row.id);
    let one = |row: &ReviewedRow| {
        let address = row.address.as_deref().and_then(normalize_address);
        let left = departures.of_id(&row.id).or_else(|| departures.of_address(address.as_deref()?))?;
        let removal = left.removal.as_ref()?;
        Some(CarriedOut {
            id: row.id.clone(),
            name: row.address.clone(),
            decided_on: row.on,
            on: removal.at.date_naive(),
            by: removal.by.clone(),
            evidence: removal.source.evidence(data, format!("{}: {}", removal.event, left.label())),
        })
    };
    reviewed.iter().filter(is_revoked).filter(is_gone).filter_map(one).collect()
}
