//! List prices of the models that the organization uses, typed from the public price list; not read from the analyzer's table, so
//! that an error there shows.

/// What a million tokens cost, in tenths of a cent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    /// Id in usage exports.
    pub(crate) id: &'static str,
    /// Name in cost exports.
    pub(crate) display: &'static str,
    /// Uncached input, five-minute write, one-hour write, read, output.
    pub(crate) prices: [u64; 5],
    /// Whether the model can be bound to a geography (4.6 and later).
    pub(crate) has_geo: bool,
}

/// Names of the five categories in cost exports.
pub(crate) const TOKEN_TYPES: [&str; 5] =
    ["input_no_cache", "input_cache_write_5m", "input_cache_write_1h", "input_cache_read", "output"];

/// The work horse.
pub(crate) const SONNET: usize = 0;
/// The small one, for classification.
pub(crate) const HAIKU: usize = 1;
/// The large one.
pub(crate) const OPUS: usize = 2;
/// A large one that was retired on 2026-08-05.
pub(crate) const RETIRED: usize = 3;

/// All of them.
pub(crate) const MODELS: [Model; 4] = [
    Model {
        id: "claude-sonnet-4-6",
        display: "Claude Sonnet 4.6",
        prices: [3000, 3750, 6000, 300, 15000],
        has_geo: true,
    },
    Model {
        id: "claude-haiku-4-5-20251001",
        display: "Claude Haiku 4.5",
        prices: [1000, 1250, 2000, 100, 5000],
        has_geo: false,
    },
    Model { id: "claude-opus-4-8", display: "Claude Opus 4.8", prices: [5000, 6250, 10000, 500, 25000], has_geo: true },
    Model {
        id: "claude-opus-4-1-20250805",
        display: "Claude Opus 4.1",
        prices: [15000, 18750, 30000, 1500, 75000],
        has_geo: false,
    },
];

/// Cents for tokens, rounded as the cost export does: to the cent, per row. `batch` halves, `us` costs a tenth more, `fast` doubles.
pub(crate) fn cents(tokens: u64, price: u64, batch: bool, us: bool, fast: bool) -> u64 {
    // Tokens × tenths of a cent × 20 (so that halves and tenths stay whole) ÷ a million tokens.
    let scale = if batch { 10 } else { 20 } * if us { 11 } else { 10 } * if fast { 2 } else { 1 };
    let amount = u128::from(tokens) * u128::from(price) * scale;
    let cent = 10 * 200 * 1_000_000;
    u64::try_from((amount + cent / 2) / cent).expect("a row costs less than the world")
}
