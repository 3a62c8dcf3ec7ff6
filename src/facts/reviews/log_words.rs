//! What may be decided about an action in the log, and the words for it.

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

/// The words for every decision: the worksheet's own first, then what reviewers write instead, in the languages of their tables.
const WORDS: [(LogVerdict, &[&str]); 3] = [
    (
        LogVerdict::Expected,
        &[
            "expected",
            "as expected",
            "ok",
            "okay",
            "yes",
            "approve",
            "approved",
            "authorized",
            "authorised",
            "legitimate",
            "benign",
            "planned",
            "no issue",
            "fine",
            "confirmed",
            "erwartet",
            "wie erwartet",
            "genehmigt",
            "bestätigt",
            "bestaetigt",
            "geplant",
            "autorisiert",
            "berechtigt",
            "unauffällig",
            "unauffaellig",
            "in ordnung",
            "passt",
            "ja",
            "attendu",
            "prévu",
            "autorisé",
            "approuvé",
            "légitime",
            "confirmé",
            "conforme",
            "oui",
            "esperado",
            "previsto",
            "autorizado",
            "aprobado",
            "legítimo",
            "confirmado",
            "sí",
            "atteso",
            "autorizzato",
            "approvato",
            "confermato",
            "legittimo",
            "verwacht",
            "gepland",
            "goedgekeurd",
            "toegestaan",
            "bevestigd",
            "oczekiwane",
            "zaplanowane",
            "zatwierdzone",
            "tak",
            "aprovado",
            "sim",
            "ожидаемо",
            "одобрено",
            "разрешено",
            "подтверждено",
            "да",
        ],
    ),
    (
        LogVerdict::FollowUp,
        &[
            "follow-up",
            "follow up",
            "followup",
            "investigate",
            "investigating",
            "to investigate",
            "to be investigated",
            "unclear",
            "question",
            "nachverfolgen",
            "nachfassen",
            "nachgehen",
            "zu prüfen",
            "zu pruefen",
            "klären",
            "klaeren",
            "zu klären",
            "unklar",
            "rückfrage",
            "rueckfrage",
            "à suivre",
            "à vérifier",
            "enquêter",
            "seguimiento",
            "dar seguimiento",
            "investigar",
            "por verificar",
            "da verificare",
            "approfondire",
            "opvolgen",
            "onderzoeken",
            "navragen",
            "do wyjaśnienia",
            "wyjaśnić",
            "acompanhar",
            "a verificar",
            "проверить",
            "уточнить",
            "расследовать",
        ],
    ),
    (
        LogVerdict::Incident,
        &[
            "incident",
            "security incident",
            "unauthorized",
            "unauthorised",
            "malicious",
            "breach",
            "violation",
            "vorfall",
            "sicherheitsvorfall",
            "unbefugt",
            "unberechtigt",
            "incident de sécurité",
            "non autorisé",
            "incidente",
            "incidente de seguridad",
            "no autorizado",
            "incidente di sicurezza",
            "non autorizzato",
            "beveiligingsincident",
            "ongeautoriseerd",
            "niet toegestaan",
            "incydent",
            "nieuprawnione",
            "incidente de segurança",
            "não autorizado",
            "инцидент",
            "нарушение",
        ],
    ),
];

impl LogVerdict {
    /// What a cell of the worksheet decides.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let word = text.trim().trim_end_matches(['.', '!']).to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(verdict, _)| *verdict)
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

    /// Every word that is known, for messages: the worksheet's own with what may stand for each.
    #[must_use]
    pub fn words() -> String {
        let one = |words: &[&str]| format!("{} (or {})", words[0], words[1..].join(", "));
        WORDS.map(|(_, words)| one(words)).join("; ")
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
                "Follow-up|follow up|klären|à vérifier|seguimiento|da verificare|opvolgen|проверить",
            ),
            (LogVerdict::Incident, "INCIDENT|Vorfall|unbefugt|incidente|non autorisé|incydent|não autorizado|инцидент"),
        ] {
            for word in words.split('|') {
                assert_eq!(LogVerdict::of(word), Some(verdict), "{word}");
            }
        }
        for word in ["", "?", "no", "nein", "pending", "offen", "not expected", "expected?", "keep"] {
            assert_eq!(LogVerdict::of(word), None, "{word}");
        }
    }

    #[test]
    fn no_word_decides_two_things_and_every_one_is_named() {
        let all: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let different: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(different.len(), all.len());
        assert!(all.iter().all(|word| LogVerdict::words().contains(word)));
        assert!([LogVerdict::Expected, LogVerdict::FollowUp, LogVerdict::Incident].is_sorted(), "the worst last");
    }
}
