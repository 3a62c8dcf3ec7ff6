//! Every status with what earns it, and everything that only looks like a resolution or a new finding.

mod endings;
mod goes_on;
mod lost_evidence;
mod unread;

use serde_json::{Value, json};

use crate::analyze::testing::{as_baseline, cost, days, key, page, policy, report, usage, with};
use crate::model::{Report, Status};
use crate::policy::Policy;

/// Keys of a quarter: usage that ends with it sets the time.
fn files(keys: &[Value], until: &str) -> Vec<(&'static str, String)> {
    let used = usage(&[("ok-used", "Default", days("2026-01-01", until))]);
    vec![("keys.json", page(keys)), ("usage.csv", used)]
}

fn run_with(files: &[(&str, String)], policy: &Policy, last: Option<&Report>) -> Report {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, content)| (*name, content.as_str())).collect();
    report(&files, policy, last.cloned().map(as_baseline))
}

fn run(files: &[(&str, String)], last: Option<&Report>) -> Report {
    run_with(files, &Policy::default(), last)
}

fn old_key() -> Value {
    key("old", "2026-01-02", None)
}

/// What the check `unrotated-key` says of the key, and since when it is known.
fn standing(report: &Report) -> Option<(Status, String)> {
    let finding = report.findings.iter().find(|finding| finding.rule == "unrotated-key")?;
    Some((finding.status, finding.first_seen.map(|at| at.date_naive().to_string()).unwrap_or_default()))
}

/// Why the baseline's finding of this check was not judged.
fn unjudged(report: &Report, rule: &str) -> String {
    let comparison = report.baseline.as_ref().unwrap();
    assert!(report.resolved.iter().all(|finding| finding.rule != rule), "resolved: {:?}", report.resolved);
    let one = comparison.unjudged.iter().find(|one| one.finding.rule == rule);
    one.map(|one| one.why.clone()).unwrap_or_else(|| panic!("{comparison:?}"))
}

/// Why the baseline cannot tell about a finding of now.
fn not_comparable(report: &Report, rule: &str) -> String {
    let comparison = report.baseline.as_ref().unwrap();
    let one = comparison.not_comparable.iter().find(|one| one.rule == rule);
    one.map(|one| one.why.clone()).unwrap_or_else(|| panic!("{comparison:?}"))
}

fn resolved(report: &Report, rule: &str) -> usize {
    report.resolved.iter().filter(|finding| finding.rule == rule).count()
}

#[test]
fn without_a_baseline_everything_is_open() {
    let alone = run(&files(&[old_key()], "2026-06-30"), None);
    assert_eq!(standing(&alone), Some((Status::Open, String::new())));
    assert!(alone.baseline.is_none() && alone.resolved.is_empty());
}

#[test]
fn new_then_persisting_then_resolved_then_reopened() {
    let fixed = with(old_key(), json!({"status": "inactive"}));
    let clean = run(&files(&[key("young", "2026-03-30", None)], "2026-04-01"), None);
    let both = |keys: &[Value]| [&[key("young", "2026-03-30", None)], keys].concat();
    let second = run(&files(&both(&[old_key()]), "2026-05-15"), Some(&clean));
    assert_eq!(standing(&second), Some((Status::New, "2026-05-16".to_owned())));
    let third = run(&files(&both(&[old_key()]), "2026-06-10"), Some(&second));
    assert_eq!(standing(&third), Some((Status::Persisting, "2026-05-16".to_owned())));
    let fourth = run(&files(&both(std::slice::from_ref(&fixed)), "2026-06-15"), Some(&third));
    assert_eq!((standing(&fourth), resolved(&fourth, "unrotated-key")), (None, 1));
    let back = run(&files(&both(&[old_key()]), "2026-06-20"), Some(&fourth));
    assert_eq!(standing(&back), Some((Status::Reopened, "2026-05-16".to_owned())));
    let fifth = run(&files(&both(&[fixed]), "2026-06-20"), Some(&fourth));
    assert_eq!(fifth.baseline.as_ref().unwrap().history.len(), fourth.resolved.len(), "remembered");
    let back = run(&files(&both(&[old_key()]), "2026-06-25"), Some(&fifth));
    assert_eq!(standing(&back), Some((Status::Reopened, "2026-05-16".to_owned())), "known from the history");
}

