//! What records of a list say of their own time, where a connector, a warehouse or a job keeps more than what holds today: when they were
//! read, until when they held, and that they are gone. The columns are the tool's, not the export's.

use serde_json::{Map, Value};

use super::tombstone;
use crate::data::yes_no;

/// When a record was read: the same for a whole list. Airbyte, dlt, Singer, Fivetran, Hevo, `PeerDB`; partitions and snapshots of warehouses,
/// and what people call such columns in their own jobs. The first that is there counts.
const TIMES: [&str; 49] = [
    "_airbyte_extracted_at",
    "_airbyte_emitted_at",
    "_dlt_load_id",
    "_sdc_extracted_at",
    "_sdc_batched_at",
    "_sdc_received_at",
    "_fivetran_start",
    "_fivetran_synced",
    "__hevo__ingested_at",
    "__hevo__loaded_at",
    "_peerdb_synced_at",
    "_commit_version",
    "_commit_timestamp",
    "__source_ts_ms",
    "__ts_ms",
    "dbt_valid_from",
    "valid_from",
    "effective_from",
    "effective_start_date",
    "_partitiontime",
    "_partitiondate",
    "_synced_at",
    "synced_at",
    "sync_date",
    "_loaded_at",
    "loaded_at",
    "load_ts",
    "load_time",
    "_ingested_at",
    "ingested_at",
    "ingestion_time",
    "extracted_at",
    "exported_at",
    "fetched_at",
    "pulled_at",
    "retrieved_at",
    "captured_at",
    "collected_at",
    "batch_date",
    "extract_date",
    "extraction_date",
    "export_date",
    "ingest_date",
    "ingestion_date",
    "fetch_date",
    "load_date",
    "run_at",
    "report_date",
    "collection_date",
];
/// The same, of a list that was kept on that day: what stands there on earlier days alone is not on the latest list.
const DAYS: [&str; 14] = [
    "ds",
    "dt",
    "snapshot_date",
    "snapshot_day",
    "snapshot_at",
    "snapshot_time",
    "snapshot_ts",
    "partition_date",
    "as_of",
    "as_of_date",
    "asof_date",
    "run_date",
    "last_seen",
    "last_seen_at",
];
/// Whether a record is the one of an object that holds, where that is documented.
const CURRENT: &str = "_fivetran_active";
/// The same in columns of people's own warehouses, which may mean something else.
const MAY_BE_CURRENT: [&str; 11] = [
    "is_current",
    "iscurrent",
    "current_flag",
    "current_ind",
    "current_record",
    "is_current_record",
    "is_current_row",
    "row_is_current",
    "dw_is_current",
    "is_latest",
    "is_active_record",
];
/// Until when a record held, in such warehouses; tombstones know the documented ones.
const MAY_END: [&str; 9] = [
    "valid_to",
    "_valid_to",
    "effective_to",
    "effective_end",
    "effective_end_date",
    "end_effective_date",
    "row_valid_to",
    "dw_end_date",
    "__end_at",
];
/// What happened to the record: AWS DMS, Debezium, Delta, Snowflake, Estuary, Qlik.
const ACTIONS: [&str; 10] = [
    "op",
    "_op",
    "__op",
    "_meta/op",
    "_change_type",
    "metadata$action",
    "header__change_oper",
    "__operation",
    "cdc_operation",
    "sync_status",
];
const DELETIONS: [&str; 7] = ["d", "del", "delete", "deleted", "remove", "removed", "truncate"];
const BEFORE: [&str; 4] = ["update_preimage", "preimage", "before", "b"];
/// Snowflake writes a change as a deletion and an insertion, and says so.
const IS_UPDATE: &str = "metadata$isupdate";
/// Marks of the end of a record, and not of its object.
const OF_RECORDS: [&str; 2] = ["dbt_valid_to", "_dlt_valid_to"];
/// Marks of deletion in lists, next to those of every table.
const DELETED: [&str; 4] = ["dbt_is_deleted", "_is_deleted", "__is_deleted", "_cdc_deleted"];
/// How ids are called.
const IDS: [&str; 5] = ["id", "user_id", "api_key_id", "workspace_id", "invite_id"];

/// What a column says of the time of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HistoryColumn {
    /// When the record was read; less counts before more. And whether every such time has a list of its own.
    Time(usize, bool),
    IsCurrent(bool),
    End(bool),
    Gone,
    Action,
    IsUpdate,
}

