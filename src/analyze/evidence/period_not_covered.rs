//! Parts of the period that an export says nothing about.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{Days, NaiveDate};

use super::table_subject;
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Evidence, Money, Period, Severity, Table, counted};

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
                its last. Quiet days at the edges are granted as far as the series has them elsewhere: twice its longest pause. Of cost also \
                days inside an export without a row although usage exports have tokens of that day: they are estimated, not free.",
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
    for table in [Table::Usage, Table::Cost, Table::EnterpriseUsage, Table::EnterpriseCost, Table::Events] {
        let days = cx.facts.coverage.calendar.days(table);
        let (Some(&first), Some(&last)) = (days.first(), days.last()) else { continue };
        population += 1;
        let left_out = left_out(cx, table);
        let mut open = edges(cx, table, &left_out);
        open.extend(runs(&left_out));
        open.sort_by_key(|open| open.start);
        let Some(first_open) = open.first().copied() else { continue };
        let formatted: Vec<String> =
            open.iter().map(|open| format!("{open} ({})", counted(open.days(), "day"))).collect();
        let used = used_at_list_price(cx, &left_out);
        let message = format!(
            "{} covers {first} to {last} of the period {}. Missing: {}{}",
            table.title(),
            cx.period,
            some_of(formatted.into_iter(), 6),
            used.map_or_else(String::new, |usd| format!(
                ". On {} inside the exports tokens were used without a cost. An estimate at list price stands for it: ${}",
                counted(left_out.len(), "day"),
                usd.to_grouped()
            ))
        );
        let title = format!("The exports of {} do not cover the period", table.title());
        let mut finding = ANALYZER.finding(table_subject(table), title, message);
        finding.period = Some(first_open);
        finding.observed = Some(format!("{first} to {last}"));
        finding.threshold = Some(cx.period.to_string());
        finding.impact_usd = used;
        finding.evidence = cx.facts.coverage.calendar.edges(cx.data, table);
        finding.evidence.extend(evidence(cx, &left_out));
        finding.remediation.push(format!("Where from: {}", table.how_to_export()));
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// What of the period lies before the first day of a series, or behind its last one, and is longer than its pauses explain.
pub(in crate::analyze) fn edges(cx: &Context, table: Table, left_out: &BTreeSet<NaiveDate>) -> Vec<Period> {
    let days = cx.facts.coverage.calendar.days(table);
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return Vec::new() };
    let known: BTreeSet<NaiveDate> = days.iter().copied().chain(left_out.iter().copied()).collect();
    let pauses = known.iter().zip(known.iter().skip(1)).map(|(a, b)| (*b - *a).num_days() - 1);
    let granted = 2 * pauses.max().unwrap_or(0);
    let before = first.checked_sub_days(Days::new(1)).and_then(|end| Period::new(cx.period.start, end));
    let behind = last.checked_add_days(Days::new(1)).and_then(|start| Period::new(start, cx.period.end));
    [before, behind].into_iter().flatten().filter(|open| open.days() > granted).collect()
}

/// Days of the period inside the cost exports of which they state nothing although tokens were used.
fn left_out(cx: &Context, table: Table) -> BTreeSet<NaiveDate> {
    let days =
        cx.facts.spend.series.unreported_days.iter().filter(|day| table == Table::Cost && cx.period.contains(**day));
    days.copied().collect()
}

/// Days in a row.
fn runs(days: &BTreeSet<NaiveDate>) -> Vec<Period> {
    let mut runs: Vec<Period> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some(run) if run.end.succ_opt() == Some(day) => run.end = day,
            _ => runs.push(Period { start: day, end: day }),
        }
    }
    runs
}

/// What tokens of these days cost at list price, where there are such days.
fn used_at_list_price(cx: &Context, days: &BTreeSet<NaiveDate>) -> Option<Money> {
    let used = cx.facts.spend.tokens.iter().filter(|one| days.contains(&one.day));
    (!days.is_empty()).then(|| used.filter_map(|one| one.list_price).sum())
}

