//! Words that a spreadsheet has garbled: UTF-8 read as an 8-bit code page, blanks that do not break, letters that the code page lacks.

use std::borrow::Cow;

/// Windows-1252 from 0x80 to 0x9F; the five bytes without a letter are the control characters of the same number.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
/// Mac OS Roman from 0x80 on, as Excel for the Mac reads a file without a mark.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/// A text that went through a spreadsheet more often than this is left as it is.
const MOST_ROUNDS: usize = 3;

/// The text as it was before it was read as Windows-1252 or Mac OS Roman, once or more often, without blanks at its ends. What was
/// read right stays as it is: of such a text the bytes of those code pages are no UTF-8.
#[must_use]
pub fn read_again(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if trimmed.is_ascii() {
        return Cow::Borrowed(trimmed);
    }
    let mut text = Cow::Borrowed(trimmed);
    for _ in 0..MOST_ROUNDS {
        match once(&text) {
            Some(better) => text = Cow::Owned(better),
            None => break,
        }
    }
    text
}

/// The same with plain blanks in place of odd ones: for words, not for names, which may have such letters of their own.
#[must_use]
pub fn repaired(text: &str) -> Cow<'_, str> {
    let text = read_again(text.trim_matches(is_blank));
    if text.contains(is_odd_blank) {
        return Cow::Owned(text.replace(is_odd_blank, " ").trim().to_owned());
    }
    text
}

fn once(text: &str) -> Option<String> {
    [windows_1252 as fn(char) -> Option<u8>, mac_roman].into_iter().find_map(|byte_of| {
        let bytes: Vec<u8> = text.chars().map(byte_of).collect::<Option<_>>()?;
        let better = String::from_utf8(bytes).ok()?;
        (better.chars().count() < text.chars().count()).then_some(better)
    })
}

fn windows_1252(letter: char) -> Option<u8> {
    match u32::from(letter) {
        code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => WINDOWS_1252.iter().position(|known| *known == letter).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

fn mac_roman(letter: char) -> Option<u8> {
    match letter {
        '\0'..='\u{7f}' => u8::try_from(letter).ok(),
        _ => MAC_ROMAN.chars().position(|known| known == letter).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || is_odd_blank(letter)
}

/// A blank that looks like one and is another character; and marks that show nothing.
const fn is_odd_blank(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2009}' | '\u{feff}' | '\u{200b}')
}

/// What is left of a text wherever it was garbled: equal for `Zürich`, `Z?rich`, `Z�rich` and `Z_rich`, for `007` and `7`, and for
/// `TRUE` and `true`. Texts with one outline may be one text, and may be two: rows decide.
#[must_use]
pub fn outline(text: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    if text.chars().all(is_plain) && text != "true" {
        return Cow::Borrowed(text);
    }
    if let Some(number) = as_number(text) {
        return Cow::Owned(number.to_string());
    }
    if BOOLEANS[0].iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return Cow::Borrowed("true");
    }
    if BOOLEANS[1].iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return Cow::Borrowed("false");
    }
    let mut outline = String::with_capacity(text.len());
    for letter in repaired(text).chars() {
        let is_garbled = !letter.is_ascii() || matches!(letter, '?' | '_' | '=');
        match letter {
            // A code page may have no letter, or two for one.
            _ if is_garbled && outline.ends_with('?') => {}
            _ if is_garbled => outline.push('?'),
            _ => outline.push(letter),
        }
    }
    Cow::Owned(outline)
}

/// What Excel makes of the words of a boolean, in the languages it speaks.
const BOOLEANS: [&[&str]; 2] = [
    &["true", "wahr", "vrai", "verdadero", "vero", "waar", "prawda", "verdadeiro", "sand", "sant"],
    &["false", "falsch", "faux", "falso", "onwaar", "falsk", "falskt"],
];

/// A text that Excel takes for a number: it drops leading zeros and writes long ones with an exponent.
fn as_number(text: &str) -> Option<f64> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'E' | 'e' | '+'));
    is_number.then(|| text.replace(',', ".").parse().ok()).flatten()
}

/// How much of a text looks garbled: of two with one outline the one with less is the original.
#[must_use]
pub fn damage(text: &str) -> (usize, usize) {
    (text.chars().filter(|letter| matches!(letter, '?' | '\u{fffd}' | '=' | '_')).count(), text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fault: UTF-8 that a program read as another code page
    /// Outcome: Turned back where that is certain
    #[test]
    fn what_was_read_as_another_code_page_is_read_again() {
        for (garbled, plain) in [
            ("â‰¤ 200k", "≤ 200k"),
            ("‚â§ 200k", "≤ 200k"),
            ("Ã¢â€°Â¤ 200k", "≤ 200k"),
            ("ZÃ¼rich", "Zürich"),
            ("MÃ¼nchen â€“ Prod", "München – Prod"),
            ("prod\u{a0}api ", "prod api"),
            ("\u{feff}prod-api", "prod-api"),
            ("prodÂ\u{a0}api", "prod api"),
        ] {
            assert_eq!(repaired(garbled), plain);
        }
    }

    #[test]
    fn what_was_read_right_stays() {
        for text in [
            "≤ 200k",
            "Zürich",
            "prod-api",
            "naïve café",
            "Ã",
            "日本語",
            "£5",
            "Équipe – Données",
            "a  b",
            "K\u{fffd}ln",
        ] {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn texts_that_may_be_one_have_one_outline() {
        for same in [
            &["Zürich", "Z?rich", "Z\u{fffd}rich", "ZÃ¼rich", "Z_rich"][..],
            &["007", "7", "7.0", "7,00"],
            &["1E+05", "100000", "1.00E+05"],
            &["true", "TRUE", "WAHR", "Vrai"],
            &["Équipe – Prod", "?quipe ? Prod"],
        ] {
            let outlines: Vec<_> = same.iter().map(|text| outline(text)).collect();
            assert!(outlines.iter().all(|one| *one == outlines[0]), "{outlines:?}");
        }
        for different in [["prod-a", "prod-b"], ["7", "8"], ["true", "false"], ["Prod", "prod"], ["Zürich", "Zurich"]]
        {
            assert_ne!(outline(different[0]), outline(different[1]));
        }
    }
}
