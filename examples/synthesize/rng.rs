//! Seeded numbers. Own code and no crate on purpose: the committed fixtures must come out the same from every later version of
//! this project, and the crates for random numbers are free to change their sequences.

/// A stream of numbers (`SplitMix64`) that depends on a seed, a label and numbers, and on nothing else.
pub(crate) struct Rng(u64);

impl Rng {
    /// The stream for one purpose: same seed, label and numbers, same stream.
    pub(crate) fn new(seed: u64, label: &str, numbers: &[u64]) -> Self {
        let mut rng = Self(seed ^ 0x5163_0ace_9d1c_40b7);
        for byte in label.bytes() {
            rng.stir(u64::from(byte));
        }
        for &number in numbers {
            rng.stir(number);
        }
        rng
    }

    fn stir(&mut self, with: u64) {
        self.0 = (self.0 ^ with).wrapping_mul(0x0000_0100_0000_01b3);
        self.0 = self.next();
    }

    /// The next number.
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` up to but not including `high`.
    pub(crate) const fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    /// `value` within plus or minus `permille` thousandths.
    pub(crate) const fn around(&mut self, value: u64, permille: u64) -> u64 {
        value * (1000 - permille + self.next() % (2 * permille + 1)) / 1000
    }

    /// Letters and digits that cannot be confused, as in the ids of the API.
    pub(crate) fn base58(&mut self, length: usize) -> String {
        const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        (0..length).map(|_| char::from(ALPHABET[(self.next() % 58) as usize])).collect()
    }

    /// An id like those of the API: prefix, `01`, 22 characters.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}_01{}", self.base58(22))
    }

    /// A random UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        let variant = 0x8000 | (b >> 48 & 0x3fff);
        format!(
            "{:08x}-{:04x}-4{:03x}-{variant:04x}-{:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b & 0xffff_ffff_ffff
        )
    }
}
