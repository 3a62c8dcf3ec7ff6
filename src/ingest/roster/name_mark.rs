//! Marks on names that say who has left: systems of HR write `Ann Lee (Terminated)`, administrators `DISABLED - Ann Lee` and `ZZ_Ann Lee`.

use super::leaving::speaks_of_leaving;
use super::status::Statuses;
use crate::data::roster_words::{StatusWord, normal};
use crate::model::Standing;

/// Put before a name so that it is sorted behind all others, or so that nobody takes it for somebody who is there.
const BEFORE: [&str; 8] = ["zz", "zzz", "zzzz", "xx", "xxx", "x", "ex", "old"];
/// In brackets they say the same; a single letter there is an initial.
const IN_BRACKETS: [&str; 3] = ["ex", "old", "xxx"];
const OPENING: [char; 4] = ['(', '[', '{', '（'];
const CLOSING: [char; 4] = [')', ']', '}', '）'];
/// What stands around a mark, on both of its sides.
const AROUND: [char; 7] = ['*', '~', '!', '=', '<', '>', '#'];
/// What parts a mark from the name; a hyphen only with a space beside it.
const BETWEEN: [char; 5] = ['_', '|', ':', '–', '—'];
/// A mark in capitals has so many letters or more.
const LEAST_CAPITALS: usize = 4;

/// Longer texts are no names.
const LONGEST: usize = 200;

/// A name with a mark.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// What it says.
    pub(super) standing: Standing,
    /// The name without it.
    pub(super) name: String,
}

/// The mark on a name; none where nothing on it speaks of leaving, of an account that is off or of a leave: a nickname, a place or a kind
/// of employment is none.
pub(super) fn of(name: &str, statuses: &Statuses) -> Option<Mark> {
    if name.len() > LONGEST {
        return None;
    }
    let (outside, inside) = brackets(name);
    let in_brackets = inside.iter().filter_map(|part| judged(part, &IN_BRACKETS, statuses));
    let mut found: Vec<Standing> = in_brackets.collect();
    let rest = if found.is_empty() { name.to_owned() } else { outside };
    let (beside, rest) = beside(rest.trim(), statuses);
    found.extend(beside);
    let says = |standing: Standing| found.contains(&standing).then_some(standing);
    let standing = says(Standing::Gone).or_else(|| says(Standing::Unknown)).or_else(|| says(Standing::Between))?;
    Some(Mark { standing, name: rest.split_whitespace().collect::<Vec<_>>().join(" ") })
}

/// What the part of a name says.
fn judged(part: &str, short: &[&str], statuses: &Statuses) -> Option<Standing> {
    match statuses.of(part) {
        Some(StatusWord::Gone | StatusWord::Barred) => Some(Standing::Gone),
        Some(StatusWord::Between) => Some(Standing::Between),
        Some(StatusWord::Leaving) => Some(Standing::Unknown),
        Some(StatusWord::Here | StatusWord::Employment) => None,
        None => {
            let is_short = short.contains(&normal(part).as_str());
            (is_short || speaks_of_leaving(part)).then_some(Standing::Unknown)
        }
    }
}

/// What the marks at the beginning and the end of a name say, and what is left without them.
fn beside(name: &str, statuses: &Statuses) -> (Vec<Standing>, String) {
    let parted = name.replace("- ", "–").replace(" -", "–");
    let is_between = |c: char| BETWEEN.contains(&c) || AROUND.contains(&c);
    let mut parts: Vec<&str> = parted.split(is_between).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut found = Vec::new();
    while let [first, .., last] = parts[..] {
        let (at_first, at_last) = (judged(first, &BEFORE, statuses), judged(last, &BEFORE, statuses));
        let at = if at_first.is_some() { 0 } else { parts.len() - 1 };
        let Some(standing) = at_first.or(at_last) else { break };
        found.push(standing);
        parts.remove(at);
    }
    if !found.is_empty() {
        return (found, parts.join(" "));
    }
    match sorted_behind(name).or_else(|| in_capitals(name, statuses)) {
        Some(rest) => (vec![Standing::Unknown], rest),
        None => (found, name.to_owned()),
    }
}

/// The name behind what sorts it behind all others: `X-Ann`, `zz Ann`.
fn sorted_behind(name: &str) -> Option<String> {
    let (first, rest) = name.split_once(['-', ' ', '.'])?;
    let word = normal(first);
    let is_parted = name[first.len()..].starts_with('-') || word.starts_with("zz");
    let is_before = BEFORE.contains(&word.as_str()) && word != "old" && first.chars().all(char::is_alphabetic);
    (is_before && is_parted && !rest.trim().is_empty()).then(|| rest.trim().to_owned())
}

