//! Counts and amounts, also after a spreadsheet has been at them.

use crate::model::{Money, MoneyError};

/// Largest count of one row: ten trillion tokens. More is a damaged cell, and would overflow the sums.
const LARGEST_COUNT: i64 = 10_000_000_000_000;
/// Largest amount of one row, in whole dollars; for the same reasons.
const LARGEST_DOLLARS: i64 = 1_000_000_000_000;

/// Reads a count: plain digits; also digits grouped by thousands (`1,234,567`, `1.234.567`, `1 234 567`) and a whole number that
/// a spreadsheet turned into a decimal (`12.0`). A count is never a fraction, so `1.234` is grouped. Above `LARGEST_COUNT` it is none.
#[must_use]
pub fn parse_count(text: &str) -> Option<i64> {
    let text = text.trim();
    let in_range = |count: &i64| *count <= LARGEST_COUNT;
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(in_range);
    }
    let plain = ungroup(text).or_else(|| {
        let (whole, zeros) = text.split_once('.')?;
        zeros.bytes().all(|b| b == b'0').then(|| whole.to_owned())
    })?;
    if plain.bytes().all(|b| b.is_ascii_digit()) { plain.parse().ok().filter(in_range) } else { None }
}

/// Reads dollars: `0.07`, `$0.07`, `1,234.50`, and with a decimal comma `0,07` or `1.234,50`.
///
/// # Errors
/// [`MoneyError`] where the text is no amount.
pub fn parse_dollars(text: &str) -> Result<Money, MoneyError> {
    in_range(parse_amount(text)?)
}

/// Reads cents, the unit of amounts in the Admin API: `123.78912` is 1.2378912 dollars.
///
/// # Errors
/// As [`parse_dollars`].
pub fn parse_cents(text: &str) -> Result<Money, MoneyError> {
    in_range(Money::parse_cents(text)?)
}

fn in_range(amount: Money) -> Result<Money, MoneyError> {
    let largest = Money::from_cents(LARGEST_DOLLARS * 100);
    if amount > largest || amount < -largest { Err(MoneyError::OutOfRange) } else { Ok(amount) }
}

fn parse_amount(text: &str) -> Result<Money, MoneyError> {
    let text = text.trim().trim_start_matches('$').trim_start();
    if !text.contains(',') {
        return Money::parse(text);
    }
    let grouped = |whole: &str| {
        let sign = if whole.starts_with('-') { "-" } else { "" };
        let digits = whole.trim_start_matches('-');
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            Some(whole.to_owned())
        } else {
            ungroup(digits).map(|d| format!("{sign}{d}"))
        }
    };
    let plain = match (text.rfind(','), text.rfind('.')) {
        // The separator that comes last is the decimal one.
        (Some(comma), Some(point)) => {
            let at = comma.max(point);
            grouped(&text[..at]).map(|whole| format!("{whole}.{}", &text[at + 1..]))
        }
        // `1,234` is grouped (the Console writes two decimals), `0,07` is not.
        _ => grouped(text)
            .filter(|_| text.trim_start_matches('-').len() > 4)
            .or_else(|| Some(text.replacen(',', ".", 1))),
    };
    Money::parse(&plain.ok_or(MoneyError::NotANumber)?)
}

/// Removes one kind of thousands separator where every group behind the first has three digits.
fn ungroup(text: &str) -> Option<String> {
    let separator = text.chars().find(|c| matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\''))?;
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    // `0,123` is a fraction: no number begins with a group of zeros.
    if first.is_empty() || first.len() > 3 || first.starts_with('0') || !digits(first) {
        return None;
    }
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        for (text, count) in [
            ("0", 0),
            ("1284800", 1_284_800),
            ("1,284,800", 1_284_800),
            ("64.230", 64_230),
            ("12.0", 12),
            ("1\u{a0}234", 1234),
        ] {
            assert_eq!(parse_count(text), Some(count), "{text:?}");
        }
        for text in
            ["", "-5", "1.5", "12,34", "1,2345", "1.23E+09", "99999999999999999999", "10000000000001", "0.123", "one"]
        {
            assert_eq!(parse_count(text).filter(|_| !text.is_empty()), None, "{text:?}");
        }
    }

    #[test]
    fn dollars() {
        for (text, plain) in [
            ("0.07", "0.07"),
            ("$12", "12"),
            ("1,234.50", "1234.5"),
            ("0,07", "0.07"),
            ("1.234,50", "1234.5"),
            ("12,345", "12345"),
            ("0,123", "0.123"),
            ("-1,234.5", "-1234.5"),
        ] {
            assert_eq!(parse_dollars(text).map(|m| m.to_string()).as_deref(), Ok(plain), "{text:?}");
        }
        assert_eq!(parse_cents("123.78912").map(|m| m.to_string()).as_deref(), Ok("1.2378912"));
        assert!(parse_cents("1e15").is_err() && parse_cents("1,5").is_err());
        for text in ["", "12,34.5", "1,23,4", "€5", "abc", "1000000000001", "-1e13"] {
            assert!(parse_dollars(text).is_err(), "{text:?}");
        }
    }
}
