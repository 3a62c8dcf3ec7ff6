//! The words in which reviewers decide, in the languages in which they name the columns of worksheets: who writes `approve` for what
//! stays writes `reject` for what does not, and both must be known.
//!
//! `decision_words.tsv` has what is reviewed, the decision, the language and its words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::roster_words::plain;

/// What a word decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Access of people and accounts.
    Access,
    /// Keys and other identities without a person, beyond the words for access.
    Identity,
    /// Actions in the log.
    Log,
}

/// The languages, as a message names them.
pub const LANGUAGES: &str = "English, German, French, Spanish, Italian, Dutch, Polish, Portuguese and Russian";

/// What reviewers name next to what they decide, before or behind it: `revoke access`, `Konto löschen`, `retirer l'accès`.
const OBJECTS: &str = "access account user member membership key rights permission permissions the this \
    zugriff zugang konto benutzer mitglied schlüssel rechte berechtigung den das \
    accès l'accès compte utilisateur membre clé droits le la les \
    acceso cuenta usuario miembro clave permisos el \
    accesso l'accesso utente membro chiave permessi il \
    toegang gebruiker lid sleutel rechten de het \
    dostęp konto użytkownika klucz uprawnienia \
    acesso conta usuário utilizador membro chave permissões o a \
    доступ аккаунт учётную запись пользователя ключ права";

type Words = BTreeMap<(About, String), &'static str>;

/// Every word in the form in which it is compared, with its decision.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let words = |(about, decision, _, words): (About, &'static str, &str, &'static str)| {
        words.split('|').map(move |word| ((about, normal(word)), decision))
    };
    rows().flat_map(words).collect()
});
static OBJECT_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| OBJECTS.split_whitespace().map(normal).collect());

/// The lines of the table: what is reviewed, the decision, the language, its words.
fn rows() -> impl Iterator<Item = (About, &'static str, &'static str, &'static str)> {
    include_str!("decision_words.tsv").lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let about = match cells.next()? {
            "access" => About::Access,
            "identity" => About::Identity,
            "log" => About::Log,
            _ => return None,
        };
        Some((about, cells.next()?, cells.next()?, cells.next()?))
    })
}

/// The decision of a cell, as the table calls it; none where it is no word of these, or says more than one.
#[must_use]
pub fn decision(about: About, cell: &str) -> Option<&'static str> {
    let own = normal(cell);
    let known = |text: &str| WORDS.get(&(about, text.to_owned())).copied();
    known(&own).or_else(|| {
        let rest = without_objects(&own);
        if about == About::Log || rest.is_empty() { None } else { known(&rest) }
    })
}

/// The form in which words are compared: lower case, accents off, one blank between words, no full stop at the end.
fn normal(text: &str) -> String {
    let joined = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'");
    // A letter and its accent may be two characters, and a sign may ask to be drawn in colour.
    let letters = joined.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{fe0f}')).map(plain);
    letters.collect::<String>().trim_end_matches(['.', '!', ' ']).to_owned()
}

