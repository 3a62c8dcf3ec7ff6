//! Limits by list, policy, feed and member.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{
    activity, ask, ask_with, cost, found, found_in, found_with, outcome, page, policy, with, workspace,
};
use crate::model::Confidence;

fn limit(scope: Value, amount: Value) -> Value {
    json!({
        "type": "spend_limit", "id": format!("spl_{scope}"), "scope": scope, "amount": amount, "currency": "USD",
        "period": "monthly", "is_enabled": true,
    })
}

fn of(name: &str, amount: &str) -> Value {
    limit(json!({"type": "workspace", "workspace_id": format!("wrkspc_{name}")}), json!(amount))
}

fn organization() -> Value {
    limit(json!({"type": "organization"}), json!("5000000"))
}

fn spaces() -> String {
    let old = with(workspace("ok-Archived"), json!({"archived_at": "2026-09-20T00:00:00Z"}));
    page(&[workspace("Production"), workspace("ok-Unused"), workspace("Default"), workspace("Claude Code"), old])
}

fn spend() -> String {
    let spent = |workspace| ("2026-09-10".to_owned(), "k", "apikey_k", workspace, 12.5);
    cost(&["Production", "Claude Code", "Default", "ok-Archived"].map(spent))
}

/// What is asked of these limits.
fn listed(limits: &[Value]) -> Vec<String> {
    ask(&ANALYZER, &[("limits.json", &page(limits)), ("spaces.json", &spaces()), ("cost.csv", &spend())])
}

#[test]
fn without_a_limit_in_force() {
    let off = with(of("Production", "150050"), json!({"is_enabled": false}));
    assert_eq!(
        listed(&[organization(), off, of("Claude Code", "100")]),
        [
            "high Production: no limit of workspace «Production» is in force ($1,500.50 monthly, switched off), and the policy states none. It spent $12.50 in 2026-09-10. Expected: a limit in force"
        ]
    );
    assert_eq!(
        listed(&[of("Production", "1"), of("Claude Code", "1")]),
        [
            "high organization: the list of spend limits has none for the organization, and the policy states none. Expected: a limit \
             in force"
        ]
    );
    let none = limit(json!({"type": "organization"}), json!(null));
    let lines = listed(&[none, of("Production", "1"), of("Claude Code", "1")]);
    assert!(lines.len() == 1 && lines[0].contains("(no limit, monthly)"), "{lines:?}");
    assert_eq!(listed(&[organization(), of("Production", "1"), of("Claude Code", "1")]), [""; 0]);
}

#[test]
fn a_daily_limit_bounds_a_month_too() {
    let daily = with(organization(), json!({"period": "daily"}));
    assert_eq!(listed(&[daily, of("Production", "1"), of("Claude Code", "1")]), [""; 0]);
}

#[test]
fn the_usage_tiers_ceiling_is_not_the_organizations_choice() {
    let tier = limit(json!({"type": "usage_tier"}), json!("20000000"));
    let lines = listed(&[tier, of("Production", "1"), of("Claude Code", "1")]);
    assert!(lines[0].starts_with("medium organization: "), "{lines:?}");
    assert!(lines[0].contains("The ceiling of the usage tier is $200,000.00 monthly"), "{lines:?}");
}

#[test]
fn default_cannot_carry_one() {
    let (limits, spaces, spend) = (page(&[organization()]), page(&[workspace("Default")]), spend());
    let files = [("limits.json", limits.as_str()), ("spaces.json", &spaces), ("cost.csv", &spend)];
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert_eq!((population, findings.len()), (1, 0));
    assert!(notes[0].starts_with("Default cannot carry a limit and is not judged; $12.50"), "{notes:?}");
}

