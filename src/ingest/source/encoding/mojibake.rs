//! UTF-8 that a program took for Windows-1252 and saved again: `≤` becomes `â‰¤`, `ü` becomes `Ã¼`.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::Decoded;

/// How often a file may have gone that way.
const MOST_TIMES: usize = 3;

/// The bytes, turned back where most of what is no ASCII in them is garbled so. They are left alone where they are no UTF-8.
pub(super) fn turned_back(bytes: &[u8]) -> Decoded<'_> {
    let mut decoded = Decoded { text: Cow::Borrowed(bytes), note: None };
    for _ in 0..MOST_TIMES {
        let Some(text) = may_be_garbled(&decoded.text).and_then(restored) else { break };
        let note = "UTF-8 that was once read as windows-1252 and saved so: its letters were restored".to_owned();
        decoded = Decoded { text: Cow::Owned(text.into_bytes()), note: Some(note) };
    }
    decoded
}

/// The text, if a letter that garbling begins with (`Â` to `ô`) stands before another one beyond ASCII somewhere.
fn may_be_garbled(bytes: &[u8]) -> Option<&str> {
    is_suspect(bytes).then(|| std::str::from_utf8(bytes).ok()).flatten()
}

/// Whether such a letter stands somewhere.
pub(in crate::ingest::source) fn is_suspect(bytes: &[u8]) -> bool {
    let is_one = |at: usize| {
        matches!(bytes.get(at + 1), Some(0x82..=0xb4)) && bytes.get(at + 2).is_some_and(|behind| !behind.is_ascii())
    };
    memchr::memchr_iter(0xc3, bytes).any(is_one)
}

/// The text with every garbled run turned back; nothing where most runs are as they should be.
fn restored(text: &str) -> Option<String> {
    let (mut out, mut garbled, mut others) = (String::with_capacity(text.len()), 0_usize, 0_usize);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (ascii, behind) = rest.split_at(start);
        let end = behind.find(|c: char| c.is_ascii()).unwrap_or(behind.len());
        let (run, behind) = behind.split_at(end);
        out.push_str(ascii);
        match ungarbled(run) {
            Some(plain) => {
                garbled += 1;
                out.push_str(&plain);
            }
            None => {
                others += 1;
                out.push_str(run);
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    (garbled > others).then_some(out)
}

/// What a run of characters beyond ASCII was before it was garbled.
fn ungarbled(run: &str) -> Option<String> {
    if !run.starts_with(|c| matches!(c, '\u{c2}'..='\u{f4}')) {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(run);
    if unmappable {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok().filter(|plain| plain.chars().all(is_common))
}

/// Characters that exports have. `É»` and `Ö”` would be a letter of the phonetic alphabet and a Hebrew accent: they are what they
/// are, the end of a quotation.
const fn is_common(c: char) -> bool {
    !matches!(c, '\u{80}'..='\u{9f}' | '\u{180}'..='\u{1ff}' | '\u{220}'..='\u{36f}' | '\u{530}'..='\u{5cf}' | '\u{700}'..='\u{8ff}')
}
