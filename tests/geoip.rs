//! Databases of places from outside: among the inputs, in the manifest, in findings, and in what `verify` derives.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "../src/geoip/testing.rs"]
mod database;
mod support;

use std::fs;

use database::{NetworkRecord, database};
use serde_json::{Value, json};
use support::{Folder, program};

fn event(at: &str, ip: &str) -> String {
    let actor = json!({"type": "user_actor", "user_id": "user_1", "email_address": "ann@example.com", "ip_address": ip,
        "user_agent": "Mozilla/5.0"});
    json!({"id": format!("activity_{at}"), "type": "sso_login_succeeded", "created_at": at, "actor": actor}).to_string()
        + "\n"
}

fn city(of_home: &str) -> Vec<u8> {
    let known = |network, country, at| NetworkRecord {
        network,
        country: Some(country),
        at: Some(at),
        operator: None,
        ..NetworkRecord::default()
    };
    database(&[known("198.51.100.0/24", of_home, (52.52, 13.405)), known("203.0.113.0/24", "US", (40.71, -74.0))])
}

fn asn() -> Vec<u8> {
    let known = |network, asn, name| NetworkRecord { network, operator: Some((asn, name)), ..NetworkRecord::default() };
    database(&[
        known("198.51.100.0/24", 64500, "Example Net"),
        known("203.0.113.0/24", 64501, "An operator with a rather long name"),
    ])
}

fn folder() -> Folder {
    let feed = [event("2026-08-03T10:00:00Z", "198.51.100.7"), event("2026-08-03T10:30:00Z", "203.0.113.9")].concat();
    Folder::with(&[("exports/feed.jsonl", feed.as_bytes()), ("city.mmdb", &city("DE")), ("asn.mmdb", &asn())])
}

fn run(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let output = program(arguments, &folder.0);
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&text).into_owned())
}

const BOTH: [&str; 4] = ["--geoip", "city.mmdb", "--geoip", "asn.mmdb"];

fn report(folder: &Folder, out: &str, more: &[&str]) -> Value {
    let (code, text) = run(folder, &[&["exports", "-q", "--format", "json,md", "--out", out], more].concat());
    assert_eq!(code, 0, "{text}");
    serde_json::from_slice(&fs::read(folder.path(&format!("{out}/findings.json"))).unwrap()).unwrap()
}

fn travels(report: &Value) -> Vec<&str> {
    let all = report["findings"].as_array().unwrap().iter();
    all.filter(|one| one["rule"] == "impossible-travel").map(|one| one["message"].as_str().unwrap()).collect()
}

#[test]
fn databases_are_inputs_and_places_are_told() {
    let folder = folder();
    let report = report(&folder, "report", &BOTH);
    let said = travels(&report);
    assert_eq!(said.len(), 1, "{said:?}");
    for part in ["DE, AS64500 Example Net", "US, AS64501 An operator with a rather long name", "6385 km in 30 min"] {
        assert!(said[0].contains(part), "{part}: {said:?}");
    }
    let inputs = report["inputs"].as_array().unwrap();
    let input = inputs.iter().find(|one| one["path"] == "geoip/city.mmdb").unwrap();
    let bytes = fs::read(folder.path("city.mmdb")).unwrap();
    let hash = clade_analyze::render::manifest::sha256(&bytes);
    assert_eq!(input["kind"], "geoip-database");
    assert_eq!((input["sha256"].as_str(), input["bytes"].as_u64()), (Some(hash.as_str()), Some(bytes.len() as u64)));
    let manifest: Value = serde_json::from_slice(&fs::read(folder.path("report/manifest.json")).unwrap()).unwrap();
    let named = manifest["predicate"]["materials"].as_array().unwrap();
    let one = named.iter().find(|one| one["name"] == "geoip/city.mmdb").unwrap();
    assert_eq!(one["digest"]["sha256"], hash.as_str());
}

#[test]
fn without_a_database_the_question_does_not_arise() {
    let folder = folder();
    let report = report(&folder, "report", &[]);
    assert!(travels(&report).is_empty());
    let checks = report["checks"].as_array().unwrap();
    assert_eq!(checks.iter().find(|one| one["id"] == "impossible-travel").unwrap()["status"], "not-applicable");
}

#[test]
fn the_order_of_the_arguments_is_nothing() {
    let folder = folder();
    report(&folder, "one", &BOTH);
    report(&folder, "two", &["--geoip", "asn.mmdb", "--geoip", "city.mmdb"]);
    for name in ["findings.json", "report.md", "manifest.json"] {
        let read = |out: &str| fs::read(folder.path(&format!("{out}/{name}"))).unwrap();
        assert!(read("one") == read("two"), "{name}");
    }
}

#[test]
fn verify_derives_the_report_from_the_same_databases() {
    let folder = folder();
    report(&folder, "report", &BOTH);
    let verify = |more: &[&str]| run(&folder, &[&["verify", "report", "--exports", "exports"], more].concat());
    let (code, text) = verify(&BOTH);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("3 inputs") && text.contains("2 outputs built again from the exports"), "{text}");
    let (code, text) = verify(&BOTH[..2]);
    assert!(code == 1 && text.contains("missing    input geoip/asn.mmdb"), "{text}");
    folder.write("city.mmdb", &city("FR"));
    let (code, text) = verify(&BOTH);
    assert!(code == 1 && text.contains("changed    input geoip/city.mmdb"), "{text}");
    let (code, text) = verify(&["--geoip", "none.mmdb"]);
    assert!(code == 2 && text.contains("cannot read the GeoIP database none.mmdb"), "{text}");
}

/// Fault: `--geoip` with a file that is no database
/// Outcome: Exit 2
#[test]
fn what_is_no_database_is_a_wrong_argument() {
    let folder = folder();
    folder.write("text.mmdb", b"hello");
    for (name, why) in [("text.mmdb", "is no GeoIP database"), ("none.mmdb", "cannot read the GeoIP database")] {
        let (code, text) = run(&folder, &["exports", "-q", "--out", "report", "--geoip", name]);
        assert!(code == 2 && text.contains(why) && text.contains(name), "{code} {text}");
    }
    let mut broken = city("DE");
    let at = broken.windows(8).position(|bytes| bytes == b"iso_code").unwrap();
    // A record that is no map, in a file that reads well otherwise.
    broken[at - 11] = 0x41;
    folder.write("broken.mmdb", &broken);
    let (code, text) = run(&folder, &["exports", "-q", "--out", "report", "--geoip", "broken.mmdb"]);
    assert!(code == 2 && text.contains("broken.mmdb is damaged"), "{code} {text}");
}
