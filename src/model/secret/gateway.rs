//! Keys of gateways (LiteLLM's are `sk-` and sixteen random bytes in 22 characters), and of other vendors whose keys begin so.

use std::ops::Range;

use memchr::memmem;

use super::PREFIX;

/// How they begin. Words end so, too: what stands before must end a word.
pub(super) const SHORT_PREFIX: &[u8] = b"sk-";
/// Characters behind it from which on a run is taken for a whole key.
const SHORTEST: usize = 20;

/// Every whole key of another kind than the Console's: where it stands, and the key.
pub(super) fn keys(bytes: &[u8]) -> Vec<(Range<usize>, Vec<u8>)> {
    let is_of_a_key = |c: &&u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-');
    let begins = |start: &usize| start.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|c| !is_of_a_key(&c));
    let whole = |start: usize| {
        let length = bytes[start..].iter().take_while(is_of_a_key).count();
        let key = &bytes[start..start + length];
        let is_key = length >= SHORT_PREFIX.len() + SHORTEST && !key.starts_with(PREFIX);
        (is_key && is_random(&key[SHORT_PREFIX.len()..])).then(|| (start..start + length, key.to_vec()))
    };
    memmem::find_iter(bytes, SHORT_PREFIX).filter(begins).filter_map(whole).collect()
}

/// Whether it looks like random characters, as no word and no row of words does: letters of both cases with digits among them, or in turns.
fn is_random(key: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| key.iter().any(is);
    let turns = key.windows(2).filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase()).count();
    has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && (has(u8::is_ascii_digit) || turns >= 2)
}

#[cfg(test)]
mod tests {
    use super::super::{find_secrets, mask_secrets};

    /// Fault: A whole key of a gateway as the name of a key, in a note or in a log
    /// Outcome: Found and cut to its last four characters
    #[test]
    fn keys_of_gateways_are_cut_and_words_are_not() {
        for key in ["sk-Q0xW7s3cr3tOfOurOwnabcd", "sk-aBcDeFgHiJkLmNoPqRsTabcd", "sk-proj-Zz9_Zz9_Zz9_Zz9_Zz9_Zz9_abcd"]
        {
            let text = format!("key={key}; {key}");
            assert_eq!(mask_secrets(&text), "key=sk-…abcd; sk-…abcd", "{key}");
            assert_eq!(find_secrets(format!("\n\"{key}\"").as_bytes()), [(2, "sk-…abcd".to_owned())]);
        }
        for text in [
            "sk-...abcd",
            "sk-1234",
            "task-Q0xW7s3cr3tOfOurOwnabcd",
            "sk-management-of-all-the-keys-2026",
            "sk-Some-Words-With-Capitals-In-A-Row",
            "sk-0123456789012345678901234567",
            "sk-ant-api03-R2D...igAA",
        ] {
            assert_eq!(mask_secrets(text), text);
        }
    }
}
