//! The same days in two runs: rewritten, and what only looks like it.

use serde_json::{Value, json};

use super::*;
use crate::analyze::testing::{activity, as_baseline, baseline, cost, days, judge, report, usage, with};
use crate::ingest;
use crate::policy::Policy;

fn outcome(then: &[(&str, &str)], now: &[(&str, &str)]) -> Outcome {
    let files = now.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect();
    judge(&ANALYZER, &ingest::load_bytes(files).unwrap(), &Policy::default(), Some(&baseline(then)))
}

/// `subject: message` of every finding.
fn found(then: &[(&str, &str)], now: &[(&str, &str)]) -> Vec<String> {
    match outcome(then, now) {
        Outcome::NotApplicable { why, .. } => vec![format!("not applicable: {why}")],
        Outcome::NotAssessed { why, .. } => vec![format!("not assessed: {why}")],
        Outcome::Assessed { findings, .. } => {
            assert!(findings.iter().all(|finding| !finding.evidence.is_empty()), "{findings:?}");
            findings.iter().map(|f| format!("{}: {}", f.subject.label(), f.message)).collect()
        }
    }
}

fn quarter() -> Vec<String> {
    days("2026-04-01", "2026-06-30")
}

/// A usage export of the quarter and some days, changed on the line of one day.
fn edited(day: &str, from: &str, to: &str) -> String {
    let csv = usage(&[("k", "Default", quarter())]);
    let line = csv.lines().find(|line| line.starts_with(day)).unwrap();
    csv.replace(line, &line.replace(from, to))
}

#[test]
fn a_changed_sum_is_found_with_both_values_and_files() {
    let then = usage(&[("k", "Default", quarter())]);
    let now = edited("2026-05-12", ",1000,", ",400,");
    let found = found(&[("q2.csv", &then)], &[("q2-again.csv", &now)]);
    assert_eq!(found.len(), 1, "{found:?}");
    for part in ["token usage: 2026-05-12: uncached_input, then 1000, now 400", "in q2.csv of", "now in q2-again.csv"] {
        assert!(found[0].contains(part), "{part}: {}", found[0]);
    }
}

#[test]
fn the_same_past_and_a_longer_present_are_fine() {
    let then = usage(&[("k", "Default", quarter())]);
    let longer = usage(&[("k", "Default", days("2026-04-01", "2026-09-30"))]);
    assert_eq!(found(&[("q2.csv", &then)], &[("all.csv", &longer)]), [""; 0]);
    assert_eq!(found(&[("q2.csv", &then)], &[("q2.csv", &then)]), [""; 0]);
}

#[test]
fn days_that_had_not_settled_are_not_compared() {
    let then = usage(&[("k", "Default", quarter())]);
    for day in ["2026-06-28", "2026-06-29", "2026-06-30"] {
        let now = format!("{}{}", edited(day, ",1000,", ",9000,"), "");
        assert_eq!(found(&[("q2.csv", &then)], &[("q2.csv", &now)]), [""; 0], "{day}");
    }
    let now = edited("2026-06-27", ",1000,", ",9000,");
    assert_eq!(found(&[("q2.csv", &then)], &[("q2.csv", &now)]).len(), 1, "the last settled day");
}

#[test]
fn a_day_that_vanished_and_one_that_appeared() {
    let whole = usage(&[("k", "Default", quarter())]);
    let hole = usage(&[("k", "Default", quarter().into_iter().filter(|day| day != "2026-05-12").collect())]);
    let gone = found(&[("a.csv", &whole)], &[("a.csv", &hole)]);
    assert!(gone.len() == 1 && gone[0].contains("then 1 row, now no row"), "{gone:?}");
    let appeared = found(&[("a.csv", &hole)], &[("a.csv", &whole)]);
    assert!(appeared.len() == 1 && appeared[0].contains("then no row, now 1 row"), "{appeared:?}");
    let elsewhere = usage(&[("k", "Default", days("2026-06-01", "2026-08-30"))]);
    assert_eq!(found(&[("a.csv", &whole)], &[("b.csv", &elsewhere)]), [""; 0], "May is not covered any more");
}

#[test]
fn days_in_a_row_are_one_finding_and_another_selection_is_in_doubt() {
    let then = usage(&[("k", "Default", quarter())]);
    let now = edited("2026-05-12", ",1000,", ",1,");
    let second = now.lines().find(|line| line.starts_with("2026-05-13")).unwrap().to_owned();
    let now = now.replace(&second, &second.replace(",1000,", ",2,"));
    let found_twice = found(&[("a.csv", &then)], &[("a.csv", &now)]);
    assert!(found_twice.len() == 1 && found_twice[0].contains("2026-05-13"), "{found_twice:?}");
    let both = usage(&[("k", "Default", quarter()), ("k", "Other", quarter())]);
    let Outcome::Assessed { findings, .. } = outcome(&[("one.csv", &then)], &[("both.csv", &both)]) else { panic!() };
    assert_eq!((findings.len(), findings[0].confidence), (1, Confidence::Low));
    assert!(findings[0].message.contains("another filter"), "{}", findings[0].message);
}

