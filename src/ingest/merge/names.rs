//! What the name of a file says about the list that it holds a part of: which page it is, and from when.
//!
//! A name never decides what a file is. It is asked only how files of one kind belong together, next to what stands in them.

#[cfg(test)]
mod tests;
mod whose;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub(super) use self::whose::Whose;
use self::words::{ENDINGS, NEW_WORDS, OLD_FOLDER, OLD_WORDS, PAGE_WORDS, PLACE_WORDS};
use crate::ingest::text::month_name::month_called;
use crate::model::{MONTHS, NamedTime};

/// Numbers from here on are ids or times, and no pages.
const MOST_PAGES: u32 = 10_000;

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PathName {
    /// Everything before the name.
    pub(super) folder: String,
    /// The name without what numbers, dates and page words say: pages of one list have the same.
    pub(super) stem: String,
    /// Number of the page, where the name has one.
    pub(super) page: Option<u32>,
    /// Whether a word before the number says that it is a page's.
    pub(super) is_page: bool,
    /// The time that the name states, else the folders from the innermost outwards.
    pub(super) time: NamedTime,
    /// The name in lower case.
    name: String,
}

impl PathName {
    pub(super) fn of(path: &str) -> Self {
        let path = unpacked(path).replace('\\', "/");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let name = name.to_lowercase();
        let mut bare = name.as_str();
        while let Some((rest, _)) = bare.rsplit_once('.').filter(|(_, ending)| ENDINGS.contains(ending)) {
            bare = rest;
        }
        let mut tokens = tokens(&without_copies(bare));
        let own = take_date(&mut tokens);
        let (page, is_page) = take_page(&mut tokens);
        tokens.retain(|token| !PAGE_WORDS.contains(&token.as_str()) && !PLACE_WORDS.contains(&token.as_str()));
        let date =
            own.or_else(|| folder.rsplit('/').find_map(|part| take_date(&mut self::tokens(&part.to_lowercase()))));
        let words = self::tokens(&format!("{} {bare}", folder.rsplit('/').next().unwrap_or_default().to_lowercase()));
        let month = (0..words.len()).rev().find_map(|at| month_of(&words[at]).or_else(|| quarter_of(&words, at)));
        // The last page of a list is not an older one: `last` is a word of folders, `last quarter`.
        let has = |all: &[&str]| {
            words.iter().any(|word| all.contains(&word.as_str()) && (word != "last" || !bare.contains("last")))
        };
        let is_old_folder = folder.rsplit('/').next().is_some_and(|part| part.eq_ignore_ascii_case(OLD_FOLDER));
        let is_old = if has(&OLD_WORDS) || is_old_folder { Some(true) } else { has(&NEW_WORDS).then_some(false) };
        let (folder, stem) = (folder.to_owned(), tokens.join(" "));
        Self { folder, stem, page, is_page, time: NamedTime { date, month, is_old }, name: name.clone() }
    }

    /// Whether two files have names of pages of one list.
    pub(super) fn is_sibling(&self, other: &Self) -> bool {
        self.folder == other.folder && self.stem == other.stem
    }

    /// Whether the other is named as the next page.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        let follows = |(a, b): (u32, u32)| a + 1 == b;
        // The first of several often has no number: `users.json`, `users_2.json`.
        let unnumbered = self.page.is_none() && other.page.is_some_and(|page| (1..=2).contains(&page));
        self.is_sibling(other) && (unnumbered || self.page.zip(other.page).is_some_and(follows))
    }

    /// Whether two files in different folders of one folder have names of pages of one list, of one date.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        fn parent(folder: &str) -> &str {
            folder.rsplit_once('/').map_or("", |(parent, _)| parent)
        }
        let has_folders = !self.folder.is_empty() && !other.folder.is_empty();
        has_folders
            && self.folder != other.folder
            && parent(&self.folder) == parent(&other.folder)
            && (self.stem == other.stem && self.time.date == other.time.date && self.time.month == other.time.month)
    }

    /// Whether the other is named as the next page, in another folder of one folder.
    pub(super) fn is_before_beside(&self, other: &Self) -> bool {
        let follows = self.page.zip(other.page).is_some_and(|(a, b)| a + 1 == b);
        follows && self.is_page && other.is_page && self.is_beside(other)
    }

    /// Whether the name has an id in it: scripts save a page under the cursor that it was asked for with.
    pub(super) fn names(&self, id: &str) -> bool {
        id.len() >= 8 && self.name.contains(&id.to_lowercase())
    }
}

/// Numbers that are missing between the first page and the last one that is there, of files whose names are siblings. Pages are
/// numbered from 0 or 1; a name without a number is the first. Numbers without a word for pages are pages' only where one of the
/// files says that more follow.
pub(super) fn missing_pages<'a>(names: impl Iterator<Item = &'a PathName>, is_paged: bool) -> Vec<u32> {
    let names: Vec<&PathName> = names.collect();
    let pages: BTreeSet<u32> = names.iter().filter_map(|name| name.page).collect();
    let is_numbered = names.iter().any(|name| name.is_page) || is_paged && pages.len() > 1;
    let Some(&last) = pages.last().filter(|last| is_numbered && **last < 1_000) else { return Vec::new() };
    let has_unnumbered = names.iter().any(|name| name.page.is_none());
    (1..last).filter(|page| !(pages.contains(page) || *page == 1 && has_unnumbered)).collect()
}

