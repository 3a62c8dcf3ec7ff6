use super::*;

/// 70 days from Monday 5 January 2026 with quiet weekends and a small wobble.
fn days(change: impl Fn(usize) -> f64) -> Vec<f64> {
    let wobble = |t: usize| 1.0 + 0.08 * ((t * 37 % 11) as f64 / 5.0 - 1.0);
    (0..70).map(|t| 100.0 * if t % 7 >= 5 { 0.3 } else { 1.0 } * wobble(t) * change(t)).collect()
}

/// The same in hours, most of them by day.
fn hours(change: impl Fn(usize) -> f64) -> Vec<f64> {
    let share = |hour: usize| if (8..18).contains(&hour) { 0.09 } else { 0.1 / 14.0 };
    let days = days(|_| 1.0);
    (0..70 * 24).map(|t| days[t / 24] * share(t % 24) * change(t)).collect()
}

fn found(values: &[f64], step: Step, min_effect: MinEffect) -> Vec<(Kind, usize, usize)> {
    let first = 20_458 * step.per_day() as i64;
    let series = Series { values, step, first };
    let setting = if matches!(min_effect, MinEffect::OfLevel) { Setting::ANY_UNIT } else { Setting::SHIPPED };
    detect(&series, &setting, min_effect).iter().map(|event| (event.kind, event.start, event.end)).collect()
}

#[test]
fn every_kind_is_told_once() {
    let reported = |change: fn(usize) -> f64| found(&days(change), Step::Day, MinEffect::Setting);
    assert_eq!(reported(|_| 1.0), []);
    assert_eq!(reported(|t| if t == 40 { 5.0 } else { 1.0 }), [(Kind::Spike, 40, 40)]);
    assert_eq!(reported(|t| if t >= 40 { 3.0 } else { 1.0 }), [(Kind::Rise, 40, 40)]);
    assert_eq!(reported(|t| if t >= 40 { 0.3 } else { 1.0 }), [(Kind::Fall, 40, 40)]);
    assert_eq!(reported(|t| if t >= 58 { 0.0 } else { 1.0 }), [(Kind::Silence, 58, 69)]);
}

#[test]
fn the_unit_is_no_matter_where_it_is_no_money() {
    let values = days(|t| if t == 40 { 5.0 } else { 1.0 });
    for unit in [1e-5, 1e-2, 1.0, 1e7] {
        let scaled: Vec<f64> = values.iter().map(|value| value * unit).collect();
        let reported = found(&scaled, Step::Day, MinEffect::OfLevel);
        assert!(matches!(reported[..], [(Kind::Spike, 40, 40 | 41)]), "{unit}: {reported:?}");
    }
    let small = |t: usize| if (40..45).contains(&t) { 1.3 } else { 1.0 };
    assert_eq!(
        found(&days(small), Step::Day, MinEffect::OfLevel),
        [(Kind::Spike, 40, 44)],
        "as far as its scatter says"
    );
    assert_eq!(found(&days(|_| 1.0), Step::Day, MinEffect::OfLevel), [], "weekends and a wobble");
    let cents: Vec<f64> = values.iter().map(|value| value * 0.01).collect();
    assert_eq!(found(&cents, Step::Day, MinEffect::Setting), [], "dollars");
}

#[test]
fn what_is_not_known_is_no_event() {
    let mut values = days(|t| if t == 40 { 5.0 } else { 1.0 });
    for t in [12, 13, 30, 55, 62, 68, 69] {
        values[t] = f64::NAN;
    }
    values[20] = -4000.0;
    assert_eq!(found(&values, Step::Day, MinEffect::Setting), [(Kind::Spike, 40, 40)]);
    values[41] = f64::NAN;
    assert_eq!(found(&values, Step::Day, MinEffect::Setting), [(Kind::Spike, 40, 40)]);
    assert_eq!(found(&[f64::NAN; 40], Step::Day, MinEffect::Setting), []);
    assert_eq!(found(&[], Step::Hour, MinEffect::Setting), []);
}

#[test]
fn hours_of_days() {
    let reported = |change: &dyn Fn(usize) -> f64| found(&hours(change), Step::Hour, MinEffect::OfLevel);
    assert_eq!(reported(&|_| 1.0), []);
    let night = 24 * 44 + 2;
    assert_eq!(
        reported(&|t| if (night..night + 4).contains(&t) { 20.0 } else { 1.0 }),
        [(Kind::Spike, night, night + 3)]
    );
    let day = 24 * 44;
    assert_eq!(reported(&|t| if (day..day + 48).contains(&t) { 5.0 } else { 1.0 }), [(Kind::Spike, day, day + 47)]);
    assert_eq!(reported(&|t| if t >= day { 3.0 } else { 1.0 }), [(Kind::Rise, day, day)]);
    assert_eq!(reported(&|t| if t >= 24 * 58 { 0.0 } else { 1.0 }), [(Kind::Silence, 24 * 58, 70 * 24 - 1)]);
}

