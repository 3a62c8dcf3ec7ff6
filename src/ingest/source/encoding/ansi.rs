//! Encodings of one machine: what spreadsheets write as «CSV» where nobody asks them for UTF-8.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::Decoded;

/// The file in the encoding that its letters suggest; nothing where it is UTF-8, damaged or not, or no text.
pub(super) fn decoded(bytes: &[u8]) -> Option<Decoded<'static>> {
    if !is_another_encoding(bytes) || memchr::memchr(0, bytes).is_some() {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    // Bytes that the encoding leaves to control characters are none of its letters.
    if damaged || text.contains(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        return None;
    }
    let note = Some(format!("not UTF-8: read as {}, which its letters suggest", encoding.name()));
    Some(Decoded { text: Cow::Owned(text.into_owned().into_bytes()), note })
}

/// Whether more of the bytes above ASCII are no UTF-8 than letters in UTF-8: a few stray bytes do not make another encoding, nor
/// does an end inside a letter.
fn is_another_encoding(bytes: &[u8]) -> bool {
    // Nearly every file, and the quick way to see it: one letter after the other takes longer than to read the file.
    if std::str::from_utf8(bytes).is_ok() {
        return false;
    }
    let (mut letters, mut others) = (0_usize, 0_usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let is_cut = chunks.peek().is_none()
            && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        others += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    others > letters
}
