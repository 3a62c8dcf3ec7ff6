use super::super::{Member, Panel};
use super::*;
use crate::stats::detect::Setting;
use crate::stats::random::Random;

/// What two keys have on a day, over their usual.
type Pair<'a> = &'a dyn Fn(usize) -> (f64, f64);

/// First days of the jumps and of the moves of the second of a pair of keys, 400 and 100 dollars a working day, in the same workspace or
/// not, among keys that scatter, over so many days.
fn found(days: usize, is_near: bool, pair: Pair) -> (Vec<usize>, Vec<usize>) {
    found_beside(days, is_near, pair, (0.25, None))
}

/// The same with keys that scatter by so much, beside one of a third workspace with 510 dollars a working day that ends on some day.
fn found_beside(
    days: usize,
    is_near: bool,
    pair: Pair,
    (noise, end): (f64, Option<usize>),
) -> (Vec<usize>, Vec<usize>) {
    let mut random = Random(3 + days as u64);
    let mut key = |whose: usize, level: f64, of_day: &dyn Fn(usize) -> f64| {
        let mut day = |t: usize| {
            let weekend = if t % 7 >= 5 { 0.3 } else { 1.0 };
            level * weekend * of_day(t) * (noise * random.normal().clamp(-2.0, 2.0)).exp()
        };
        Member { whose: SeriesOwner::Key(whose), values: (0..days).map(&mut day).collect() }
    };
    let mut members = vec![key(0, 400.0, &|t| pair(t).0), key(usize::from(!is_near), 100.0, &|t| pair(t).1)];
    members.extend((0..30).map(|at| key(at % 5, 20.0 * (1 + at) as f64, &|_| 1.0)));
    members.extend(end.map(|end| key(4, 510.0, &|t| if t < end { 1.0 } else { 0.0 })));
    let from_month_end = vec![15; days];
    let panel = Panel::of(&members, 0, &from_month_end);
    let Setting { spike, shift, .. } = Setting::SHIPPED;
    let jumps = panel.jumps(&spike, &shift).into_iter().filter(|(at, _)| *at == 1).map(|(_, spike)| spike.start);
    let moves = panel.moves(&shift).into_iter().filter(|(at, _)| *at == 1).map(|(_, shift)| shift.start);
    (jumps.collect(), moves.collect())
}

#[test]
fn a_key_that_stops_for_the_days_of_a_jump_gave_it_its_money() {
    let mut wrong = Vec::new();
    for days in [28, 29, 30, 33, 35, 42, 60, 92] {
        // In the middle, over a weekend, and at the end of the data.
        for (start, end) in [(15, 17), (15, 18), (18, 21), (days - 6, days - 3), (days - 3, days)] {
            let pair = |t: usize| if (start..end).contains(&t) { (0.0, 5.0) } else { (1.0, 1.0) };
            for is_near in [true, false] {
                let (jumps, _) = found(days, is_near, &pair);
                wrong.extend((!jumps.is_empty()).then(|| format!("days {start} to {end} of {days}, near: {is_near}")));
            }
        }
    }
    // Measured: 4 of 80, where scatter makes the jump half as high or hides two of its three days; 11 where only baselines tell of givers.
    assert!(wrong.len() <= 5, "{wrong:?}");
}

#[test]
fn a_key_that_stops_on_other_days_or_has_another_size_gave_nothing() {
    let (is_jump, is_before) = (|t: usize| (15..17).contains(&t), |t: usize| (13..15).contains(&t));
    let left = |is_empty: bool| if is_empty { 0.0 } else { 1.0 };
    let givers: [(&str, &dyn Fn(usize) -> f64); 4] = [
        ("it stops two days before", &|t| left(is_before(t))),
        ("it would have had a fourth", &|t| 0.5 * left(is_jump(t))),
        ("it is in use every other day", &|t| left(t % 2 == 0 || is_jump(t))),
        ("it goes on", &|_| 1.0),
    ];
    for days in [28, 35, 60, 92] {
        for (name, giver) in givers {
            let pair = |t: usize| (giver(t), if is_jump(t) { 9.0 } else { 1.0 });
            let (jumps, _) = found(days, true, &pair);
            assert!(matches!(jumps[..], [15 | 16]), "{name}, {days} days: {jumps:?}");
        }
    }
}

