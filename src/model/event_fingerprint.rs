//! What an event is summed by when files are compared.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// What stands for an event, next to its instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventContent<'a> {
    /// Its id, which stands for the whole event.
    Id(&'a str),
    /// What it says, where exports have no ids: type, actor's id and address, details, each by its [`text_fingerprint`].
    Texts([u64; 4]),
}

/// The first eight bytes of the SHA-256 of a text. Most texts are of many events, and are hashed once; one that is not stated is as an
/// empty one.
#[must_use]
pub fn text_fingerprint(text: Option<&str>) -> u64 {
    first_eight(Sha256::new_with_prefix(text.unwrap_or_default()))
}

/// The first eight bytes of the SHA-256 of an event: its instant in microseconds since 1970, and its content.
#[must_use]
pub fn event_fingerprint(at: DateTime<Utc>, content: EventContent) -> u64 {
    let mut hash = Sha256::new_with_prefix(at.timestamp_micros().to_be_bytes());
    match content {
        EventContent::Id(id) => hash.update(id),
        EventContent::Texts(texts) => texts.iter().for_each(|text| hash.update(text.to_be_bytes())),
    }
    first_eight(hash)
}

fn first_eight(hash: Sha256) -> u64 {
    hash.finalize().iter().take(8).fold(0, |fingerprint, byte| fingerprint << 8 | u64::from(*byte))
}
