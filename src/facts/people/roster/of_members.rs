//! Lists that have nobody but members, and say of nobody whether they are there: perhaps a list of the members, or of what some of them
//! have, and no list of an organization's people, in which somebody is always no member.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use polars::prelude::DataFrame;

use super::{Member, PEOPLE_LIST};
use crate::data::roster_words::{HeaderWord, headers, normal, tells_of_staff};
use crate::facts::frame::Rows;
use crate::model::{Dataset, Table, normalize_address};

/// Of how many members in ten a list that says who is there has to know, so that lists beside it that do not are registers: of courses,
/// of who is on call, of who gets alerts.
const NEARLY_ALL_KNOWN: usize = 8;

/// The files of such lists, as indexes of inputs. A list that has what only an employer keeps of people (a number, a first day, a
/// department, a manager, further addresses of each) is one of staff. Beside a list that says who is there, and has nearly all members, a
/// list that does not makes nobody present, whoever else stands on it; one with first days, or with numbers next to a department or a
/// manager, is of an employer all the same. Numbers alone stand on registers, too.
pub(super) fn of_members<'a>(data: &Dataset, members: impl Iterator<Item = &'a Member>) -> Result<BTreeSet<u32>> {
    let Some(frame) = data.frame(Table::Roster) else { return Ok(BTreeSet::new()) };
    let own: BTreeSet<String> = members.filter_map(|member| normalize_address(&member.address)).collect();
    let rows = Rows::of(frame)?;
    let (addresses, provider, layout) = (rows.text("addresses")?, rows.text("provider")?, rows.text("layout")?);
    let (standing, number) = (rows.text("standing")?, rows.text("employee_id")?);
    let (started, ended) = (rows.day("started_on")?, rows.day("ended_on")?);
    let mut files: BTreeMap<u32, bool> = BTreeMap::new();
    let (mut silent, mut known): (BTreeMap<u32, bool>, BTreeMap<u32, BTreeSet<&str>>) = Default::default();
    let mut further: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    let known_columns = headers();
    let is_number = |name: &str| known_columns.names.get(&normal(name)) == Some(&HeaderWord::Number);
    for row in 0..rows.len() {
        let file = rows.source(row).file;
        let mut all = addresses.get(row).unwrap_or_default().split(' ');
        let member = all.next().filter(|main| own.contains(*main));
        let is_member = member.is_some();
        all.for_each(|other| *further.entry((file, other)).or_default() += 1);
        let mut columns = layout.get(row).unwrap_or_default().split(' ');
        let is_numbered = number.get(row).is_some();
        let tells = |name: &str| tells_of_staff(name) && !(is_numbered && is_number(name));
        let is_undated = standing.get(row).is_none() && started.get(row).is_none() && ended.get(row).is_none();
        let tells_more = columns.any(tells);
        let is_silent = is_undated && provider.get(row) == Some(PEOPLE_LIST) && !(is_numbered && tells_more);
        let says_nothing = is_silent && !is_numbered && !tells_more;
        *files.entry(file).or_insert(true) &= is_member && says_nothing;
        *silent.entry(file).or_insert(true) &= is_silent;
        if standing.get(row).is_some() {
            known.entry(file).or_default().extend(member);
        }
    }
    // An address that stands in several rows is of somebody who gave or decided something.
    let has_further = |file: u32| {
        let mut of_file = further.iter().filter(|((of, _), _)| *of == file).map(|(_, rows)| *rows).peekable();
        of_file.peek().is_some() && of_file.all(|rows| rows == 1)
    };
    let is_whole = |of_list: &BTreeSet<&str>| 10 * of_list.len() >= NEARLY_ALL_KNOWN * own.len() && of_list.len() > 2;
    let beside_a_whole = known.values().any(is_whole);
    let is_register = |file: &u32| beside_a_whole && silent.get(file) == Some(&true);
    let apart = files.into_iter().filter(|(file, all)| (*all || is_register(file)) && !has_further(*file));
    Ok(apart.map(|(file, _)| file).collect())
}

/// Of how many members in ten a list may be the member list itself.
const NEARLY_ALL: usize = 9;

/// The members in each of such lists that has not nearly all of them, with its file.
pub(super) fn in_lists_of_a_part(
    frame: &DataFrame,
    apart: &BTreeSet<u32>,
    members: &[Member],
) -> Result<BTreeMap<String, u32>> {
    let rows = Rows::of(frame)?;
    let addresses = rows.text("addresses")?;
    let mut by_file: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    for row in (0..rows.len()).filter(|row| apart.contains(&rows.source(*row).file)) {
        let main = addresses.get(row).and_then(|all| all.split(' ').next());
        by_file.entry(rows.source(row).file).or_default().extend(main);
    }
    let is_part = |own: &BTreeSet<&str>| own.len() * 10 < members.len() * NEARLY_ALL;
    let parts = by_file.into_iter().filter(|(_, own)| is_part(own));
    Ok(parts.flat_map(|(file, own)| own.into_iter().map(move |one| (one.to_owned(), file))).collect())
}
