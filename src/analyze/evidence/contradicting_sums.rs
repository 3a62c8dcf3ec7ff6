//! Days that are over, of which two exports state different sums.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{exports, file_subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Confidence, Control, Evidence, Finding, OtherSums, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "contradicting-sums",
    title: "Usage or cost that two exports state differently",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[&[Table::Usage, Table::Cost, Table::EnterpriseUsage, Table::EnterpriseCost, Table::CloudCost]],
    population: "usage and cost exports, and bills of clouds",
    thresholds: &[],
    explain: Explain {
        finds: "Usage and cost exports that state other sums than another export of their kind, for the same keys, workspaces and models or \
                for the whole day, on three days or more that were over when both were made (two days before the last one that both have), \
                by more than 5 % together and at least 1 USD or 10,000 tokens. One of the two counts. Bills of a \
                cloud that differ by 1 USD, where neither a date in their names nor exports.toml says which is the later edition. Not found: \
                exports of organizations that they name, or that the folders tell apart; a last day that was still running; amounts \
                that were rounded.",
        matters: "Exports of one organization agree on days that are over. Two that do not are of two organizations, or one shows a part \
                  only: what is not counted is then missing from every sum.",
        remedy: &[
            "If {name} is of another organization, keep the exports of each in a folder of its own, with organization.json in it (Admin \
             API: GET /v1/organizations/me)",
            "If it is of the same one, export these days again without a filter, and remove both files from the folder",
        ],
        caveats: "A filter, or an edit by hand, looks the same.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings) = (0, Vec::new());
    let is_series = |kind: Option<&str>| {
        kind.and_then(|kind| cx.data.kinds.get(kind)).is_some_and(|table| ANALYZER.reads[0].contains(table))
    };
    for (input, remarks) in exports(cx).filter(|(input, _)| is_series(input.kind.as_deref())) {
        population += 1;
        let most = remarks.other_sums.iter().max_by_key(|one| (one.usd, one.tokens, one.days));
        findings.extend(most.map(|one| finding(cx, &input.path, one)));
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn finding(cx: &Context, path: &str, one: &OtherSums) -> Finding {
    let other = cx.data.path(one.other_file);
    let (own, counted) = match (one.usd, one.tokens.unwrap_or_default()) {
        (Some((own, counted)), _) => (format!("${}", own.to_grouped()), format!("${}", counted.to_grouped())),
        (None, (own, counted)) => (format!("{own} tokens"), format!("{counted} tokens")),
    };
    let is_bill = cx.data.inputs.iter().any(|input| {
        let table = input.kind.as_deref().and_then(|kind| cx.data.kinds.get(kind));
        input.path == path && table == Some(&Table::CloudCost)
    });
    let means = if is_bill {
        "They are two editions of one bill, and nothing says which one is the corrected one"
    } else {
        "Two exports of one organization agree on such days: these may be of two organizations, or one shows a part only"
    };
    let differ = if one.is_row_by_row {
        "adds up to nearly the same, but its rows have more here and less there:"
    } else {
        "adds up to"
    };
    let message = format!(
        "on {} days that were over, {path} {differ} {own} where {other} has {counted}. Only {other} counts, and {own} of {path} is in no \
         sum. {means}",
        one.days
    );
    let title = format!("{path} and {other} state different sums ({own} is not counted)");
    let mut finding = ANALYZER.finding(file_subject(path), title, message);
    finding.confidence = Confidence::Medium;
    finding.impact_usd = one.usd.map(|(own, _)| own);
    finding.observed = Some(format!("{own} here, {counted} there"));
    finding.threshold = Some("the same sums, within 5 %".to_owned());
    if is_bill {
        finding.threshold = Some("the same sums, or a date in both names".to_owned());
        let dated =
            "Put each edition into a folder with the day of its export in the name, or write the day into exports.toml";
        finding.remediation = vec![dated.to_owned()];
    }
    let record = |file: &str, line: u64, says: &str, sum: &str| Evidence {
        file: file.to_owned(),
        line: Some(line),
        record: format!("{says}: sum of rows of {} days from line {line}: {sum}", one.days),
    };
    finding.evidence =
        vec![record(path, one.line, "not counted", &own), record(other, one.other_line, "counted", &counted)];
    finding
}
