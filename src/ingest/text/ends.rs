//! Where cells and lines of plain delimited text end, found sixteen bytes at a time.

/// Hands over every place of a delimiter or line end, in order, and the end of the bytes where no line end stands there.
pub(in crate::ingest) fn each_end(bytes: &[u8], delimiter: u8, mut take: impl FnMut(usize)) {
    let (blocks, rest) = bytes.as_chunks::<64>();
    for (at, block) in blocks.iter().enumerate() {
        let mut mask = ends(block, delimiter);
        while mask != 0 {
            take(at * 64 + mask.trailing_zeros() as usize);
            mask &= mask - 1;
        }
    }
    let begin = blocks.len() * 64;
    for (at, byte) in rest.iter().enumerate() {
        if *byte == delimiter || *byte == b'\n' {
            take(begin + at);
        }
    }
    if bytes.last().is_some_and(|byte| *byte != b'\n') {
        take(bytes.len());
    }
}

/// A bit for each byte that is a delimiter or a line end.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "every x86-64 processor has these instructions")]
fn ends(block: &[u8; 64], delimiter: u8) -> u64 {
    // SAFETY: SSE2 is part of x86-64.
    unsafe { by_sixteen(block, delimiter) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
fn by_sixteen(block: &[u8; 64], delimiter: u8) -> u64 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8};
    let (cell, line) = (_mm_set1_epi8(delimiter.cast_signed()), _mm_set1_epi8(b'\n'.cast_signed()));
    let mut mask = 0;
    for (at, part) in block.as_chunks::<16>().0.iter().enumerate() {
        let both = u128::from_le_bytes(*part).cast_signed();
        let part = _mm_set_epi64x((both >> 64) as i64, both as i64);
        let found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(part, cell), _mm_cmpeq_epi8(part, line)));
        mask |= u64::from(found.cast_unsigned()) << (16 * at);
    }
    mask
}

#[cfg(not(target_arch = "x86_64"))]
fn ends(block: &[u8; 64], delimiter: u8) -> u64 {
    portable(block, delimiter)
}

/// The same without instructions of a processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn portable(block: &[u8; 64], delimiter: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const LOW: u64 = ONES * 0x7f;
    // A byte is 0x80 where it was zero, and 0 elsewhere.
    let zeros = |word: u64| !((word & LOW).wrapping_add(LOW) | word | LOW);
    let mut mask = 0;
    for (at, part) in block.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*part);
        let found = zeros(word ^ (ONES * u64::from(delimiter))) | zeros(word ^ (ONES * u64::from(b'\n')));
        // The highest bits of eight bytes become one byte.
        mask |= ((found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at);
    }
    mask
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_end_is_found(bytes in prop::collection::vec(prop::sample::select(b",;\nab\xff\x00\x80\x8a".to_vec()), 0..300)) {
            let mut found = Vec::new();
            each_end(&bytes, b',', |at| found.push(at));
            let plain = bytes.iter().enumerate().filter(|(_, b)| matches!(b, b',' | b'\n')).map(|(at, _)| at);
            let last = (!bytes.is_empty() && bytes.last() != Some(&b'\n')).then_some(bytes.len());
            prop_assert_eq!(found, plain.chain(last).collect::<Vec<_>>());
        }

        #[test]
        fn the_portable_way_finds_the_same(block in prop::array::uniform32(any::<[u8; 2]>()), delimiter in any::<u8>()) {
            let block: [u8; 64] = std::array::from_fn(|at| block[at / 2][at % 2]);
            prop_assert_eq!(ends(&block, delimiter), portable(&block, delimiter));
        }
    }
}
