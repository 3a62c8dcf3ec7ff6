//! Lists to which a connector or a job appends: a file holds them as they were read several times, and who was removed in between stands
//! in the earlier ones alone.
//!
//! By the time at which records were read, or where one list ends and its objects begin anew, the file is taken apart into the lists that
//! it holds; they are compared as if each were a file of its own. Where only what changed was appended, of each object the latest record
//! holds.

mod deleted;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::deleted::{drop_deleted, remember};
use super::batch::{Batch, History, Reject};
use super::text::instant::{parse_day, parse_instant};
use crate::model::{Role, Table, counted};

/// So many lists of a file are compared: a job that runs every day appends hundreds.
const MOST_LISTS: usize = 24;
/// So many objects a list has at least that is distinguished from another by their order alone.
const FEWEST: usize = 3;

/// Whether files of a table are lists whose objects have an id of their own.
pub(super) const fn is_list(table: Table) -> bool {
    matches!(
        table,
        Table::Keys
            | Table::Members
            | Table::Workspaces
            | Table::WorkspaceMembers
            | Table::Invites
            | Table::ServiceAccounts
            | Table::FederationIssuers
            | Table::FederationRules
            | Table::RbacGroups
            | Table::RbacRoles
            | Table::SpendLimits
    )
}

/// Decides which of the rows of a list hold, as far as they say so, and takes lists apart that stand in it one behind the other.
pub(super) fn resolve_history(batch: &mut Batch) {
    let Some(mut history) = batch.history.take() else { return };
    resolve_unclear(batch, &mut history);
    let mut times = times_of(batch.rows(), &history);
    drop_deleted(batch, &mut history, &mut times);
    resolve_lists(batch, &history, &times);
    remember(batch, history);
}

/// Takes lists apart that stand one behind the other, or keeps the latest record of each object.
fn resolve_lists(batch: &mut Batch, history: &History, times: &[String]) {
    let Some(ids) = ids(batch) else { return };
    let moments = moments(times);
    let (column, rows) = (history.column.as_deref().unwrap_or_default(), ids.len());
    if ids.iter().collect::<BTreeSet<_>>().len() == rows {
        if history.is_of_lists {
            refuse_unseen(batch, moments.as_deref(), column);
        }
        return;
    }
    let lists = match &moments {
        Some(moments) => by_moment(moments),
        None => by_order(&ids),
    };
    let is_unique = |list: &[usize]| list.iter().map(|&row| ids[row]).collect::<BTreeSet<_>>().len() == list.len();
    if lists.len() < 2 || !lists.iter().all(|list| is_unique(list)) {
        return;
    }
    let least = if moments.is_some() { (1, 2) } else { (3, 4) };
    let is_next = |pair: &[Vec<usize>]| is_one_list(&ids, &pair[0], &pair[1], least);
    let is_long = moments.is_some() || lists.iter().all(|list| list.len() >= FEWEST);
    if is_long && lists.windows(2).all(is_next) {
        take_apart(batch, &lists, moments.as_deref(), column);
    } else if let Some(moments) = moments {
        keep_latest(batch, &ids, &moments, column);
    }
}

/// Records that may be past ones: they are, where another record of the object holds.
fn resolve_unclear(batch: &mut Batch, history: &mut History) {
    let column = id_column(batch);
    let text = |row: usize| column.and_then(|column| batch.text(column, row));
    let known: BTreeSet<String> = (0..batch.rows()).filter_map(text).map(str::to_owned).collect();
    for one in std::mem::take(&mut history.unclear) {
        if one.id.is_some_and(|id| known.contains(&id)) {
            batch.note_history(&one.reject.column);
        } else {
            batch.rejects.push((one.line, one.reject));
        }
    }
}

/// The one column of ids, where a table has one.
fn id_column(batch: &Batch) -> Option<usize> {
    let mut all = batch.with_role(Role::Id);
    all.next().filter(|_| all.next().is_none())
}

/// The id of every row, where the table has one column of them.
fn ids(batch: &Batch) -> Option<Vec<i128>> {
    let column = id_column(batch)?;
    (0..batch.rows()).map(|row| batch.value(column, row)).collect()
}

/// The text of the time of each row; none where some have none.
fn times_of(rows: usize, history: &History) -> Vec<String> {
    let is_whole = history.times.first().is_some_and(|(first, _)| *first == 0);
    if !is_whole {
        return Vec::new();
    }
    let of_row = |row: usize| {
        let at = history.times.partition_point(|(from, _)| *from <= row);
        history.times[at.saturating_sub(1)].1.clone()
    };
    (0..rows).map(of_row).collect()
}

/// A text as a moment: an instant, a day, or a number that counts up.
fn moment(text: &str) -> Option<(bool, i128)> {
    let text = text.trim();
    let at = parse_instant(text).or_else(|| Some(parse_day(text)?.and_hms_opt(0, 0, 0)?.and_utc()));
    let number = || {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = !whole.is_empty() && whole.len() <= 20 && digits(whole) && digits(part);
        let part: String = part.chars().chain("000000000".chars()).take(9).collect();
        is_number.then(|| format!("{whole}{part}").parse().ok()).flatten().map(|number| (false, number))
    };
    number().or_else(|| at.map(|at| (true, i128::from(at.timestamp_micros()))))
}

