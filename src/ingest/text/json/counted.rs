//! Lists that Windows PowerShell wraps: `{"value": […], "Count": 25}` stands where the list was, since `ConvertTo-Json` of version 5.1 counts
//! an array that a command handed on among the objects. The count says nothing of records that are not there.

use super::ends::{string_end, value_end};
use super::space::skip_space;

/// A list inside such an object.
pub(super) struct CountedList {
    /// Where the list begins.
    pub(super) list: usize,
    /// Where the object ends.
    pub(super) end: usize,
}

/// The list of the object that begins here, if that has nothing but a list and its count, in this order.
pub(super) fn counted_list(bytes: &[u8], start: usize) -> Option<CountedList> {
    let list = named(bytes, opened(bytes, start)?, b"value").filter(|list| bytes.get(*list) == Some(&b'['))?;
    // Most objects end here: what follows looks through the whole list.
    let behind = skip_space(bytes, value_end(bytes, list)?.0);
    let count = named(bytes, skip_space(bytes, (bytes.get(behind) == Some(&b',')).then_some(behind + 1)?), b"Count")?;
    let digits = bytes[count..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let end = skip_space(bytes, count + digits);
    (digits > 0 && bytes.get(end) == Some(&b'}')).then_some(CountedList { list, end: end + 1 })
}

fn opened(bytes: &[u8], start: usize) -> Option<usize> {
    (bytes.get(start) == Some(&b'{')).then(|| skip_space(bytes, start + 1))
}

/// Where the value of the field begins that stands here, if it is called so.
fn named(bytes: &[u8], at: usize, name: &[u8]) -> Option<usize> {
    let end = (bytes.get(at) == Some(&b'"')).then(|| string_end(bytes, at))??;
    let colon = skip_space(bytes, end);
    (&bytes[at + 1..end - 1] == name && bytes.get(colon) == Some(&b':')).then(|| skip_space(bytes, colon + 1))
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::{Dataset, Table};

    fn user(id: &str) -> String {
        format!(
            r#"{{"id":"user_{id}","type":"user","email":"{id}@example.com","name":"A","role":"user","added_at":null}}"#
        )
    }

    fn key(id: &str) -> String {
        format!(
            r#"{{"id":"apikey_{id}","type":"api_key","name":"prod-{id}","status":"active","created_at":"2026-01-05T09:00:00Z","workspace_id":null,"created_by":{{"id":"user_a","type":"user"}}}}"#
        )
    }

    fn okta(id: &str) -> String {
        format!(
            r#"{{"id":"00u{id}","status":"ACTIVE","created":"2024-01-01T00:00:00.000Z","profile":{{"login":"{id}@example.com","email":"{id}@example.com"}}}}"#
        )
    }

    fn read(name: &str, text: &str) -> Dataset {
        load_bytes(vec![(name.to_owned(), text.as_bytes().to_vec())]).unwrap()
    }

    /// Fault: Windows PowerShell had wrapped a list with its count, alone or inside the answer: «JSON of no known kind»
    /// Outcome: The list is read as a bare one; inside an answer, what the answer says of more counts
    #[test]
    fn a_list_that_powershell_counts_is_read_as_the_list() {
        for (what, table, kind, rows) in [
            ("members", Table::Members, "users", [user("a"), user("b")]),
            ("keys", Table::Keys, "api-keys", [key("a"), key("b")]),
            ("Okta", Table::Roster, "roster-okta-api", [okta("a"), okta("b")]),
        ] {
            let list = rows.join(",");
            for (text, more) in [
                (format!(r#"{{"value":[{list}],"Count":2}}"#), false),
                (
                    format!("{{\r\n    \"value\":  [\r\n{list}\r\n              ],\r\n    \"Count\":  2\r\n}}\r\n"),
                    false,
                ),
                (format!(r#"{{"data":{{"value":[{list}],"Count":2}},"has_more":false}}"#), false),
                (format!(r#"{{"has_more":false,"data":{{"value":[{list}],"Count":2}}}}"#), false),
                (format!(r#"{{"data":{{"value":[{list}],"Count":2}},"has_more":true,"last_id":"x"}}"#), true),
                (format!(r#"[{{"value":[{}],"Count":1}},{{"value":[{}],"Count":1}}]"#, rows[0], rows[1]), false),
            ] {
                let data = read("list.json", &text);
                assert_eq!(data.inputs[0].kind.as_deref(), Some(kind), "{what}: {text}");
                assert_eq!(data.frame(table).map(polars::prelude::DataFrame::height), Some(2), "{what}: {text}");
                assert_eq!(data.cut_lists.contains_key(&table), more, "{what}: {text}");
            }
        }
        let many: Vec<String> = (0..20).map(|at| user(&at.to_string())).collect();
        let full = read("users.json", &format!(r#"{{"value":[{}],"Count":20}}"#, many.join(",")));
        assert!(full.cut_lists.contains_key(&Table::Members), "a full answer without its envelope, as any bare list");
    }

    #[test]
    fn what_is_no_counted_list_stays_what_it_is() {
        let both = format!("{},{}", user("a"), user("b"));
        for text in [
            format!(r#"{{"value":[{both}],"Count":2,"id":"1"}}"#),
            format!(r#"{{"value":[{both}],"Count":"two"}}"#),
            format!(r#"{{"Count":2,"items":[{both}]}}"#),
            r#"{"value":"a","Count":1}"#.to_owned(),
        ] {
            assert_eq!(read("list.json", &text).inputs[0].kind, None, "{text}");
        }
        // A record's own field of this form is a value of it.
        let own = user("a")
            .replace("\"added_at\":null", "\"added_at\":null,\"tags\":{\"value\":[{\"id\":\"x\"}],\"Count\":1}");
        assert_eq!(table_rows(&read("users.json", &format!("[{own}]")), Table::Members, &["id"]), ["user_a"]);
        let cut = format!(r#"{{"value":[{both}],"Cou"#);
        let data = read("users.json", &cut);
        assert!(!data.rejections.is_empty() || data.inputs[0].kind.is_none(), "cut inside the count: {data:?}");
    }
}
