//! Whether a remark about somebody speaks of their leaving: small organizations keep that in a column of notes.

use super::no_day::is_nothing;
use crate::data::roster_words::normal;
use crate::data::yes_no_word;
use crate::ingest::text::delimited::Delimited;
use crate::model::MONTHS;

/// Words that say it by themselves, by their beginning; in the [`normal()`] form.
const STEMS: [&str; 46] = [
    "resign",
    "leaver",
    "offboard",
    "terminat",
    "departed",
    "dismissed",
    "redundan",
    "exemployee",
    "lwd",
    "ausgeschieden",
    "ausgetreten",
    "austritt",
    "scheidetaus",
    "gekundigt",
    "kundigung",
    "gekuendigt",
    "kuendigung",
    "entlassen",
    "ehemalig",
    "demission",
    "licenci",
    "renunci",
    "despedid",
    "cesad",
    "cessat",
    "dimess",
    "dimission",
    "ontslag",
    "vertrokken",
    "zwolnion",
    "odszed",
    "odesz",
    "wypowiedz",
    "deslig",
    "demit",
    "demissao",
    "уволен",
    "уволил",
    "увольн",
    "slutat",
    "fratrad",
    "퇴사",
    "퇴직",
    "退職",
    "退社",
    "离职",
];
/// Several words in a row that say it, each in the [`normal()`] form.
const PHRASES: [&[&str]; 30] = [
    &["no", "longer"],
    &["last", "day"],
    &["last", "working"],
    &["contract", "ended"],
    &["contract", "expired"],
    &["contract", "terminated"],
    &["laid", "off"],
    &["off", "boarded"],
    &["notice", "given"],
    &["gave", "notice"],
    &["exit", "date"],
    &["gone", "since"],
    &["nicht", "mehr"],
    &["scheidet", "aus"],
    &["letzter", "tag"],
    &["letzter", "arbeitstag"],
    &["a", "quitte"],
    &["fin", "de", "contrat"],
    &["dernier", "jour"],
    &["ne", "travaille", "plus"],
    &["ya", "no"],
    &["ultimo", "dia"],
    &["ultimo", "giorno"],
    &["non", "piu"],
    &["uit", "dienst"],
    &["laatste", "werkdag"],
    &["nie", "pracuje"],
    &["не", "работает"],
    &["baja", "voluntaria"],
    &["baja", "definitiva"],
];
/// Words that say it where a day, or what was left, follows: others sit left of the door.
const BEFORE_A_DAY: [&str; 12] =
    ["left", "leaving", "leaves", "quit", "retired", "parti", "partie", "parte", "baja", "saiu", "ушел", "ушла"];
/// What follows those words.
const FOLLOWING: [&str; 22] = [
    "on",
    "in",
    "at",
    "as",
    "the",
    "us",
    "company",
    "end",
    "since",
    "eff",
    "effective",
    "le",
    "en",
    "el",
    "de",
    "em",
    "no",
    "dia",
    "fin",
    "desde",
    "depuis",
    "per",
];
/// Words before it that turn it around.
const NOT: [&str; 9] = ["not", "nicht", "pas", "non", "nie", "nao", "не", "never", "keine"];

/// Parts of names of columns in which something stands for who leaves alone: `Offboarding ticket`, `Deactivated by`.
const OF_COLUMNS: [&str; 8] =
    ["offboard", "deactivat", "deprovision", "disabledby", "terminat", "leaver", "separation", "exitinterview"];

/// Whether a column is about leaving, by its name.
pub(super) fn is_about_leaving(name: &str) -> bool {
    let name = normal(name);
    OF_COLUMNS.iter().any(|part| name.contains(part))
}

/// Columns about leaving that are filled for less than half of the people: what stands there for everybody is no mark of who leaves.
pub(super) fn filled_for_few(csv: &Delimited, columns: &[usize]) -> Vec<usize> {
    const SAMPLE: usize = 5000;
    let about_leaving = columns.iter().copied().filter(|at| is_about_leaving(&csv.header[*at]));
    let about_leaving: Vec<usize> = about_leaving.collect();
    if about_leaving.is_empty() {
        return about_leaving;
    }
    let records = csv.first_records(SAMPLE);
    let filled = |at: &usize| records.iter().filter(|record| says_anything(&record[*at])).count();
    about_leaving.into_iter().filter(|at| 2 * filled(at) < records.len()).collect()
}