#[test]
fn the_policys_word() {
    let (spaces, spend) = (spaces(), spend());
    let files = [("spaces.json", spaces.as_str()), ("cost.csv", &spend)];
    let all = policy("[limits]\norganization = 50000\n[limits.workspaces]\n\"Production\" = 1\n\"Claude Code\" = 1\n");
    assert_eq!(ask_with(&ANALYZER, &files, &all), [""; 0]);
    let one = policy("[limits.workspaces]\n\"Production\" = 1\n");
    assert_eq!(found_with(&ANALYZER, &files, &one), ["high organization", "high Claude Code"]);
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &one) else { panic!() };
    assert!(findings.iter().all(|one| one.confidence == Confidence::Medium && one.evidence[0].file == "clade.toml"));

    let limits = page(&[organization(), of("Claude Code", "1")]);
    let files = [files[0], files[1], ("limits.json", limits.as_str())];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &one) else { panic!() };
    assert_eq!(findings.len(), 0);
    assert_eq!(
        notes[0],
        "the policy states a limit of $1.00 for workspace «Production», but the list of spend limits has none in force"
    );
    let off = with(of("Production", "150050"), json!({"is_enabled": false}));
    let limits = page(&[organization(), of("Claude Code", "1"), off]);
    let lines = ask_with(&ANALYZER, &[files[0], files[1], ("limits.json", limits.as_str())], &one);
    assert!(
        lines.len() == 1 && lines[0].contains("switched off), although the policy states $1.00 a month"),
        "{lines:?}"
    );
}

#[test]
fn without_any_source_nothing_is_said() {
    let (spaces, spend) = (spaces(), spend());
    let files = [("spaces.json", spaces.as_str()), ("cost.csv", &spend)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "not assessed: no export lists spend limits and the policy states none ([limits]); nothing is known of the organization, \
             «Production», «Claude Code»"
        ]
    );
    assert_eq!(ask(&ANALYZER, &files[..1]), ["not assessed: no export of token usage or cost"]);
    assert_eq!(ask(&ANALYZER, &files[1..]), ["not assessed: no export of workspaces"]);
}

#[test]
fn the_feed_proves_the_organizations_limit_and_no_workspaces() {
    let set = |action: &str| {
        activity(
            "2026-09-01T09:00:00Z",
            "platform_spend_limit_created",
            "ok",
            json!({"limit_action": action, "limit_usd": 5000}),
        )
    };
    let (spend, bare) = (spend(), page(&[workspace("Default")]));
    let on = |spaces: &str, feed: Value| {
        ask(&ANALYZER, &[("feed.json", &page(&[feed])), ("spaces.json", spaces), ("cost.csv", &spend)])
    };
    assert_eq!(on(&bare, set("notify_and_pause")), [""; 0]);
    assert!(on(&bare, set("notify_only"))[0].ends_with("nothing is known of the organization"));
    assert!(on(&spaces(), set("notify_and_pause"))[0].ends_with("nothing is known of «Production», «Claude Code»"));
}

#[test]
fn a_members_limit_that_is_the_organizations() {
    let member = json!([{"actor": {"type": "user_actor", "user_id": "user_1"}, "amount": "50000", "currency": "USD", "period": "monthly",
        "period_to_date_spend": "0", "source": {"type": "organization"}}])
    .to_string();
    let (spaces, spend) = (page(&[workspace("Default")]), spend());
    let files = [("effective.json", member.as_str()), ("spaces.json", &spaces), ("cost.csv", &spend)];
    let lines = found(&ANALYZER, &files);
    assert!(lines.len() == 1 && lines[0].starts_with("not assessed"), "a member's limit binds that member: {lines:?}");
}

#[test]
fn a_list_that_is_not_whole_or_of_people_only() {
    let cut = json!({"data": [organization()], "next_page": "page_2"}).to_string();
    let (spaces, spend) = (spaces(), spend());
    let line = ask(&ANALYZER, &[("limits.json", &cut), ("spaces.json", &spaces), ("cost.csv", &spend)]).remove(0);
    assert!(line.starts_with("not assessed: the list of spend limits is incomplete"), "{line}");
    let people = page(&[limit(json!({"type": "user", "user_id": "user_1"}), json!("1"))]);
    let files = [("limits.json", people.as_str()), ("spaces.json", &spaces), ("cost.csv", &spend)];
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert!(findings.len() == 3 && findings.iter().all(|one| one.confidence == Confidence::Medium));
}

