//! Random damage that is the same every time: a generator of numbers, and what is done to a seed with them.

/// What breaks readers: ends of quotes and lists, numbers at their limits, marks of encodings, formulas, a key.
const PIECES: [&[u8]; 40] = [
    b"\"",
    b"'",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\u0000",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"null",
    b"true",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"1e309",
    b"-0.0",
    b"NaN",
    b"9223372036854775807",
    b"2026-07-01",
    b"2026-09-30T23:59:60Z",
    b"9999-12-31",
    b"-262143-01-01",
    b"31/12/2026",
    b"1.234,50",
    b"=1+1",
    b"@SUM(A1)",
    b"<script>",
    b"[bounds]",
    b"sk-ant-api03-aB3_-aB3_-aB3_-aB3_-aB3_-aB3_-aB3_-aB3_-aB3_-Zz9AAA",
    b"{\"data\":[",
    b"%2D",
];
/// How often one seed is damaged at most.
const MOST: u64 = 6;

/// Seeds, and the numbers by which they are damaged.
pub(crate) struct Damage<'a> {
    state: u64,
    seeds: &'a [Vec<u8>],
}

impl<'a> Damage<'a> {
    pub(crate) fn new(seed: u64, seeds: &'a [Vec<u8>]) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, seeds }
    }

    /// Marsaglia's xorshift64*.
    fn number(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { usize::try_from(self.number() >> 16).unwrap_or(0) % end }
    }

    /// A damaged seed.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let at = self.below(self.seeds.len());
        let mut bytes = self.seeds[at].clone();
        for _ in 0..=self.number() % MOST {
            self.once(&mut bytes);
        }
        bytes
    }

    fn once(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        match self.number() % 9 {
            0 if at < bytes.len() => bytes[at] ^= 1 << (self.number() % 8),
            1 => bytes.truncate(at),
            2 => {
                let end = (at + self.below(24)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + self.below(400)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = self.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            4 => {
                let from = self.below(self.seeds.len());
                let other = &self.seeds[from];
                let start = self.below(other.len() + 1);
                let end = (start + self.below(600)).min(self.seeds[from].len());
                let part = self.seeds[from][start..end].to_vec();
                bytes.splice(at..at, part);
            }
            5 => self.swap_lines(bytes),
            6 => self.replace_number(bytes, at),
            _ => {
                let piece = PIECES[self.below(PIECES.len())];
                let end = (at + self.below(3)).min(bytes.len());
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }

    fn swap_lines(&mut self, bytes: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        let (one, other) = (self.below(lines.len()), self.below(lines.len()));
        if !lines.is_empty() {
            lines.swap(one, other);
        }
        *bytes = lines.concat();
    }

    /// The next number becomes another one.
    fn replace_number(&mut self, bytes: &mut Vec<u8>, at: usize) {
        let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|offset| at + offset) else { return };
        let length = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        let number = match self.number() % 4 {
            0 => (self.number() % 40).to_string(),
            1 => self.number().to_string(),
            2 => "0".to_owned(),
            _ => "9".repeat(1 + self.below(30)),
        };
        bytes.splice(start..start + length, number.into_bytes());
    }
}
