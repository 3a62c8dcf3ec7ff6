//! What is said of a page behind which more follow, where the next one was read.

use super::{TableFiles, is_open, next_pages};
use crate::ingest::text::sink::MORE_FOLLOW;

/// Names the file that follows, in place of a note that sounds as if it were missing.
pub(in crate::ingest) fn name_followers(parts: &mut TableFiles) {
    if !parts.each.iter().any(is_open) {
        return;
    }
    for (at, next) in next_pages(parts).into_iter().enumerate() {
        let Some(next) = next.filter(|next| parts.each[*next].file != parts.each[at].file) else { continue };
        let followed = format!("more pages exist, followed by {}", parts.each[next].path);
        let notes = parts.each[at].batch.notes.iter_mut();
        notes.filter(|note| *note == MORE_FOLLOW).for_each(|note| note.clone_from(&followed));
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;

    fn page(ids: std::ops::Range<u32>, more: bool) -> Vec<u8> {
        let user = |id: u32| {
            format!(
                r#"{{"id": "user_{id:02}", "type": "user", "email": "p{id}@example.com", "name": "P{id}", "role": "user", "added_at": "2025-01-0{id}T00:00:00Z"}}"#
            )
        };
        let (first, last) = (ids.start, ids.end - 1);
        let all: Vec<String> = ids.map(user).collect();
        format!(
            r#"{{"data": [{}], "first_id": "user_{first:02}", "last_id": "user_{last:02}", "has_more": {more}}}"#,
            all.join(",")
        )
        .into_bytes()
    }

    fn notes(files: &[(&str, Vec<u8>)]) -> Vec<String> {
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
        load_bytes(files).unwrap().inputs[0].notes.clone()
    }

    /// Fault: The first of two pages was said to lack what stood in the second
    /// Outcome: The file that follows is named; where there is none, that more follow is said
    #[test]
    fn the_page_that_follows_is_named() {
        let (first, second) = (page(1..4, true), page(4..6, false));
        let both = notes(&[("users_1.json", first.clone()), ("users_2.json", second)]);
        assert!(both.contains(&"more pages exist, followed by users_2.json".to_owned()), "{both:?}");
        assert!(!both.iter().any(|note| note.contains("says that more follow")), "{both:?}");
        let alone = notes(&[("users_1.json", first)]);
        assert!(alone.contains(&super::MORE_FOLLOW.to_owned()), "{alone:?}");
    }
}