#[test]
fn a_name_that_two_workspaces_share() {
    let spaces = page(&[workspace("Production"), with(workspace("Production"), json!({"id": "wrkspc_2"}))]);
    let (limits, spend) = (page(&[organization()]), spend());
    let files = [("limits.json", limits.as_str()), ("spaces.json", &spaces), ("cost.csv", &spend)];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert_eq!(findings.len(), 0);
    assert!(notes[0].starts_with("not judged, because several workspaces have the name"), "{notes:?}");
}

#[test]
fn spend_that_no_export_puts_into_workspaces() {
    let old = "usage_date_utc,model,api_key,usage_type,token_type,cost_usd\n2026-09-10,Claude Opus 5,k,message,output,50.00\n";
    let (limits, spaces) = (page(&[organization()]), spaces());
    let files = [("limits.json", limits.as_str()), ("spaces.json", &spaces), ("cost.csv", old)];
    assert_eq!(ask(&ANALYZER, &files), ["not assessed: no export with spend in the period names workspaces"]);
}

/// Fault: A limit whose record could not be read (another currency, an amount in words) counted as no limit
/// Outcome: It may be there, and that is said
#[test]
fn a_limit_that_could_not_be_read_is_not_absent() {
    let listed = |limits: &[Value]| {
        let files = [("limits.json", page(limits)), ("spaces.json", spaces()), ("cost.csv", spend())];
        found_in(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str())))
    };
    for fields in [json!({"currency": "EUR"}), json!({"amount": "USD 20,000"})] {
        let unread = with(of("Production", "1"), fields.clone());
        let lines = listed(&[organization(), unread.clone(), of("Claude Code", "100")]);
        assert!(lines.len() == 1 && lines[0].starts_with("not assessed: records of spend limits"), "{lines:?}");
        // Another workspace's absence stays found.
        assert_eq!(listed(&[organization(), unread]), ["high Claude Code"], "{fields}");
        let lines = listed(&[with(organization(), fields), of("Production", "1"), of("Claude Code", "1")]);
        assert!(lines.len() == 1 && lines[0].contains("which may be those of the organization"), "{lines:?}");
    }
}

/// Fault: Limits whose scope a tool had cut were nobody's: the organization and every workspace with spend had none
/// Outcome: They may be anybody's, and nobody is said to be without one; those of another workspace are not
#[test]
fn limits_of_unknown_scope_may_be_anybodys() {
    let listed = |limits: &[Value]| {
        found_in(&ANALYZER, &[("limits.json", &page(limits)), ("spaces.json", &spaces()), ("cost.csv", &spend())])
    };
    let cut = || limit(json!("System.Collections.Hashtable"), json!("100"));
    let said = listed(&[cut(), cut()]);
    assert!(said.len() == 1 && said[0].starts_with("not assessed: "), "{said:?}");
    let said = listed(&[cut(), of("Claude Code", "1")]);
    assert!(said.len() == 1 && said[0].starts_with("not assessed: "), "{said:?}");
    let other = limit(json!("@{type=workspace; workspace_id=wrkspc_Other; x"), json!("100"));
    let said = listed(&[other, organization(), of("Claude Code", "1")]);
    assert!(said.len() == 1 && said[0] == "high Production", "{said:?}");
    let printed = limit(json!("@{type=workspace; workspace_id=wrkspc_Production}"), json!("100"));
    assert_eq!(listed(&[printed, organization(), of("Claude Code", "1")]), [""; 0]);
}

