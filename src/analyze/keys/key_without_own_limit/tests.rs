//! Cost of one day, 10 September 2026.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, days, found, found_with, key, outcome, page, policy, usage, with, workspace};
use crate::policy::Policy;

const DAY: &str = "2026-09-10";

fn limit_of(workspace: &str, is_enabled: bool) -> Value {
    json!({
        "type": "spend_limit", "id": format!("spl_{workspace}"), "amount": "500000", "currency": "USD", "period": "monthly",
        "scope": {"type": "workspace", "workspace_id": format!("wrkspc_{workspace}")}, "is_enabled": is_enabled,
    })
}

/// Keys by name, workspace and dollars; all but the listed limits are the same.
fn files(keys: &[(&'static str, &'static str, f64)], limits: &[Value]) -> Vec<(&'static str, String)> {
    let listed: Vec<Value> =
        keys.iter().map(|(name, home, _)| key(name, "2026-01-05", Some(&format!("wrkspc_{home}")))).collect();
    let ids: Vec<String> = keys.iter().map(|(name, ..)| format!("apikey_{name}")).collect();
    let rows: Vec<_> = keys
        .iter()
        .zip(&ids)
        .map(|((name, home, usd), id)| (DAY.to_owned(), *name, id.as_str(), *home, *usd))
        .collect();
    let spaces = page(&["A", "B", "Default", "Claude Code"].map(workspace));
    let mut files = vec![("keys.json", page(&listed)), ("spaces.json", spaces), ("cost.csv", cost(&rows))];
    if !limits.is_empty() {
        files.push(("limits.json", page(limits)));
    }
    files
}

fn refs<'a>(files: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    files.iter().map(|(name, text)| (*name, text.as_str())).collect()
}

#[test]
fn much_of_the_cost_beside_other_keys() {
    let files =
        files(&[("stale-big", "A", 30.0), ("ok-exactly", "A", 20.0), ("ok-rest", "B", 50.0)], &[limit_of("A", true)]);
    assert_eq!(
        ask(&ANALYZER, &refs(&files)),
        [
            "low stale-big: $30.00 of $100.00 in 2026-09-10, 30.0 %. In the same workspace: 1 other active key. The workspace's limit is $5,000.00 monthly. Allowed: 20 % of the period's cost (default)"
        ]
    );
    let Outcome::Assessed { findings, population, .. } = outcome(&ANALYZER, &refs(&files), &Policy::default()) else {
        panic!()
    };
    assert_eq!((population, findings[0].evidence.len()), (3, 3));
    let strict = policy("[checks.key-without-own-limit]\nshare_percent = 15\n");
    assert_eq!(found_with(&ANALYZER, &refs(&files), &strict), ["low stale-big", "low ok-exactly"]);
}

#[test]
fn what_bounds_the_workspace_is_told() {
    let of = |home: &'static str, limits: &[Value], policy: &Policy| {
        let files = files(&[("big", home, 90.0), ("other", home, 10.0)], limits);
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &refs(&files), policy) else { panic!() };
        findings[0].message.split(". ").nth(2).unwrap().to_owned()
    };
    let none = Policy::default();
    assert_eq!(of("A", &[limit_of("A", false)], &none), "No limit of the workspace is known to be in force");
    assert_eq!(of("Default", &[limit_of("A", true)], &none), "The default workspace cannot have a limit");
    let stated = policy("[limits.workspaces]\nA = 700\n");
    assert_eq!(of("A", &[], &stated), "The workspace's limit is $700.00 monthly (policy)");
}

#[test]
fn a_key_that_has_its_workspace_for_itself() {
    let mut files = files(&[("ok-big", "A", 90.0), ("ok-small", "B", 10.0)], &[limit_of("A", true)]);
    assert_eq!(found(&ANALYZER, &refs(&files)), [""; 0]);
    let big = key("ok-big", "2026-01-05", Some("wrkspc_A"));
    let ended = with(key("ended", "2026-01-05", Some("wrkspc_A")), json!({"status": "archived"}));
    let admin = with(key("admin", "2026-01-05", Some("wrkspc_A")), json!({"scope": {"type": "organization"}}));
    files[0].1 = page(&[big, ended, admin]);
    assert_eq!(found(&ANALYZER, &refs(&files)), [""; 0], "neither shares its limit");
}

