//! What may be decided about an identity without a person, and the words for it.

use crate::data::decision_words::{About, decision};
use crate::facts::people::Decision;

/// What may be decided about such an identity; the furthest reaching last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdentityVerdict {
    /// It stays as it is.
    Keep,
    /// It stays although it should not.
    Exception,
    /// To be decided later.
    Deferred,
    /// It is renewed, or may do less.
    Rotate,
    /// It is taken away.
    Revoke,
}

impl IdentityVerdict {
    /// What a cell of the worksheet decides: a rotation, or what may be decided about people's access.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        if Self::is_rotation(text) {
            return Some(Self::Rotate);
        }
        Some(match Decision::of(text)? {
            Decision::Appropriate => Self::Keep,
            Decision::Modified => Self::Rotate,
            Decision::Revoked => Self::Revoke,
            Decision::Deferred => Self::Deferred,
            Decision::Exception => Self::Exception,
        })
    }

    /// Whether a cell asks for another key in place of this one, and not for some other change.
    #[must_use]
    pub fn is_rotation(text: &str) -> bool {
        decision(About::Identity, text).is_some()
    }

    /// The worksheet's own word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Exception => "exception",
            Self::Deferred => "deferred",
            Self::Rotate => "rotate",
            Self::Revoke => "revoke",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_keys_and_words_of_access_decide() {
        for (verdict, words) in [
            (IdentityVerdict::Keep, " Keep |appropriate|beibehalten|conserver|mantener|да"),
            (IdentityVerdict::Rotate, "rotate|Rotate key|Rotiert|erneuern|renouvelé|renovar|changed|ersetzen|обновить"),
            (IdentityVerdict::Revoke, "revoke|no|disable|delete|entzogen|supprimer|удалить"),
            (IdentityVerdict::Deferred, "later|offen"),
            (IdentityVerdict::Exception, "exception|Ausnahme|risk accepted"),
        ] {
            for word in words.split('|') {
                assert_eq!(IdentityVerdict::of(word), Some(verdict), "{word}");
            }
        }
        for word in ["", "?", "expected", "rotate?", "do not rotate"] {
            assert_eq!(IdentityVerdict::of(word), None, "{word}");
        }
    }
}
