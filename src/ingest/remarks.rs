//! What is remarkable about a file next to its rows: cut ends, whole keys, objects that two files state differently.

use std::collections::{BTreeMap, BTreeSet};

use super::batch::Ending;
use super::closed_words;
use super::full_answers;
use super::merge::editions::Editions;
use super::merge::pages::Gap;
use super::merge::{Disposition, FileRows, TableFiles};
use super::silent;
use crate::data::vocabulary::{NAMED_PLACE, UNCLEAR};
use crate::model::{Conflict, Role, Table, counted, find_secrets, mask_secrets};

/// Whole keys in a file, by line.
pub(super) fn secrets(text: &[u8]) -> Vec<(u64, String)> {
    let (mut line, mut counted) = (1_u64, 0);
    let found = find_secrets(text).into_iter();
    let located = found.map(|(at, masked)| {
        line += text[counted..at].iter().filter(|b| **b == b'\n').count() as u64;
        counted = at;
        (line, masked)
    });
    located.collect()
}

/// How a file breaks off by itself, in words.
const fn broken(ending: Ending) -> Option<&'static str> {
    match ending {
        Ending::Broken => Some("ends inside a record, or cannot be read in part"),
        Ending::Lacking => Some("has a page that names a first or last record which is not in it"),
        Ending::PageMissing => Some("holds several pages, and one between them is missing"),
        Ending::MoreFollow | Ending::Unstated | Ending::BareRecords | Ending::Whole | Ending::WithoutEnvelope => None,
    }
}

/// Fields that every record of a kind has, and that verdicts rest on: without them a record says nothing of what it is about.
const STATED: [(&str, &[&str]); 5] = [
    ("api-keys", &["status", "created_at"]),
    ("users", &["role"]),
    ("invites", &["status", "invited_at"]),
    ("workspace-members", &["role"]),
    ("spend-limits", &["is_enabled"]),
];

/// Fields that every record of a kind has, with or without a value: where no record has them, nobody knows which have one.
const CARRIED: [(&str, &[&str]); 1] = [("workspaces", &["archived_at"])];

/// That records of a part lack such a field, or have a word in it that nobody knows, with how many and which.
pub(super) fn unstated(
    parts: &TableFiles,
    at: usize,
    silent: &BTreeMap<&'static str, BTreeSet<u32>>,
) -> Option<String> {
    let part = &parts.each[at];
    let rows = part.batch.rows();
    let fields = STATED.iter().find(|(kind, _)| *kind == part.kind).map_or(&[][..], |(_, fields)| fields);
    let lacking = fields.iter().filter_map(|name| {
        let column = part.batch.table.position(name)?;
        let count = (0..rows).filter(|&row| part.batch.value(column, row).is_none()).count();
        (count > 0).then(|| format!("{count} of {rows} records state no `{name}`"))
    });
    let carried = CARRIED.iter().find(|(kind, _)| *kind == part.kind).map_or(&[][..], |(_, fields)| fields);
    let lost = carried.iter().filter(|name| rows > 0 && !part.batch.is_carried(name));
    let lacking = lacking.chain(lost.map(|name| format!("{rows} of {rows} records have no field `{name}`")));
    let text = |column: usize, row: usize| parts.text(at, column, row).map(str::to_owned);
    let unknown = closed_words::unknown(parts.table, rows, text);
    let lacking: Vec<String> = lacking.chain(silent::lacking(part, silent)).chain(unknown).collect();
    (!lacking.is_empty()).then(|| lacking.join(", "))
}

/// What is missing of the lists that the files of a table hold: part and reason.
pub(super) fn cuts(parts: &TableFiles, editions: &Editions) -> Vec<(usize, String)> {
    let broken =
        parts.each.iter().enumerate().filter_map(|(at, part)| Some((at, broken(part.batch.ending)?.to_owned())));
    let missing = editions.gaps.iter().map(|(at, gap)| {
        let how = match gap {
            Gap::Unfollowed(None) => "says that more pages follow, and they are not there".to_owned(),
            Gap::Unfollowed(Some(other)) => {
                format!("says that more pages follow, and they are not there: {other} does not go on where it ends")
            }
            Gap::Pages(numbers) => {
                let numbers: Vec<String> = numbers.iter().take(5).map(u32::to_string).collect();
                let noun = if numbers.len() == 1 { "page" } else { "pages" };
                format!("is one of several pages by its name, and {noun} {} of them are not there", numbers.join(", "))
            }
        };
        (*at, how)
    });
    let mut cuts: Vec<(usize, String)> = broken.chain(missing).collect();
    cuts.sort_by_key(|(at, _)| *at);
    cuts.dedup_by_key(|(at, _)| *at);
    cuts
}

/// Why the files of a table make no whole one, for checks that must not take absence from it for evidence. What is missing of an
/// earlier edition of a list does not matter, nor are `copies` that break off lists of their own.
pub(super) fn cut_list(
    parts: &TableFiles,
    editions: &Editions,
    cuts: &[(usize, String)],
    copies: &BTreeMap<usize, usize>,
) -> Option<String> {
    let path = |at: usize| parts.each[at].path.as_str();
    let cut = cuts.iter().find(|(at, _)| !editions.is_past(*at)).map(|(at, how)| format!("{} {how}", path(*at)));
    let two = || {
        let (a, b, only) = undated_pairs(editions, copies).next()?;
        Some(undated([path(a), path(b)], only))
    };
    cut.or_else(two).or_else(|| full_answers::why(parts, editions))
}

