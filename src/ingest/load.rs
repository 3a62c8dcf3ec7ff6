//! From paths to the dataset: read in parallel, merged in a fixed order.

mod assemble;
mod empty_last_page;
mod file;
mod fold_files;
mod open;
mod part;
mod parts;
mod read_file;
mod sheets;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use self::assemble::assemble;
use self::file::read_source;
use self::open::{Opened, read_files, read_worksheet};
use self::read_file::ReadFile;
use super::{event_organizations, merge, misdated, source, worksheets};
use crate::model::{Bounds, Dataset, EventOrganizations, Input, PART, PASSED_OVER, Reading};
pub use fold_files::{CANNOT_WRITE_PART, FoldedPart, fold_bytes, fold_files};

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
    let opened: Vec<Opened> = found.files.iter().map(|file| Opened::of(file, &reading.bounds)).collect();
    let (parts, exports): (Vec<&Opened>, Vec<&Opened>) = opened.iter().partition(|file| parts::is_one(file));
    let passed_over: RefCell<BTreeSet<(String, String)>> = RefCell::new(found.passed_over.into_iter().collect());
    let skipped = |(path, why): &(String, String)| ReadFile::unread(path.clone(), why.clone());
    let mut data = decided(reading, |reading| {
        let gathered = parts::read(&parts, reading)?;
        let mut read = read_files(exports.iter().copied(), reading);
        read.extend(found.skipped.iter().map(skipped));
        gathered.refuse_repeated(&read)?;
        let own = exports.iter().map(|file| file.path()).chain(found.skipped.iter().map(|(path, _)| path.as_str()));
        let taken = own.map(str::to_owned).chain(gathered.paths().cloned()).collect();
        for worksheet in &worksheets::collect(reviews, taken)? {
            read.extend(read_worksheet(worksheet, reading)?);
        }
        read.extend(gathered.files);
        passed_over.borrow_mut().extend(gathered.passed_over);
        Ok(read)
    })?;
    data.passed_over = passed_over
        .into_inner()
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
    let is_part = |(_, bytes): &&(String, Vec<u8>)| part::is_one(&bytes[..bytes.len().min(part::LEAST)]);
    let (parts, exports): (Vec<_>, Vec<_>) = files.iter().partition(is_part);
    let held: Vec<Opened> = parts.iter().map(|(path, bytes)| Opened::Held(path, Ok(bytes.clone()))).collect();
    decided(reading, |reading| {
        let gathered = parts::read(&held.iter().collect::<Vec<_>>(), reading)?;
        let unpack =
            |(path, bytes): &&(String, Vec<u8>)| source::unpack(path.clone(), Ok(bytes.clone()), &reading.bounds);
        let sources = exports.par_iter().flat_map_iter(unpack);
        let mut read: Vec<ReadFile> = sources.flat_map_iter(|source| read_source(source, reading)).collect();
        gathered.refuse_repeated(&read)?;
        read.extend(gathered.files);
        Ok(read)
    })
}

/// Assembles what is read; where sums of rows cannot decide which file counts, it is read again row by row.
fn decided(reading: &Reading, read: impl Fn(&Reading) -> Result<Vec<ReadFile>>) -> Result<Dataset> {
    decided_by(reading, &read)
}

fn decided_by(reading: &Reading, read: &dyn Fn(&Reading) -> Result<Vec<ReadFile>>) -> Result<Dataset> {
    let mut files = read(reading)?;
    let organizations =
        event_organizations::rule(&files.iter().filter_map(|file| file.batch.as_ref()).collect::<Vec<_>>());
    if let Some(event_organizations) = organizations.filter(|_| reading.event_organizations == EventOrganizations::One)
    {
        // What a part holds of a feed was taken as the feed of one organization, and is not there to be read in another way.
        let part = files.iter().find(|file| file.input.kind.as_deref() == Some(PART));
        if let Some(part) = part {
            bail!(
                "cannot take the part {}: the feed among these exports has events of several organizations; give the exports themselves",
                part.input.path
            );
        }
        drop(files);
        reading.tally.restart();
        return decided_by(&Reading { event_organizations, ..reading.clone() }, read);
    }
    let batches = || files.iter().filter_map(|file| Some((file.ingestor?.id, file.batch.as_ref()?)));
    let by_rows = Reading { rows_singly: true, ..reading.clone() };
    let is_misdated = misdated::is_in_sums(&batches().map(|(_, batch)| batch).collect::<Vec<_>>(), reading.known);
    if is_misdated || !merge::is_decidable(&batches().collect::<Vec<_>>()) {
        reading.tally.restart();
        files = read(&by_rows)?;
    }
    match assemble(files, reading)? {
        Some(data) => Ok(data),
        None => Ok(assemble(read(&by_rows)?, reading)?.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_watches_sees_every_file_its_bytes_and_its_rows() {
        let keys = |n: usize| {
            let key = r#"{"type":"api_key","id":"apikey_N","name":"prod-a","status":"active","created_at":"2026-01-01T00:00:00Z","created_by":{"type":"user","id":"user_1"},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}"#;
            let all: Vec<String> = (0..n).map(|at| key.replace('N', &format!("{n}{at}"))).collect();
            format!(r#"{{"data":[{}],"has_more":false,"first_id":null,"last_id":null}}"#, all.join(",")).into_bytes()
        };
        let files = vec![("one.json".to_owned(), keys(3)), ("two.json".to_owned(), keys(40))];
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let reading = Reading::default();
        load_bytes_as(files, &reading).unwrap();
        assert_eq!(reading.tally.counts(), (2, bytes as u64, 43));
        reading.tally.restart();
        assert_eq!(reading.tally.counts(), (0, 0, 0));
    }
}