#[test]
fn a_key_that_a_list_lacks_is_not_resolved_by_that() {
    let last = run(&files(&[old_key(), key("b", "2026-06-01", None)], "2026-06-30"), None);
    let whole = run(&files(&[key("b", "2026-06-01", None)], "2026-07-30"), Some(&last));
    assert!(unjudged(&whole, "unrotated-key").contains("no event ended it"), "keys stay in the list");
    let mut cut = files(&[], "2026-07-30");
    cut[0].1 = json!({"data": [key("b", "2026-06-01", None)], "has_more": true, "last_id": "apikey_b"}).to_string();
    assert!(!unjudged(&run(&cut, Some(&last)), "unrotated-key").is_empty());
    let damaged = files(&[key("b", "2026-06-01", None), json!({"type": "api_key", "name": 7})], "2026-07-30");
    assert!(!unjudged(&run(&damaged, Some(&last)), "unrotated-key").is_empty());
    let none: Vec<_> = files(&[], "2026-07-30").into_iter().skip(1).collect();
    assert!(unjudged(&run(&none, Some(&last)), "unrotated-key").contains("this run. No export of API keys"));
}

#[test]
fn one_of_two_lists_is_not_the_whole() {
    let mut both = files(&[old_key()], "2026-06-30");
    both.push(("keys-b.json", page(&[key("b", "2026-06-01", None)])));
    let last = run(&both, None);
    let one = run(&files(&[key("b", "2026-06-01", None)], "2026-07-30"), Some(&last));
    assert!(unjudged(&one, "unrotated-key").contains("2 files"));
    let fixed = with(old_key(), json!({"status": "inactive"}));
    let joined = run(&files(&[fixed.clone(), key("b", "2026-06-01", None)], "2026-07-30"), Some(&last));
    assert_eq!(resolved(&joined, "unrotated-key"), 1, "as many entries in one file");
    let said = |report: &Report| report.brief.rest.iter().find(|one| one.starts_with("Since")).cloned();
    assert_eq!(said(&last), None, "there is nothing to compare with");
    let gone = joined.baseline.as_ref().unwrap().resolved;
    assert!(said(&joined).unwrap().contains(&format!(", {gone} resolved")), "{:?}", said(&joined));
    let other = run(&files(&[fixed], "2026-07-30"), Some(&last));
    assert!(unjudged(&other, "unrotated-key").contains("fewer entries"), "a verdict may rest on the other keys");
}

#[test]
fn what_a_run_could_not_judge_is_carried_to_the_next() {
    let last = run(&files(&[old_key()], "2026-06-30"), None);
    let unobservable_reason: Vec<_> = files(&[], "2026-07-15").into_iter().skip(1).collect();
    let second = run(&unobservable_reason, Some(&last));
    let third = run(&files(&[old_key()], "2026-07-30"), Some(&second));
    assert_eq!(standing(&third), Some((Status::Persisting, "2026-07-01".to_owned())));
    let fixed = with(old_key(), json!({"status": "inactive"}));
    let third = run(&files(&[fixed], "2026-07-30"), Some(&second));
    assert_eq!(resolved(&third, "unrotated-key"), 1);
}

#[test]
fn another_threshold_switch_or_section_is_another_question() {
    let fixed = files(&[with(old_key(), json!({"status": "inactive"}))], "2026-07-15");
    let found = files(&[old_key()], "2026-07-15");
    let last = run(&found, None);
    let lenient = policy("[checks.unrotated-key]\nmax_age_days = 300\n");
    let moved = run_with(&found, &lenient, Some(&last));
    assert!(
        unjudged(&moved, "unrotated-key").contains("`max_age_days` of its check was 90 in the baseline and is 300")
    );
    let back = run(&found, Some(&run_with(&found, &lenient, None)));
    assert!(not_comparable(&back, "unrotated-key").contains("was 300 in the baseline and is 90"));
    let off = policy("[checks.unrotated-key]\nenabled = false\nreason = \"r\"\n");
    assert!(unjudged(&run_with(&fixed, &off, Some(&last)), "unrotated-key").contains("disabled in this run"));
    let back = run(&found, Some(&run_with(&found, &off, None)));
    assert!(not_comparable(&back, "unrotated-key").contains("disabled in the baseline"));
    let named = policy("[environments]\nproduction = [\"blue\"]\n");
    let other_section = run_with(&fixed, &named, Some(&last));
    assert_eq!(resolved(&other_section, "unrotated-key"), 1, "environments are none of its business");
    let renamed = policy("[organization]\nname = \"Example\"\n");
    assert_eq!(resolved(&run_with(&fixed, &renamed, Some(&last)), "unrotated-key"), 1, "a name decides nothing");
    let roles = policy("[access.roles]\nadmin = [\"ann@example.com\"]\n");
    assert_eq!(resolved(&run_with(&fixed, &roles, Some(&last)), "unrotated-key"), 1, "no check of keys asks for roles");
    let domains = policy("[organization]\ndomains = [\"example.com\"]\n");
    assert!(unjudged(&run_with(&fixed, &domains, Some(&last)), "unrotated-key").contains("[organization]"));
}

