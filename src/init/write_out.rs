//! TOML in which any text of an export stays a text.

use std::fmt::Write as _;

/// A basic string. What a reader would not see as itself (controls, direction marks, zero-width characters) is written by its number.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A list of strings on one line.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", texts.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}

/// A key: bare where TOML allows it.
pub(super) fn key(text: &str) -> String {
    let is_bare = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// A text inside of a comment: a line end in it would end the comment.
pub(super) fn commented(text: &str) -> String {
    escaped(text).replace("\\\"", "\"")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\'' => out.push(c),
            c if c.escape_debug().count() == 1 => out.push(c),
            // Writing to a text cannot fail.
            c if u32::from(c) > 0xFFFF => drop(write!(out, "\\U{:08X}", u32::from(c))),
            c => drop(write!(out, "\\u{:04X}", u32::from(c))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_stay_readable_where_they_can() {
        assert_eq!(quoted("Größe, d'accord"), "\"Größe, d'accord\"");
        assert_eq!(quoted("a\"b\\c\n\u{7f}\u{202e}\u{e0041}"), r#""a\"b\\c\u000A\u007F\u202E\U000E0041""#);
        assert_eq!((key("prod-1").as_str(), key("a.b").as_str(), key("").as_str()), ("prod-1", "\"a.b\"", "\"\""));
        assert_eq!(commented("«x\"\n[evil]»"), "«x\"\\u000A[evil]»");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(name: String, value: String, said: String) {
            let line = format!("{} = {} # {}", key(&name), list([value.as_str()]), commented(&said));
            let table: toml::Table = line.parse().unwrap();
            prop_assert_eq!(table.len(), 1);
            prop_assert_eq!(table[&name].as_array().unwrap()[0].as_str(), Some(value.as_str()));
        }
    }
}
