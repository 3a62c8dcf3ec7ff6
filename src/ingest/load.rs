//! From paths to the dataset: read in parallel, merged in a fixed order.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::batch::Batch;
use super::document::Document;
use super::merge::renamed::Renames;
use super::merge::{Fate, Part, Parts, merge};
use super::paths::distinguish;
use super::routine::{Routine, fold, settle};
use super::source::{self, Decoded, Source, decode};
use super::worksheets::{self, Worksheet};
use super::{ALL, Ingestor, failed, frames, misdated, recognize, remarks, unrecognized};
use crate::model::{Bounds, Dataset, Input, Kind, Reading, Rejection, Remarks, Table, mask_secrets};

/// Reads every file below `roots` into tables; the root `-` is standard input.
///
/// Files that cannot be read, or that nobody recognizes, are inputs with a note; the others are read all the same.
///
/// # Errors
/// When one of `roots` does not exist or cannot be opened.
pub fn load(roots: &[PathBuf], bounds: &Bounds) -> Result<Dataset> {
    load_with_reviews(roots, &[], &Reading::from(bounds))
}

/// As [`load`], and reads `reviews` beside them, each a filled-in worksheet. The exports keep the paths that they have without.
///
/// # Errors
/// As [`load`], and when one of `reviews` is no worksheet.
pub fn load_with_reviews(roots: &[PathBuf], reviews: &[PathBuf], reading: &Reading) -> Result<Dataset> {
    let found = source::collect(roots).with_context(|| {
        let missing = roots.iter().find(|root| !source::is_stdin(root) && !root.exists()).or(roots.first());
        format!("cannot open {}", missing.map_or_else(String::new, |p| p.display().to_string()))
    })?;
    let taken = found.files.iter().map(|file| &file.path).chain(found.skipped.iter().map(|(path, _)| path));
    let mut worksheets = Vec::new();
    for worksheet in worksheets::collect(reviews, taken.cloned().collect())? {
        worksheets.extend(read_worksheet(&worksheet, reading)?);
    }
    let sources = found.files.par_iter().flat_map_iter(|file| source::open(file, &reading.bounds));
    let mut read: Vec<ReadFile> = sources.map(|source| read_source(source, reading)).collect();
    read.extend(worksheets);
    read.extend(found.skipped.into_iter().map(|(path, why)| {
        let input = Input { path, notes: vec![why], ..Input::default() };
        ReadFile { input, ..ReadFile::default() }
    }));
    assemble(read, reading)
}

/// Reads files that are in memory already, as (path in the report, bytes), within the default bounds.
///
/// # Errors
/// When a table cannot be built, which would be a mistake here.
pub fn load_bytes(files: Vec<(String, Vec<u8>)>) -> Result<Dataset> {
    load_bytes_as(files, &Reading::default())
}

/// As [`load_bytes`], within other bounds. The files themselves are as large as they are.
///
/// # Errors
/// As [`load_bytes`].
pub fn load_bytes_within(files: Vec<(String, Vec<u8>)>, bounds: &Bounds) -> Result<Dataset> {
    load_bytes_as(files, &Reading::from(bounds))
}

/// As [`load_bytes`], read in another way.
///
/// # Errors
/// As [`load_bytes`].
pub fn load_bytes_as(files: Vec<(String, Vec<u8>)>, reading: &Reading) -> Result<Dataset> {
    let unpack = |(path, bytes)| source::unpack(path, Ok(bytes), &reading.bounds);
    let sources = files.into_par_iter().flat_map_iter(unpack);
    assemble(sources.map(|source| read_source(source, reading)).collect(), reading)
}

/// One file after reading.
#[derive(Default)]
struct ReadFile {
    input: Input,
    ingestor: Option<&'static Ingestor>,
    batch: Option<Batch>,
    /// Whole keys in it: line, and what may be shown.
    secrets: Vec<(u64, String)>,
}

