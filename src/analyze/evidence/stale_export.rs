//! Exports that were not taken together.

use anyhow::Result;

use super::table_subject;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "stale-export",
    title: "Exports that are older than the others",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[],
    population: "series of usage, cost and audit events",
    thresholds: &[
        Threshold {
            name: "apart_days",
            default: 1.0,
            unit: "days",
            source: "usage and cost of one evening end on the same day",
        },
        Threshold {
            name: "old_days",
            default: 30.0,
            unit: "days",
            source: "a quarterly audit looks at the quarter that has just ended",
        },
    ],
    explain: Explain {
        finds: "Usage and cost exports whose last days are more than `apart_days` apart, and series that end more than `old_days` before the \
                report's instant. When a list of keys or members was taken stands nowhere in it, so lists are not judged.",
        matters: "Spend of one day held against usage of another, or absence that was true a month ago.",
        remedy: &["Export {name} again, on the same day as the others"],
        caveats: "An organization that stopped using the API has old series.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (apart, old) = (
        cx.limit(&ANALYZER, const { ANALYZER.threshold("apart_days") }),
        cx.limit(&ANALYZER, const { ANALYZER.threshold("old_days") }),
    );
    let last = |table: Table| cx.facts.coverage.calendar.days(table).last().copied();
    let newest_of_console = last(Table::Usage).max(last(Table::Cost));
    let (mut population, mut findings) = (0, Vec::new());
    for table in [Table::Usage, Table::Cost, Table::Events] {
        let Some(own) = last(table) else { continue };
        population += 1;
        // `as_of` is the midnight behind the last day.
        let age = (cx.as_of_day() - own).num_days() - 1;
        let behind = newest_of_console.filter(|_| table != Table::Events).map_or(0, |newest| (newest - own).num_days());
        let (observed, limit) = match () {
            () if age > old.days() => (format!("{age} days before the report's instant"), old),
            () if behind > apart.days() => (format!("{behind} days before the other Console export"), apart),
            () => continue,
        };
        let message = format!("{} ends on {own}, {observed}. Allowed: {limit}", table.title());
        let mut finding =
            ANALYZER.finding(table_subject(table), format!("The exports of {} are old", table.title()), message);
        finding.observed = Some(observed);
        finding.threshold = Some(limit.to_string());
        finding.evidence = cx.facts.coverage.calendar.edges(cx.data, table);
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{activity, cost, days, found_in, usage};

    fn spent(to: &str) -> String {
        cost(&days("2026-07-01", to).into_iter().map(|day| (day, "k", "apikey_k", "Default", 1.0)).collect::<Vec<_>>())
    }

    #[test]
    fn exports_of_different_evenings() {
        let usage = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
        assert_eq!(found_in(&ANALYZER, &[("u.csv", &usage), ("c.csv", &spent("2026-09-25"))]), ["medium cost"]);
        assert_eq!(found_in(&ANALYZER, &[("ok.csv", &usage), ("ok-a-day-apart.csv", &spent("2026-09-29"))]), [""; 0]);
        let event = |at: &str| activity(at, "sso_login_succeeded", "ok", serde_json::json!({})).to_string();
        assert_eq!(
            found_in(&ANALYZER, &[("u.csv", &usage), ("f.jsonl", &event("2026-11-15T08:00:00Z"))]),
            ["medium token usage"]
        );
        assert_eq!(found_in(&ANALYZER, &[("ok.csv", &usage), ("ok.jsonl", &event("2026-10-20T08:00:00Z"))]), [""; 0]);
    }
}
