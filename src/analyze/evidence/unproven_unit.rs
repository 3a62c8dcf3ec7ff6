//! Cost exports that are not in dollars.

use anyhow::Result;

use super::file_subject;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::UnprovenFile;
use crate::model::{Confidence, Control, Finding, Money, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unproven-unit",
    title: "Cost exports whose unit is in doubt",
    control: Control::EvidenceCompleteness,
    severity: Severity::Critical,
    reads: &[&[Table::Cost, Table::EnterpriseCost]],
    population: "cost exports",
    thresholds: &[],
    explain: Explain {
        finds: "Cost exports that are 50 times or more above or below usage at list price, on the days, workspaces and keys that both have. \
                The Console writes dollars, the Admin API cents; a file that was converted once too often or too seldom is off by 100. Its \
                money is then in no sum: usage at list price stands in for it, as an estimate. Also reports of the API whose amounts are \
                numbers or state no currency: the API writes texts and states it, so somebody converted them, and only usage can prove to what.",
        matters: "A report that is off by a hundred is worse than none.",
        remedy: &[
            "Look at the amounts in {name}, and export it again without a script or spreadsheet in between",
            "Where the amounts are right, look at the tokens of the usage exports of the same days: they may be in thousands",
        ],
        caveats: "Without usage for the same days nothing can be proven. A discount never reaches this factor.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let population = super::exports(cx).filter(|(input, _)| {
        input.kind.as_deref().is_some_and(|kind| {
            cx.data.kinds.get(kind).is_some_and(|table| [Table::Cost, Table::EnterpriseCost].contains(table))
        })
    });
    let population = population.count() as u64;
    let findings = cx.facts.spend.series.unproven.iter().map(|file| {
        let path = cx.data.path(file.file);
        if file.estimate == Money::ZERO {
            return unstated(cx, path, file);
        }
        let ratio = file.stated.to_f64() / file.estimate.to_f64();
        let on = match (file.days.first(), file.days.last()) {
            (Some(first), Some(last)) => format!("on {} between {first} and {last} ", counted(file.days.len(), "day")),
            _ => String::new(),
        };
        let of_days = if file.days.is_empty() { "" } else { "of these days " };
        // Cents are off by a hundred: a thousand is as well usage that somebody wrote in thousands.
        let why = if is_thousandfold(ratio) {
            format!(
                "Either its amounts {of_days}are not dollars, or usage of the same days counts its tokens in thousands: nothing here tells \
                 which, and the amounts are in no sum"
            )
        } else {
            format!("Its amounts {of_days}are probably not dollars and are in no sum")
        };
        let message = format!(
            "{on}the file adds up to ${} where usage at list price is ${}: {ratio:.3} times. {why}",
            file.stated.to_grouped(),
            file.estimate.to_grouped(),
        );
        let mut finding = ANALYZER.finding(file_subject(path), format!("The unit of {path} is in doubt"), message);
        finding.observed = Some(format!("{ratio:.3} times the estimate"));
        finding.threshold = Some("less than 50 times above or below".to_owned());
        finding.evidence = vec![file.source.evidence(cx.data, "its first row")];
        finding
    });
    let findings: Vec<Finding> = findings.collect();
    if findings.is_empty() && !cx.data.has(Table::Usage) {
        let why = "no usage export is given, and without one nothing proves the unit of cost".to_owned();
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Usage] });
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// Whether two sums are a thousand times apart, but for discounts.
fn is_thousandfold(ratio: f64) -> bool {
    [ratio, ratio.recip()].iter().any(|times| (500.0..=2000.0).contains(times))
}

