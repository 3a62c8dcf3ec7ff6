//! Answers of an API that say why there is no export.

use serde_json::Value;

use super::quoted;
use crate::ingest::document::Document;
use crate::ingest::text::json::Record;

/// Types of error of the Claude API, what each means for an export, and what to do before exporting again.
/// Source: the API's list of errors.
const MEANINGS: [(&str, &str, &str); 10] = [
    (
        "authentication_error",
        "the key was missing, mistyped or revoked",
        "use an active key of this organization: an Admin API key (sk-ant-admin01-…) for an organization of the Console, a key with the \
         scopes of the list (sk-ant-api01-…) for one of Claude Enterprise",
    ),
    (
        "permission_error",
        "the key may not read this list",
        "use a key with that permission: an Admin API key for the organization's lists, a Compliance Access Key for the feed",
    ),
    ("not_found_error", "the address or an id in it does not exist", "check the path and the id in it"),
    ("rate_limit_error", "too many requests at once", "wait a minute and fetch the pages one after the other"),
    ("overloaded_error", "the API was overloaded for the moment", "try later"),
    ("api_error", "the API failed inside", "try later"),
    ("timeout_error", "the API took too long", "ask for smaller pages or fewer days"),
    ("invalid_request_error", "the request was malformed", "check the parameters and the anthropic-version header"),
    ("billing_error", "the organization's billing bars the request", "settle the billing"),
    ("request_too_large", "the request was too large", "ask for smaller pages"),
];

/// What is reported of a file whose records are nothing but an error.
pub(super) fn note(document: &Document) -> Option<String> {
    let record = document.first()?;
    if record.has("data") {
        return None;
    }
    let (kind, message) = error_of(&record)?;
    let (meaning, cure) = by_message(kind, message).unwrap_or_else(|| by_type(kind));
    Some(format!("a saved API error ({}): {meaning}{}; {cure}, then export again", short(kind), quoted(message)))
}

fn by_type(kind: &str) -> (&'static str, &'static str) {
    MEANINGS
        .iter()
        .find(|(known, ..)| *known == kind)
        .map_or(("the request was refused", "see its message"), |(_, meaning, cure)| (*meaning, *cure))
}

/// What the message says more exactly than the type: a cursor of a page lives for a while, and for the query that it came from; keys of
/// Claude Enterprise have scopes.
fn by_message(kind: &str, message: &str) -> Option<(&'static str, &'static str)> {
    let message = message.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
    match kind {
        "invalid_request_error"
            if has(&[
                "cursor",
                "next_page",
                "after_id",
                "before_id",
                "`page`",
                "page:",
                "page token",
                "page parameter",
            ]) =>
        {
            Some((
                "the cursor of the page has expired, or is of another query",
                "begin with the first page, and fetch all pages one after the other with the same parameters",
            ))
        }
        "authentication_error" | "permission_error" if has(&["scope"]) => Some((
            "the key lacks a scope of this list",
            "make a key of Claude Enterprise with that scope (read:members, read:analytics, read:compliance_activities, …)",
        )),
        _ => None,
    }
}

/// Type and message of an error, as the Claude API, Microsoft Graph, Okta and others write them.
fn error_of<'a>(record: &Record<'a>) -> Option<(&'a str, &'a str)> {
    let text = |record: &Record<'a>, field: &str| record.get(field).and_then(Value::as_str);
    if let Some(error) = record.object("error") {
        let kind = text(&error, "type").or(text(&error, "code"))?;
        return Some((kind, text(&error, "message").unwrap_or_default()));
    }
    if let Some(code) = text(record, "errorCode") {
        return Some((code, text(record, "errorSummary").unwrap_or_default()));
    }
    // A word as error is common elsewhere too: the rest of the object must be small.
    let kind = text(record, "error").filter(|_| record.fields().len() <= 4)?;
    Some((kind, text(record, "error_description").or(text(record, "message")).unwrap_or_default()))
}

/// The type of an error is a word; whatever else stands there is cut.
fn short(kind: &str) -> String {
    kind.chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')).take(60).collect()
}
