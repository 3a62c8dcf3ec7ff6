//! Whether a note of a check names a subject: the note is a sentence, and a name may be one of its words.

/// Marks between which notes put names and ids.
const MARKS: [(&str, &str); 2] = [("«", "»"), ("`", "`")];
/// What stands before an item of a list, and behind one.
const BEFORE_ITEM: [&str; 4] = [": ", ", ", "; ", "("];
const BEHIND_ITEM: [&str; 7] = [", ", "; ", " (", ")", ":", " and ", ". "];

/// Whether a note names this: in marks, as an item of a list, or as a whole word that is no word of a sentence (an id, an address).
pub(super) fn name(note: &str, name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    let is_marked = |(open, close): &(&str, &str)| note.contains(&format!("{open}{name}{close}"));
    MARKS.iter().any(is_marked) || note.match_indices(name).any(|(at, _)| stands_alone(note, at, name))
}

fn stands_alone(note: &str, at: usize, name: &str) -> bool {
    let (before, behind) = (&note[..at], &note[at + name.len()..]);
    if is_inside_marks(before) {
        return false;
    }
    let is_item = (before.is_empty() || BEFORE_ITEM.iter().any(|one| before.ends_with(one)))
        && (matches!(behind, "" | ".") || BEHIND_ITEM.iter().any(|one| behind.starts_with(one)));
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '@');
    let is_whole = !before.ends_with(is_part) && !before.ends_with('.') && !goes_on(behind, is_part);
    is_item || is_whole && name.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '@'))
}

/// Whether a name goes on behind: `a.b` does, and the stop of a sentence does not.
fn goes_on(behind: &str, is_part: fn(char) -> bool) -> bool {
    let mut letters = behind.chars();
    match letters.next() {
        Some('.') => letters.next().is_some_and(is_part),
        Some(first) => is_part(first),
        None => false,
    }
}

/// Whether what follows stands between marks, and is a part of another name.
fn is_inside_marks(before: &str) -> bool {
    let count = |sign: char| before.matches(sign).count();
    count('«') > count('»') || count('`') % 2 == 1
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_found_where_it_is_one_and_not_where_it_is_a_word() {
        for (note, name, wanted) in [
            ("Not judged, because a row could not be read: «a», «b»", "a", true),
            ("Not judged, because a row could not be read: «b»", "a", false),
            ("Not judged, because a row could not be read: «b a c»", "a", false),
            ("Not judged, because no export states it: `a`", "a", true),
            ("Not judged, because it says no more: Prod (keys.json, line 3), Dev and 3 more", "Prod", true),
            ("Not judged, because it says no more: Prod (keys.json, line 3), Dev and 3 more", "Dev", true),
            ("Not judged, because it says no more: Prod Europe (keys.json, line 3)", "Prod", false),
            ("Every row is read, and the period is known", "the period", false),
            ("Every row is read", "row", false),
            ("apikey_1 is unclear", "apikey_1", true),
            ("The key apikey_1.", "apikey_1", true),
            ("apikey_12 is unclear", "apikey_1", false),
            ("my.apikey_1 is unclear", "apikey_1", false),
            ("ann@example.com left", "ann@example.com", true),
            ("joann@example.com left", "ann@example.com", false),
            ("ann@example.com.au left", "ann@example.com", false),
            ("The key «ann@example.com's»", "ann@example.com", false),
            ("Anything", "", false),
        ] {
            assert_eq!(super::name(note, name), wanted, "{name} in {note}");
        }
    }
}
