//! What other programs write around an answer of the API, and events of the log in shapes that are not read: what the file is, and what
//! to give in its place.

use serde_json::Value;

use crate::data::vocabulary::{audit_events, is_activity_type};
use crate::ingest::document::Document;
use crate::ingest::text::around;

/// A file of another program.
struct Foreign {
    /// Texts of which one stands in such a file.
    signs: &'static [&'static str],
    /// What it is.
    what: &'static str,
    /// What to give in its place.
    instead: &'static str,
}

/// So far a file is looked through.
const LOOKED_AT: usize = 1 << 18;
/// So many records show what a column holds.
const SAMPLE: usize = 20;

/// How ids of activities begin.
const ACTIVITY: &str = "activity_";

const BODY: &str = "save the body of each answer alone, as a file of its own";

/// JSON of other programs. Source: the schemas of Postman (2.1), HAR 1.2 and Terraform, the REST APIs of Splunk and Azure Monitor.
const JSON: [Foreign; 7] = [
    Foreign {
        signs: &["schema.getpostman.com", "\"_postman_id\"", "\"_postman_variable_scope\"", "\"collection_run\""],
        what: "a collection, environment or run of Postman",
        instead: "send the request, then save the response to a file",
    },
    Foreign {
        signs: &["\"startedDateTime\"", "\"_initiator\""],
        what: "a recording of a browser (HAR)",
        instead: BODY,
    },
    Foreign {
        signs: &["\"init_offset\"", "\"post_process_count\""],
        what: "search results of Splunk's REST API",
        instead: "export the search as CSV with the field _raw, or with output_mode=raw",
    },
    Foreign {
        signs: &[
            "\"TableName\"",
            "\"tables\":[{\"name\":\"PrimaryResult\"",
            "\"tables\": [{\"name\": \"PrimaryResult\"",
        ],
        what: "an answer of Azure's log query API",
        instead: "export the query as CSV",
    },
    Foreign {
        signs: &["\"terraform_version\""],
        what: "a state or plan of Terraform",
        instead: "give the lists of the Admin API",
    },
    Foreign {
        signs: &["\"resourceLogs\"", "\"scopeLogs\""],
        what: "log records of OpenTelemetry",
        instead: "give the activities themselves, one JSON object a line",
    },
    Foreign { signs: &["\"openapi\":", "\"swagger\":"], what: "a description of an API", instead: BODY },
];

/// Beginnings of texts of other programs.
const TEXT: [(&[&str], &str); 3] = [
    (&["* Trying", "*   Trying", "* Host", "* Connected", "> GET ", "< HTTP/"], "what `curl -v` prints"),
    (&["HTTP/1.1 ", "HTTP/2 ", "HTTP/1.0 "], "an answer with its headers in front (`curl -i`)"),
    (&["curl ", "#!/"], "a script or command"),
];

/// A word on a file of another program, or on events in a shape that is not read.
pub(super) fn word(text: &[u8], document: &Document) -> Option<String> {
    let head = String::from_utf8_lossy(&text[..text.len().min(LOOKED_AT)]);
    if document.json().is_some() {
        // What is in a line of its own is written with or without spaces.
        let found = JSON.iter().find(|one| one.signs.iter().any(|sign| head.contains(sign)));
        // An activity that is damaged is reported as such.
        let is_one = document
            .first()
            .is_some_and(|record| record.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with(ACTIVITY)));
        let events = || if is_one { None } else { events_in_json(&head) };
        return found.map(|one| format!("{}: not read; {}", one.what, one.instead)).or_else(events);
    }
    events_in_table(document)
}

/// A word on a text that is no table.
pub(super) fn of_text(text: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&text[..text.len().min(LOOKED_AT)]);
    let begins = |signs: &[&str]| signs.iter().any(|sign| head.trim_start().starts_with(sign));
    if around::begins_as_meter(text) {
        return Some("curl's progress meter and more around an answer: not read; fetch it again with `curl -sS`, its messages apart".to_owned());
    }
    if head.lines().any(|line| line.trim_start().starts_with(around::FENCE)) {
        return Some(
            "text with a block of Markdown (```): not read; save what stands inside the fence, as a file of its own"
                .to_owned(),
        );
    }
    let (_, what) = TEXT.iter().find(|(signs, _)| begins(signs))?;
    Some(format!("{what}: not read; {BODY}"))
}

/// JSON in which ids or types of activities stand, in a shape of a collector that nobody knows.
fn events_in_json(head: &str) -> Option<String> {
    let has_id = head.contains(&format!("\"{ACTIVITY}")) || head.contains(&format!("'{ACTIVITY}"));
    let has_type = || head.split('"').any(|word| word.contains('_') && is_activity_type(word));
    let has_actor = head.contains("actor");
    (has_actor && (has_id || has_type())).then(|| {
        "audit events inside JSON of another program: not read; give the activities themselves, as the answers of the API or one JSON \
         object a line"
            .to_owned()
    })
}