#[test]
fn cost_is_compared_exactly_and_within_rounding_where_grouped_otherwise() {
    let row = |day: String, key, usd| (day, key, "apikey_1", "Default", usd);
    let by_key = |usd: f64| cost(&quarter().into_iter().map(|day| row(day, "k", usd)).collect::<Vec<_>>());
    let one_off = |usd: &str| {
        let csv = by_key(2.0);
        let line = csv.lines().find(|line| line.starts_with("2026-05-12")).unwrap();
        csv.replace(line, &line.replacen("2.00", usd, 1))
    };
    let edited = found(&[("c.csv", &by_key(2.0))], &[("c.csv", &one_off("1.99"))]);
    assert!(edited.len() == 1 && edited[0].contains("cost, then 2 USD, now 1.99 USD"), "{edited:?}");
    let ungrouped = |csv: &str| csv.replace(",k,message,", ",,message,").replace("apikey_1,active", ",");
    assert_eq!(found(&[("c.csv", &by_key(2.0))], &[("c.csv", &ungrouped(&one_off("1.99")))]), [""; 0]);
    let more = found(&[("c.csv", &by_key(2.0))], &[("c.csv", &ungrouped(&one_off("1.90")))]);
    assert_eq!(more.len(), 1, "ten cents are no rounding of two rows");
}

#[test]
fn a_file_of_which_something_was_lost_says_nothing() {
    let then = usage(&[("k", "Default", quarter())]);
    let now = edited("2026-05-12", ",1000,", ",many,");
    let lost = found(&[("a.csv", &then)], &[("a.csv", &now)]);
    assert!(lost[0].starts_with("not applicable"), "{lost:?}");
}

fn feed(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

fn month() -> Vec<Value> {
    let of_day = |day: &String| {
        ["08", "17"].map(|hour| activity(&format!("{day}T{hour}:00:00Z"), "claude_project_viewed", "ok", json!({})))
    };
    days("2026-06-01", "2026-06-30").iter().flat_map(of_day).collect()
}

#[test]
fn removed_and_exchanged_events_are_found_and_late_ones_are_not() {
    let all = month();
    let at = |day: &str| all.iter().position(|event| event["created_at"].as_str().unwrap().starts_with(day)).unwrap();
    let mut removed = all.clone();
    removed.remove(at("2026-06-10"));
    let found_removed = found(&[("feed.jsonl", &feed(&all))], &[("feed.jsonl", &feed(&removed))]);
    assert!(found_removed.len() == 1 && found_removed[0].contains("then 2 events"), "{found_removed:?}");
    assert!(found_removed[0].contains("now 1 event"), "{found_removed:?}");
    let mut exchanged = all.clone();
    exchanged[at("2026-06-10")] = with(all[at("2026-06-10")].clone(), json!({"id": "activity_other"}));
    let found_exchanged = found(&[("feed.jsonl", &feed(&all))], &[("feed.jsonl", &feed(&exchanged))]);
    assert!(found_exchanged.len() == 1 && found_exchanged[0].contains("as many events, but not the same"));
    let Outcome::Assessed { findings, notes, .. } =
        outcome(&[("feed.jsonl", &feed(&removed))], &[("feed.jsonl", &feed(&all))])
    else {
        panic!("assessed")
    };
    assert_eq!((findings.len(), notes.len()), (0, 2), "{notes:?}");
    assert!(notes[1].contains("1 event of 1 past day"), "{notes:?}");
}

#[test]
fn the_first_day_of_a_list_of_events_may_have_begun_before_it() {
    let all = month();
    let cut: Vec<Value> = all[1..].to_vec();
    assert_eq!(found(&[("feed.jsonl", &feed(&all))], &[("feed.jsonl", &feed(&cut))]), [""; 0]);
}

#[test]
fn nothing_to_compare_is_not_applicable() {
    let q2 = usage(&[("k", "Default", quarter())]);
    let q3 = usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
    assert!(
        found(&[("q2.csv", &q2)], &[("q3.csv", &q3)])[0].starts_with("not applicable: the earlier report and this")
    );
    let without = report(&[("q2.csv", &q2)], &Policy::default(), None);
    let entry = without.not_assessed.iter().find(|one| one.rule == ANALYZER.id).unwrap();
    assert!(entry.why.contains("No earlier report") && entry.needs[0].contains("--baseline"), "{entry:?}");
    let id = |id: &str| json!({"type": "organization", "id": id, "name": "Example"}).to_string();
    let (ours, theirs) = (id("org-ours"), id("org-theirs"));
    assert!(
        found(&[("q.csv", &q2), ("o.json", &theirs)], &[("q.csv", &q2), ("o.json", &ours)])[0].contains("another org")
    );
}

#[test]
fn an_older_baseline_without_fingerprints_compares_nothing() {
    let q2 = usage(&[("k", "Default", quarter())]);
    let mut old = report(&[("q2.csv", &q2)], &Policy::default(), None);
    old.fingerprints.clear();
    let data = ingest::load_bytes(vec![("q2.csv".to_owned(), q2.into_bytes())]).unwrap();
    let outcome = judge(&ANALYZER, &data, &Policy::default(), Some(&as_baseline(old)));
    assert!(matches!(outcome, Outcome::NotApplicable { .. }));
}
