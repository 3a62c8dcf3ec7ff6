//! Days and whole stretches that are missing inside a daily series.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{Datelike, NaiveDate, Weekday};

use super::table_subject;
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::{SHORT_PAUSE, long_pauses};
use crate::model::{Control, Period, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "missing-days",
    title: "Days without rows in a daily series",
    control: Control::EvidenceCompleteness,
    severity: Severity::Low,
    reads: &[],
    population: "daily series of usage and cost",
    thresholds: &[Threshold {
        name: "usual_percent",
        default: 85.0,
        unit: "% of a weekday",
        source: "a weekday that has rows in six of seven weeks is expected to have them",
    }],
    explain: Explain {
        finds: "Days of the period between the first and the last row of token usage or cost on which there is no row, although their \
                weekday has rows in at least `usual_percent` of the weeks. A pause of more than three days that is more than twice as \
                long as the series' usual pauses is reported whole, and weekdays are judged by the weeks outside of such pauses. Medium from \
                seven days on where the other series has rows in the pause, and from 14 days on where neither has. Needs four weeks, and \
                two of them outside of long pauses.",
        matters: "Either nobody used Claude that day, or an export is missing: sums and baselines differ.",
        remedy: &["Export {name} for these days again, or note why there was no use (a holiday, an outage)"],
        caveats: "Public holidays look like holes, and so does a break in which the whole organization rests. Series without habits (no \
                  weekday that usually has rows) have no holes. What lies before the first or behind the last row is \
                  `period-not-covered`.",
    },
    run,
};

