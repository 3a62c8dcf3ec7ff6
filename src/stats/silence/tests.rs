use super::*;
use crate::stats::detect::Setting;

fn found(values: &[f64]) -> Option<(usize, f64)> {
    silence(values, &Setting::SHIPPED.silence).map(|silence| (silence.start, silence.missed))
}

#[test]
fn silence_against_the_own_rhythm() {
    let used = |days: usize, is_used: fn(usize) -> bool, silent: usize| -> Vec<f64> {
        (0..days + silent).map(|t| if t < days && is_used(t) { 1.0 } else { 0.0 }).collect()
    };
    assert_eq!(found(&used(40, |_| true, 7)), Some((40, 7.0)));
    assert_eq!(found(&used(40, |_| true, 6)), None);
    assert_eq!(found(&used(40, |t| t % 7 < 5, 9)), Some((40, 5.0)), "weekends rest");
    assert_eq!(found(&used(71, |t| t % 7 == 0, 20)), None, "two weeks of a weekly batch");
    assert_eq!(found(&used(11, |_| true, 20)), None, "too little to know the rhythm");
    assert_eq!(found(&used(40, |t| !(20..25).contains(&t), 9)), None, "it rested five days before");
    assert_eq!(found(&[0.0; 40]), None);
    let fading: Vec<f64> = (0..50).map(|t| if t < 40 { 0.8_f64.powi(t) } else { 0.0 }).collect();
    assert_eq!(found(&fading), None, "it faded out");
}

#[test]
fn each_limit_holds_to_the_day() {
    let used = |days: usize, is_used: fn(usize) -> bool, silent: usize| -> Vec<f64> {
        (0..days + silent).map(|t| if t < days && is_used(t) { 1.0 } else { 0.0 }).collect()
    };
    assert_eq!(found(&used(12, |_| true, 20)), Some((12, 20.0)), "twelve days make a rhythm");
    let four_days_off = |silent| found(&used(40, |t| !(20..24).contains(&t), silent));
    assert_eq!([four_days_off(7), four_days_off(8)], [None, Some((40, 7.0))], "twice as long as ever before");
    // Used on four weekdays, the last of them the day before.
    let four_weekdays = |silent| found(&used(40, |t| t % 7 < 4, silent));
    assert_eq!([four_weekdays(9), four_weekdays(10)], [None, Some((39, 5.0))], "five days of use are missed");
    let fading = |last_week: f64| {
        let value = |t: usize| match t {
            0..33 => 1.0,
            33..40 => last_week,
            _ => 0.0,
        };
        found(&(0..50).map(value).collect::<Vec<_>>()).is_some()
    };
    assert!(fading(0.43) && !fading(0.42), "half of the mean of four weeks with itself among them");
}
