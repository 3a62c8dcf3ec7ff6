//! Exports carry text that strangers chose. Here it is made harmless, once for every format that shows it.

mod isolated;
mod jira;
mod joiners;

use std::borrow::Cow;

use isolated::isolated;
pub(super) use jira::jira;
use joiners::{is_joiner, is_seen};

/// Whether a character changes how its neighbours are shown, or shows nothing itself.
///
/// Controls (C0, DEL, C1) reach terminals; bidirectional marks reorder what a reader sees ("Trojan Source", CVE-2021-42574); the
/// zero-width ones, tags and variation selectors make two different names look the same.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        // Noncharacters, which XML and so SVG does not allow.
        || u32::from(c) & 0xFFFE == 0xFFFE
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{3164}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FDD0}'..='\u{FDEF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The text on one line, with control, direction and invisible characters written out: `\n`, `\u{202E}`.
///
/// For the terminal this is all there is to do; the other formats build on it.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    // Most texts are printable ASCII, which bytes tell.
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || !text.chars().any(is_deceptive) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_joiner(c) && is_seen(&text[..at], c, letters.peek().map(|(_, next)| *next)) => out.push(c),
            c if is_deceptive(c) => out.push_str(&format!("\\u{{{:04X}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// At most `limit` characters of the visible text, the last one `…` where something was cut.
pub(super) fn cut(text: &str, limit: usize) -> String {
    // What lies behind the limit is not looked at: a name may have 100 kB.
    let end = text.char_indices().nth(limit.saturating_add(1)).map_or(text.len(), |(at, _)| at);
    let text = visible(&text[..end]);
    match text.char_indices().nth(limit) {
        None => text.into_owned(),
        Some(_) => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// As [`cut`], but behind a whole word where one ends in the second half; a name without blanks is cut where the room ends.
pub(super) fn cut_at_word(text: &str, limit: usize) -> String {
    let short = cut(text, limit);
    let Some(kept) = short.strip_suffix('…').filter(|_| text.chars().nth(limit).is_some()) else { return short };
    match kept.rfind(' ').filter(|at| *at > kept.len() / 2) {
        Some(at) => format!("{} …", kept[..at].trim_end()),
        None => short,
    }
}

/// For text and quoted attributes of HTML and of SVG.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Letters of a word from which on it may be broken where its parts meet.
const LONG_WORD: usize = 14;

/// For text of HTML, never attributes: a long address, path or id may break behind `@`, `.`, `_`, `/` and the like, and so not within a
/// name, however narrow its column is. A name in quotation marks is isolated: one that is written from right to left would carry the
/// words next to it along.
pub(super) fn html_breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for word in html(text).split_inclusive(' ') {
        if word.len() < LONG_WORD {
            out.push_str(word);
            continue;
        }
        // A domain of an address stays whole: its name and its end are one.
        let (mut since, mut is_domain) = (0, false);
        let mut letters = word.chars().peekable();
        while let Some(c) = letters.next() {
            out.push(c);
            since += 1;
            is_domain = c == '@' || is_domain && (c.is_alphanumeric() || matches!(c, '.' | '-'));
            let ends_part = c == '@' || since > 2 && !is_domain && matches!(c, '.' | '_' | '/' | ':' | '=' | '+');
            if ends_part && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
                out.push_str("<wbr>");
                since = 0;
            }
        }
    }
    isolated(out)
}

/// For running text and table cells of GitHub-flavoured Markdown, anywhere in a line, the beginning included.
pub(super) fn markdown(text: &str) -> String {
    let text: Vec<char> = visible(text).chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (at, &c) in text.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| text.get(i)).copied();
        let after = text.get(at + 1).copied();
        let inside_word = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Formulas on GitHub: the second `$` would have to follow something that is no blank. Amounts stay readable.
            '$' if before.is_none_or(char::is_whitespace) && after.is_some_and(|c| c.is_ascii_digit()) => out.push(c),
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '!' | '$' => out.extend(['\\', c]),
            // `snake_case` and `2026-07-01` stay readable; `_emphasis_`, lists, headings and rules do not happen.
            '_' if !inside_word => out.push_str("\\_"),
            '#' | '+' | '-' | '=' if before.is_none() => out.extend(['\\', c]),
            // Blanks before a mark would not stop it, and four make a block of code.
            ' ' if before.is_none() => out.push_str("&#32;"),
            // An ordered list: `1.` or `1)` where the line begins.
            '.' | ')'
                if at > 0 && after.is_none_or(char::is_whitespace) && text[..at].iter().all(char::is_ascii_digit) =>
            {
                out.extend(['\\', c])
            }
            // Bare addresses become links on GitHub: `https://…` hangs on the colon, `www.…` on the dot.
            ':' if after == Some('/') => out.push_str("\\:"),
            '.' if at >= 3 && text[at - 3..at].iter().all(|w| w.eq_ignore_ascii_case(&'w')) => out.push_str("\\."),
            // `@name` outside of an address would notify whoever bears that name.
            '@' if !before.is_some_and(char::is_alphanumeric) => out.push_str("<span>@</span>"),
            c => out.push(c),
        }
    }
    out
}

