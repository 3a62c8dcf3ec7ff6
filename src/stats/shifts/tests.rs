use super::*;
use crate::stats::baseline::Daily;
use crate::stats::detect::Setting;

/// 92 days from a Wednesday with a weekday pattern and a small wobble, and the moves found in them.
fn found(change: impl Fn(usize) -> f64) -> Vec<(usize, usize)> {
    let day = |t: usize| {
        let wobble = 1.0 + 0.08 * ((t * 37 % 11) as f64 / 5.0 - 1.0);
        100.0 * if (2 + t) % 7 >= 5 { 0.3 } else { 1.0 } * wobble * change(t)
    };
    let values: Vec<f64> = (0..92).map(day).collect();
    let from_month_end = [15; 92];
    let Some(baseline) = Baseline::of(Daily { values: &values, first_weekday: 2, from_month_end: &from_month_end })
    else {
        return Vec::new();
    };
    shifts(&baseline, &Setting::SHIPPED.shift).into_iter().map(|shift| (shift.start, shift.settled)).collect()
}

#[test]
fn levels_that_move() {
    assert_eq!(found(|t| if t >= 45 { 3.0 } else { 1.0 }), [(45, 45)]);
    assert_eq!(found(|t| if t >= 45 { 0.3 } else { 1.0 }), [(45, 45)]);
    assert_eq!(found(|t| if t >= 85 { 3.0 } else { 1.0 }), [(85, 85)], "seven days are left");
    assert_eq!(
        found(|t| if t >= 70 {
            8.0
        } else if t >= 30 {
            3.0
        } else {
            1.0
        }),
        [(30, 30), (70, 70)]
    );
    let drift = found(|t| 1.0 + 3.0 * (t.saturating_sub(40) as f64 / 8.0).min(1.0));
    assert!(matches!(drift[..], [(start, settled)] if (38..=44).contains(&start) && settled <= 50), "{drift:?}");
}

#[test]
fn what_is_no_move() {
    assert_eq!(found(|_| 1.0), []);
    assert_eq!(found(|t| if t >= 86 { 3.0 } else { 1.0 }), [], "six days are left");
    assert_eq!(found(|t| if t >= 8 { 3.0 } else { 1.0 }), [], "eight days before");
    assert_eq!(found(|t| if (40..52).contains(&t) { 0.2 } else { 1.0 }), [], "a holiday");
    assert_eq!(found(|t| 1.02_f64.powi(t as i32)), [], "growth");
    assert_eq!(found(|t| if t < 60 { 1.0 } else { 0.0 }), [], "an end");
    assert_eq!(found(|t| (t as f64 / 40.0).min(1.0)), [], "a launch");
    assert_eq!(found(|t| if t >= 45 { 0.02 } else { 0.01 }), [], "for cents");
}
