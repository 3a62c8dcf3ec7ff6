//! What is shaped like an address, an id, a network address or a key's hint, wherever it stands and whether a list knows it or not.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::dictionary::words;
use super::kind::{Facet, Form, Kind};

/// Characters of the last part of an id, at least: `user_015DJ1Dc7JPFBtB5f6jZfAkS` has 24.
const SHORTEST_ID: usize = 16;
/// Ids of single events, which identify nobody and by which a reviewer's decision is found again.
const OF_EVENTS: [&str; 3] = ["activity_", "req_", "event_"];
/// The ways to write an at sign.
const AT: [&str; 2] = ["@", "%40"];

/// Everything of the kind, in the order of the kinds; places may overlap.
pub(super) fn spotted(text: &str) -> Vec<(Range<usize>, Form)> {
    let mut found = Vec::new();
    for at in AT {
        found.extend(text.match_indices(at).filter_map(|(place, at)| address(text, place, at.len())));
    }
    let words = words(text);
    found.extend(words.iter().filter_map(|word| network(text, word.start)));
    found.extend(text.match_indices("::").filter_map(|(at, _)| network(text, at)));
    found.extend(words.iter().filter_map(|word| id(text, word)));
    found.extend(text.match_indices("sk-ant-").filter_map(|(at, _)| hint(text, at)));
    found
}

/// A mail address around an at sign.
fn address(text: &str, at: usize, length: usize) -> Option<(Range<usize>, Form)> {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '#');
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let before =
        text[..at].rfind(|c| !is_local(c)).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
    let behind = &text[at + length..];
    let end = behind.find(|c| !is_domain(c)).unwrap_or(behind.len());
    let domain = behind[..end].trim_end_matches(['.', '-']);
    let start = before + text[before..at].find(|c: char| c.is_alphanumeric())?;
    let end = at + length + domain.len();
    let is_one = domain.contains('.') && !domain.starts_with('.');
    is_one.then(|| (start..end, Form::new(Kind::Person, Facet::Main, &text[start..end].replace("%40", "@"))))
}

/// A network address, with the length of its network where that is written.
fn network(text: &str, start: usize) -> Option<(Range<usize>, Form)> {
    // What stands behind a slash, a letter or a dot is a version: `Chrome/143.0.0.0`.
    if text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | ':')) {
        return None;
    }
    let rest = &text[start..];
    let end = rest.find(|c: char| !c.is_ascii_hexdigit() && !matches!(c, '.' | ':')).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ':']);
    let address = if rest[..end].ends_with("::") { &rest[..end] } else { address };
    let is_one = match (address.parse::<Ipv4Addr>(), address.parse::<Ipv6Addr>()) {
        (Ok(one), _) => !one.is_unspecified(),
        (_, Ok(one)) => !one.is_unspecified(),
        _ => false,
    };
    let behind = &rest[address.len()..];
    let digits = behind.strip_prefix('/').map_or(0, |digits| digits.bytes().take_while(u8::is_ascii_digit).count());
    let length = address.len() + if digits > 0 { digits + 1 } else { 0 };
    is_one.then(|| (start..start + length, Form::new(Kind::Network, Facet::Main, &rest[..length])))
}

/// An id: a prefix of small letters with `_` behind it and a long run of letters and digits, or a UUID.
fn id(text: &str, word: &Range<usize>) -> Option<(Range<usize>, Form)> {
    let form = |place: Range<usize>| {
        let id = &text[place.clone()];
        (!OF_EVENTS.iter().any(|prefix| id.starts_with(prefix)))
            .then(|| (place.clone(), Form::new(Kind::of_id(id), Facet::Id, id)))
    };
    let last = &text[word.clone()];
    let is_random = last.bytes().any(|b| b.is_ascii_digit()) && last.bytes().any(|b| b.is_ascii_alphabetic());
    if last.len() >= SHORTEST_ID && is_random && text[..word.start].ends_with('_') {
        let is_prefix = |c: char| c.is_ascii_lowercase() || c == '_';
        let start = text[..word.start].trim_end_matches(is_prefix).len();
        return form(start..word.end);
    }
    let uuid = text.get(word.start..word.start + 36)?;
    let is_uuid = uuid.bytes().enumerate().all(|(at, b)| match at {
        8 | 13 | 18 | 23 => b == b'-',
        _ => b.is_ascii_hexdigit(),
    });
    let ends = |at: usize| !text[at..].starts_with(|c: char| c.is_alphanumeric());
    (is_uuid && ends(word.start + 36)).then(|| form(word.start..word.start + 36))?
}

/// What is shown of a key: `sk-ant-api03-R2D...igAA`, `sk-ant-api03-…igAA`.
fn hint(text: &str, at: usize) -> Option<(Range<usize>, Form)> {
    let rest = &text[at..];
    let is_hint = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '…' | '*');
    let hint = rest[..rest.find(|c| !is_hint(c)).unwrap_or(rest.len())].trim_end_matches(['.', '-', '…']);
    let shown = hint.rsplit(['.', '…', '*']).next().filter(|shown| shown.len() < hint.len())?;
    (!shown.is_empty()).then(|| (at..at + hint.len(), Form::new(Kind::Key, Facet::Hint, hint)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        spotted(text).into_iter().map(|(place, form)| format!("{} {}", form.kind.word(), &text[place])).collect()
    }

    #[test]
    fn shapes_are_seen_in_sentences() {
        for (text, expected) in [
            ("by ann.b+c@x.example.com, who", "person ann.b+c@x.example.com"),
            ("mailto:ann@example.com.", "person ann@example.com"),
            ("?u=ann%40example.com&x", "person ann%40example.com"),
            ("from 198.51.100.7.", "network 198.51.100.7"),
            ("in 198.51.100.0/24, off", "network 198.51.100.0/24"),
            ("at 2001:db8::7 and", "network 2001:db8::7"),
            ("user_015DJ1Dc7JPFBtB5f6jZfAkS (left)", "person user_015DJ1Dc7JPFBtB5f6jZfAkS"),
            ("admin_api_key_01owFYB2J6cbtnsNgAUpifbb", "key admin_api_key_01owFYB2J6cbtnsNgAUpifbb"),
            ("79962b46-735d-4895-aafa-11ade000c80d", "object 79962b46-735d-4895-aafa-11ade000c80d"),
            ("key sk-ant-api03-R2D...igAA is", "key sk-ant-api03-R2D...igAA"),
            ("sk-ant-api03-…igAA.", "key sk-ant-api03-…igAA"),
        ] {
            assert_eq!(seen(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_left() {
        for text in [
            "Chrome/143.0.0.0",
            "0.0.0.0/0",
            "13:05:00",
            "input_tokens_per_minute_cache_aware",
            "a @ b",
            "@example.com",
            "ann@host",
            "activity_013MexqvnUpVNfAQFh4dNB46",
            "sk-ant-",
            "2026-08-18",
        ] {
            assert_eq!(seen(text), Vec::<String>::new(), "{text}");
        }
    }
}
