//! Users as the programming interfaces of directories list them: what the fields of their records say.

use serde_json::Value;

use crate::data::yes_no;
use crate::ingest::batch::Batch;
use crate::ingest::text::json::Record;
use crate::model::Standing;

/// The texts of a field that is a list of them, or one.
pub(super) fn texts<'a>(record: &Record<'a>, field: &str) -> Vec<&'a str> {
    match record.get(field) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text],
        _ => Vec::new(),
    }
}

/// The text of a field; nothing where it holds something else.
pub(super) fn text<'a>(record: &Record<'a>, field: &str) -> Option<&'a str> {
    record.get(field).and_then(Value::as_str)
}

/// The texts `inner` of the objects in a field that is a list of them.
pub(super) fn inner_texts<'a>(record: &Record<'a>, field: &str, inner: &str) -> Vec<&'a str> {
    record.objects(field).filter_map(|object| text(&object, inner)).collect()
}

/// What a field says that is true or false; `Unknown` where it is something else, none where it is not there.
pub(super) fn switch(record: &Record, field: &str, says_on: bool) -> Option<Standing> {
    Some(match yes_no(record.get(field)?) {
        Some(value) if value == says_on => Standing::Here,
        Some(_) => Standing::Gone,
        None => Standing::Unknown,
    })
}

