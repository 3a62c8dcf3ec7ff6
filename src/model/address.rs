//! Mail addresses as people are matched by them.

use std::borrow::Cow;

use super::punycode::in_own_letters;

/// Signs that stand in an address where somebody has hidden letters of it: `a***@example.com` is the address of many.
const MASKS: [char; 5] = ['*', '•', '…', '█', '●'];

/// The address as people are matched by it: trimmed, lower case, the plus-tag gone, signs that nobody sees gone, the domain in its own
/// letters (`xn--mller-kva.example` is `müller.example`), a guest's Entra ID form (`name_domain.com#EXT#@tenant.onmicrosoft.com`)
/// turned back. `None` where the text is no address, or one with letters hidden.
///
/// Dots are kept: only one mail provider ignores them, and organizations rarely use it.
#[must_use]
pub fn normalize_address(text: &str) -> Option<String> {
    plain(text).or_else(|| normalized(text))
}

/// An address of letters, digits, dots, hyphens and underscores alone, as most are; nothing for all that may need a rule.
fn plain(text: &str) -> Option<String> {
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'@');
    let (local, domain) = text.bytes().all(is_usual).then(|| text.split_once('@'))??;
    let has_dot = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    (!local.is_empty() && has_dot && !domain.contains('@') && !domain.contains("--")).then(|| text.to_ascii_lowercase())
}

fn normalized(text: &str) -> Option<String> {
    let seen = if text.is_ascii() { Cow::Borrowed(text) } else { text.chars().filter(|c| !is_invisible(*c)).collect() };
    let text = seen.trim().trim_matches(['<', '>', '"', '\'']).to_lowercase();
    let text = text.strip_prefix("smtp:").or_else(|| text.strip_prefix("mailto:")).unwrap_or(&text);
    if let Some((guest, _)) = text.split_once("#ext#@") {
        let (local, domain) = guest.rsplit_once('_')?;
        return normalize_address(&format!("{local}@{domain}"));
    }
    let (local, domain) = text.rsplit_once('@')?;
    let local = local.split('+').next().unwrap_or(local);
    let well_formed = !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !local.contains(MASKS)
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';'));
    let domain = if domain.contains("xn--") { Cow::Owned(in_own_letters(domain)) } else { Cow::Borrowed(domain) };
    well_formed.then(|| format!("{local}@{domain}"))
}

/// Signs without a width, which come along when somebody copies an address from a page or a message.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_usual_address_is_what_all_rules_make_of_it(text in "[a-zA-Z0-9._@-]{0,6}@?[a-zX.-]{0,8}") {
            prop_assert!(plain(&text).is_none_or(|address| normalized(&text) == Some(address)));
        }
    }

    #[test]
    fn one_person_has_one_address() {
        for text in [
            "Jane.Doe@Example.com ",
            "jane.doe+claude@example.com",
            "<jane.doe@example.com>",
            "SMTP:jane.doe@example.com",
        ] {
            assert_eq!(normalize_address(text).as_deref(), Some("jane.doe@example.com"), "{text:?}");
        }
        let guest = "jane.doe_example.com#EXT#@tenant.onmicrosoft.com";
        assert_eq!(normalize_address(guest).as_deref(), Some("jane.doe@example.com"));
    }

    /// Fault: An address with a sign that nobody sees, or with its domain in another spelling, was another person's
    /// Outcome: They are one address
    #[test]
    fn signs_that_nobody_sees() {
        for (text, address) in [
            ("jane@example.com\u{200b}", "jane@example.com"),
            ("\u{feff}jane@example.com", "jane@example.com"),
            ("ja\u{ad}ne@exam\u{2060}ple.com", "jane@example.com"),
            ("\u{202a}jane@example.com\u{202c}", "jane@example.com"),
            ("\u{a0}jane@example.com\u{a0}", "jane@example.com"),
            ("jane@xn--mller-kva.example", "jane@müller.example"),
            ("jane@XN--MLLER-KVA.example", "jane@müller.example"),
            ("jane@MÜLLER.example", "jane@müller.example"),
        ] {
            assert_eq!(normalize_address(text).as_deref(), Some(address), "{text:?}");
        }
    }

    /// Fault: Two people with the same letters hidden were one
    /// Outcome: An address with hidden letters is none
    #[test]
    fn what_is_no_address() {
        for text in [
            "j***@example.com",
            "j•••@example.com",
            "j…@example.com",
            "***@example.com",
            "",
            "-",
            "jane",
            "@example.com",
            "jane@host",
            "a b@example.com",
            "+x@example.com",
            "#ext#@x",
        ] {
            assert_eq!(normalize_address(text), None, "{text:?}");
        }
    }
}
