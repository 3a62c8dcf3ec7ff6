//! Cost of ten days of each month of a quarter, in workspaces A and B.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{
    activity, ask, ask_with, cost, days, found, found_with, outcome, page, policy, with, workspace,
};
use crate::policy::Policy;

fn limit(scope: Value, cents: &str) -> Value {
    json!({
        "type": "spend_limit", "id": format!("spl_{scope}{cents}"), "scope": scope, "amount": cents, "currency": "USD",
        "period": "monthly", "is_enabled": true,
    })
}

fn of_a(cents: &str) -> Value {
    limit(json!({"type": "workspace", "workspace_id": "wrkspc_A"}), cents)
}

fn of_all(cents: &str) -> Value {
    limit(json!({"type": "organization"}), cents)
}

/// Ten dollars a day in A and five in B, on the last ten days of July, August and September.
fn files(limits: &[Value]) -> Vec<(&'static str, String)> {
    let all = [("2026-07-22", "2026-07-31"), ("2026-08-22", "2026-08-31"), ("2026-09-21", "2026-09-30")];
    let days = all.iter().flat_map(|(from, to)| days(from, to));
    let rows: Vec<_> = days.flat_map(|day| [(day.clone(), "k", "", "A", 10.0), (day, "l", "", "B", 5.0)]).collect();
    let spaces = page(&["A", "B"].map(workspace));
    vec![("cost.csv", cost(&rows)), ("spaces.json", spaces), ("limits.json", page(limits))]
}

fn refs<'a>(files: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    files.iter().map(|(name, text)| (*name, text.as_str())).collect()
}

#[test]
fn a_month_at_its_limit() {
    let files = files(&[of_a("10000")]);
    let lines = ask(&ANALYZER, &refs(&files));
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(
        lines[0],
        "high A: workspace «A» spent $100.00 in 2026-07: 100.0 % of $100.00. Most of it: key «k» $100.00. Threshold: the limit (list of spend limits)"
    );
    let Outcome::Assessed { findings, population, .. } = outcome(&ANALYZER, &refs(&files), &Policy::default()) else {
        panic!()
    };
    assert_eq!((population, findings[0].evidence.len(), findings[0].confidence.id()), (3, 6, "high"));
    assert_eq!(findings[0].impact_usd.unwrap().to_string(), "0");
}

/// Ten dollars a day in A, from June to the middle of September: 300 dollars a month.
fn steady(limit: &str) -> Vec<(&'static str, String)> {
    let mut files = files(&[of_a(limit)]);
    let rows: Vec<_> = days("2026-06-01", "2026-09-15").into_iter().map(|day| (day, "k", "", "A", 10.0)).collect();
    files[0].1 = cost(&rows);
    files
}

#[test]
fn a_month_that_is_forecast_to_reach_its_limit() {
    let lines = |limit| {
        let lines = ask(&ANALYZER, &refs(&steady(limit)));
        lines.into_iter().filter(|line| line.contains(" in 2026-09")).collect::<Vec<_>>()
    };
    let forecast = "Forecast: $300.00 for the month ($300.00 to $300.00, 80 % intervals held on";
    let low = lines("29000");
    assert_eq!(low.len(), 1, "{low:?}");
    let begins = "low A: workspace «A» spent $150.00 in 2026-09 until 2026-09-15, where its data ends: 51.7 % of $290.00. Most of it: key «k»";
    assert!(low[0].starts_with(begins) && low[0].contains(forecast), "{low:?}");
    assert!(low[0].ends_with(" past days). Threshold: the limit (list of spend limits)"), "{low:?}");
    let near = lines("17000");
    assert!(near.len() == 1 && near[0].starts_with("medium A") && near[0].contains(forecast), "{near:?}");
    let reached = lines("15000");
    assert!(reached.len() == 1 && reached[0].starts_with("high A") && !reached[0].contains("forecast"), "{reached:?}");
    assert_eq!(lines("31100"), [""; 0], "the interval lies below the limit");
}

#[test]
fn a_limit_within_the_interval_is_a_note() {
    let level = |n: usize| 10.0 + [0.0, 6.0, -5.0, 1.0, -6.0, 5.0, 3.0, -2.0, 4.0, -3.0, 2.0][n * n * n % 11];
    let all = days("2026-06-01", "2026-09-15").into_iter().enumerate();
    let rows: Vec<_> = all.map(|(n, day)| (day, "k", "", "A", level(n))).collect();
    let state = |dollars: u32| {
        let mut files = files(&[of_a(&format!("{dollars}00"))]);
        files[0].1 = cost(&rows);
        let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &refs(&files), &Policy::default()) else {
            panic!()
        };
        let found = findings.iter().any(|finding| finding.message.contains(" in 2026-09"));
        let noted = notes.iter().any(|note| note.starts_with("workspace «A» may yet reach its limit, $"));
        assert!(!(found && noted), "{notes:?}");
        if found {
            "found"
        } else if noted {
            "note"
        } else {
            "none"
        }
    };
    let mut states: Vec<&str> = (260..400).step_by(4).map(state).collect();
    states.dedup();
    assert_eq!(states, ["found", "note", "none"], "as the limit is set higher");
}

