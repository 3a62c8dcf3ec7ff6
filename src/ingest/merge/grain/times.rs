//! One day in several resolutions: minutes, hours and days of different files, of which one counts.

use std::collections::BTreeSet;

use super::super::Disposition;
use super::super::grouping::Resolution;
use super::DayRows;

/// Minutes of an hour that an hourly file has rows of are duplicates: hourly analyses have the hour already.
pub(super) fn minutes_of_held_hours(held: &mut [DayRows]) {
    let of = |held: &DayRows, wanted: Resolution| held.shape.resolution == wanted;
    let hours: BTreeSet<i128> = held
        .iter()
        .filter(|one| of(one, Resolution::Hour))
        .flat_map(|one| one.open().filter_map(|row| one.hour(row)))
        .collect();
    for one in held.iter_mut().filter(|one| of(one, Resolution::Minute)) {
        let within: Vec<usize> =
            one.open().filter(|&row| one.hour(row).is_some_and(|hour| hours.contains(&hour))).collect();
        within.into_iter().for_each(|row| one.set(row, Disposition::Duplicate));
    }
}

/// A day that daily files hold counts there, and its hours and minutes feed hourly analyses only. But the last day of an export may
/// still have been running: where hours add up to more, they hold the day whole and the daily rows do not.
pub(super) fn times_of_held_day(day: i128, held: &mut [DayRows]) {
    let (mut daily, mut finer): (Vec<_>, Vec<_>) =
        held.iter_mut().partition(|one| one.shape.resolution == Resolution::Day);
    if daily.is_empty() || finer.is_empty() {
        return;
    }
    let sum = |files: &[&mut DayRows]| files.iter().fold(0_i128, |sum, one| sum.saturating_add(one.open_sum()));
    let running = daily.iter().all(|one| one.shape.last_day() == Some(day));
    let (superseded, disposition) = if running && sum(&finer) > sum(&daily) {
        (&mut daily, Disposition::Restated)
    } else {
        (&mut finer, Disposition::FinerInTime)
    };
    for one in superseded {
        let open: Vec<usize> = one.open().collect();
        open.into_iter().for_each(|row| one.set(row, disposition));
    }
}
