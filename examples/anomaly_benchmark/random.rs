//! Seeded numbers: same seed, same series.

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    /// The stream of a seed, a kind and a turn.
    pub(crate) fn new(seed: u64, kind: usize, turn: usize) -> Self {
        let mut random = Self(seed ^ (kind as u64) << 40 ^ (turn as u64) << 16);
        random.next();
        random
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number from `low` up to but not including `high`.
    pub(crate) fn pick(&mut self, low: usize, high: usize) -> usize {
        low + (self.unit() * high.saturating_sub(low) as f64) as usize
    }

    /// Standard normal (Box and Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().max(1e-12).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Normal with now and then a third of the spread more: Student's t with four degrees of freedom, scaled to deviation 1.
    pub(crate) fn heavy(&mut self) -> f64 {
        let chi: f64 = (0..4).map(|_| self.normal().powi(2)).sum();
        self.normal() / (chi / 4.0).sqrt() / std::f64::consts::SQRT_2
    }
}
