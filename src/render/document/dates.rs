//! Days in sentences, as people write them: `18 Aug 2026`. Machines get what ISO 8601 says, from other formats.

use chrono::{Datelike as _, NaiveDate};

/// Characters of `2026-08-18`.
const LENGTH: usize = 10;

/// The sentence with its days spelled; days of one year that are joined by «to» say it once.
///
/// A day that is part of a longer word, of a name in `«»` or of code between backticks is no day but a name, and stays as it is.
pub(in crate::render) fn spelled(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let (mut rest, mut before, mut depth, mut is_code) = (sentence, None, 0_usize, false);
    while let Some(c) = rest.chars().next() {
        if depth == 0
            && !is_code
            && let Some(day) = day(before, rest)
        {
            let behind = &rest[LENGTH..];
            let until = behind.strip_prefix(" to ").and_then(|last| self::day(Some(' '), last));
            let is_one_year = until.is_some_and(|until| until.year() == day.year());
            out.push_str(&day.format(if is_one_year { "%-d %b" } else { "%-d %b %Y" }).to_string());
            (rest, before) = (behind, Some('0'));
            continue;
        }
        match c {
            '«' => depth += 1,
            '»' => depth = depth.saturating_sub(1),
            '`' => is_code = !is_code,
            _ => {}
        }
        out.push(c);
        (rest, before) = (&rest[c.len_utf8()..], Some(c));
    }
    out
}

/// The day with which the text begins, if nothing on either side makes it a part of something else.
fn day(before: Option<char>, text: &str) -> Option<NaiveDate> {
    let head = text.get(..LENGTH)?;
    let is_date = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    if !head.bytes().enumerate().all(is_date) || before.is_some_and(|c| !(c.is_whitespace() || c == '(')) {
        return None;
    }
    let mut behind = text[LENGTH..].chars();
    let is_end = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let ends = match behind.next() {
        Some(',' | ';' | ':' | ')' | '.' | '!' | '?') => {
            is_end(behind.next()) || text[LENGTH..].starts_with([')', ','])
        }
        c => is_end(c),
    };
    if ends { head.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_spelled_and_names_are_not() {
        for (text, said) in [
            ("Due 2026-08-18.", "Due 18 Aug 2026."),
            ("on 2026-08-01, then", "on 1 Aug 2026, then"),
            ("in use (2026-08-19 to 2026-09-30).", "in use (19 Aug to 30 Sep 2026)."),
            ("2026-12-31 to 2027-01-01", "31 Dec 2026 to 1 Jan 2027"),
            ("2026-10-01 00:00 UTC", "1 Oct 2026 00:00 UTC"),
            ("spend-2026-10-01.csv", "spend-2026-10-01.csv"),
            ("2026-10-01.csv and 2026-10-01T00:00:00Z", "2026-10-01.csv and 2026-10-01T00:00:00Z"),
            ("Key «2026-08-01 batch» of `2026-08-01`", "Key «2026-08-01 batch» of `2026-08-01`"),
            ("2026-13-01 and 2026-02-30", "2026-13-01 and 2026-02-30"),
            ("ü2026-08-18 ü", "ü2026-08-18 ü"),
            ("(until 2026-08-18)", "(until 18 Aug 2026)"),
            ("", ""),
        ] {
            assert_eq!(spelled(text), said);
        }
    }
}
