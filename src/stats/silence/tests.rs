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
