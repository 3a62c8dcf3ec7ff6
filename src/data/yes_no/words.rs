//! Yes and no, as spreadsheets and directories of many languages write them.

use crate::data::roster_words::normal;

/// Yes, in its [`normal()`] form.
const YES: &[&str] = &[
    "true",
    "yes",
    "y",
    "1",
    "t",
    "on",
    "x",
    "wahr",
    "ja",
    "j",
    "vrai",
    "oui",
    "o",
    "verdadero",
    "si",
    "s",
    "vero",
    "waar",
    "prawda",
    "tak",
    "verdadeiro",
    "sim",
    "истина",
    "да",
    "sand",
    "sant",
    "tosi",
    "kylla",
    "igaz",
    "igen",
    "pravda",
    "ano",
    "dogru",
    "evet",
    "はい",
    "是",
];
/// No, in its [`normal()`] form.
const NO: &[&str] = &[
    "false",
    "no",
    "n",
    "0",
    "f",
    "off",
    "falsch",
    "nein",
    "faux",
    "non",
    "falso",
    "onwaar",
    "nee",
    "fałsz",
    "falsz",
    "nie",
    "nao",
    "ложь",
    "нет",
    "falsk",
    "usant",
    "epatosi",
    "ei",
    "hamis",
    "nem",
    "nepravda",
    "ne",
    "yanlis",
    "hayir",
    "いいえ",
    "否",
    "nej",
    "nei",
];

/// Yes and no, as spreadsheets and directories of the languages that have them write it; anything else is neither.
#[must_use]
pub fn yes_no_word(text: &str) -> Option<bool> {
    match text.trim() {
        "✓" | "✔" | "✔\u{fe0f}" | "✅" | "☑" | "○" | "〇" | "◯" | "1.0" => return Some(true),
        "✗" | "✘" | "×" | "✕" | "✖" | "✖\u{fe0f}" | "❌" | "☐" | "0.0" => return Some(false),
        _ => {}
    }
    let word = normal(text);
    match () {
        () if YES.contains(&word.as_str()) => Some(true),
        () if NO.contains(&word.as_str()) => Some(false),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_of_other_spreadsheets() {
        for pair in [
            "TRUE FALSE",
            "WAHR FALSCH",
            "VRAI FAUX",
            "VERDADERO FALSO",
            "VERO FALSO",
            "WAAR ONWAAR",
            "PRAWDA FAŁSZ",
            "ИСТИНА ЛОЖЬ",
            "VERDADEIRO FALSO",
            "Yes No",
            "ja nein",
            "oui non",
            "Sí No",
            "sim não",
            "tak nie",
            "да нет",
            "1 0",
            "DOĞRU YANLIŞ",
            "Y n",
            "✓ -",
        ] {
            let (yes, no) = pair.split_once(' ').unwrap();
            assert_eq!(yes_no_word(yes), Some(true), "{yes}");
            assert_eq!(yes_no_word(no), (no != "-").then_some(false), "{no}");
        }
        for text in ["", "maybe", "active", "2", "true or false", "tr"] {
            assert_eq!(yes_no_word(text), None, "{text}");
        }
    }
}
