use super::*;

const GATES: DetectorThresholds =
    DetectorThresholds { score: 4.5, ratio: 2.0, excess: 20.0, history: 12, longest: 3, alike: 0.0 };

/// 92 days from Wednesday 1 July with a weekday pattern and a small wobble.
fn quarter(change: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..92)
        .map(|t| {
            let weekend = (2 + t) % 7 >= 5;
            let wobble = 1.0 + 0.08 * ((t * 37 % 11) as f64 / 5.0 - 1.0);
            100.0 * if weekend { 0.3 } else { 1.0 } * wobble * change(t)
        })
        .collect()
}

fn found(values: &[f64]) -> Vec<(usize, usize)> {
    // July, August and September.
    let from_month_end: Vec<usize> = (0..92_usize)
        .map(|t| {
            [30_usize, 61, 91]
                .iter()
                .map(|end| if t > *end { t - end } else { end - t })
                .chain([t + 1])
                .min()
                .unwrap_or(0)
        })
        .collect();
    let series = Daily { values, first_weekday: 2, from_month_end: &from_month_end[..values.len()] };
    spikes(&series, &GATES).into_iter().map(|s| (s.start, s.end)).collect()
}

#[test]
fn one_to_three_days_far_above() {
    assert_eq!(found(&quarter(|t| if t == 40 { 5.0 } else { 1.0 })), [(40, 40)]);
    assert_eq!(found(&quarter(|t| if (47..50).contains(&t) { 4.0 } else { 1.0 })), [(47, 49)]);
    assert_eq!(found(&quarter(|t| if t == 91 { 6.0 } else { 1.0 })), [(91, 91)], "the last day of the data");
}

#[test]
fn what_looks_alike_is_none() {
    assert_eq!(found(&quarter(|_| 1.0)), [], "weekly pattern");
    assert_eq!(
        found(&quarter(|t| if [29, 30, 60, 61, 90, 91].contains(&t) { 4.0 } else { 1.0 })),
        [],
        "month-end batch"
    );
    assert_eq!(found(&quarter(|t| if (40..45).contains(&t) { 0.2 } else { 1.0 })), [], "holiday dip");
    assert_eq!(found(&quarter(|t| 1.0 + (t.saturating_sub(40) as f64 / 4.0).min(4.0))), [], "a launch that ramps");
    assert_eq!(found(&quarter(|t| if t >= 45 { 4.0 } else { 1.0 })), [], "a level that stays");
    assert_eq!(found(&quarter(|t| 1.02_f64.powi(t as i32))), [], "growth");
    assert_eq!(found(&quarter(|t| if t % 6 == 1 { 5.0 } else { 0.4 })), [], "a bursty sandbox");
}

/// The same weekday a week later is a new rhythm; another day is another jump.
#[test]
fn a_jump_that_comes_again_a_week_later_is_a_rhythm() {
    let jumps = |apart: usize, height: f64| found(&quarter(|t| if t == 20 || t == 20 + apart { height } else { 1.0 }));
    for height in [3.0, 5.0] {
        assert_eq!(jumps(6, height), [(20, 20), (26, 26)], "{height}");
        assert_eq!(jumps(7, height), [], "{height}");
        assert_eq!(jumps(8, height), [(20, 20), (28, 28)], "{height}");
    }
}

#[test]
fn batches_at_month_ends_hide_no_jump_in_between() {
    let batch = |t: usize| [29, 30, 60, 61, 90, 91].contains(&t);
    for height in [2.2, 4.0] {
        let values = quarter(|t| {
            if t == 40 {
                height
            } else if batch(t) {
                4.0
            } else {
                1.0
            }
        });
        assert_eq!(found(&values), [(40, 40)], "{height}");
    }
}

#[test]
fn days_behind_tell_what_the_first_days_of_an_older_series_cost() {
    let jump = |day: usize, from: usize| {
        let found_of = |t: usize| {
            if t < from {
                0.0
            } else if t == day {
                9.0
            } else {
                1.0
            }
        };
        found(&quarter(found_of))
    };
    assert_eq!(jump(5, 0), [(5, 5)]);
    assert_eq!(jump(5, 2), [(5, 5)], "a weekend without use comes first");
    assert_eq!(jump(1, 0), [], "nothing tells when it began");
    assert_eq!(jump(12, 6), [], "a key that begins has no days before it");
    assert_eq!(found(&quarter(|t| if t < 6 { 4.0 } else { 1.0 })), [], "a level that ends");
    assert_eq!(found(&quarter(|t| 1.0 + 8.0 * 0.7_f64.powi(t as i32))), [], "a launch that settles");
    let first_of = |days: usize| found(&quarter(|t| if t == 5 { 9.0 } else { 1.0 })[..days]);
    assert_eq!((first_of(14).as_slice(), first_of(12).as_slice()), (&[(5, 5)][..], &[][..]), "from thirteen days on");
}

#[test]
fn gates_hold() {
    assert_eq!(found(&quarter(|t| if t == 40 { 1.6 } else { 1.0 })), [], "relative");
    assert_eq!(found(&quarter(|t| if t == 40 { 0.05 } else { 0.01 })), [], "absolute");
    assert_eq!(found(&quarter(|_| 0.0)), [], "nothing at all");
}

