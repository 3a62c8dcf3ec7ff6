//! Exact amounts of US dollars.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact amount of US dollars: an integer count of 10^-18 dollars.
///
/// Eighteen decimals hold every product of a token count and a list price with all its multipliers, and every amount that the
/// Admin API writes (cents with up to sixteen decimals); the range is ±1.7 × 10^20 dollars. Digits beyond the eighteenth decimal
/// (binary floating point noise in some exports) are rounded half to even.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// Not a plain or exponential decimal number.
    NotANumber,
    /// Larger than 10^15 dollars either way: no bill, but a damaged cell.
    OutOfRange,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "not a decimal amount",
            Self::OutOfRange => "amount out of range",
        })
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// Zero dollars.
    pub const ZERO: Self = Self(0);
    /// Decimals kept.
    pub const SCALE: u32 = 18;
    /// Largest magnitude that [`Money::parse`] accepts, in whole dollars.
    const LIMIT_DOLLARS: i128 = 1_000_000_000_000_000;
    const UNIT: i128 = 10_i128.pow(Self::SCALE);

    /// The amount of `units` × 10^-18 dollars.
    #[must_use]
    pub const fn from_units(units: i128) -> Self {
        Self(units)
    }

    /// The amount as an integer count of 10^-18 dollars.
    #[must_use]
    pub const fn units(self) -> i128 {
        self.0
    }

    /// Whole cents as money.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents as i128 * (Self::UNIT / 100))
    }

    /// Reads dollars: `12`, `-0.07`, `1.5e-7`.
    ///
    /// # Errors
    /// [`MoneyError`] when the text is no decimal number or beyond the range.
    pub fn parse(dollars: &str) -> Result<Self, MoneyError> {
        parse_scaled(dollars, 0)
    }

    /// Reads cents, the unit of `amount` in the Admin API: `123.78912` is 1.2378912 dollars.
    ///
    /// # Errors
    /// [`MoneyError`] when the text is no decimal number or beyond the range.
    pub fn parse_cents(cents: &str) -> Result<Self, MoneyError> {
        parse_scaled(cents, -2)
    }

    /// The nearest double, for statistics and drawings only.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::UNIT as f64
    }

    /// The money nearest to a double; for results of statistics, which are estimates anyway. Not finite: zero.
    #[must_use]
    pub fn from_estimate(dollars: f64) -> Self {
        let micro = (dollars * 1e6).round();
        if micro.is_finite() { Self(micro as i128 * (Self::UNIT / 1_000_000)) } else { Self::ZERO }
    }

    /// Rounded half to even to whole cents.
    #[must_use]
    pub fn round_to_cents(self) -> Self {
        Self(divide_half_even(self.0, Self::UNIT / 100) * (Self::UNIT / 100))
    }

    /// For people: `1,234.50`, cents, grouped by thousands, with a minus sign where negative and without a currency sign.
    #[must_use]
    pub fn to_grouped(self) -> String {
        let cents = divide_half_even(self.0, Self::UNIT / 100);
        let digits = (cents.unsigned_abs() / 100).to_string();
        let mut out = String::from(if cents < 0 { "-" } else { "" });
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out.push_str(&format!(".{:02}", cents.unsigned_abs() % 100));
        out
    }

    /// This amount × `numerator` ÷ `denominator`, rounded half to even at the last decimal.
    #[must_use]
    pub fn scaled(self, numerator: i128, denominator: i128) -> Self {
        Self(divide_half_even(self.0.saturating_mul(numerator), denominator))
    }
}

fn divide_half_even(value: i128, divisor: i128) -> i128 {
    // One division, of 128 bits and slow, and what it leaves.
    let quotient = value.div_euclid(divisor);
    let rest = value - quotient * divisor;
    match (rest * 2).cmp(&divisor) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
    }
}

