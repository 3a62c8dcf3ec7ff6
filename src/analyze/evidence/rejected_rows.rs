//! Records that could not be read.

use anyhow::Result;

use super::{exports, file_subject, whole_file};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::model::{Control, EXPORT_NOTES, Evidence, Input, Severity, UNREADABLE};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "rejected-rows",
    title: "Records that could not be read",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[],
    population: "exports",
    thresholds: &[Threshold {
        name: "tolerated_percent",
        default: 0.1,
        unit: "% of a file",
        source: "one row in a thousand cannot turn a verdict; more can",
    }],
    explain: Explain {
        finds: "Exports with records that could not be read: each stands in rejected-rows.csv with line, column, value and reason. Above \
                `tolerated_percent` of a file the checks that read it cannot pass.",
        matters: "A row that was not read was not judged, and its tokens and dollars are in no sum.",
        remedy: &[
            "Look at rejected-rows.csv: what is wrong, and where",
            "Export {name} again and do not open it in a spreadsheet before the analysis",
        ],
        caveats: "A total line at the end of a hand-made table is rejected too, rightly, and does not matter.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("tolerated_percent") });
    let (mut population, mut findings) = (0, Vec::new());
    for (input, _) in exports(cx) {
        population += 1;
        if input.rejected == 0 {
            continue;
        }
        let percent = 100.0 * input.rejected as f64 / input.rows.max(1) as f64;
        let rejections: Vec<_> = cx.data.rejections.iter().filter(|rejection| *rejection.file == *input.path).collect();
        let reasons: std::collections::BTreeSet<&str> = rejections.iter().map(|rejection| &*rejection.reason).collect();
        let message = format!(
            "{} of {} records ({percent:.2} %) could not be read. Causes: {}. Allowed: {limit}",
            input.rejected,
            input.rows,
            some_of(reasons, 3)
        );
        let mut finding =
            ANALYZER.finding(file_subject(&input.path), format!("{} has unreadable records", input.path), message);
        finding.observed = Some(format!("{} of {}", input.rejected, input.rows));
        finding.threshold = Some(limit.to_string());
        let evidence = |rejection: &&crate::model::Rejection| Evidence {
            file: rejection.file.to_string(),
            line: Some(rejection.line),
            record: format!("{} {}: {}", rejection.column, rejection.value, rejection.reason).trim().to_owned(),
        };
        finding.evidence = rejections.iter().take(5).map(evidence).collect();
        findings.push(finding);
    }
    for (input, why) in unreadable_notes(cx) {
        population += 1;
        let message = format!(
            "it cannot be read: {why}. What it says of when and by whom exports were made, and of how many records they have, counts for nothing"
        );
        let title = format!("{} cannot be read", input.path);
        let mut finding = ANALYZER.finding(file_subject(&input.path), title, message);
        finding.observed = Some(why.to_owned());
        finding.threshold = Some("TOML with entries [[export]]".to_owned());
        finding.remediation = vec![format!("Mend {}: {why}", input.path)];
        finding.evidence = vec![whole_file(&input.path, why)];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// Files in which people wrote down where exports come from, and that are no TOML or have other fields; with what is wrong.
fn unreadable_notes<'a>(cx: &'a Context) -> impl Iterator<Item = (&'a Input, &'a str)> {
    let notes = cx.data.inputs.iter().filter(|input| input.kind.as_deref() == Some(EXPORT_NOTES));
    notes.filter_map(|input| Some((input, input.notes.iter().find_map(|note| note.strip_prefix(UNREADABLE))?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{ask, days, found_in, usage};

    #[test]
    fn records_that_could_not_be_read() {
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-03"))]);
        let broken = csv.replacen("1000", "many", 1);
        assert_eq!(found_in(&ANALYZER, &[("broken.csv", &broken), ("ok.csv", &csv)]), ["medium broken.csv"]);
        assert_eq!(found_in(&ANALYZER, &[("ok.csv", &csv), ("ok-notes.txt", "no export at all\n")]), [""; 0]);
    }

    /// Fault: `exports.toml` with a slip in it was passed over with a note: old lists counted as taken together with the others
    /// Outcome: It is a finding that names the line and what is wrong there
    #[test]
    fn notes_of_exports_that_cannot_be_read() {
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-03"))]);
        let found = |text: &str| ask(&ANALYZER, &[("usage.csv", &csv), ("exports.toml", text)]);
        for (text, why) in [
            ("[[export]]\npath = \"usage.csv\"\nrecord = 3\n", "line 3: unknown field `record`"),
            ("[[export]]\npath = \"usage.csv\"\nat = 1 Oct 2026\n", "line 3: "),
            ("[[export]\n", "line 1: "),
        ] {
            let found = found(text);
            assert!(found.len() == 1 && found[0].contains("exports.toml") && found[0].contains(why), "{found:?}");
        }
        assert_eq!(found("[[export]]\npath = \"usage.csv\"\nrecords = 3\n"), [""; 0]);
        assert_eq!(found("[[export]]\npath = \"other.csv\"\n"), [""; 0], "noted: it names what is not there");
    }
}
