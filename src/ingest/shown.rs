//! Values at fault as they may be shown.

use crate::model::mask_secrets;

/// The value at fault as it may be shown: secrets masked, cut to 80 characters.
pub(in crate::ingest) fn shown(value: &str) -> String {
    let masked = mask_secrets(value);
    let mut cut: String = masked.chars().take(80).collect();
    if cut.len() < masked.len() {
        cut.push('…');
    }
    cut
}
