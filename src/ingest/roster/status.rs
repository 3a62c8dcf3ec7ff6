//! What a word in a status column says, whatever stands around it: brackets, reasons, prefixes, numbers.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::data::roster_words::{StatusWord, normal, status_words};
use crate::model::Standing;

/// Words around a status that say nothing of their own. Negations are none of them.
const AROUND: [&str; 40] = [
    "status",
    "state",
    "employee",
    "employees",
    "employment",
    "users",
    "accounts",
    "workers",
    "people",
    "persons",
    "members",
    "contractors",
    "colleagues",
    "emp",
    "empl",
    "user",
    "account",
    "acct",
    "staff",
    "worker",
    "person",
    "member",
    "is",
    "the",
    "has",
    "been",
    "hr",
    "currently",
    "since",
    "on",
    "mitarbeiter",
    "konto",
    "benutzer",
    "seit",
    "compte",
    "employe",
    "depuis",
    "cuenta",
    "usuario",
    "empleado",
];
/// What parts a status from what is said next to it; so does a hyphen with a space at one of its sides.
const BETWEEN: [char; 11] = ['/', '|', ':', ';', ',', '=', '>', '•', '·', '–', '—'];
const OPENING: [char; 4] = ['(', '[', '{', '（'];
const CLOSING: [char; 4] = [')', ']', '}', '）'];

/// The status words, looked up once per file.
#[derive(Debug)]
pub(super) struct Statuses(BTreeMap<String, StatusWord>);

impl Statuses {
    pub(super) fn new() -> Self {
        Self(status_words())
    }

    /// What a cell says; `None` where it is in no class, or says two things that exclude each other.
    pub(super) fn of(&self, text: &str) -> Option<StatusWord> {
        if let Some(word) = self.word(text) {
            return Some(word);
        }
        let (outside, inside) = without_brackets(text);
        let outside = outside.replace("- ", "–").replace(" -", "–");
        let inside_words = inside.iter().flat_map(|part| part.split(BETWEEN)).filter_map(|part| self.phrase(part));
        // `Inactive - LOA`: every part that is a word counts; what is none is a reason.
        let outside_words: Vec<StatusWord> = match self.phrase(&outside) {
            Some(word) => vec![word],
            None => outside.split(BETWEEN).filter_map(|part| self.phrase(part)).collect(),
        };
        let outside_words = if outside_words.is_empty() { self.joined(&outside) } else { outside_words };
        together(&inside_words.chain(outside_words).collect())
    }

    /// `INACTIVE_LOA`: parts joined without spaces, where every part is a word.
    fn joined(&self, text: &str) -> Vec<StatusWord> {
        let parts = text.split(['-', '_']).map(|part| self.phrase(part));
        parts.collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    fn word(&self, text: &str) -> Option<StatusWord> {
        self.0.get(&normal(text)).copied()
    }

    /// A part of a cell: as it is, else without the words around it and without numbers and single letters.
    fn phrase(&self, text: &str) -> Option<StatusWord> {
        if let Some(word) = self.word(text) {
            return Some(word);
        }
        let says_something = |token: &&str| {
            let token = normal(token);
            let is_number = token.chars().all(|c| c.is_ascii_digit() || c == '#');
            !is_number && token.chars().count() > 1 && !AROUND.contains(&token.as_str())
        };
        let tokens: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(says_something).collect();
        self.word(&tokens.concat())
    }
}

/// Whether a text says that somebody is leaving, and not that they are away for a while.
pub(super) fn is_leaving(text: &str) -> bool {
    const PARTS: [&str; 20] = [
        "notice",
        "resign",
        "terminat",
        "offboard",
        "leaving",
        "leaver",
        "separat",
        "deactivat",
        "kundig",
        "kuendig",
        "austritt",
        "preavis",
        "depart",
        "preavviso",
        "uscita",
        "opzeg",
        "wypowiedz",
        "desligamento",
        "avisoprevio",
        "увольн",
    ];
    let text = normal(text);
    PARTS.iter().any(|part| text.contains(part))
}

/// What several words of one cell say together.
fn together(found: &BTreeSet<StatusWord>) -> Option<StatusWord> {
    use StatusWord::{Barred, Between, Employment, Gone, Here, Leaving};
    let of = |words: &[StatusWord]| found.iter().all(|word| words.contains(word));
    match () {
        () if found.is_empty() => None,
        () if of(&[Gone, Barred, Employment, Leaving]) && found.contains(&Gone) => Some(Gone),
        () if of(&[Barred, Employment, Leaving]) && found.contains(&Barred) => Some(Barred),
        // Switched off, or there, because of a leave.
        () if of(&[Between, Here, Employment, Barred, Leaving]) && found.contains(&Between) => Some(Between),
        () if of(&[Leaving, Here, Employment]) && found.contains(&Leaving) => Some(Leaving),
        () if of(&[Here, Employment]) => Some(Here),
        () => None,
    }
}

/// A text without what stands in brackets, and what stands there.
fn without_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            c if OPENING.contains(&c) => {
                if depth == 0 {
                    inside.push(String::new());
                }
                depth += 1;
            }
            c if CLOSING.contains(&c) && depth > 0 => depth -= 1,
            c if depth > 0 => inside.last_mut().into_iter().for_each(|part| part.push(c)),
            c => outside.push(c),
        }
    }
    (outside, inside)
}

/// What a class says of whether somebody is there.
pub(super) const fn standing(word: StatusWord) -> Standing {
    match word {
        StatusWord::Here | StatusWord::Employment => Standing::Here,
        StatusWord::Between => Standing::Between,
        StatusWord::Leaving => Standing::Unknown,
        StatusWord::Barred | StatusWord::Gone => Standing::Gone,
    }
}
