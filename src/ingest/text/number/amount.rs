//! Amounts of dollars and of cents, with the sign before the fraction that a spreadsheet writes.

use super::{SPACES, ungroup};
use crate::model::{Money, MoneyError};

/// Largest amount of one row, in whole dollars; for the same reasons.
const LARGEST_DOLLARS: i64 = 1_000_000_000_000;

/// The sign before the fraction of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `0.07`.
    Point,
    /// `0,07`.
    Comma,
}

impl Sign {
    /// The sign that groups thousands where this one is decimal.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

/// What a cell with dollars can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// One amount, and the decimal sign that it shows, if it shows one.
    Certain(Money, Option<Sign>),
    /// One of two: by the decimal point and by the decimal comma; the sign is the one that stands in it.
    Either {
        /// If the point is decimal.
        point: Money,
        /// If the comma is.
        comma: Money,
        /// What stands in it.
        written: Sign,
    },
}

/// Reads dollars: `0.07`, `$0.07`, `1,234.50`, and with a decimal comma `0,07` or `1.234,50`. `12,345` and `12.345` can be either.
/// A spreadsheet may have put the currency before or behind (`US$ 3,50`, `3.50 USD`), and a credit into brackets: `(3.50)`.
///
/// # Errors
/// [`MoneyError`] where the text is no amount.
pub fn read_amount(text: &str) -> Result<Amount, MoneyError> {
    let (minus, digits) = bare(text.trim()).ok_or(MoneyError::NotANumber)?;
    let money = |plain: &str| in_range(Money::parse(plain)?);
    let signed = |plain: &str| money(&format!("{minus}{plain}"));
    let [commas, points] = [',', '.'].map(|sign| digits.matches(sign).count());
    let whole = |grouped: &str, by: &[char]| {
        let plain = grouped.bytes().all(|b| b.is_ascii_digit());
        if plain { Some(grouped.to_owned()) } else { ungroup(grouped).filter(|_| grouped.contains(by)) }
    };
    let not_a_number = || MoneyError::NotANumber;
    match (commas, points) {
        // Money reads exponents and the like; groups between spaces or apostrophes it does not.
        (0, 0) => match whole(digits, &SPACES) {
            Some(plain) => Ok(Amount::Certain(signed(&plain)?, None)),
            None => Ok(Amount::Certain(signed(digits)?, None)),
        },
        // One sign, once.
        (1, 0) | (0, 1) => {
            let (sign, written) = if commas == 1 { (',', Sign::Comma) } else { ('.', Sign::Point) };
            let at = digits.find(sign).unwrap_or_default();
            let (before, fraction) = (&digits[..at], &digits[at + 1..]);
            let is_group = fraction.len() == 3 && fraction.bytes().all(|b| b.is_ascii_digit());
            let may_be_grouped = is_group
                && (1..=3).contains(&before.len())
                && !before.starts_with('0')
                && before.bytes().all(|b| b.is_ascii_digit());
            if may_be_grouped {
                let (fraction, group) =
                    (signed(&format!("{before}.{fraction}"))?, signed(&format!("{before}{fraction}"))?);
                let (point, comma) = if written == Sign::Point { (fraction, group) } else { (group, fraction) };
                return Ok(Amount::Either { point, comma, written });
            }
            let before = whole(before, &SPACES).unwrap_or_else(|| before.to_owned());
            Ok(Amount::Certain(signed(&format!("{before}.{fraction}"))?, Some(written)))
        }
        // One sign, several times: it groups.
        (_, 0) | (0, _) => {
            let plain = ungroup(digits).ok_or_else(not_a_number)?;
            Ok(Amount::Certain(signed(&plain)?, Some(if points == 0 { Sign::Point } else { Sign::Comma })))
        }
        // Both: the one that comes last, and once, is decimal.
        _ => {
            let (sign, decimal) =
                if digits.rfind(',') > digits.rfind('.') { (',', Sign::Comma) } else { ('.', Sign::Point) };
            let (grouped, fraction) = digits.rsplit_once(sign).ok_or_else(not_a_number)?;
            let group = if sign == ',' { '.' } else { ',' };
            let before = whole(grouped, &[group]).ok_or_else(not_a_number)?;
            Ok(Amount::Certain(signed(&format!("{before}.{fraction}"))?, Some(decimal)))
        }
    }
}

