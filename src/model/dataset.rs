//! Everything that was read, as frames.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::DataFrame;

use super::{Deletion, ForeignList, Input, Money, NamedTime, Rejection, Table};

/// The exports as tables, with what became of every file.
///
/// A frame has the columns of [`Table::columns`], then `file` (index into `inputs`) and `line` (1-based), and its rows stand in
/// the order of the inputs' paths and of their lines. Usage and cost are summed while they are read: a row of theirs stands for all
/// records of a file with one day, minute and set of dimensions, of which `line` is the first; `rows` is their number and `last_line`
/// the last. A table for which no file was given is absent; an export that is there and
/// empty (an empty month, a list without entries) is an empty frame.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// One frame per table that some file filled.
    pub frames: BTreeMap<Table, DataFrame>,
    /// Every file and archive member, sorted by path.
    pub inputs: Vec<Input>,
    /// Remarks on every input, in the inputs' order.
    pub remarks: Vec<Remarks>,
    /// Every record that could not be taken, sorted by file and line.
    pub rejections: Vec<Rejection>,
    /// Cells that could not be read in records that count all the same, sorted by file and line: what they would have said is not known.
    pub unread_cells: Vec<Rejection>,
    /// Lists that are not whole, with why: a page is missing, or a file ends inside one.
    pub cut_lists: BTreeMap<Table, String>,
    /// Lists of which records lack a field that verdicts rest on, with how many and which.
    pub unstated: BTreeMap<Table, String>,
    /// Columns of lists that say nothing in any record of a file (index into the inputs), where null is a statement among values: they are
    /// not stated, as if absent.
    pub silent: BTreeMap<Table, BTreeMap<&'static str, BTreeSet<u32>>>,
    /// What lists say is deleted, with the file (index into the inputs), in the order of files and lines.
    pub deletions: BTreeMap<Table, Vec<(u32, Deletion)>>,
    /// Ids and addresses of past editions of the member list: whose an id is that no list has any more.
    pub past_members: BTreeSet<(String, String)>,
    /// Days of which an export of the table states that there was nothing.
    pub empty_days: BTreeMap<Table, BTreeSet<NaiveDate>>,
    /// Organizations that saved headers name.
    pub organizations: BTreeSet<String>,
    /// Organizations that the events are of, where they are of several and nothing says which one is audited; empty otherwise.
    pub event_organizations: BTreeSet<String>,
    /// When the latest list of a table was taken, where saved headers or notes beside its files say so of all of them.
    pub taken: BTreeMap<Table, DateTime<Utc>>,
    /// When a file was taken, by path, where saved headers or notes beside it say so.
    pub taken_files: BTreeMap<String, DateTime<Utc>>,
    /// The time in the name of a file or its folder, by path.
    pub named_times: BTreeMap<String, NamedTime>,
    /// Files and folders that are no exports and were not read: hidden files, what systems leave behind, reports of this program.
    pub passed_over: Vec<Input>,
    /// Which table each kind of export fills.
    pub kinds: BTreeMap<&'static str, Table>,
    /// Lists of people of another organization, of which no row is in the frames.
    pub foreign_people: Vec<ForeignList>,
    /// The events that are no rows of [`Table::Events`], where that table was filled.
    pub routine: Option<RoutineEvents>,
}

/// Everyday events, folded while they were read: how many, of whom and when. Each counts once, as rows do.
#[derive(Clone, Debug, Default)]
pub struct RoutineEvents {
    /// One row per type, source, actor, network and program, with how many events (`count`; those of the log that report an action of the
    /// feed count there, so that a row may have none): `event`, `source`, `actor_type`, `actor_id`, `actor_address`, `network`,
    /// `user_agent` (without versions), `count`, `first` and `last` (instants), `file` and `line` of the first, `last_file` and
    /// `last_line` of the last.
    pub actors: DataFrame,
    /// One row per file, type, source and hour: `event`, `source`, `hour`, `count`, `first` and `last` (instants), `fingerprint` (a sum of
    /// hashes that does not depend on the order of the events), `file`, and the first `line`.
    pub hours: DataFrame,
    /// How many events of the audit log report an action of the activity feed, by the hour of either.
    pub reported_twice: BTreeMap<(DateTime<Utc>, DateTime<Utc>), u64>,
}

impl RoutineEvents {
    /// How many events.
    fn len(&self) -> u64 {
        let counts = self.hours.column("count").ok().and_then(|count| count.i64().ok());
        counts
            .into_iter()
            .flat_map(|counts| counts.iter().flatten())
            .filter_map(|count| u64::try_from(count).ok())
            .sum()
    }
}

/// What is remarkable about a file next to its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// How it breaks off, where it does.
    pub cut: Option<String>,
    /// The whole file in which every record of it stands, where it breaks off and nothing is missing through it.
    pub whole: Option<String>,
    /// Columns that nobody asked for.
    pub unknown_columns: Vec<String>,
    /// Whole keys in it: line, and the key cut to prefix and last four characters.
    pub secrets: Vec<(u64, String)>,
    /// Objects that another file states otherwise.
    pub conflicts: Vec<Conflict>,
    /// Whether its amounts are written without what tells dollars from cents.
    pub unit_is_unstated: bool,
    /// That it and another file are lists of the same thing, and nothing shows which is the newer one; naming both.
    pub undated: Option<String>,
    /// Rows of it that may be those of another file under another name.
    pub possible_copies: Vec<PossibleCopy>,
    /// Days that are over of which it states other sums than another file, which counts.
    pub other_sums: Vec<OtherSums>,
    /// A number of records that somebody noted, and that was not read.
    pub stated_count: Option<StatedCount>,
}

