//! What a row says of a person besides its columns: headings above it, marks on the name, addresses that are nobody's.

use std::collections::BTreeSet;

use super::super::full_name;
use super::super::state::{Reader, Said};
use crate::ingest::batch::Batch;
use crate::ingest::text::delimited::{Delimited, Row};
use crate::model::Standing;

/// What is said of addresses that may be anybody's.
const NOBODYS: &str = "addresses in columns that do not say whose they are: they are nobody's, and not read";

/// What is said of a person below a heading: that of the heading where the row says nothing.
pub(super) fn below(heading: Option<(Standing, &str)>, said: Said) -> Said {
    match heading {
        Some((standing, heading)) if said.standing.is_none() => {
            Said { standing: Some(standing), text: heading.to_owned(), ..Said::default() }
        }
        _ => said,
    }
}

/// What is said of a person with a mark on the name, the name without it, and whether there is one.
pub(super) fn named(
    reader: &Reader,
    said: Said,
    (row, line): (&Row, u64),
    [whole, given, family]: [Option<usize>; 3],
    batch: &mut Batch,
) -> (Said, String, bool) {
    let written = batch.optional(line, full_name(row, whole, given, family)).unwrap_or_default();
    let column = whole.filter(|at| row.text(Some(*at)).is_ok_and(|cell| cell == written)).or(family).or(given);
    let (said, unmarked) = reader.marked(said, &written, column);
    let is_marked = unmarked.is_some();
    (said, unmarked.unwrap_or(written), is_marked)
}

/// Notes what is read of names, and addresses that are nobody's.
pub(super) fn note_people(csv: &Delimited, nobodys: &BTreeSet<usize>, has_marks: bool, batch: &mut Batch) {
    let nobodys: Vec<&str> = nobodys.iter().map(|at| csv.header[*at].as_str()).collect();
    if !nobodys.is_empty() {
        batch.note(format!("{NOBODYS}: {}", nobodys.join(", ")));
    }
    if has_marks {
        batch.note("marks on names, as «(Terminated)» or «ZZ_», say of those people whether they are there");
    }
}