/// A table one column of which holds types of events.
fn events_in_table(document: &Document) -> Option<String> {
    let csv = document.delimited()?;
    let records = csv.first_records(SAMPLE);
    let log = audit_events();
    let columns = records.iter().map(Vec::len).min()?;
    let all =
        |at: usize, is: &dyn Fn(&str) -> bool| !records.is_empty() && records.iter().all(|record| is(&record[at]));
    let has = |is: &dyn Fn(&str) -> bool| (0..columns).any(|at| all(at, is));
    let raw = |cell: &str| serde_json::from_str::<Value>(cell).is_ok_and(|value| value.get("actor").is_some());
    if has(&|cell| cell.starts_with('{') && cell.contains(ACTIVITY) && !raw(cell)) {
        return Some(
            "a table whose texts of audit events are cut: the collector shortens what is long; export them whole, or the fields one by one"
                .to_owned(),
        );
    }
    if has(&|cell| cell.starts_with(ACTIVITY)) || has(&|cell| is_activity_type(cell)) || has(&raw) {
        return Some(
            "a table of audit events that lacks columns, or calls them otherwise: the activity feed is read from a table with at least \
             id, type and created_at, and better with the actor, or from JSON"
                .to_owned(),
        );
    }
    has(&|cell| log.contains(cell)).then(|| {
        "a table of audit events that lacks columns, or calls them otherwise: the audit log is read with at least created_at, event and \
         actor_info"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::recognize;
    use super::super::why;
    use super::*;

    fn said(text: &str) -> String {
        let document = Document::open(text.as_bytes());
        assert!(recognize(&document).is_none(), "{text}");
        why(text.as_bytes(), &document)
    }

    /// Fault: A collection of Postman, a recording of a browser or a table of a log was «a table of members that lacks columns», or of no known kind without a next step
    /// Outcome: What other programs write is named with what to give in its place, and events are never called members
    #[test]
    fn files_of_other_programs_and_events_are_named() {
        for (text, start) in [
            (
                r#"{"info":{"_postman_id":"1","name":"Admin","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[{"name":"users","response":[{"body":"{\"data\":[{\"type\":\"user\",\"id\":\"user_01\"}]}"}]}]}"#,
                "a collection, environment or run of Postman: not read; send the request",
            ),
            (
                r#"{"log":{"version":"1.2","entries":[{"startedDateTime":"2026-07-01T00:00:00Z","request":{"url":"https://api.anthropic.com/v1/organizations/users"},"response":{"content":{"text":"{}"}}}]}}"#,
                "a recording of a browser (HAR): not read; save the body",
            ),
            (
                r#"{"preview":false,"init_offset":0,"messages":[],"results":[{"_raw":"{\"id\":\"activity_1\"}","_time":"x"}]}"#,
                "search results of Splunk's REST API",
            ),
            (
                r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated"}],"rows":[["2026-07-01"]]}]}"#,
                "an answer of Azure's log query API",
            ),
            (r#"{"version":4,"terraform_version":"1.9.0","resources":[]}"#, "a state or plan of Terraform"),
            (r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[]}]}]}"#, "log records of OpenTelemetry"),
            (
                r#"{"batch":[{"payload":{"kind":"claude_chat_created","actor":{"type":"user_actor"}}}]}"#,
                "audit events inside JSON of another program",
            ),
            (
                "@timestamp,anthropic.type,user.id\n\"Sep 30, 2026 @ 16:53:00.000\",claude_chat_created,user_01A\n\"Sep 30, 2026 @ 16:54:00.000\",sso_login_succeeded,user_01B\n",
                "a table of audit events that lacks columns",
            ),
            (
                "time,_raw\n1,\"{\"\"id\"\":\"\"activity_01A\"\",\"\"type\"\":\"\"claude_ch\"\n2,\"{\"\"id\"\":\"\"activity_01B\"\",\"\"ac\"\n",
                "a table whose texts of audit events are cut",
            ),
            (
                "when,activity,who\n2026-07-01,activity_01A,user_01A\n2026-07-01,activity_01B,user_01B\n",
                "a table of audit events",
            ),
            ("when,what,who\n2026-07-01,user_signed_in_sso,user_01A\n", "a table of audit events"),
            ("time,user_id,ip\n10:00,user_01A,192.0.2.1\n10:01,user_01A,192.0.2.1\n", "a table of no known kind"),
            ("*   Trying 192.0.2.1:443...\n> GET /v1/organizations/users HTTP/2\n", "what `curl -v` prints: not read"),
            ("HTTP/2 200 \ncontent-type: application/json\n\n{\"data\": []}\n", "an answer with its headers in front"),
            (
                "apikey_01A,prod,active,2026-01-05T09:00:00Z,user_01Ann\napikey_01B,dev,active,2026-01-05T09:00:00Z,user_01Ann\n",
                "a list of API keys without",
            ),
            (
                "user_01A,wrkspc_01B,workspace_admin\nuser_01B,wrkspc_01B,workspace_user\n",
                "a list of memberships of workspaces without",
            ),
            ("user_01A,a@example.com,A,admin\nuser_01B,b@example.com,B,user\n", "a list of members without"),
            (r#"{"output":[{"x":1}]}"#, "JSON of no known kind"),
        ] {
            assert!(said(text).starts_with(start), "{text}\n{}", said(text));
        }
    }
}
