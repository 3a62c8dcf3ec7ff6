//! Where the ticks of an axis stand and what they say.

use chrono::{Datelike, NaiveDate, Weekday};

/// Ticks of a dollar axis from zero to at least `top`: four or five of them, at round amounts. The last one is the axis's end.
pub(super) fn dollars(top: f64) -> Vec<(f64, String)> {
    if top <= 0.0 || !top.is_finite() {
        return vec![(0.0, "$0".into())];
    }
    let magnitude = 10_f64.powf((top / 4.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * magnitude).into_iter().find(|s| s * 5.2 >= top).unwrap_or(top);
    let count = (top / step - 1e-9).ceil() as usize;
    (0..=count.max(1)).map(|i| i as f64 * step).map(|value| (value, label(value, step))).collect()
}

/// As many decimals as the step needs, thousands grouped or spelt `k` and `M`.
fn label(value: f64, step: f64) -> String {
    let (divisor, suffix) = match step {
        s if s >= 1_000_000.0 => (1e6, "M"),
        s if s >= 1_000.0 => (1e3, "k"),
        _ => (1.0, ""),
    };
    let (shown, step) = (value / divisor, step / divisor);
    let decimals = (0..9)
        .find(|d| ((step * 10_f64.powi(*d)).round() / 10_f64.powi(*d) - step).abs() < step * 1e-6)
        .unwrap_or(9) as usize;
    let text = if value == 0.0 { "0".to_owned() } else { format!("{shown:.decimals$}") };
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), String::new()), |(w, f)| (w, format!(".{f}")));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("${grouped}{fraction}{}", if value == 0.0 { "" } else { suffix })
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
        dollars(top).into_iter().map(|(_, label)| label).collect()
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
        for top in [1e-9, 0.3, 1.0, 7.7, 99.0, 4e5, 3e9, 1e15] {
            let ticks = dollars(top);
            assert!(ticks.last().unwrap().0 >= top * 0.999_999 && (2..=7).contains(&ticks.len()), "{top}: {ticks:?}");
        }
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
