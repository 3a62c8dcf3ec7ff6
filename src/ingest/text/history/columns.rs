//! Columns of connectors, warehouses and jobs that say something of the time of a record.

use super::super::tombstone;

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
/// Until when such a record held.
const ENDED: &str = "_fivetran_end";
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
pub(super) const DELETIONS: [&str; 7] = ["d", "del", "delete", "deleted", "remove", "removed", "truncate"];
pub(super) const BEFORE: [&str; 4] = ["update_preimage", "preimage", "before", "b"];
/// Snowflake writes a change as a deletion and an insertion, and says so.
const IS_UPDATE: &str = "metadata$isupdate";
/// Marks of the end of a record, and not of its object.
const OF_RECORDS: [&str; 2] = ["dbt_valid_to", "_dlt_valid_to"];
/// Marks of deletion in lists, next to those of every table.
const DELETED: [&str; 4] = ["dbt_is_deleted", "_is_deleted", "__is_deleted", "_cdc_deleted"];
/// The same where somebody keeps deleted rows in a table of their own, by letters alone: `Removed at`, `isDeleted`.
const KEPT: [&str; 12] = [
    "deleted",
    "isdeleted",
    "softdeleted",
    "deletedat",
    "deletedon",
    "datedeleted",
    "deletiondate",
    "removed",
    "isremoved",
    "removedat",
    "removedon",
    "removaldate",
];

/// What a column says of the time of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HistoryColumn {
    /// When the record was read; less counts before more. And whether every such time has a list of its own.
    Time(usize, bool),
    /// When it ended, without saying that it did.
    EndTime,
    IsCurrent(bool),
    End(bool),
    Gone,
    Action,
    IsUpdate,
}

pub(super) fn history_column(name: &str) -> Option<HistoryColumn> {
    let name = name.trim().to_lowercase();
    let among = |names: &[&str]| names.contains(&name.as_str());
    let at = |names: &[&str]| names.iter().position(|own| *own == name);
    Some(match () {
        () if name == CURRENT => HistoryColumn::IsCurrent(true),
        () if among(&MAY_BE_CURRENT) => HistoryColumn::IsCurrent(false),
        () if name == ENDED => HistoryColumn::EndTime,
        () if among(&OF_RECORDS) => HistoryColumn::End(true),
        () if among(&MAY_END) => HistoryColumn::End(false),
        () if tombstone::is_mark(&name) || among(&DELETED) || is_kept(&name) => HistoryColumn::Gone,
        () if among(&ACTIONS) => HistoryColumn::Action,
        () if name == IS_UPDATE => HistoryColumn::IsUpdate,
        () => {
            let own = at(&DAYS).map(|rank| (rank, true)).or_else(|| at(&TIMES).map(|rank| (rank + DAYS.len(), false)));
            own.map(|(rank, of_lists)| HistoryColumn::Time(rank, of_lists))?
        }
    })
}

fn is_kept(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    KEPT.contains(&letters.as_str())
}

/// Whether such a time lies behind a deletion that its record tells of: those of beginnings, of sights and of versions do not.
pub(super) fn is_behind_deletion(name: &str) -> bool {
    let name = name.to_lowercase();
    !["from", "start", "seen", "version", "load_id"].iter().any(|part| name.contains(part))
}