/// Whether a cell is neither empty nor a word for nothing or no.
pub(super) fn says_anything(cell: &str) -> bool {
    !cell.is_empty() && !is_nothing(cell) && yes_no_word(cell) != Some(false)
}

/// Whether a cell says, in whatever words, that somebody left or will.
pub(super) fn speaks_of_leaving(cell: &str) -> bool {
    // `left-handed` is one word.
    // What stands in an address is a name.
    let written: Vec<&str> = cell.split_whitespace().filter(|word| !word.contains('@')).collect();
    let written = written.join(" ");
    let words: Vec<String> = written
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
        .map(|word| {
            if word.contains('-') && !word.contains(|c: char| c.is_ascii_digit()) {
                word
            } else {
                word.trim_matches('-')
            }
        })
        .map(normal)
        .filter(|word| !word.is_empty())
        .collect();
    let is_denied = |at: usize| at > 0 && NOT.contains(&words[at - 1].as_str());
    let says = |at: usize| {
        let word = words[at].as_str();
        let is_phrase =
            |phrase: &&[&str]| words[at..].iter().map(String::as_str).take(phrase.len()).eq(phrase.iter().copied());
        let next = words.get(at + 1).map(String::as_str);
        let is_followed =
            |next: &str| next.contains(|c: char| c.is_ascii_digit()) || FOLLOWING.contains(&next) || is_month(next);
        let begins =
            STEMS.iter().any(|stem| if stem.is_ascii() { word.starts_with(stem) } else { word.contains(stem) });
        begins && !is_denied(at)
            || PHRASES.iter().any(is_phrase) && !is_denied(at)
            || BEFORE_A_DAY.contains(&word) && !is_denied(at) && next.map_or(words.len() == 1, is_followed)
    };
    (0..words.len()).any(says)
}

/// Whether a word is the name of a month, or its beginning, in a European language.
pub(super) fn is_month(word: &str) -> bool {
    const SHORT: [&str; 44] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "januar", "februar",
        "marz", "maerz", "mai", "juni", "juli", "okt", "dez", "janv", "fev", "avr", "juin", "juil", "aout", "ene",
        "abr", "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott", "mrt", "mei", "out", "maj", "lip", "sie", "wrz",
    ];
    const LONG: [&str; 9] =
        ["dezember", "oktober", "janvier", "fevrier", "agosto", "septiembre", "octubre", "diciembre", "settembre"];
    SHORT.contains(&word) || LONG.contains(&word) || MONTHS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::speaks_of_leaving;

    #[test]
    fn remarks_about_leaving() {
        for cell in [
            "left 14 Aug",
            "Left the company",
            "left",
            "no longer with us since August",
            "contract ended 2026-08-14",
            "LEAVER",
            "Last day: 8/14/2026",
            "Offboarded - ticket HR-221",
            "resigned, LWD 14-Aug-2026",
            "ausgeschieden zum 14.08.2026",
            "zum 14.08. gekündigt",
            "scheidet zum 30.09. aus; letzter Arbeitstag 15.09.",
            "parti le 14/08/2026",
            "démission au 31 août",
            "baja voluntaria 14/08/2026",
            "8/14退職",
            "已离职",
            "leaving end of September",
            "ex-employee",
            "retired 30 June",
            "уволен 14.08.2026",
        ] {
            assert!(speaks_of_leaving(cell), "{cell}");
        }
    }

    #[test]
    fn remarks_about_something_else() {
        for cell in [
            "",
            "parental leave until March",
            "works from 14 Aug",
            "left-handed mouse",
            "sits left of the entrance",
            "has not resigned",
            "nicht gekündigt",
            "on leave from 1 July",
            "baja médica",
            "new laptop on 14 Aug",
            "moved to Berlin",
            "Team lead since May",
            "part time, no Fridays",
            "quitclaim training done",
            "ann.leaver@example.com",
            "see resign.form@example.com",
        ] {
            assert!(!speaks_of_leaving(cell), "{cell}");
        }
    }
}