fn parse_scaled(text: &str, shift: i32) -> Result<Money, MoneyError> {
    let text = text.trim();
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], unsigned[at + 1..].parse::<i32>().map_err(|_| MoneyError::NotANumber)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return Err(MoneyError::NotANumber);
    }
    if exponent.unsigned_abs() > 60 || whole.len() + fraction.len() > 200 {
        return Err(MoneyError::OutOfRange);
    }
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
    // How many of `digits` stand before the last kept decimal.
    let kept = whole.len() as i64 + i64::from(exponent + shift) + i64::from(Money::SCALE);
    let mut units: i128 = 0;
    for at in 0..kept.max(0) {
        let digit = usize::try_from(at).ok().and_then(|at| digits.get(at)).copied().unwrap_or(0);
        units = units.checked_mul(10).and_then(|u| u.checked_add(i128::from(digit))).ok_or(MoneyError::OutOfRange)?;
    }
    units += i128::from(rounds_up(&digits, kept, units));
    if units > Money::LIMIT_DOLLARS * Money::UNIT {
        return Err(MoneyError::OutOfRange);
    }
    Ok(Money(if negative { -units } else { units }))
}

/// Whether the digits from `kept` on are more than half a unit, or exactly half with an odd unit before them.
fn rounds_up(digits: &[u8], kept: i64, units: i128) -> bool {
    let Ok(kept) = usize::try_from(kept) else { return false };
    let Some((&first, rest)) = digits.get(kept..).and_then(<[u8]>::split_first) else { return false };
    first > 5 || first == 5 && (rest.iter().any(|&d| d > 0) || units % 2 == 1)
}

/// All digits that matter and at least one before the point: `0.07`, `1250`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) =
            (self.0.unsigned_abs() / Self::UNIT as u128, self.0.unsigned_abs() % Self::UNIT as u128);
        let sign = if self.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{fraction:018}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: serde_json::Number = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        Self::parse(&number.to_string()).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "description": "US dollars with their exact decimal digits" })
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn reads_dollars_and_cents_exactly() {
        assert_eq!(dollars("0.07").units(), 70_000_000_000_000_000);
        assert_eq!(Money::parse_cents("123.78912").unwrap().to_string(), "1.2378912");
        assert_eq!(Money::parse_cents("186").unwrap(), dollars("1.86"));
        assert_eq!(dollars("1e-7").to_string(), "0.0000001");
        assert_eq!(dollars("1.25E3").to_string(), "1250");
        assert_eq!(dollars("-3.50").to_string(), "-3.5");
        assert_eq!(dollars(".5"), dollars("0.50"));
        assert_eq!(dollars("0.30000000000000004").to_string(), "0.30000000000000004");
    }

    #[test]
    fn rounds_half_to_even_beyond_the_last_decimal() {
        assert_eq!(dollars("0.0000000000000000005").units(), 0);
        assert_eq!(dollars("0.0000000000000000015").units(), 2);
        assert_eq!(dollars("0.00000000000000000051").units(), 1);
        assert_eq!(dollars("0.00000000000000000009").units(), 0);
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for text in ["", "-", ".", "1,5", "abc", "1.2.3", "$3", "0x10", "NaN", "1e", "--1", "1-2"] {
            assert_eq!(Money::parse(text), Err(MoneyError::NotANumber), "{text:?}");
        }
        for text in ["9e40", "1000000000000001", "1e999"] {
            assert_eq!(Money::parse(text), Err(MoneyError::OutOfRange), "{text:?}");
        }
    }

    #[test]
    fn prints_for_people() {
        assert_eq!(dollars("1234567.895").to_grouped(), "1,234,567.90");
        assert_eq!(dollars("-0.005").to_grouped(), "0.00");
        assert_eq!(dollars("999.999").to_grouped(), "1,000.00");
        assert_eq!(dollars("12").to_grouped(), "12.00");
    }

    #[test]
    fn json_keeps_every_digit() {
        let json = serde_json::to_string(&dollars("12345678901.123456789012345678")).unwrap();
        assert_eq!(json, "12345678901.123456789012345678");
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap().to_string(), json);
    }
}
