//! Counts, and what they share with amounts: groups of digits, also after a spreadsheet has been at them.

mod amount;

pub use amount::{Amount, Sign, parse_cents, parse_dollars, read_amount};

/// Largest count of one row: ten trillion tokens. More is a damaged cell, and would overflow the sums.
const LARGEST_COUNT: i64 = 10_000_000_000_000;

/// What stands between groups of digits besides points and commas: spaces and apostrophes. Switzerland writes `1’000`, by CLDR with U+2019.
const SPACES: [char; 6] = [' ', '\u{a0}', '\u{2009}', '\u{202f}', '\'', '\u{2019}'];

/// Whether a spreadsheet has written a number so short that its last digits are lost: `2.4E+07`.
#[must_use]
pub fn is_shortened(text: &str) -> bool {
    let Some((digits, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    is_number(whole) && is_number(fraction) && is_number(exponent.strip_prefix('+').unwrap_or(exponent))
}

/// Reads a count: plain digits; also digits grouped by thousands (`1,234,567`, `1.234.567`, `1 234 567`) and a whole number that
/// a spreadsheet turned into a decimal (`12.0`, `12,0`). A count is never a fraction, so `1.234` is grouped. Above `LARGEST_COUNT` it is none.
#[must_use]
pub fn parse_count(text: &str) -> Option<i64> {
    let text = text.trim();
    let in_range = |count: &i64| *count <= LARGEST_COUNT;
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(in_range);
    }
    let plain = with_exponent(text).or_else(|| ungroup(text)).or_else(|| {
        let (whole, zeros) = text.split_once(['.', ','])?;
        zeros.bytes().all(|b| b == b'0').then(|| whole.to_owned())
    })?;
    if plain.bytes().all(|b| b.is_ascii_digit()) { plain.parse().ok().filter(in_range) } else { None }
}

/// The digits of a whole number with an exponent behind them, where all of them stand there: of `1.2345678E+07`, and not of `1.23E+07`, which
/// a spreadsheet may have shortened.
fn with_exponent(text: &str) -> Option<String> {
    let (digits, exponent) = text.split_once(['E', 'e'])?;
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, fraction) = digits.split_once(['.', ','])?;
    let (stated, behind) = fraction.split_at_checked(exponent)?;
    (whole.len() == 1 && behind.bytes().all(|b| b == b'0')).then(|| format!("{whole}{stated}"))
}

/// Removes one kind of thousands separator where every group behind the first has three digits or, between commas as in India, the last
/// has three and those before it two: `12,34,567`.
fn ungroup(text: &str) -> Option<String> {
    let separator = text.chars().find(|c| matches!(c, ',' | '.') || SPACES.contains(c))?;
    let groups: Vec<&str> = text.split(separator).collect();
    let (first, behind) = groups.split_first()?;
    let (last, between) = behind.split_last()?;
    // `0,123` is a fraction: no number begins with a group of zeros.
    let is_plain = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit())) && !first.starts_with('0');
    let by_three = (1..=3).contains(&first.len()) && between.iter().all(|group| group.len() == 3);
    let is_indian = separator == ',' && (1..=2).contains(&first.len()) && between.iter().all(|group| group.len() == 2);
    (is_plain && last.len() == 3 && (by_three || is_indian && !between.is_empty())).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_short_is_known() {
        for (text, is_short) in [
            ("2.4E+07", true),
            ("1,28E+06", true),
            ("1E7", true),
            ("2.4e+07", true),
            ("2.4", false),
            ("E+07", false),
            ("2.4E", false),
            ("2.4E-07", false),
            ("one", false),
        ] {
            assert_eq!(is_shortened(text), is_short, "{text}");
        }
    }

    #[test]
    fn counts() {
        for (text, count) in [
            ("0", 0),
            ("1284800", 1_284_800),
            ("1,284,800", 1_284_800),
            ("64.230", 64_230),
            ("12.0", 12),
            ("1’000", 1000),
            ("1’284’800", 1_284_800),
            ("1'284'800", 1_284_800),
            ("1\u{2009}234", 1234),
            ("12,00", 12),
            ("1\u{a0}234", 1234),
            ("12,34,567", 1_234_567),
            ("1,00,00,000", 10_000_000),
            ("1.2345678E+07", 12_345_678),
            ("1.2345678e7", 12_345_678),
            ("1,2345678E+07", 12_345_678),
            ("1.234567800E+07", 12_345_678),
            ("2.400E+03", 2400),
            ("5.0E+00", 5),
        ] {
            assert_eq!(parse_count(text), Some(count), "{text:?}");
        }
        for text in [
            "",
            "-5",
            "1.5",
            "12,34",
            "1,2345",
            "1.23E+09",
            "1E7",
            "1.2345678E+06",
            "12.345678E+06",
            "1.2345678E-07",
            "-1.2345678E+07",
            "1.234567E+07x",
            ".5E+01",
            "1.23a5678E+07",
            "1,23,45",
            "12,34,5678",
            "123,45,678",
            "12.34.567",
            "1,234,56,789",
            "99999999999999999999",
            "10000000000001",
            "0.123",
            "one",
        ] {
            assert_eq!(parse_count(text).filter(|_| !text.is_empty()), None, "{text:?}");
        }
    }
}
