//! One file: what its bytes are, and what is read from them.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::read_file::ReadFile;
use super::sheets;
use crate::ingest::batch::{Batch, History};
use crate::ingest::document::Document;
use crate::ingest::joined::by_source::{self, OfSource};
use crate::ingest::provenance;
use crate::ingest::routine::Routine;
use crate::ingest::source::{self, Decoded, Source, decode};
use crate::ingest::text::around;
use crate::ingest::text::fixed_width::{self, Printed};
use crate::ingest::{Ingestor, appended, chunked, failed, joined, json_chunked, recognize, remarks, unrecognized};
use crate::model::{Input, Reading, hex};

/// Reads a source: one file, or as many as tables are joined in it.
pub(super) fn read_source(source: Source, reading: &Reading) -> Vec<ReadFile> {
    let bytes = match source.bytes {
        Ok(bytes) => bytes,
        Err(why) => {
            let notes = source.note.into_iter().chain([why]).collect();
            return vec![ReadFile {
                input: Input { path: source.path, notes, ..Input::default() },
                ..ReadFile::default()
            }];
        }
    };
    let mut input = Input { path: source.path, notes: source.note.into_iter().collect(), ..Input::default() };
    (input.bytes, input.sha256) = (bytes.len() as u64, Some(sha256(&bytes)));
    if source.archive {
        input.kind = Some("archive".to_owned());
        return vec![ReadFile { input, ..ReadFile::default() }];
    }
    if let Some(what) = source::not_text(&bytes) {
        input.notes.push(what.to_owned());
        return vec![ReadFile { input, secrets: remarks::secrets(&bytes), ..ReadFile::default() }];
    }
    let Decoded { text, note } = decode(&bytes);
    input.notes.extend(note);
    let text = match around::without(&text) {
        Some((inside, what)) => {
            input.notes.push(what.to_owned());
            Cow::Owned(inside)
        }
        None => text,
    };
    let secrets = remarks::secrets(&text);
    if let Some(sidecar) = provenance::sidecar(&input.path, &text) {
        return vec![ReadFile { input, secrets, sidecar: Some(sidecar), ..ReadFile::default() }];
    }
    // A title may look like a header of such a table: then the text is known by another one.
    let is_table = |text: &[u8]| {
        let document = Document::open(text);
        recognize(&document).is_some() && document.delimited().is_some_and(|csv| csv.header.len() > 1)
    };
    match fixed_width::read(&text).filter(|_| !is_table(&text)) {
        Some(Printed::Table(table)) if is_table(&table) => {
            input.notes.push("its columns are those that its lines are aligned by".to_owned());
            read_text(input, secrets, &table, reading)
        }
        Some(Printed::Unclear(line, why)) if !around::begins_as_meter(&text) => {
            input.notes.push(format!(
                "a printed table, aligned for people, and line {line} does not fit ({why}): not read; export it as CSV or JSON (az -o json, \
                 Export-Csv, gcloud --format=csv, psql --csv)"
            ));
            vec![ReadFile { input, secrets, ..ReadFile::default() }]
        }
        _ => read_text(input, secrets, &text, reading),
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Reads a text; tables that are joined in it, each as a file of its own.
fn read_text(mut input: Input, secrets: Vec<(u64, String)>, text: &[u8], reading: &Reading) -> Vec<ReadFile> {
    let document = Document::open(text);
    let csv = document.delimited().zip(recognize(&document)).filter(|(_, ingestor)| !ingestor.table.is_worksheet());
    let starts = csv.map_or_else(Vec::new, |(csv, ingestor)| joined::starts(ingestor, csv));
    let Some(second) = starts.first() else {
        let sources = csv.and_then(|(csv, ingestor)| by_source::tables(ingestor, csv, text));
        return match sources {
            Some((column, tables)) => read_sources(input, secrets, &column, &tables, reading),
            None => vec![read_document(input, secrets, text, &document, reading)],
        };
    };
    let lines: Vec<String> = starts.iter().take(MOST_LINES).map(|start| start.line.to_string()).collect();
    let more = if starts.len() > MOST_LINES { ", …" } else { "" };
    input.notes.push(format!(
        "{} tables are joined in this file; the headers of the others are in line {}{more}: each is read by its own header, as a file of its own",
        starts.len() + 1,
        lines.join(", ")
    ));
    let ends = starts.iter().skip(1).map(|start| start.at).chain([text.len()]);
    let others: Vec<_> = starts.iter().zip(ends).map(|(start, end)| (start.line, &text[start.at..end])).collect();
    let path = input.path.clone();
    let first = &text[..second.at];
    let mut read = vec![read_document(input, secrets, first, &Document::open(first), reading)];
    read.extend(others.into_iter().map(|(line, text)| {
        let note = format!("a table in {path}, whose header is in line {line}");
        read_document(within(&path, line, text, note), Vec::new(), text, &joined::open(text, line), reading)
    }));
    read
}

/// Reads the rows of each file that a column of a table names.
fn read_sources(
    mut input: Input,
    mut secrets: Vec<(u64, String)>,
    column: &str,
    tables: &[OfSource],
    reading: &Reading,
) -> Vec<ReadFile> {
    let path = input.path.clone();
    input.notes.push(format!(
        "the rows of {} files are joined in this table, which `{column}` names: each is read as a file of its own",
        tables.len()
    ));
    let each = tables.iter().enumerate().map(|(at, table)| {
        let note = format!("rows of {} in {path}, by its column `{column}`", table.name);
        let own = within(&path, table.line, &table.text, note);
        let (own, secrets) = if at == 0 { (input.clone(), std::mem::take(&mut secrets)) } else { (own, Vec::new()) };
        read_document(own, secrets, &table.text, &Document::open(&table.text), reading)
    });
    each.collect()
}

/// A table that begins on a line of a file, as a file of its own.
fn within(path: &str, line: u64, text: &[u8], note: String) -> Input {
    Input {
        path: format!("{path}#line-{line}"),
        bytes: text.len() as u64,
        sha256: Some(sha256(text)),
        notes: vec![note],
        ..Input::default()
    }
}

/// Headers inside a file that are named by their lines.
const MOST_LINES: usize = 10;

/// Reads one table or list.
fn read_document(
    mut input: Input,
    secrets: Vec<(u64, String)>,
    text: &[u8],
    document: &Document,
    reading: &Reading,
) -> ReadFile {
    let Some(ingestor) = recognize(document) else {
        match failed::tell(text, document) {
            Some(reported) => {
                input.kind = Some(reported.kind.to_owned());
                input.notes.push(reported.note);
            }
            None => input.notes.push(unrecognized::why(text, document)),
        }
        let addresses = sheets::addresses(&input.path, text);
        return ReadFile { input, secrets, addresses, ..ReadFile::default() };
    };
    if let Some(batch) = in_chunks(ingestor, document, reading) {
        reading.tally.add_file();
        return ReadFile::of(input, ingestor, batch, secrets);
    }
    let batch = {
        let routine = Routine::excluding(&reading.singly);
        let mut batch = Batch {
            bounds: reading.bounds,
            routine,
            organizations_read: reading.event_organizations.clone(),
            history: appended::is_list(ingestor.table).then(History::default),
            ..Batch::new(ingestor.table)
        };
        (ingestor.read)(document, &mut batch);
        batch.routine.finish();
        appended::resolve_history(&mut batch);
        // Answers that state one day twice are compared row by row.
        if !reading.rows_singly && batch.also.iter().all(|also| also.table != batch.table) {
            batch.fold_rows();
        }
        batch
    };
    let read = ReadFile::of(input, ingestor, batch, secrets);
    reading.tally.add(read.input.bytes, read.input.rows);
    reading.tally.add_file();
    read
}

/// The records of a text that is in memory, where they can be read apart from each other.
fn in_chunks(ingestor: &'static Ingestor, document: &Document, reading: &Reading) -> Option<Batch> {
    if let Some(json) = document.json().filter(|_| json_chunked::kind(document, ingestor).is_some()) {
        return json_chunked::read(ingestor, (Vec::new(), json.bytes()), reading, None).ok().flatten();
    }
    let csv = document.delimited().filter(|_| chunked::is_chunked(ingestor))?;
    let opened = chunked::Opened {
        ingestor,
        header: csv.head(),
        first_line: csv.first_line(),
        begun: Vec::new(),
        rest: csv.body(),
    };
    chunked::read(opened, reading, None).ok().flatten()
}