/// The sign and the digits of an amount, without what a spreadsheet puts around them; nothing where there are two signs.
fn bare(text: &str) -> Option<(&'static str, &str)> {
    const DOLLARS: [&str; 3] = ["US$", "USD", "$"];
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(text) => (text.trim(), true),
        None => (text, false),
    };
    let minus = |text: &str| text.strip_prefix(['-', '\u{2212}']).map(str::len);
    let behind = |text: &'_ str| minus(text).map_or(0, |rest| text.len() - rest);
    let first = behind(text);
    let text = &text[first..];
    let before = || DOLLARS.iter().find_map(|sign| text.strip_prefix(sign)).map(str::trim_start);
    let after = || DOLLARS.iter().find_map(|sign| text.strip_suffix(sign)).map(str::trim_end);
    let digits = before().or_else(after).unwrap_or(text);
    let second = if digits.len() < text.len() { behind(digits) } else { 0 };
    let signs = usize::from(in_brackets) + usize::from(first > 0) + usize::from(second > 0);
    (signs < 2).then(|| (if signs == 1 { "-" } else { "" }, &digits[second..]))
}

/// Reads cents, the unit of amounts in the Admin API: `123.78912` is 1.2378912 dollars.
///
/// # Errors
/// An error for what is no number, and for what lies beyond the largest amount that an export can hold.
pub fn parse_cents(text: &str) -> Result<Money, MoneyError> {
    in_range(Money::parse_cents(text)?)
}

/// Reads dollars as programs write them: `12`, `1.095e-05`.
///
/// # Errors
/// As [`parse_cents`].
pub fn parse_dollars(text: &str) -> Result<Money, MoneyError> {
    in_range(Money::parse(text)?)
}

fn in_range(amount: Money) -> Result<Money, MoneyError> {
    let largest = Money::from_cents(LARGEST_DOLLARS * 100);
    if amount > largest || amount < -largest { Err(MoneyError::OutOfRange) } else { Ok(amount) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars() {
        let read = |text: &str| match read_amount(text) {
            Ok(Amount::Certain(amount, _)) => amount.to_string(),
            Ok(Amount::Either { point, comma, .. }) => format!("{point} or {comma}"),
            Err(_) => "-".to_owned(),
        };
        for (text, plain) in [
            ("0.07", "0.07"),
            ("$12", "12"),
            ("1,234.50", "1234.5"),
            ("0,07", "0.07"),
            ("1.234,50", "1234.5"),
            ("12,345", "12345 or 12.345"),
            ("12.345", "12.345 or 12345"),
            ("-12,345", "-12345 or -12.345"),
            ("0,123", "0.123"),
            ("0.123", "0.123"),
            ("1234.567", "1234.567"),
            ("12.3456", "12.3456"),
            ("1,234,567", "1234567"),
            ("12,34,567", "1234567"),
            ("1,23,456.78", "123456.78"),
            ("$1,00,00,000.50", "10000000.5"),
            ("1.234.567", "1234567"),
            ("1.234.567,8", "1234567.8"),
            ("1 234", "1234"),
            ("1\u{a0}234,5", "1234.5"),
            ("1'234.50", "1234.5"),
            ("-1,234.5", "-1234.5"),
            ("1e3", "1000"),
            (".5", "0.5"),
            ("US$ 3,50", "3.5"),
            ("3.50 USD", "3.5"),
            ("1.204,10\u{a0}$", "1204.1"),
            ("USD 1,204.10", "1204.1"),
            ("$12,345", "12345 or 12.345"),
            ("(3.50)", "-3.5"),
            ("($1,204.10)", "-1204.1"),
            ("-$0.25", "-0.25"),
            ("$-0.25", "-0.25"),
            ("\u{2212}0,25", "-0.25"),
        ] {
            assert_eq!(read(text), plain, "{text:?}");
        }
        for text in [
            "",
            "12,34.5",
            "1,23,4",
            "€5",
            "abc",
            "1000000000001",
            "-1e13",
            "1,2.3,4",
            "1.2,3.4",
            "12.34,5",
            "--5",
            "(-5)",
            "-$-5",
            "(5",
            "5)",
            "()",
            "$",
            "US$",
            "3,50 €",
            "EUR 3.50",
            "A$5",
            "CA$ 5",
            "$5$",
            "########",
        ] {
            assert_eq!(read(text), "-", "{text:?}");
        }
    }

    #[test]
    fn cents() {
        assert_eq!(parse_cents("123.78912").map(|m| m.to_string()).as_deref(), Ok("1.2378912"));
        assert!(parse_cents("1e15").is_err() && parse_cents("1,5").is_err());
    }
}