fn read_source(source: Source, reading: &Reading) -> ReadFile {
    let mut input = Input { path: source.path, notes: source.note.into_iter().collect(), ..Input::default() };
    let bytes = match source.bytes {
        Ok(bytes) => bytes,
        Err(why) => {
            input.notes.push(why);
            return ReadFile { input, ..ReadFile::default() };
        }
    };
    input.bytes = bytes.len() as u64;
    input.sha256 = Some(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect());
    if source.archive {
        input.kind = Some("archive".to_owned());
        return ReadFile { input, ..ReadFile::default() };
    }
    if let Some(what) = source::not_text(&bytes) {
        input.notes.push(what.to_owned());
        return ReadFile { input, secrets: remarks::secrets(&bytes), ..ReadFile::default() };
    }
    let Decoded { text, note } = decode(&bytes);
    input.notes.extend(note);
    let secrets = remarks::secrets(&text);
    let document = Document::open(&text);
    let Some(ingestor) = recognize(&document) else {
        match failed::tell(&text, &document) {
            Some(told) => {
                input.kind = Some(told.kind.to_owned());
                input.notes.push(told.note);
            }
            None => input.notes.push(unrecognized::why(&document)),
        }
        return ReadFile { input, secrets, ..ReadFile::default() };
    };
    let routine = Routine::but(&reading.singly);
    let mut batch = Batch { bounds: reading.bounds, routine, ..Batch::new(ingestor.table) };
    (ingestor.read)(&document, &mut batch);
    batch.routine.finish();
    input.kind = Some(ingestor.id.to_owned());
    ReadFile { input, ingestor: Some(ingestor), batch: Some(batch), secrets }
}

/// A file given as a worksheet: as it was read, where that is what it is.
fn read_worksheet(worksheet: &Worksheet, reading: &Reading) -> Result<Vec<ReadFile>> {
    let mut read: Vec<ReadFile> =
        source::open(&worksheet.file, &reading.bounds).map(|source| read_source(source, reading)).collect();
    let is_one = |one: &ReadFile| one.ingestor.is_some_and(|ingestor| ingestor.table == Table::AccessReview);
    let is_archive = |one: &ReadFile| one.input.kind.as_deref() == Some("archive");
    if let Some(other) = read.iter().find(|one| !is_one(one) && !is_archive(one)) {
        let what = other.ingestor.map_or_else(|| other.input.notes.join("; "), |ingestor| ingestor.title.to_owned());
        let (file, shown) = (worksheet.file.absolute.display(), &other.input.path);
        let inside = if *shown == worksheet.file.path { String::new() } else { format!(" ({shown})") };
        bail!(
            "`{file}`, given with --review, is no filled-in worksheet{inside}: {}; --review takes the access-review.csv of an earlier \
             report, with its columns id, address, decision and reviewer; exports are given without an option",
            mask_secrets(&what)
        );
    }
    read.iter_mut().for_each(|one| one.input.notes.extend(worksheet.note.clone()));
    Ok(read)
}

/// First and last thing that happened according to the rows, for people.
fn extent(batch: &Batch) -> (Option<String>, Option<String>) {
    let columns = batch.table.happenings().iter().filter_map(|name| batch.table.position(name));
    let spell = |(column, value): (usize, i128)| match batch.table.columns()[column].kind {
        Kind::Day => NaiveDate::from_num_days_from_ce_opt(i32::try_from(value).ok()?).map(|day| day.to_string()),
        _ => DateTime::from_timestamp_micros(i64::try_from(value).ok()?)
            .map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
    };
    let values = || {
        columns
            .clone()
            .flat_map(|column| (0..batch.rows()).filter_map(move |row| Some((column, batch.value(column, row)?))))
    };
    // Folded are events only, which have the one column.
    let folded = columns.clone().next().zip(batch.routine.extent());
    let folded = || folded.into_iter().flat_map(|(column, (a, b))| [a, b].map(|at| (column, i128::from(at))));
    let (first, last) = (values().chain(folded()).min_by_key(|v| v.1), values().chain(folded()).max_by_key(|v| v.1));
    (first.and_then(spell), last.and_then(spell))
}

