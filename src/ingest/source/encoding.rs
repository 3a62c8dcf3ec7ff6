//! Text encodings: everything behind this is UTF-8 without a byte-order mark.

use std::borrow::Cow;

/// The bytes as UTF-8 without byte-order mark. UTF-16 (which spreadsheets write as «Unicode text») is told by its mark. Other
/// bytes pass as they are: a cell that is no UTF-8 costs its row.
#[must_use]
pub fn to_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_removed() {
        assert_eq!(&*to_utf8(b"\xef\xbb\xbfName"), b"Name");
        assert_eq!(&*to_utf8(b"\xff\xfeN\0\xe9\0"), "Né".as_bytes());
        assert_eq!(&*to_utf8(b"\xfe\xff\0N"), b"N");
        assert_eq!(&*to_utf8(b"plain"), b"plain");
    }
}
