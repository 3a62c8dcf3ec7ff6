//! Objects that two files, or two records of one file, state differently.

mod rosters;

use anyhow::Result;

use super::exports;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Conflict, Control, Evidence, Finding, Severity, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "conflicting-records",
    title: "Objects that two records state differently",
    control: Control::EvidenceCompleteness,
    severity: Severity::Medium,
    reads: &[],
    population: "exports",
    thresholds: &[],
    explain: Explain {
        finds: "Keys, members, workspaces, invitations and events that have one id and different content in two files, or twice in one, where \
                nothing shows which record is the newer one; and two lists of the same things that do not have the same entries, where nothing shows that \
                either. Lists that were saved one after another are one list with a past: the newest holds, and what only older ones have \
                is gone. Which is newer is known by dates in the names of files and folders, by events of the feed, and by who is in which \
                list. Somebody who is a member of two organizations has two memberships. A field that only one of the two shapes has does \
                not conflict, and rows of usage and cost that a later export states anew are restated, which is normal. Of rosters: people whom \
                one source calls gone and another there, and two lists of one source of which none is known to be the newer.",
        matters: "One of the two is older than the other, and it is not known which verdicts rest on it.",
        remedy: &[
            "Export the list again, once, and remove {name} from the folder",
            "Keep older lists in a folder with the date in its name: 2026-09-30/users.json",
        ],
        caveats: "Two whole lists that were exported with different filters look like two lists of two days.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings) = (0, Vec::new());
    for (input, remarks) in exports(cx) {
        population += 1;
        findings.extend(remarks.undated.as_deref().map(|how| undated(&input.path, how)));
        let is_own = |conflict: &&Conflict| cx.data.path(conflict.kept.0) == input.path;
        let (own, others): (Vec<&Conflict>, Vec<&Conflict>) = remarks.conflicts.iter().partition(is_own);
        findings.extend(conflict(cx, &input.path, "another file", &others));
        findings.extend(conflict(cx, &input.path, "itself", &own));
    }
    findings.extend(rosters::findings(cx));
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// The objects that a file states otherwise than another file does, or than it does itself; none where there are none.
fn conflict(cx: &Context, path: &str, with: &str, all: &[&Conflict]) -> Option<Finding> {
    let first = all.first()?;
    let objects = counted(all.len(), "object");
    let (id, column) = (&first.id, first.column);
    let is_own = with == "itself";
    let says = if is_own {
        format!(
            "it has {objects} twice, with different content, and nothing shows which record is the newer one; the evidence says which counts"
        )
    } else {
        format!("another file has other content for {objects}, and that content counts")
    };
    let message = format!("{says}. The first: {id}, column {column}");
    let mut finding = ANALYZER.finding(super::file_subject(path), format!("{path} contradicts {with}"), message);
    finding.event = is_own.then(|| "itself".to_owned());
    finding.observed = Some(objects);
    finding.threshold = Some("one content per id".to_owned());
    for conflict in all.iter().take(5) {
        let record = format!("{}: {} differs", conflict.id, conflict.column);
        finding.evidence.push(Evidence { file: path.to_owned(), line: Some(conflict.line), record: record.clone() });
        let kept = cx.data.path(conflict.kept.0).to_owned();
        let record = format!("{record} (this one counts)");
        finding.evidence.push(Evidence { file: kept, line: Some(conflict.kept.1), record });
    }
    Some(finding)
}

/// That nothing shows which of two lists is the newer one.
fn undated(path: &str, how: &str) -> Finding {
    let title = format!("{path} and another list contradict each other");
    let mut finding = ANALYZER.finding(super::file_subject(path), title, how.to_owned());
    // A file can conflict in single records too.
    finding.event = Some("undated".to_owned());
    finding.observed = Some("two lists, of which the newer one is not known".to_owned());
    finding.threshold = Some("one list, or lists with dates".to_owned());
    finding.evidence = vec![super::whole_file(path, how)];
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analyze::testing::{found_in, key, page, with};

    #[test]
    fn one_id_two_contents() {
        let list = |name: &str| {
            page(&[with(key("a", "2026-07-01", None), json!({ "name": name })), key("b", "2026-07-02", None)])
        };
        let (first, renamed) = (list("a"), list("renamed"));
        assert_eq!(
            found_in(&ANALYZER, &[("one.json", &first), ("other.json", &renamed)]).len(),
            1,
            "lists of one time"
        );
        let dated = [("ok/2026-07-31/keys.json", first.as_str()), ("ok/2026-08-31/keys.json", &renamed)];
        assert_eq!(found_in(&ANALYZER, &dated), [""; 0], "lists of two days");
    }

    /// Fault: Of two records of one id in one file one counted, and nothing was said
    /// Outcome: The file contradicts itself; the same record twice, and one that only states more, does not
    #[test]
    fn one_id_twice_in_one_file() {
        let first = key("a", "2026-07-01", None);
        for (other, found) in [
            (json!({"status": "inactive"}), &["medium keys.json"][..]),
            (json!({"name": "renamed"}), &["medium keys.json"]),
            (json!({}), &[]),
            (json!({"expires_at": "2027-01-01T00:00:00Z"}), &[]),
        ] {
            let keys = page(&[first.clone(), key("b", "2026-07-02", None), with(first.clone(), other.clone())]);
            assert_eq!(found_in(&ANALYZER, &[("keys.json", &keys)]), found, "{other}");
        }
    }

    #[test]
    fn which_list_is_newer() {
        let all = page(&[key("a", "2026-07-01", None), key("b", "2026-07-02", None), key("c", "2026-07-03", None)]);
        let fewer = page(&[key("a", "2026-07-01", None), key("c", "2026-07-03", None)]);
        let later = page(&[key("a", "2026-07-01", None), key("c", "2026-07-03", None), key("d", "2026-07-05", None)]);
        // `b` was there when the other list was made, and is not in it.
        assert_eq!(found_in(&ANALYZER, &[("ok.json", &all), ("ok-2.json", &later)]), [""; 0]);
        assert_eq!(found_in(&ANALYZER, &[("ok.json", &all), ("ok-2.json", &fewer)]), [""; 0]);
        let two = |a: &str, b: &str| {
            page(&[
                json!({"type": "workspace_member", "workspace_id": "wrkspc_1", "user_id": a, "workspace_role": "workspace_user"}),
                json!({"type": "workspace_member", "workspace_id": "wrkspc_1", "user_id": b, "workspace_role": "workspace_user"}),
                json!({"type": "workspace_member", "workspace_id": "wrkspc_1", "user_id": "user_x", "workspace_role": "workspace_user"}),
            ])
        };
        let (one, other) = (two("user_a", "user_b"), two("user_a", "user_c"));
        assert_eq!(
            found_in(&ANALYZER, &[("one.json", &one), ("two.json", &other)]),
            ["medium one.json"],
            "memberships have no dates"
        );
    }

    #[test]
    fn copies_and_richer_shapes_do_not_conflict() {
        let first = page(&[key("a", "2026-07-01", None)]);
        let richer = page(&[with(key("a", "2026-07-01", None), json!({"expires_at": "2027-01-01T00:00:00Z"}))]);
        assert_eq!(found_in(&ANALYZER, &[("ok.json", &first), ("ok-copy.json", &first)]), [""; 0]);
        assert_eq!(found_in(&ANALYZER, &[("ok.json", &first), ("ok-richer.json", &richer)]), [""; 0]);
    }
}
