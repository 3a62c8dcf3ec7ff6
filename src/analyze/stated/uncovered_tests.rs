//! Days that no export of use covers, and exports of another time, beside a feed of the third quarter.

use serde_json::json;

use super::tests::{check, reduced};
use crate::analyze::testing::{activity, cost, days, found_in, key, page, report, usage, workspace};
use crate::policy::Policy;

fn feed() -> String {
    let signed_in =
        |day: String| activity(&format!("{day}T08:00:00Z"), "sso_login_succeeded", "ok", json!({})).to_string();
    days("2026-07-01", "2026-09-30").into_iter().map(signed_in).collect::<Vec<_>>().join("\n")
}

/// What checks say that they could not look at.
fn partial(ids: &[&str], files: &[(&str, &str)]) -> Vec<Option<String>> {
    let report = report(files, &Policy::default(), None);
    let of = |id: &&str| report.checks.iter().find(|check| check.id == *id).unwrap().partial.clone();
    ids.iter().map(of).collect()
}

fn lacks(days: &str) -> Option<String> {
    Some(format!("no export of use covers {days}: export usage and cost of these days"))
}

/// Fault: Usage and cost that end a month before the period, or begin a month behind its first day, marked no check; a hole of the same length in the middle did, with the advice to export by key what was not exported at all
/// Outcome: Days that no export covers are said, wherever in the period they lie, and so is what is to be exported; a quiet end that an export states, or that is usual, is none
#[test]
fn days_that_no_export_covers_are_said_wherever_they_lie() {
    let (feed, spaces) = (feed(), page(&[workspace("A")]));
    let keys = page(&[key("k", "2026-01-05", Some("wrkspc_A"))]);
    let named = |ranges: &[(&str, &str)]| {
        usage(&ranges.iter().map(|(from, to)| ("k", "A", days(from, to))).collect::<Vec<_>>())
    };
    let every_third_week: Vec<String> = days("2026-07-01", "2026-09-30").into_iter().step_by(21).collect();
    let unnamed = |days: &str| format!("no export of use names keys on {days}: export use grouped by API key");
    let (bare, later) = (reduced("2026-09-01", "2026-09-15"), reduced("2026-09-01", "2026-09-30"));
    let summer = named(&[("2026-07-01", "2026-08-31")]);
    let both = lacks("2026-09-16 to 2026-09-30").map(|one| format!("{one}; {}", unnamed("2026-09-01 to 2026-09-15")));
    for (what, use_files, said) in [
        ("nothing", vec![named(&[("2026-07-01", "2026-09-30")])], None),
        ("the end", vec![summer.clone()], lacks("2026-09-01 to 2026-09-30")),
        ("the beginning", vec![named(&[("2026-08-01", "2026-09-30")])], lacks("2026-07-01 to 2026-07-31")),
        (
            "the middle",
            vec![named(&[("2026-07-01", "2026-07-31"), ("2026-09-01", "2026-09-30")])],
            lacks("2026-08-01 to 2026-08-31"),
        ),
        (
            "both ends",
            vec![named(&[("2026-08-01", "2026-08-31")])],
            lacks("2026-07-01 to 2026-07-31, 2026-09-01 to 2026-09-30"),
        ),
        ("a quiet week", vec![named(&[("2026-07-01", "2026-09-21")])], None),
        ("days between use every third week", vec![usage(&[("k", "A", every_third_week)])], None),
        ("names", vec![summer.clone(), later], Some(unnamed("2026-09-01 to 2026-09-30"))),
        ("names, and then all", vec![summer, bare], both),
    ] {
        let mut files = vec![("feed.jsonl", feed.as_str()), ("keys.json", &keys), ("spaces.json", &spaces)];
        files.extend(["a.csv", "b.csv"].into_iter().zip(use_files.iter().map(String::as_str)));
        let found = partial(&["unknown-key", "shared-key"], &files);
        assert_eq!(found, [said.clone(), said], "without {what}");
    }
}

#[test]
fn a_quiet_end_that_an_export_states_is_none() {
    let (feed, spaces) = (feed(), page(&[workspace("A")]));
    // Days with a bucket of the cost report, with a dollar or empty.
    let reported = |to: &str, used_until: &str| {
        let bucket = |day: String| {
            let row = json!({"amount": "100", "currency": "USD", "description": null, "workspace_id": "wrkspc_A", "model": "claude-opus-5",
                "token_type": "output_tokens", "cost_type": "tokens"});
            let next = day.parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(1);
            let results = if day.as_str() > used_until { Vec::new() } else { vec![row] };
            json!({"starting_at": format!("{day}T00:00:00Z"), "ending_at": format!("{next}T00:00:00Z"), "results": results})
        };
        page(&days("2026-07-01", to).into_iter().map(bucket).collect::<Vec<_>>())
    };
    for (what, cost, said) in [
        ("stated", reported("2026-09-30", "2026-08-31"), None),
        ("not stated", reported("2026-08-31", "2026-08-31"), lacks("2026-09-01 to 2026-09-30")),
    ] {
        let files = [("feed.jsonl", feed.as_str()), ("spaces.json", &spaces), ("cost.json", &cost)];
        assert_eq!(partial(&["default-workspace-spend"], &files), [said], "an end that is {what}");
    }
}

/// Fault: Of exports that name keys, and have no day of the period, «no export of use in the period names keys: export use grouped by API key»
/// Outcome: That no export has a day of the period, and that this is to be exported
#[test]
fn exports_of_another_time_are_not_wrongly_grouped() {
    let (feed, keys) = (feed(), page(&[key("k", "2026-01-05", Some("wrkspc_A"))]));
    let used = usage(&[("k", "A", days("2026-06-01", "2026-06-15"))]);
    let found = found_in(check("unknown-key"), &[("feed.jsonl", &feed), ("keys.json", &keys), ("a.csv", &used)]);
    assert_eq!(found.len(), 1, "{found:?}");
    let why = "not assessed: no export of use has a day of the period, ";
    assert!(found[0].starts_with(why) && found[0].ends_with(": export usage and cost of it"), "{found:?}");
}

/// Fault: Usage ended a month before cost, and checks of usage called their silence whole
/// Outcome: They say which days no export of usage covers; checks that are content with cost do not
#[test]
fn usage_that_ends_before_cost() {
    let costs = |to: &str| {
        let rows: Vec<_> = days("2026-07-01", to).into_iter().map(|day| (day, "k", "apikey_k", "A", 1.0)).collect();
        cost(&rows)
    };
    let partial = |id: &str, usage_to: &str, cost_to: &str| {
        let usage = usage(&[("k", "A", days("2026-07-01", usage_to))]);
        let report = report(&[("usage.csv", &usage), ("cost.csv", &costs(cost_to))], &Policy::default(), None);
        report.checks.iter().find(|check| check.id == id).unwrap().partial.clone()
    };
    let open = Some("no export of token usage covers 2026-09-01 to 2026-09-30".to_owned());
    for (id, usage_to, cost_to, expected) in [
        ("model-cost-drift", "2026-08-31", "2026-09-30", open.clone()),
        ("behaviour-change", "2026-08-31", "2026-09-30", open),
        ("model-cost-drift", "2026-09-30", "2026-09-30", None),
        ("model-cost-drift", "2026-09-30", "2026-08-31", None),
        ("spend-drop", "2026-08-31", "2026-09-30", None),
    ] {
        assert_eq!(partial(id, usage_to, cost_to), expected, "{id} {usage_to} {cost_to}");
    }
}
