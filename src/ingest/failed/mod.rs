//! Files that hold no export although somebody meant to make one: a saved error, a login page, nothing at all, a list without
//! entries. They fill no table; their note says what happened and how to export again.

mod api_error;
mod nothing;
mod web_page;

use super::document::Document;
use crate::model::{BREAKS_OFF, EMPTY_LIST, FAILED_EXPORT};

/// What a file is that fills no table. The note begins with what it is in a few words, up to a colon.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FailedExport {
    /// `kind` of the input.
    pub kind: &'static str,
    /// What it is, what that means, what to do.
    pub note: String,
}

/// Tells what a file is that no ingestor claims, if it is a failed export or an empty list. `text` is its whole content.
pub(super) fn tell(text: &[u8], document: &Document) -> Option<FailedExport> {
    let failed = || web_page::note(text).or_else(|| api_error::note(document)).or_else(|| nothing::note(text));
    match document {
        Document::Json(_, None) if breaks_off(text) => {
            let note =
                format!("{BREAKS_OFF}: nothing shows which export it is, and nothing of it is read; export it again");
            Some(FailedExport { kind: FAILED_EXPORT, note })
        }
        Document::Json(json, None) if json.is_list() && json.is_empty() => {
            let note = "an empty list: nothing in it says which list it is".to_owned();
            Some(FailedExport { kind: EMPTY_LIST, note })
        }
        _ if document.empty_buckets().is_some() => {
            let note =
                "an empty report: no day in it has a result, and nothing in it says whether it is of usage or of cost";
            Some(FailedExport { kind: EMPTY_LIST, note: note.to_owned() })
        }
        _ => failed().map(|note| FailedExport { kind: FAILED_EXPORT, note }),
    }
}

/// Whether a JSON text, or the first line of JSON lines, ends before it is whole.
fn breaks_off(text: &[u8]) -> bool {
    // Brackets alone are no beginning of a record.
    if !text.contains(&b'"') {
        return false;
    }
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<serde::de::IgnoredAny>();
    values.next().and_then(Result::err).is_some_and(|error| error.is_eof())
}

/// Text from the file as it may stand in a note: one line, and not much of it. Nothing where there is none.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        _ if line.is_empty() => String::new(),
        Some((end, _)) => format!(" («{}…»)", &line[..end]),
        None => format!(" («{line}»)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&'static str, String)> {
        tell(text.as_bytes(), &Document::open(text.as_bytes())).map(|found| (found.kind, found.note))
    }

    /// Fault: An answer of the API that is an error, saved as an export
    /// Outcome: Named for what it is, with the cure
    #[test]
    fn an_error_is_named_with_its_meaning_and_its_cure() {
        let (kind, note) = found(r#"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_1"}"#).unwrap();
        assert_eq!(kind, FAILED_EXPORT);
        assert!(note.starts_with("a saved API error (authentication_error): the key"), "{note}");
        assert!(note.contains("invalid x-api-key") && note.contains("export again"), "{note}");
        for (text, start) in [
            (r#"{"error":{"type":"brand_new_error"}}"#, "a saved API error (brand_new_error): "),
            (
                r#"{"error":{"code":"InvalidAuthenticationToken","message":"expired"}}"#,
                "a saved API error (InvalidAuthenticationToken): ",
            ),
            (r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"#, "a saved API error (E0000011): "),
            (r#"{"error":"unauthorized"}"#, "a saved API error (unauthorized): "),
            (
                "HTTP/2 401 \r\ncontent-type: application/json\r\n\r\n{\"type\":\"error\"}",
                "a saved HTTP response (401): ",
            ),
        ] {
            let (kind, note) = found(text).unwrap_or_else(|| panic!("{text}"));
            assert!(kind == FAILED_EXPORT && note.starts_with(start), "{note}");
        }
    }

    /// Fault: A list that broke off inside its first record was an empty list, or of no known kind, and nothing said that it was cut
    /// Outcome: It is a failed export, wherever the first record breaks off; a list that is whole and empty stays one
    #[test]
    fn a_list_that_breaks_off_in_its_first_record_is_no_empty_list() {
        let record =
            r#"{"id":"apikey_01A","type":"api_key","name":"k","status":"active","created_by":{"id":"user_1"}}"#;
        for head in [r#"{"data": ["#, "[", "[\n", ""] {
            for cut in 2..record.len() {
                let text = format!("{head}{}", &record[..cut]);
                let (kind, note) = found(&text).unwrap_or_else(|| panic!("{text}"));
                assert!(kind == FAILED_EXPORT && note.starts_with(BREAKS_OFF), "{text}: {note}");
            }
        }
        for whole in [r#"{"data": []}"#, "[]", r#"{"data":[],"has_more":false}"#] {
            assert_eq!(found(whole).map(|(kind, _)| kind), Some(EMPTY_LIST), "{whole}");
        }
    }

    #[test]
    fn an_expired_cursor_and_a_key_of_the_wrong_organization_have_their_own_cure() {
        let note = |kind: &str, message: &str| {
            found(&format!(r#"{{"type":"error","error":{{"type":"{kind}","message":"{message}"}}}}"#)).unwrap().1
        };
        for message in [
            "page: invalid cursor",
            "Invalid `page` parameter",
            "after_id: unknown activity",
            "The next_page token has expired",
        ] {
            let note = note("invalid_request_error", message);
            assert!(
                note.contains("has expired, or is of another query") && note.contains("begin with the first page"),
                "{note}"
            );
        }
        assert!(note("invalid_request_error", "limit: must be at most 1000").contains("the request was malformed"));
        let key = note("authentication_error", "invalid x-api-key");
        assert!(key.contains("sk-ant-admin01-…") && key.contains("sk-ant-api01-…"), "{key}");
        assert!(note("permission_error", "missing scope read:analytics").contains("lacks a scope"));
    }

    /// Fault: A login page saved as an export
    /// Outcome: Named for what it is
    #[test]
    fn pages_are_told_from_exports() {
        let login = "<!DOCTYPE html>\n<html><head><title>Sign in &ndash; Console</title></head><body></body></html>";
        assert!(found(login).unwrap().1.starts_with("a saved login page"), "{:?}", found(login));
        let form = "\n <html lang=en><body><form><input name=p type=\"password\"></form>";
        assert!(found(form).unwrap().1.starts_with("a saved login page"));
        assert!(
            found("<html><title>502 Bad Gateway</title>")
                .unwrap()
                .1
                .starts_with("a saved web page («502 Bad Gateway»)")
        );
        let expired =
            "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
        assert!(found(expired).unwrap().1.starts_with("a saved download error (AccessDenied): "));
    }

    #[test]
    fn nothing_is_a_failed_export_and_an_empty_list_is_a_list() {
        for text in ["{}", "null", " null\n", "{ }", "\"\""] {
            assert_eq!(found(text).map(|found| found.0), Some(FAILED_EXPORT), "{text}");
        }
        let day = r#"{"starting_at":"2026-07-01T00:00:00Z","ending_at":"2026-07-02T00:00:00Z","results":[]}"#;
        let days = format!(r#"{{"data":[{day},{day}],"has_more":false,"next_page":null}}"#);
        for text in [&days, "[]", r#"{"data":[],"has_more":false}"#, "{\"data\":[]}\n{\"data\":[]}"] {
            assert_eq!(found(text).map(|found| found.0), Some(EMPTY_LIST), "{text}");
        }
        for text in [
            "",
            "# Notes\n\nhello\n",
            r#"{"a":1}"#,
            "a,b\n1,2\n",
            r#"{"data":[{"id":"x"}],"error":"none"}"#,
            "nullable\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
