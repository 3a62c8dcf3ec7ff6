//! What stands between values.

/// Where the next thing stands that is no white space, from `at` on; a record separator (RFC 7464) is some.
pub(super) fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes[at.min(bytes.len())..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | 0x1e)).count()
}