/// How many records somebody saw in an export, next to how many were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedCount {
    /// As noted.
    pub stated: u64,
    /// As read.
    pub read: u64,
    /// The file that notes it.
    pub by: String,
    /// The file or folder that it is about.
    pub of: String,
}

/// What a file states of days that are over, next to what another file of its kind states of the same keys, models and workspaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSums {
    /// Line of the first of the rows.
    pub line: u64,
    /// The other file (index into the inputs).
    pub other_file: u32,
    /// Line of the first of its rows.
    pub other_line: u64,
    /// Number of days.
    pub days: u64,
    /// Whether only their rows differ, some more and some less, and hardly their sums.
    pub is_row_by_row: bool,
    /// Whether one is a hundred times the other on every day: one of them is in cents.
    pub is_hundredfold: bool,
    /// Dollars here, which do not count, and there, which do; in cost exports.
    pub usd: Option<(Money, Money)>,
    /// Tokens here and there, in usage exports.
    pub tokens: Option<(u64, u64)>,
}

/// Rows of usage or cost that are another file's but for whose they are: renamed in between, or a copy that somebody changed, or chance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleCopy {
    /// `key`, `workspace` or another dimension; empty where several differ.
    pub what: String,
    /// Its name here.
    pub own: String,
    /// Its name in the other file.
    pub other: String,
    /// Line of the first of the rows.
    pub line: u64,
    /// The other file (index into the inputs).
    pub other_file: u32,
    /// Line of the first of its rows.
    pub other_line: u64,
    /// Number of rows.
    pub rows: u64,
    /// Number of days.
    pub days: u64,
    /// Dollars that may be counted twice, in cost exports.
    pub usd: Option<Money>,
    /// Tokens that may be counted twice, in usage exports.
    pub tokens: Option<u64>,
}

/// An object with one id and different content in two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Line of the record that does not count.
    pub line: u64,
    /// The object's id.
    pub id: String,
    /// The first column that differs.
    pub column: &'static str,
    /// File (index into the inputs) and line of the record that counts.
    pub kept: (u32, u64),
}

impl Dataset {
    /// The frame of a table, if some file filled it.
    #[must_use]
    pub fn frame(&self, table: Table) -> Option<&DataFrame> {
        self.frames.get(&table)
    }

    /// How many records of a table count: its rows, and what was folded instead.
    #[must_use]
    pub fn records(&self, table: Table) -> u64 {
        let frame = self.frame(table);
        let records = frame.and_then(|frame| frame.column("rows").ok()?.u64().ok());
        let rows =
            records.map_or(frame.map_or(0, DataFrame::height) as u64, |records| records.iter().flatten().sum::<u64>());
        let folded = self.routine.as_ref().filter(|_| table == Table::Events);
        rows + folded.map_or(0, RoutineEvents::len)
    }

    /// Whether some export of this table was given, even an empty one.
    #[must_use]
    pub fn has(&self, table: Table) -> bool {
        self.frames.contains_key(&table)
    }

    /// Whether a file does not state a column of a table of which null is a statement.
    #[must_use]
    pub fn is_silent(&self, table: Table, column: &str, file: u32) -> bool {
        self.silent.get(&table).and_then(|columns| columns.get(column)).is_some_and(|files| files.contains(&file))
    }

    /// Whether exports are there that only Claude Enterprise organizations have.
    #[must_use]
    pub fn is_of_enterprise(&self) -> bool {
        self.frames.keys().any(|table| table.is_of_enterprise())
    }

    /// Whether exports are there that only organizations with claude.ai have.
    #[must_use]
    pub fn is_of_claude_ai(&self) -> bool {
        let tables = [Table::Attestations, Table::Seats, Table::SeatActivity, Table::SeatSpend, Table::Conversations];
        let has_log = self.inputs.iter().any(|input| input.kind.as_deref() == Some("audit-log"));
        has_log || self.is_of_enterprise() || tables.iter().any(|table| self.has(*table))
    }

    /// Whether a table is of a product that nothing among the exports speaks of: an organization of the Console alone has no members'
    /// seats, groups or review cases to export.
    #[must_use]
    pub fn is_of_another_product(&self, table: Table) -> bool {
        table.is_of_enterprise() && !self.is_of_enterprise() || table.is_of_seats() && !self.is_of_claude_ai()
    }

    /// The addresses and ids that stand in rejected records of the files of a table, each with the first such record. The table
    /// does not say whether they are in it.
    #[must_use]
    pub fn rejected_mentions(&self, table: Table) -> BTreeMap<&str, &Rejection> {
        let rejections: Vec<&Rejection> = self.rejections_of(table).collect();
        rejections
            .into_iter()
            .rev()
            .flat_map(|one| one.mentions.iter().map(move |mention| (mention.as_str(), one)))
            .collect()
    }

    /// The rejected records of the files of a table, in their order.
    pub fn rejections_of(&self, table: Table) -> impl Iterator<Item = &Rejection> {
        let of_table = |input: &&Input| input.kind.as_deref().and_then(|kind| self.kinds.get(kind)) == Some(&table);
        let files: BTreeSet<&str> = self.inputs.iter().filter(of_table).map(|input| input.path.as_str()).collect();
        self.rejections.iter().filter(move |rejection| files.contains(&*rejection.file))
    }

    /// How many records of the files of a table could not be read.
    #[must_use]
    pub fn rejected_records(&self, table: Table) -> u64 {
        let of_table = |input: &&Input| input.kind.as_deref().and_then(|kind| self.kinds.get(kind)) == Some(&table);
        self.inputs.iter().filter(of_table).map(|input| input.rejected).sum()
    }

    /// Path of the input with this index, as it stands in the report.
    #[must_use]
    pub fn path(&self, file: u32) -> &str {
        self.inputs.get(file as usize).map_or("", |input| &input.path)
    }
}
