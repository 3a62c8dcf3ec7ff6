//! Whether pages have the records that they name, and whether the last one is among them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::JsonFile;
use super::scan::PageEnds;

impl PageEnds {
    /// Whether its `first_id` or `last_id` is the id of none of its records: rows were cut out of the page. Cursors that are no ids
    /// of this kind of record say nothing.
    pub(super) fn lacks_an_end(&self, bytes: &[u8], records: &[(usize, usize)]) -> bool {
        let records = &records[self.records.0..self.records.1];
        let [Some(first), Some(last)] = [records.first(), records.last()] else { return false };
        let is_lacking = |(id, end): (&Option<(usize, usize)>, &(usize, usize))| {
            let Some(quoted) = id.map(|(from, to)| &bytes[from..to]) else { return false };
            let stands_in = |&(from, to): &(usize, usize)| memchr::memmem::find(&bytes[from..to], quoted).is_some();
            ends_elsewhere(quoted, &bytes[end.0..end.1]) && !records.iter().any(stands_in)
        };
        self.ids.iter().zip([first, last]).any(is_lacking)
    }
}

/// Whether the record at one end of a page does not have the id, in quotes, that the page calls it by.
pub(super) fn ends_elsewhere(id: &[u8], end: &[u8]) -> bool {
    let prefix = id.iter().position(|byte| *byte == b'_').map(|at| &id[..=at]);
    let is_id = prefix.is_some_and(|prefix| memchr::memmem::find(end, prefix).is_some());
    is_id && memchr::memmem::find(end, id).is_none()
}

impl JsonFile<'_> {
    /// Whether the page behind which nothing follows stands elsewhere than at the end: a shell joins `page_10` before `page_2`. Lists that
    /// are asked for once for every workspace or group have a last page each, and two states of one list have records in common: there
    /// only the end decides.
    pub(super) fn has_its_last_page(&self) -> bool {
        const WHOLE_LISTS: [&str; 5] = ["apikey_", "invite_", "svac_", "user_", "wrkspc_"];
        // The feed is read in parts, which do not know of each other: there the end decides, too.
        if self.scan.last_pages != 1 || self.scan.records.is_empty() {
            return false;
        }
        let id = |&(start, end): &(usize, usize)| {
            let record: Map<String, Value> = serde_json::from_slice(&self.bytes[start..end]).ok()?;
            record.get("id").and_then(Value::as_str).map(str::to_owned)
        };
        let ids: Option<Vec<String>> = self.scan.records.iter().map(id).collect();
        ids.is_some_and(|ids| {
            let is_one_list = ids.iter().all(|id| WHOLE_LISTS.iter().any(|prefix| id.starts_with(prefix)));
            is_one_list && ids.iter().collect::<BTreeSet<_>>().len() == ids.len()
        })
    }
}
