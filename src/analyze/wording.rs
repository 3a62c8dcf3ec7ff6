//! Turns of phrase that messages of all groups share.

use chrono::NaiveDate;

/// A word with a capital letter.
pub(super) fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A day for people: `18 Aug 2026`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// `1 member`, `3 members`.
pub(super) fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// `«A», «B»`.
pub(super) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ")
}

/// `a, b and 3 more`: the first `shown`, and how many more there are.
pub(super) fn some_of<T: ToString>(all: impl IntoIterator<Item = T>, shown: usize) -> String {
    let all: Vec<String> = all.into_iter().map(|one| one.to_string()).collect();
    match all.len().checked_sub(shown) {
        None | Some(0) => all.join(", "),
        Some(more) => format!("{} and {more} more", all[..shown].join(", ")),
    }
}
