//! Objects that two files state differently.

use anyhow::Result;

use super::exports;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Evidence, Severity};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "conflicting-records",
    title: "Objects that two files state differently",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[],
    population: "exports",
    thresholds: &[],
    explain: Explain {
        finds: "Keys, members, workspaces, invitations and events that have one id and different content in two files. The later export \
                counts: the one in which the latest thing happened. A field that only one of the two shapes has does not conflict, and rows \
                of usage and cost that a later export states anew are restated, which is normal.",
        matters: "One of the two files is older than the other, and which verdicts rest on it nobody can tell.",
        remedy: &["Export the list again, once, and remove {name} from the folder"],
        caveats: "Lists of two days differ by whatever was changed in between; that is a conflict of the files and no mistake in them.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings) = (0, Vec::new());
    for (input, remarks) in exports(cx) {
        population += 1;
        let Some(first) = remarks.conflicts.first() else { continue };
        let message = format!(
            "{} object(s) stand in another file with other content, which counts; the first: {}, column {}",
            remarks.conflicts.len(),
            first.id,
            first.column
        );
        let mut finding = ANALYZER.finding(
            super::file_subject(&input.path),
            format!("{} contradicts another file", input.path),
            message,
        );
        finding.observed = Some(format!("{} object(s)", remarks.conflicts.len()));
        finding.threshold = Some("one content per id".to_owned());
        for conflict in remarks.conflicts.iter().take(5) {
            let record = format!("{}: {} differs", conflict.id, conflict.column);
            finding.evidence.push(Evidence {
                file: input.path.clone(),
                line: Some(conflict.line),
                record: record.clone(),
            });
            let kept = cx.data.path(conflict.kept.0).to_owned();
            finding.evidence.push(Evidence {
                file: kept,
                line: Some(conflict.kept.1),
                record: format!("{record}; this one counts"),
            });
        }
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analyze::testing::{found_in, key, page, with};

    #[test]
    fn one_id_two_contents() {
        let first = page(&[key("a", "2026-07-01", None), key("b", "2026-07-02", None)]);
        let renamed =
            page(&[with(key("a", "2026-07-01", None), json!({"name": "renamed"})), key("c", "2026-07-05", None)]);
        assert_eq!(found_in(&ANALYZER, &[("old.json", &first), ("new.json", &renamed)]), ["medium old.json"]);
    }

    #[test]
    fn copies_and_richer_shapes_do_not_conflict() {
        let first = page(&[key("a", "2026-07-01", None)]);
        let richer = page(&[with(key("a", "2026-07-01", None), json!({"expires_at": "2027-01-01T00:00:00Z"}))]);
        assert_eq!(found_in(&ANALYZER, &[("ok.json", &first), ("ok-copy.json", &first)]), [""; 0]);
        assert_eq!(found_in(&ANALYZER, &[("ok.json", &first), ("ok-richer.json", &richer)]), [""; 0]);
    }
}