/// A row of usage for each of the first days.
fn evidence(cx: &Context, days: &BTreeSet<NaiveDate>) -> Vec<Evidence> {
    let first = |day: &NaiveDate| {
        let of_day = || cx.facts.spend.tokens.iter().filter(|one| one.day == *day && one.is_used());
        let source = of_day().map(|one| one.source).min()?;
        let usd: Money = of_day().filter_map(|one| one.list_price).sum();
        let rows: u64 = of_day().map(|one| one.rows).sum();
        let rows = counted(rows, "row");
        let record = format!("{day}: sum of {rows} of usage, ${} at list price, no row of cost", usd.to_grouped());
        Some(source.evidence(cx.data, record))
    };
    days.iter().take(5).filter_map(first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{activity, cost, days, facts, found_in, usage};

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

    /// Usage of 7.50 dollars a day, and a dollar of cost on some of the days.
    fn files(cost: &str) -> [(&str, String); 2] {
        let uses = usage(&[("k", "A", days("2026-07-01", "2026-07-31"))]);
        [("usage.csv", uses.replace(",1000,0,0,0,100,", ",1000000,0,0,0,100000,")), ("cost.csv", cost.to_owned())]
    }

    fn spent_on(days: impl IntoIterator<Item = String>) -> String {
        cost(&days.into_iter().map(|day| (day, "k", "", "A", 7.5)).collect::<Vec<_>>())
    }

    fn judged(cost: &str) -> (Vec<String>, String, String) {
        let files = files(cost);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let totals = facts(&files).totals;
        (found_in(&ANALYZER, &files), totals.cost_usd.total.to_string(), totals.estimated_cost_usd.total.to_string())
    }

    #[test]
    fn a_day_of_usage_without_cost_is_an_estimate() {
        let all = || days("2026-07-01", "2026-07-31");
        let without = |left_out: &[&str]| spent_on(all().into_iter().filter(|day| !left_out.contains(&day.as_str())));
        let text = |text: &str| text.to_owned();
        assert_eq!(judged(&without(&[])), (vec![], text("232.5"), text("0")));
        assert_eq!(judged(&without(&["2026-07-14"])), (vec![text("medium cost")], text("225"), text("7.5")));
        let three = ["2026-07-14", "2026-07-15", "2026-07-20"];
        assert_eq!(judged(&without(&three)), (vec![text("medium cost")], text("210"), text("22.5")));
        // A real zero is a statement.
        let zero = without(&["2026-07-14"])
            + "2026-07-14,Claude Opus 5,A,k,message,≤ 200k,output,0.00,0.00,token,global,,,active\n";
        assert_eq!(judged(&zero), (vec![], text("225"), text("0")));
    }

    #[test]
    fn a_report_that_states_a_day_without_results_covers_it() {
        let bucket = |day: u64, results: &str| {
            format!(
                r#"{{"starting_at":"2026-07-{day:02}T00:00:00Z","ending_at":"2026-07-{:02}T00:00:00Z","results":[{results}]}}"#,
                day + 1
            )
        };
        let result = r#"{"amount":"750","currency":"USD","description":null,"workspace_id":null,"model":"claude-opus-5","token_type":"output_tokens","cost_type":"tokens"}"#;
        let report = |left_out: &dyn Fn(u64) -> Option<&'static str>| {
            let buckets = (1..31).filter_map(|day| {
                Some(bucket(day, left_out(day).map_or(Some(result), |text| (text != "none").then_some(text))?))
            });
            format!("[{}]", buckets.collect::<Vec<_>>().join(","))
        };
        let stated = judged(&report(&|day| (day == 14).then_some("")));
        assert_eq!((stated.1.as_str(), stated.2.as_str()), ("217.5", "7.5"), "only the last day is not covered");
        let absent = judged(&report(&|day| (day == 14).then_some("none")));
        assert_eq!((absent.1.as_str(), absent.2.as_str()), ("217.5", "15"));
        assert_eq!(absent.0, ["medium cost"]);
    }

    #[test]
    fn quiet_days_are_quiet() {
        let weekdays =
            |day: &String| !matches!(day.as_str(), "2026-07-04" | "2026-07-05" | "2026-07-11" | "2026-07-12");
        let uses = usage(&[("k", "A", days("2026-07-01", "2026-07-31").into_iter().filter(weekdays).collect())]);
        let cost = spent_on(days("2026-07-01", "2026-07-31").into_iter().filter(weekdays));
        assert_eq!(found_in(&ANALYZER, &[("usage.csv", &uses), ("cost.csv", &cost)]), [""; 0]);
        // Cost of priority tier is in no cost export.
        let priority = usage(&[("k", "A", vec!["2026-07-04".to_owned()])]).replace(",standard,", ",priority,");
        let uses = format!("{uses}{}", priority.split_once('\n').unwrap().1);
        assert_eq!(found_in(&ANALYZER, &[("usage.csv", &uses), ("cost.csv", &cost)]), [""; 0]);
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