/// The words without what is decided about, at their beginning and end.
fn without_objects(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let is_object = |word: &&str| OBJECT_WORDS.iter().any(|object| object == word);
    let begin = words.iter().take_while(|word| is_object(word)).count();
    let end = words.len() - words.iter().rev().take_while(|word| is_object(word)).count();
    words.get(begin..end).map(|rest| rest.join(" ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What stays, and its opposite, as reviewers pair them; none of a pair may be known alone.
    const PAIRS: [&str; 72] = [
        "approve/reject",
        "approved/rejected",
        "approve/deny",
        "approved/not approved",
        "appropriate/inappropriate",
        "appropriate/not appropriate",
        "yes/no",
        "Y/N",
        "✓/✗",
        "✔️/✘",
        "retain/terminate",
        "keep/withdraw",
        "confirmed/disable",
        "certify/revoke",
        "certified/decertified",
        "valid/invalid",
        "needed/not needed",
        "still needed/no longer needed",
        "required/no longer required",
        "allowed/not allowed",
        "justified/unjustified",
        "keep access/remove access",
        "keep the account/delete account",
        "no change/remove user",
        "o.k./suspend",
        "genehmigt/abgelehnt",
        "genehmigt/nicht genehmigt",
        "angemessen/unangemessen",
        "angemessen/nicht angemessen",
        "ja/nein",
        "passt/weg",
        "o.k./raus",
        "in Ordnung/nicht in Ordnung",
        "benötigt/nicht mehr benötigt",
        "benoetigt/nicht benoetigt",
        "berechtigt/unberechtigt",
        "gültig/ungültig",
        "Zugriff behalten/Zugriff entziehen",
        "Konto belassen/Konto löschen",
        "beibehalten/deaktivieren",
        "approuvé/refusé",
        "oui/non",
        "approprié/inapproprié",
        "nécessaire/plus nécessaire",
        "conserver l'accès/retirer l’accès",
        "aprobado/rechazado",
        "sí/no",
        "necesario/ya no es necesario",
        "mantener acceso/eliminar usuario",
        "approvato/respinto",
        "sì/no",
        "adeguato/inadeguato",
        "goedgekeurd/afgekeurd",
        "ja/nee",
        "toegang behouden/toegang intrekken",
        "zatwierdzone/odrzucone",
        "tak/nie",
        "aprovado/rejeitado",
        "sim/não",
        "да/нет",
        "bleibt/Entzug",
        "Zugriff bleibt/Zugriff Entzug",
        "bestehen lassen/Sperre",
        "stays/removal",
        "extend/suspension",
        "reste/retrait",
        "permanece/baja",
        "rimane/revoca",
        "blijft/intrekking",
        "pozostaje/odebranie",
        "fica/remoção",
        "остаётся/отзыв",
    ];

    /// Fault: `approve` was known and `reject` was not, `ja` and not `nein`: what stays counted, and what was to be taken away did not
    /// Outcome: Each word has its opposite, in every language
    #[test]
    fn who_knows_what_stays_knows_what_goes() {
        for pair in PAIRS {
            let (stays, goes) = pair.split_once('/').unwrap();
            assert_eq!(decision(About::Access, stays), Some("appropriate"), "{pair}");
            assert!(matches!(decision(About::Access, goes), Some("revoked" | "disabled")), "{pair}");
        }
        for (is, is_not, by) in [
            ("expected", "unexpected", "follow-up"),
            ("expected", "not expected", "follow-up"),
            ("planned", "unplanned", "follow-up"),
            ("benign", "suspicious", "follow-up"),
            ("yes", "no", "follow-up"),
            ("authorized", "unauthorized", "incident"),
            ("legitimate", "illegitimate", "incident"),
            ("erwartet", "unerwartet", "follow-up"),
            ("ja", "nein", "follow-up"),
            ("berechtigt", "unberechtigt", "incident"),
            ("attendu", "inattendu", "follow-up"),
            ("previsto", "imprevisto", "follow-up"),
            ("atteso", "inatteso", "follow-up"),
            ("verwacht", "onverwacht", "follow-up"),
            ("oczekiwane", "nieoczekiwane", "follow-up"),
            ("esperado", "inesperado", "follow-up"),
            ("ожидаемо", "неожиданно", "follow-up"),
            ("разрешено", "не разрешено", "incident"),
        ] {
            assert_eq!(decision(About::Log, is), Some("expected"), "{is}");
            assert_eq!(decision(About::Log, is_not), Some(by), "{is_not}");
        }
    }

    #[test]
    fn every_language_has_words_for_every_decision() {
        let mut by_decision: BTreeMap<(About, &str), BTreeSet<&str>> = BTreeMap::new();
        for (about, own, language, _) in rows() {
            by_decision.entry((about, own)).or_default().insert(language);
        }
        let languages = by_decision.values().next().unwrap().clone();
        assert_eq!(languages.len(), LANGUAGES.replace(" and ", ", ").split(", ").count());
        assert!(by_decision.values().all(|own| *own == languages), "{by_decision:?}");
        assert_eq!(by_decision.len(), 10);
        for (about, own, language, words) in rows() {
            assert!(words.split('|').all(|word| decision(about, word) == Some(own)), "{words}");
            // What stays and what goes are written in many ways.
            let least = if matches!(own, "appropriate" | "revoked") { 20 } else { 1 };
            assert!(words.split('|').count() >= least, "{language} {own}");
        }
    }

    /// In every language, what does not stay may be written as what stays with the word for no in front: either nobody knows that, or it is
    /// no decision that something stays.
    #[test]
    fn no_negation_is_read_as_what_it_denies() {
        let negations =
            ["not", "no", "do not", "don't", "nicht", "kein", "ne pas", "non", "no", "non", "niet", "nie", "não", "не"];
        for (about, own, _, words) in rows().filter(|row| ["appropriate", "expected", "revoked"].contains(&row.1)) {
            for (word, negation) in words.split('|').flat_map(|word| negations.map(|negation| (word, negation))) {
                assert_ne!(decision(about, &format!("{negation} {word}")), Some(own), "{negation} {word}");
            }
        }
        for word in [
            "?",
            "keep?",
            "keep or revoke",
            "",
            "behalten?",
            "nicht behalten",
            "do not keep",
            "nicht entfernen",
            "access",
            "x",
        ] {
            assert_eq!(decision(About::Access, word), None, "{word}");
        }
        for word in ["", "?", "pending", "offen", "expected?", "keep", "reviewed", "key expected"] {
            assert_eq!(decision(About::Log, word), None, "{word}");
        }
    }

    #[test]
    fn no_word_decides_two_things() {
        let mut all: BTreeMap<(About, String), &str> = BTreeMap::new();
        for (about, own, _, words) in rows() {
            for word in words.split('|') {
                let known = all.insert((about, normal(word)), own);
                assert!(known.is_none_or(|known| known == own), "{word}");
            }
        }
        for word in [
            "erneuern",
            "Erneuerung",
            "Tausch",
            "rotation",
            "renouvellement",
            "renovación",
            "rinnovo",
            "wymiana",
            "замена",
        ] {
            assert_eq!(
                (decision(About::Identity, word), decision(About::Access, word)),
                (Some("rotate"), None),
                "{word}"
            );
        }
        let rotations = all.keys().filter(|(about, _)| *about == About::Identity);
        assert!(rotations.map(|(_, word)| word).all(|word| decision(About::Access, word).is_none()));
    }

    #[test]
    fn accents_blanks_and_stops_are_no_difference() {
        for word in ["REVOKED", " revoked. ", "revoque\u{301}", "Révoqué!", "usunac", "nicht\u{a0}mehr  benötigt"] {
            assert_eq!(decision(About::Access, word), Some("revoked"), "{word}");
        }
    }
}
