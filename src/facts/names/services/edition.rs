//! Which of a service's keys a key is, as the end of its name says: a version, a number, a date, old or new.

use crate::model::MONTHS;

/// What a name says of a key's place in a row of rotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// Nothing.
    #[default]
    Unmarked,
    /// A bare number: `search-2`. Keys that are meant to work side by side are numbered too.
    Number(u32),
    /// `search-v2`, `search-v2.1`, `search-rev-3`.
    Version(Vec<u32>),
    /// Year, month and day, zero where not stated; a quarter or half begins with its first month: `search-2026q3`,
    /// `search-202607`, `search-2026-07-15`, `search-jul-2026`.
    Period(u32, u32, u32),
    /// `search-old`.
    Former,
    /// `search-new`.
    Latest,
}

/// Words that only say that it is a key.
const KEY_WORDS: [&str; 4] = ["key", "keys", "apikey", "apikeys"];
/// Words in front of a version's number.
const VERSION_WORDS: [&str; 6] = ["v", "ver", "version", "rev", "rot", "rotation"];
const FORMER_WORDS: [&str; 7] = ["old", "former", "prev", "previous", "retired", "deprecated", "outgoing"];
const LATEST_WORDS: [&str; 6] = ["new", "newer", "next", "latest", "rotated", "replacement"];
/// Letters of a month's name that are enough.
const SHORTEST_MONTH: usize = 3;
/// Digits from which on a bare number is a port or an account, not a count.
const LONGEST_NUMBER: usize = 3;

impl Edition {
    /// Takes what says the edition, and that it is a key, from the end of a name's pieces, and `old` or `new` from its beginning.
    /// Of several the outermost counts, but a date or a version goes before a bare number.
    pub(super) fn take(pieces: &mut Vec<String>) -> Self {
        let mut edition = Self::Unmarked;
        while let Some((taken, said)) = last(pieces) {
            pieces.truncate(pieces.len() - taken);
            if let Some(said) = said
                && matches!(edition, Self::Unmarked | Self::Number(_))
            {
                edition = said;
            }
        }
        if let [first, _, ..] = pieces.as_slice()
            && let Some(said) = word(first)
        {
            pieces.remove(0);
            edition = if edition == Self::Unmarked { said } else { edition };
        }
        edition
    }

    /// Whether it only says which of several keys it is: those may replace each other or work side by side.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Whether a key with this edition, made later, is named as the successor of one with the other.
    #[must_use]
    pub fn follows(&self, older: &Self) -> bool {
        use Edition::{Former, Latest, Number, Period, Unmarked, Version};
        match (older, self) {
            (_, Former) | (Latest, Unmarked | Number(_) | Latest) => false,
            (Former, _) | (_, Latest) => true,
            (Number(a), Number(b)) => b > a,
            (Version(a), Version(b)) => b > a,
            (Period(..), Period(..)) => older.start() < self.start(),
            // The dated keys of a service whose key in use bears none.
            (Period(..), Unmarked) => true,
            (_, Unmarked) | (Version(_), Number(_)) => false,
            _ => true,
        }
    }

    const fn start(&self) -> Option<(u32, u32, u32)> {
        match self {
            Self::Period(year, month, day) => Some((*year, *month, *day)),
            _ => None,
        }
    }
}

