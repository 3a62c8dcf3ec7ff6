//! Every form of export that was ever seen is recognized by exactly one ingestor, and read to the row.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

mod support;

use std::collections::BTreeSet;

use clade_analyze::ingest::document::Document;
use clade_analyze::ingest::source::decode;
use clade_analyze::ingest::{ALL, Ingestor, load, load_bytes, load_bytes_within, recognize};
use clade_analyze::model::{Bound, Bounds, Table};

/// A list without entries says nothing of what it lists.
const EMPTY_LIST: &str = "api-keys/empty-page.json";
/// Folders of files that hold no export, which no ingestor claims.
const NO_EXPORT: [&str; 2] = ["failed-export", "empty-list"];

#[test]
fn one_ingestor_claims_each_fixture_and_each_has_one() {
    let mut kinds = BTreeSet::new();
    for fixture in support::fixtures() {
        if fixture.path == EMPTY_LIST || [".zip", ".xlsx"].iter().any(|ending| fixture.path.ends_with(ending)) {
            continue;
        }
        let text = decode(&fixture.bytes).text;
        let document = Document::open(&text);
        let claims: Vec<&str> = ALL.iter().filter(|i| (i.claims)(&document)).map(|i| i.id).collect();
        if NO_EXPORT.contains(&fixture.kind.as_str()) {
            assert!(claims.is_empty(), "{} {claims:?}", fixture.path);
            continue;
        }
        assert_eq!(claims, [fixture.kind.as_str()], "{}", fixture.path);
        kinds.insert(fixture.kind);
    }
    for ingestor in ALL {
        assert!(kinds.contains(ingestor.id), "no fixture of {}", ingestor.id);
        assert!(ingestor.signature.len() > 1, "{} needs marks to name the nearest kind", ingestor.id);
    }
}

#[test]
fn each_fixture_alone_gives_its_rows() {
    let mut found = String::new();
    for fixture in support::fixtures() {
        let data = load_bytes(vec![(fixture.path.clone(), fixture.bytes)]).unwrap();
        for input in &data.inputs {
            assert!(support::closes(input), "{input:?}");
            let kind = input.kind.as_deref().unwrap_or("unrecognized");
            found.push_str(&format!("{} {kind} {} {}\n", input.path, input.rows, input.rejected));
        }
        assert_eq!(data.rejections.len() as u64, data.inputs.iter().map(|i| i.rejected).sum::<u64>());
    }
    support::assert_committed("tests/ingest_formats.txt", &found);
}

#[test]
fn a_folder_is_read_as_its_files_are() {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let walked = load(&[root], &Bounds::default()).unwrap();
    let given = load_bytes(support::fixtures().into_iter().map(|f| (f.path, f.bytes)).collect()).unwrap();
    assert_eq!(support::formatted(&walked), support::formatted(&given));
}

/// What worksheets of reviews list.
const LISTED_ON_WORKSHEETS: [Table; 5] =
    [Table::Keys, Table::Invites, Table::Members, Table::Workspaces, Table::WorkspaceMembers];

#[test]
fn what_two_kinds_claim_is_neither() {
    // Every pair of kinds side by side in one header.
    let signature: Vec<Vec<&str>> = ALL.iter().map(|i| i.signature.to_vec()).collect();
    for (at, first) in signature.iter().enumerate() {
        for second in &signature[..=at] {
            let header = first.iter().chain(second).copied().collect::<Vec<_>>().join(",");
            let text = format!("{header}\n");
            let document = Document::open(text.as_bytes());
            let claiming: Vec<&Ingestor> = ALL.iter().filter(|i| (i.claims)(&document)).collect();
            // A worksheet has the ids, names and states of what it lists, and is no list of it.
            let is_worksheet = claiming.iter().any(|i| i.table.is_worksheet());
            let counts = |i: &&&Ingestor| !is_worksheet || !LISTED_ON_WORKSHEETS.contains(&i.table);
            let claims: Vec<&str> = claiming.iter().filter(counts).map(|i| i.id).collect();
            let taken = recognize(&document).map(|i| i.id);
            assert_eq!(taken, claims.first().copied().filter(|_| claims.len() == 1), "{claims:?} claim {header}");
        }
    }
}

