//! What the sections say once they are read.

use super::*;
use crate::model::{Money, Retention, Severity};

#[test]
fn the_example_fills_every_section() {
    let policy = read(include_str!("../../../clade.example.toml"));
    let dollars = |text: &str| Money::parse(text).ok();
    assert_eq!(policy.services()[0].environments, [Environment::Production, Environment::Staging]);
    assert_eq!(policy.naming_patterns().len(), 3);
    assert_eq!(policy.organization_limit(), dollars("50000"));
    assert_eq!(policy.workspace_limit("Production", None), dollars("20000.5"));
    assert_eq!(policy.alert_recipients(), ["finops@example.com"]);
    assert!(policy.approved_models().unwrap().iter().any(|model| model.matches("claude-sonnet-5")));
    let day = "2026-08-01".parse().unwrap();
    assert!(policy.price_rule("claude-opus-5", day).is_some_and(|rule| rule.price == RulePrice::Discount(150_000)));
    assert!(policy.price_rule("claude-example-preview", day).is_some() && policy.price_rule("other", day).is_none());
    assert_eq!(policy.approved_geos(), Some(["us".to_owned()].as_slice()));
    assert_eq!(policy.geos_of_workspace("EU", None), Some(["eu".to_owned()].as_slice()));
    assert!(policy.is_wide_key("cak_1", Some("eDiscovery export")) && !policy.is_wide_key("cak_1", Some("siem")));
    assert_eq!(policy.role_rules()[0].role, "primary_owner");
    assert_eq!(policy.access_review().unwrap().population, Some(26));
    assert_eq!(policy.hours().unwrap().to_string(), "mon, tue, wed, thu, fri 07:00 to 19:00 (+02:00)");
    assert_eq!(policy.log_reviewers(), ["auditor@example.com"]);
    assert!(policy.sso_required() && policy.sso_used() && policy.ip_allowlist_required());
    assert_eq!(policy.retention(), Some(Retention::Days(90)));
    let rules: Vec<String> = policy.setting_rules().iter().map(|rule| format!("{} {}", rule.name, rule.test)).collect();
    assert_eq!(
        rules,
        [
            "web_search_enabled false",
            "sso_provisioning_mode one of scim_advanced, scim_permissive",
            "account_session_duration_seconds at most 43200",
            "allowed_invite_domains not empty",
        ]
    );
    assert_eq!(policy.setting_rules()[0].severity, Severity::Low);
    assert_eq!(policy.setting_rules()[1].severity, Severity::Medium);
    let accepted = &policy.suppressions()[0];
    assert_eq!((accepted.severity, accepted.observed.as_deref()), (Some(Severity::High), Some("365 days")));
    let signed = policy.sign_off().roles().map(|(_, who)| who.map(|who| who.name.as_str()));
    assert_eq!(signed, [Some("ann@example.com"), Some("bob@example.com"), Some("ciso@example.com")]);
    assert!(policy.due_days().by_policy);
    assert_eq!(
        Severity::ALL.map(|severity| policy.due_days().of(severity)),
        [Some(7), Some(14), Some(90), Some(180), None]
    );
    let example = include_str!("../../../clade.example.toml");
    assert_eq!(example.lines().nth(accepted.line as usize - 1), Some("[[suppress]]"));
}

#[test]
fn a_suppression_may_leave_all_but_rule_and_subject_to_the_check() {
    let policy = read("[[suppress]]\nrule = \"stale-key\"\nsubject = \"k\"");
    let one = &policy.suppressions()[0];
    assert!(one.reason.is_none() && one.approved_by.is_none() && one.severity.is_none() && one.observed.is_none());
}

#[test]
fn what_is_not_said_is_none() {
    let policy = Policy::default();
    assert!(policy.naming_patterns().is_empty() && policy.role_rules().is_empty() && policy.log_reviewers().is_empty());
    assert!(policy.organization_limit().is_none() && policy.workspace_limit("Default", None).is_none());
    assert!(policy.alert_recipients().is_empty() && policy.approved_models().is_none());
    assert!(policy.approved_geos().is_none() && policy.geos_of_workspace("EU", Some("wrkspc_1")).is_none());
    assert!(policy.access_review().is_none() && policy.hours().is_none() && !policy.sso_required());
    assert!(policy.sso_used() && !policy.ip_allowlist_required());
    assert!(policy.retention().is_none() && policy.setting_rules().is_empty());
    assert!(!policy.is_wide_key("cak_1", None));
}

