//! What reviewers decided about identities without a person, as worksheets state it.

use anyhow::Result;

use super::identities::Identity;
use crate::facts::people::{Decision, ReviewedRow, review};
use crate::model::{Dataset, Table};

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

/// Words for a rotation, in the languages of the other decisions.
const ROTATE: [&str; 26] = [
    "rotate",
    "rotated",
    "renew",
    "renewed",
    "replace",
    "replaced",
    "rotieren",
    "rotiert",
    "erneuern",
    "erneuert",
    "ersetzen",
    "ersetzt",
    "renouveler",
    "renouvelé",
    "remplacer",
    "rotar",
    "rotado",
    "renovar",
    "renovado",
    "ruotare",
    "rinnovare",
    "rinnovato",
    "vernieuwen",
    "vernieuwd",
    "odnowić",
    "обновить",
];

impl IdentityVerdict {
    /// What a cell of the worksheet decides: a rotation, or what may be decided about people's access.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let word = text.trim().trim_end_matches(['.', '!']).to_lowercase();
        if ROTATE.contains(&word.as_str()) {
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

/// Identities without a person, and every line of every worksheet about them.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    /// The identities, by kind, name and id.
    pub all: Vec<Identity>,
    /// The lines, in the order of the inputs.
    pub reviewed: Vec<ReviewedRow>,
}

impl Identities {
    pub(in crate::facts) fn read(data: &Dataset, all: Vec<Identity>) -> Result<Self> {
        Ok(Self { all, reviewed: review::rows(data, Table::IdentityReview)? })
    }

    /// The identity of this id.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Option<&Identity> {
        self.all.iter().find(|identity| identity.id == id)
    }

    /// Lines with something in the cell of the decision.
    pub fn decided(&self) -> impl Iterator<Item = &ReviewedRow> {
        self.reviewed.iter().filter(|row| row.decision.is_some())
    }

    /// Lines about an identity, whatever they decide.
    pub fn about<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a ReviewedRow> {
        self.decided().filter(move |row| row.id == id)
    }

    /// What counts of them: the latest decision, of one day the one that reaches furthest.
    #[must_use]
    pub fn on(&self, id: &str) -> Option<(IdentityVerdict, &ReviewedRow)> {
        let made = self.about(id).filter_map(|row| Some((IdentityVerdict::of(row.decision.as_deref()?)?, row)));
        made.max_by_key(|(verdict, row)| (row.on, *verdict))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_keys_and_words_of_access_decide() {
        for (verdict, words) in [
            (IdentityVerdict::Keep, " Keep |appropriate|beibehalten|conserver|mantener|да"),
            (IdentityVerdict::Rotate, "rotate|Rotiert|erneuern|renouvelé|renovar|changed|ersetzen|обновить"),
            (IdentityVerdict::Revoke, "revoke|delete|entzogen|supprimer|удалить"),
            (IdentityVerdict::Deferred, "later|offen"),
            (IdentityVerdict::Exception, "exception|Ausnahme|risk accepted"),
        ] {
            for word in words.split('|') {
                assert_eq!(IdentityVerdict::of(word), Some(verdict), "{word}");
            }
        }
        for word in ["", "?", "no", "nein", "expected", "rotate?"] {
            assert_eq!(IdentityVerdict::of(word), None, "{word}");
        }
        assert!(ROTATE.iter().all(|word| Decision::of(word).is_none()), "no word decides two things");
    }
}
