//! Rows that two files may both state, under two names.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{exports, file_subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::may_be_copy;
use crate::model::{Confidence, Control, Evidence, Finding, Money, PossibleCopy, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "possible-double-count",
    title: "Usage or cost that may be counted twice",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[&[Table::Usage, Table::Cost]],
    population: "usage and cost exports",
    thresholds: &[],
    explain: Explain {
        finds: "Usage and cost exports with rows that another export of the same days has under another name: the same amounts on at least \
                three days that differ from each other, of a key, a workspace or a whole file that the other export does not have. It may \
                be a copy that somebody changed, or a key or workspace that was renamed between the two exports. Rows that differ by \
                nothing, or only by a word that a spreadsheet garbled, are duplicates and counted once without a finding. Also an export in \
                which every row of some days stands twice, mixed with the others.",
        matters: "If it is a copy, every sum of these days is too high by the amount at stake.",
        remedy: &[
            "Compare {name} with the other export named here, and remove the older one from the folder",
            "If the name was changed between the two exports, add the activity feed of these days: its rename event proves it, and the \
             rows are then counted once",
        ],
        caveats: "Both exports are counted. Two keys or workspaces that are both listed are two, and are not reported; rows that are alike \
                  on every day, as those of a nightly batch, prove nothing.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings) = (0, Vec::new());
    let is_series = |kind: Option<&str>| {
        kind.and_then(|kind| cx.data.kinds.get(kind)).is_some_and(|table| [Table::Usage, Table::Cost].contains(table))
    };
    for (input, remarks) in exports(cx).filter(|(input, _)| is_series(input.kind.as_deref())) {
        population += 1;
        let doubtful: Vec<&PossibleCopy> =
            remarks.possible_copies.iter().filter(|one| may_be_copy(&cx.facts.lists, one)).collect();
        if let Some(first) = doubtful.first() {
            findings.push(finding(cx, &input.path, first, &doubtful));
        }
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn finding(cx: &Context, path: &str, first: &PossibleCopy, all: &[&PossibleCopy]) -> Finding {
    let other = cx.data.path(first.other_file);
    let is_within = other == path;
    let usd: Option<Money> = all.iter().map(|one| one.usd).sum::<Option<Money>>();
    let tokens: u64 = all.iter().filter_map(|one| one.tokens).sum();
    let stake = usd.map_or_else(|| format!("{tokens} tokens"), |usd| format!("${}", usd.to_grouped()));
    let rows: u64 = all.iter().map(|one| one.rows).sum();
    let days = all.iter().map(|one| one.days).max().unwrap_or(0);
    let named = all.iter().map(|one| describe(one)).collect::<Vec<_>>().join(", ");
    let message = format!(
        "{rows} rows on {days} days are also in {other} under another name ({named}). If this is a copy, or the name was changed between \
         the two exports, {stake} is counted twice. Both are counted"
    );
    let within = format!(
        "{rows} rows on {days} days stand in {path} once more, the same in every column. No export states a row twice: downloads that \
         overlap were probably joined in it. If so, {stake} is counted twice. All are counted"
    );
    let title = format!("{path} may repeat rows of {} ({stake})", if is_within { "its own" } else { other });
    let message = if is_within { within } else { message };
    let mut finding = ANALYZER.finding(file_subject(path), title, message);
    finding.confidence = Confidence::Medium;
    finding.impact_usd = usd;
    finding.observed = Some(stake);
    let amounts = if is_within {
        "every row of a day, amounts included"
    } else {
        "the same amounts on three days or more that differ from each other"
    };
    finding.threshold = Some(amounts.to_owned());
    for one in all.iter().take(5) {
        let stake = |one: &PossibleCopy| match (one.usd, one.tokens) {
            (Some(usd), _) => format!("${}", usd.to_grouped()),
            (None, tokens) => format!("{} tokens", tokens.unwrap_or(0)),
        };
        let record = |name: &str, line: u64| {
            let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
            format!("{name}sum of {} rows from line {line}: {}", one.rows, stake(one))
        };
        let own = Evidence { file: path.to_owned(), line: Some(one.line), record: record(&one.own, one.line) };
        let other = cx.data.path(one.other_file).to_owned();
        finding.evidence.push(own);
        finding.evidence.push(Evidence {
            file: other,
            line: Some(one.other_line),
            record: record(&one.other, one.other_line),
        });
    }
    finding
}

fn describe(one: &PossibleCopy) -> String {
    match (one.what.as_str(), one.own.as_str(), one.other.as_str()) {
        ("", ..) => "several columns differ".to_owned(),
        ("row", ..) => "the same rows once more".to_owned(),
        (what, own, other) => format!("{what} {} instead of {}", shown(own), shown(other)),
    }
}

fn shown(name: &str) -> String {
    if name.is_empty() { "(empty)".to_owned() } else { format!("`{name}`") }
}