#[test]
fn claude_code_and_inactive_keys_are_not_judged() {
    let code = files(
        &[("claude_code_key_a", "Claude Code", 50.0), ("claude_code_key_b", "Claude Code", 50.0)],
        &[limit_of("A", true)],
    );
    assert_eq!(found(&ANALYZER, &refs(&code)), [""; 0]);
    let mut ended = files(&[("ok-ended", "A", 90.0), ("ok-other", "A", 10.0)], &[limit_of("A", true)]);
    ended[0].1 = ended[0].1.replacen("\"active\"", "\"archived\"", 1);
    assert_eq!(found(&ANALYZER, &refs(&ended)), [""; 0]);
}

#[test]
fn a_name_that_two_keys_of_a_workspace_share() {
    let named = |id: &str, status: &str| {
        with(key(id, "2026-01-05", Some("wrkspc_A")), json!({"name": "search", "status": status}))
    };
    let mut files = files(&[("search", "A", 90.0), ("other", "A", 10.0)], &[limit_of("A", true)]);
    files[0].1 =
        page(&[named("old", "archived"), named("new", "active"), key("other", "2026-01-05", Some("wrkspc_A"))]);
    files[2].1 = files[2].1.replace("apikey_search", "");
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &refs(&files), &Policy::default()) else {
        panic!()
    };
    assert!(findings.is_empty() && notes[0].contains("«search»"), "{findings:?} {notes:?}");
}

#[test]
fn without_limits_or_cost_by_key_nothing_is_said() {
    let no_limits = files(&[("big", "A", 90.0), ("other", "A", 10.0)], &[]);
    assert_eq!(
        ask(&ANALYZER, &refs(&no_limits)),
        ["not assessed: no export lists spend limits and the policy states none ([limits])"]
    );
    let mut nameless = files(&[("big", "A", 90.0), ("other", "A", 10.0)], &[limit_of("A", true)]);
    nameless[2].1 = cost(&[(DAY.to_owned(), "", "", "A", 90.0)]);
    assert_eq!(
        ask(&ANALYZER, &refs(&nameless)),
        ["not assessed: no cost export of the period that can be summed says which key cost what"]
    );
    let used = usage(&[("big", "A", vec![DAY.to_owned()])]);
    let keys = page(&[key("big", "2026-01-05", Some("wrkspc_A"))]);
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &used)]), ["not assessed: no export of cost"]);
}

/// Fault: Of a quarter with one month of cost, that month's dollars were called the quarter's, and a key with a tenth of its spend was found
/// Outcome: Usage at list price stands in for the other months, and the message says how much of the amount it is
#[test]
fn cost_of_a_month_is_not_that_of_a_quarter() {
    let used = |key: &'static str, millions: u32| {
        let rows = usage(&[(key, "A", days("2026-07-01", "2026-09-30"))]);
        let rows = rows.replace(",1000,0,0,0,100,", &format!(",{millions}000000,0,0,0,0,"));
        rows.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>()
    };
    let usage = usage(&[]) + &used("big", 10) + &used("small", 1);
    let september = days("2026-09-01", "2026-09-30").into_iter();
    let rows: Vec<_> = september
        .flat_map(|day| [(day.clone(), "big", "apikey_big", "A", 1.0), (day, "small", "apikey_small", "A", 3.0)])
        .collect();
    let keys = page(&["big", "small"].map(|name| key(name, "2026-01-05", Some("wrkspc_A"))));
    let (cost, spaces, limits) = (cost(&rows), page(&[workspace("A")]), page(&[limit_of("A", true)]));
    let files = |usage| {
        [
            ("k.json", keys.as_str()),
            ("s.json", &spaces),
            ("l.json", &limits),
            ("cost.csv", cost.as_str()),
            ("u.csv", usage),
        ]
    };
    let lines = ask(&ANALYZER, &files(usage.as_str()));
    assert_eq!(lines.len(), 1, "{lines:?}");
    let expected = "low big: $3,130.00 of $3,530.00 in 2026-07-01 to 2026-09-30, 88.7 %, $3,100.00 of it estimated at list prices. In";
    assert!(lines[0].starts_with(expected), "{lines:?}");
    // Of a model without a price nobody knows what the other months cost.
    let unpriced = usage.replace("claude-opus-5", "claude-nova-6");
    let lines = ask(&ANALYZER, &files(&unpriced));
    assert!(
        lines.len() == 1 && lines[0].starts_with("not assessed: ") && lines[0].contains("claude-nova-6"),
        "{lines:?}"
    );
}
