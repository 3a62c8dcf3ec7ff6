//! Sentences as people write them.

/// With a capital first letter, unless the first word is a name, an address, a path or code.
#[must_use]
pub fn capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default().trim_end_matches([',', ':', ';']);
    let is_word = first.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '\''));
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if is_word => letter.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// With a full stop at the end.
#[must_use]
pub fn with_stop(text: &str) -> String {
    let stop = if text.is_empty() || text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{text}{stop}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_get_a_capital_and_names_do_not() {
        for (text, capital_text) in [
            ("created 2026-08-03", "Created 2026-08-03"),
            ("organization's data exported", "Organization's data exported"),
            ("sign-in by magic link", "Sign-in by magic link"),
            ("status: gone", "Status: gone"),
            ("ann@example.com left", "ann@example.com left"),
            ("admin_api_key_updated with curl", "admin_api_key_updated with curl"),
            ("`expires_at` is null", "`expires_at` is null"),
            ("«asdf» is active", "«asdf» is active"),
            ("keys/list.json: cut", "keys/list.json: cut"),
            ("3 admins", "3 admins"),
            ("", ""),
        ] {
            assert_eq!(capital(text), capital_text);
        }
    }

    #[test]
    fn sentences_end_once() {
        assert_eq!(with_stop("last used 2026-08-03"), "last used 2026-08-03.");
        assert_eq!(with_stop("One. Two."), "One. Two.");
        assert_eq!(with_stop(""), "");
    }
}
