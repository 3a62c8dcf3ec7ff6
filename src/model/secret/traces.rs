//! Whether anything stands in a text by which a whole key can be found, in one pass: gigabytes of exports hold none.

use super::encoded::SPELLINGS;
use super::gateway::SHORT_PREFIX;
use super::{UPPER_PREFIX, unit};

/// Places that are looked at together.
const BLOCK: usize = 64;
/// Those, and the byte behind the last of them.
type Block = [u8; BLOCK + 1];

/// Whether a text must be searched: it has a beginning of a key, or something that a key can be disguised with.
pub(super) fn are_in(text: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = next_hint(text, from) {
        if (at..at + BLOCK).any(|at| is_trace(text, at)) {
            return true;
        }
        from = at + BLOCK;
    }
    let from = whole_blocks(text) * BLOCK;
    let mut last: Block = [0; BLOCK + 1];
    last[..text.len() - from].copy_from_slice(&text[from..]);
    has_hint(&last) && (from..text.len()).any(|at| is_trace(text, at))
}

/// Blocks with a byte behind them.
const fn whole_blocks(text: &[u8]) -> usize {
    text.len().saturating_sub(1) / BLOCK
}

/// Two neighbouring bytes of whatever a key begins with, or is disguised with.
const fn is_hint(first: u8, second: u8) -> bool {
    ((first | 0x20) == b'k') & (second == b'-')
        | (first == b'\\') & (second == b'u')
        | ((first == b'k') | (first == b't')) & (second == b'%')
        | (first == b'W') & (second == b'5')
        | (first == b'L') & (second == b'W')
        | (first == b'y') & (second == b'1')
        | (first == 0xc2)
        | (first == 0xe2)
        | (first == 0xef)
}

/// Whether a hint at a place is what it looks like.
fn is_trace(text: &[u8], at: usize) -> bool {
    let stands = |word: &[u8], before: usize| at.checked_sub(before).is_some_and(|at| text[at..].starts_with(word));
    let is_sign = |at: usize| unit(&text[at..]).is_some();
    match text[at..] {
        [b'k', b'-', ..] => stands(SHORT_PREFIX, 1),
        [b'K', b'-', ..] => stands(UPPER_PREFIX, 1),
        [b'\\', b'u', ..] => true,
        [b'k', b'%', b'2', ..] => is_sign(at + 1),
        [b't', b'%', b'2', ..] => stands(b"ant", 2) && is_sign(at + 1),
        [b'W', b'5', ..] => stands(SPELLINGS[0].0, 5),
        [b'L', b'W', ..] => stands(SPELLINGS[1].0, 2),
        [b'y', b'1', ..] => stands(SPELLINGS[2].0, 2),
        [0xc2 | 0xe2, ..] => is_sign(at),
        [0xef, ..] => stands(b"\xef\xbb\xbf", 0),
        _ => false,
    }
}

/// Whether a hint begins in a block. Without a branch, so that the compiler looks at many bytes with one instruction.
#[inline(always)]
fn has_hint(block: &Block) -> bool {
    let mut any = 0;
    for at in 0..BLOCK {
        any |= u8::from(is_hint(block[at], block[at + 1]));
    }
    any != 0
}

/// The place of the next block with a hint. A loop, since what an iterator calls is compiled without the instructions of the caller.
#[inline(always)]
fn next(text: &[u8], from: usize) -> Option<usize> {
    for block in from / BLOCK..whole_blocks(text) {
        if let Some(places) = text[block * BLOCK..].first_chunk()
            && has_hint(places)
        {
            return Some(block * BLOCK);
        }
    }
    None
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "the instructions are there where the processor says so")]
fn next_hint(text: &[u8], from: usize) -> Option<usize> {
    if std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        return unsafe { by_thirty_two(text, from) };
    }
    next(text, from)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn by_thirty_two(text: &[u8], from: usize) -> Option<usize> {
    next(text, from)
}

#[cfg(not(target_arch = "x86_64"))]
fn next_hint(text: &[u8], from: usize) -> Option<usize> {
    next(text, from)
}

#[cfg(test)]
mod tests {
    use memchr::memmem;
    use proptest::prelude::*;

    use super::super::{encoded, gateway, may_be_disguised};
    use super::*;

    /// The same by a search for each of them.
    fn one_by_one(text: &[u8]) -> bool {
        let stands = |word: &[u8]| memmem::find(text, word).is_some();
        let beginnings =
            [gateway::SHORT_PREFIX, UPPER_PREFIX].into_iter().chain(encoded::SPELLINGS.map(|(word, _)| word));
        beginnings.into_iter().any(stands) || may_be_disguised(text)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn every_trace_is_seen_wherever_it_stands(before in "[a-zA-Z0-9k%-]{0,140}", piece in "sk-|SK-ANT-|SK-AN|\\\\u|k%2D|k%22|ant%2d|nt%2d|c2stYW50L|NrLWFudC|zay1hbnQt|tYW50L|\u{ad}|\u{e9}|\u{200b}|\u{2011}|\u{20ac}|\u{feff}|", behind in "[a-z-]{0,70}") {
            let text = format!("{before}{piece}{behind}");
            for end in [text.len(), before.len() + piece.len(), before.len()] {
                let text = &text.as_bytes()[..end];
                prop_assert_eq!(are_in(text), one_by_one(text));
                prop_assert_eq!(next(text, 0), next_hint(text, 0));
            }
        }
    }
}
