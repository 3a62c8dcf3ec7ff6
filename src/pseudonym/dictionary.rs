//! Known texts, found in other texts: longest first, between ends of words, whatever the letter case.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where a known text may be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Wherever it stands between ends of words.
    Free,
    /// There, and as it is written: `Production`, which as `production` is a word of ours.
    AsWritten,
    /// As a whole field, in quotes, or behind what names it: `workspace production`.
    Named,
}

/// Characters from which on the beginning of a name stands for the name: names are cut in captions and in rows of the log.
const SHORTEST_BEGINNING: usize = 10;
/// What stands before a name in sentences.
const BEFORE_NAMES: [&str; 11] =
    ["workspace ", "key ", "group ", "account ", "service ", "member ", "role ", "of ", ": ", ", ", "and "];

/// What names of exports end with.
const EXTENSIONS: [&str; 11] =
    [".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".xlsx", ".zip", ".gz", ".zst", ".toml"];

#[derive(Clone, Debug)]
struct Entry {
    before: String,
    behind: String,
    text: String,
    mode: Mode,
    index: usize,
}

/// Texts with an index each.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    /// By the text without signs at its ends, in lower case.
    by_core: BTreeMap<String, Vec<Entry>>,
    /// By its first word, how many words a text has.
    lengths: BTreeMap<String, BTreeSet<usize>>,
    /// By the whole text in lower case.
    whole: BTreeMap<String, usize>,
}

impl Dictionary {
    /// Adds a text; of two that differ in letter case the first counts.
    pub(super) fn insert(&mut self, text: &str, mode: Mode, index: usize) {
        self.whole.entry(text.trim().to_lowercase()).or_insert(index);
        let words = words(text);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let core = text[first.start..last.end].to_lowercase();
        let (before, behind) = (text[..first.start].to_lowercase(), text[last.end..].to_lowercase());
        let entries = self.by_core.entry(core).or_default();
        if entries.iter().any(|entry| (&entry.before, &entry.behind) == (&before, &behind)) {
            return;
        }
        entries.push(Entry { before, behind, text: text.to_owned(), mode, index });
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.before.len() + entry.behind.len()));
        self.lengths.entry(text[first.clone()].to_lowercase()).or_default().insert(words.len());
    }

    /// The index of a text that is one of the known ones, letter case aside.
    pub(super) fn whole(&self, text: &str) -> Option<usize> {
        self.whole.get(&text.trim().to_lowercase()).copied()
    }

    /// Every known text in a text, the longest at each place; they may overlap.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let words = words(text);
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let longest = self.lengths.get(&text[word.clone()].to_lowercase()).into_iter().flatten().rev();
            let hit = longest.filter_map(|count| words.get(at + count - 1)).find_map(|last| {
                let place = word.start..last.end;
                let entries = self.by_core.get(&text[place.clone()].to_lowercase())?;
                entries.iter().find_map(|entry| entry.at(text, &place).map(|place| (place, entry.index)))
            });
            found.extend(hit.or_else(|| self.beginning(text, word.start)));
        }
        found
    }

    /// A known text of which only the beginning stands there, before `…` or the end of quotes.
    fn beginning(&self, text: &str, start: usize) -> Option<(Range<usize>, usize)> {
        let rest = &text[start..];
        let end = rest.find(['…', '»'])?;
        let part = &rest[..end];
        if part.chars().count() < SHORTEST_BEGINNING || part.contains('«') {
            return None;
        }
        let part = part.to_lowercase();
        let (core, entries) = self.by_core.range(part.clone()..).next()?;
        let entry = entries.first().filter(|_| core.starts_with(&part))?;
        Some((start..start + end, entry.index))
    }
}

impl Entry {
    /// Where it stands, with the signs at its ends, if it does and may.
    fn at(&self, text: &str, core: &Range<usize>) -> Option<Range<usize>> {
        let start = core.start.checked_sub(self.before.len())?;
        let end = core.end + self.behind.len();
        let ends = text.get(start..core.start)?.to_lowercase() == self.before
            && text.get(core.end..end)?.to_lowercase() == self.behind;
        let (place, found) = (start..end, text.get(start..end)?);
        let is_quoted = text[..start].ends_with(['«', '`', '"', '\'', '(', '[', '/'])
            && text[end..].starts_with(['»', '`', '"', '\'', ')', ']', '/']);
        let is_named = || is_quoted || BEFORE_NAMES.iter().any(|before| text[..start].ends_with(before));
        let is_named = || is_named() || is_in_path(text, &place);
        let may = match self.mode {
            Mode::Free => true,
            Mode::AsWritten => found == self.text || is_quoted || is_in_path(text, &place),
            Mode::Named => found.len() == text.len() || is_named() && found.to_lowercase() == self.text.to_lowercase(),
        };
        (ends && may).then_some(place)
    }
}

/// Whether a place is in the name of a file: `workspace_members_research.json:7`.
fn is_in_path(text: &str, place: &Range<usize>) -> bool {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"' | '«' | '»' | '`');
    let rest = &text[place.end..];
    let run = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    let run = run.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    place.len() > 3 && EXTENSIONS.iter().any(|extension| run.to_lowercase().ends_with(extension))
}

/// Runs of letters and digits.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(first)) => {
                words.push(first..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|first| first..text.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(known: &[(&str, Mode)], text: &str) -> Vec<String> {
        let mut dictionary = Dictionary::default();
        known.iter().enumerate().for_each(|(at, (text, mode))| dictionary.insert(text, *mode, at));
        dictionary.find(text).into_iter().map(|(place, at)| format!("{}={}", &text[place], known[at].0)).collect()
    }

    #[test]
    fn the_longest_counts_between_ends_of_words() {
        let known =
            [("prod", Mode::Free), ("prod-search", Mode::Free), ("Ann Smith", Mode::Free), ("<b>x</b>", Mode::Free)];
        for (text, expected) in [
            ("key prod-search is old", vec!["prod-search=prod-search"]),
            ("PROD and products", vec!["PROD=prod"]),
            ("prod_2", vec!["prod=prod"]),
            ("ann smith's", vec!["ann smith=Ann Smith"]),
            ("annsmith", vec![]),
            ("a <b>x</b>.", vec!["<b>x</b>=<b>x</b>"]),
        ] {
            let all = found(&known, text);
            assert!(expected.iter().all(|one| all.contains(&(*one).to_owned())), "{text}: {all:?}");
            assert_eq!(all.is_empty(), expected.is_empty(), "{text}: {all:?}");
        }
    }

    #[test]
    fn words_of_ours_are_names_only_where_they_are_named() {
        let known = [("Production", Mode::AsWritten), ("search", Mode::Named)];
        for (text, expected) in [
            ("in production", 0),
            ("in Production", 1),
            ("a search by search", 0),
            ("«search» spent", 1),
            ("workspace search spent", 1),
            ("search", 1),
        ] {
            assert_eq!(found(&known, text).len(), expected, "{text}");
        }
    }

    #[test]
    fn a_cut_name_is_found_by_its_beginning() {
        let known = [("a-very-long-name-of-a-key", Mode::Free)];
        assert_eq!(found(&known, "«a-very-long-na» 5 %"), ["a-very-long-na=a-very-long-name-of-a-key"]);
        assert_eq!(found(&known, "a-very-long-na…").len(), 1);
        assert_eq!(found(&known, "«a-very» 5 %").len(), 0);
    }
}
