use super::*;

const GATES: DetectorThresholds =
    DetectorThresholds { score: 4.5, ratio: 2.0, excess: 0.0, share: 0.125, history: 14, alike: 0.0 };

/// Eight weeks from a Monday: a hundred a day, most of it by day, a third on weekends, and what is added by hour.
fn found(added: impl Fn(usize) -> f64) -> Vec<(usize, usize)> {
    let hour = |t: usize| {
        let wobble = 1.0 + 0.1 * ((t * 37 % 11) as f64 / 5.0 - 1.0);
        let share = if (8..18).contains(&(t % 24)) { 9.0 } else { 0.7 };
        share * wobble * if t / 24 % 7 >= 5 { 0.3 } else { 1.0 } + added(t)
    };
    let values: Vec<f64> = (0..56 * 24).map(hour).collect();
    let bursts = HourBaseline::of(&values, 0).map_or_else(Vec::new, |baseline| baseline.bursts(&GATES));
    bursts.into_iter().map(|burst| (burst.start, burst.end)).collect()
}

/// Hours from one of a day on.
fn at(day: usize, hour: usize, hours: usize, height: f64) -> impl Fn(usize) -> f64 {
    move |t| if (24 * day + hour..24 * day + hour + hours).contains(&t) { height } else { 0.0 }
}

#[test]
fn bursts() {
    assert_eq!(found(at(30, 2, 3, 15.0)), [(722, 724)], "by night");
    assert_eq!(found(at(33, 13, 4, 20.0)), [(805, 808)], "on a Saturday");
    assert_eq!(found(at(30, 11, 3, 40.0)), [(731, 733)], "by day");
    assert_eq!(found(at(30, 2, 1, 200.0)), [(722, 722)], "one hour, very far");
    let beside = |t: usize| at(20, 2, 3, 30.0)(t) + at(40, 2, 3, 30.0)(t);
    assert_eq!(found(beside), [(482, 484), (962, 964)], "two that are no month apart");
    assert_eq!(found(at(55, 20, 4, 20.0)), [(1340, 1343)], "in the last hours");
    assert_eq!(found(at(4, 2, 3, 30.0)), [(98, 100)], "in the first days, by those behind");
}

#[test]
fn what_is_none() {
    assert_eq!(found(|_| 0.0), [], "hours of work and weekends");
    assert_eq!(found(at(30, 2, 3, 2.0)), [], "lost in the day");
    assert_eq!(found(at(1, 2, 3, 30.0)), [], "nothing tells when it began");
    assert_eq!(found(|t| if t % 24 == 2 { 30.0 } else { 0.0 }), [], "a nightly job");
    assert_eq!(found(|t| if t % 168 == 50 { 60.0 } else { 0.0 }), [], "a weekly job");
    assert_eq!(found(|t| if t % 24 == if t < 700 { 2 } else { 21 } { 30.0 } else { 0.0 }), [], "a job at another hour");
    assert_eq!(found(|t| if t * 7919 % 101 == 0 { 30.0 } else { 0.0 }), [], "jobs at all hours");
    assert_eq!(found(at(30, 0, 24, 40.0)), [], "a whole day is a finding of days");
    let monthly = |t: usize| at(20, 2, 3, 30.0)(t) + at(50, 3, 3, 30.0)(t);
    assert_eq!(found(monthly), [], "a batch that returns after a month, an hour later");
    assert_eq!(found(at(30, 11, 1, 30.0)), [], "one hour is more easily chance");
}

#[test]
fn hours_with_two_between_them_belong_together() {
    assert_eq!(joined(&[]), []);
    assert_eq!(joined(&[5]), [(5, 5)]);
    assert_eq!(joined(&[5, 6, 8, 11]), [(5, 11)]);
    assert_eq!(joined(&[5, 9, 12, 16]), [(5, 5), (9, 12), (16, 16)]);
}

#[test]
fn an_hour_is_held_against_the_ones_beside_it() {
    let expected = [1.0, 2.0, 9.0, 4.0, 3.0, 8.0];
    let values = [0.0; 6];
    let baseline = HourBaseline {
        values: &values,
        first_weekday: 0,
        first: 0,
        expected: expected.to_vec(),
        residuals: vec![0.0; 6],
        spread: 1.0,
        floor: 0.0,
    };
    let most: Vec<f64> = (0..6).map(|at| baseline.most(at)).collect();
    assert_eq!(most, [2.0, 9.0, 9.0, 9.0, 8.0, 8.0]);
}

#[test]
fn a_burst_lasts_no_longer_than_eighteen_hours() {
    assert_eq!(found(at(30, 3, 18, 40.0)), [(723, 740)]);
    assert_eq!(found(at(30, 3, 19, 40.0)), []);
}

#[test]
fn it_takes_two_days_before_a_burst() {
    assert_eq!(found(at(2, 2, 3, 30.0)), [(50, 52)]);
    assert_eq!(found(at(1, 21, 3, 30.0)), []);
}

/// Of a single hour twice as much is asked as of two: eighteen hundredths of a day are enough for these.
#[test]
fn one_hour_must_be_worth_twice_as_much_as_two() {
    assert_eq!(found(at(30, 0, 2, 9.0)), [(720, 721)]);
    assert_eq!(found(at(30, 0, 1, 18.0)), []);
    assert_eq!(found(at(30, 0, 1, 40.0)), [(720, 720)]);
}

#[test]
fn what_goes_on_for_days_begins_with_no_burst_and_what_returns_often_is_none() {
    let nights = |count: usize, every: usize| {
        found(move |t| (0..count).map(|night| at(30 + every * night, 2, 3, 25.0)(t)).sum())
    };
    let first = (722, 724);
    assert_eq!(nights(1, 1), [first]);
    assert_eq!(nights(2, 1), [first, (746, 748)], "two nights, and back to normal");
    for count in 3..=6 {
        assert!(!nights(count, 1).contains(&first), "{count} nights in a row are a job that began");
    }
    let once = |every: usize| found(move |t| (0..4).map(|night| at(30 + every * night, 0, 1, 25.0)(t)).sum());
    assert_eq!(once(2).len(), 4, "four times are few");
    let six = found(|t| (0..6).map(|night| at(30 + 2 * night, 0, 1, 25.0)(t)).sum());
    assert_eq!(six, [], "six times are a habit");
}
