//! Where the ticks of an axis stand and what they say.

use chrono::{Datelike, NaiveDate, Weekday};

/// Ticks of a dollar axis that holds zero, `low` and `high`: four to seven of them, at round amounts. The first and the last one are
/// the axis's ends.
pub(super) fn dollars(low: f64, high: f64) -> Vec<(f64, String)> {
    let (low, high) = (low.min(0.0), high.max(0.0));
    let span = high - low;
    if span <= 0.0 || !span.is_finite() {
        return vec![(0.0, "$0".into())];
    }
    let magnitude = 10_f64.powf((span / 4.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * magnitude).into_iter().find(|s| s * 5.2 >= span).unwrap_or(span);
    let first = (low / step + 1e-9).floor() as i64;
    let last = ((high / step - 1e-9).ceil() as i64).max(first + 1);
    let largest = (first.unsigned_abs().max(last.unsigned_abs())) as f64 * step;
    (first..=last).map(|i| i as f64 * step).map(|value| (value, label(value, step, largest))).collect()
}

/// As many decimals as the step needs, thousands grouped or written `k`, `M` and `B`.
fn label(value: f64, step: f64, largest: f64) -> String {
    let (divisor, suffix) = match (step, largest) {
        (step, largest) if step >= 1e8 && largest >= 1e9 => (1e9, "B"),
        (step, largest) if step >= 1e5 && largest >= 1e6 => (1e6, "M"),
        (step, _) if step >= 1e3 => (1e3, "k"),
        _ => (1.0, ""),
    };
    let (shown, step) = (value.abs() / divisor, step / divisor);
    let decimals = (0..9)
        .find(|d| ((step * 10_f64.powi(*d)).round() / 10_f64.powi(*d) - step).abs() < step * 1e-6)
        .unwrap_or(9) as usize;
    if value == 0.0 {
        return "$0".to_owned();
    }
    let text = format!("{shown:.decimals$}");
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), String::new()), |(w, f)| (w, format!(".{f}")));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}${grouped}{fraction}{suffix}", if value < 0.0 { "-" } else { "" })
}

/// How ticks are labelled, and on which days they stand.
type Grid = (&'static str, fn(NaiveDate) -> bool);

/// Ticks of a run of days: every day, Monday, month, quarter or year, whichever is the finest that yields at most `limit`.
pub(super) fn days(first: NaiveDate, last: NaiveDate, limit: usize) -> Vec<(NaiveDate, String)> {
    let grids: [Grid; 5] = [
        ("%-d %b", |_| true),
        ("%-d %b", |day| day.weekday() == Weekday::Mon),
        ("%b %Y", |day| day.day() == 1),
        ("%b %Y", |day| day.day() == 1 && day.month0().is_multiple_of(3)),
        ("%Y", |day| day.ordinal() == 1),
    ];
    let on =
        |keep: fn(NaiveDate) -> bool| first.iter_days().take_while(|day| *day <= last).filter(move |day| keep(*day));
    let (format, keep) =
        grids.into_iter().find(|(_, keep)| on(*keep).take(limit + 1).count() <= limit).unwrap_or(grids[4]);
    on(keep).map(|day| (day, day.format(format).to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(top: f64) -> Vec<String> {
        dollars(0.0, top).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn round_amounts_that_hold_the_largest() {
        assert_eq!(labels(0.0), ["$0"]);
        assert_eq!(labels(f64::NAN), ["$0"]);
        assert_eq!(labels(0.07), ["$0", "$0.02", "$0.04", "$0.06", "$0.08"]);
        assert_eq!(labels(950.0), ["$0", "$200", "$400", "$600", "$800", "$1,000"]);
        assert_eq!(labels(2_300.0), ["$0", "$500", "$1,000", "$1,500", "$2,000", "$2,500"]);
        assert_eq!(labels(9_000.0), ["$0", "$2k", "$4k", "$6k", "$8k", "$10k"]);
        assert_eq!(labels(12_000_000.0).last().unwrap(), "$12.5M");
        assert_eq!(labels(2_300_000.0), ["$0", "$0.5M", "$1.0M", "$1.5M", "$2.0M", "$2.5M"]);
        assert_eq!(labels(3.1e9).last().unwrap(), "$4B");
        for top in [1e-9, 0.3, 1.0, 7.7, 99.0, 4e5, 3e9, 1e15] {
            let ticks = dollars(0.0, top);
            assert!(ticks.last().unwrap().0 >= top * 0.999_999 && (2..=7).contains(&ticks.len()), "{top}: {ticks:?}");
        }
    }

    #[test]
    fn credits_reach_below_zero() {
        let labels = |low, high| dollars(low, high).into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels(-150.0, 700.0), ["-$200", "$0", "$200", "$400", "$600", "$800"]);
        assert_eq!(labels(-5.0, -1.0), ["-$5", "-$4", "-$3", "-$2", "-$1", "$0"]);
    }

    #[test]
    fn days_weeks_months_quarters_years() {
        let ticks = |first: &str, last: &str| days(first.parse().unwrap(), last.parse().unwrap(), 14);
        assert_eq!(ticks("2026-07-01", "2026-07-01"), [("2026-07-01".parse().unwrap(), "1 Jul".into())]);
        assert_eq!(ticks("2026-07-01", "2026-09-30")[0].1, "6 Jul");
        assert_eq!(ticks("2025-06-01", "2026-07-05").len(), 14);
        assert_eq!(ticks("2023-01-01", "2026-01-01").len(), 13);
        assert_eq!(ticks("2000-01-01", "2012-06-01")[1].1, "2001");
    }
}
