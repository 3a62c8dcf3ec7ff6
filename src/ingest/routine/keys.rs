//! What distinguishes events: 64 bits of what they say, and of their ids.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

/// Of one text; 0 where nothing is stated.
pub(in crate::ingest) fn text_key(text: Option<&str>) -> u64 {
    super::stated(text).map_or(0, |text| FixedState::default().hash_one(text))
}

/// Of several keys, in an order.
pub(in crate::ingest) fn mixed<const N: usize>(keys: [u64; N]) -> u64 {
    FixedState::default().hash_one(keys)
}

/// Of an event with an id: odd.
pub(super) fn id_key(id: &str) -> u64 {
    FixedState::default().hash_one(id) | 1
}

/// Of an event without an id, of all that it says: even. What is done and by whom, from where, and every other field.
pub(super) fn content_key(at: i64, keys: [u64; 6]) -> u64 {
    mixed([mixed(keys), at.cast_unsigned()]) & !1
}
