//! For Jira's wiki markup, which other ticket systems of its maker read too.

use super::visible;

/// Longest of the marks between brackets that become a picture, `(flagoff)`.
const PICTURE: usize = 8;

/// For running text and table cells, anywhere in a line, the beginning included.
///
/// A backslash takes the meaning of a mark; two would end the line, so a backslash of the text is written by its number, as is what
/// makes an address a link and a colon a face.
pub(in crate::render) fn jira(text: &str) -> String {
    let text: Vec<char> = visible(text).chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (at, &c) in text.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| text.get(i)).copied();
        let after = text.get(at + 1).copied();
        let inside_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let is_apart = before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_whitespace);
        match c {
            '\\' => out.push_str("&#92;"),
            // Entities of the text must not be read as such.
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '{' | '}' | '[' | ']' | '|' | '!' | '*' | '^' | '~' => out.extend(['\\', c]),
            // `snake_case`, `2026-07-01` and ` - ` stay readable; emphasis, deletions, dashes, lists and rules do not happen.
            '_' | '+' | '-' if !inside_word && !is_apart => out.extend(['\\', c]),
            '?' if before == Some('?') || after == Some('?') => out.extend(['\\', c]),
            '#' if before.is_none() => out.extend(['\\', c]),
            // Blanks before a mark would not stop it.
            ' ' if before.is_none() => out.push_str("&#32;"),
            // `h1.` and `bq.` where a line begins.
            '.' if matches!(text[..at], ['h' | 'H', '1'..='6'] | ['b' | 'B', 'q' | 'Q']) => out.push_str("&#46;"),
            '(' if is_picture(&text[at + 1..]) => out.extend(['\\', c]),
            // `https://…`, `mailto:…` and faces.
            ':' | ';' if after.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_digit()) => {
                out.push_str(if c == ':' { "&#58;" } else { "&#59;" });
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether what follows a bracket is one short word of no digits, and the bracket's end.
fn is_picture(text: &[char]) -> bool {
    let end = text.iter().take(PICTURE).position(|c| *c == ')');
    end.is_some_and(|end| text[..end].iter().all(|c| !c.is_whitespace() && !c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_lose_their_meaning() {
        for (text, escaped) in [
            ("plain text, 10:00 UTC; 2026-07-01 and snake_case", "plain text, 10:00 UTC; 2026-07-01 and snake_case"),
            ("a - b", "a - b"),
            ("*b* _i_ -d- +u+ ^s^ ~s~ ??c??", "\\*b\\* \\_i\\_ \\-d\\- \\+u\\+ \\^s\\^ \\~s\\~ \\?\\?c\\?\\?"),
            ("{code}x{code}", "\\{code\\}x\\{code\\}"),
            ("[x|javascript:alert(1)]", "\\[x\\|javascript&#58;alert(1)\\]"),
            ("[~admin]", "\\[\\~admin\\]"),
            ("!http://evil/p.png!", "\\!http&#58;//evil/p.png\\!"),
            ("https://evil.example", "https&#58;//evil.example"),
            ("|| head | cell", "\\|\\| head \\| cell"),
            ("h1. head", "h1&#46; head"),
            ("bq. quote", "bq&#46; quote"),
            ("# item", "\\# item"),
            ("- item", "\\- item"),
            ("  * item", "&#32; \\* item"),
            ("----", "\\-\\-\\-\\-"),
            ("(x) (flagoff) :) ;)", "\\(x) \\(flagoff) &#58;) &#59;)"),
            ("(a longer remark) (1 check)", "(a longer remark) (1 check)"),
            ("a\\b\nc", "a&#92;b&#92;nc"),
            ("&#123;code}", "&amp;#123&#59;code\\}"),
            ("<script>", "&lt;script&gt;"),
        ] {
            assert_eq!(jira(text), escaped, "{text:?}");
        }
    }
}
