//! One file as a page: what stands in it, and in which order.

use std::collections::BTreeSet;

use super::super::names::{PathName, Whose};
use super::super::{FileRows, TableFiles, has_id};
use super::{is_log, is_report};
use crate::model::{Role, Table};

/// Rows from which on their order says something: two always stand in one.
const ORDERED_ROWS: usize = 5;

/// What is known of one part as a page.
pub(super) struct Page {
    pub(super) name: PathName,
    /// Days or instants of its rows, in the order of the file; of lists when its objects were made.
    pub(super) times: Vec<i128>,
    /// Ids of its objects, by shared codes; none of reports and events.
    pub(super) ids: BTreeSet<Vec<i128>>,
    /// The workspaces that its memberships are of.
    pub(super) scope: BTreeSet<i128>,
    pub(super) last_id: Option<String>,
    /// Whose list its path calls it a part of.
    pub(super) whose: Whose,
}

pub(super) fn page(parts: &TableFiles, at: usize) -> Page {
    let part = &parts.each[at];
    let batch = &part.batch;
    let ids: Vec<usize> = batch.with_role(Role::Id).collect();
    let id_of = |row: usize| ids.iter().map(|&id| batch.value(id, row).unwrap_or(i128::MIN)).collect();
    let is_list = !is_report(parts.table) && !is_log(parts.table);
    let listed = || (0..batch.rows()).filter(|&row| is_list && has_id(part, row));
    let workspace = batch.table.position("workspace_id").filter(|_| parts.table == Table::WorkspaceMembers);
    let last = listed().next_back().and_then(|row| ids.last().and_then(|&id| parts.text(at, id, row)));
    Page {
        name: PathName::of(&part.path),
        times: times(part),
        ids: listed().map(id_of).collect(),
        scope: workspace.iter().flat_map(|&column| listed().filter_map(move |row| batch.value(column, row))).collect(),
        last_id: last.map(str::to_owned),
        whose: Whose::of(&part.path, !is_list),
    }
}

/// When its rows happened or its objects were made, in the order of the file.
pub(in crate::ingest::merge) fn times(part: &FileRows) -> Vec<i128> {
    let column = part.batch.table.event_time_columns().first().and_then(|name| part.batch.table.position(name));
    let rows = (0..part.batch.rows()).filter_map(|row| Some((part.batch.lines[row], part.batch.value(column?, row)?)));
    let folded = part.batch.routine.instants().map(|(line, at)| (u64::from(line), i128::from(at)));
    let mut times: Vec<(u64, i128)> = rows.chain(folded).collect();
    times.sort_by_key(|(line, _)| *line);
    times.into_iter().map(|(_, at)| at).collect()
}

/// Whether two pages list the same objects for the most part: two lists of one thing, and no pages of one list.
pub(super) fn is_copy(a: &Page, b: &Page) -> bool {
    a.ids.intersection(&b.ids).count() * 2 > a.ids.len().min(b.ids.len())
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Rising,
    Falling,
}

/// The order of rows in time, where there are enough of them to have one.
pub(super) fn order(times: &[i128]) -> Option<Order> {
    if times.len() < ORDERED_ROWS {
        return None;
    }
    let all = |in_order: fn(&[i128]) -> bool| times.windows(2).all(in_order);
    match (all(|pair| pair[0] <= pair[1]), all(|pair| pair[0] >= pair[1])) {
        (true, false) => Some(Order::Rising),
        (false, true) => Some(Order::Falling),
        _ => None,
    }
}

pub(super) fn largest_step(times: &[i128]) -> i128 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0)
}

pub(super) fn is_first_of_month(day: i128) -> bool {
    use chrono::Datelike as _;
    let day = i32::try_from(day).ok().and_then(chrono::NaiveDate::from_num_days_from_ce_opt);
    day.is_some_and(|day| day.day() == 1)
}

/// Year and month of an instant in microseconds.
pub(super) fn month(at: i128) -> Option<(i32, u32)> {
    use chrono::Datelike as _;
    let at = chrono::DateTime::from_timestamp_micros(i64::try_from(at).ok()?)?;
    Some((at.year(), at.month()))
}
