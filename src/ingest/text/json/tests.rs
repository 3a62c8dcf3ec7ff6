use proptest::prelude::*;

use super::*;
use crate::ingest::batch::{Batch, Cell};
use crate::model::Table;

/// Lines and what is reported for them.
type Found = Vec<(u64, String)>;

fn read(text: &str) -> (Found, Found, bool) {
    let file = JsonFile::open(text.as_bytes()).unwrap();
    let mut batch = Batch::new(Table::WorkspaceMembers);
    file.each_record(&mut batch, |record, line, batch| {
        batch.push(line, &[Cell::Null, record.cell("id")?, Cell::Null]);
        Ok(())
    });
    let rows = (0..batch.rows()).map(|r| (batch.lines[r], batch.text(1, r).unwrap_or("-").to_owned())).collect();
    (rows, batch.rejects.into_iter().map(|(line, r)| (line, r.reason.to_string())).collect(), file.scan.more)
}

#[test]
fn every_envelope_gives_the_same_records() {
    let a_and_b = vec![(1, "a".to_owned()), (1, "b".to_owned())];
    for text in [
        r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":false}"#,
        r#"{"data":[{"id":"a"}],"has_more":true} {"data":[{"id":"b"}],"has_more":false}"#,
        r#"[{"data":[{"id":"a"}]},{"data":[{"id":"b"}]}]"#,
        r#"[{"id":"a"},{"id":"b"}]"#,
    ] {
        assert_eq!(read(text), (a_and_b.clone(), vec![], false), "{text}");
    }
    assert_eq!(read("{\"id\":\"a\"}\r\n{\"id\":\"b\"}\n").0, [(1, "a".into()), (2, "b".into())]);
    assert_eq!(read("{\n \"id\": \"a\"\n}").0, [(1, "a".into())]);
    assert!(read(r#"{"data":[{"id":"a"}],"has_more":true}"#).2);
}

/// Fault: Answers saved with `curl -w '%{http_code}'` were called cut by the number behind their body
/// Outcome: The code of an answer that was given is passed over, behind each body; any other text is none
#[test]
fn the_code_of_an_answer_behind_its_body() {
    let page = r#"{"data":[{"id":"a"}],"has_more":false}"#;
    for tail in ["200", "\n200", "\n200\n", "  204 \n", "\r\n200\r\n"] {
        assert_eq!(read(&format!("{page}{tail}")), (vec![(1, "a".into())], vec![], false), "{tail:?}");
        let two = format!("{page}{tail}{page}{tail}");
        assert_eq!((read(&two).0.len(), read(&two).1), (2, vec![]), "{tail:?}");
    }
    for tail in ["\n429", "\n20", "\n2000", "\n200x", "\nOK", "\n404\n"] {
        assert_eq!(read(&format!("{page}{tail}")).1.len(), 1, "{tail:?}");
    }
}

#[test]
fn a_list_of_its_own_makes_no_page_of_a_record() {
    let ids = |text: &str| {
        let (rows, rejects, more) = read(text);
        (rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>().join(" "), rejects.len(), more)
    };
    // Records, wherever their list stands, alone, in pages and a line each.
    for record in [
        r#"{"id":"a","data":[{"id":"x"},{"id":"y"}]}"#,
        r#"{"data":[{"id":"x"}],"type":"t","id":"a"}"#,
        r#"{"actor":{"id":"z"},"data":["x","y"],"id":"a"}"#,
        r#"{"data":[],"id":"a"}"#,
        r#"{"id":"a","value":[{"id":"x"}]}"#,
        r#"{"users":[{"id":"x"}],"name":"group","id":"a"}"#,
        r#"{"kind":"k","id":"a","users":[{"id":"x"}]}"#,
    ] {
        let other = record.replace(r#""id":"a""#, r#""id":"b""#);
        assert_eq!(ids(record), ("a".into(), 0, false), "{record}");
        assert_eq!(ids(&format!("{record}\n{other}\n")), ("a b".into(), 0, false), "{record}");
        assert_eq!(ids(&format!("[{record},{other}]")), ("a b".into(), 0, false), "{record}");
        let page = format!(r#"{{"data":[{record},{other}],"has_more":true,"first_id":"a"}}"#);
        assert_eq!(ids(&page), ("a b".into(), 0, true), "{record}");
    }
    // Pages, whatever stands before or behind their list.
    for page in [
        r#"{"data":[{"id":"a"},{"id":"b"}]}"#,
        r#"{"organization_id":"o","data":[{"id":"a"},{"id":"b"}],"exported_by":"x"}"#,
        r#"{"type":"page","id":"page_1","data":[{"id":"a"},{"id":"b"}],"has_more":false}"#,
        r#"{"@odata.context":"https://graph","value":[{"id":"a"},{"id":"b"}]}"#,
        r#"{"value":[{"id":"a"},{"id":"b"}]}"#,
        r#"{"kind":"admin#directory#users","users":[{"id":"a"},{"id":"b"}]}"#,
        r#"{"other":1,"users":[{"id":"a"},{"id":"b"}],"etag":"e"}"#,
        r#"{"schemas":["urn"],"totalResults":2,"Resources":[{"id":"a"},{"id":"b"}]}"#,
    ] {
        assert_eq!(ids(page), ("a b".into(), 0, false), "{page}");
    }
    for cut in [
        r#"{"value":[{"id":"a"}],"@odata.nextLink":"https://graph/2"}"#,
        r#"{"users":[{"id":"a"}],"nextPageToken":"t"}"#,
        r#"{"data":[{"id":"a"}],"next_page":"t"}"#,
    ] {
        assert!(ids(cut).2, "{cut}");
    }
    assert!(!ids(r#"{"id":"a","data":[],"has":1,"more":true}"#).2);
}

#[test]
fn a_cut_file_gives_what_is_whole() {
    let (rows, rejects, _) = read("{\"data\":[\n{\"id\":\"a\"},\n{\"id\":\"b");
    assert_eq!(rows, [(2, "a".into())]);
    assert_eq!(rejects, [(3, "the file ends inside this record".into())]);
    let (rows, rejects, _) = read("{\"id\":\"a\"}\n{\"id\":\"b\", \n{\"id\":\"c\"}\n");
    assert_eq!((rows.len(), rejects.len()), (2, 1), "a broken line costs itself: {rejects:?}");
}

/// Fault: A broken record in a list
/// Outcome: Costs itself; the others are read
#[test]
fn a_broken_record_costs_itself() {
    let ids = |text: &str| {
        let (rows, rejects, _) = read(text);
        (rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>().join(" "), rejects.len())
    };
    assert_eq!(ids(r#"{"data":[{"id":"a"},{"id":5 5},{"id":"c"}],"has_more":false}"#), ("a c".into(), 1));
    let pretty = "{\n  \"data\": [\n    {\n      \"id\": \"a\",\n      \"x\": [\n        {}\n      ]\n    },\n    {\n      \"id\": \"b\n      \"scope\":\n      {}\n    },\n    {\n      \"id\": \"c\"\n    }\n  ],\n  \"has_more\": false\n}\n";
    assert_eq!(ids(pretty), ("a c".into(), 1));
    let cut_page_then_page = "{\"data\":[\n{\"id\":\"a\"},\n{\"id\":\"b\n{\"data\":[\n{\"id\":\"c\"}\n]}\n";
    assert_eq!(ids(cut_page_then_page), ("a c".into(), 1));
    let broken_behind_its_records =
        "{\"data\":[\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n], oops\n{\"data\":[\n{\"id\":\"c\"}\n]}\n";
    assert_eq!(ids(broken_behind_its_records), ("a b c".into(), 1));
    assert_eq!(ids("[[{\"id\":\"a\"}],[{\"id\":\"b\"}]]"), ("a b".into(), 0), "pages saved as arrays");
}

/// Fault: JSON of a hundred thousand brackets
/// Outcome: Rejected within the bound; no overflow of the stack
#[test]
fn nesting_and_open_brackets_are_bounded() {
    for text in [
        r#"{"data":["#.repeat(200_000),
        "[".repeat(200_000),
        "{\"a\":[\n".repeat(100_000),
        "[{\"a\" {\n".repeat(100_000),
    ] {
        let file = JsonFile::open(text.as_bytes()).unwrap();
        let mut batch = Batch::new(Table::WorkspaceMembers);
        file.each_record(&mut batch, |_, _, _| Ok(()));
        assert!(!batch.rejects.is_empty());
    }
}

#[test]
fn records_are_as_large_and_as_deep_as_the_bounds_say() {
    let deep = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    let text = format!("[{},\n{},\n{{}}]", deep(9), deep(10));
    let rejects = |bound, value| {
        let file = JsonFile::open(text.as_bytes()).unwrap();
        let mut batch = Batch::new(Table::WorkspaceMembers);
        batch.bounds = batch.bounds.with(bound, value);
        file.each_record(&mut batch, |_, _, _| Ok(()));
        let found = |(line, reject): (u64, Reject)| {
            assert!(reject.reason.contains(bound.name()), "{}", reject.reason);
            line
        };
        batch.rejects.into_iter().map(found).collect::<Vec<_>>()
    };
    for (bound, value, refused) in [
        (Bound::Nesting, 10, &[][..]),
        (Bound::Nesting, 9, &[2]),
        (Bound::Nesting, 8, &[1, 2]),
        (Bound::RecordBytes, 24, &[]),
        (Bound::RecordBytes, 23, &[2]),
    ] {
        assert_eq!(rejects(bound, value), refused, "{bound:?} {value}");
    }
    let most = *Bound::Nesting.range().end();
    let text = deep(most as usize);
    assert_eq!(JsonFile::open(text.as_bytes()).unwrap().first().map(|object| object.len()), Some(1));
}

#[test]
fn a_list_says_whether_it_is_whole() {
    assert!(read(r#"{"data":[{"id":"a"}],"next_page":"page_x"}"#).2);
    assert!(read(r#"{"data":[{"id":"a"}],"has_more":true,"next_page":null}"#).2);
    assert!(!read(r#"{"data":[{"id":"a"}],"next_page":"x"}{"data":[{"id":"b"}],"next_page":null}"#).2);
}

#[test]
fn fields_of_the_wrong_type_are_named() {
    let (_, rejects, _) = read(r#"[{"id":7},{"id":null},5]"#);
    assert_eq!(rejects[0].1, "not a text");
    assert!(rejects[1].1.starts_with("no JSON object"), "{rejects:?}");
}

proptest! {
    /// Fault: Any bytes as JSON, cut anywhere
    /// Outcome: No panic
    #[test]
    fn any_bytes_and_any_cut_end_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0_usize..200) {
        let page = br#"{"data":[{"id":"a\"","x":[{},{"y":null}]},{"id":"b"}],"has_more":true,"last_id":null}"#;
        for text in [&bytes[..], &page[..cut.min(page.len())]] {
            if let Some(file) = JsonFile::open(text) {
                let mut batch = Batch::new(Table::WorkspaceMembers);
                file.each_record(&mut batch, |_, _, _| Ok(()));
                prop_assert!(text.len() == page.len() || file.len() < 2 || !batch.rejects.is_empty() || text == &bytes[..]);
            }
        }
    }
}

/// Fault: Pages joined in the order of a shell, `page_10` before `page_2`: «more follow», though the last page is there
/// Outcome: The one page behind which nothing follows is the last one, wherever it stands
#[test]
fn pages_joined_in_any_order() {
    let page = |ids: &[&str], more: bool| {
        let records: Vec<String> = ids
            .iter()
            .map(|id| format!(r#"{{"type":"user","id":"{id}","email":"{id}@example.com","name":"n","role":"user","added_at":"2026-01-01T00:00:00Z"}}"#))
            .collect();
        format!(
            r#"{{"data":[{}],"has_more":{more},"first_id":"{}","last_id":"{}"}}"#,
            records.join(","),
            ids[0],
            ids[ids.len() - 1]
        )
    };
    let is_cut = |pages: &[String]| {
        let data = crate::ingest::load_bytes(vec![("users.json".to_owned(), pages.join("\n").into_bytes())]).unwrap();
        data.cut_lists.contains_key(&crate::model::Table::Members)
    };
    let [a, b, last] = [page(&["user_1"], true), page(&["user_2"], true), page(&["user_3", "user_4"], false)];
    for order in [[&a, &b, &last], [&a, &last, &b], [&last, &a, &b]] {
        assert!(!is_cut(&order.map(Clone::clone)), "{order:?}");
    }
    assert!(is_cut(&[a.clone(), b.clone()]), "no last page");
    let older = page(&["user_1", "user_9"], false);
    assert!(is_cut(&[older, a, b]), "the list of another day");
}