#[test]
fn a_workspace_goes_by_id_before_its_name() {
    let policy = read("[limits.workspaces]\nwrkspc_1 = 1_000\nTeam = 2e1\n[residency.workspaces]\nwrkspc_1 = [\"US\"]");
    assert_eq!(policy.workspace_limit("Team", Some("wrkspc_1")), Some(Money::from_cents(100_000)));
    assert_eq!(policy.workspace_limit("Team", Some("wrkspc_2")), Some(Money::from_cents(2_000)));
    assert_eq!(policy.workspace_limit("team", None), None, "exactly as written");
    assert_eq!(policy.geos_of_workspace("Team", Some("wrkspc_1")), Some(["us".to_owned()].as_slice()));
}

#[test]
fn money_keeps_its_digits() {
    let policy = read("[limits]\norganization = 0.30000000000000004");
    assert_eq!(policy.organization_limit().unwrap().to_string(), "0.30000000000000004");
}

#[test]
fn people_are_normalized_and_roles_spelt_as_in_exports() {
    let policy = read(
        "[access.roles]\n\"Primary Owner\" = [\" Ann+claude@Example.com\"]\nadmin = []\n[audit_log]\nreviewers = [\"Bob@Example.com\"]",
    );
    let [owner, admin] = policy.role_rules() else { panic!() };
    assert_eq!(
        (owner.role.as_str(), owner.addresses.as_slice()),
        ("primary_owner", ["ann@example.com".to_owned()].as_slice())
    );
    assert!(admin.addresses.is_empty(), "nobody should be one");
    assert_eq!(policy.log_reviewers(), ["bob@example.com"]);
}

#[test]
fn settings_have_values_of_every_kind() {
    let policy = read(
        "[settings]\nsso_used = false\n[settings.baseline]\na = { equals = \"x\" }\nb = { equals = [] }\nc = { one_of = [1, true] }",
    );
    assert!(!policy.sso_used());
    let tests: Vec<&SettingTest> = policy.setting_rules().iter().map(|rule| &rule.test).collect();
    let text = SettingTest::Equals(Expected::Text("x".to_owned()));
    let some = SettingTest::OneOf(vec![Expected::Number(1.0), Expected::Flag(true)]);
    assert_eq!(tests, [&text, &SettingTest::Equals(Expected::List(vec![])), &some]);
}

#[test]
fn hours_are_local() {
    let policy = read("[hours]\nfrom = 07:00:00\nto = 19:00:00\nutc_offset = \"+02:00\"\nholidays = [2026-12-25]");
    let works = |at| policy.hours().unwrap().is_working(instant(at));
    assert!(works("2026-09-30T05:00:00Z"), "07:00 on a Wednesday");
    assert!(!works("2026-09-30T04:59:59Z") && works("2026-09-30T16:59:59Z") && !works("2026-09-30T17:00:00Z"));
    assert!(!works("2026-10-03T09:00:00Z"), "a Saturday");
    assert!(!works("2026-12-25T09:00:00Z") && policy.hours().unwrap().is_holiday(instant("2026-12-24T22:00:00Z")));
    assert!(works("2026-12-24T09:00:00Z"));
}

#[test]
fn midnight_ends_the_day_and_the_west_is_behind() {
    let policy = read("[hours]\ndays = [\"Sun\", \"mon\"]\nfrom = 00:00:00\nto = 00:00:00\nutc_offset = \"-05:30\"");
    let works = |at| policy.hours().unwrap().is_working(instant(at));
    assert!(works("2026-10-04T05:30:00Z") && works("2026-10-06T05:29:59Z"));
    assert!(!works("2026-10-04T05:29:59Z") && !works("2026-10-06T05:30:00Z"));
    assert_eq!(policy.hours().unwrap().to_string(), "mon, sun 00:00 to 24:00 (-05:30)");
}
