//! Ids, and what stands where somebody took one out.

/// Words that stand where somebody took an id out.
const TAKEN_OUT: [&str; 6] = ["redacted", "removed", "hidden", "masked", "anonymized", "anonymised"];

/// Whether a text is an id, and not what stands in its place.
#[must_use]
pub fn is_stated_id(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    !text.contains(['*', '•', '█', '[', '<'])
        && !bare.is_empty()
        && !TAKEN_OUT.iter().any(|word| word.eq_ignore_ascii_case(bare))
}

#[cfg(test)]
mod tests {
    use super::is_stated_id;

    #[test]
    fn what_stands_in_place_of_an_id() {
        for taken in ["[REDACTED]", "***", "redacted", "<removed>", "user_****", "-", "Hidden"] {
            assert!(!is_stated_id(taken), "{taken}");
        }
        for id in ["user_01A", "0f8fad5b-d9cb-469f-a165-70867728950e", "7", "removed-user"] {
            assert!(is_stated_id(id), "{id}");
        }
    }
}
