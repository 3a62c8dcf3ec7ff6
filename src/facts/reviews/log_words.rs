//! What may be decided about an action in the log, and the words for it.

use crate::data::decision_words::{About, decision};

/// What somebody decided about actions in the log; the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogVerdict {
    /// It was to be expected: planned, approved, part of the job.
    Expected,
    /// Somebody looks into it.
    FollowUp,
    /// It was none of that, and is handled as an incident.
    Incident,
}

impl LogVerdict {
    /// What a cell of the worksheet decides.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let own = decision(About::Log, text)?;
        [Self::Expected, Self::FollowUp, Self::Incident].into_iter().find(|verdict| verdict.id() == own)
    }

    /// The worksheet's own word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::FollowUp => "follow-up",
            Self::Incident => "incident",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_decide_and_others_do_not() {
        for (verdict, words) in [
            (LogVerdict::Expected, " Expected |ok.|erwartet|Genehmigt|prévu|esperado|atteso|verwacht|tak|aprovado|да"),
            (
                LogVerdict::FollowUp,
                "Follow-up|no|nein|not expected|follow up|klären|à vérifier|seguimiento|da verificare|opvolgen|проверить",
            ),
            (LogVerdict::Incident, "INCIDENT|Vorfall|unbefugt|incidente|non autorisé|incydent|não autorizado|инцидент"),
        ] {
            for word in words.split('|') {
                assert_eq!(LogVerdict::of(word), Some(verdict), "{word}");
            }
        }
        for word in ["", "?", "pending", "offen", "expected?", "keep"] {
            assert_eq!(LogVerdict::of(word), None, "{word}");
        }
    }

    #[test]
    fn the_worst_is_last() {
        assert!([LogVerdict::Expected, LogVerdict::FollowUp, LogVerdict::Incident].is_sorted());
    }
}