#[test]
fn what_goes_over_within_the_last_days_is_no_jump() {
    let (mut kept, mut jumped) = (Vec::new(), 0);
    for days in [28, 30, 33, 35, 42, 60, 92] {
        for takes in 1..3 {
            let share = |t: usize| ((t + 6).saturating_sub(days) as f64 / (takes + 1) as f64).min(1.0);
            for is_near in [true, false] {
                let name = format!("over {takes} days of {days}, near: {is_near}");
                let with = |giver: &dyn Fn(usize) -> f64| found(days, is_near, &|t| (giver(t), 1.0 + 4.0 * share(t))).0;
                kept.extend((!with(&|t| 1.0 - share(t)).is_empty()).then(|| name.clone()));
                let alone = with(&|_| 1.0);
                assert_eq!(with(&|t| 0.1 * (1.0 - share(t))), alone, "a tenth ends, {name}");
                jumped += usize::from(!alone.is_empty());
            }
        }
    }
    // Measured: 2 of 28 kept, 7 where a stop has to begin no later than the jump; 16 are jumps where nobody ends.
    assert!(kept.len() <= 2 && jumped >= 16, "{jumped}, {kept:?}");
}

#[test]
fn a_key_that_ends_hands_its_level_over() {
    let over = |t: usize, days: usize| {
        let share = (t.saturating_sub(21) as f64 / (days + 1) as f64).min(1.0);
        (1.0 - share, 1.0 + 4.0 * share)
    };
    let mut wrong = Vec::new();
    for days in [35, 42, 60, 92] {
        for takes in 0..4 {
            let (_, moves) = found(days, true, &|t| over(t, takes));
            wrong.extend((!moves.is_empty()).then(|| format!("over {takes} days, of {days}")));
        }
        let earlier = |t: usize| (if t >= 10 { 0.0 } else { 1.0 }, over(t, 0).1);
        let alone = |t: usize| (1.0, over(t, 0).1);
        let pairs: [(&str, Pair); 2] = [("nobody ends", &alone), ("it ended earlier", &earlier)];
        for (name, pair) in pairs {
            assert!(found(days, true, pair).1.iter().any(|start| start.abs_diff(22) <= 2), "{name}, {days}");
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_key_of_another_workspace_that_ends_hands_its_level_over() {
    let over = |t: usize, days: usize| {
        let share = (t.saturating_sub(21) as f64 / (days + 1) as f64).min(1.0);
        (1.0 - share, 1.0 + 4.0 * share)
    };
    let (mut kept, mut found_else) = (Vec::new(), Vec::new());
    for days in [35, 42, 60, 92] {
        for takes in 0..3 {
            // Of about the size, too: one of few places where a rise would fit is no longer chance.
            let (_, moves) = found_beside(days, false, &|t| over(t, takes), (0.1, Some(7)));
            kept.extend((!moves.is_empty()).then(|| format!("over {takes} days, of {days}")));
        }
        let others: [(&str, Pair); 4] = [
            ("nobody ends", &|t| (1.0, over(t, 0).1)),
            ("it ended ten days earlier", &|t| (if t >= 12 { 0.0 } else { 1.0 }, over(t, 0).1)),
            ("it had half of it", &|t| (0.5 * over(t, 0).0, over(t, 0).1)),
            ("it comes back", &|t| (if (22..26).contains(&t) { 0.0 } else { 1.0 }, over(t, 0).1)),
        ];
        for (name, pair) in others {
            let is_found =
                found_beside(days, false, pair, (0.1, Some(7))).1.iter().any(|start| start.abs_diff(22) <= 2);
            found_else.extend((!is_found).then(|| format!("{name}, {days}")));
        }
    }
    assert_eq!((kept, found_else), (vec![], vec![]));
}

#[test]
fn a_key_that_begins_takes_what_another_loses() {
    let falls = |from: usize, size: f64, days: usize| {
        let pair = |t: usize| (if t >= from { size } else { 0.0 }, if t >= 22 { 1.0 } else { 5.0 });
        found(days, true, &pair).1
    };
    for days in [42, 60, 92] {
        let kept = |from: usize, size: f64| falls(from, size, days).iter().any(|start| start.abs_diff(22) <= 2);
        // It has 400 dollars, and the other one loses 400.
        assert!(!kept(22, 1.0) && !kept(21, 1.0) && !kept(23, 0.8), "a successor, {days}: {:?}", falls(22, 1.0, days));
        assert!(kept(10, 1.0) && kept(0, 1.0), "it began earlier, {days}");
        assert!(kept(22, 0.2), "it has a fifth, {days}");
    }
}

#[test]
fn days_of_rest_belong_to_no_stop() {
    let values = |rest: &[usize]| -> Vec<f64> {
        (0..42).map(|t| if t % 7 >= 5 || rest.contains(&t) { 0.0 } else { 10.0 + (t % 3) as f64 }).collect()
    };
    assert_eq!(stops(0, &values(&[]), 0), []);
    let friday = stops(0, &values(&[25]), 0);
    assert_eq!((friday.len(), friday[0].days.clone()), (1, 25..28));
    assert!((friday[0].daily() - friday[0].lost.iter().sum::<f64>()).abs() < 1e-9);
    assert_eq!(stops(0, &values(&[2, 9, 15, 25, 31]), 0), [], "what rests now and then");
}
