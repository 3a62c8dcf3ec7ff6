//! Where cells and lines of plain delimited text end, found sixteen bytes at a time.

/// Ends that are kept before those of lines that were handed over are dropped.
const MOST_KEPT: usize = 4096;

/// Hands over every line, in order: where it begins, and the places of its delimiters and of its end, which is the end of the bytes where
/// no line end stands there.
pub(in crate::ingest) fn each_line(bytes: &[u8], delimiter: u8, mut take: impl FnMut(usize, &[usize])) {
    // Ends that were found; those from `open` on are of a line that goes on, which begins at `begin`.
    let (mut found, mut open, mut begin) = (Vec::with_capacity(MOST_KEPT + 64), 0, 0);
    let (blocks, rest) = bytes.as_chunks::<64>();
    for (at, block) in blocks.iter().enumerate() {
        let (mut all, mut lines) = ends(block, delimiter);
        let (base, before) = (at * 64, found.len());
        let in_block = all;
        while all != 0 {
            found.push(base + all.trailing_zeros() as usize);
            all &= all - 1;
        }
        while lines != 0 {
            let end = lines.trailing_zeros();
            let upto = before + (in_block & (u64::MAX >> (63 - end))).count_ones() as usize;
            take(begin, &found[open..upto]);
            (open, begin) = (upto, base + end as usize + 1);
            lines &= lines - 1;
        }
        if open > MOST_KEPT {
            found.drain(..open);
            open = 0;
        }
    }
    let base = blocks.len() * 64;
    for (at, byte) in rest.iter().enumerate().filter(|(_, byte)| **byte == delimiter || **byte == b'\n') {
        found.push(base + at);
        if *byte == b'\n' {
            take(begin, &found[open..]);
            (open, begin) = (found.len(), base + at + 1);
        }
    }
    if begin < bytes.len() {
        found.push(bytes.len());
        take(begin, &found[open..]);
    }
}

/// A bit for each byte that is a delimiter or a line end, and a bit for each that is a line end.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "every x86-64 processor has these instructions")]
fn ends(block: &[u8; 64], delimiter: u8) -> (u64, u64) {
    // SAFETY: SSE2 is part of x86-64.
    unsafe { by_sixteen(block, delimiter) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
fn by_sixteen(block: &[u8; 64], delimiter: u8) -> (u64, u64) {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8};
    let (cell, line) = (_mm_set1_epi8(delimiter.cast_signed()), _mm_set1_epi8(b'\n'.cast_signed()));
    let (mut all, mut lines) = (0, 0);
    for (at, part) in block.as_chunks::<16>().0.iter().enumerate() {
        let both = u128::from_le_bytes(*part).cast_signed();
        let part = _mm_set_epi64x((both >> 64) as i64, both as i64);
        let is_line = _mm_cmpeq_epi8(part, line);
        let mask = |found| u64::from(_mm_movemask_epi8(found).cast_unsigned()) << (16 * at);
        all |= mask(_mm_or_si128(_mm_cmpeq_epi8(part, cell), is_line));
        lines |= mask(is_line);
    }
    (all, lines)
}

#[cfg(not(target_arch = "x86_64"))]
fn ends(block: &[u8; 64], delimiter: u8) -> (u64, u64) {
    portable(block, delimiter)
}

/// The same without instructions of a processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn portable(block: &[u8; 64], delimiter: u8) -> (u64, u64) {
    const ONES: u64 = u64::MAX / 255;
    const LOW: u64 = ONES * 0x7f;
    // A byte is 0x80 where it was zero, and 0 elsewhere.
    let zeros = |word: u64| !((word & LOW).wrapping_add(LOW) | word | LOW);
    // The highest bits of eight bytes become one byte.
    let mask = |found: u64, at: usize| ((found >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at);
    let (mut all, mut lines) = (0, 0);
    for (at, part) in block.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*part);
        let is_line = zeros(word ^ (ONES * u64::from(b'\n')));
        all |= mask(zeros(word ^ (ONES * u64::from(delimiter))) | is_line, at);
        lines |= mask(is_line, at);
    }
    (all, lines)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_that_were_handed_over_are_dropped_and_those_of_a_long_line_kept() {
        let (short, long) = ("a,b,c\n".repeat(3 * MOST_KEPT), ",".repeat(2 * MOST_KEPT));
        let text = format!("{short}{long}\n{short}");
        let mut lengths = Vec::new();
        each_line(text.as_bytes(), b',', |begin, ends| {
            assert!(begin == 0 || text.as_bytes()[begin - 1] == b'\n');
            assert_eq!(text.as_bytes()[ends[ends.len() - 1]], b'\n');
            lengths.push(ends.len());
        });
        let threes = vec![3; 3 * MOST_KEPT];
        assert_eq!(lengths, [threes.as_slice(), &[2 * MOST_KEPT + 1], &threes].concat());
    }

    proptest! {
        #[test]
        fn every_line_comes_with_its_ends(
            bytes in prop::collection::vec(prop::sample::select(b",,,;\nab\xff\x00\x80\x8a".to_vec()), 0..300),
        ) {
            let mut found = Vec::new();
            each_line(&bytes, b',', |begin, ends| found.push((begin, ends.to_vec())));
            let (mut expected, mut begin) = (Vec::new(), 0);
            for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                let text = line.strip_suffix(b"\n").unwrap_or(line);
                let cells = text.iter().enumerate().filter(|(_, byte)| **byte == b',').map(|(at, _)| begin + at);
                expected.push((begin, cells.chain([begin + text.len()]).collect::<Vec<_>>()));
                begin += line.len();
            }
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn the_portable_way_finds_the_same(block in prop::array::uniform32(any::<[u8; 2]>()), delimiter in any::<u8>()) {
            let block: [u8; 64] = std::array::from_fn(|at| block[at / 2][at % 2]);
            prop_assert_eq!(ends(&block, delimiter), portable(&block, delimiter));
        }
    }
}
