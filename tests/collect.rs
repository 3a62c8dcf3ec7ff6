//! The printed script against a small server on loopback: pages, refusals, rate limits, cut connections, a second start.
//!
//! Needs `sh`, `curl` and `jq`; says so and passes where one is missing, as on Windows.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs, reason = "a test")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::{Value, json};
use support::{Folder, program};

const ADMIN: &str = "sk-ant-admin01-test";
const COMPLIANCE: &str = "sk-ant-api01-test";

/// What the server did, by path and query.
type Log = Arc<Mutex<Vec<(String, String)>>>;

struct Server {
    address: String,
    log: Log,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers by what `answer` says of a path, its key and how often it was asked for before.
    fn start(answer: impl Fn(&str, &str, usize) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (log, stop) = (Log::default(), Arc::new(AtomicBool::new(false)));
        let (own_log, own_stop) = (log.clone(), stop.clone());
        let thread = std::thread::spawn(move || {
            let mut asked: BTreeMap<String, usize> = BTreeMap::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if own_stop.load(Ordering::SeqCst) {
                    break;
                }
                let Some((path, key)) = request(&stream) else { continue };
                let before = asked.entry(path.clone()).or_default();
                reply(stream, &answer(&path, &key, *before));
                *before += 1;
                own_log.lock().unwrap().push((path, key));
            }
        });
        Self { address, log, stop, thread: Some(thread) }
    }

    fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().iter().map(|(path, _)| path.clone()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

enum Answer {
    Json(Value),
    Status(u16, &'static str, Value),
    /// Half of the answer that its length promises.
    Cut,
}

/// Path and key of a request.
fn request(stream: &TcpStream) -> Option<(String, String)> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.take_while(|line| !line.is_empty());
    let key = headers.filter_map(|line| line.to_lowercase().strip_prefix("x-api-key: ").map(str::to_owned)).last();
    Some((path, key.unwrap_or_default()))
}

fn reply(mut stream: TcpStream, answer: &Answer) {
    let (status, extra, body) = match answer {
        Answer::Json(body) => (200, "", body.to_string()),
        Answer::Status(status, extra, body) => (*status, *extra, body.to_string()),
        Answer::Cut => {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{{\"data\": [");
            return;
        }
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status} Ok\r\nContent-Length: {}\r\nrequest-id: req_1\r\nanthropic-organization-id: org-1\r\n\
         Date: Thu, 01 Oct 2026 08:00:00 GMT\r\n{extra}Connection: close\r\n\r\n{body}",
        body.len()
    );
}

fn tools_are_there() -> bool {
    let missing = ["sh", "curl", "jq"].into_iter().find(|tool| {
        let called = Command::new(tool).arg(if *tool == "sh" { "-c" } else { "--version" }).arg("true").output();
        called.is_err()
    });
    missing.is_none_or(|tool| {
        eprintln!("skipped: {tool} is not installed");
        false
    })
}

fn collect(folder: &Folder, server: &Server, into: &str) -> Output {
    let script = program(&["collect", "--period", "2026-Q3"], &folder.0);
    assert_eq!(script.status.code(), Some(0));
    folder.write("collect.sh", &script.stdout);
    let mut run = Command::new("sh");
    run.arg("collect.sh").arg(into).current_dir(&folder.0).env("ANTHROPIC_BASE_URL", &server.address);
    run.env("ANTHROPIC_ADMIN_KEY", ADMIN).env("ANTHROPIC_COMPLIANCE_KEY", COMPLIANCE).env("TRIES", "3");
    run.env("no_proxy", "127.0.0.1").output().unwrap()
}

fn page(ids: &[&str], kind: &str, more: Value) -> Value {
    let data: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "type": kind, "name": id, "status": "active", "created_at": "2026-07-01T00:00:00Z"}))
        .collect();
    let mut page = json!({"data": data, "has_more": false, "first_id": ids.first(), "last_id": ids.last()});
    page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    page
}

/// An organization of two pages of keys, two workspaces, and nothing of what Enterprise has.
fn organization(path: &str, key: &str, before: usize) -> Answer {
    let is_compliance = path.starts_with("/v1/compliance");
    if key != if is_compliance { COMPLIANCE } else { ADMIN } {
        return Answer::Status(401, "", json!({"error": {"message": "wrong key"}}));
    }
    let (name, query) = path.split_once('?').unwrap_or((path, ""));
    match name {
        "/v1/organizations/me" => Answer::Json(json!({"id": "org-1", "type": "organization", "name": "Test"})),
        "/v1/organizations/api_keys" if !query.contains("after_id") => match before {
            0 => Answer::Status(429, "Retry-After: 0\r\n", json!({"error": {"message": "slow down"}})),
            _ => Answer::Json(page(&["apikey_1", "apikey_2"], "api_key", json!({"has_more": true}))),
        },
        "/v1/organizations/api_keys" if before == 0 => Answer::Cut,
        "/v1/organizations/api_keys" => Answer::Json(page(&["apikey_3"], "api_key", json!({}))),
        "/v1/organizations/workspaces" => Answer::Json(page(&["wrkspc_1", "../../evil"], "workspace", json!({}))),
        "/v1/organizations/workspaces/wrkspc_1/members" => Answer::Json(page(&[], "workspace_member", json!({}))),
        "/v1/organizations/users" => Answer::Json(page(&["user_1"], "user", json!({}))),
        "/v1/organizations/service_accounts" if !query.contains("page=") => {
            Answer::Json(json!({"data": [{"id": "svac_1", "type": "service_account"}], "next_page": "a b&c"}))
        }
        "/v1/organizations/service_accounts" => {
            Answer::Json(json!({"data": [{"id": "svac_2", "type": "service_account"}], "next_page": null}))
        }
        "/v1/organizations/usage_report/messages" => Answer::Json(json!({"data": [], "has_more": false})),
        "/v1/compliance/activities" => Answer::Json(page(&["activity_1"], "org_user_left", json!({}))),
        _ => Answer::Status(404, "", json!({"error": {"message": "not found"}})),
    }
}

