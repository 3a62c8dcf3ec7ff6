//! From paths to the dataset: read in parallel, merged in a fixed order.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::batch::{Batch, Reject};
use super::document::Document;
use super::merge::editions::{Editions, Turns};
use super::merge::renamed::Renames;
use super::merge::{self, Disposition, FileRows, TableFiles, merge};
use super::paths::distinguish;
use super::provenance::{self, Provenance, Sidecar};
use super::routine::{Routine, fold, resolve};
use super::source::{self, Decoded, Source, SourceFile, decode};
use super::streamed::{self, Streamed};
use super::worksheets::{self, Worksheet};
use super::{
    ALL, Ingestor, chunked, failed, folders, frames, misdated, recognize, remarks, roles_of_files, unrecognized,
};
use crate::model::{Bounds, Dataset, Input, Kind, PASSED_OVER, Reading, Rejection, Remarks, Table, mask_secrets};

/// Reads every file below `roots` into tables; the root `-` is standard input.
///
/// Files that cannot be read, or that nobody recognizes, are inputs with a note; the others are read all the same.
///
/// # Errors
/// When one of `roots` does not exist or cannot be opened.
pub fn load(roots: &[PathBuf], bounds: &Bounds) -> Result<Dataset> {
    load_with_reviews(roots, &[], &Reading::from(bounds))
}

/// As [`load`], and reads `reviews` next to them, each a filled-in worksheet. The exports keep the paths that they have without.
///
/// # Errors
/// As [`load`], and when one of `reviews` is no worksheet.
pub fn load_with_reviews(roots: &[PathBuf], reviews: &[PathBuf], reading: &Reading) -> Result<Dataset> {
    let found = source::collect(roots).with_context(|| {
        let missing = roots.iter().find(|root| !source::is_stdin(root) && !root.exists()).or(roots.first());
        format!("cannot open {}", missing.map_or_else(String::new, |p| p.display().to_string()))
    })?;
    let taken = found.files.iter().map(|file| &file.path).chain(found.skipped.iter().map(|(path, _)| path));
    let given = worksheets::collect(reviews, taken.cloned().collect())?;
    let standard_input: Vec<Opened> = found.files.iter().map(|file| Opened::of(file, &reading.bounds)).collect();
    let skipped = |(path, why): &(String, String)| ReadFile::unread(path.clone(), why.clone());
    let mut data = decided(reading, |reading| {
        let mut read = read_files(&standard_input, reading);
        for worksheet in &given {
            read.extend(read_worksheet(worksheet, reading)?);
        }
        read.extend(found.skipped.iter().map(skipped));
        Ok(read)
    })?;
    data.passed_over = found
        .passed_over
        .into_iter()
        .map(|(path, what)| Input { path, kind: Some(PASSED_OVER.to_owned()), notes: vec![what], ..Input::default() })
        .collect();
    Ok(data)
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
    decided(reading, |reading| {
        let unpack =
            |(path, bytes): &(String, Vec<u8>)| source::unpack(path.clone(), Ok(bytes.clone()), &reading.bounds);
        let sources = files.par_iter().flat_map_iter(unpack);
        Ok(sources.map(|source| read_source(source, reading)).collect())
    })
}

/// Assembles what is read; where sums of rows cannot decide which file counts, it is read again row by row.
fn decided(reading: &Reading, read: impl Fn(&Reading) -> Result<Vec<ReadFile>>) -> Result<Dataset> {
    let mut files = read(reading)?;
    let batches = || files.iter().filter_map(|file| Some((file.ingestor?.id, file.batch.as_ref()?)));
    let by_rows = Reading { rows_singly: true, ..reading.clone() };
    let is_misdated = misdated::is_in_sums(&batches().map(|(_, batch)| batch).collect::<Vec<_>>(), reading.known);
    if is_misdated || !merge::is_decidable(&batches().collect::<Vec<_>>()) {
        files = read(&by_rows)?;
    }
    match assemble(files, reading)? {
        Some(data) => Ok(data),
        None => Ok(assemble(read(&by_rows)?, reading)?.unwrap_or_default()),
    }
}