/// A file whose amounts do not say their unit, and of which no usage says it either.
fn unstated(cx: &Context, path: &str, file: &UnprovenFile) -> Finding {
    let all = || {
        (0_u32..).zip(&cx.data.remarks).flat_map(|(own, remarks)| remarks.other_sums.iter().map(move |one| (own, one)))
    };
    let mut hundredfold =
        all().filter(|(own, one)| one.is_hundredfold && (*own == file.file || one.other_file == file.file));
    let why = match hundredfold.next() {
        Some((own, one)) => {
            let other = cx.data.path(if own == file.file { one.other_file } else { own });
            format!(
                "its amounts are a hundred times those of {other} or a hundredth of them, on every day that both have, so one of the two is in the wrong unit"
            )
        }
        None => "its amounts are numbers and not texts, or state no currency, so nothing says that they are cents of US dollars".to_owned(),
    };
    let message = format!(
        "{why}, and no usage of the same days proves it: as they were read they add up to ${}, which is in no sum",
        file.stated.to_grouped()
    );
    let mut finding = ANALYZER.finding(file_subject(path), format!("The unit of {path} is not stated"), message);
    finding.severity = Severity::High;
    finding.confidence = Confidence::Medium;
    finding.observed = Some("amounts as numbers, or without a currency".to_owned());
    finding.threshold = Some("amounts as texts with a currency, or usage that proves the unit".to_owned());
    finding.evidence = vec![file.source.evidence(cx.data, "its first row")];
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{cost, days, facts, found_in, usage};

    /// A thousand tokens in and a hundred out of Opus 5 are 0.75 cents a day and key; ten thousand keys make 75 dollars.
    fn files(factor: f64) -> [(&'static str, String); 2] {
        let day = || days("2026-07-01", "2026-07-20");
        let uses: Vec<(&str, &str, Vec<String>)> = std::iter::repeat_n(("k", "Default", day()), 400).collect();
        let rows = day().into_iter().map(|day| (day, "k", "", "Default", 3.0 * factor)).collect::<Vec<_>>();
        [("usage.csv", usage(&uses)), ("cost.csv", cost(&rows))]
    }

    #[test]
    fn cents_taken_for_dollars_are_not_summed() {
        let files = files(100.0);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(found_in(&ANALYZER, &files), ["critical cost.csv"]);
        let totals = facts(&files).totals;
        assert_eq!(totals.cost_usd.total.to_string(), "0");
        assert_eq!(totals.estimated_cost_usd.total.to_string(), "60");
    }

    /// Fault: Tokens in thousands made true cost a thousandfold, which was said to be no dollars
    /// Outcome: Where the two are a thousand times apart either may be wrong, and both are named
    #[test]
    fn a_thousandfold_may_be_the_tokens() {
        for (factor, either) in [(1000.0, true), (100.0, false)] {
            let files = files(factor);
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let lines = crate::analyze::testing::ask(&ANALYZER, &files);
            let names_both = |line: &String| line.contains("tokens in thousands");
            assert_eq!(lines.iter().any(names_both), either, "{factor}: {lines:?}");
        }
    }

    /// Fault: A file of which a week was in cents was dollars as a whole, as long as its sum was less than fifty times too large
    /// Outcome: Days are judged singly, and what is off on two of them or more is in no sum
    #[test]
    fn a_part_of_a_file_in_cents_is_found() {
        let all = days("2026-07-01", "2026-07-20");
        let usage = usage(&std::iter::repeat_n(("k", "Default", all.clone()), 400).collect::<Vec<_>>());
        for (off, factor, is_found) in [
            (5, 100.0, true),
            (2, 100.0, true),
            (1, 100.0, false),
            (5, 30.0, false),
            (5, 0.01, false),
            (5, 1000.0, true),
        ] {
            let amount = |at: usize| 3.0 * if at < off { factor } else { 1.0 };
            let rows = all.iter().enumerate().map(|(at, day)| (day.clone(), "k", "", "Default", amount(at)));
            let cost = cost(&rows.collect::<Vec<_>>());
            let files = [("usage.csv", usage.as_str()), ("cost.csv", cost.as_str())];
            assert_eq!(!found_in(&ANALYZER, &files).is_empty(), is_found, "{off} {factor}");
            let totals = facts(&files).totals;
            let sum = (totals.cost_usd.total.to_f64() + totals.estimated_cost_usd.total.to_f64()).round();
            assert!(!is_found || (sum - 60.0).abs() < 1e-9, "{off} {factor}: {sum}");
        }
    }

    /// Fault: Without usage the check was not asked, and a report whose amounts are numbers read as $0.00
    /// Outcome: A unit that nothing states is found with or without usage
    #[test]
    fn a_unit_that_nothing_states_is_found_without_usage() {
        let report = |amount: &str| {
            format!(
                r#"{{"data":[{{"starting_at":"2026-08-01T00:00:00Z","ending_at":"2026-08-02T00:00:00Z","results":[{{"amount":{amount},"currency":"USD","model":"claude-opus-5"}}]}}],"has_more":false}}"#
            )
        };
        assert_eq!(found_in(&ANALYZER, &[("cost.json", &report("2.5"))]), ["high cost.json"]);
        assert!(found_in(&ANALYZER, &[("cost.json", &report("\"2.5\""))])[0].starts_with("not assessed"));
    }

    /// Fault: A CSV in cents beside a report in dollars, without usage, counted as dollars
    /// Outcome: Neither counts, and the file whose rows stand is found
    #[test]
    fn a_hundredfold_of_another_export_is_found_without_usage() {
        let rows = days("2026-07-01", "2026-07-20").into_iter().map(|day| (day, "k", "", "Default", 300.0));
        let bucket = |day: u32| {
            format!(
                r#"{{"starting_at":"2026-07-{day:02}T00:00:00Z","ending_at":"2026-07-{:02}T00:00:00Z","results":[{{"amount":"300","currency":"USD","workspace_id":null,"model":"claude-opus-5"}}]}}"#,
                day + 1
            )
        };
        let buckets: Vec<String> = (1..21).map(bucket).collect();
        let report = format!(r#"{{"data":[{}],"has_more":false}}"#, buckets.join(","));
        let cost = cost(&rows.collect::<Vec<_>>());
        let files = [("cost.csv", cost.as_str()), ("cost.json", report.as_str())];
        assert_eq!(found_in(&ANALYZER, &files), ["high cost.csv"]);
        assert_eq!(facts(&files).totals.cost_usd.total.to_string(), "0");
    }

    #[test]
    fn discounts_and_dollars_are_dollars() {
        for factor in [1.0, 0.5, 3.0] {
            let files = files(factor);
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            assert_eq!(found_in(&ANALYZER, &files), [""; 0], "{factor}");
        }
        assert!(found_in(&ANALYZER, &[("usage.csv", &files(1.0)[0].1)])[0].starts_with("not assessed"));
    }

    #[test]
    fn cost_without_keys_is_held_against_whole_workspaces() {
        let day = || days("2026-07-01", "2026-07-20");
        let of = |key, times| std::iter::repeat_n((key, "Default", day()), times);
        // Of the usage, one part in forty is the Workbench's, which has no key.
        let usage = usage(&of("k", 400).chain(of("", 10)).collect::<Vec<_>>());
        let rows = day().into_iter().map(|day| (day, "", "", "Default", 6.0)).collect::<Vec<_>>();
        assert_eq!(found_in(&ANALYZER, &[("ok-usage.csv", &usage), ("ok-cost.csv", &cost(&rows))]), [""; 0]);
    }
}
