//! What an event is summed by when files are compared.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// The first eight bytes of the SHA-256 of an event. An id stands for the whole event; exports without ids tell events apart by what
/// they say: type, actor's id and address, details.
#[must_use]
pub fn event_print(at: DateTime<Utc>, id: Option<&str>, told: [Option<&str>; 4]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(at.timestamp_micros().to_be_bytes());
    let mut add = |text: Option<&str>| {
        hash.update(text.unwrap_or_default());
        hash.update([0]);
    };
    match id {
        Some(_) => add(id),
        None => told.into_iter().for_each(add),
    }
    hash.finalize().iter().take(8).fold(0, |print, byte| print << 8 | u64::from(*byte))
}