#[test]
fn what_nobody_claims_is_named() {
    let note = |bytes: &[u8]| {
        let data = load_bytes(vec![("file".into(), bytes.to_vec())]).unwrap();
        assert_eq!(data.inputs[0].kind, None);
        data.inputs[0].notes.join("; ")
    };
    assert_eq!(note(b""), "empty file");
    assert_eq!(note(b"# Exports of July\n\nTaken by hand.\n"), "text, and no table");
    let nearest = note(b"usage_date_utc,usage_output_tokens\n2026-07-01,5\n");
    assert!(nearest.contains("nearest: console-usage") && nearest.ends_with("would need model_version"), "{nearest}");
    assert_eq!(note(b"Date,Input Tokens,Output Tokens,User,Cost\r\n1,2,3,4,5\r\n"), "a table of no known kind");
}

#[test]
fn what_holds_no_export_says_so() {
    for fixture in support::fixtures().into_iter().filter(|f| NO_EXPORT.contains(&f.kind.as_str())) {
        let data = load_bytes(vec![(fixture.path.clone(), fixture.bytes)]).unwrap();
        let input = &data.inputs[0];
        assert_eq!((input.kind.as_deref(), input.rows), (Some(fixture.kind.as_str()), 0), "{}", fixture.path);
        assert!(input.notes[0].contains(": "), "{input:?}");
        assert!(data.frames.is_empty(), "{} fills a table", fixture.path);
    }
    let data = load_bytes(vec![("file".into(), b"{\"data\":[],\"has_more\":false}".to_vec())]).unwrap();
    assert_eq!(data.inputs[0].notes, ["an empty list: nothing in it says which list it is"]);
}

#[test]
fn people_of_two_apis_are_one_each() {
    let all = support::fixtures();
    let file = |path: &str| all.iter().find(|f| f.path == path).map(|f| (f.path.clone(), f.bytes.clone())).unwrap();
    let data = load_bytes(vec![file("users/page.json"), file("compliance-users/same-people.json")]).unwrap();
    let fates: Vec<_> = data.inputs.iter().map(|i| (i.accepted, i.duplicates, i.restated)).collect();
    // Inputs stand by path, the Compliance API's first. Of its four people the first two say nothing that the other list does not
    // say, the second not even a role; the third has another role in this list, the later one; the fourth is in no other.
    assert_eq!(fates, [(2, 2, 0), (2, 0, 1)], "{:?}", data.inputs);
}

#[test]
fn what_lies_beyond_a_bound_is_named_among_the_inputs() {
    let fixtures = support::fixtures();
    let of = |path: &str| fixtures.iter().find(|f| f.path.ends_with(path)).map(|f| f.bytes.clone()).unwrap();
    for (bound, value, path) in [
        (Bound::FileBytes, 1024, "audit-log/export.zip"),
        (Bound::ArchiveBytes, 1024, "audit-log/export.zip"),
        (Bound::WorkbookCells, 2, "roster-list/users.xlsx"),
        (Bound::RecordBytes, 64, "users/page.json"),
    ] {
        let files = || vec![(path.to_owned(), of(path))];
        let found = |data: clade_analyze::model::Dataset| {
            let notes = data.inputs.into_iter().flat_map(|input| input.notes);
            notes
                .chain(data.rejections.into_iter().map(|rejection| rejection.reason.to_string()))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let beyond = found(load_bytes_within(files(), &Bounds::default().with(bound, value)).unwrap());
        assert!(beyond.contains(&format!("`{}` is {value};", bound.name())) && beyond.contains("[bounds]"), "{beyond}");
        assert!(!found(load_bytes(files()).unwrap()).contains("[bounds]"), "{path}");
    }
}
