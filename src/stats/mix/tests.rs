use super::*;

#[test]
fn distances() {
    assert!(distance(&[0.5, 0.5], &[0.5, 0.5]) < 1e-9);
    assert!((distance(&[1.0, 0.0], &[0.0, 1.0]) - 1.0).abs() < 1e-9);
    let third = distance(&[0.8, 0.2], &[0.4, 0.6]);
    assert!((third - 0.353).abs() < 0.001, "{third}");
}

#[test]
fn turns() {
    let days = |share: fn(usize) -> f64| -> Vec<Vec<f64>> { (0..30).map(|t| vec![1.0 - share(t), share(t)]).collect() };
    let found = turn(&days(|t| if t >= 18 { 0.9 } else { 0.1 }), 12, 7);
    assert_eq!(found.as_ref().map(|turn| (turn.at, turn.from(), turn.to())), Some((18, 0, 1)));
    assert_eq!(turn(&days(|t| if t >= 25 { 0.9 } else { 0.1 }), 12, 7), None, "five days are left");
    assert_eq!(turn(&days(|t| if t >= 6 { 0.9 } else { 0.1 }), 12, 7), None, "six days before");
    assert_eq!(turn(&days(|t| if t % 2 == 0 { 0.9 } else { 0.1 }), 12, 7), None, "it comes and goes");
    assert_eq!(turn(&[], 12, 7), None);
}