/// The moment of every row, where all of them have one of one kind, and not the same.
fn moments(times: &[String]) -> Option<Vec<i128>> {
    let all: Vec<(bool, i128)> = times.iter().map(|text| moment(text)).collect::<Option<_>>()?;
    let first = *all.first()?;
    let is_usable = all.iter().all(|one| one.0 == first.0) && all.iter().any(|one| *one != first);
    is_usable.then(|| all.into_iter().map(|(_, at)| at).collect())
}

/// Rows by moment, the earliest first.
fn by_moment(moments: &[i128]) -> Vec<Vec<usize>> {
    let mut lists: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
    moments.iter().enumerate().for_each(|(row, at)| lists.entry(*at).or_default().push(row));
    lists.into_values().collect()
}

/// Rows up to where an object comes again.
fn by_order(ids: &[i128]) -> Vec<Vec<usize>> {
    let (mut lists, mut seen): (Vec<Vec<usize>>, BTreeSet<i128>) = (vec![Vec::new()], BTreeSet::new());
    for (row, id) in ids.iter().enumerate() {
        if !seen.insert(*id) {
            lists.push(Vec::new());
            seen = BTreeSet::from([*id]);
        }
        if let Some(list) = lists.last_mut() {
            list.push(row);
        }
    }
    lists
}

/// Whether two lists are one at two times: about as long, and of the same objects, up to a share of the longer one.
fn is_one_list(ids: &[i128], a: &[usize], b: &[usize], (share, of): (usize, usize)) -> bool {
    let own: BTreeSet<i128> = a.iter().map(|&row| ids[row]).collect();
    let shared = b.iter().filter(|&&row| own.contains(&ids[row])).count();
    shared * of >= a.len().max(b.len()) * share
}

/// Gives each list a batch of its own, the earliest that of the file.
fn take_apart(batch: &mut Batch, lists: &[Vec<usize>], moments: Option<&[i128]>, column: &str) {
    // Where only the order tells them apart, the first may be the latest.
    let most = if moments.is_some() { MOST_LISTS } else { lists.len() };
    let (past, lists) = lists.split_at(lists.len().saturating_sub(most));
    if !past.is_empty() {
        batch.other += past.iter().map(Vec::len).sum::<usize>() as u64;
        batch.note(format!("{} of the list are passed over for later ones", counted(past.len(), "earlier edition")));
    }
    let rows = batch.rows();
    let mask = |list: &[usize]| {
        let mut keep = vec![false; rows];
        list.iter().for_each(|&row| keep[row] = true);
        keep
    };
    let edition =
        |list: &[usize]| moments.zip(list.first()).and_then(|(all, &row)| i64::try_from(all[row] / 1000).ok());
    let apart = |list: &Vec<usize>| {
        let mut own = batch.rows_apart(0..rows);
        own.retain_rows(&mask(list));
        own.edition = edition(list);
        own
    };
    let later: Vec<Batch> = lists.iter().skip(1).map(apart).collect();
    let by = if moments.is_some() { format!(", by `{column}`") } else { String::new() };
    batch.note(format!(
        "{} of one list in this file{by}: they are compared as if each were a file of its own",
        counted(lists.len(), "edition")
    ));
    batch.edition = edition(&lists[0]);
    batch.retain_rows(&mask(&lists[0]));
    batch.also.extend(later);
}

/// Of what was appended because it changed, the latest record of each object holds.
fn keep_latest(batch: &mut Batch, ids: &[i128], moments: &[i128], column: &str) {
    let mut latest: BTreeMap<i128, i128> = BTreeMap::new();
    for (id, at) in ids.iter().zip(moments) {
        latest.entry(*id).and_modify(|known| *known = (*known).max(*at)).or_insert(*at);
    }
    let keep: Vec<bool> = ids.iter().zip(moments).map(|(id, at)| latest.get(id) == Some(at)).collect();
    batch.leave_out(&keep, format!("of objects with several records those of the latest `{column}` hold"));
}

/// Refuses rows of earlier days, where each day has a list of its own and most rows are of the latest: whether they are still there nobody
/// says.
fn refuse_unseen(batch: &mut Batch, moments: Option<&[i128]>, column: &str) {
    let Some((moments, last)) = moments.and_then(|all| Some((all, all.iter().max()?))) else { return };
    let of_last = moments.iter().filter(|at| *at == last).count();
    if of_last * 2 < moments.len() {
        return;
    }
    let places: Vec<usize> =
        ["address"].iter().filter_map(|name| batch.table.position(name)).chain(id_column(batch)).collect();
    let refused = moments.iter().enumerate().filter(|(_, at)| *at != last).map(|(row, _)| {
        let reject =
            Reject::new(column, "", "not on the latest day of the list: whether it is still there is not said");
        let texts = places.iter().filter_map(|&place| batch.text(place, row));
        (row, texts.fold(reject, |reject, text| reject.about(text)))
    });
    let refused: Vec<(usize, Reject)> = refused.collect();
    batch.refuse(refused);
}
