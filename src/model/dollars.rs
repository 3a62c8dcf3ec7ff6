//! Money as people write it.

use super::Money;

/// `$1,234.50`, `-$3.00`.
#[must_use]
pub fn dollars(money: Money) -> String {
    let text = money.to_grouped();
    text.strip_prefix('-').map_or_else(|| format!("${text}"), |rest| format!("-${rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_stands_before_the_unit() {
        let shown = [-123_456, 0, 5].map(|cents| dollars(Money::from_cents(cents)));
        assert_eq!(shown, ["-$1,234.56", "$0.00", "$0.05"]);
    }
}
