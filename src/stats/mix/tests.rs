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

#[test]
fn a_turn_needs_its_days_on_both_sides_and_to_keep_to_them() {
    let found = |share: &dyn Fn(usize) -> f64| {
        let days: Vec<Vec<f64>> = (0..30).map(|t| vec![1.0 - share(t), share(t)]).collect();
        turn(&days, 12, 7).map(|turn| turn.at)
    };
    let at = |first: usize| move |t: usize| if t >= first { 0.9 } else { 0.1 };
    assert_eq!([11, 12, 23, 24].map(|first| found(&at(first))), [None, Some(12), Some(23), None]);
    // Of twenty days before, four may be otherwise.
    let but = |odd: usize| move |t: usize| if t >= 20 || t % 4 == 1 && t / 4 < odd { 0.9 } else { 0.1 };
    assert_eq!([4, 5].map(|odd| found(&but(odd))), [Some(20), None]);
    let after = |odd: usize| move |t: usize| if t >= 20 && !(t % 2 == 1 && t < 20 + 2 * odd) { 0.9 } else { 0.1 };
    assert_eq!([2, 3].map(|odd| found(&after(odd))), [Some(20), None], "of ten days behind, two");
}

#[test]
fn means_and_the_share_that_moved_most() {
    let mut days = vec![vec![0.5, 0.3, 0.2]; 12];
    days.extend(vec![vec![0.5, 0.1, 0.4]; 8]);
    let turn = turn(&days, 12, 7).unwrap();
    assert_eq!((turn.at, turn.from(), turn.to()), (12, 1, 2));
    let is_near = |a: &[f64], b: [f64; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12);
    assert!(is_near(&turn.before, [0.5, 0.3, 0.2]) && is_near(&turn.after, [0.5, 0.1, 0.4]), "{turn:?}");
    assert!((turn.distance() - distance(&[0.5, 0.3, 0.2], &[0.5, 0.1, 0.4])).abs() < 1e-12);
}
