//! One misdated record in each kind of export, next to a whole quarter of usage; and dates that are none of it.

use crate::facts;
use crate::ingest::load_bytes_as;
use crate::model::{Dataset, Reading};

/// Two months of usage, until 30 September 2026.
fn quarter() -> String {
    crate::analyze::testing::usage(&[("k", "Production", crate::analyze::testing::days("2026-08-01", "2026-09-30"))])
}

fn fixture(path: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    std::fs::read_to_string(folder.join(path)).unwrap()
}

fn load(files: &[(&str, &str)], known: Option<&str>) -> Dataset {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let known = known.map(|at| at.parse().unwrap());
    let data = load_bytes_as(files, &Reading { known, ..Reading::default() }).unwrap();
    for input in &data.inputs {
        assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated, "{input:?}");
    }
    data
}

fn as_of(data: &Dataset) -> String {
    facts::as_of(data).unwrap().to_string()
}

/// Kinds of export with the date of one record, and what it is misdated as.
const MISDATED: [(&str, &str, &str); 24] = [
    ("api-keys/lines.jsonl", "2024-11-30T09:14:22", "2096-11-30T09:14:22"),
    ("api-keys/lines.jsonl", "2024-11-30T09:14:22", "1970-01-01T00:00:00"),
    ("api-keys/lines.jsonl", "2024-11-30T09:14:22", "2028-11-30T09:14:22"),
    ("api-keys/lines.jsonl", "2024-11-30T09:14:22", "0001-01-01T00:00:00"),
    ("users/lines.jsonl", "2026-01-20T16:02:41", "9999-12-31T23:59:59"),
    ("workspaces/lines.jsonl", "2026-04-30T17:00:00", "2096-04-30T17:00:00"),
    ("invites/lines.jsonl", "2026-09-02T10:00:00", "2062-09-02T10:00:00"),
    ("activity-feed/lines.jsonl", "2026-08-02T01:15:30", "9999-12-31T01:15:30"),
    ("activity-feed/lines.jsonl", "2026-08-02T01:15:30", "2027-08-02T01:15:30"),
    ("activity-feed/lines.jsonl", "2026-08-02T01:15:30", "2014-12-31T23:59:59"),
    ("audit-log/json-dicts.csv", "2026-08-03T08:01:40", "2926-08-03T08:01:40"),
    ("audit-log/reordered.csv", "2026-08-03T17:58:12", "2926-08-03T17:58:12"),
    ("console-cost/2026-08.csv", "2026-08-18,--", "2062-08-18,--"),
    ("console-usage/2026-02.csv", "2026-03-03", "2062-03-03"),
    ("claude-code-report/lines.jsonl", "2026-07-08", "2096-07-08"),
    ("console-logs/nested-usage.json", "2026-09-14", "2126-09-14"),
    ("service-accounts/lines.jsonl", "2026-09-10T07:30:00", "2076-09-10T07:30:00"),
    ("federation-rules/lines.jsonl", "updated_at\": \"2026-08-27", "updated_at\": \"2096-08-27"),
    ("data-export-conversations/conversations.json", "2026-07-01T09:30:00", "9999-07-01T09:30:00"),
    ("spend-limits/page.json", "2026-09-30T09:12:44", "2226-09-30T09:12:44"),
    ("roster-okta-api/users.jsonl", "lastLogin\": \"2026-05-30", "lastLogin\": \"2096-05-30"),
    ("roster-okta-health/report.csv", "2026-09-28 06:41:10", "2096-09-28 06:41:10"),
    ("roster-google/users.csv", "2026/09/28", "2926/09/28"),
    ("claude-members-analytics/2026-08.csv", "2026-08-30", "2096-08-30"),
];

