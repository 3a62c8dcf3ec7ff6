//! From files that were read to the dataset: in a fixed order, and decided where they overlap.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::empty_last_page;
use super::read_file::{ReadFile, account};
use super::sheets;
use crate::ingest::batch::{Batch, Ending, Reject};
use crate::ingest::merge::editions::{Editions, Turns};
use crate::ingest::merge::pages::name_followers;
use crate::ingest::merge::reduced::copy_note;
use crate::ingest::merge::renamed::Renames;
use crate::ingest::merge::whole_copies::whole_copies;
use crate::ingest::merge::{Disposition, FileRows, TableFiles, merge, named_time};
use crate::ingest::paths::distinguish;
use crate::ingest::provenance::{self, Provenance, Sidecar};
use crate::ingest::routine::{fold, resolve};
use crate::ingest::{ALL, folders, frames, listed_workspaces, midnights, misdated, remarks, roles_of_files, silent};
use crate::model::{Dataset, EventOrganizations, Reading, Rejection, Remarks, StatedCount, Table, mask_secrets};

/// What is said of a list whose headers say that it goes on.
const NEXT_PAGE: &str = "its saved headers name a next page: more follow";

/// Lets what lies beside them, and paths, tell what exports do not say: where they come from, of which organization they are, and of
/// which role.
fn tell_by_place(read: &mut [ReadFile]) -> Provenance {
    let sidecars: Vec<Option<Result<Sidecar, String>>> = read.iter_mut().map(|one| one.sidecar.take()).collect();
    let mut files: Vec<_> =
        read.iter_mut().zip(&sidecars).map(|(one, sidecar)| (&mut one.input, sidecar.as_ref())).collect();
    let provenance = provenance::apply(&mut files);
    go_on(read, &provenance.going_on);
    let exports = read.iter_mut().filter_map(|one| Some((one.input.path.as_str(), one.batch.as_mut()?)));
    let mut exports = exports.collect::<Vec<_>>();
    folders::tell_organizations(&mut exports, &provenance.organizations);
    roles_of_files::tell_roles(&mut exports);
    // A bill comes again when it was corrected.
    for (path, batch) in exports.iter_mut().filter(|(_, batch)| batch.table == Table::CloudCost) {
        batch.edition = batch.edition.or_else(|| provenance.instants.get(*path).map(DateTime::timestamp));
    }
    provenance
}

/// Lets lists go on whose saved headers name a next page, but for those whose next page is there and empty.
fn go_on(read: &mut [ReadFile], going_on: &BTreeMap<String, bool>) {
    for ReadFile { input, batch, .. } in read.iter_mut() {
        let Some((batch, goes_on)) = batch.as_mut().zip(going_on.get(&input.path)) else { continue };
        batch.answer_goes_on = batch.answer_goes_on.or(Some(*goes_on));
        if *goes_on && (batch.ending.says_nothing() || batch.ending.is_closed()) {
            batch.ending = Ending::MoreFollow;
            batch.note(NEXT_PAGE.to_owned());
        }
    }
    empty_last_page::end_lists(read);
}

/// Decides between the files; nothing where their rows would decide otherwise than sums of them.
pub(super) fn assemble(mut read: Vec<ReadFile>, reading: &Reading) -> Result<Option<Dataset>> {
    let unread_sheets = sheets::cuts(&read);
    account_for(&mut read, reading);
    let batches = || read.iter().filter_map(|file| file.batch.as_ref());
    let several = reading.event_organizations == EventOrganizations::Several;
    let event_organizations: BTreeSet<String> =
        batches().filter(|_| several).flat_map(Batch::organizations_of_events).map(str::to_owned).collect();
    let mut provenance = tell_by_place(&mut read);
    let mut data = Dataset {
        kinds: ALL.iter().map(|i| (i.id, i.table)).collect(),
        organizations: provenance.organizations.into_values().collect(),
        ..Dataset::default()
    };
    let instants = std::mem::take(&mut provenance.instants);
    let mut tables = taken(read, &mut data, &mut provenance.counts)?;
    listed_workspaces::name(&mut tables);
    data.rejections.sort_unstable();
    data.unread_cells.sort_unstable();
    let events = tables.get(&Table::Events).map_or(&[][..], Vec::as_slice);
    let (renames, turns) = (Renames::read(events), Turns::read(events));
    for (table, parts) in tables {
        if !decide(&mut data, TableFiles::new(table, parts), &renames, &turns)? {
            return Ok(None);
        }
    }
    data.event_organizations = event_organizations;
    data.taken = lists_taken(&data, &instants);
    data.taken_files = instants;
    data.named_times = data.inputs.iter().map(|input| (input.path.clone(), named_time(&input.path))).collect();
    for (table, why) in unread_sheets {
        data.cut_lists.entry(table).or_insert(why);
    }
    Ok(Some(data))
}