/// How the value of a field is written in a finding.
pub(super) fn written(record: &Record, field: &str) -> String {
    match record.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

/// Says that the list leaves out which accounts are switched off.
pub(super) fn note_without_state(batch: &mut Batch, field: &str, how: &str) {
    batch.note(format!("some users have no `{field}`: whether they are switched off is not known; {how}"));
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// The kind, `addresses standing last-day` of every row, the notes.
    fn read(text: &str) -> (Option<String>, Vec<String>, Vec<String>) {
        let data = load_bytes(vec![("users.json".to_owned(), text.as_bytes().to_vec())]).unwrap();
        assert!(data.rejections.is_empty(), "{:?}", data.rejections);
        let rows = table_rows(&data, Table::Roster, &["addresses", "standing", "ended_on"]);
        (data.inputs[0].kind.clone(), rows, data.inputs[0].notes.clone())
    }

    #[test]
    fn every_form_of_every_directory() {
        let graph = r#"{"id":"1","mail":"a@example.com","userPrincipalName":"a@x.example.com","accountEnabled":true},
            {"id":"2","mail":null,"userPrincipalName":"b@example.com","proxyAddresses":["SMTP:b@example.com","smtp:b2@example.com"],"accountEnabled":false},
            {"id":"3","userPrincipalName":"c@example.com","accountEnabled":true,"employeeLeaveDateTime":"2026-05-02T00:00:00Z"},
            {"id":"4","userPrincipalName":"d@example.com"}"#;
        let google = r#"{"primaryEmail":"a@example.com","emails":[{"address":"a@example.com"},{"address":"a@x.example.com"}],"suspended":false,"archived":false},
            {"primaryEmail":"b@example.com","aliases":["b2@example.com"],"suspended":true,"archived":false},
            {"primaryEmail":"c@example.com","suspended":false,"archived":true},
            {"primaryEmail":"d@example.com"}"#;
        let scim = r#"{"id":"1","userName":"a@example.com","active":true,"emails":[{"value":"a@x.example.com"}]},
            {"id":"2","userName":"b","active":false,"emails":[{"value":"b@example.com"},{"value":"b2@example.com"}]},
            {"id":"3","userName":"c@example.com","active":"False"},
            {"id":"4","userName":"d@example.com","emails":[]}"#;
        for (text, kind, rows) in [
            (
                format!(r#"{{"@odata.context":"x","value":[{graph}]}}"#),
                "roster-graph",
                "a@example.com a@x.example.com here -|b@example.com b2@example.com gone -|c@example.com here 2026-05-02|d@example.com unknown -",
            ),
            (
                format!("[{graph}]"),
                "roster-graph",
                "a@example.com a@x.example.com here -|b@example.com b2@example.com gone -|c@example.com here 2026-05-02|d@example.com unknown -",
            ),
            (
                format!(r#"{{"kind":"admin#directory#users","users":[{google}]}}"#),
                "roster-google-api",
                "a@example.com a@x.example.com here -|b@example.com b2@example.com gone -|c@example.com gone -|d@example.com unknown -",
            ),
            (
                format!(r#"{{"schemas":["x"],"totalResults":4,"startIndex":1,"Resources":[{scim}]}}"#),
                "roster-scim",
                "a@x.example.com a@example.com here -|b@example.com b2@example.com gone -|c@example.com gone -|d@example.com unknown -",
            ),
        ] {
            let (own, own_rows, notes) = read(&text);
            assert_eq!((own.as_deref(), own_rows.join("|").as_str()), (Some(kind), rows), "{text}");
            assert!(notes.iter().any(|note| note.contains("whether they are switched off is not known")), "{notes:?}");
        }
    }

    #[test]
    fn lists_that_go_on_are_cut() {
        let cut = "its last page says that more follow";
        for (text, is_cut) in [
            (
                r#"{"value":[{"userPrincipalName":"a@example.com","accountEnabled":true}],"@odata.nextLink":"https://x"}"#,
                true,
            ),
            (r#"{"@odata.context":"x","value":[{"userPrincipalName":"a@example.com","accountEnabled":true}]}"#, false),
            (r#"{"users":[{"primaryEmail":"a@example.com","suspended":false}],"nextPageToken":"t"}"#, true),
            (r#"{"kind":"x","users":[{"primaryEmail":"a@example.com","suspended":false}]}"#, false),
            (
                r#"{"schemas":["x"],"totalResults":2,"startIndex":1,"Resources":[{"userName":"a@example.com","active":true}]}"#,
                true,
            ),
            (r#"{"schemas":["x"],"Resources":[{"userName":"a@example.com","active":true}],"totalResults": 2}"#, true),
            (
                r#"{"schemas":["x"],"totalResults":1,"startIndex":1,"Resources":[{"userName":"a@example.com","active":true}]}"#,
                false,
            ),
            (
                r#"{"schemas":["x"],"totalResults":2,"startIndex":2,"Resources":[{"userName":"a@example.com","active":true}]}"#,
                false,
            ),
        ] {
            let (_, rows, notes) = read(text);
            assert_eq!(rows, ["a@example.com here -"], "{text}");
            assert_eq!(notes.iter().any(|note| note == cut), is_cut, "{text} {notes:?}");
        }
    }

    #[test]
    fn what_is_no_list_of_users() {
        for text in [
            r#"[{"id":"1","type":"login","userName":"a@example.com"}]"#,
            r#"[{"userPrincipalName":"a@example.com","createdDateTime":"2026-01-05T09:00:00Z","appDisplayName":"Mail","ipAddress":"203.0.113.7"}]"#,
            r#"[{"email":"a@example.com"}]"#,
        ] {
            let data = load_bytes(vec![("x.json".to_owned(), text.as_bytes().to_vec())]).unwrap();
            assert!(!data.inputs[0].kind.as_deref().is_some_and(|kind| kind.starts_with("roster")), "{text}");
        }
    }

    /// Fault: A page of a directory, whose API counts what there is or names the next page, was taken for all of it
    /// Outcome: In the words of each directory the list counts as cut where more follow, numbers as texts included, and as whole where none do
    #[test]
    fn every_directory_says_in_its_words_that_more_follow() {
        use serde_json::{Map, Value, json};
        let addresses = ["ann@example.com", "bob@example.com"];
        let each = |one: fn(&str) -> Value| addresses.map(one);
        let graph = each(
            |at| json!({"id": at, "displayName": at, "userPrincipalName": at, "mail": at, "accountEnabled": true}),
        );
        let google = each(
            |at| json!({"kind": "admin#directory#user", "id": at, "primaryEmail": at, "name": {"fullName": at}, "suspended": false}),
        );
        let scim = each(|at| {
            json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": at, "userName": at, "active": true,
                "emails": [{"value": at, "primary": true}]})
        });
        let is_cut = |list: &str, records: &[Value; 2], beside: &Value| {
            let mut answer = Map::new();
            answer.insert(list.to_owned(), json!(records));
            answer.extend(beside.as_object().unwrap().clone());
            let data =
                load_bytes(vec![("people.json".to_owned(), Value::Object(answer).to_string().into_bytes())]).unwrap();
            assert_eq!(data.inputs[0].accepted, 2, "{:?}", data.inputs);
            data.cut_lists.contains_key(&Table::Roster)
        };
        for (list, records, beside, more) in [
            ("value", &graph, json!({"@odata.nextLink": "https://graph.example/users?$skiptoken=x"}), true),
            ("value", &graph, json!({"@odata.count": 3}), true),
            ("value", &graph, json!({"@odata.count": "3"}), true),
            ("value", &graph, json!({"@odata.count": 2}), false),
            ("value", &graph, json!({"@odata.context": "https://graph.example/$metadata#users"}), false),
            ("users", &google, json!({"kind": "admin#directory#users", "nextPageToken": "abc"}), true),
            ("users", &google, json!({"kind": "admin#directory#users", "nextPageToken": ""}), false),
            ("users", &google, json!({"kind": "admin#directory#users"}), false),
            ("Resources", &scim, json!({"totalResults": 3, "startIndex": 1, "itemsPerPage": 2}), true),
            ("Resources", &scim, json!({"totalResults": "3", "startIndex": "1", "itemsPerPage": "2"}), true),
            ("Resources", &scim, json!({"totalResults": 3}), true),
            ("Resources", &scim, json!({"totalResults": 4, "startIndex": 2, "itemsPerPage": 2}), true),
            ("Resources", &scim, json!({"totalResults": 3, "startIndex": 2, "itemsPerPage": 2}), false),
            ("Resources", &scim, json!({"totalResults": 2, "startIndex": 1, "itemsPerPage": 2}), false),
        ] {
            assert_eq!(is_cut(list, records, &beside), more, "{list}: {beside}");
        }
    }
}