fn assemble(mut read: Vec<ReadFile>, reading: &Reading) -> Result<Dataset> {
    read.sort_by(|a, b| a.input.path.cmp(&b.input.path));
    distinguish(read.iter_mut().map(|one| &mut one.input));
    read.sort_by(|a, b| a.input.path.cmp(&b.input.path));
    let mut batches: Vec<&mut Batch> = read.iter_mut().filter_map(|one| one.batch.as_mut()).collect();
    misdated::refuse(&mut batches, reading.known);
    for ReadFile { input, batch, .. } in &mut read {
        let Some(batch) = batch else { continue };
        input.rows = (batch.taken() + batch.rejects.len()) as u64;
        input.rejected = batch.rejects.len() as u64;
        (input.first, input.last) = extent(batch);
    }
    let mut data = Dataset { kinds: ALL.iter().map(|i| (i.id, i.table)).collect(), ..Dataset::default() };
    let mut tables: BTreeMap<Table, Vec<Part>> = BTreeMap::new();
    for (file, mut read) in read.into_iter().enumerate() {
        if let (Some(ingestor), Some(mut batch)) = (read.ingestor, read.batch) {
            for (line, reject) in std::mem::take(&mut batch.rejects) {
                data.rejections.push(Rejection {
                    file: read.input.path.clone(),
                    line,
                    column: reject.column,
                    value: shown(&reject.value),
                    reason: mask_secrets(&reject.reason).into_owned(),
                    mentions: reject.mentions,
                });
            }
            let sha256 = read.input.sha256.clone().unwrap_or_default();
            let mut batches = std::mem::take(&mut batch.also);
            batches.push(batch);
            for batch in batches {
                let part = Part { file: u32::try_from(file)?, kind: ingestor.id, sha256: sha256.clone(), batch };
                tables.entry(part.batch.table).or_default().push(part);
            }
        }
        read.input.notes.iter_mut().for_each(|note| *note = mask_secrets(note).into_owned());
        data.inputs.push(read.input);
        data.remarks.push(Remarks { secrets: read.secrets, ..Remarks::default() });
    }
    data.rejections.sort();
    let renames = Renames::read(tables.get(&Table::Events).map_or(&[], Vec::as_slice));
    for (table, parts) in tables {
        let mut parts = Parts::new(table, parts);
        let fates = merge(&mut parts, &renames);
        let settled = settle(&parts);
        // Every record counts once, in the table that its kind of export is read for.
        let counts = |part: &Part| data.kinds.get(part.kind) == Some(&table);
        let each = parts.each.iter().zip(&fates).zip(&settled.fates);
        for ((part, rows), folded) in each.filter(|((part, _), _)| counts(part)) {
            let input = &mut data.inputs[part.file as usize];
            let count = |wanted: &[Fate]| rows.iter().chain(folded).filter(|fate| wanted.contains(fate)).count() as u64;
            input.accepted = count(&[Fate::Accepted]);
            input.duplicates = count(&[Fate::Duplicate, Fate::FinerInTime]);
            input.restated = count(&[Fate::Restated]);
            input.notes.extend(part.batch.notes.iter().map(|note| mask_secrets(note).into_owned()));
        }
        let empty = data.empty_days.entry(table).or_default();
        parts.each.iter().for_each(|part| empty.extend(&part.batch.empty_days));
        remark(&mut data, &parts, &fates);
        if table == Table::Events {
            for (part, conflict) in &settled.conflicts {
                data.remarks[parts.each[*part].file as usize].conflicts.push(conflict.clone());
            }
            data.routine = Some(fold(&parts, &settled)?);
        }
        data.frames.insert(table, frames::frame(&parts, &fates)?);
    }
    Ok(data)
}

/// What the files of a table say about themselves and each other.
fn remark(data: &mut Dataset, parts: &Parts, fates: &[Vec<Fate>]) {
    for (at, part) in parts.each.iter().enumerate() {
        let remarks = &mut data.remarks[part.file as usize];
        remarks.unknown_columns.clone_from(&part.batch.unknown_columns);
        remarks.possible_copies.clone_from(&part.batch.possible_copies);
        if !matches!(parts.table, Table::Usage | Table::Cost) {
            remarks.conflicts = remarks::conflicts(parts, fates, at);
        }
    }
    if let Some(part) = remarks::cut_part(parts) {
        data.remarks[part.file as usize].cut = remarks::cut(part.batch.ending).map(str::to_owned);
    }
    if let Some(why) = remarks::cut_list(parts, &data.inputs) {
        data.cut_lists.insert(parts.table, why);
    }
}

/// The value at fault as it may be shown: secrets masked, cut to 80 characters.
fn shown(value: &str) -> String {
    let masked = mask_secrets(value);
    let mut cut: String = masked.chars().take(80).collect();
    if cut.len() < masked.len() {
        cut.push('…');
    }
    cut
}