#[test]
fn a_suppressed_finding_persists() {
    let found = files(&[old_key()], "2026-06-30");
    let last = run(&found, None);
    let accepting = policy(
        "[[suppress]]\nrule = \"unrotated-key\"\nsubject = \"apikey_old\"\nreason = \"r\"\napproved_by = \"a@example.com\"\nexpires = 2027-01-31\n",
    );
    let suppressed = run_with(&found, &accepting, Some(&last));
    assert_eq!(resolved(&suppressed, "unrotated-key"), 0);
    assert_eq!(suppressed.suppressed[0].finding.status, Status::Persisting);
    let open = run(&found, Some(&suppressed));
    assert_eq!(standing(&open), Some((Status::Persisting, "2026-07-01".to_owned())), "and so it does without");
}

#[test]
fn an_older_catalogue_or_definition_cannot_tell() {
    let found = files(&[old_key()], "2026-06-30");
    let fixed = files(&[with(old_key(), json!({"status": "inactive"}))], "2026-06-30");
    let mut last = run(&found, None);
    last.checks.iter_mut().for_each(|check| check.basis.definition = "0000000000".to_owned());
    last.tool.version = "0.0.9".to_owned();
    assert!(unjudged(&run(&fixed, Some(&last)), "unrotated-key").contains("versions 0.0.9 and"));
    let mut last = run(&fixed, None);
    last.checks.retain(|check| check.id != "unrotated-key");
    assert!(
        not_comparable(&run(&found, Some(&last)), "unrotated-key").contains("not in the catalogue of the baseline")
    );
    let mut last = run(&found, None);
    last.findings.iter_mut().for_each(|finding| finding.rule = "former-check".to_owned());
    last.findings.iter_mut().for_each(|finding| finding.id.push('0'));
    assert!(unjudged(&run(&found, Some(&last)), "former-check").contains("not in the catalogue of this run"));
}

#[test]
fn another_organization_and_a_later_baseline_say_nothing() {
    let organization =
        |id: &str| ("org.json", json!({"type": "organization", "id": id, "name": "Example"}).to_string());
    let of = |id: &str, keys: &[Value], until: &str| [files(keys, until), vec![organization(id)]].concat();
    let last = run(&of("org-a", &[old_key()], "2026-06-30"), None);
    let other = run(&of("org-b", &[old_key()], "2026-07-30"), Some(&last));
    assert!(not_comparable(&other, "unrotated-key").contains("another organization"));
    assert_eq!(other.resolved.len(), 0);
    let same = run(&of("org-a", &[old_key()], "2026-07-30"), Some(&last));
    assert_eq!(standing(&same).unwrap().0, Status::Persisting);
    assert!(same.baseline.unwrap().notes.is_empty());
    let unnamed = run(&files(&[old_key()], "2026-07-30"), Some(&last));
    assert!(unnamed.baseline.unwrap().notes[0].contains("assumed"));
    let earlier = run(&of("org-a", &[old_key()], "2026-05-30"), Some(&last));
    assert!(not_comparable(&earlier, "unrotated-key").contains("later than this report"));
}

fn spending(quarter: &[String], spike: Option<&str>) -> Vec<(&'static str, String)> {
    let row = |day: &String| {
        let usd = if Some(day.as_str()) == spike { 900.0 } else { 40.0 };
        (day.clone(), "ok", "apikey_ok", "Default", usd)
    };
    vec![("cost.csv", cost(&quarter.iter().map(row).collect::<Vec<_>>()))]
}