/// Fault: A record dated years before or after all others
/// Outcome: Rejected; it moves neither the period nor any age
#[test]
fn one_misdated_record_is_refused_and_moves_no_clock() {
    for (path, from, to) in MISDATED {
        let text = fixture(path);
        let at = text.find(from).unwrap_or_else(|| panic!("{path}: {from}"));
        let misdated = format!("{}{to}{}", &text[..at], &text[at + from.len()..]);
        let name = path.rsplit('/').next().unwrap();
        let good = load(&[("usage.csv", &quarter()), (name, &text)], None);
        let bad = load(&[("usage.csv", &quarter()), (name, &misdated)], None);
        let limit = as_of(&good).max("2026-10-01 00:00:00 UTC".to_owned());
        assert!(as_of(&bad) <= limit, "{path} {to}: {}", as_of(&bad));
        let read = |data: &Dataset| data.inputs.iter().find(|input| input.path == name).unwrap().clone();
        let (good, read_bad) = (read(&good), read(&bad));
        assert!(read_bad.last.as_deref().is_none_or(|last| last < "2026-12"), "{path}: {:?}", read_bad.last);
        if path.starts_with("roster") || path.starts_with("claude-members") {
            assert_eq!(
                (read_bad.rejected, read_bad.accepted),
                (good.rejected, good.accepted),
                "{path}: the person stays"
            );
            assert!(read_bad.notes.iter().any(|note| note.contains("is not used")), "{path}: {:?}", read_bad.notes);
        } else {
            assert_eq!((read_bad.rejected, read_bad.rows), (good.rejected + 1, good.rows), "{path} {to}");
            let why = &bad.rejections.iter().find(|one| *one.file == *name).unwrap().reason;
            assert!(why.contains("date") || why.contains("day") || why.contains("instant"), "{path}: {why}");
        }
    }
}

#[test]
fn the_reason_says_how_far_and_what_to_do() {
    let keys = fixture("api-keys/lines.jsonl").replace("2024-11-30", "2096-11-30");
    let data = load(&[("usage.csv", &quarter()), ("keys.jsonl", &keys)], None);
    let one = &data.rejections[0];
    assert_eq!((one.line, &*one.column, &*one.value), (3, "created_at", "2096-11-30T09:14:22Z"));
    assert!(one.mentions.iter().any(|id| id == "apikey_01Vz6XcGn9Ts4QbRe3LyWk7Mp"), "whose record it is stays known");
    assert_eq!(
        &*one.reason,
        "this date is 25629 days after the last of all other records, 2026-09-30; if it is right, run with --as-of and that date"
    );
    let known = load(&[("usage.csv", &quarter()), ("keys.jsonl", &keys)], Some("2097-01-01T00:00:00Z"));
    assert!(known.rejections.is_empty(), "the user says so");
}

#[test]
fn planned_dates_young_files_and_few_records_are_right() {
    let quarter = quarter();
    let keys = fixture("api-keys/lines.jsonl");
    let planned =
        keys.replace("\"status\": \"active\"", "\"status\": \"active\", \"expires_at\": \"9999-12-31T00:00:00Z\"");
    let log = fixture("audit-log/json-dicts.csv").replace("2026-08-03", "2026-10-21");
    let feed = fixture("activity-feed/lines.jsonl").replace("2026-08-0", "2027-01-0");
    let new_key = keys.replace("2024-11-30", "2026-12-24");
    let roster = "Name,Email,End date\nA,a@example.com,9999-12-31\nB,b@example.com,2028-01-31\n";
    for (what, files, end) in [
        ("a planned expiry", vec![("u.csv", &*quarter), ("k.jsonl", &*planned)], "2026-10-01"),
        ("no end in a roster", vec![("u.csv", &*quarter), ("r.csv", roster)], "2026-10-01"),
        ("a log taken three weeks later", vec![("u.csv", &*quarter), ("l.csv", &*log)], "2026-10-21"),
        ("a feed of the next quarter", vec![("u.csv", &*quarter), ("f.jsonl", &*feed)], "2027-01-0"),
        ("a key made since", vec![("u.csv", &*quarter), ("k.jsonl", &*new_key)], "2026-12-24"),
        ("three keys and nothing else", vec![("k.jsonl", &*new_key)], "2026-12-24"),
        ("one log of two events", vec![("l.csv", &*log)], "2026-10-21"),
    ] {
        let data = load(&files, None);
        assert!(data.rejections.is_empty(), "{what}: {:?}", data.rejections);
        assert!(as_of(&data).starts_with(end), "{what}: {}", as_of(&data));
    }
}