/// A word in capitals at the beginning or the end of a name that is not written so: `DISABLED Ann Lee`. A family name may be.
fn in_capitals(name: &str, statuses: &Statuses) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capital = |word: &str| word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let [first, .., last] = words[..] else { return None };
    let sides = [(first, &words[1..]), (last, &words[..words.len() - 1])];
    let is_mark = |(word, others): &(&str, &[&str])| {
        word.chars().count() >= LEAST_CAPITALS
            && is_capital(word)
            && !others.iter().any(|other| is_capital(other))
            && judged(word, &[], statuses).is_some_and(|standing| standing != Standing::Between)
    };
    sides.into_iter().find(is_mark).map(|(_, others)| others.join(" "))
}

/// A name without what stands in brackets, and what stands there.
fn brackets(name: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut is_inside) = (String::new(), Vec::new(), false);
    for c in name.chars() {
        if OPENING.contains(&c) {
            is_inside = true;
            inside.push(String::new());
        } else if CLOSING.contains(&c) {
            is_inside = false;
        } else if let Some(part) = inside.last_mut().filter(|_| is_inside) {
            part.push(c);
        } else {
            outside.push(c);
        }
    }
    (outside, inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<(Standing, String)> {
        of(name, &Statuses::new()).map(|mark| (mark.standing, mark.name))
    }

    #[test]
    fn marks_of_who_has_left() {
        for name in [
            "Ann Lee (Terminated)",
            "Ann Lee (terminated)",
            "Ann Lee (Left)",
            "Ann Lee (Inactive)",
            "Ann Lee [Terminated]",
            "Ann Lee [left]",
            "[LEFT] Ann Lee",
            "(Leaver) Ann Lee",
            "Ann Lee (Former)",
            "Ann Lee (former employee)",
            "Ann Lee - Terminated",
            "Ann Lee – Inactive",
            "Ann Lee *LEFT*",
            "DISABLED - Ann Lee",
            "Disabled: Ann Lee",
            "LEFT_Ann Lee",
            "~left~ Ann Lee",
            "Ann Lee (ausgeschieden)",
            "Ann Lee (parti)",
            "Ann Lee (baja)",
            "Ann Lee (cessato)",
            "Ann Lee (uit dienst)",
            "Ann Lee (уволен)",
            "Ann Lee（退職）",
        ] {
            assert_eq!(read(name), Some((Standing::Gone, "Ann Lee".to_owned())), "{name}");
        }
        assert_eq!(read("Lee, Ann (ausgeschieden)"), Some((Standing::Gone, "Lee, Ann".to_owned())));
        assert_eq!(read("ZZ_Ann Lee - Terminated"), Some((Standing::Gone, "Ann Lee".to_owned())));
    }

    #[test]
    fn marks_that_leave_it_open() {
        for name in [
            "ZZ_Ann Lee",
            "zz_Ann Lee",
            "ZZ Ann Lee",
            "zzz-Ann Lee",
            "X-Ann Lee",
            "x_Ann Lee",
            "Ann Lee (ex)",
            "(old) Ann Lee",
            "Ann Lee (left 14 Aug)",
            "Ann Lee (gekündigt)",
            "Ann Lee (resigns in May)",
            "DISABLED Ann Lee",
            "Ann Lee LEFT",
        ] {
            assert_eq!(read(name), Some((Standing::Unknown, "Ann Lee".to_owned())), "{name}");
        }
        for name in ["Ann Lee (On Leave)", "Ann Lee (Elternzeit)", "Ann Lee - LOA"] {
            assert_eq!(read(name).map(|one| one.0), Some(Standing::Between), "{name}");
        }
    }

    #[test]
    fn names_without_a_mark() {
        for name in [
            "",
            "Ann",
            "Ann Lee",
            "Lee, Ann",
            "Ann Lee (Contractor)",
            "Ann Lee (External)",
            "Ann Lee (Bob)",
            "Ann Lee (she/her)",
            "Ann Lee (Berlin)",
            "Ann Lee (R)",
            "Ann (X) Lee",
            "Ann Lee - Sales",
            "Ann Lee | Acme",
            "Anna-Lena Lee-Moss",
            "Left, Ann",
            "Ann Parti",
            "ANN PARTI",
            "Jean-Luc PICARD",
            "Alexa Old",
            "Xavier Lee",
            "X. Lee",
            "Malcolm X",
            "Al-Zahra",
            "O'Neill, Zoë",
            "佐藤 花子",
        ] {
            assert_eq!(read(name), None, "{name}");
        }
    }
}
