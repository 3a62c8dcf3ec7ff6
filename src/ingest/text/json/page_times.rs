//! When the pages of a feed begin and end: joined in one text, they stand in any order (a shell puts `page_10` before `page_2`).

use serde::{Deserialize, Serialize};

use super::space::skip_space;
use crate::ingest::text::instant::parse_instant;

/// A page of activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageTimes {
    /// Microseconds since 1970 of its first and its last record; nothing of an empty page.
    pub span: Option<(i64, i64)>,
    /// Whether it says that more pages follow.
    pub more: bool,
}

impl PageTimes {
    /// Of a page with these texts of its first and last record; nothing where they are no activities.
    pub(super) fn of(ends: Option<[&[u8]; 2]>, more: bool) -> Option<Self> {
        let Some([first, last]) = ends else { return Some(Self { span: None, more }) };
        Some(Self { span: Some((instant(first)?, instant(last)?)), more })
    }
}

/// Whether the newest events come first, in most of the pages.
pub(in crate::ingest) fn falls(pages: &[PageTimes]) -> bool {
    let spans = || pages.iter().filter_map(|page| page.span);
    spans().filter(|(first, last)| first > last).count() >= spans().filter(|(first, last)| first < last).count()
}

/// Whether more pages follow behind the last one in time; nothing where that is not known of several pages.
pub(super) fn more_follow(pages: &[PageTimes]) -> Option<bool> {
    if pages.len() < 2 || pages.iter().all(|page| page.span.is_none()) {
        return None;
    }
    if pages.iter().any(|page| page.span.is_none() && !page.more) {
        return Some(false);
    }
    let ends = || pages.iter().filter_map(|page| Some((page.span?.1, page.more)));
    let end = if falls(pages) { ends().map(|(last, _)| last).min() } else { ends().map(|(last, _)| last).max() }?;
    // A page that was joined twice is one.
    Some(ends().filter(|(last, _)| *last == end).all(|(_, more)| more))
}

fn instant(record: &[u8]) -> Option<i64> {
    const FIELD: &[u8] = b"\"created_at\"";
    memchr::memmem::find(record, b"\"activity_")?;
    let colon = skip_space(record, memchr::memmem::find(record, FIELD)? + FIELD.len());
    let value = skip_space(record, colon + 1);
    let text = record.get(value + 1..)?;
    let text = &text[..memchr::memchr(b'"', text)?];
    Some(parse_instant(std::str::from_utf8(text).ok()?)?.timestamp_micros())
}
