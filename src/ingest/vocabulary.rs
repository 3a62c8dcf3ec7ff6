//! Words that mean the same in two kinds of export: the same organization reads alike whichever it was exported by.
//!
//! The API's words hold, because they are the newer ones; categories of tokens are called as the columns of the usage table.

use super::batch::Cell;
use super::text::garbled::{read_again, repaired};

/// A word of an export, and the one that stands in the tables.
type Words = &'static [(&'static str, &'static str)];

/// Length of the prompt, by everything before its `200k`; see [`context_window`].
const CONTEXT_WINDOW: Words = &[("normal", "0-200k"), ("long", "200k-1M")];

/// How a request was served; the Console's cost export calls the standard tier by its endpoint.
const SERVICE_TIER: Words = &[("message", "standard")];

/// What was paid for.
const COST_TYPE: Words = &[("token", "tokens")];

/// Categories of tokens. The first cache column did not distinguish lifetimes; the only one then was 5 minutes.
const TOKEN_TYPE: Words = &[
    ("input_no_cache", "uncached_input"),
    ("input_cache_write", "cache_write_5m"),
    ("input_cache_write_5m", "cache_write_5m"),
    ("input_cache_write_1h", "cache_write_1h"),
    ("input_cache_read", "cache_read"),
    ("uncached_input_tokens", "uncached_input"),
    ("cache_creation.ephemeral_5m_input_tokens", "cache_write_5m"),
    ("cache_creation.ephemeral_1h_input_tokens", "cache_write_1h"),
    ("cache_read_input_tokens", "cache_read"),
    ("output_tokens", "output"),
];

/// The Console leaves the usual speed empty.
const SPEED: Words = &[("standard", "")];
/// Words of a closed list without another one.
const AS_THEY_ARE: Words = &[];

/// A raw cell as the value of a dimension: repaired where a spreadsheet garbled it, and in the word of the tables. A word that nobody
/// knows passes, and so do names, whose case is theirs.
pub(super) fn dimension<'a>(cell: Cell<'a>, column: &str) -> Cell<'a> {
    let Cell::Text(raw) = &cell else { return cell };
    // Nearly every row of the Console's exports has these two.
    match (column, raw.as_ref()) {
        ("context_window", "≤ 200k" | "0-200k") => return Cell::text(Some("0-200k")),
        ("usage_type" | "service_tier", "standard" | "message") => return Cell::text(Some("standard")),
        _ => {}
    }
    // Rows that are not about tokens have `--` where a column does not apply; a spreadsheet joins the two.
    let is_name = column.ends_with("_name");
    let does_not_apply = |text: &str| text == "--" || !is_name && matches!(text, "—" | "–" | "#NAME?");
    let text = if is_name { read_again(raw) } else { repaired(raw) };
    if does_not_apply(&text) {
        return Cell::Null;
    }
    if let Some(word) = known(&text, column) {
        return Cell::text(Some(word));
    }
    let changed = text != *raw;
    let lower = of_column(column).is_some() && text.bytes().any(|byte| byte.is_ascii_uppercase());
    if lower && column != "context_window" {
        Cell::text(Some(text.to_ascii_lowercase()))
    } else if changed {
        Cell::text(Some(text.into_owned()))
    } else {
        cell
    }
}

/// The word of the tables for a word of a closed list.
fn known(text: &str, column: &str) -> Option<&'static str> {
    let words = of_column(column)?;
    let text = if column == "context_window" { context_window(text)? } else { text };
    words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, known)| *known)
}

/// The words of a column that has a closed list of them.
fn of_column(name: &str) -> Option<Words> {
    match name {
        "context_window" => Some(CONTEXT_WINDOW),
        "service_tier" | "usage_type" => Some(SERVICE_TIER),
        "cost_type" => Some(COST_TYPE),
        "token_type" => Some(TOKEN_TYPE),
        "speed" => Some(SPEED),
        "inference_geo" => Some(AS_THEY_ARE),
        _ => None,
    }
}

/// Whether a context window is the normal or the long one, however its sign was garbled: of `≤ 200k` and `> 200k` only the former has
/// a sign that a code page can lack, and an ASCII `>` survives everything.
fn context_window(text: &str) -> Option<&'static str> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let sign = text.strip_suffix("200k")?;
    match sign {
        ">" | "&gt;" => Some("long"),
        "0-" | "0–" => Some("normal"),
        _ if sign.chars().all(|c| !c.is_ascii_alphanumeric() && c != '>') => Some("normal"),
        "&lt;=" | "&le;" => Some("normal"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &'static str, column: &str) -> String {
        match dimension(Cell::text(Some(text)), column) {
            Cell::Text(text) => text.into_owned(),
            Cell::Null => "-".to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn unknown_words_pass() {
        assert_eq!(word("> 200k", "context_window"), "200k-1M");
        assert_eq!(word("200k-1M", "context_window"), "200k-1M");
        assert_eq!(word("message", "usage_type"), word("standard", "service_tier"));
        assert_eq!(word("flex_discount", "usage_type"), "flex_discount");
        assert_eq!(word("message", "model"), "message");
        assert_eq!(dimension(Cell::Null, "speed"), Cell::Null);
    }

    #[test]
    fn a_window_is_known_however_its_sign_was_garbled() {
        for normal in [
            "≤ 200k",
            "â‰¤ 200k",
            "‚â§ 200k",
            "Ã¢â€°Â¤ 200k",
            "? 200k",
            "= 200k",
            "<= 200k",
            "≤\u{a0}200k",
            " ≤ 200K ",
            "≤200k",
            "\u{fffd} 200k",
            "\u{fffd}\u{fffd}\u{fffd} 200k",
            "0-200k",
            "0–200k",
            "Γëñ 200k",
        ] {
            assert_eq!(word(normal, "context_window"), "0-200k", "{normal:?}");
        }
        for long in ["> 200k", ">200k", "> 200K", ">\u{a0}200k"] {
            assert_eq!(word(long, "context_window"), "200k-1M", "{long:?}");
        }
        for other in ["≤ 100k", "1200k", "unknown", "over 200k", "200k-1M", "≥ 200k x"] {
            assert_eq!(word(other, "context_window"), other);
        }
    }

    #[test]
    fn words_of_closed_lists_have_one_spelling_and_names_their_own() {
        for (column, text, one) in [
            ("token_type", "INPUT_NO_CACHE", "uncached_input"),
            ("cost_type", "Token", "tokens"),
            ("usage_type", "Batch\u{a0}", "batch"),
            ("inference_geo", "US", "us"),
            ("speed", "FAST", "fast"),
            ("speed", "Standard", ""),
            ("model", "--", "-"),
            ("usage_type", "—", "-"),
            ("usage_type", "#NAME?", "-"),
            ("key_name", "Prod-API ", "Prod-API"),
            ("key_name", "ZÃ¼rich", "Zürich"),
            ("key_name", "—", "—"),
            ("workspace_name", "Données\u{a0}Prod", "Données\u{a0}Prod"),
            ("key_name", "zero\u{200b}width", "zero\u{200b}width"),
        ] {
            assert_eq!(word(text, column), one, "{column} {text:?}");
        }
    }
}
