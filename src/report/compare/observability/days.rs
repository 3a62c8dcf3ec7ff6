//! Findings of days and of series: whether this run looks at the same days, and for as long.

use chrono::NaiveDate;

use super::Observability;
use super::exports::{coverage, covered, with_rows};
use crate::model::{Coverage, Finding, Report, counted};

/// Days of a series from which on more of them show nothing else: most of a quarter.
const ENOUGH_DAYS: usize = 80;

/// Days that a series may end before the others and still speak of the same time.
const SILENT_DAYS: i64 = 7;

impl Observability<'_> {
    /// A state is seen by those whose series is about as long and goes on for about as long.
    pub(super) fn by_series(&self, ours: &Coverage, theirs: &Coverage, kind: Option<&str>) -> Option<String> {
        let (run, other) = if self.is_now { ("this run", "the baseline") } else { ("the baseline", "this run") };
        let (ours_days, theirs_days) = (covered(self.report, ours, kind), covered(self.other, theirs, kind));
        let title = kind.map_or_else(|| ours.title.clone(), |kind| format!("{} ({kind})", ours.title));
        let theirs_last = theirs_days.last()?;
        let Some(last) = ours_days.last() else { return Some(format!("{run} has no export of {title}")) };
        let (ours_count, theirs_count) = (ours_days.len(), theirs_days.len());
        if ours_count < ENOUGH_DAYS && ours_count * 10 < theirs_count * 9 {
            return Some(format!("{run} covers {} of {title}, {other} {theirs_count}", counted(ours_count, "day")));
        }
        let silent = |report: &Report, last: &NaiveDate| (report.as_of.date_naive() - *last).num_days();
        let (silence, usual) = (silent(self.report, last), silent(self.other, theirs_last));
        (silence > usual.max(SILENT_DAYS))
            .then(|| format!("{title} of {run} ends on {last}, {silence} days before the rest"))
    }

    /// An event is seen by those who look at its days.
    pub(super) fn by_days(&self, finding: &Finding) -> Option<String> {
        let days = finding.period?;
        let run = self.name();
        if !self.is_now && days.start >= self.report.as_of.date_naive() {
            return None;
        }
        let own = self.report.period;
        if !own.contains(days.start) || !own.contains(days.end) {
            return Some(format!("its days, {days}, are not all among those of {run}, {own}"));
        }
        for table in self.tables(finding) {
            let (Some(ours), Some(theirs)) = (coverage(self.report, table), coverage(self.other, table)) else {
                continue;
            };
            let (ours_days, theirs_days) = (with_rows(ours), with_rows(theirs));
            let lacking = days.each_day().find(|day| theirs_days.contains(day) && !ours_days.contains(day));
            if let Some(day) = lacking {
                return Some(format!("{run} has no row of {} on {day}", ours.title));
            }
        }
        None
    }
}
