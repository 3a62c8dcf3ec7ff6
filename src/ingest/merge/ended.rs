//! Which objects are gone for good.

use super::TableFiles;

/// Whether an object has reached its end, from which none comes back.
pub(super) fn ended(parts: &TableFiles, at: usize, row: usize) -> bool {
    let status = parts.table.position("status").and_then(|column| parts.text(at, column, row));
    let stated = |name: &str| parts.table.position(name).and_then(|column| parts.each[at].batch.value(column, row));
    ["archived_at", "deleted_at"].into_iter().any(|name| stated(name).is_some())
        || matches!(status, Some("archived" | "expired" | "deleted" | "accepted"))
}
