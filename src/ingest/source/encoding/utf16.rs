//! UTF-16, which spreadsheets write as «Unicode text» and PowerShell wherever it redirects an output.

use std::borrow::Cow;

use super::Decoded;

/// Bytes that show whether a file is UTF-16: its first lines.
const HEAD: usize = 4096;

/// The text of units in one byte order. What is no character becomes the sign for one.
pub(super) fn text(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'static, [u8]> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
}

/// The text of a file that has no mark: of plain letters, digits and separators one byte of two is zero, and it is always the same
/// one.
pub(super) fn without_mark(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (mut first, mut second, mut pairs) = (0_usize, 0_usize, 0_usize);
    for pair in bytes[..bytes.len().min(HEAD)].chunks_exact(2) {
        pairs += 1;
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    // Three of ten characters at the least, and next to no character on a page of its own (`一` is 4E 00).
    let is_side = |zeros: usize, others: usize| pairs >= 2 && zeros * 10 >= pairs * 3 && others * 20 <= zeros;
    let (name, unit): (_, fn([u8; 2]) -> u16) = match () {
        () if is_side(second, first) => ("UTF-16LE", u16::from_le_bytes),
        () if is_side(first, second) => ("UTF-16BE", u16::from_be_bytes),
        () => return None,
    };
    let note = Some(format!("read as {name}, without a byte-order mark"));
    Some(Decoded { text: text(bytes, unit), note })
}
