//! Words and pieces of a name: split at punctuation and camel humps, lower case; words also at digits.

/// The words of a name: `prodRecommendation-Service_v2` is `prod recommendation service v`.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_alphabetic() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = at.checked_sub(1).map(|i| chars[i]);
        let behind = chars.get(at + 1);
        // A hump: `fooBar`, and the last capital of a run before a small letter, `APIKey`.
        let hump = c.is_uppercase()
            && before.is_some_and(|b| b.is_lowercase() || b.is_uppercase() && behind.is_some_and(|n| n.is_lowercase()));
        if hump {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        word.extend(c.to_lowercase());
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The pieces of a name: its words with the digits that hang on them, and bare numbers. `searchV2-2026q3_7` is
/// `search v2 2026q3 7`.
#[must_use]
pub fn pieces(name: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|i| chars[i]);
        let small_behind = chars.get(at + 1).is_some_and(|n| n.is_lowercase());
        let hump = c.is_uppercase() && before.is_some_and(|b| b.is_lowercase() || b.is_alphanumeric() && small_behind);
        if hump || !c.is_alphanumeric() {
            pieces.extend((!piece.is_empty()).then(|| std::mem::take(&mut piece)));
        }
        if c.is_alphanumeric() {
            piece.extend(c.to_lowercase());
        }
    }
    pieces.extend((!piece.is_empty()).then_some(piece));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_apart_at_punctuation_digits_and_humps() {
        for (name, expected) in [
            ("prod-recommendation-service", "prod recommendation service"),
            ("prodRecommendationService", "prod recommendation service"),
            ("APIKey2026", "api key"),
            ("PROD", "prod"),
            ("live2prod", "live prod"),
            ("Größe_Ä", "größe ä"),
            ("--42--", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name:?}");
        }
    }

    #[test]
    fn pieces_keep_their_digits() {
        for (name, expected) in [
            ("searchV2-2026q3_7", "search v2 2026q3 7"),
            ("search-2026-07", "search 2026 07"),
            ("backup2Prod", "backup2 prod"),
            ("report-2026Q3", "report 2026q3"),
            ("eu1-APIKey", "eu1 api key"),
            ("--", ""),
        ] {
            assert_eq!(pieces(name).join(" "), expected, "{name:?}");
        }
    }
}