/// Days from which on weekdays can be distinguished.
const LEAST_DAYS: i64 = 28;
/// Days outside of the long pauses from which on the weekdays can still be distinguished: two of each.
const LEAST_OUTSIDE: usize = 14;
/// Days from which on a hole in which the other series goes on is medium.
const LONG_HOLE: i64 = 7;
/// The same where both are silent: Christmas is shorter than two weeks.
const LONG_REST: i64 = 14;

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("usual_percent") });
    let (mut population, mut findings, mut notes) = (0, Vec::new(), Vec::new());
    for (table, other) in [(Table::Usage, Table::Cost), (Table::Cost, Table::Usage)] {
        let days = cx.facts.coverage.calendar.days(table);
        let (Some(&first), Some(&last)) = (days.first(), days.last()) else { continue };
        let Some(span) = Period::new(first, last).filter(|span| span.days() >= LEAST_DAYS) else { continue };
        let Some(missing) = holes(span, &days, limit.value / 100.0) else {
            notes.push(format!("not judged: {}, which has rows on {} only", table.title(), counted(days.len(), "day")));
            continue;
        };
        population += 1;
        let missing: Vec<Period> = missing.into_iter().filter_map(|hole| inside(hole, cx.period)).collect();
        let (Some(from), Some(to)) = (missing.first(), missing.last()) else { continue };
        let number: i64 = missing.iter().map(|hole| hole.days()).sum();
        let longest = missing.iter().copied().max_by_key(|hole| hole.days()).unwrap_or(*from);
        let going_on = cx.facts.coverage.calendar.days(other).range(longest.start..=longest.end).count();
        let (long, single): (Vec<Period>, Vec<Period>) = missing.iter().partition(|hole| hole.days() > 1);
        let reported = some_of(long.into_iter().chain(single).map(formatted), 6);
        let mut message = format!("no row of {} on {reported}. ", table.title());
        if longest.days() > SHORT_PAUSE {
            message += &match going_on {
                0 => "A pause of the whole organization looks the same. ".to_owned(),
                going_on => format!("In the longest, {} has rows on {}. ", other.title(), counted(going_on, "day")),
            };
        }
        message += &format!("Threshold: {limit}");
        let title = format!("{} without {}", counted(number, "day"), table.title());
        let mut finding = ANALYZER.finding(table_subject(table), title, message);
        if longest.days() >= if going_on > 0 { LONG_HOLE } else { LONG_REST } {
            finding.severity = Severity::Medium;
        }
        finding.period = Period::new(from.start, to.end);
        finding.observed = Some(counted(number, "day"));
        finding.threshold = Some(limit.to_string());
        finding.evidence = cx.facts.coverage.calendar.edges(cx.data, table);
        findings.push(finding);
    }
    if population == 0 {
        let short = format!("no series of usage or cost is {LEAST_DAYS} days long");
        let why = if notes.is_empty() { short } else { notes.join("; ") };
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

/// The part of a hole that lies in the period.
fn inside(hole: Period, period: Period) -> Option<Period> {
    Period::new(hole.start.max(period.start), hole.end.min(period.end))
}

fn formatted(hole: Period) -> String {
    if hole.days() == 1 {
        return hole.start.to_string();
    }
    format!("{} to {} ({} days)", hole.start, hole.end, hole.days())
}

/// Long pauses, whole, and other days without rows whose weekday usually has them, one by one. Weekdays are judged by the days outside of
/// long pauses: else a hole of a month would pass as the habit of the series. `None` where too few days are left to tell.
fn holes(span: Period, days: &BTreeSet<NaiveDate>, usual: f64) -> Option<Vec<Period>> {
    let long = long_pauses(days);
    let outside: Vec<NaiveDate> =
        span.each_day().filter(|day| !long.iter().any(|pause| pause.contains(*day))).collect();
    if outside.len() < LEAST_OUTSIDE {
        return None;
    }
    let is_usual = |weekday: Weekday| {
        let same: Vec<&NaiveDate> = outside.iter().filter(|day| day.weekday() == weekday).collect();
        let share = same.iter().filter(|day| days.contains(day)).count() as f64 / same.len().max(1) as f64;
        share >= usual
    };
    let usual: BTreeSet<u8> = (0..7_u8).filter(|number| Weekday::try_from(*number).is_ok_and(is_usual)).collect();
    let expected = |day: &NaiveDate| usual.contains(&(day.weekday().num_days_from_monday() as u8));
    let single = outside.iter().filter(|day| !days.contains(day) && expected(day));
    let mut found: Vec<Period> = single.map(|day| Period { start: *day, end: *day }).collect();
    found.extend(long.into_iter().filter(|pause| pause.each_day().any(|day| expected(&day))));
    found.sort_by_key(|hole| hole.start);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{ask, cost, days, found_in, usage};

    #[test]
    fn a_hole_and_quiet_weekends() {
        let weekday = |day: &String| day.parse::<NaiveDate>().unwrap().weekday().number_from_monday() <= 5;
        let working: Vec<String> = days("2026-07-01", "2026-09-30").into_iter().filter(weekday).collect();
        assert_eq!(found_in(&ANALYZER, &[("ok.csv", &usage(&[("k", "Default", working.clone())]))]), [""; 0]);
        let hole: Vec<String> = working.into_iter().filter(|day| day != "2026-08-12").collect();
        assert_eq!(found_in(&ANALYZER, &[("hole.csv", &usage(&[("k", "Default", hole)]))]), ["low token usage"]);
        let short = usage(&[("k", "Default", days("2026-07-01", "2026-07-10"))]);
        assert!(found_in(&ANALYZER, &[("short.csv", &short)])[0].starts_with("not assessed"));
    }

    fn without(all: &[String], from: &str, to: &str) -> Vec<String> {
        all.iter().filter(|day| day.as_str() < from || day.as_str() > to).cloned().collect()
    }

    fn spent(days: Vec<String>) -> String {
        cost(&days.into_iter().map(|day| (day, "k", "apikey_k", "Default", 1.0)).collect::<Vec<_>>())
    }

    fn both(used: &[String], paid: &[String]) -> Vec<String> {
        let (used, paid) = (usage(&[("k", "Default", used.to_vec())]), spent(paid.to_vec()));
        ask(&ANALYZER, &[("usage.csv", &used), ("cost.csv", &paid)])
    }

    #[test]
    fn a_month_that_is_missing_is_told_whole() {
        let all = days("2026-07-01", "2026-09-30");
        let part = without(&all, "2026-08-01", "2026-08-31");
        let month = "on 2026-08-01 to 2026-08-31 (31 days)";
        let of_cost = format!("medium cost: no row of cost {month}. In the longest, token usage has rows on 31 days. ");
        let of_usage =
            format!("medium token usage: no row of token usage {month}. In the longest, cost has rows on 31 days");
        let found = both(&all, &part);
        assert!(found.len() == 1 && found[0].starts_with(&of_cost), "{found:?}");
        let found = both(&part, &all);
        assert!(found.len() == 1 && found[0].starts_with(&of_usage), "{found:?}");
        let found = both(&part, &part);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|one| one.starts_with("medium") && one.contains(month)), "{found:?}");
        assert!(found.iter().all(|one| one.contains("the whole organization")), "{found:?}");
    }

    #[test]
    fn two_weeks_are_told_whole_and_a_break_is_low() {
        let weekday = |day: &String| day.parse::<NaiveDate>().unwrap().weekday().number_from_monday() <= 5;
        let working: Vec<String> = days("2026-07-01", "2026-09-30").into_iter().filter(weekday).collect();
        let part = without(&working, "2026-08-10", "2026-08-21");
        let found = both(&working, &without(&part, "2026-09-02", "2026-09-02"));
        let reported = "medium cost: no row of cost on 2026-08-08 to 2026-08-23 (16 days), 2026-09-02. ";
        assert!(found.len() == 1 && found[0].starts_with(reported), "{found:?}");
        let all = days("2026-07-01", "2026-09-30");
        let found = both(&without(&all, "2026-08-01", "2026-08-14"), &all);
        assert!(found.len() == 1 && found[0].contains("2026-08-01 to 2026-08-14 (14 days)"), "{found:?}");
        let rest = without(&all, "2026-08-01", "2026-08-10");
        let found = both(&rest, &rest);
        assert!(found.len() == 2 && found.iter().all(|one| one.starts_with("low ")), "{found:?}");
    }

    #[test]
    fn series_without_habits_and_series_of_few_days() {
        let all = days("2026-07-01", "2026-09-30");
        let rare: Vec<String> =
            [0, 4, 5, 13, 20, 22, 31, 33, 50, 57, 58, 66, 79, 83, 91].map(|at: usize| all[at].clone()).into();
        assert_eq!(both(&all, &rare), [""; 0]);
        let late = without(&all, "2026-07-01", "2026-07-31");
        assert_eq!(both(&all, &late), [""; 0]);
        let few: Vec<String> = [0, 1, 2, 90, 91].map(|at: usize| all[at].clone()).into();
        assert_eq!(both(&all, &few), [""; 0]);
        let alone = found_in(&ANALYZER, &[("few.csv", &usage(&[("k", "Default", few)]))]);
        assert!(alone[0].starts_with("not assessed: not judged: token usage"), "{alone:?}");
    }
}