/// When the latest list of each table was taken, where it is stated of every file with records that count.
fn lists_taken(data: &Dataset, instants: &BTreeMap<String, DateTime<Utc>>) -> BTreeMap<Table, DateTime<Utc>> {
    let mut latest: BTreeMap<Table, Option<DateTime<Utc>>> = BTreeMap::new();
    for input in data.inputs.iter().filter(|input| input.accepted > 0) {
        let Some(table) = input.kind.as_deref().and_then(|kind| data.kinds.get(kind)) else { continue };
        let at = instants.get(&input.path).copied();
        latest.entry(*table).and_modify(|known| *known = known.zip(at).map(|(a, b)| a.max(b))).or_insert(at);
    }
    latest.into_iter().filter_map(|(table, at)| Some((table, at?))).collect()
}

/// Puts files in their order, refuses records of impossible days, and counts what every file holds.
fn account_for(read: &mut Vec<ReadFile>, reading: &Reading) {
    read.sort_by(|a, b| a.input.path.cmp(&b.input.path));
    distinguish(read.iter_mut().map(|one| &mut one.input));
    read.sort_by(|a, b| a.input.path.cmp(&b.input.path));
    let mut apart: Vec<Vec<Batch>> =
        read.iter_mut().filter_map(|one| Some(std::mem::take(&mut one.batch.as_mut()?.also))).collect();
    empty_last_page::end_lists(read);
    let with_records = apart.iter_mut().flatten().filter(|own| own.has_records);
    let mut batches: Vec<&mut Batch> =
        read.iter_mut().filter_map(|one| one.batch.as_mut()).chain(with_records).collect();
    misdated::refuse(&mut batches, reading.known);
    for (batch, also) in read.iter_mut().filter_map(|one| one.batch.as_mut()).zip(apart) {
        batch.also = also;
        batch.rejects.extend(batch.also.iter_mut().flat_map(|own| std::mem::take(&mut own.rejects)));
    }
    let by_kind = read.iter_mut().filter_map(|one| Some((one.ingestor?.id, one.batch.as_mut()?)));
    midnights::read_as_days(by_kind);
    for ReadFile { input, batch, .. } in read {
        let Some(batch) = batch else { continue };
        account(input, batch);
    }
}

/// Takes what was read into the dataset, and the rows by table.
fn taken(
    read: Vec<ReadFile>,
    data: &mut Dataset,
    counts: &mut BTreeMap<String, StatedCount>,
) -> Result<BTreeMap<Table, Vec<FileRows>>> {
    let mut tables: BTreeMap<Table, Vec<FileRows>> = BTreeMap::new();
    for (file, mut read) in read.into_iter().enumerate() {
        if let (Some(ingestor), Some(mut batch)) = (read.ingestor, read.batch) {
            let path: Arc<str> = read.input.path.as_str().into();
            let rejection = |(line, reject): (u64, Reject)| Rejection {
                file: path.clone(),
                line,
                column: reject.column,
                value: reject.value,
                reason: match mask_secrets(&reject.reason) {
                    Cow::Borrowed(_) => reject.reason,
                    Cow::Owned(masked) => masked.into(),
                },
                mentions: reject.mentions,
            };
            let has_rejects = !batch.rejects.is_empty();
            data.rejections.extend(std::mem::take(&mut batch.rejects).into_iter().map(rejection));
            data.unread_cells.extend(std::mem::take(&mut batch.unread).into_iter().map(rejection));
            let sha256 = read.input.sha256.clone().unwrap_or_default();
            let mut batches = std::mem::take(&mut batch.also);
            for own in batches.iter_mut().filter(|own| own.has_records) {
                own.ending = batch.ending;
            }
            // A file whose records all stand in another table is no empty export of its own.
            match batches.iter_mut().find(|own| own.has_records) {
                Some(own) if batch.taken() == 0 => own.notes.append(&mut batch.notes),
                _ => batches.push(batch),
            }
            for batch in batches {
                let (file, path) = (u32::try_from(file)?, read.input.path.clone());
                let deleted = batch.deleted.iter().cloned().map(|one| (file, one));
                data.deletions.entry(batch.table).or_default().extend(deleted);
                let part = FileRows { file, path, kind: ingestor.id, sha256: sha256.clone(), has_rejects, batch };
                tables.entry(part.batch.table).or_default().push(part);
            }
        }
        read.input.notes.iter_mut().for_each(|note| *note = mask_secrets(note).into_owned());
        let stated_count = counts.remove(&read.input.path);
        data.inputs.push(read.input);
        data.remarks.push(Remarks { secrets: read.secrets, stated_count, ..Remarks::default() });
    }
    Ok(tables)
}

