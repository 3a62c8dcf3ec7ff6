//! Answers that hold nothing.

/// What is reported of an answer without content. A file without a single character is none: nothing was saved, and it says so
/// itself.
pub(super) fn note(text: &[u8]) -> Option<String> {
    let bare: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(8).collect();
    let shown = match bare.as_slice() {
        b"{}" => "{}",
        b"null" => "null",
        b"\"\"" => "\"\"",
        _ => return None,
    };
    Some(format!(
        "an empty answer ({shown}): the request gave nothing; check the address and the key, then export again"
    ))
}
