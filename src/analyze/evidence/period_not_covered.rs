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
