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
fn a_week_tells_little_of_how_far_a_level_goes() {
    let rises = |start: usize, factor: f64| found(|t| if t >= start { factor } else { 1.0 });
    assert_eq!((rises(85, 1.7), rises(85, 2.3)), (vec![], vec![(85, 85)]), "a week is left");
    assert_eq!((rises(60, 1.7), rises(60, 1.35)), (vec![(60, 60)], vec![]), "four weeks are left");
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

/// Moves found in levels that wander by seven percent a day, with a step of two and a half times on day 60 or none.
fn moves_of_wanderers(step: f64) -> (usize, usize) {
    let (mut right, mut wrong) = (0, 0);
    for seed in 0..200 {
        let mut random = crate::stats::random::Random(900 + seed);
        let mut level = 5.0;
        let day = |t: usize| {
            level += 0.07 * random.normal();
            (level + 0.05 * random.normal()).exp() * if t >= 60 { step } else { 1.0 }
        };
        let values: Vec<f64> = (0..120).map(day).collect();
        let daily = Daily { values: &values, first_weekday: 2, from_month_end: &[15; 120] };
        let moves = Baseline::of(daily).map_or_else(Vec::new, |one| shifts(&one, &Setting::SHIPPED.shift));
        let is_step = |shift: &&Shift| step > 1.0 && shift.start.abs_diff(60) <= 3;
        right += usize::from(moves.iter().any(|shift| is_step(&shift)));
        wrong += moves.iter().filter(|shift| !is_step(shift)).count();
    }
    (right, wrong)
}

#[test]
fn a_level_that_wanders_moves_where_it_turns_more_sharply_than_elsewhere() {
    // Measured: 6 wrong in 200 series without a step; 110 steps found, and 26 wrong, in as many with one. Without the comparison with
    // other days: 15, 108 and 34.
    let (without, with) = (moves_of_wanderers(1.0), moves_of_wanderers(2.5));
    assert!(without.1 <= 9, "{without:?}");
    assert!(with.0 >= 100 && with.1 <= 30, "{with:?}");
}
