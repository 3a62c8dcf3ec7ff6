//! Limits and amounts in doubt: changed since, of an unproven unit, stated otherwise by two lists, or estimated.

use serde_json::{Value, json};

use super::super::ANALYZER;
use super::{files, limit, of_a, of_all, refs};
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, ask_with, days, outcome, page, policy, with, workspace};
use crate::policy::Policy;

#[test]
fn a_limit_that_was_changed_since_may_have_been_another() {
    let mut files = files(&[of_all("10000")]);
    let made = json!({"limit_action": "notify_only", "limit_usd": 10_000});
    files.push(("feed.json", page(&[activity("2026-08-05T09:00:00Z", "platform_spend_limit_created", "ok", made)])));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &refs(&files), &Policy::default()) else { panic!() };
    let sure: Vec<&str> = findings.iter().map(|finding| finding.confidence.id()).collect();
    assert_eq!(sure, ["medium", "medium", "high"]);
}

/// Fault: A limit that was lowered after the quarter was breached in every month of it, and one that was raised hid the breach before
/// Outcome: Months before a change are not judged by today's amount, and are named; a limit of the policy is judged in its place
#[test]
fn a_limit_is_not_judged_before_it_was_changed() {
    let changed = |day: &str| {
        with(of_a("10000"), json!({"created_at": "2026-01-05T09:00:00Z", "updated_at": format!("{day}T09:00:00Z")}))
    };
    for (day, judged) in [
        ("2026-01-05", 3),
        ("2026-06-30", 3),
        ("2026-07-31", 3),
        ("2026-08-10", 2),
        ("2026-09-30", 1),
        ("2026-10-02", 0),
    ] {
        let files = files(&[changed(day)]);
        let notes = match outcome(&ANALYZER, &refs(&files), &Policy::default()) {
            Outcome::Assessed { population, findings, notes } => {
                assert_eq!((population, findings.len()), (judged, judged as usize), "changed on {day}");
                let of_month = findings.iter().filter(|one| one.message.contains("last changed")).count();
                assert_eq!(of_month, usize::from(("2026-07-02".."2026-10-01").contains(&day)), "changed on {day}");
                let unsure = findings.iter().filter(|one| one.confidence.id() == "medium").count();
                assert_eq!(unsure, of_month, "changed on {day}");
                notes
            }
            Outcome::NotAssessed { why, .. } => {
                assert_eq!(judged, 0, "changed on {day}");
                why.split("; ").map(str::to_owned).collect()
            }
            _ => panic!("changed on {day}"),
        };
        let unjudged = notes.iter().filter(|note| note.contains("was last changed on")).count();
        assert_eq!(unjudged, 3 - judged as usize, "changed on {day}: {notes:?}");
    }
    let stated = policy("[limits.workspaces]\nA = 100\n");
    let lines = ask_with(&ANALYZER, &refs(&files(&[changed("2026-10-02")])), &stated);
    assert!(lines.len() == 3 && lines.iter().all(|line| line.ends_with("(policy)")), "{lines:?}");
}

/// Fault: Limits of workspaces that no list names were judged by nobody, and the check passed over fivefold breaches
/// Outcome: The name or id in the exports of spend is enough; a limit whose workspace no spend names is said
#[test]
fn a_workspace_that_no_list_names_has_its_limit_too() {
    let stated = policy("[limits.workspaces]\nA = 45\nNowhere = 1\n");
    let all = files(&[of_all("1000000")]);
    let without_list: Vec<(&str, &str)> = refs(&all).into_iter().filter(|(name, _)| *name != "spaces.json").collect();
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &without_list, &stated) else { panic!() };
    let titles: Vec<&str> = findings.iter().map(|one| one.title.as_str()).collect();
    assert!(titles.len() == 3 && titles.iter().all(|title| title.contains("workspace «A»")), "{titles:?}");
    assert!(notes.iter().any(|note| note.contains("«Nowhere»")), "{notes:?}");
    // By id: reports of the API have no names.
    let bucket = |day: &str| {
        json!({"starting_at": format!("{day}T00:00:00Z"), "ending_at": format!("{day}T23:59:59Z"), "results": [
            {"currency": "USD", "amount": "1000", "workspace_id": "wrkspc_X", "description": null, "cost_type": "tokens",
             "context_window": null, "model": null, "service_tier": null, "token_type": null, "inference_geo": null}]})
    };
    let report: Vec<Value> = days("2026-07-22", "2026-07-31").iter().map(|day| bucket(day)).collect();
    let limits = page(&[limit(json!({"type": "workspace", "workspace_id": "wrkspc_X"}), "10000")]);
    let (report, spaces) = (page(&report), page(&[workspace("B")]));
    let by_id = [("cost.json", report.as_str()), ("limits.json", limits.as_str()), ("spaces.json", spaces.as_str())];
    let lines = ask(&ANALYZER, &by_id);
    assert!(lines.len() == 1 && lines[0].contains("workspace «wrkspc_X» spent $100.00 in 2026-07"), "{lines:?}");
}

