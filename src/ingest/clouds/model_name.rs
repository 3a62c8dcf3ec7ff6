//! Names of models on bills of clouds: ids inside ARNs, names of products, and names pressed into codes of usage.

/// Whether a text speaks of Claude.
pub(in crate::ingest) fn is_of_claude(text: &str) -> bool {
    find(text).is_some()
}

/// The model: its API id, or its display name, by both of which prices are known; nothing where the text names none.
pub(in crate::ingest) fn of(text: &str) -> Option<String> {
    let from = &text[find(text)?..];
    if let Some(id) = id(from) {
        return Some(id);
    }
    // `Claude Sonnet 4.5 (Amazon Bedrock Edition)`, `Claude4.6Sonnet-input-tokens`.
    let name = from.split(['(', '-', ':', '/', '"', ',', ';', '|', '_']).next()?.trim();
    let words = spread(name);
    let words: Vec<&str> = words.split_whitespace().take_while(|word| is_part(word)).collect();
    match words.as_slice() {
        ["Claude"] | [] => None,
        // Codes have the number before the family, names of the fourth generation and later behind it.
        ["Claude", number, family] if !name.contains(' ') && number.starts_with(|c: char| c.is_ascii_digit()) => {
            Some(format!("Claude {family} {number}"))
        }
        words => Some(words.join(" ")),
    }
}

/// Where `claude` begins, in letters of any case.
fn find(text: &str) -> Option<usize> {
    let word = b"claude";
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

/// `claude-sonnet-4-5-20250929` of `claude-sonnet-4-5-20250929-v1:0`, `claude-sonnet-4-5@20250929`.
fn id(from: &str) -> Option<String> {
    let rest = from.strip_prefix("claude-")?;
    let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "-@".contains(c)));
    let stem = rest[..end.unwrap_or(rest.len())].replace('@', "-");
    // A version of the cloud's own packaging.
    let stem = match stem.rsplit_once("-v") {
        Some((before, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => before,
        _ => &stem,
    };
    (!stem.is_empty()).then(|| format!("claude-{stem}"))
}

/// `Claude4.6Sonnet` as `Claude 4.6 Sonnet`.
fn spread(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        let is_digit = |c: char| c.is_ascii_digit() || c == '.';
        let begins = c.is_uppercase() && before.is_alphanumeric();
        if begins || before.is_alphabetic() && is_digit(c) || is_digit(before) && c.is_alphabetic() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Words of a model's name: families and numbers, and no others such as `Input` or `Tokens`.
fn is_part(word: &str) -> bool {
    let family = ["Claude", "Opus", "Sonnet", "Haiku", "Instant", "Fable"];
    family.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_bills_are_read() {
        for (text, model) in [
            ("USE1-Claude4.6Sonnet-input-tokens", Some("Claude Sonnet 4.6")),
            ("Claude Sonnet 4.5 (Amazon Bedrock Edition)", Some("Claude Sonnet 4.5")),
            ("Claude 3 Haiku (Amazon Bedrock Edition)", Some("Claude 3 Haiku")),
            (
                "{\"product_name\":\"Claude Opus 4.1 (Amazon Bedrock Edition)\",\"region\":\"us-east-1\"}",
                Some("Claude Opus 4.1"),
            ),
            (
                "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                Some("claude-sonnet-4-5-20250929"),
            ),
            ("anthropic.claude-opus-4-6-v1", Some("claude-opus-4-6")),
            ("publishers/anthropic/models/claude-sonnet-4-5@20250929", Some("claude-sonnet-4-5-20250929")),
            ("Claude Opus 4.6 Input Tokens", Some("Claude Opus 4.6")),
            ("Claude input tokens", None),
            ("USE1-NovaPro-input-tokens", None),
            ("", None),
        ] {
            assert_eq!(of(text).as_deref(), model, "{text}");
        }
        assert!(is_of_claude("CLAUDE") && !is_of_claude("claud"));
    }
}
