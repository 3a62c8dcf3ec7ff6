//! Keys in Base64, as headers and manifests of containers carry them.

use std::ops::Range;

use memchr::memmem;

use super::whole_key;

/// What `sk-ant-` becomes where it begins at the first, second or third byte of a group, without the characters that its neighbours share,
/// and how many characters of its group stand before that (RFC 4648).
pub(super) const SPELLINGS: [(&[u8], usize); 3] = [(b"c2stYW50L", 0), (b"NrLWFudC", 2), (b"zay1hbnQt", 3)];

/// Characters of a run that are decoded: a key takes 144, and what stands before it in its group at most three. Without an end every place in
/// a long run that looks like a beginning would be decoded to the run's end.
const MOST_CHARACTERS: usize = 256;

/// Every whole key that is written in Base64: where the encoded text stands, and the key.
pub(super) fn keys(bytes: &[u8]) -> Vec<(Range<usize>, Vec<u8>)> {
    let mut keys = Vec::new();
    for (spelling, before) in SPELLINGS {
        for found in memmem::find_iter(bytes, spelling) {
            let Some(start) = found.checked_sub(before) else { continue };
            let (decoded, length) = decode(&bytes[start..]);
            let key = (0..3).find_map(|at| whole_key(&decoded, at));
            keys.extend(key.map(|(_, key)| (start..start + length, key)));
        }
    }
    keys
}

/// The bytes that a run of Base64 stands for, in either alphabet, and the run's length with its padding.
fn decode(text: &[u8]) -> (Vec<u8>, usize) {
    let (mut out, mut bits, mut held, mut length) = (Vec::new(), 0_u32, 0_u32, 0);
    for value in text.iter().take(MOST_CHARACTERS).map_while(|c| value(*c)) {
        (bits, held, length) = ((bits << 6 | u32::from(value)) & 0xfff, held + 6, length + 1);
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    let padding = text[length..].iter().take(2).take_while(|c| **c == b'=').count();
    (out, length + padding)
}

const fn value(c: u8) -> Option<u8> {
    match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{find_secrets, mask_secrets};

    fn encode(bytes: &[u8]) -> String {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let group = |group: &[u8]| {
            let of = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
            let bits = of(0) << 16 | of(1) << 8 | of(2);
            let letter = |at: usize| {
                if at > group.len() { '=' } else { char::from(ALPHABET[(bits >> (18 - 6 * at)) as usize & 63]) }
            };
            (0..4).map(letter).collect::<String>()
        };
        bytes.chunks(3).map(group).collect()
    }

    /// Fault: Keys in Base64
    /// Outcome: Found and cut
    #[test]
    fn a_key_is_found_at_every_offset_of_its_group() {
        let key = format!("sk-ant-api03-{}Zz9A", "aB3_-".repeat(18));
        for before in ["", ":", "x:", "user:"] {
            let text = format!("Authorization: Basic {} end", encode(format!("{before}{key}").as_bytes()));
            let found: Vec<String> = find_secrets(text.as_bytes()).into_iter().map(|(_, key)| key).collect();
            assert_eq!(found, ["sk-ant-api03-…Zz9A"], "{before}");
            let masked = mask_secrets(&text);
            assert!(masked.ends_with("sk-ant-api03-…Zz9A end") && masked.len() < 64, "{masked}");
        }
    }

    #[test]
    fn a_long_run_of_beginnings_is_read_in_one_go() {
        let beginnings = "c2stYW50L".repeat(200_000);
        assert!(find_secrets(beginnings.as_bytes()).len() < 200_000, "none of them is read to the end of the run");
        let unseen = "\\u200b".repeat(200_000);
        assert_eq!(find_secrets(unseen.as_bytes()), [], "what nobody sees begins no key");
    }

    #[test]
    fn a_word_that_begins_like_one_is_none() {
        for text in ["c2stYW50Lg==", "c2stYW50L", "NrLWFudC", "zay1hbnQt"] {
            assert_eq!(mask_secrets(text), text);
        }
    }
}