/// Fault: Usage that is not grouped by service tier was priced as standard, and batches at half the price breached limits with high confidence
/// Outcome: Where only the estimate as standard reaches the limit, the finding is medium and says what it comes to in batches
#[test]
fn an_estimate_that_may_have_been_batches() {
    use crate::analyze::testing::usage;
    let uses =
        usage(&[("k", "A", days("2026-07-01", "2026-07-31"))]).replace(",1000,0,0,0,100,", ",1000000,0,0,0,100000,");
    // 31 days of $7.50: $232.50, and $116.25 in batches.
    let ungrouped = uses.replace(",standard,", ",,");
    let judged = |uses: &str, cents: &str| {
        let (spaces, limits) = (page(&[workspace("A")]), page(&[of_a(cents)]));
        let files = [("usage.csv", uses), ("spaces.json", spaces.as_str()), ("limits.json", limits.as_str())];
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
        let found = findings.first().map(|one| (one.severity.id(), one.confidence.id(), one.message.clone()));
        found.map(|(severity, confidence, message)| {
            assert_eq!(message.contains("$116.25 only"), confidence == "low", "{message}");
            format!("{severity} {confidence}")
        })
    };
    for (cents, standard, unsaid) in [
        ("11000", Some("high high"), Some("high high")),
        ("20000", Some("high high"), Some("medium low")),
        ("25000", Some("medium high"), Some("medium low")),
        ("40000", None, None),
    ] {
        assert_eq!(judged(&uses, cents).as_deref(), standard, "{cents}");
        assert_eq!(judged(&ungrouped, cents).as_deref(), unsaid, "{cents}");
    }
}

/// Fault: Limits that somebody had turned into dollars were read as cents, and every month breached them
/// Outcome: A number, or decimals, where the API writes cents as a text leaves the unit open, and no breach is found
#[test]
fn a_limit_of_an_unproven_unit_is_not_judged() {
    for (amount, is_judged) in
        [(json!("10000"), true), (json!(10_000), false), (json!("100.00"), false), (json!(100.5), false)]
    {
        let files = files(&[with(of_a("1"), json!({"amount": amount}))]);
        let lines = ask(&ANALYZER, &refs(&files));
        if is_judged {
            assert_eq!(lines.len(), 3, "{amount}: {lines:?}");
        } else {
            assert!(lines.len() == 1 && lines[0].starts_with("not assessed: not judged: the limit of"), "{lines:?}");
        }
    }
}

/// Fault: Of two lists with other amounts, of which nothing shows the newer one, the lower amount was breached with high confidence
/// Outcome: Neither is judged
#[test]
fn a_limit_that_two_lists_state_otherwise_is_not_judged() {
    let one = with(of_a("10000"), json!({"id": "spl_1"}));
    let mut two_lists = files(std::slice::from_ref(&one));
    for (other, judged) in [("10000", 3), ("20000", 0)] {
        two_lists.push(("limits2.json", page(&[with(of_a(other), json!({"id": "spl_1"}))])));
        let lines = ask(&ANALYZER, &refs(&two_lists));
        two_lists.pop();
        let found = lines.iter().filter(|line| !line.starts_with("not assessed")).count();
        assert_eq!(found, judged, "{other}: {lines:?}");
    }
}
