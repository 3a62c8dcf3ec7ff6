//! Lines of a terminal: how many columns text takes, and what fits.

use crate::render::escape::{cut, visible};

/// Columns that a terminal gives to a text: two for East Asian characters and pictures, none for combining marks (UAX #11, rounded).
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

pub(super) fn column(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => 2,
        0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// The visible text in at most this many columns.
pub(super) fn fit(text: &str, room: usize) -> String {
    let text = cut(text, 400);
    if columns(&text) <= room {
        return text;
    }
    let mut left = room.saturating_sub(1);
    let kept = text.chars().take_while(|c| {
        column(*c) <= left && {
            left -= column(*c);
            true
        }
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// The visible text broken at blanks into at most `most` lines, the last one cut.
pub(super) fn wrap(text: &str, room: usize, most: usize) -> Vec<String> {
    let text = cut(text, 1_000);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let at = lines.len() - 1;
        if lines[at].is_empty() || columns(&lines[at]) + 1 + columns(word) <= room || lines.len() == most {
            lines[at] = if lines[at].is_empty() { word.to_owned() } else { format!("{} {word}", lines[at]) };
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.iter().map(|line| fit(line, room)).collect()
}

/// What was expected stands behind what happened, and is left out first.
const EXPECTATIONS: [&str; 3] = [". Expected: ", ". Allowed: ", ". Threshold: "];

/// As [`wrap`]; where the text is longer than the lines, it ends with the last sentence that is whole, if one is.
pub(super) fn sentences(text: &str, room: usize, most: usize) -> Vec<String> {
    let is_whole = |text: &str| wrap(text, room, usize::MAX).len() <= most;
    if is_whole(text) {
        return wrap(text, room, most);
    }
    let fact = EXPECTATIONS.iter().filter_map(|word| text.find(word)).min().map_or(text, |at| &text[..at]);
    let ends = fact.match_indices(". ").map(|(at, _)| at).chain([fact.len()]);
    let whole = ends.map(|end| &fact[..end]).filter(|part| !part.is_empty() && is_whole(part)).last();
    wrap(whole.unwrap_or(fact), room, most)
}

pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Text with names from exports in it, safe for a terminal: line ends stay, control and direction characters become visible.
#[must_use]
pub fn plain(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_with_a_sentence() {
        let said = |text: &str| sentences(text, 20, 2).join("|");
        assert_eq!(said("Off for an hour"), "Off for an hour");
        assert_eq!(said("Off for an hour. Expected: no change without a decision"), "Off for an hour");
        assert_eq!(said("Used on 43 days. It has cost $55.25 since then. It works"), "Used on 43 days");
        assert_eq!(said("Used on 43 days. It cost $5. Expected: none of it"), "Used on 43 days. It|cost $5");
        assert_eq!(said("One sentence that goes on and on for ever"), "One sentence that|goes on and on for…");
    }
}
