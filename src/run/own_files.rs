//! What the program writes is what it is when it is read again: a worksheet of a review, and everything else no export at all.

use crate::analyze::testing::{activity, invite, key, member, page, report, with};
use crate::ingest::load_bytes;
use crate::policy::Policy;
use crate::render;

use serde_json::{Value, json};

/// Organizations by their numbers of keys, pending invitations, service accounts and federation rules: with none of a kind, with one, and
/// with more of it than are looked at.
const SHAPES: [[usize; 4]; 10] = [
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [6, 0, 0, 0],
    [25, 4, 0, 0],
    [0, 1, 0, 0],
    [0, 25, 0, 0],
    [0, 0, 22, 0],
    [0, 0, 0, 22],
    [25, 22, 0, 1],
    [2, 2, 2, 2],
];

/// The worksheets, with the kind of export that each is.
const WORKSHEETS: [(&str, &str); 3] = [
    ("access-review.csv", "access-review"),
    ("log-review.csv", "log-review"),
    ("non-human-identities.csv", "identity-review"),
];

fn list(records: impl Iterator<Item = Value>) -> String {
    page(&records.collect::<Vec<_>>())
}

/// The exports of an organization.
fn exports([keys, invites, accounts, rules]: [usize; 4]) -> Vec<(&'static str, String)> {
    let id = |kind: &str, n: usize| format!("{kind}_01K{n:04}");
    let account = |n: usize| {
        json!({"id": id("svac", n), "type": "service_account", "name": format!("deploy-{n}"), "description": null,
            "organization_role": "developer", "created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-01T09:00:00Z",
            "archived_at": null, "created_by_actor_id": "user_ann"})
    };
    let rule = |n: usize| {
        json!({"id": id("fdrl", n), "type": "federation_rule", "name": format!("ci-{n}"), "issuer_id": "fdis_ci", "issuer_name": "ci",
            "match": {"audience": null, "subject_prefix": "repo:example/deploy:*", "claims": null, "condition": null},
            "target": {"type": "service_account", "service_account_id": "svac_01K0000"}, "oauth_scope": "workspace:inference",
            "token_lifetime_seconds": 600, "applies_to_all_workspaces": true, "workspace_id": null, "workspace_ids": [],
            "created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-01T09:00:00Z", "archived_at": null,
            "created_by_actor_id": "user_ann"})
    };
    let made = |n: usize| {
        let name = format!("prod-{n}");
        with(
            key(&name, "2026-07-20", None),
            json!({"id": id("apikey", n), "created_by": {"id": "user_ann", "type": "user"}}),
        )
    };
    let asked =
        |n: usize| with(invite(&format!("new{n}@example.com"), "user", "2026-09-20"), json!({"id": id("invite", n)}));
    let people = ["ann", "bo", "cy"].into_iter().enumerate();
    let people = people.map(|(n, local)| {
        let role = if n == 0 { "admin" } else { "user" };
        with(member(&format!("{local}@example.com"), role), json!({"id": format!("user_01K{n:04}")}))
    });
    let feed = activity("2026-09-28T10:00:00Z", "org_sso_toggled", "ann", json!({"enabled": true}));
    vec![
        ("people.json", list(people)),
        ("keys.json", list((0..keys).map(made))),
        ("invites.json", list((0..invites).map(asked))),
        ("accounts.json", list((0..accounts).map(account))),
        ("rules.json", list((0..rules).map(rule))),
        ("feed.jsonl", format!("{feed}\n")),
    ]
}

/// Every kind that a file is read as, with its path.
fn kinds(path: &str, bytes: &[u8]) -> Vec<(String, Option<String>)> {
    let data = load_bytes(vec![(path.to_owned(), bytes.to_vec())]).unwrap();
    data.inputs.into_iter().map(|input| (input.path, input.kind)).collect()
}

/// The worksheet as it comes back: untouched, filled in, with semicolons, without its rows, and with those of one kind alone.
fn returned(sheet: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut reader = csv::Reader::from_reader(sheet);
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let filled = |row: &csv::StringRecord| -> csv::StringRecord {
        let cell = |(name, own): (&str, &str)| match name.trim_start_matches('\u{feff}') {
            "decision" => "keep".to_owned(),
            "reviewer" => "bo@example.com".to_owned(),
            "reviewed_on" => "2026-10-05".to_owned(),
            _ => own.to_owned(),
        };
        header.iter().zip(row).map(cell).collect()
    };
    let written = |delimiter: u8, rows: &[csv::StringRecord]| {
        let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        out.write_record(&header).unwrap();
        rows.iter().for_each(|row| out.write_record(row).unwrap());
        out.into_inner().unwrap()
    };
    let all: Vec<csv::StringRecord> = rows.iter().map(filled).collect();
    let mut forms = vec![
        ("untouched".to_owned(), sheet.to_vec()),
        ("filled in".to_owned(), written(b',', &all)),
        ("with semicolons".to_owned(), written(b';', &all)),
        ("without rows".to_owned(), written(b',', &[])),
    ];
    let kinds: std::collections::BTreeSet<String> = all.iter().map(|row| row[0].to_owned()).collect();
    forms.extend(kinds.into_iter().map(|kind| {
        let own: Vec<_> = all.iter().filter(|row| row[0] == kind).cloned().collect();
        (kind, written(b',', &own))
    }));
    forms
}

/// Fault: The worksheet of identities was taken for a list of keys or of invitations where its first rows are all of these: the run ended with «has the marks of several kinds»
/// Outcome: A worksheet is one whatever it lists, filled in or not, cut to one kind of row, and as a sheet of the workbook
#[test]
fn worksheets_are_what_they_are_in_organizations_of_many_shapes() {
    for shape in SHAPES {
        let files = exports(shape);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let report = report(&files, &Policy::default(), None);
        // The other formats are of the same rows, and take longer to write.
        let is_looked_at_whole = [6, 25].contains(&shape[0]);
        let ours = ["csv", "xlsx", "md", "jira", "servicenow", "ocsf"];
        let ours = if is_looked_at_whole { &ours[..] } else { &ours[..1] };
        let written = ours.iter().copied().filter_map(render::by_id).flat_map(|one| one.files(&report).unwrap());
        let mut met = 0;
        for file in written {
            let expected = WORKSHEETS.iter().find(|(name, _)| *name == file.path).map(|(_, kind)| *kind);
            let forms = match expected {
                Some(_) => returned(&file.bytes),
                None => vec![(String::new(), file.bytes)],
            };
            for (form, bytes) in forms {
                let found = kinds(&file.path, &bytes);
                let found: Vec<&str> = found.iter().filter_map(|(_, kind)| kind.as_deref()).collect();
                match (file.path.as_str(), expected) {
                    ("evidence.xlsx", _) => {
                        assert_eq!(found, ["archive", "access-review", "log-review", "identity-review"], "{shape:?}");
                    }
                    (path, Some(kind)) => assert_eq!(found, [kind], "{shape:?} {path} {form}"),
                    (path, None) => assert_eq!(found, [""; 0], "{shape:?} {path}"),
                }
            }
            met += usize::from(expected.is_some());
        }
        assert_eq!(met, WORKSHEETS.len());
        assert_eq!(report.identities.len(), shape.iter().sum::<usize>(), "{shape:?}");
    }
}