/// One file after reading.
#[derive(Default)]
struct ReadFile {
    input: Input,
    ingestor: Option<&'static Ingestor>,
    batch: Option<Batch>,
    /// Whole keys in it: line, and what may be shown.
    secrets: Vec<(u64, String)>,
    /// What it says about other files, where that is what it is for.
    sidecar: Option<Result<Sidecar, String>>,
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
    if let Some(sidecar) = provenance::sidecar(&input.path, &text) {
        return ReadFile { input, secrets, sidecar: Some(sidecar), ..ReadFile::default() };
    }
    let document = Document::open(&text);
    let Some(ingestor) = recognize(&document) else {
        match failed::tell(&text, &document) {
            Some(reported) => {
                input.kind = Some(reported.kind.to_owned());
                input.notes.push(reported.note);
            }
            None => input.notes.push(unrecognized::why(&text, &document)),
        }
        return ReadFile { input, secrets, ..ReadFile::default() };
    };
    let batch = in_chunks(ingestor, &document, reading).unwrap_or_else(|| {
        let routine = Routine::excluding(&reading.singly);
        let mut batch = Batch { bounds: reading.bounds, routine, ..Batch::new(ingestor.table) };
        (ingestor.read)(&document, &mut batch);
        batch.routine.finish();
        if !reading.rows_singly {
            batch.fold_rows();
        }
        batch
    });
    ReadFile::of(input, ingestor, batch, secrets)
}

/// The records of a text that is in memory, where they can be read apart from each other.
fn in_chunks(ingestor: &'static Ingestor, document: &Document, reading: &Reading) -> Option<Batch> {
    let csv = document.delimited().filter(|_| chunked::is_chunked(ingestor) && !reading.rows_singly)?;
    let opened = chunked::Opened {
        ingestor,
        header: csv.head(),
        first_line: csv.first_line(),
        begun: Vec::new(),
        rest: csv.body(),
    };
    chunked::read(opened, reading, None).ok().flatten()
}

impl ReadFile {
    fn unread(path: String, why: String) -> Self {
        Self { input: Input { path, notes: vec![why], ..Input::default() }, ..Self::default() }
    }

    fn of(mut input: Input, ingestor: &'static Ingestor, mut batch: Batch, secrets: Vec<(u64, String)>) -> Self {
        batch.note_unread();
        input.kind = Some(ingestor.id.to_owned());
        account(&mut input, &batch);
        Self { input, ingestor: Some(ingestor), batch: Some(batch), secrets, sidecar: None }
    }
}

