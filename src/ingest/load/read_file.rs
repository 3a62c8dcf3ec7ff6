//! What is known of one file after reading.

use chrono::{DateTime, NaiveDate};

use crate::ingest::batch::Batch;
use crate::ingest::provenance::Sidecar;
use crate::ingest::streamed::Streamed;
use crate::ingest::{Ingestor, closed_words};
use crate::model::{Input, Kind};

/// One file after reading.
#[derive(Default)]
pub(super) struct ReadFile {
    pub(super) input: Input,
    pub(super) ingestor: Option<&'static Ingestor>,
    pub(super) batch: Option<Batch>,
    /// Addresses on it, where it is a sheet of a workbook and no table of a known kind.
    pub(super) addresses: usize,
    /// Whole keys in it: line, and what may be shown.
    pub(super) secrets: Vec<(u64, String)>,
    /// What it says about other files, where that is what it is for.
    pub(super) sidecar: Option<Result<Sidecar, String>>,
}

impl ReadFile {
    pub(super) fn unread(path: String, why: String) -> Self {
        Self { input: Input { path, notes: vec![why], ..Input::default() }, ..Self::default() }
    }

    pub(super) fn of(
        mut input: Input,
        ingestor: &'static Ingestor,
        mut batch: Batch,
        secrets: Vec<(u64, String)>,
    ) -> Self {
        batch.tell_missing_pages();
        batch.note_unread();
        batch.note_organizations();
        closed_words::read_alike(&mut batch);
        input.kind = Some(ingestor.id.to_owned());
        account(&mut input, &batch);
        Self { input, ingestor: Some(ingestor), batch: Some(batch), addresses: 0, secrets, sidecar: None }
    }
}

impl From<Streamed> for ReadFile {
    fn from(Streamed { input, ingestor, batch, secrets }: Streamed) -> Self {
        Self::of(input, ingestor, batch, secrets)
    }
}

/// How many records a file has, and their extent; those that stand in a table of another kind too.
pub(super) fn account(input: &mut Input, batch: &Batch) {
    let all = || std::iter::once(batch).chain(batch.also.iter().filter(|also| also.has_records));
    let taken: usize = all().map(Batch::taken).sum();
    input.rows = (taken + batch.rejects.len()) as u64 + batch.other;
    input.other = batch.other;
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
