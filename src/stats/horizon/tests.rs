//! Tails that are errors, and tails that are young files.

use std::collections::BTreeSet;

use super::{DatedDay, last_plausible};

/// Every `step`-th day from a first to a last one, of a file and its table.
fn every(step: i32, days: std::ops::RangeInclusive<i32>, file: usize) -> Vec<DatedDay> {
    days.step_by(usize::try_from(step).unwrap()).map(|day| (day, file, file)).collect()
}

fn last(parts: &[Vec<DatedDay>]) -> i32 {
    last_plausible(&parts.iter().flatten().copied().collect::<BTreeSet<_>>()).unwrap()
}

#[test]
fn what_lies_far_behind_the_rest_is_no_horizon() {
    let quarter = || every(1, 0..=91, 0);
    let keys = || every(40, -800..=80, 1);
    for (what, tail) in [
        ("one record decades later", vec![(25_000, 1, 1)]),
        ("a few of one day in two files", vec![(2_900_000, 1, 1), (2_900_000, 2, 2)]),
        ("a year later", vec![(91 + 365, 1, 1)]),
        ("three keys a year later", vec![(456, 1, 1), (460, 1, 1), (470, 1, 1)]),
        ("seven months later", vec![(300, 2, 2)]),
        ("two errors, decades apart", vec![(25_000, 1, 1), (60_000, 2, 2)]),
        ("a second misdated record near the first", vec![(25_000, 1, 1), (25_001, 2, 2), (25_002, 3, 3)]),
    ] {
        assert_eq!(last(&[quarter(), keys(), tail]), 91, "{what}");
    }
    assert_eq!(last(&[every(30, -600..=0, 0), vec![(25_000, 0, 0)]]), 0, "in a list alone");
    assert_eq!(last(&[every(30, -600..=0, 0), vec![(900, 0, 0)]]), 0, "two years and a half behind a list of 21 days");
    assert_eq!(last(&[vec![(0, 0, 0)], vec![(25_000, 0, 0)]]), 0, "of two the earlier one");
}

#[test]
fn young_files_and_small_organizations_are_believed() {
    let quarter = || every(1, 0..=91, 0);
    for (what, tail, end) in [
        ("a log taken three weeks after the usage", every(1, 93..=112, 2), 112),
        ("one key made three weeks after", vec![(112, 1, 1)], 112),
        ("last quarter's usage beside today's lists", vec![(180, 1, 1)], 180),
        ("lists of half a year later, with what happened since", every(50, 141..=441, 1), 441),
        ("another year's log", every(1, 456..=520, 2), 520),
        ("three tables that agree a year later", vec![(456, 1, 1), (460, 2, 2), (470, 3, 3)], 470),
    ] {
        assert_eq!(last(&[quarter(), tail]), end, "{what}");
    }
    assert_eq!(last(&[vec![(0, 0, 0), (400, 0, 0), (1_500, 0, 0)]]), 1_500, "three keys in four years");
    assert_eq!(last(&[vec![(0, 0, 0), (300, 0, 0)]]), 300);
    assert_eq!(last(&[every(150, -1500..=0, 0), vec![(420, 0, 0)]]), 420, "a list with long pauses");
    assert_eq!(last(&[vec![(0, 0, 0)], every(1, 5_000..=5_040, 1)]), 5_040, "an old object, and the rest");
    assert_eq!(last_plausible(&BTreeSet::new()), None);
}

#[test]
fn each_limit_holds_to_the_day_and_to_the_record() {
    let quarter = || every(1, 0..=91, 0);
    let one = |day: i32| vec![(day, 1, 1)];
    assert_eq!([last(&[quarter(), one(91 + 183)]), last(&[quarter(), one(91 + 184)])], [274, 91], "half a year");
    let many = |last_day: i32| last(&[quarter(), every(1, 456..=last_day, 1)]);
    assert_eq!([many(464), many(465)], [91, 465], "nine of 92 are few, ten are not");
    let tables = |tail: &[DatedDay]| last(&[quarter(), tail.to_vec()]);
    assert_eq!(tables(&[(456, 1, 1), (460, 2, 2)]), 91, "two days");
    assert_eq!(tables(&[(456, 1, 1), (460, 2, 2), (470, 2, 2)]), 470, "three days of two tables");
    let dense = |until: i32| last(&[every(1, 0..=until, 0), one(until + 184)]);
    assert_eq!([dense(28), dense(29)], [28 + 184, 29], "thirty days are a daily series");
    let of_a_year = |first: i32| last(&[every(1, 0..=28, 0), vec![(first, 0, 0)], one(28 + 184)]);
    assert_eq!([of_a_year(28 - 365), of_a_year(28 - 366)], [28, 28 + 184], "within a year");
    assert_eq!([last(&[vec![(0, 0, 0)], one(1_826)]), last(&[vec![(0, 0, 0)], one(1_827)])], [1_826, 0], "five years");
    // Two files with the same days.
    let list = |days: i32| [every(30, 0..=30 * (days - 1), 0), every(30, 0..=30 * (days - 1), 2)].concat();
    let behind = |days: i32, pause: i32| last(&[list(days), one(30 * (days - 1) + pause)]);
    assert_eq!([behind(8, 366), behind(8, 367), behind(7, 367)], [576, 210, 547], "eight days, and a year");
    let pauses = |pause: i32| last(&[every(150, -1500..=0, 0), vec![(pause, 0, 0)]]);
    assert_eq!([pauses(450), pauses(451)], [450, 0], "three times the longest pause");
}