#[test]
fn an_event_is_neither_resolved_by_another_quarter_nor_by_removing_its_day() {
    let (q2, q3) = (days("2026-04-01", "2026-06-30"), days("2026-07-01", "2026-09-30"));
    let last = run(&spending(&q2, Some("2026-05-20")), None);
    assert!(last.findings.iter().any(|finding| finding.rule == "spend-spike"), "the spike is found");
    let next = run(&spending(&q3, None), Some(&last));
    assert!(unjudged(&next, "spend-spike").contains("are not all among those of this run"));
    let after = run(&spending(&q3, None), Some(&next));
    let comparison = after.baseline.as_ref().unwrap();
    assert!(comparison.unjudged.iter().all(|one| one.finding.rule != "spend-spike"), "reported once");
    assert!(comparison.history.iter().any(|one| one.rule == "spend-spike" && one.resolved.is_none()));
    let without: Vec<String> = q2.iter().filter(|day| *day != "2026-05-20").cloned().collect();
    assert!(
        unjudged(&run(&spending(&without, None), Some(&last)), "spend-spike").contains("no row of cost on 2026-05-20")
    );
    let restated = run(&spending(&q2, None), Some(&last));
    assert_eq!(resolved(&restated, "spend-spike"), 1, "the day is there and says something else");
    assert!(restated.findings.iter().any(|finding| finding.rule == "rewritten-history"), "which is reported too");
    let again = run(&spending(&q3, Some("2026-08-19")), Some(&last));
    let spike = again.findings.iter().find(|finding| finding.rule == "spend-spike").unwrap();
    assert_eq!(spike.status, Status::New, "it happened after the baseline");
}

#[test]
fn a_file_that_is_not_there_is_not_mended() {
    let broken = usage(&[("k", "Default", days("2026-01-01", "2026-06-30"))]).replacen("1000", "many", 1);
    let last = run(&[("first.csv", broken.clone())], None);
    let sound = || usage(&[("k", "Default", days("2026-01-01", "2026-06-30"))]);
    let other = run(&[("second.csv", sound())], Some(&last));
    assert!(unjudged(&other, "rejected-rows").contains("`first.csv` is not among the exports"));
    assert_eq!(resolved(&run(&[("first.csv", sound())], Some(&last)), "rejected-rows"), 1);
}

#[test]
fn a_month_says_less_than_a_quarter() {
    let unknown = |from: &str, until: &str, name: &'static str| {
        let used = usage(&[(name, "Default", days(from, until))]);
        vec![("keys.json", page(&[key("ok", "2026-03-01", None)])), ("usage.csv", used)]
    };
    let last = run(&unknown("2026-04-01", "2026-06-30", "stale-unknown"), None);
    assert!(last.findings.iter().any(|finding| finding.rule == "unknown-key"));
    let month = run(&unknown("2026-07-01", "2026-07-31", "ok"), Some(&last));
    assert!(unjudged(&month, "unknown-key").contains("31 days of token usage"));
    let quarter = run(&unknown("2026-07-01", "2026-09-30", "ok"), Some(&last));
    assert_eq!(resolved(&quarter, "unknown-key"), 1);
}

#[test]
fn a_series_that_stops_early_does_not_speak_of_now() {
    let ending = |until: &str, name: &'static str| {
        let used = usage(&[(name, "Default", days("2026-01-01", until))]);
        let keys = page(&[key("ok", "2026-01-01", None), key("ok-late", "2026-07-01", None)]);
        vec![("keys.json", keys), ("usage.csv", used)]
    };
    let last = run(&ending("2026-06-30", "stale-unknown"), None);
    assert!(last.findings.iter().any(|finding| finding.rule == "unknown-key"));
    let early = run(&ending("2026-05-31", "ok"), Some(&last));
    assert!(unjudged(&early, "unknown-key").contains("ends on 2026-05-31, 31 days before the rest"));
    assert_eq!(resolved(&run(&ending("2026-06-29", "ok"), Some(&last)), "unknown-key"), 1);
}

#[test]
fn fewer_records_of_the_same_period_mend_nothing() {
    let list =
        |name: &str| page(&[with(key("a", "2026-06-01", None), json!({ "name": name })), key("b", "2026-06-02", None)]);
    let shorter = page(&[key("b", "2026-06-02", None)]);
    let used = |until: &str| usage(&[("a", "Default", days("2026-04-01", until))]);
    let files = |other: &str, until: &str| {
        vec![("one.json", list("a")), ("other.json", other.to_owned()), ("usage.csv", used(until))]
    };
    let contradicting = run(&files(&list("renamed"), "2026-06-30"), None);
    assert_eq!(contradicting.findings.iter().filter(|finding| finding.rule == "conflicting-records").count(), 1);
    let cut = run(&files(&shorter, "2026-06-30"), Some(&contradicting));
    assert_eq!(
        unjudged(&cut, "conflicting-records"),
        "other.json has 1 record, 2 in the baseline, and the period is the same"
    );
    let agreeing = run(&files(&list("a"), "2026-06-30"), Some(&contradicting));
    assert_eq!(resolved(&agreeing, "conflicting-records"), 1, "as many records that no longer contradict");
}