#[test]
fn batches_of_two_months_are_alike_where_one_is_half_as_high_on_the_logarithmic_scale() {
    // 31 July is a Friday, 30 August a Sunday: what a day of rest has beside its batch is a third.
    let batches = |first: f64, second: f64| {
        found(&quarter(|t| {
            if t == 30 {
                first
            } else if t == 60 {
                second
            } else {
                1.0
            }
        }))
    };
    for second in [4.0, 6.0, 9.0] {
        assert_eq!(batches(1.1 * f64::sqrt(second), second), [], "{second} times");
        assert_eq!(batches(0.8 * f64::sqrt(second), second), [(60, 60)], "{second} times, and little the month before");
    }
}

#[test]
fn few_bursts_hardly_tell_how_far_they_go() {
    let heights = [40.0, 55.0, 47.0, 52.0, 44.0, 58.0, 49.0];
    let sandbox = |jump: f64| -> Vec<f64> {
        let height = |t: usize| if t.is_multiple_of(11) { heights[(t / 11) % heights.len()] } else { 0.0 };
        (0..92).map(|t| if t == 60 { jump } else { height(t) }).collect()
    };
    assert_eq!(found(&sandbox(250.0)), [], "five times, of eight heights that happen to be alike");
    assert_eq!(found(&sandbox(2_000.0)), [(60, 60)], "forty times");
}

#[test]
fn a_jump_at_the_only_month_end_is_told_apart() {
    let away = |days: usize, end: usize| -> Vec<usize> {
        (0..days).map(|t| t.abs_diff(end).min(t.abs_diff(end + 30))).collect()
    };
    let jump = |start: usize, end: usize| Spike { start, end, actual: 9.0, expected: 1.0, upper: 2.0 };
    assert!(jump(19, 21).is_only_month_end(0, &away(40, 20)));
    assert!(jump(17, 21).is_only_month_end(0, &away(40, 20)), "of many days one may be high by chance");
    assert!(!jump(17, 19).is_only_month_end(0, &away(40, 20)), "of three none");
    assert!(!jump(16, 21).is_only_month_end(0, &away(40, 20)), "it began before");
    assert!(!jump(10, 10).is_only_month_end(0, &away(40, 20)), "in the middle of a month");
    assert!(!jump(19, 21).is_only_month_end(0, &away(60, 20)), "the next month's end had none");
    assert!(jump(50, 50).is_only_month_end(30, &away(60, 20)), "the key began after the one before");
}

#[test]
fn a_handful_of_heights_is_no_measure_but_a_weekday_is() {
    let used = |days: &[(usize, f64)]| -> Vec<f64> {
        let height = |t: usize| days.iter().find(|(day, _)| *day == t).map_or(0.0, |(_, height)| *height);
        (0..28).map(height).collect()
    };
    assert_eq!(found(&used(&[(3, 30.0), (9, 28.0), (20, 120.0), (25, 23.0)])), [], "four times the highest of three");
    assert_eq!(found(&used(&[(3, 30.0), (9, 28.0), (20, 300.0), (25, 23.0)])), [], "ten times");
    let forty_times = used(&[(3, 30.0), (9, 28.0), (20, 1_200.0), (25, 23.0)]);
    assert_eq!(found(&forty_times), [(20, 20)], "forty times");
    let weekly = [(2, 100.0), (9, 90.0), (16, 105.0), (23, 95.0)];
    let with = |day: usize, height: f64| found(&used(&[&weekly[..], &[(day, height)]].concat()));
    assert_eq!(with(19, 110.0), [(19, 19)], "one run more of a job of Fridays");
    assert_eq!(with(19, 30.0), [], "a run that broke off");
    assert_eq!(found(&used(&[(2, 100.0), (9, 90.0), (19, 110.0), (23, 95.0)])), [], "a run that was late");
    let ended = [9.0, 90.0, 100.0, 90.0, 88.0, 84.0, 7.0, 10.0];
    let days: Vec<(usize, f64)> = ended.into_iter().enumerate().collect();
    assert_eq!(found(&used(&days)), [], "working days of a key that ends");
}

#[test]
fn a_jump_is_at_the_only_month_end_where_no_other_is_known() {
    // Three months of thirty days, from the first of one.
    let from_month_end: Vec<usize> = (0..90).map(|t: usize| (t % 30 + 1).min(29 - t % 30)).collect();
    let spike = |start: usize, end: usize| Spike { start, end, actual: 0.0, expected: 0.0, upper: 0.0 };
    let is_only =
        |start, end, first: usize, days: usize| spike(start, end).is_only_month_end(first, &from_month_end[..days]);
    assert!(is_only(29, 30, 10, 59), "the next month end is not there yet");
    assert!(!is_only(29, 30, 10, 60), "on its last day it is");
    assert!(is_only(59, 60, 30, 89) && !is_only(59, 60, 29, 89), "nor is the one before the first use");
    assert!(!is_only(15, 15, 10, 59), "no month end");
    let edge = (29..40).find(|at| !is_only(*at, *at, 10, 59)).unwrap();
    assert_eq!(edge - 29, crate::stats::baseline::MONTH_END + 1, "so many days behind it");
}
