//! Files that nobody claims.

use super::document::Document;
use super::{ALL, Ingestor};

/// Why nobody claims a file: what it is, the nearest kind, and what that would need.
pub(super) fn why(document: &Document) -> String {
    let what = match document {
        Document::Empty => return "empty file".to_owned(),
        Document::Other => return "neither delimited text nor JSON".to_owned(),
        Document::Json(..) => "JSON of no known kind",
        Document::Delimited(text) if text.header.len() < 2 => return "text, and no table".to_owned(),
        Document::Delimited(_) => "a table of no known kind",
    };
    let claiming: Vec<&str> = ALL.iter().filter(|i| (i.claims)(document)).map(|i| i.id).collect();
    if !claiming.is_empty() {
        return format!("has the marks of several kinds at once: {}", claiming.join(", "));
    }
    let mentioned = |i: &&Ingestor| i.marks.iter().filter(|mark| document.mentions(mark)).count();
    // The nearest kind shares the largest part of its marks; `id`, `type` or `name` alone say nothing.
    let nearest = ALL
        .iter()
        .filter(|i| mentioned(i) >= 2)
        .max_by_key(|i| (mentioned(i) * 1000 / i.marks.len(), std::cmp::Reverse(i.id)));
    nearest.map_or_else(
        || what.to_owned(),
        |nearest| {
            let missing: Vec<&str> = nearest.marks.iter().filter(|mark| !document.mentions(mark)).copied().collect();
            format!("{what}; nearest: {} ({}), which would need {}", nearest.id, nearest.title, missing.join(", "))
        },
    )
}
