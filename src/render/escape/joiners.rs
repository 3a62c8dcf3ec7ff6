//! Joiners between letters: most are invisible and make two names look the same, and some scripts cannot be written without them.
//!
//! UAX #31, section 2.3: A1 allows a non-joiner where it changes how Arabic letters join, A2 and B allow joiners behind a virama.
//! Emoji are sequences of pictographs with joiners between them (UTS #51).

const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';

pub(super) const fn is_joiner(c: char) -> bool {
    matches!(c, NON_JOINER | JOINER)
}

/// Whether a joiner between what stands before and behind it changes what a reader sees. Anywhere else nobody would notice it.
pub(super) fn is_seen(before: &str, joiner: char, after: Option<char>) -> bool {
    let mut back = before.chars().rev();
    let Some(last) = back.next() else { return false };
    if joiner == NON_JOINER && after.is_some_and(is_arabic) {
        let letter = if is_arabic_mark(last) { back.find(|c| !is_arabic_mark(*c)) } else { Some(last) };
        return letter.is_some_and(joins_its_next);
    }
    if is_virama(last) {
        // A chillu of Malayalam may end a word: virama and joiner.
        return match after {
            Some(next) if is_indic(next) => block(next) == block(last),
            Some(next) => joiner == JOINER && !is_joiner(next),
            None => joiner == JOINER,
        };
    }
    let last = if last == '\u{FE0F}' { back.next() } else { Some(last) };
    joiner == JOINER && last.is_some_and(is_pictograph) && after.is_some_and(is_pictograph)
}

const fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{066F}' | '\u{0671}'..='\u{06D3}' | '\u{06FA}'..='\u{06FC}' | '\u{0750}'..='\u{077F}')
        && c != '\u{0640}'
}

/// Vowels above and below letters, which do not change how these join.
const fn is_arabic_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}')
}

/// Letters that join the one behind them: all but hamza, and those of the shapes of alef, dal, reh and waw. Behind these a
/// non-joiner changes nothing.
const fn joins_its_next(c: char) -> bool {
    is_arabic(c)
        && !matches!(c,
            '\u{0621}'..='\u{0625}' | '\u{0627}' | '\u{0629}' | '\u{062F}'..='\u{0632}' | '\u{0648}' | '\u{0671}'..='\u{0677}'
            | '\u{0688}'..='\u{0699}' | '\u{06C0}' | '\u{06C3}'..='\u{06CB}' | '\u{06CD}' | '\u{06CF}' | '\u{06D2}'..='\u{06D3}'
            | '\u{0759}'..='\u{075B}' | '\u{076B}'..='\u{076C}' | '\u{0771}' | '\u{0773}'..='\u{0774}' | '\u{0778}'..='\u{0779}')
}

/// Letters and signs from Devanagari to Sinhala.
const fn is_indic(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0DFF}')
}

/// The mark that takes a letter's vowel away, in each of these scripts.
const fn is_virama(c: char) -> bool {
    matches!(
        c,
        '\u{094D}'
            | '\u{09CD}'
            | '\u{0A4D}'
            | '\u{0ACD}'
            | '\u{0B4D}'
            | '\u{0BCD}'
            | '\u{0C4D}'
            | '\u{0CCD}'
            | '\u{0D4D}'
            | '\u{0DCA}'
    )
}

/// A script of India has 128 places.
fn block(c: char) -> u32 {
    u32::from(c) / 128
}

/// What emoji are made of: pictographs, arrows, shapes and the tones of skin.
const fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2194}'..='\u{2195}' | '\u{2600}'..='\u{27BF}' | '\u{2B05}'..='\u{2B55}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::visible;

    /// Fault: Persian, Sinhala and Malayalam names, and emoji of several parts, were shown with codes in the middle
    /// Outcome: Joiners stay where they change what is seen, and are written out where two names would look the same
    #[test]
    fn joiners_stay_where_they_are_seen() {
        for name in [
            "می\u{200C}خواهم",
            "علی\u{200C}رضا",
            "مُ\u{200C}ن",
            "ශ්\u{200D}රී ලංකා",
            "രാജന്\u{200D}",
            "രാജന്\u{200D} നായര്\u{200D}",
            "क्\u{200D}ष",
            "क्\u{200C}ष",
            "👩\u{200D}💻",
            "👩🏽\u{200D}💻",
            "❤\u{FE0F}\u{200D}🔥",
            "👨\u{200D}👩\u{200D}👧\u{200D}👦",
        ] {
            assert_eq!(visible(name), name, "{name:?}");
        }
    }

    #[test]
    fn joiners_that_nobody_sees_are_written_out() {
        for (name, shown) in [
            ("prod\u{200D}uction", "prod\\u{200D}uction"),
            ("prod\u{200C}uction", "prod\\u{200C}uction"),
            ("\u{200D}💻", "\\u{200D}💻"),
            ("💻\u{200D}", "💻\\u{200D}"),
            ("👩\u{200D}x", "👩\\u{200D}x"),
            ("👩\u{200D}\u{200D}💻", "👩\\u{200D}\\u{200D}💻"),
            ("👩\u{200C}💻", "👩\\u{200C}💻"),
            // Behind a letter that joins nothing, between letters that join anyway, and next to a letter without a vowel sign.
            ("دا\u{200C}را", "دا\\u{200C}را"),
            ("علی\u{200D}رضا", "علی\\u{200D}رضا"),
            ("علی\u{200C}", "علی\\u{200C}"),
            ("علی\u{200C}\u{200C}رضا", "علی\\u{200C}\\u{200C}رضا"),
            ("नम\u{200D}न", "नम\\u{200D}न"),
            ("क्\u{200C}", "क्\\u{200C}"),
            ("क्\u{200D}ക", "क्\\u{200D}ക"),
        ] {
            assert_eq!(visible(name), shown, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn no_joiner_stands_behind_latin_letters_digits_blanks_or_another(
            text in "[a-z0-9 \u{200C}\u{200D}علیدا\u{064F}क्ष👩💻\u{FE0F}]{0,24}"
        ) {
            let shown: Vec<char> = visible(&text).chars().collect();
            for (at, c) in shown.iter().enumerate().filter(|(_, c)| matches!(c, '\u{200C}' | '\u{200D}')) {
                let before = at.checked_sub(1).and_then(|at| shown.get(at));
                let after = shown.get(at + 1);
                prop_assert!(before.is_some_and(|c| !c.is_ascii() && !matches!(c, '\u{200C}' | '\u{200D}')), "{text:?}: {c:?}");
                prop_assert!(after.is_none_or(|c| !matches!(c, '\u{200C}' | '\u{200D}')), "{text:?}");
            }
            // Whoever reads the text again changes nothing.
            let again: String = shown.iter().collect();
            prop_assert_eq!(visible(&again), again.as_str());
        }
    }
}
