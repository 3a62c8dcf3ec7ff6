//! Bytes as people write them.

use std::fmt::Write as _;

/// In lower-case hexadecimal: `00ff`.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_digits_a_byte() {
        assert_eq!((super::hex(&[0, 10, 255]), super::hex(&[])), ("000aff".to_owned(), String::new()));
    }
}