#[test]
fn near_the_limit_and_below() {
    assert_eq!(found(&ANALYZER, &refs(&files(&[of_a("12499")]))), ["medium A"; 3]);
    assert_eq!(found(&ANALYZER, &refs(&files(&[of_a("12500")]))), [""; 0], "exactly 80 percent");
    let strict = policy("[checks.spend-limit-breach]\nnear_percent = 50\n");
    assert_eq!(found_with(&ANALYZER, &refs(&files(&[of_a("12500")])), &strict), ["medium A"; 3]);
    assert_eq!(found(&ANALYZER, &refs(&files(&[of_all("14900")]))), ["high organization"; 3]);
}

#[test]
fn limits_that_are_not_in_force_or_not_monthly() {
    let off = with(of_a("100"), json!({"is_enabled": false}));
    let daily = with(of_a("101"), json!({"period": "daily"}));
    let files = files(&[off, daily, of_all("1000000")]);
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &refs(&files), &Policy::default()) else {
        panic!()
    };
    assert!(findings.is_empty() && notes == ["not judged: the limit of workspace «A», $1.01 daily"], "{notes:?}");
}

#[test]
fn the_lowest_limit_counts() {
    let stated = policy("[limits]\norganization = 120\n\n[limits.workspaces]\nB = 45\n");
    let lines = ask_with(&ANALYZER, &refs(&files(&[of_all("1000000")])), &stated);
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert!(lines[0].starts_with("high organization: the organization spent $150.00 in 2026-07: 125.0 % of $120.00."));
    assert!(
        lines[0].ends_with("Most of it: workspace «A» $100.00, workspace «B» $50.00. Threshold: the limit (policy)")
    );
    assert!(lines[3].starts_with("high B: workspace «B» spent $50.00 in 2026-07: 111.1 % of $45.00"), "{lines:?}");
}

#[test]
fn a_limit_that_was_changed_since_may_have_been_another() {
    let mut files = files(&[of_all("10000")]);
    let made = json!({"limit_action": "notify_only", "limit_usd": 10_000});
    files.push(("feed.json", page(&[activity("2026-08-05T09:00:00Z", "platform_spend_limit_created", "ok", made)])));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &refs(&files), &Policy::default()) else { panic!() };
    let sure: Vec<&str> = findings.iter().map(|finding| finding.confidence.id()).collect();
    assert_eq!(sure, ["medium", "medium", "high"]);
}

#[test]
fn without_limits_or_workspaces_nothing_is_said() {
    let none = files(&[]);
    assert!(ask(&ANALYZER, &refs(&none)[..2])[0].starts_with("not assessed: no export lists a monthly spend limit"));
    let mut nameless = files(&[of_a("100")]);
    nameless[0].1 = nameless[0].1.replace(",A,", ",,").replace(",B,", ",,");
    assert_eq!(
        ask(&ANALYZER, &refs(&nameless)),
        ["not assessed: no spend of the period belongs to something with a limit"]
    );
    let twice = page(&[workspace("A"), with(workspace("A"), json!({"id": "wrkspc_A2"}))]);
    let mut ambiguous = files(&[of_a("100")]);
    ambiguous[1].1 = twice;
    assert!(ask(&ANALYZER, &refs(&ambiguous))[0].starts_with("not assessed: no export lists a monthly"));
}

#[test]
fn a_limit_binds_from_the_month_in_which_it_was_made() {
    let made = |day: &str| with(of_a("10000"), json!({"created_at": format!("{day}T09:00:00Z")}));
    for (day, months) in [("2026-01-05", 3), ("2026-07-31", 3), ("2026-08-01", 2), ("2026-09-22", 1)] {
        assert_eq!(found(&ANALYZER, &refs(&files(&[made(day)]))).len(), months, "made on {day}");
    }
    let lines = ask(&ANALYZER, &refs(&files(&[made("2026-10-01")])));
    assert!(
        lines.len() == 1 && lines[0].starts_with("not assessed: 2026-07 of workspace «A» is not judged"),
        "{lines:?}"
    );
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

#[test]
fn a_members_limit_is_not_held_against_the_organization() {
    let member = json!([{"actor": {"type": "user_actor", "user_id": "user_1"}, "amount": "5000", "currency": "USD",
        "period": "monthly", "period_to_date_spend": "100", "source": {"type": "organization"}}]);
    let mut files = files(&[]);
    files.pop();
    files.push(("effective.json", member.to_string()));
    let lines = ask(&ANALYZER, &refs(&files));
    assert!(lines.len() == 1 && lines[0].starts_with("not assessed"), "{lines:?}");
}

#[test]
fn a_limit_of_nothing_has_no_percentage() {
    let lines = ask(&ANALYZER, &refs(&files(&[of_a("0")])));
    assert!(lines[0].contains("the limit is $0.00") && !lines.concat().contains("inf"), "{lines:?}");
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
