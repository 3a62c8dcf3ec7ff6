//! Files that break off.

use anyhow::Result;

use super::{exports, file_subject, whole_file};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{BREAKS_OFF, Control, FAILED_EXPORT, Finding, Input, Severity, StatedCount, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "truncated-export",
    title: "Exports that are cut",
    control: Control::EvidenceCompleteness,
    severity: Severity::High,
    reads: &[],
    population: "exports",
    thresholds: &[],
    explain: Explain {
        finds: "Files whose last page says that more pages follow while no file goes on where it ends, pages that are missing by their \
                numbers in names of files, pages that name a first or last record which is not in them, files that end inside a record, or \
                whose last row is not whole and has no line end. A file that ends a list ends its own: the whole list of August does not \
                complete July's, nor the list of one organization or workspace another's. A cut file of which every record stands in \
                whole files of its kind, with what comes behind its end, takes nothing away and has a note only. Lists of keys, members and \
                workspaces that say nothing of it are found where at least three entries, and 5 % of the list, are missing from it and \
                other exports show that they are there: keys in use, people who act or are in workspaces and were not removed, workspaces of \
                active keys, and the numbers of the last report. And exports of which `exports.toml` notes another number of records than was \
                read.",
        matters: "What is missing at the end was not looked at, and people on a missing page look as if they had left.",
        remedy: &["Export {name} again, with all pages; compare the size with what the browser or script reports"],
        caveats: "A file that was cut exactly between two rows cannot be distinguished from a complete one.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let (mut population, mut findings) = (0, Vec::new());
    for (input, remarks) in exports(cx) {
        population += 1;
        let Some(how) = &remarks.cut else { continue };
        let message = format!("the file {how}. Records read: {}", input.accepted + input.duplicates + input.restated);
        let mut finding = ANALYZER.finding(file_subject(&input.path), format!("{} is incomplete", input.path), message);
        finding.observed = Some(how.clone());
        finding.threshold = Some("a whole file".to_owned());
        finding.evidence = vec![whole_file(&input.path, how)];
        findings.push(finding);
    }
    findings.extend(cx.data.inputs.iter().filter_map(breaks_off));
    findings.extend(exports(cx).filter_map(|(input, remarks)| other_count(input, remarks.stated_count.as_ref()?)));
    findings.extend(lists_that_lack(cx));
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// That a file breaks off before it shows which export it is.
fn breaks_off(input: &Input) -> Option<Finding> {
    let is_one =
        input.kind.as_deref() == Some(FAILED_EXPORT) && input.notes.iter().any(|note| note.starts_with(BREAKS_OFF));
    let message =
        format!("{} is {BREAKS_OFF}: nothing of it was read, and what it holds may be in no other file", input.path);
    let mut finding = ANALYZER.finding(file_subject(&input.path), format!("{} is incomplete", input.path), message);
    finding.observed = Some(BREAKS_OFF.to_owned());
    finding.threshold = Some("a whole file".to_owned());
    finding.evidence = vec![whole_file(&input.path, BREAKS_OFF)];
    is_one.then_some(finding)
}

/// That somebody noted another number of records than was read.
fn other_count(input: &Input, count: &StatedCount) -> Option<Finding> {
    let title = format!("{} has another number of records than was noted", count.of);
    let message = format!(
        "{} notes {}; read: {}. Expected: as many as noted",
        count.by,
        counted(count.stated, "record"),
        count.read
    );
    let mut finding = ANALYZER.finding(file_subject(&input.path), title, message);
    // A file can be cut as well.
    finding.event = Some("count".to_owned());
    if count.read > count.stated {
        finding.severity = Severity::Medium;
    }
    finding.observed = Some(count.read.to_string());
    finding.threshold = Some(count.stated.to_string());
    finding.evidence = vec![whole_file(&count.by, format!("{}: {}", count.of, counted(count.stated, "record")))];
    Some(finding)
}

/// Lists that say nothing of it themselves and lack what other exports know.
fn lists_that_lack(cx: &Context) -> Vec<Finding> {
    let wholeness = &cx.facts.populations.wholeness;
    let unsaid = wholeness.cuts.iter().filter(|(table, _)| !cx.data.cut_lists.contains_key(table));
    let finding = |(table, why): (&Table, &String)| {
        let is_list = |input: &&Input| {
            let filled = input.kind.as_deref().and_then(|kind| cx.data.kinds.get(kind));
            filled == Some(table) && input.accepted > 0
        };
        let path = cx.data.inputs.iter().find(is_list).map_or(table.id(), |input| input.path.as_str());
        let title = format!("The list of {} is incomplete", table.title());
        let mut finding = ANALYZER.finding(file_subject(path), title, format!("{path}: {why}"));
        finding.event = Some("lacking".to_owned());
        finding.observed = Some(why.clone());
        finding.threshold = Some("a whole list".to_owned());
        let lacking = wholeness.gaps.get(table).into_iter().flat_map(|gaps| &gaps.lacking).filter(|one| one.is_there);
        let rows = lacking.flat_map(|one| {
            one.known_from
                .iter()
                .take(1)
                .map(move |(from, source)| source.evidence(cx.data, format!("{}: {from}", one.id)))
        });
        finding.evidence = std::iter::once(whole_file(path, why)).chain(rows.take(5)).collect();
        finding
    };
    unsaid.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::{days, found_in, key, member, page, report, usage};
    use crate::policy::Policy;

    #[test]
    fn files_that_break_off() {
        let cut = &page(&[member("a@example.com", "user"), member("b@example.com", "user")])[..200];
        let more = page(&[member("c@example.com", "user")]).replace("\"has_more\":false", "\"has_more\":true");
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-03"))]);
        let half_a_row = &csv[..csv.len() - 20];
        assert_eq!(found_in(&ANALYZER, &[("cut.json", cut)]), ["high cut.json"]);
        assert_eq!(found_in(&ANALYZER, &[("more.json", &more)]), ["high more.json"]);
        assert_eq!(found_in(&ANALYZER, &[("half.csv", half_a_row)]), ["high half.csv"]);
    }

    #[test]
    fn counts_that_were_noted() {
        let list = page(&[member("a@example.com", "user"), member("b@example.com", "user")]);
        let noted = |records: u64| format!("[[export]]\npath = \"users.json\"\nrecords = {records}\n");
        for (records, expected) in [(3, &["high users.json"][..]), (1, &["medium users.json"]), (2, &[])] {
            let found = found_in(&ANALYZER, &[("users.json", &list), ("exports.toml", &noted(records))]);
            assert_eq!(found, expected, "{records} noted");
        }
    }

    #[test]
    fn whole_files() {
        let first = page(&[member("a@example.com", "user")]).replace("\"has_more\":false", "\"has_more\":true");
        let last = page(&[member("b@example.com", "user")]);
        let csv = usage(&[("k", "Default", days("2026-07-01", "2026-07-03"))]);
        let without_line_end = csv.trim_end();
        let files = [("ok-1.json", first.as_str()), ("ok-2.json", &last), ("ok-whole-row.csv", without_line_end)];
        assert_eq!(found_in(&ANALYZER, &files), [""; 0]);
    }

    /// Fault: A cut copy of a list or of usage beside the whole one withheld verdicts
    /// Outcome: The report is that of the whole one; where the copy has a record of its own, the list is incomplete
    #[test]
    fn cut_copies_change_no_verdict() {
        let members: Vec<_> = (0..9).map(|at| member(&format!("m{at}@example.com"), "admin")).collect();
        let (list, all) = (page(&members), usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]));
        let said = |files: &[(&str, &str)]| {
            let report = report(files, &Policy::default(), None);
            let findings = report.findings.iter().map(|one| format!("{} {}", one.rule, one.title));
            let checks = report.checks.iter().map(|one| format!("{} {:?} {:?}", one.id, one.status, one.partial));
            findings.chain(checks).collect::<Vec<_>>()
        };
        let whole = [("users.json", list.as_str()), ("usage.csv", all.as_str())];
        let (list_part, part) = (&list[..list.len() * 2 / 3], &all[..all.len() * 2 / 3 + 9]);
        let with = |name, text| said(&[whole[0], whole[1], (name, text)]);
        assert_eq!(with("partial/users.json", list_part), said(&whole));
        assert_eq!(with("usage.csv.part", part), said(&whole));
        let own = list_part.replacen("m1@example.com", "own@example.com", 1).replacen("user_m1", "user_own", 1);
        assert_ne!(with("partial/users.json", &own), said(&whole));
    }

    /// Fault: A list that broke off inside its first record was called empty, and no finding said that a part of the keys was not read
    /// Outcome: It is an incomplete export; one that is whole and empty is none
    #[test]
    fn a_file_that_breaks_off_in_its_first_record() {
        let (whole, used) =
            (page(&[key("k", "2026-01-05", None)]), usage(&[("k", "A", days("2026-07-01", "2026-07-03"))]));
        for (second, wanted) in [
            (&whole[..40], vec!["high b.json"]),
            (&whole[..whole.len() / 2], vec!["high b.json"]),
            (r#"{"data":[],"has_more":false,"first_id":null,"last_id":null}"#, vec![]),
        ] {
            let files = [("a.json", whole.as_str()), ("b.json", second), ("usage.csv", &used)];
            assert_eq!(found_in(&ANALYZER, &files), wanted, "{second}");
        }
    }
}
