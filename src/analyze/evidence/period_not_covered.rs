//! Parts of the period that an export says nothing about.

use anyhow::Result;
use chrono::Days;

use super::table_subject;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Period, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "period-not-covered",
    title: "Parts of the period without exports",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[],
    population: "series of usage, cost and audit events",
    thresholds: &[],
    explain: Explain {
        finds: "Series (token usage, cost, audit events) whose first day lies behind the first day of the period, or whose last day before \
                its last. Quiet days at the edges are granted as far as the series has them elsewhere: twice its longest pause.",
        matters: "What happened on the days outside was not looked at, and sums over the period are too small.",
        remedy: &[
            "Export {name} for the missing days, or choose the period that the exports cover with --from and --to",
        ],
        caveats: "An organization that began in the middle of the period has no earlier days.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings) = (0, Vec::new());
    for table in [Table::Usage, Table::Cost, Table::Events] {
        let days = cx.facts.calendar.days(table);
        let (Some(&first), Some(&last)) = (days.first(), days.last()) else { continue };
        population += 1;
        let pauses = days.iter().zip(days.iter().skip(1)).map(|(a, b)| (*b - *a).num_days() - 1);
        let granted = 2 * pauses.max().unwrap_or(0);
        let before = first.checked_sub_days(Days::new(1)).and_then(|end| Period::new(cx.period.start, end));
        let behind = last.checked_add_days(Days::new(1)).and_then(|start| Period::new(start, cx.period.end));
        let open: Vec<Period> = [before, behind].into_iter().flatten().filter(|open| open.days() > granted).collect();
        let Some(first_open) = open.first().copied() else { continue };
        let spelled: Vec<String> = open.iter().map(|open| format!("{open} ({} days)", open.days())).collect();
        let message = format!(
            "{} covers {first} to {last} of the period {}; missing: {}",
            table.title(),
            cx.period,
            spelled.join(" and ")
        );
        let title = format!("The exports of {} do not cover the period", table.title());
        let mut finding = ANALYZER.finding(table_subject(table), title, message);
        finding.period = Some(first_open);
        finding.observed = Some(format!("{first} to {last}"));
        finding.threshold = Some(cx.period.to_string());
        finding.evidence = cx.facts.calendar.edges(cx.data, table);
        finding.remediation.push(format!("Where from: {}", table.how_to_export()));
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{activity, cost, days, found_in, usage};

    fn spent(from: &str, to: &str) -> String {
        cost(&days(from, to).into_iter().map(|day| (day, "k", "apikey_k", "Default", 1.0)).collect::<Vec<_>>())
    }

    #[test]
    fn a_series_that_begins_late() {
        let usage = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
        let files = [("usage.csv", usage.as_str()), ("cost.csv", &spent("2026-08-01", "2026-09-30"))];
        assert_eq!(found_in(&ANALYZER, &files), ["medium cost"]);
        let files = [("usage.csv", usage.as_str()), ("cost.csv", &spent("2026-07-01", "2026-09-30"))];
        assert_eq!(found_in(&ANALYZER, &files), [""; 0]);
    }

    #[test]
    fn pauses_that_a_series_has_elsewhere_are_granted() {
        let usage = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
        let weekly: Vec<String> = days("2026-07-06", "2026-09-28").into_iter().step_by(7).collect();
        let feed: Vec<String> = weekly
            .iter()
            .map(|day| {
                activity(&format!("{day}T08:00:00Z"), "sso_login_succeeded", "ok", serde_json::json!({})).to_string()
            })
            .collect();
        assert_eq!(found_in(&ANALYZER, &[("usage.csv", &usage), ("feed.jsonl", &feed.join("\n"))]), [""; 0]);
    }
}
