//! Holes inside a daily series, and a last day that is not over.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{Datelike, NaiveDate};

use super::table_subject;
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, Period, Severity, Table};

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
                weekday has rows in at least `usual_percent` of the weeks. Needs four weeks.",
        matters: "Either nobody used Claude that day, or an export is missing: sums and baselines differ.",
        remedy: &["Export {name} for these days again, or note why there was no use (a holiday, an outage)"],
        caveats: "Public holidays look like holes.",
    },
    run,
};

/// Days from which on weekdays can be told apart.
const LEAST_DAYS: i64 = 28;

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, "usual_percent");
    let (mut population, mut findings) = (0, Vec::new());
    for table in [Table::Usage, Table::Cost] {
        let days = cx.facts.calendar.days(table);
        let (Some(&first), Some(&last)) = (days.first(), days.last()) else { continue };
        let Some(span) = Period::new(first, last).filter(|span| span.days() >= LEAST_DAYS) else { continue };
        population += 1;
        let missing = holes(span, &days, limit.value / 100.0);
        let missing: Vec<NaiveDate> = missing.into_iter().filter(|day| cx.period.contains(*day)).collect();
        let (Some(&from), Some(&to)) = (missing.first(), missing.last()) else { continue };
        let message = format!("no row of {} on {}; threshold {limit}", table.title(), some_of(&missing, 6));
        let mut finding = ANALYZER.finding(
            table_subject(table),
            format!("{} day(s) without {}", missing.len(), table.title()),
            message,
        );
        finding.period = Period::new(from, to);
        finding.observed = Some(format!("{} day(s)", missing.len()));
        finding.threshold = Some(limit.to_string());
        finding.evidence = cx.facts.calendar.edges(cx.data, table);
        findings.push(finding);
    }
    if population == 0 {
        let why = format!("no series of usage or cost is {LEAST_DAYS} days long");
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage, Table::Cost] });
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// Days of a span without rows whose weekday usually has them.
fn holes(span: Period, days: &BTreeSet<NaiveDate>, usual: f64) -> Vec<NaiveDate> {
    let share = |weekday: chrono::Weekday| {
        let same: Vec<NaiveDate> = span.each_day().filter(|day| day.weekday() == weekday).collect();
        same.iter().filter(|day| days.contains(day)).count() as f64 / same.len().max(1) as f64
    };
    span.each_day().filter(|day| !days.contains(day) && share(day.weekday()) >= usual).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{days, found_in, usage};

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
}