/// For a cell of CSV that a spreadsheet opens: what it would take for a formula gets a leading apostrophe.
///
/// The full-width forms are formulas too in East Asian versions of Excel. The `csv` crate quotes; this only guards.
pub(super) fn csv_cell(text: &str) -> String {
    let runs = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let guarded = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(runs);
    format!("{}{}", if guarded { "'" } else { "" }, visible(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deceptive_characters_become_visible() {
        assert_eq!(visible("plain ünï 日本"), "plain ünï 日本");
        assert_eq!(visible("a\nb\tc\rd"), "a\\nb\\tc\\rd");
        assert_eq!(visible("\u{1b}[31mred\u{9b}0m\u{7f}"), "\\u{001B}[31mred\\u{009B}0m\\u{007F}");
        for c in [
            '\u{202A}',
            '\u{202E}',
            '\u{2066}',
            '\u{2069}',
            '\u{200E}',
            '\u{200F}',
            '\u{FEFF}',
            '\u{200B}',
            '\u{E0041}',
            '\u{2028}',
        ] {
            let shown = visible(&format!("x{c}y")).into_owned();
            assert_eq!(shown, format!("x\\u{{{:04X}}}y", u32::from(c)));
        }
    }

    #[test]
    fn cutting_counts_characters_not_bytes() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
        assert_eq!(cut(&"x".repeat(100_000), 80).chars().count(), 80);
    }

    #[test]
    fn sentences_are_cut_behind_words() {
        assert_eq!(cut_at_word("short and whole", 15), "short and whole");
        assert_eq!(cut_at_word("Export the key list again", 20), "Export the key …");
        assert_eq!(cut_at_word("a verylongnamewithoutblanks", 20), "a verylongnamewitho…");
        assert!(cut_at_word(&"word ".repeat(30_000), 80).chars().count() <= 80);
        assert_eq!(cut_at_word("ends with …", 80), "ends with …");
    }

    #[test]
    fn html_text_and_attributes() {
        assert_eq!(
            html("<script>alert('1')</script> & \"q\""),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;q&quot;"
        );
    }

    #[test]
    fn long_words_break_where_their_parts_meet() {
        for (text, broken) in [
            ("ana@x.org", "ana@x.org"),
            ("tomas.achterberg@example.com", "tomas.<wbr>achterberg@<wbr>example.com"),
            ("from user_01ja2B6kCc62UbBvxXC4xZUY on", "from user_<wbr>01ja2B6kCc62UbBvxXC4xZUY on"),
            ("<wbr>\"@<script>", "&lt;wbr&gt;&quot;@&lt;script&gt;"),
            ("claude.example/<b>/a_______b", "claude.<wbr>example/&lt;b&gt;/<wbr>a_______<wbr>b"),
        ] {
            assert_eq!(html_breakable(text), broken, "{text:?}");
            assert_eq!(html_breakable(text).replace("<wbr>", ""), html(text), "nothing but breaks is added");
        }
    }

    #[test]
    fn markdown_marks_lose_their_meaning() {
        for (text, escaped) in [
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("![x](//evil/p.png)", "\\!\\[x\\](//evil/p.png)"),
            ("a|b", "a\\|b"),
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("`code`", "\\`code\\`"),
            ("# head", "\\# head"),
            ("- item", "\\- item"),
            ("  # head", "&#32; # head"),
            ("1. item", "1\\. item"),
            ("===", "\\==="),
            ("snake_case 2026-07-01 1.5", "snake_case 2026-07-01 1.5"),
            ("_em_ **b** ~~s~~", "\\_em\\_ \\*\\*b\\*\\* \\~\\~s\\~\\~"),
            ("https://evil www.evil.example", "https\\://evil www\\.evil.example"),
            ("@team bob@example.com", "<span>@</span>team bob@example.com"),
            ("a\n\n# b", "a\\\\n\\\\n# b"),
            ("&lt;", "&amp;lt;"),
            ("from $512 to $743, $x$ $1$", "from $512 to $743, \\$x\\$ $1\\$"),
        ] {
            assert_eq!(markdown(text), escaped, "{text:?}");
        }
    }

    #[test]
    fn formulas_are_guarded() {
        for text in ["=HYPERLINK(\"http://evil\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert!(csv_cell(text).starts_with('\''), "{text:?}");
        }
        for text in ["", "plain", "a=1", "'quoted"] {
            assert_eq!(csv_cell(text), text);
        }
    }
}