/// Of two lists of one thing of which nothing tells which is the later one.
fn undated([a, b]: [&str; 2], only: usize) -> String {
    let which = if a == b { format!("{a} holds") } else { format!("{a} and {b} are") };
    let differ = if a == b { "that differ" } else { "and differ" };
    let entries = counted(only, "entry");
    format!("{which} two lists of the same kind {differ} in {entries}; nothing shows which list is newer")
}

/// Pairs of lists of which nothing shows which is newer; copies that break off are no lists of their own.
fn undated_pairs<'a>(
    editions: &'a Editions,
    copies: &'a BTreeMap<usize, usize>,
) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
    editions.undated().filter(|(a, b, _)| !copies.contains_key(a) && !copies.contains_key(b))
}

/// What is said of a part next to another: that nobody knows which is the newer list.
pub(super) fn contradictions(
    parts: &TableFiles,
    editions: &Editions,
    copies: &BTreeMap<usize, usize>,
) -> Vec<(usize, String)> {
    let said = undated_pairs(editions, copies)
        .map(|(a, b, only)| (a, undated([&parts.each[a].path, &parts.each[b].path], only)));
    said.collect()
}

/// The records that count, by id: part and row. Only where some do not, and what they say is no news of itself.
pub(super) struct Kept(BTreeMap<Vec<Option<i128>>, (usize, usize)>);

impl Kept {
    pub(super) fn of(parts: &TableFiles, dispositions: &[Vec<Disposition>]) -> Self {
        let mut kept = BTreeMap::new();
        // Spend so far and the last change of a conversation are measured anew with every export; usage and cost have no ids.
        let is_open = parts.table.is_summed() || matches!(parts.table, Table::EffectiveLimits | Table::Conversations);
        if is_open || !dispositions.iter().flatten().any(|disposition| *disposition == Disposition::Restated) {
            return Self(kept);
        }
        for (at, part) in parts.each.iter().enumerate() {
            let ids: Vec<usize> = part.batch.with_role(Role::Id).collect();
            let rows = (0..part.batch.rows()).filter(|&row| dispositions[at][row] == Disposition::Accepted);
            kept.extend(rows.map(|row| (id_of(part, &ids, row), (at, row))));
        }
        Self(kept)
    }
}

fn id_of(part: &FileRows, ids: &[usize], row: usize) -> Vec<Option<i128>> {
    ids.iter().map(|&id| part.batch.value(id, row)).collect()
}

/// Objects of a part that another file, or another record of it, states otherwise, with the record that counts. Columns that one of the two leaves open do not
/// conflict: older shapes have fewer fields. An earlier edition of a list does not conflict with a later one, nor do two
/// organizations that have a member in common.
pub(super) fn conflicts(
    parts: &TableFiles,
    dispositions: &[Vec<Disposition>],
    kept: &Kept,
    editions: &Editions,
    at: usize,
) -> Vec<Conflict> {
    let Some(part) = parts.each.get(at) else { return Vec::new() };
    let ids: Vec<usize> = part.batch.with_role(Role::Id).collect();
    // Rows without an id are of no object: a day that a later report states anew has grown.
    if ids.is_empty() {
        return Vec::new();
    }
    let restated =
        (0..part.batch.rows()).filter(|&row| dispositions[at][row] == Disposition::Restated && !kept.0.is_empty());
    let is_past = |other: usize| {
        editions.are_ordered(at, other) || parts.table == Table::Members && editions.are_apart(at, other)
    };
    let conflict = |row: usize| {
        let &(other, other_row) =
            kept.0.get(&id_of(part, &ids, row)).filter(|(other, _)| *other == at || !is_past(*other))?;
        // One list names the workspace of a key and the other gives its id, or none says where it is.
        let scope = |at: usize, row: usize| parts.table.position("scope").and_then(|scope| parts.text(at, scope, row));
        let is_named = [scope(at, row), scope(other, other_row)]
            .into_iter()
            .flatten()
            .any(|one| [NAMED_PLACE, UNCLEAR].contains(&one));
        let other = &parts.each[other];
        let column = parts.table.columns().iter().enumerate().find(|(column, _)| {
            let (a, b) = (part.batch.value(*column, row), other.batch.value(*column, other_row));
            // What shape a record has is no statement about the object.
            let name = parts.table.columns()[*column].name;
            let is_shape = name == "has_expiry_field" || is_named && ["workspace_id", "scope"].contains(&name);
            a.is_some() && b.is_some() && a != b && !is_shape
        })?;
        let id = ids.iter().filter_map(|&id| parts.text(at, id, row)).collect::<Vec<_>>().join(" ");
        let kept = (other.file, other.batch.lines[other_row]);
        Some(Conflict { line: part.batch.lines[row], id: mask_secrets(&id).into_owned(), column: column.1.name, kept })
    };
    restated.filter_map(conflict).collect()
}