/// What the last pieces say, and how many they are; none where they belong to the service.
fn last(pieces: &[String]) -> Option<(usize, Option<Edition>)> {
    let last = pieces.last()?.as_str();
    let before: Vec<&str> = pieces.iter().rev().skip(1).take(2).map(String::as_str).collect();
    let said = |taken, edition| Some((taken, Some(edition)));
    if let [month, year] = before[..]
        && let (Some(year), Some(month), Some(day)) = (year_of(year), up_to(month, 12), up_to(last, 31))
    {
        return said(3, Edition::Period(year, month, day));
    }
    if let Some(&before) = before.first() {
        let period = |year, part| Some(Edition::Period(year_of(year)?, month_of(part)?, 0));
        if let Some(period) = period(before, last).or_else(|| period(last, before)) {
            return said(2, period);
        }
        if let Some(number) = number_of(last) {
            if let Some(major) = numbered(before, &VERSION_WORDS) {
                return said(2, Edition::Version(vec![major, number]));
            }
            if VERSION_WORDS.contains(&before) {
                return said(2, Edition::Version(vec![number]));
            }
        }
        if before == "api" && KEY_WORDS.contains(&last) {
            return Some((2, None));
        }
    }
    if KEY_WORDS.contains(&last) {
        return Some((1, None));
    }
    let version = numbered(last, &VERSION_WORDS).map(|number| Edition::Version(vec![number]));
    let number = || number_of(last).or_else(|| numbered(last, &KEY_WORDS)).map(Edition::Number);
    let edition = word(last).or(version).or_else(|| date(last)).or_else(number)?;
    said(1, edition)
}

fn word(piece: &str) -> Option<Edition> {
    let former = FORMER_WORDS.contains(&piece).then_some(Edition::Former);
    former.or_else(|| LATEST_WORDS.contains(&piece).then_some(Edition::Latest))
}

/// `2026q3`, `26q3`, `q32026`, `2026h2`, `jul2026`, `20260715`, `202607`, `2026`.
fn date(piece: &str) -> Option<Edition> {
    if let Some(year) = year_of(piece) {
        return Some(Edition::Period(year, 0, 0));
    }
    if let (true, Some((year, rest))) = (is_digits(piece), piece.split_at_checked(4)) {
        let (month, day) = rest.split_at_checked(2)?;
        let day = if day.is_empty() { Some(0) } else { (day.len() == 2).then(|| up_to(day, 31)).flatten() };
        return Some(Edition::Period(year_of(year)?, up_to(month, 12)?, day?));
    }
    let short = piece.split_at_checked(2).and_then(|(year, part)| {
        let quarter = part.len() == 2 && part.starts_with(['q', 'h']) && is_digits(year);
        quarter.then(|| Some((2_000 + year.parse::<u32>().ok()?, month_of(part)?))).flatten()
    });
    let long = || piece.split_at_checked(4).and_then(|(year, part)| Some((year_of(year)?, month_of(part)?)));
    let turned = || {
        let (part, year) = piece.split_at_checked(piece.len().checked_sub(4)?)?;
        Some((year_of(year)?, month_of(part)?))
    };
    let (year, month) = short.or_else(long).or_else(turned)?;
    Some(Edition::Period(year, month, 0))
}

/// The month that a part of a year begins with: `q3` and `h2` with July; `jul`, `07`.
fn month_of(part: &str) -> Option<u32> {
    if let Some(number) = part.strip_prefix('q') {
        return up_to(number, 4).map(|quarter| 3 * quarter - 2);
    }
    if let Some(number) = part.strip_prefix('h') {
        return up_to(number, 2).map(|half| 6 * half - 5);
    }
    let named = MONTHS.iter().zip(1..).find(|(month, _)| part.len() >= SHORTEST_MONTH && month.starts_with(part));
    named.map(|(_, number)| number).or_else(|| if part.len() == 2 { up_to(part, 12) } else { None })
}

/// A year of this century.
fn year_of(piece: &str) -> Option<u32> {
    (piece.len() == 4 && piece.starts_with("20") && is_digits(piece)).then(|| piece.parse().ok()).flatten()
}

fn up_to(piece: &str, most: u32) -> Option<u32> {
    (is_digits(piece) && piece.len() <= 2).then(|| piece.parse().ok()).flatten().filter(|n| (1..=most).contains(n))
}

fn number_of(piece: &str) -> Option<u32> {
    (is_digits(piece) && piece.len() <= LONGEST_NUMBER).then(|| piece.parse().ok()).flatten()
}

/// The number behind one of these words, without anything between: `v2`.
fn numbered(piece: &str, words: &[&str]) -> Option<u32> {
    words.iter().find_map(|word| piece.strip_prefix(word).and_then(number_of))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_digits(piece: &str) -> bool {
    !piece.is_empty() && piece.chars().all(is_digit)
}
