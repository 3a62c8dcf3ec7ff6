//! Checks of the evidence itself: whether the exports are whole, current and consistent.

pub(super) mod audit_log_gap;
pub(super) mod conflicting_records;
pub(super) mod contradicting_sums;
pub(super) mod cost_usage_mismatch;
pub(super) mod dangling_reference;
pub(super) mod exposed_secret;
pub(super) mod hostile_content;
pub(super) mod missing_days;
pub(super) mod missing_export;
pub(super) mod period_not_covered;
pub(super) mod population_mismatch;
pub(super) mod possible_double_count;
pub(super) mod rejected_rows;
pub(super) mod rewritten_history;
pub(super) mod stale_export;
pub(super) mod truncated_export;
pub(super) mod unknown_vocabulary;
pub(super) mod unproven_unit;
pub(super) mod unrelated_exports;
pub(super) mod unused_suppression;

use super::Context;
use crate::model::{
    EMPTY_LIST, EXPORT_NOTES, Evidence, FAILED_EXPORT, Input, PART, Remarks, SAVED_HEADERS, Subject, SubjectKind, Table,
};

/// A file as the subject of a finding.
fn file_subject(path: &str) -> Subject {
    Subject { kind: SubjectKind::File, id: Some(path.to_owned()), name: Some(path.to_owned()), workspace: None }
}

/// A table as the subject of a finding.
fn table_subject(table: Table) -> Subject {
    Subject {
        kind: SubjectKind::File,
        id: Some(table.id().to_owned()),
        name: Some(table.title().to_owned()),
        workspace: None,
    }
}

/// A file as a whole as evidence.
fn whole_file(path: &str, record: impl Into<String>) -> Evidence {
    Evidence { file: path.to_owned(), line: None, record: record.into() }
}

/// Recognized files with what is remarkable about them.
fn exports<'a>(cx: &'a Context) -> impl Iterator<Item = (&'a Input, &'a Remarks)> {
    cx.data.inputs.iter().zip(&cx.data.remarks).filter(|(input, _)| is_export(input))
}

/// Whether somebody reads the file; an archive is read member by member, and in a failed export there is nothing to read.
fn is_export(input: &Input) -> bool {
    input
        .kind
        .as_deref()
        .is_some_and(|kind| !["archive", PART, FAILED_EXPORT, EMPTY_LIST, SAVED_HEADERS, EXPORT_NOTES].contains(&kind))
}
