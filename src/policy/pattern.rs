//! Patterns over names: `*` and `?`, nothing else.

/// A pattern: `*` stands for any run of characters, `?` for exactly one, everything else for itself. It covers the whole name,
/// and letter case does not matter: whoever writes `prod-*` means `Prod-Checkout` too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    written: String,
    folded: Vec<char>,
}

impl Pattern {
    /// The pattern that `text` writes. Every text is one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { written: text.to_owned(), folded: fold(text) }
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether the pattern has a `*` or a `?`.
    #[must_use]
    pub fn is_wild(&self) -> bool {
        self.folded.iter().any(|c| matches!(c, '*' | '?'))
    }

    /// How many characters stand for themselves: of two patterns that match, the one with more says more about the name.
    #[must_use]
    pub fn literal_chars(&self) -> usize {
        self.folded.iter().filter(|c| !matches!(c, '*' | '?')).count()
    }

    /// Whether the pattern covers the whole of `name`.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let name = fold(name);
        let (mut at, mut taken) = (0, 0);
        // Where to resume when a literal fails: behind the last `*`, with one more character given to it. Going back to earlier
        // stars is never needed, so that hostile names cost at most pattern × name.
        let mut resume: Option<(usize, usize)> = None;
        while taken < name.len() {
            match self.folded.get(at) {
                Some('*') => {
                    resume = Some((at + 1, taken));
                    at += 1;
                }
                Some(c) if *c == '?' || *c == name[taken] => {
                    at += 1;
                    taken += 1;
                }
                _ => match &mut resume {
                    Some((behind_star, given)) => {
                        *given += 1;
                        (at, taken) = (*behind_star, *given);
                    }
                    None => return false,
                },
            }
        }
        self.folded[at..].iter().all(|c| *c == '*')
    }
}

fn fold(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        Pattern::new(pattern).matches(name)
    }

    #[test]
    fn the_whole_name_is_covered() {
        assert!(matches("prod-*", "prod-checkout"));
        assert!(matches("prod-*", "prod-"));
        assert!(!matches("prod-*", "preprod-checkout"));
        assert!(matches("*-prod", "checkout-prod"));
        assert!(!matches("*-prod", "checkout-prod-2"));
        assert!(matches("checkout", "checkout"));
        assert!(!matches("checkout", "checkout2"));
        assert!(!matches("", "x"));
        assert!(matches("", ""));
    }

    #[test]
    fn a_question_mark_is_one_character() {
        assert!(matches("key-?", "key-1"));
        assert!(matches("key-?", "key-ß"));
        assert!(!matches("key-?", "key-"));
        assert!(!matches("key-?", "key-12"));
    }

    #[test]
    fn stars_give_back_what_they_took() {
        assert!(matches("*-prod-*", "a-prod-b-prod-c"));
        assert!(matches("*ab", "aab"));
        assert!(matches("**", ""));
        assert!(matches("a*b*c", "aXbbYc"));
        assert!(!matches("a*b*c", "aXbbY"));
    }

    #[test]
    fn letter_case_does_not_matter_and_brackets_are_plain() {
        assert!(matches("PROD-*", "Prod-Checkout"));
        assert!(matches("[ab]", "[ab]"));
        assert!(!matches("[ab]", "a"));
    }

    #[test]
    fn a_hostile_pattern_ends() {
        assert!(!matches(&"*a".repeat(200), &"a".repeat(199)));
    }

    proptest! {
        #[test]
        fn stars_around_a_part_find_the_name(before in ".{0,8}", part in "[a-z]{0,4}", after in ".{0,8}") {
            let name = format!("{before}{part}{after}");
            let pattern = format!("*{part}*");
            prop_assert!(matches(&pattern, &name));
        }

        #[test]
        fn a_name_matches_itself(name in "[^*?]{0,20}") {
            prop_assert!(matches(&name, &name));
        }
    }
}
