//! Text inside JSON strings, read without reading the JSON: it may be broken, or stand in a cell.

/// The text with JSON's escapes undone once; nothing where it has none. What only looks like an escape stays.
#[must_use]
pub fn unescaped(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let (mut rest, mut found) = (text, false);
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = escape(rest).unwrap_or(('\\', 1));
        found |= length > 1;
        plain.push(c);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    found.then_some(plain)
}

/// The character that an escape at the beginning of a text stands for, and the bytes of the escape.
fn escape(text: &str) -> Option<(char, usize)> {
    let simple = match text.as_bytes().get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => {
            let high = unit(text)?;
            if let Some(c) = char::from_u32(u32::from(high)) {
                return Some((c, 6));
            }
            let low = unit(text.get(6..)?)?;
            return char::decode_utf16([high, low]).next()?.ok().map(|c| (c, 12));
        }
        _ => return None,
    };
    Some((simple, 2))
}

/// The number of `\uXXXX` at the beginning of a text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_once() {
        for (text, plain) in [
            (r"sk\u002dant\u002Dapi", Some("sk-ant-api")),
            (r#"\"a\/b\\n\""#, Some("\"a/b\\n\"")),
            (r"\ud83d\ude00", Some("\u{1f600}")),
            (r"a\\u002d", Some(r"a\u002d")),
            (r"C:\data \u12", None),
            (r"\ud83d alone", None),
            ("plain", None),
            ("é\\", None),
        ] {
            assert_eq!(unescaped(text).as_deref(), plain, "{text}");
        }
    }
}
