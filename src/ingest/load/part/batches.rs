//! What a file adds to a table <-> a line of a part.

use super::lines::{BatchLine, RejectLine};
use super::ranges::Ranges;
use crate::ingest::batch::{Batch, Reject};
use crate::ingest::fold::{Folded, Layout};
use crate::ingest::shown::shown;
use crate::model::{Bounds, Deletion, Table, mask_secrets};

/// All but the rows of a batch.
pub(super) fn line_of(batch: &Batch, is_beside: bool) -> BatchLine {
    let columns = batch.table.columns();
    let fractions = batch.folded.iter().flat_map(|folded| &folded.fractions);
    BatchLine {
        table: batch.table.id().to_owned(),
        is_beside,
        is_folded: batch.folded.is_some(),
        ending: batch.ending,
        has_records: batch.has_records,
        edition: batch.edition,
        deleted: batch.deleted.iter().map(masked_deletion).collect(),
        unit_is_unstated: batch.unit_is_unstated,
        other: batch.other,
        notes: batch.notes.iter().map(|note| mask_secrets(note).into_owned()).collect(),
        unknown_columns: batch.unknown_columns.iter().map(|name| mask_secrets(name).into_owned()).collect(),
        empty_days: batch.empty_days.iter().copied().collect(),
        pages: batch.pages.clone(),
        event_organizations: batch.event_organizations.masked(),
        carried: columns.iter().zip(&batch.present).filter(|(_, is)| **is).map(|(c, _)| c.name.to_owned()).collect(),
        fractions: fractions.map(|column| columns[*column].name.to_owned()).collect(),
    }
}

/// A deletion as it may be shown.
fn masked_deletion(one: &Deletion) -> Deletion {
    Deletion { names: one.names.iter().map(|name| mask_secrets(name).into_owned()).collect(), ..one.clone() }
}

/// A batch without its rows.
///
/// # Errors
/// Why no reader would have handed it on.
pub(super) fn batch_of(line: BatchLine, bounds: &Bounds) -> Result<Batch, String> {
    let table = Table::ALL.into_iter().find(|table| table.id() == line.table);
    let table = table.ok_or("it is of a table that is not known")?;
    let place = |name: &String| table.position(name).ok_or_else(|| format!("{} has no column `{name}`", table.id()));
    let carried: Vec<usize> = line.carried.iter().map(place).collect::<Result<_, _>>()?;
    let fractions: Vec<usize> = line.fractions.iter().map(place).collect::<Result<_, _>>()?;
    if line.is_folded && Layout::of(table).is_none() {
        return Err("it has sums of a table that has none".to_owned());
    }
    if !line.empty_days.iter().all(|day| Ranges::is_day(*day)) {
        return Err("a day of no year of four digits".to_owned());
    }
    let mut batch = Batch::new(table);
    (batch.bounds, batch.ending, batch.other) = (*bounds, line.ending, line.other);
    (batch.has_records, batch.unit_is_unstated) = (line.has_records, line.unit_is_unstated);
    batch.edition = line.edition;
    let is_possible = |one: &Deletion| Ranges::is_line(one.line.cast_signed()) && one.day.is_none_or(Ranges::is_day);
    if !line.deleted.iter().all(is_possible) {
        return Err("a deletion without a line, or of no year of four digits".to_owned());
    }
    batch.deleted = line.deleted;
    (batch.notes, batch.unknown_columns) = (line.notes, line.unknown_columns);
    batch.empty_days = line.empty_days.into_iter().collect();
    (batch.pages, batch.event_organizations) = (line.pages, line.event_organizations.within_bounds()?);
    let mut times = batch.pages.iter().filter_map(|page| page.span).flat_map(|(first, last)| [first, last]);
    if !times.all(Ranges::is_instant) {
        return Err("a page of no year of four digits".to_owned());
    }
    batch.present = (0..batch.present.len()).map(|column| carried.contains(&column)).collect();
    batch.folded = line.is_folded.then(|| Folded { fractions, ..Folded::default() });
    Ok(batch)
}

/// Records, or cells, that could not be read: as they may be shown.
pub(super) fn rejects_of(rejects: &[(u64, Reject)]) -> Vec<RejectLine> {
    let masked = |text: &str| mask_secrets(text).into_owned();
    let line = |(line, reject): &(u64, Reject)| RejectLine {
        line: *line,
        column: masked(&reject.column),
        value: shown(&reject.value),
        reason: masked(&reject.reason),
        mentions: reject.mentions.iter().map(|one| masked(one)).collect(),
    };
    rejects.iter().map(line).collect()
}

/// The same on their way back.
///
/// # Errors
/// Why no reader would have handed them on.
pub(super) fn rejects_from(lines: Vec<RejectLine>) -> Result<Vec<(u64, Reject)>, String> {
    let reject = |line: RejectLine| {
        if !Ranges::is_line(line.line.cast_signed()) || line.reason.is_empty() {
            return Err("a rejected record without a line or a reason".to_owned());
        }
        let RejectLine { line, column, value, reason, mentions } = line;
        let (column, value, reason) = (column.into(), value.into(), reason.into());
        Ok((line, Reject { column, value, reason, mentions: mentions.into() }))
    };
    lines.into_iter().map(reject).collect()
}
