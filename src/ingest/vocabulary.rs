//! Words that mean the same in two kinds of export: the same organization reads alike whichever it was exported by.
//!
//! The API's words hold, because they are the newer ones; categories of tokens are called as the columns of the usage table.

use super::batch::Cell;

/// A word of an export, and the one that stands in the tables.
type Words = &'static [(&'static str, &'static str)];

/// Length of the prompt.
pub(super) const CONTEXT_WINDOW: Words = &[("≤ 200k", "0-200k"), ("> 200k", "200k-1M")];

/// How a request was served; the Console's cost export calls the standard tier by its endpoint.
pub(super) const SERVICE_TIER: Words = &[("message", "standard")];

/// What was paid for.
pub(super) const COST_TYPE: Words = &[("token", "tokens")];

/// Categories of tokens. The first cache column did not tell lifetimes apart; the only one then was 5 minutes.
pub(super) const TOKEN_TYPE: Words = &[
    ("input_no_cache", "uncached_input"),
    ("input_cache_write", "cache_write_5m"),
    ("input_cache_write_5m", "cache_write_5m"),
    ("input_cache_write_1h", "cache_write_1h"),
    ("input_cache_read", "cache_read"),
    ("uncached_input_tokens", "uncached_input"),
    ("cache_creation.ephemeral_5m_input_tokens", "cache_write_5m"),
    ("cache_creation.ephemeral_1h_input_tokens", "cache_write_1h"),
    ("cache_read_input_tokens", "cache_read"),
    ("output_tokens", "output"),
];

/// The Console leaves the usual speed empty.
pub(super) const SPEED: Words = &[("standard", "")];

/// The word of the tables; a word that nobody knows passes.
pub(super) fn one_word<'a>(cell: Cell<'a>, words: Words) -> Cell<'a> {
    match &cell {
        Cell::Text(text) => match words.iter().find(|(word, _)| *word == text.trim()) {
            Some((_, known)) => Cell::text(Some(*known)),
            None => cell,
        },
        _ => cell,
    }
}

/// The words of a dimension, by the name of its column.
pub(super) fn of_column(name: &str) -> Words {
    match name {
        "context_window" => CONTEXT_WINDOW,
        "service_tier" | "usage_type" => SERVICE_TIER,
        "cost_type" => COST_TYPE,
        "token_type" => TOKEN_TYPE,
        "speed" => SPEED,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_pass() {
        let word = |text: &'static str, column| one_word(Cell::text(Some(text)), of_column(column));
        assert_eq!(word("> 200k", "context_window"), Cell::text(Some("200k-1M")));
        assert_eq!(word("200k-1M", "context_window"), Cell::text(Some("200k-1M")));
        assert_eq!(word("message", "usage_type"), word("standard", "service_tier"));
        assert_eq!(word("flex_discount", "usage_type"), Cell::text(Some("flex_discount")));
        assert_eq!(word("message", "model"), Cell::text(Some("message")));
        assert_eq!(one_word(Cell::Null, SPEED), Cell::Null);
    }
}
