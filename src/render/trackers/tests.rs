//! One issue a subject, whole sentences, and nothing that a spreadsheet or an importer would take for something else.

use std::collections::BTreeSet;

use super::*;
use crate::render::sample;

fn read(renderer: &Renderer, report: &Report) -> Vec<Vec<String>> {
    let file = &(renderer.render)(report).unwrap()[0];
    assert!(file.bytes.ends_with(b"\r\n") && !file.bytes.starts_with(b"\xef\xbb\xbf"));
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(file.bytes.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Column of this name, the first of them.
fn at(rows: &[Vec<String>], name: &str) -> usize {
    rows[0].iter().position(|one| one == name).unwrap()
}

#[test]
fn one_issue_a_subject_known_by_its_fingerprint() {
    let report = sample::report();
    for (renderer, key) in [(JIRA, "External issue ID"), (SERVICENOW, "correlation_id")] {
        let rows = read(&renderer, &report);
        let key = at(&rows, key);
        let keys: BTreeSet<&str> = rows[1..].iter().map(|row| row[key].as_str()).collect();
        assert_eq!(keys, report.open_items.iter().map(|item| item.fingerprint.as_str()).collect());
        assert_eq!(rows.len(), report.open_items.len() + 1);
    }
}

/// Fault: A name in an export is a spreadsheet formula or markup, and the file for a tracker is opened in a spreadsheet or imported
/// Outcome: No cell starts a formula, and Jira shows the marks as they are written
#[test]
fn hostile_names_do_nothing() {
    let report = sample::report();
    assert!(report.open_items.iter().any(|item| item.summary.starts_with('=')), "the sample has a formula");
    for renderer in [JIRA, SERVICENOW] {
        for row in read(&renderer, &report) {
            for cell in &row {
                assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
                assert!(!cell.contains(['\r', '\u{202e}']), "{cell}");
            }
        }
    }
    let rows = read(&JIRA, &report);
    let description = at(&rows, "Description");
    assert!(rows.iter().all(|row| !row[description].contains("|https://") && !row[description].contains("<script")));
}

#[test]
fn sentences_are_whole_and_within_the_limits() {
    let mut report = sample::report();
    report.open_items[0].description = vec!["A line that is long enough to count".to_owned(); 2_000];
    for (renderer, short, short_most, long, long_most) in
        [(JIRA, "Summary", 251, "Description", 30_000), (SERVICENOW, "short_description", 161, "description", 4_000)]
    {
        let rows = read(&renderer, &report);
        let (short, long) = (at(&rows, short), at(&rows, long));
        for row in &rows[1..] {
            assert!(row[short].chars().count() <= short_most && !row[short].contains('\n'), "{row:?}");
            assert!(row[long].chars().count() <= long_most);
            assert!(row[long].lines().all(|line| line.ends_with(['.', '!', '?', ':'])), "{}", row[long]);
            assert!(row[long].starts_with("This issue is about the "));
        }
        assert!(rows[1][long].ends_with("The rest does not fit here and is in the report."));
        assert!(rows[2][long].contains("report.html"), "{}", rows[2][long]);
    }
}

#[test]
fn only_one_address_is_an_assignee() {
    let mut item = sample::report().open_items.remove(0);
    for (owner, expected) in [
        ("ana@example.com", Some("ana@example.com")),
        ("ana@example.com, ben@example.com", None),
        ("Payments team", None),
        ("team payments@example.com", None),
    ] {
        item.owner = Some(owner.to_owned());
        assert_eq!(assignee(&item), expected, "{owner}");
    }
}

#[test]
fn labels_have_no_blanks_and_a_column_each() {
    let report = sample::report();
    let rows = read(&JIRA, &report);
    let labels = at(&rows, "Labels");
    assert!(rows[0][labels..].iter().all(|name| name == "Labels"));
    for (row, item) in rows[1..].iter().zip(&report.open_items) {
        assert_eq!(row[labels..labels + 2], ["clade-analyze".to_owned(), format!("clade-{}", item.fingerprint)]);
        assert!(row[labels..].iter().all(|label| !label.contains(' ')));
    }
}
