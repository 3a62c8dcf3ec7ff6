//! Lists and events.

use crate::ingest::load_bytes;
use crate::model::{Dataset, Table};

fn load(files: &[&str]) -> Dataset {
    load_bytes(files.iter().enumerate().map(|(at, text)| (format!("{at}"), text.as_bytes().to_vec())).collect())
        .unwrap()
}

/// Per file `accepted/duplicates/restated`, then one column of the table in its order.
fn found(files: &[&str], table: Table, column: &str) -> String {
    let data = load(files);
    let mut found: Vec<String> =
        data.inputs.iter().map(|i| format!("{}/{}/{}", i.accepted, i.duplicates, i.restated)).collect();
    let values = data.frame(table).unwrap().column(column).unwrap().str().unwrap();
    found.extend(values.iter().map(|value| value.unwrap_or("-").to_owned()));
    found.join(" ")
}

fn key(id: u32, status: &str, created: &str, more: &str) -> String {
    format!(r#"{{"id":"apikey_{id}","type":"api_key","name":"k","status":"{status}","created_at":"{created}"{more}}}"#)
}

#[test]
fn an_object_stands_once_as_the_later_list_has_it() {
    let q2 =
        format!("[{},{}]", key(1, "active", "2026-01-01T00:00:00Z", ""), key(2, "active", "2026-02-01T00:00:00Z", ""));
    let q3 = format!(
        "[{},{}]",
        key(1, "inactive", "2026-01-01T00:00:00Z", ""),
        key(3, "active", "2026-08-01T00:00:00Z", "")
    );
    // The second key was there before the later list was made, and is not in it: it is gone.
    assert_eq!(found(&[&q2, &q3], Table::Keys, "status"), "0/0/2 2/0/0 inactive active");
    assert_eq!(found(&[&q3, &q2], Table::Keys, "status"), "2/0/0 0/0/2 inactive active");
    assert_eq!(found(&[&q2, &q2], Table::Keys, "status"), "0/2/0 2/0/0 active active");
}

#[test]
fn between_lists_of_one_age_the_end_of_an_object_and_the_fuller_record_hold() {
    let active = key(1, "active", "2026-01-01T00:00:00Z", "");
    let archived = key(1, "archived", "2026-01-01T00:00:00Z", "");
    assert_eq!(found(&[&archived, &active], Table::Keys, "status"), "1/0/0 0/0/1 archived");
    let fuller = key(1, "active", "2026-01-01T00:00:00Z", r#","expires_at":"2027-01-01T00:00:00Z""#);
    assert_eq!(found(&[&fuller, &active], Table::Keys, "status"), "1/0/0 0/0/1 active");
    assert_eq!(found(&[&active, &fuller], Table::Keys, "status"), "0/0/1 1/0/0 active");
}

#[test]
fn a_membership_is_told_by_workspace_and_member() {
    let member = |workspace: u32, role: &str| {
        format!(
            r#"{{"type":"workspace_member","workspace_id":"w{workspace}","user_id":"u","workspace_role":"{role}"}}"#
        )
    };
    let both = format!("{}\n{}\n", member(1, "workspace_user"), member(2, "workspace_admin"));
    assert_eq!(
        found(&[&both, &member(2, "workspace_admin")], Table::WorkspaceMembers, "role"),
        "2/0/0 0/1/0 workspace_user workspace_admin"
    );
}

#[test]
fn rows_without_an_id_count_as_often_as_the_file_that_has_them_most() {
    let log = |rows: &[u32]| {
        rows.iter().fold("created_at,event,actor_info\n".to_owned(), |text, at| {
            format!("{text}2026-07-01T00:00:{at:02}Z,user_signed_in_sso,{{}}\n")
        })
    };
    assert_eq!(found(&[&log(&[1, 1, 2]), &log(&[1, 2, 2, 3])], Table::Events, "platform"), "2/1/0 3/1/0 - - - - -");
    assert_eq!(found(&[&log(&[1, 1])], Table::Events, "platform"), "2/0/0 - -");
}

#[test]
fn pages_of_the_feed_that_overlap_count_an_activity_once() {
    let page = |ids: &[u32]| {
        let rows: Vec<String> = ids
            .iter()
            .map(|id| {
                format!(r#"{{"id":"activity_{id}","type":"t","created_at":"2026-07-01T00:00:00Z","actor":{{}}}}"#)
            })
            .collect();
        format!(r#"{{"data":[{}],"has_more":false}}"#, rows.join(","))
    };
    assert_eq!(
        found(&[&page(&[1, 2]), &page(&[2, 3, 4])], Table::Events, "id"),
        "1/1/0 3/0/0 activity_1 activity_2 activity_3 activity_4"
    );
}

#[test]
fn a_person_stands_once_per_roster_row() {
    let roster = "Name,Email,Status\nA,a@example.com,active\nB,b@example.com,left\n";
    assert_eq!(found(&[roster, roster], Table::Roster, "name"), "2/0/0 0/2/0 A B");
}
