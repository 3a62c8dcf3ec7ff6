//! What an event is summed by when files are compared.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// The first eight bytes of the SHA-256 of an event. An id stands for the whole event; exports without ids distinguish events by what
/// they say: type, actor's id and address, details.
#[must_use]
pub fn event_fingerprint(at: DateTime<Utc>, id: Option<&str>, found: [Option<&str>; 4]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(at.timestamp_micros().to_be_bytes());
    let mut add = |text: Option<&str>| {
        hash.update(text.unwrap_or_default());
        hash.update([0]);
    };
    match id {
        Some(_) => add(id),
        None => found.into_iter().for_each(add),
    }
    hash.finalize().iter().take(8).fold(0, |fingerprint, byte| fingerprint << 8 | u64::from(*byte))
}