/// A file to be read, perhaps twice.
enum Opened<'a> {
    File(&'a SourceFile),
    /// What cannot be read twice from where it comes.
    Held(&'a str, Result<Vec<u8>, String>),
}

impl<'a> Opened<'a> {
    fn of(file: &'a SourceFile, bounds: &Bounds) -> Self {
        if source::is_stdin(&file.absolute) { Self::Held(&file.path, file.read(bounds)) } else { Self::File(file) }
    }
}

/// Files of so many bytes are read one after the other, each by all workers.
const LONG: u64 = 4 << 20;
/// The same of files that are compressed on their own, and of zip archives.
const LONG_PACKED: u64 = 64 << 10;

/// Reads files: short ones side by side, long ones in turn.
fn read_files(files: &[Opened], reading: &Reading) -> Vec<ReadFile> {
    let is_long = |file: &&Opened| match file {
        Opened::File(file) => {
            let length = std::fs::metadata(&file.absolute).map_or(0, |metadata| metadata.len());
            length >= LONG || length >= LONG_PACKED && (file.is_packed() || file.is_zip())
        }
        Opened::Held(..) => true,
    };
    let (long, short): (Vec<&Opened>, Vec<&Opened>) = files.iter().partition(is_long);
    let open = |file: &&Opened| {
        let (path, bytes) = match file {
            Opened::File(file) => (file.path.clone(), file.read(&reading.bounds)),
            Opened::Held(path, bytes) => ((*path).to_owned(), bytes.clone()),
        };
        source::unpack(path, bytes, &reading.bounds)
    };
    let whole = |file: &&Opened| -> Vec<ReadFile> { open(file).map(|source| read_source(source, reading)).collect() };
    let mut read: Vec<ReadFile> =
        short.par_iter().flat_map_iter(open).map(|source| read_source(source, reading)).collect();
    for file in long {
        let streamed = match file {
            Opened::File(file) => match streamed::endless(file, &reading.bounds) {
                Some(why) => Some(vec![ReadFile::unread(file.path.clone(), why)]),
                None => streamed::read(file, reading).map(|plain| vec![ReadFile::from(plain)]),
            },
            Opened::Held(..) => None,
        };
        let read_apart = streamed.or_else(|| unpacked(file, reading)).or_else(|| members(file, reading));
        read.extend(read_apart.unwrap_or_else(|| whole(&file)));
    }
    read
}

/// A long file that is compressed on its own, and what is in it; nothing where that has to be read whole.
fn unpacked(file: &Opened, reading: &Reading) -> Option<Vec<ReadFile>> {
    let (path, bytes) = match file {
        Opened::File(file) if !file.is_packed() => return None,
        Opened::File(file) => (file.path.as_str(), &file.read(&reading.bounds)),
        Opened::Held(path, bytes) => (*path, bytes),
    };
    let bytes = bytes.as_ref().ok()?;
    let inside = streamed::unpack(&source::Packed::of(path, bytes)?, reading)?;
    let archive = Source { path: path.to_owned(), bytes: Ok(bytes.clone()), archive: true, note: None };
    Some(vec![ReadFile::from(inside), read_source(archive, reading)])
}

/// The members of a long zip archive, each read while it unpacks where that can be, and the archive.
fn members(file: &Opened, reading: &Reading) -> Option<Vec<ReadFile>> {
    let (path, bytes) = match file {
        Opened::File(file) if file.is_zip() => (file.path.as_str(), file.read(&reading.bounds).ok()?),
        Opened::Held(path, Ok(bytes)) => (*path, bytes.clone()),
        _ => return None,
    };
    let mut members = source::members(path, bytes, &reading.bounds)?;
    let (mut read, mut inside) = (Vec::new(), source::Inside::within(reading.bounds));
    let stream = |path: String, content: &mut (dyn Read + Send), most: u64| {
        let streamed = streamed::member(path, content, most, reading)?;
        let bytes = streamed.input.bytes;
        Some((streamed, bytes))
    };
    while let Some(member) = members.next_read(stream) {
        match member {
            Ok(streamed) => read.push(ReadFile::from(streamed)),
            Err(source) => read.extend(inside.of(source).into_iter().map(|source| read_source(source, reading))),
        }
    }
    read.extend(members.map(|source| read_source(source, reading)));
    Some(read)
}

impl From<Streamed> for ReadFile {
    fn from(Streamed { input, ingestor, batch, secrets }: Streamed) -> Self {
        Self::of(input, ingestor, batch, secrets)
    }
}

/// A file given as a worksheet: as it was read, where that is what it is.
fn read_worksheet(worksheet: &Worksheet, reading: &Reading) -> Result<Vec<ReadFile>> {
    let mut read: Vec<ReadFile> =
        source::open(&worksheet.file, &reading.bounds).map(|source| read_source(source, reading)).collect();
    let is_one = |one: &ReadFile| one.ingestor.is_some_and(|ingestor| ingestor.table.is_worksheet());
    let is_archive = |one: &ReadFile| one.input.kind.as_deref() == Some("archive");
    if let Some(other) = read.iter().find(|one| !is_one(one) && !is_archive(one)) {
        let what = other.ingestor.map_or_else(|| other.input.notes.join("; "), |ingestor| ingestor.title.to_owned());
        let (file, shown) = (worksheet.file.absolute.display(), &other.input.path);
        let inside = if *shown == worksheet.file.path { String::new() } else { format!(" ({shown})") };
        bail!(
            "`{file}`, given with --review, is no filled-in worksheet{inside}: {}; --review takes access-review.csv, \
             log-review.csv or non-human-identities.csv of an earlier report, with these columns: {}; exports are given without an option",
            mask_secrets(&what),
            worksheets::needed()
        );
    }
    read.iter_mut().for_each(|one| one.input.notes.extend(worksheet.note.clone()));
    Ok(read)
}

/// How many records a file has, and their extent; those that stand in a table of another kind too.
fn account(input: &mut Input, batch: &Batch) {
    let all = || std::iter::once(batch).chain(batch.also.iter().filter(|also| also.has_records));
    let taken: usize = all().map(Batch::taken).sum();
    input.rows = (taken + batch.rejects.len()) as u64;
    input.rejected = batch.rejects.len() as u64;
    let (first, last): (Vec<_>, Vec<_>) = all().map(extent).unzip();
    (input.first, input.last) = (first.into_iter().flatten().min(), last.into_iter().flatten().max());
}

/// First and last thing that happened according to the rows, for people.
fn extent(batch: &Batch) -> (Option<String>, Option<String>) {
    let columns = batch.table.event_time_columns().iter().filter_map(|name| batch.table.position(name));
    let write_out = |(column, value): (usize, i128)| match batch.table.columns()[column].kind {
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
    (first.and_then(write_out), last.and_then(write_out))
}

/// Lets what lies beside them, and paths, tell what exports do not say: where they come from, of which organization they are, and of
/// which role.
fn tell_by_place(read: &mut [ReadFile]) -> Provenance {
    let sidecars: Vec<Option<Result<Sidecar, String>>> = read.iter_mut().map(|one| one.sidecar.take()).collect();
    let mut files: Vec<_> =
        read.iter_mut().zip(&sidecars).map(|(one, sidecar)| (&mut one.input, sidecar.as_ref())).collect();
    let provenance = provenance::apply(&mut files);
    let exports = read.iter_mut().filter_map(|one| Some((one.input.path.as_str(), one.batch.as_mut()?)));
    let mut exports = exports.collect::<Vec<_>>();
    folders::tell_organizations(&mut exports, &provenance.organizations);
    roles_of_files::tell_roles(&mut exports);
    provenance
}

/// Decides between the files; nothing where their rows would decide otherwise than sums of them.
fn assemble(mut read: Vec<ReadFile>, reading: &Reading) -> Result<Option<Dataset>> {
    read.sort_by(|a, b| a.input.path.cmp(&b.input.path));
    distinguish(read.iter_mut().map(|one| &mut one.input));
    read.sort_by(|a, b| a.input.path.cmp(&b.input.path));
    let mut apart: Vec<Vec<Batch>> =
        read.iter_mut().filter_map(|one| Some(std::mem::take(&mut one.batch.as_mut()?.also))).collect();
    let with_records = apart.iter_mut().flatten().filter(|own| own.has_records);
    let mut batches: Vec<&mut Batch> =
        read.iter_mut().filter_map(|one| one.batch.as_mut()).chain(with_records).collect();
    misdated::refuse(&mut batches, reading.known);
    for (batch, also) in read.iter_mut().filter_map(|one| one.batch.as_mut()).zip(apart) {
        batch.also = also;
        batch.rejects.extend(batch.also.iter_mut().flat_map(|own| std::mem::take(&mut own.rejects)));
    }
    for ReadFile { input, batch, .. } in &mut read {
        let Some(batch) = batch else { continue };
        account(input, batch);
    }
    let mut provenance = tell_by_place(&mut read);
    let mut data = Dataset {
        kinds: ALL.iter().map(|i| (i.id, i.table)).collect(),
        organizations: provenance.organizations.into_values().collect(),
        ..Dataset::default()
    };
    let mut tables: BTreeMap<Table, Vec<FileRows>> = BTreeMap::new();
    for (file, mut read) in read.into_iter().enumerate() {
        if let (Some(ingestor), Some(mut batch)) = (read.ingestor, read.batch) {
            let path = &read.input.path;
            let rejection = |(line, reject): (u64, Reject)| Rejection {
                file: path.clone(),
                line,
                column: reject.column,
                value: shown(&reject.value),
                reason: mask_secrets(&reject.reason).into_owned(),
                mentions: reject.mentions,
            };
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
                let part = FileRows { file, path, kind: ingestor.id, sha256: sha256.clone(), batch };
                tables.entry(part.batch.table).or_default().push(part);
            }
        }
        read.input.notes.iter_mut().for_each(|note| *note = mask_secrets(note).into_owned());
        let stated_count = provenance.counts.remove(&read.input.path);
        data.inputs.push(read.input);
        data.remarks.push(Remarks { secrets: read.secrets, stated_count, ..Remarks::default() });
    }
    data.rejections.sort();
    data.unread_cells.sort();
    let events = tables.get(&Table::Events).map_or(&[][..], Vec::as_slice);
    let (renames, turns) = (Renames::read(events), Turns::read(events));
    for (table, parts) in tables {
        let mut parts = TableFiles::new(table, parts);
        let editions = Editions::of(&parts, &turns);
        let dispositions = merge(&mut parts, &renames, &editions);
        if parts.needs_rows {
            return Ok(None);
        }
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
        remark(&mut data, &parts, &dispositions, &editions);
        if table == Table::Events {
            for (part, conflict) in &resolved.conflicts {
                data.remarks[parts.each[*part].file as usize].conflicts.push(conflict.clone());
            }
            data.routine = Some(fold(&parts, &resolved)?);
        }
        data.frames.insert(table, frames::frame(&parts, &dispositions)?);
    }
    Ok(Some(data))
}

/// What the files of a table say about themselves and each other.
fn remark(data: &mut Dataset, parts: &TableFiles, dispositions: &[Vec<Disposition>], editions: &Editions) {
    let kept = remarks::Kept::of(parts, dispositions);
    for (at, part) in parts.each.iter().enumerate() {
        let remarks = &mut data.remarks[part.file as usize];
        remarks.unknown_columns.clone_from(&part.batch.unknown_columns);
        remarks.possible_copies.extend(part.batch.possible_copies.iter().cloned());
        remarks.other_sums.extend(part.batch.other_sums.iter().cloned());
        remarks.unit_is_unstated |= part.batch.unit_is_unstated;
        if !parts.table.is_summed() {
            remarks.conflicts = remarks::conflicts(parts, dispositions, &kept, editions, at);
        }
        if let Some(lacking) = remarks::unstated(part).filter(|_| !editions.is_past(at)) {
            data.unstated.entry(parts.table).or_insert_with(|| format!("{}: {lacking}", part.path));
            data.inputs[part.file as usize].notes.push(lacking);
        }
        if let Some(later) = editions.successor(at) {
            let note = format!("an earlier edition of the list in {}, which holds now", parts.each[later].path);
            data.inputs[part.file as usize].notes.push(note);
        }
    }
    let cuts = remarks::cuts(parts, editions);
    if let Some(why) = remarks::cut_list(parts, editions, &cuts) {
        data.cut_lists.insert(parts.table, why);
    }
    for (at, how) in cuts {
        data.remarks[parts.each[at].file as usize].cut = Some(how);
    }
    for (at, how) in remarks::contradictions(parts, editions) {
        data.remarks[parts.each[at].file as usize].undated = Some(how);
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
