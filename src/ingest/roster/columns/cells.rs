//! What a column is by its cells alone: addresses, statuses, days that only some have.

use std::collections::{BTreeMap, BTreeSet};

use super::super::addresses_in;
use super::super::leaving::is_month;
use super::super::status::Statuses;
use super::States;
use crate::data::roster_words::normal;
use crate::model::normalize_address;

/// A column that so few have, one in so many, marks them.
const FEW: usize = 4;
/// So many different cells such a mark has at most: a cross, a ticket for each.
const MARKS: usize = 3;

/// Whether a column of an unknown name may say who is there: few words, of which one stands with most people; a day that only some have; or
/// a mark that few have, whatever it is. Other numbers are codes of something else, but for 0 and 1.
pub(super) fn may_sort_people(column: &[&str]) -> bool {
    let filled: Vec<&str> = column.iter().copied().filter(|cell| !cell.is_empty()).collect();
    if filled.iter().all(|cell| looks_like_a_day(cell)) {
        return !filled.is_empty() && filled.len() < column.len();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    filled.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    if filled.len() * FEW <= column.len() {
        return counts.len() <= MARKS;
    }
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic) && !word.chars().any(|c| c.is_ascii_digit());
    let most = counts.values().max().copied().unwrap_or_default();
    let is_switch = counts.keys().all(|word| ["0", "1"].contains(word));
    counts.len() > 1 && most * 2 >= filled.len() && most > 1 && (is_switch || counts.keys().all(is_word))
}

/// Six digits or more, in at least three groups: a day in whatever order, perhaps with a time. Or a few digits next to the name of a month or
/// the sign of a year, or two-digit numbers with one mark between them: `14-Aug-2026`, `2026年8月14日`, `14.8.26`.
fn looks_like_a_day(cell: &str) -> bool {
    let is_digit = |c: &char| c.is_ascii_digit();
    let few = (1..=8).contains(&cell.chars().filter(is_digit).count());
    let words: Vec<String> =
        cell.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(normal).collect();
    let has_month = words.iter().any(|word| is_month(word)) && words.len() <= 3;
    let has_year_sign = words.iter().any(|word| word == "年") && words.len() <= 4;
    if few && (has_month || has_year_sign) {
        return true;
    }
    let parts: Vec<&str> = cell.split(['.', '/', '-']).collect();
    let is_number = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() == 3 && parts.iter().all(is_number) {
        return true;
    }
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let groups = cell.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
    digits >= 6 && groups >= 3 && cell.chars().filter(|c| c.is_alphabetic()).count() <= 2
}

/// A column that may be a status or a region: words that are statuses decide.
pub(super) fn place<'a>(statuses: &Statuses, cells: impl Iterator<Item = &'a str>) -> States {
    let words: BTreeSet<&str> = cells.collect();
    let known = words.iter().filter(|word| statuses.of(word).is_some()).count();
    if known * 2 > words.len() { States::Words } else { States::Sometimes }
}

/// Which part of the cells are addresses, between 0 and 1.
pub(super) fn address_share<'a>(cells: impl Iterator<Item = &'a str>) -> f64 {
    let (mut addresses, mut all) = (0_u32, 0_u32);
    for cell in cells {
        all += 1;
        addresses += u32::from(addresses_in(cell).next().is_some());
    }
    if all == 0 { 0.0 } else { f64::from(addresses) / f64::from(all) }
}

/// Whether these cells are a list of people, each once: addresses that hardly repeat.
pub(in crate::ingest::roster) fn is_once_each(cells: &[Vec<String>], address: usize) -> bool {
    let all: Vec<String> = cells.iter().filter_map(|record| normalize_address(&record[address])).collect();
    let different: BTreeSet<&String> = all.iter().collect();
    different.len() * 5 >= all.len() * 4
}