/// The path of a file that was compressed by itself, as if it were not: `d/a.json.gz!/a.json` stands in `d`, next to other pages.
fn unpacked(path: &str) -> &str {
    let Some((outer, inner)) = path.rsplit_once("!/") else { return path };
    let name = outer.rsplit('/').next().unwrap_or(outer);
    let is_alone = name.strip_prefix(inner).is_some_and(|ending| ending.starts_with('.'));
    if is_alone { outer } else { path }
}

/// The name without the number that a browser gives to a second download.
fn without_copies(name: &str) -> String {
    let mut name = name.to_owned();
    while let Some(from) = name.find(" (").or_else(|| name.find('(')) {
        let Some(to) = name[from..].find(')').map(|at| from + at) else { break };
        let inside = name[from..to].trim_start_matches([' ', '(']);
        if inside.is_empty() || !inside.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        name.replace_range(from..=to, "");
    }
    name
}

/// Words and numbers of a name. An id of the API stays whole: a digit inside it is no number of a page, whatever letter stands before
/// it.
fn tokens(name: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for run in name.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
        if is_id(run) {
            tokens.push(run.to_owned());
            continue;
        }
        let mut last = None;
        for character in run.chars() {
            let is_number = character.is_numeric();
            match tokens.last_mut() {
                Some(token) if last == Some(is_number) => token.push(character),
                _ => tokens.push(character.to_string()),
            }
            last = Some(is_number);
        }
    }
    tokens
}

/// Whether a run of letters and digits is what stands behind the prefix of an id: `01` and some 22 characters.
fn is_id(run: &str) -> bool {
    run.len() >= 20 && run.starts_with("01") && run.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Takes the date out of a name: a day, else a month or quarter, of which the last day counts.
fn take_date(tokens: &mut Vec<String>) -> Option<NaiveDate> {
    for at in 0..tokens.len() {
        let number = |at: usize, from: u32, to: u32| {
            let value: u32 = tokens.get(at)?.parse().ok()?;
            (from..=to).contains(&value).then_some(value)
        };
        let month = |at: usize| month_of(tokens.get(at)?);
        let quarter = |at: usize| number(at + 1, 1, 4).filter(|_| tokens.get(at).is_some_and(|word| word == "q"));
        let whole = |text: &str| match (text.len(), text.parse::<u32>()) {
            (8, Ok(value)) => day(value / 10_000, value / 100 % 100, value % 100),
            (6, Ok(value)) => month_end(value / 100, value % 100),
            _ => None,
        };
        let year = |at: usize| number(at, 2015, 2100);
        let found = match year(at) {
            Some(y) => match (number(at + 1, 1, 12), number(at + 2, 1, 31), quarter(at + 1), month(at + 1)) {
                (Some(m), Some(d), ..) if day(y, m, d).is_some() => day(y, m, d).map(|date| (date, 3)),
                (Some(m), ..) => month_end(y, m).map(|date| (date, 2)),
                (_, _, Some(q), _) => month_end(y, q * 3).map(|date| (date, 3)),
                (_, _, _, Some(m)) => month_end(y, m).map(|date| (date, 2)),
                _ => None,
            },
            None => match (quarter(at).zip(year(at + 2)), month(at).zip(year(at + 1))) {
                (Some((q, y)), _) => month_end(y, q * 3).map(|date| (date, 3)),
                (_, Some((m, y))) => month_end(y, m).map(|date| (date, 2)),
                _ => whole(&tokens[at]).map(|date| (date, 1)),
            },
        };
        if let Some((date, length)) = found {
            tokens.drain(at..at + length);
            // `2026-07-01_to_2026-07-31`: the last counts.
            return take_date(tokens).or(Some(date));
        }
    }
    None
}

/// The month that a word is: its name in any language, its first three letters in English or `sept`.
fn month_of(word: &str) -> Option<u32> {
    let word = if word == "sept" { "sep" } else { word };
    let found = MONTHS.iter().position(|month| word == &month[..3]);
    found.and_then(|at| u32::try_from(at + 1).ok()).or_else(|| month_called(word))
}

/// The last month of the quarter that two tokens are: `q` and its number.
fn quarter_of(tokens: &[String], at: usize) -> Option<u32> {
    let number: u32 = tokens.get(at + 1)?.parse().ok()?;
    // Any other number may be too large to be multiplied.
    (tokens[at] == "q" && (1..=4).contains(&number)).then(|| number * 3)
}

fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| (2015..=2100).contains(&year))
}

fn month_end(year: u32, month: u32) -> Option<NaiveDate> {
    (28..=31).rev().find_map(|last| day(year, month, last))
}

/// Takes the page's number out of a name: the one behind a word for pages, else the last one, else the last letter that stands alone.
fn take_page(tokens: &mut Vec<String>) -> (Option<u32>, bool) {
    let number = |token: &String| token.parse().ok().filter(|value: &u32| *value < MOST_PAGES);
    let behind_word = (1..tokens.len()).rev().find_map(|at| {
        let value = number(&tokens[at]).filter(|_| PAGE_WORDS.contains(&tokens[at - 1].as_str()))?;
        Some((at, value))
    });
    if let Some((at, value)) = behind_word {
        tokens.drain(at - 1..=at);
        return (Some(value), true);
    }
    let Some(last) = tokens.last() else { return (None, false) };
    let letter = last.bytes().next().filter(|byte| last.len() == 1 && byte.is_ascii_lowercase() && tokens.len() > 1);
    let value = number(last).or_else(|| letter.map(|byte| u32::from(byte - b'a') + 1));
    if value.is_some() {
        tokens.pop();
    }
    (value, false)
}