/// Decides which rows of a table count, and makes its frame; false where sums cannot decide it.
fn decide(data: &mut Dataset, mut parts: TableFiles, renames: &Renames, turns: &Turns) -> Result<bool> {
    let table = parts.table;
    let editions = Editions::of(&parts, turns);
    let dispositions = merge(&mut parts, renames, &editions);
    if parts.needs_rows {
        return Ok(false);
    }
    name_followers(&mut parts);
    let resolved = resolve(&parts);
    // Every record counts once, in the table that its kind of export is read for.
    let counts = |part: &FileRows| part.batch.has_records || data.kinds.get(part.kind) == Some(&table);
    let each = parts.each.iter().zip(&dispositions).zip(&resolved.dispositions);
    for ((part, rows), folded) in each.filter(|((part, _), _)| counts(part)) {
        let input = &mut data.inputs[part.file as usize];
        let rows = || rows.iter().enumerate().map(|(row, disposition)| (disposition, part.batch.count(row)));
        let count = |wanted: &[Disposition]| -> u64 {
            let all = rows().chain(folded.iter().map(|disposition| (disposition, 1)));
            all.filter(|(disposition, _)| wanted.contains(disposition)).map(|(_, count)| count).sum()
        };
        input.accepted += count(&[Disposition::Accepted]);
        input.duplicates += count(&[Disposition::Duplicate, Disposition::FinerInTime]);
        input.restated += count(&[Disposition::Restated]);
        input.notes.extend(part.batch.notes.iter().map(|note| mask_secrets(note).into_owned()));
    }
    let empty = data.empty_days.entry(table).or_default();
    parts.each.iter().for_each(|part| empty.extend(&part.batch.empty_days));
    remark(data, &parts, &dispositions, &editions);
    if table == Table::Events {
        for (part, (count, file)) in &resolved.lesser {
            let note = copy_note(*count, data.path(*file));
            data.inputs[parts.each[*part].file as usize].notes.push(note);
        }
        for (part, conflict) in &resolved.conflicts {
            data.remarks[parts.each[*part].file as usize].conflicts.push(conflict.clone());
        }
        data.routine = Some(fold(&parts, &resolved)?);
    }
    data.frames.insert(table, frames::frame(&parts, &dispositions)?);
    Ok(true)
}

/// What the files of a table say about themselves and each other.
fn remark(data: &mut Dataset, parts: &TableFiles, dispositions: &[Vec<Disposition>], editions: &Editions) {
    let kept = remarks::Kept::of(parts, dispositions);
    let silent = silent::columns(parts);
    for (at, part) in parts.each.iter().enumerate() {
        let remarks = &mut data.remarks[part.file as usize];
        remarks.unknown_columns.clone_from(&part.batch.unknown_columns);
        remarks.possible_copies.extend(part.batch.possible_copies.iter().cloned());
        remarks.other_sums.extend(part.batch.other_sums.iter().cloned());
        remarks.unit_is_unstated |= part.batch.unit_is_unstated;
        if !parts.table.is_summed() {
            remarks.conflicts.extend(remarks::conflicts(parts, dispositions, &kept, editions, at));
        }
        if let Some(lacking) = remarks::unstated(parts, at, &silent).filter(|_| !editions.is_past(at)) {
            data.unstated.entry(parts.table).or_insert_with(|| format!("{}: {lacking}", part.path));
            data.inputs[part.file as usize].notes.push(lacking);
        }
        if parts.table == Table::Members && editions.is_past(at) {
            let column = |name| parts.table.position(name);
            let text = |name, row| Some(parts.text(at, column(name)?, row)?.to_owned());
            let rows = 0..part.batch.rows();
            data.past_members.extend(rows.filter_map(|row| Some((text("id", row)?, text("address", row)?))));
        }
        if let Some(later) = editions.successor(at) {
            let note = match &parts.each[later] {
                later if later.file == part.file => "of the lists in this file the latest holds now".to_owned(),
                later => format!("an earlier edition of the list in {}, which holds now", later.path),
            };
            let notes = &mut data.inputs[part.file as usize].notes;
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    if !silent.is_empty() {
        data.silent.insert(parts.table, silent);
    }
    let mut cuts = remarks::cuts(parts, editions);
    let copies = whole_copies(parts, editions, &cuts, &data.rejections);
    for (at, how) in cuts.extract_if(.., |(at, _)| copies.contains_key(at)) {
        hold_elsewhere(data, parts, (at, &how), copies[&at]);
    }
    if let Some(why) = remarks::cut_list(parts, editions, &cuts, &copies) {
        data.cut_lists.insert(parts.table, why);
    }
    for (at, how) in cuts {
        data.remarks[parts.each[at].file as usize].cut = Some(how);
    }
    for (at, how) in remarks::contradictions(parts, editions, &copies) {
        data.remarks[parts.each[at].file as usize].undated = Some(how);
    }
}

/// Notes that every record of a cut file stands in a whole one. So does the record at its cut end, which no reader could take.
fn hold_elsewhere(data: &mut Dataset, parts: &TableFiles, (at, how): (usize, &str), whole: usize) {
    let (part, whole) = (&parts.each[at], &parts.each[whole].path);
    let input = &mut data.inputs[part.file as usize];
    input.notes.push(format!("it {how}; every record of it stands in {whole}, which is whole: nothing is missing"));
    let remarks = &mut data.remarks[part.file as usize];
    remarks.whole = Some(whole.clone());
    // Its last days lack what stood behind the end.
    remarks.other_sums.clear();
    // Another table may be what its records are read for.
    if part.batch.has_records || data.kinds.get(part.kind) == Some(&parts.table) {
        input.duplicates += std::mem::take(&mut input.rejected);
        data.rejections.retain(|rejection| *rejection.file != *part.path);
    }
}