/// Fault: A workspace without a limit whose models have no list price was passed over, as if nobody used it
/// Outcome: It is found by its use; the message says how many tokens of which models have no price, and which dollars are estimates
#[test]
fn use_counts_whether_or_not_it_has_a_price() {
    let limits = page(&[organization(), of("Claude Code", "1")]);
    let spaces = spaces();
    let row = |workspace: &str, model: &str, millions: u32| {
        format!("2026-09-10,{model},k,{workspace},standard,≤ 200k,{millions}000000,0,0,0,0,0,global,\n")
    };
    let (opus, nova) = ("claude-opus-5", "claude-nova-6");
    let costed = cost(&[("2026-09-10".to_owned(), "k", "", "Production", 12.5)]);
    for (rows, cost, expected) in [
        (
            row("Production", nova, 30) + &row("Claude Code", opus, 10),
            None,
            Some(
                "It used 30,000,000 tokens of models without a known price (claude-nova-6), 75.0 % of all tokens, in 2026-09-10.",
            ),
        ),
        (row("Production", opus, 2), None, Some("It spent $10.00, estimated at list prices, in 2026-09-10.")),
        (
            row("Production", opus, 2) + &row("Production", nova, 6),
            None,
            Some(
                "It spent $10.00, estimated at list prices, without 6,000,000 tokens of models without a known price \
                 (claude-nova-6), 75.0 % of all tokens, in 2026-09-10.",
            ),
        ),
        (row("Production", nova, 6), Some(&costed), Some("It spent $12.50 in 2026-09-10.")),
        // Bounded, or not used.
        (row("Claude Code", nova, 6), None, None),
        (row("Production", nova, 0) + &row("Claude Code", opus, 1), None, None),
    ] {
        let usage = crate::analyze::testing::usage(&[]) + &rows;
        let files = [("limits.json", limits.as_str()), ("spaces.json", &spaces), ("usage.csv", &usage)].into_iter();
        let files: Vec<_> = files.chain(cost.map(|csv| ("cost.csv", csv.as_str()))).collect();
        let lines = ask(&ANALYZER, &files);
        assert_eq!(lines.len(), usize::from(expected.is_some()), "{rows} {lines:?}");
        assert!(
            lines.iter().all(|line| line.starts_with("high Production") && line.contains(expected.unwrap())),
            "{lines:?}"
        );
    }
}

/// Fault: A list of limits without amounts, or with null in each, was read as no limit for anybody, at high confidence
/// Outcome: Not judged where no entry of the list states an amount; one null among amounts is no limit
#[test]
fn a_list_that_states_no_amount_is_not_judged() {
    let of = |name: &str, amount: Value| {
        limit(json!({"type": "workspace", "workspace_id": format!("wrkspc_{name}")}), amount)
    };
    let whole = |amount: Value| limit(json!({"type": "organization"}), amount);
    let bare = |mut one: Value| {
        one.as_object_mut().unwrap().remove("amount");
        one
    };
    let why = "not judged: limits.json states no amount of any limit; nobody knows whether one binds the organization, «Production», «Claude Code»";
    let none = Value::Null;
    let all =
        |amount: &Value| [whole(amount.clone()), of("Production", amount.clone()), of("Claude Code", amount.clone())];
    assert_eq!(listed(&all(&none)), [format!("not assessed: {why}")]);
    assert_eq!(listed(&all(&none).map(bare)), [format!("not assessed: {why}")]);
    // Whom the list does not have has no limit, whatever the amounts.
    let lines = listed(&[of("Production", none.clone()), of("Claude Code", none.clone())]);
    assert!(lines.len() == 1 && lines[0].starts_with("high organization: "), "{lines:?}");
    // What is switched off binds nobody.
    let off = all(&none).map(|one| with(one, json!({"is_enabled": false})));
    assert_eq!(listed(&off).len(), 3);
    let one = [whole(json!("100")), of("Production", none), of("Claude Code", json!("1"))];
    let lines = listed(&one);
    assert!(lines.len() == 1 && lines[0].starts_with("high Production: "), "{lines:?}");
}
