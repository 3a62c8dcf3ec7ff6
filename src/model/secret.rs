//! Secrets never leave: whatever is shaped like a whole key is cut before it is kept.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

mod encoded;
mod gateway;
#[cfg(test)]
mod tests;
mod traces;

const PREFIX: &[u8] = b"sk-ant-";
const UPPER_PREFIX: &[u8] = b"SK-ANT-";
/// Characters after the prefix from which on a run is taken for a whole key. Hints (`sk-ant-api03-R2D...igAA`) stop at their
/// first dot after 9; keys have about 100 (prefix documented; length from public secret-scanning rules).
const SHORTEST_KEY: usize = 20;
/// Last characters that stay, as in the Console's own key hints.
const SHOWN: usize = 4;
/// Characters that nobody sees, which word processors and chats put into long words: soft hyphen, zero-width spaces, joiners and marks.
const UNSEEN: [u16; 8] = [0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff];
/// What word processors make of a hyphen: hyphens, dashes and the minus sign.
const DASHES: [u16; 7] = [0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212];
/// Characters behind the prefix from which on a broken line may divide a key, and of a key that is whole.
const FIRST_PIECE: usize = 12;
const WHOLE_KEY: usize = 100;
/// Characters of the piece behind a line break that are looked at, and blanks between the pieces.
const NEXT_PIECE: usize = 16;
const MOST_BLANKS: usize = 8;
/// Backslashes before an escape: a string inside a string inside a string.
const MOST_BACKSLASHES: usize = 8;