fn history_column(name: &str) -> Option<HistoryColumn> {
    let name = name.trim().to_lowercase();
    let among = |names: &[&str]| names.contains(&name.as_str());
    let at = |names: &[&str]| names.iter().position(|own| *own == name);
    Some(match () {
        () if name == CURRENT => HistoryColumn::IsCurrent(true),
        () if among(&MAY_BE_CURRENT) => HistoryColumn::IsCurrent(false),
        () if among(&OF_RECORDS) => HistoryColumn::End(true),
        () if among(&MAY_END) => HistoryColumn::End(false),
        () if tombstone::is_mark(&name) || among(&DELETED) => HistoryColumn::Gone,
        () if among(&ACTIONS) => HistoryColumn::Action,
        () if name == IS_UPDATE => HistoryColumn::IsUpdate,
        () => {
            let own = at(&DAYS).map(|rank| (rank, true)).or_else(|| at(&TIMES).map(|rank| (rank + DAYS.len(), false)));
            own.map(|(rank, of_lists)| HistoryColumn::Time(rank, of_lists))?
        }
    })
}

/// Whether a record holds today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Validity {
    /// Nothing says otherwise.
    #[default]
    Current,
    /// Another record took its place; the column that says so.
    Superseded(String),
    /// What it is about is gone.
    Deleted(String),
    /// A column that may say so.
    Unclear(String),
}

/// What a record says of its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordHistory {
    /// What it is about.
    pub id: Option<String>,
    /// When it was read: the column and its text.
    pub time: Option<(String, String)>,
    /// Whether each such time has a list of its own.
    pub is_of_lists: bool,
    /// Whether it holds.
    pub validity: Validity,
}

impl RecordHistory {
    /// What these fields of a record say, each by its name.
    fn of<'n>(fields: impl Iterator<Item = (&'n str, HistoryColumn, String)>) -> Self {
        let (mut history, mut first, mut is_update) = (Self::default(), usize::MAX, false);
        for (name, role, text) in fields {
            let word = text.trim().to_lowercase();
            let own = || name.to_owned();
            let no = || yes_no(&Value::String(word.clone())) == Some(false);
            let validity = match role {
                HistoryColumn::Time(rank, of_lists) => {
                    if rank < first {
                        (first, history.is_of_lists) = (rank, of_lists);
                        history.time = Some((own(), text));
                    }
                    Validity::Current
                }
                HistoryColumn::IsUpdate => {
                    is_update = word == "true";
                    Validity::Current
                }
                HistoryColumn::IsCurrent(true) if no() => Validity::Superseded(own()),
                HistoryColumn::IsCurrent(false) if no() => Validity::Unclear(own()),
                HistoryColumn::End(true) if tombstone::is_set(&word) => Validity::Superseded(own()),
                HistoryColumn::End(false) if tombstone::is_set(&word) => Validity::Unclear(own()),
                HistoryColumn::Gone if tombstone::is_set(&word) => Validity::Deleted(own()),
                HistoryColumn::Action if DELETIONS.contains(&word.as_str()) => Validity::Deleted(own()),
                HistoryColumn::Action if BEFORE.contains(&word.as_str()) => Validity::Superseded(own()),
                _ => Validity::Current,
            };
            history.validity = history.validity.or(validity);
        }
        if let (true, Validity::Deleted(mark)) = (is_update, &history.validity) {
            history.validity = Validity::Superseded(mark.clone());
        }
        history
    }

    /// What a record of JSON says.
    pub(super) fn of_object(object: &Map<String, Value>) -> Self {
        let written = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let id = IDS.iter().find_map(|name| object.get(*name)?.as_str().map(str::to_owned));
        let fields =
            object.iter().filter_map(|(name, value)| Some((name.as_str(), history_column(name)?, written(value))));
        Self { id, ..Self::of(fields) }
    }
}

impl Validity {
    /// The stronger of two: what is gone has no other record that holds.
    fn or(self, other: Self) -> Self {
        let rank = |validity: &Self| match validity {
            Self::Current => 0,
            Self::Unclear(_) => 1,
            Self::Superseded(_) => 2,
            Self::Deleted(_) => 3,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}

/// The columns of a table that tell something of the time of its records.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    marked: Vec<(usize, String, HistoryColumn)>,
    id: Option<usize>,
}

impl Columns {
    pub(super) fn of(header: &[String]) -> Self {
        let marked = header.iter().enumerate().filter_map(|(at, name)| Some((at, name.clone(), history_column(name)?)));
        let id = IDS.iter().find_map(|id| header.iter().position(|name| name.eq_ignore_ascii_case(id)));
        Self { marked: marked.collect(), id }
    }

    /// Where they stand.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.marked.iter().map(|(at, ..)| *at)
    }

    /// What a record says.
    pub(super) fn history_of<'r>(&self, cell: impl Fn(usize) -> Option<&'r str>) -> RecordHistory {
        let text = |at: usize| cell(at).unwrap_or_default().trim().to_owned();
        let fields = self.marked.iter().map(|(at, name, role)| (name.as_str(), *role, text(*at)));
        RecordHistory { id: self.id.map(text).filter(|id| !id.is_empty()), ..RecordHistory::of(fields) }
    }
}
