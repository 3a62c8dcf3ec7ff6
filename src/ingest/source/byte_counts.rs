//! How often the bytes that decide how a text is read stand in it, counted in one pass.

/// Bytes that are counted before the counts are added up: each count of them fits a byte.
const BLOCK: usize = 128;

/// Counts of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct ByteCounts {
    /// Line feeds.
    pub(in crate::ingest) line_ends: u64,
    /// Double quotes.
    pub(in crate::ingest) quotes: u64,
    /// Carriage returns.
    pub(in crate::ingest) returns: u64,
    /// Zeros.
    pub(in crate::ingest) zeros: u64,
    /// Bytes that are not ASCII.
    pub(in crate::ingest) beyond_ascii: u64,
}

impl ByteCounts {
    /// Of a text.
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code, reason = "the instructions are there where the processor says so")]
    pub(in crate::ingest) fn of(text: &[u8]) -> Self {
        if std::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2.
            return unsafe { Self::by_thirty_two(text) };
        }
        Self::counted(text)
    }

    /// Of a text.
    #[cfg(not(target_arch = "x86_64"))]
    pub(in crate::ingest) fn of(text: &[u8]) -> Self {
        Self::counted(text)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn by_thirty_two(text: &[u8]) -> Self {
        Self::counted(text)
    }

    // A loop, since what an iterator calls is compiled without the instructions of the caller.
    #[inline(always)]
    fn counted(text: &[u8]) -> Self {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut all = Self::default();
        for block in blocks {
            all.add(block);
        }
        all.add(rest);
        all
    }

    /// Without those of a part of the text.
    pub(in crate::ingest) const fn without(self, part: Self) -> Self {
        Self {
            line_ends: self.line_ends - part.line_ends,
            quotes: self.quotes - part.quotes,
            returns: self.returns - part.returns,
            zeros: self.zeros - part.zeros,
            beyond_ascii: self.beyond_ascii - part.beyond_ascii,
        }
    }

    // Counts of a byte each: so the compiler counts many bytes with one instruction.
    #[inline(always)]
    fn add(&mut self, block: &[u8]) {
        let (mut line_ends, mut quotes, mut returns, mut zeros, mut beyond) = (0_u8, 0_u8, 0_u8, 0_u8, 0_u8);
        for byte in block {
            line_ends = line_ends.wrapping_add(u8::from(*byte == b'\n'));
            quotes = quotes.wrapping_add(u8::from(*byte == b'"'));
            returns = returns.wrapping_add(u8::from(*byte == b'\r'));
            zeros = zeros.wrapping_add(u8::from(*byte == 0));
            beyond = beyond.wrapping_add(u8::from(*byte >= 0x80));
        }
        self.line_ends += u64::from(line_ends);
        self.quotes += u64::from(quotes);
        self.returns += u64::from(returns);
        self.zeros += u64::from(zeros);
        self.beyond_ascii += u64::from(beyond);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_byte_is_counted_once(
            text in prop::collection::vec(prop::sample::select(b"\n\"\r\0\x80\xff\x7fa,".to_vec()), 0..700), cut in 0_usize..700
        ) {
            let count = |is: fn(&u8) -> bool| text.iter().filter(|byte| is(byte)).count() as u64;
            let expected = ByteCounts {
                line_ends: count(|byte| *byte == b'\n'),
                quotes: count(|byte| *byte == b'"'),
                returns: count(|byte| *byte == b'\r'),
                zeros: count(|byte| *byte == 0),
                beyond_ascii: count(|byte| !byte.is_ascii()),
            };
            let (before, behind) = text.split_at(cut.min(text.len()));
            prop_assert_eq!(ByteCounts::of(&text), expected);
            prop_assert_eq!(ByteCounts::counted(&text), expected);
            prop_assert_eq!(expected.without(ByteCounts::of(behind)), ByteCounts::of(before));
        }
    }

    #[test]
    fn a_block_of_one_byte_fits_its_count() {
        assert_eq!(ByteCounts::of(&[b'\n'; 3 * BLOCK + 7]).line_ends, 3 * BLOCK as u64 + 7);
    }
}
