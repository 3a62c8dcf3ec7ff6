//! Past days that the last report knows otherwise.

mod past;

use anyhow::Result;
use chrono::{Days, NaiveDate};

use self::past::{Difference, Past};
use super::{table_subject, whole_file};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::model::{Baseline, Confidence, Control, Evidence, Finding, Period, Severity, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "rewritten-history",
    title: "Past days that the last report knows otherwise",
    control: Control::EvidenceCompleteness,
    severity: Severity::High,
    reads: &[],
    population: "series whose past both reports cover",
    thresholds: &[Threshold {
        name: "settling_days",
        default: 2.0,
        unit: "days",
        source: "the rows of today still grow, and activities can arrive late; two days leave room for both and for time zones",
    }],
    explain: Explain {
        finds: "Days of token usage, cost or audit events of which the exports now say something else than in the run that wrote the \
                baseline: other sums, no rows where there were some, rows where there were none, fewer events, or as many and not the \
                same. A day is compared where both runs have it whole, from the same kind of export, and where each of its files goes on \
                for more than `settling_days` after it. Cost of differently grouped exports is compared within half a cent per row. More \
                events than before arrived late, which happens: they are noted, and no finding.",
        matters: "What has been reported does not change by itself. Either an export was edited, records were removed where they are \
                  kept, or one of the two runs looked at a selection; until that is known, neither report is evidence.",
        remedy: &[
            "Compare the two files named in the finding, row by row, for the days named",
            "Export {name} for these days again, without a filter, and see which of the two it agrees with",
            "If both exports were whole, ask Anthropic's support why the days differ, and keep both files",
        ],
        caveats: "An export that was filtered by workspace, key or type of event differs on most of its days and is no sign of \
                  rewriting; where every compared day differs the finding says so and has low confidence. Corrections by Anthropic look \
                  the same as edits. Who can replace the baseline can hide everything: keep it, and its hash, elsewhere.",
    },
    run,
};

/// Days from which on it says something that all of them differ.
const SOME_DAYS: usize = 5;

fn run(cx: &Context) -> Result<Outcome> {
    let Some(baseline) = cx.baseline else {
        return Ok(not_applicable("no earlier report was given to compare with"));
    };
    let ours = cx.facts.lists.organization.id.as_deref();
    if let (Some(theirs), Some(ours)) = (baseline.report.organization.id.as_deref(), ours)
        && theirs != ours
    {
        return Ok(not_applicable("the earlier report is about another organization"));
    }
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("settling_days") });
    let (mut population, mut findings, mut notes) = (0, Vec::new(), Vec::new());
    for table in [Table::Usage, Table::Cost, Table::Events] {
        let past = Past::compare(cx, baseline, table, limit.value as i64);
        if past.compared > 0 {
            population += 1;
            notes.push(format!("compared: {} of {}", counted(past.compared, "past day"), table.title()));
        }
        let runs = in_a_row(&past.differences);
        findings.extend(runs.into_iter().map(|run| finding(cx, baseline, table, &past, run, limit)));
        notes.extend(past.notes);
    }
    if population == 0 {
        return Ok(not_applicable(
            "the earlier report and this one have no settled day from the same kind of export in common",
        ));
    }
    Ok(Outcome::Assessed { population, findings, notes })
}

fn not_applicable(why: &str) -> Outcome {
    let needs = "the findings.json of an earlier run that covers some of the same days: --baseline FILE";
    Outcome::NotApplicable { why: why.to_owned(), needs: vec![needs.to_owned()] }
}

/// Differences on days that follow each other.
fn in_a_row(all: &[Difference]) -> Vec<&[Difference]> {
    all.chunk_by(|a, b| a.day.checked_add_days(Days::new(1)) == Some(b.day)).collect()
}

fn finding(cx: &Context, baseline: &Baseline, table: Table, past: &Past, run: &[Difference], limit: Limit) -> Finding {
    let title = table.title();
    let formatted = |one: &Difference| format!("{}: {}, then {}, now {}", one.day, one.what, one.then, one.now);
    let selection = past.differences.len() == past.compared && past.compared >= SOME_DAYS;
    let doubt = if selection {
        format!(
            ". All {} compared days differ, which an export with another filter (a workspace, a key, types of events) would explain",
            past.compared
        )
    } else {
        String::new()
    };
    let files = |which: fn(&Difference) -> &Vec<String>| {
        let mut files: Vec<&String> = run.iter().flat_map(which).collect();
        files.sort();
        files.dedup();
        some_of(files, 4)
    };
    let (then, now) = (files(|one| &one.files_then), files(|one| &one.files_now));
    let message = format!(
        "{}. Then in {then} of the report as of {}, now in {now}{doubt}. Expected: equal where both are settled ({limit})",
        some_of(run.iter().map(formatted), 5),
        baseline.report.as_of.format("%Y-%m-%d"),
    );
    let days = counted(run.len(), "day");
    let mut finding = ANALYZER.finding(table_subject(table), format!("{title} of {days} was rewritten"), message);
    finding.period = run.first().zip(run.last()).and_then(|(first, last)| Period::new(first.day, last.day));
    finding.observed = Some(some_of(run.iter().map(|one| &one.now), 3));
    finding.threshold = Some(format!("{} in the earlier report", some_of(run.iter().map(|one| &one.then), 3)));
    finding.evidence = run.iter().take(10).flat_map(|one| evidence(cx, one)).collect();
    if selection {
        finding.confidence = Confidence::Low;
    }
    finding
}

/// The first row of the day in each file of now, or the file where it has none.
fn evidence(cx: &Context, one: &Difference) -> Vec<Evidence> {
    let place = |file: &String| {
        let record = record(one.day, &one.now, &one.then, &one.files_then);
        match cx.facts.coverage.past_days.row(file, one.day) {
            Some(row) => row.evidence(cx.data, record),
            None => whole_file(file, record),
        }
    };
    one.files_now.iter().map(place).collect()
}

fn record(day: NaiveDate, now: &str, then: &str, files: &[String]) -> String {
    let file = if files.is_empty() { String::new() } else { format!(" in {}", some_of(files, 2)) };
    format!("{day}: {now}, in the earlier report {then}{file}")
}

#[cfg(test)]
mod tests;