#[test]
fn hours_of_no_money_are_as_far_as_their_scatter_says() {
    let night = 24 * 44 + 10;
    let much_more = |t: usize| if (night..night + 4).contains(&t) { 1.8 } else { 1.0 };
    let spike = [(Kind::Spike, night, night + 3)];
    assert_eq!(found(&hours(much_more), Step::Hour, MinEffect::OfLevel), spike);
    assert_eq!(found(&hours(much_more), Step::Hour, MinEffect::Setting), [], "spend has to double");
    let slightly = |t: usize| if (night..night + 4).contains(&t) { 1.03 } else { 1.0 };
    assert_eq!(found(&hours(slightly), Step::Hour, MinEffect::OfLevel), [], "as much as it wobbles");
}

#[test]
fn hours_that_begin_within_a_day() {
    let whole = hours(|t| if (24 * 44 + 2..24 * 44 + 6).contains(&t) { 20.0 } else { 1.0 });
    let series = Series { values: &whole[9..], step: Step::Hour, first: 20_458 * 24 + 9 };
    let events = detect(&series, &Setting::ANY_UNIT, MinEffect::OfLevel);
    let [event] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.start, event.end), (24 * 44 + 2 - 9, 24 * 44 + 5 - 9));
    assert!(event.actual > 10.0 * event.expected && event.band.0 < event.expected && event.expected < event.band.1);
}

#[test]
fn days_from_the_nearest_month_end() {
    // 2026: 31 January is day 20 484 since 1970; 2024 has a 29 February, which is day 19 782.
    for (day, expected) in [
        (20_484, 0),
        (20_485, 1),
        (20_483, 1),
        (20_484 + 14, 14),
        (20_484 + 15, 13),
        (20_484 + 28, 0),
        (20_484 + 29, 1),
        (19_782, 0),
        (19_781, 1),
        (19_783, 1),
        (19_782 + 15, 15),
        (19_782 + 16, 15),
    ] {
        assert_eq!(from_month_end(day), expected, "{day}");
    }
    assert_eq!(month_ends(20_482, 5), [2, 1, 0, 1, 2]);
    assert_eq!([0, 4, 20_458].map(weekday), [3, 0, 0], "1970 began on a Thursday");
}

#[test]
fn what_an_event_says_of_a_day_and_of_an_hour() {
    let spike = Spike { start: 3, end: 4, actual: 100.0, expected: 20.0, upper: 40.0 };
    let day = of_spike(&spike);
    assert_eq!((day.start, day.end, day.actual, day.expected, day.band), (3, 4, 50.0, 10.0, (5.0, 20.0)));
    assert_eq!(of_spike(&Spike { expected: 0.0, upper: 0.0, ..spike }).band, (0.0, 0.0), "nothing was expected");
    let hour = in_hours(day);
    assert_eq!((hour.start, hour.end, hour.actual * 24.0, hour.band.1 * 24.0), (72, 119, 50.0, 20.0));
    let shift = Shift { start: 5, settled: 6, end: 9, before: 10.0, after: 30.0 };
    let rise = of_shift(&shift, 2.0);
    assert_eq!((rise.kind, rise.start, rise.end, rise.band), (Kind::Rise, 5, 6, (5.0, 20.0)));
    assert_eq!(in_hours(rise).end, 144, "of a move the first hour of the day it settled");
    assert_eq!(of_shift(&Shift { after: 3.0, ..shift }, 2.0).kind, Kind::Fall);
    let silence = of_silence(&Silence { start: 7, missed: 3.0, longest_before: 1, before: 8.0 }, 10);
    assert_eq!((silence.start, silence.end, silence.actual, silence.band), (7, 9, 0.0, (0.0, 8.0)));
    assert_eq!(in_hours(silence).end, 239, "its last day is silent to the end");
}

#[test]
fn a_spike_begins_a_rise_within_three_days() {
    let spike = |start: usize, end: usize| Spike { start, end, actual: 0.0, expected: 0.0, upper: 0.0 };
    let rise = Shift { start: 10, settled: 12, end: 30, before: 1.0, after: 2.0 };
    for (start, end, is_one) in
        [(8, 8, true), (7, 7, false), (6, 8, true), (14, 14, true), (15, 15, false), (10, 11, true)]
    {
        assert_eq!(begins(&spike(start, end), &[rise]), is_one, "{start} to {end}");
    }
    assert!(!begins(&spike(10, 11), &[Shift { after: 0.5, ..rise }]), "a fall");
    assert!(!begins(&spike(10, 11), &[]));
}