/// Fault: Rate limits, errors and cut connections while exports are collected
/// Outcome: Waited for as asked and fetched again; every page once
#[test]
fn every_page_is_fetched_through_rate_limits_and_cut_connections() {
    if !tools_are_there() {
        return;
    }
    let server = Server::start(organization);
    let folder = Folder::new();
    let output = collect(&folder, &server, "e");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let read =
        |name: &str| std::fs::read_to_string(folder.path(&format!("e/{name}"))).unwrap_or_else(|_| panic!("{name}"));
    for (file, id) in [
        ("organization.json", "org-1"),
        ("api_keys/0001.json", "apikey_2"),
        ("api_keys/0002.json", "apikey_3"),
        ("service_accounts/0002.json", "svac_2"),
        ("activities/0001.json", "activity_1"),
        ("workspaces_members/wrkspc_1/0001.json", "data"),
        ("usage_report/0001.json", "data"),
    ] {
        assert!(read(file).contains(id), "{file}");
        assert!(read(&format!("{file}.headers")).contains("request-id: req_1"));
    }
    let asked = server.asked();
    assert!(asked.iter().any(|path| path.ends_with("page=a%20b%26c")), "{asked:?}");
    assert!(asked.iter().all(|path| !path.contains("evil")), "ids that are none: {asked:?}");
    assert!(
        asked
            .iter()
            .any(|path| path.contains("created_at.gte=2026-03-31T00:00:00Z&created_at.lt=2026-10-01T00:00:00Z"))
    );
    assert!(read("collect.log").contains("not fetched: /v1/organizations/analytics/usage"), "the older report instead");
    let listed = read("exports.toml");
    assert!(listed.contains("path = \"api_keys\"") && listed.contains("records = 3"), "{listed}");
    for (path, bytes) in support::tree(&folder.path("e")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(ADMIN) && !text.contains(COMPLIANCE), "a key in {path}");
        assert!(!path.ends_with(".part"), "{path} is left");
    }
    let output = program(&["e", "--out", "r", "-q", "--format", "json"], &folder.0);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&std::fs::read(folder.path("r/findings.json")).unwrap()).unwrap();
    let keys = report["inputs"].as_array().unwrap().iter().find(|input| input["path"] == "api_keys/0001.json").unwrap();
    assert!(
        keys["notes"][0].as_str().unwrap().starts_with("answered on 2026-10-01 08:00:00 UTC, request req_1"),
        "{keys}"
    );
    let unknown: Vec<&Value> =
        report["inputs"].as_array().unwrap().iter().filter(|input| input["kind"].is_null()).collect();
    assert_eq!(unknown, Vec::<&Value>::new(), "every file of the folder is known");
    let again = collect(&folder, &server, "e");
    assert_eq!(again.status.code(), Some(2), "a finished folder is not written to");
    assert_eq!(server.asked().len(), asked.len());
}

/// Fault: A collection that gave up
/// Outcome: The next run fetches what is missing
#[test]
fn what_was_given_up_is_fetched_by_the_next_run() {
    if !tools_are_there() {
        return;
    }
    // The second page of keys fails in the first run; there is one server for both.
    let server = Server::start(|path, key, before| match path {
        "/v1/organizations/api_keys?limit=1000&after_id=apikey_2" if before < 3 => {
            Answer::Status(503, "Retry-After: 0\r\n", json!({}))
        }
        _ => organization(path, key, before.max(usize::from(path.contains("after_id")))),
    });
    let folder = Folder::new();
    let first = collect(&folder, &server, "e");
    assert_eq!(first.status.code(), Some(1), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(!folder.path("e/api_keys/0002.json").exists() && !folder.path("e/collect.done").exists());
    let asked = |part: &str| server.asked().iter().filter(|path| path.contains(part)).count();
    let (me, keys) = (asked("/me"), asked("api_keys?limit=1000"));
    let second = collect(&folder, &server, "e");
    assert_eq!(second.status.code(), Some(0), "{}", String::from_utf8_lossy(&second.stderr));
    assert!(folder.path("e/api_keys/0002.json").exists());
    assert_eq!(asked("/me"), me, "what is there is not asked for again");
    assert_eq!(asked("api_keys?limit=1000"), keys + 1);
}

/// Fault: No key, or a folder that holds something else
/// Outcome: Nothing is fetched
#[test]
fn nothing_is_fetched_into_somebody_else_s_folder_or_without_a_key() {
    if !tools_are_there() {
        return;
    }
    let server = Server::start(organization);
    let folder = Folder::with(&[("mine/notes.txt", b"mine")]);
    let refused = collect(&folder, &server, "mine");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not empty"));
    let mut run = Command::new("sh");
    run.args(["collect.sh", "e"]).current_dir(&folder.0).env("ANTHROPIC_BASE_URL", &server.address);
    let output = run.env_remove("ANTHROPIC_ADMIN_KEY").env_remove("ANTHROPIC_COMPLIANCE_KEY").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(server.asked(), [""; 0]);
}