/// The text with everything shaped `sk-ant-…`, or like a gateway's key (`sk-…`), cut to its type prefix and last four characters; the first also where it is written with JSON's
/// escapes, percent signs, dashes, in capitals, in Base64, over two lines, or with characters in it that nobody sees.
///
/// `sk-ant-api03-AbC…xyz9` stands for the whole key, enough to find it in the Console and useless to a thief.
#[must_use]
pub fn mask_secrets(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (place, key) in whole_keys(text.as_bytes()) {
        out.push_str(&text[copied..place.start]);
        out.push_str(&masked(&key));
        copied = place.end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Every whole key in the bytes: where it begins, and what may be shown of it.
#[must_use]
pub fn find_secrets(bytes: &[u8]) -> Vec<(usize, String)> {
    whole_keys(bytes).into_iter().map(|(place, key)| (place.start, masked(&key))).collect()
}

/// Runs of key characters behind the prefix that are long enough: where they stand, and the key.
fn whole_keys(bytes: &[u8]) -> Vec<(Range<usize>, Vec<u8>)> {
    let mut keys: Vec<(Range<usize>, Vec<u8>)> = Vec::new();
    if !traces::are_in(bytes) {
        return keys;
    }
    // A prefix inside a key is part of it.
    let add = |keys: &mut Vec<(Range<usize>, Vec<u8>)>, start: usize| {
        if keys.last().is_none_or(|(last, _)| last.end <= start) {
            keys.extend(whole_key(bytes, start));
        }
    };
    let is_short_prefix_there = memmem::find(bytes, gateway::SHORT_PREFIX).is_some();
    if may_be_disguised(bytes) {
        // A key begins with its first letter, or with an escape for it.
        memchr::memchr3_iter(b's', b'S', b'\\', bytes).for_each(|start| add(&mut keys, start));
    } else {
        let mut starts: Vec<usize> =
            if is_short_prefix_there { memmem::find_iter(bytes, PREFIX).collect() } else { Vec::new() };
        starts.extend(memmem::find_iter(bytes, UPPER_PREFIX));
        starts.sort_unstable();
        starts.into_iter().for_each(|start| add(&mut keys, start));
    }
    let mut others = encoded::keys(bytes);
    if is_short_prefix_there {
        others.extend(gateway::keys(bytes));
    }
    if !others.is_empty() {
        keys.extend(others);
        keys.sort_by_key(|(place, _)| place.start);
        keys.dedup_by(|later, earlier| later.0.start < earlier.0.end);
    }
    keys
}

/// The whole key that begins at an offset, if one does.
fn whole_key(bytes: &[u8], start: usize) -> Option<(Range<usize>, Vec<u8>)> {
    let mut at = start;
    // What nobody sees begins no key: a run of it would be walked from each of its places.
    unit(bytes.get(start..)?)?.0?;
    // Most places that may begin a key do not: nothing is held before the prefix is there.
    let begins = PREFIX
        .iter()
        .all(|expected| next_letter(bytes, &mut at).is_some_and(|letter| letter.eq_ignore_ascii_case(expected)));
    if !begins {
        return None;
    }
    let (mut key, mut end) = (PREFIX.to_vec(), start);
    loop {
        while let Some(letter) = next_letter(bytes, &mut at) {
            key.push(letter);
            end = at;
        }
        let Some(behind) = goes_on(bytes, end, key.len()) else { break };
        at = behind;
    }
    (key.len() >= PREFIX.len() + SHORTEST_KEY).then_some((start..end, key))
}

/// The next character of a key, if one stands at the offset, which then is behind it.
fn next_letter(bytes: &[u8], at: &mut usize) -> Option<u8> {
    while let Some((letter, length)) = unit(bytes.get(*at..)?) {
        *at += length;
        if letter.is_some() {
            return letter;
        }
    }
    None
}

/// Where the rest of a key stands that a line break or a blank divides. What follows must look like a piece of one: long, and with small
/// letters, capitals and digits, as no word is.
fn goes_on(bytes: &[u8], end: usize, length: usize) -> Option<usize> {
    if !(PREFIX.len() + FIRST_PIECE..WHOLE_KEY).contains(&length) {
        return None;
    }
    let rest = bytes.get(end..)?;
    let is_break = |at: usize| match rest.get(at..) {
        Some([b' ' | b'\r' | b'\n', ..]) => Some(1),
        Some([b'\\', b'r' | b'n', ..]) => Some(2),
        _ => None,
    };
    let mut blank = 0;
    while let Some(more) = is_break(blank).filter(|_| blank < MOST_BLANKS) {
        blank += more;
    }
    if blank == 0 {
        return None;
    }
    let behind = end + blank;
    let mut at = behind;
    let piece: Vec<u8> = std::iter::from_fn(|| next_letter(bytes, &mut at)).take(NEXT_PIECE).collect();
    let has = |is: fn(&u8) -> bool| piece.iter().any(is);
    let is_random = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    (piece.len() == NEXT_PIECE && is_random).then_some(behind)
}

/// The next character of a key and its length in bytes, be it written as itself, as `\u002d` with as many backslashes as it has been put
/// into strings, as `%2D`, or as a dash of a word processor; no character for one that nobody sees. Nothing where no key goes on.
fn unit(bytes: &[u8]) -> Option<(Option<u8>, usize)> {
    let is_of_a_key = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-');
    match bytes {
        [c, ..] if is_of_a_key(*c) => Some((Some(*c), 1)),
        [b'\\', ..] => {
            let backslashes = bytes.iter().take(MOST_BACKSLASHES).take_while(|b| **b == b'\\').count();
            let digits = bytes[backslashes..].strip_prefix(b"u")?.get(..4)?;
            let code = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
            let length = backslashes + 5;
            match u8::try_from(code) {
                Ok(c) if is_of_a_key(c) => Some((Some(c), length)),
                _ if DASHES.contains(&code) => Some((Some(b'-'), length)),
                _ => UNSEEN.contains(&code).then_some((None, length)),
            }
        }
        [b'%', ..] => {
            let code = u8::from_str_radix(std::str::from_utf8(bytes.get(1..3)?).ok()?, 16).ok()?;
            is_of_a_key(code).then_some((Some(code), 3))
        }
        [0xc2, 0xad, ..] => Some((None, 2)),
        [0xe2, 0x80, 0x8b..=0x8f, ..] | [0xe2, 0x81, 0xa0, ..] | [0xef, 0xbb, 0xbf, ..] => Some((None, 3)),
        [0xe2, 0x80, 0x90..=0x95, ..] | [0xe2, 0x88, 0x92, ..] => Some((Some(b'-'), 3)),
        _ => None,
    }
}

/// Whether something stands in the text that a key can be disguised with.
fn may_be_disguised(bytes: &[u8]) -> bool {
    let is_at = |at: usize| unit(&bytes[at..]).is_some();
    let is_unseen =
        || memchr::memchr2_iter(0xc2, 0xe2, bytes).any(is_at) || memmem::find(bytes, b"\xef\xbb\xbf").is_some();
    let is_percent = || {
        memmem::find_iter(bytes, b"k%2").any(|at| is_at(at + 1))
            || memmem::find_iter(bytes, b"ant%2").any(|at| is_at(at + 3))
    };
    memmem::find(bytes, b"\\u").is_some()
        || !bytes.is_ascii() && is_unseen()
        || memchr::memchr(b'%', bytes).is_some() && is_percent()
}

/// `sk-ant-api03-…xyz9` of a whole key, which is ASCII; `sk-…xyz9` of one that is not the Console's.
fn masked(key: &[u8]) -> String {
    if !key.starts_with(PREFIX) {
        return format!("sk-…{}", String::from_utf8_lossy(&key[key.len() - SHOWN..]));
    }
    let kind = key[PREFIX.len()..].iter().position(|b| *b == b'-').filter(|&at| at <= 8);
    let shown = kind.map_or(PREFIX.len(), |at| PREFIX.len() + at + 1);
    let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    format!("{}…{}", text(&key[..shown]), text(&key[key.len() - SHOWN..]))
}
