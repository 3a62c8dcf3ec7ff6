use super::*;
use crate::analyze::testing::{data, page};
use crate::analyze::{ALL, Judged, assess};
use crate::facts::Facts;
use crate::policy::Policy;

const COLUMNS: [(&str, &str); 15] = [
    ("token", ""),
    ("key_alias", ""),
    ("key_name", "sk-...abcd"),
    ("blocked", "f"),
    ("created_at", "2026-09-01 00:00:00"),
    ("created_by", "default_user_id"),
    ("user_id", "ann@example.com"),
    ("team_id", ""),
    ("team_alias", ""),
    ("models", "{}"),
    ("expires", "2027-01-01 00:00:00"),
    ("last_active", "2026-09-30 12:00:00"),
    ("last_rotation_at", ""),
    ("max_budget", "100"),
    ("spend", "1"),
];
const ROSTER: &str =
    "email,name,status,last day\nann@example.com,Ann,active,\nbob@example.com,Bob,terminated,2026-08-31\n";

/// A list of keys, each with the fields in which it is another one: without anything to be found, otherwise.
fn list(keys: &[(&str, &[(&str, &str)])]) -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let row = |(alias, fields): &(&str, &[(&str, &str)])| {
        let token = format!("hash-{alias}");
        let own = [("token", token.as_str()), ("key_alias", *alias)];
        let value = |column: &(&str, &'static str)| {
            let stated = fields.iter().chain(&own).find(|(name, _)| *name == column.0);
            stated.map_or(column.1.to_owned(), |(_, value)| (*value).to_owned())
        };
        COLUMNS.iter().map(value).collect::<Vec<_>>().join(",")
    };
    format!("{}\n{}\n", names.join(","), keys.iter().map(row).collect::<Vec<_>>().join("\n"))
}

fn outcome(check: &str, files: &[(&str, &str)]) -> Outcome {
    let (data, policy) = (data(files), Policy::default());
    let as_of = crate::facts::as_of(&data).unwrap();
    let period = crate::facts::default_period(&data, as_of).unwrap();
    let facts = Facts::derive(&data, period, as_of).unwrap();
    let cx = Context {
        data: &data,
        facts: &facts,
        policy: &policy,
        period,
        as_of,
        baseline: None,
        judged: &Judged::default(),
        spenders: crate::analyze::SpenderWords::CONSOLE,
        catalogue: ALL,
        spend_panel: None,
    };
    let analyzer = ALL.iter().find(|one| one.id == check).unwrap();
    add(assess(analyzer, &cx).unwrap(), analyzer, &cx)
}

/// `severity subject` of every finding, or why there is no verdict.
fn found(check: &str, files: &[(&str, &str)]) -> Vec<String> {
    match outcome(check, files) {
        Outcome::Assessed { findings, .. } => {
            assert!(findings.iter().all(|one| !one.evidence.is_empty() && one.title.contains("of LiteLLM")));
            findings.iter().map(|one| format!("{} {}", one.severity.id(), one.subject.label())).collect()
        }
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => vec![why],
    }
}

/// A check, the keys of a list by name with the fields that differ from the usual, and what is found.
type Case = (&'static str, &'static [(&'static str, &'static [(&'static str, &'static str)])], &'static [&'static str]);

/// Hits of every check, and next to each what is none: the values are just on the other side of the limit.
const CASES: [Case; 12] = [
    (
        "unrotated-key",
        &[
            ("prod-old", &[("created_at", "2026-06-30 12:00:00"), ("expires", "")]),
            ("ok-90-days", &[("created_at", "2026-07-02 13:00:00")]),
            ("ok-rotated", &[("created_at", "2025-06-30 12:00:00"), ("last_rotation_at", "2026-08-01 00:00:00")]),
            ("ok-blocked", &[("created_at", "2025-06-30 12:00:00"), ("blocked", "t")]),
            ("ok-expired", &[("created_at", "2025-06-30 12:00:00"), ("expires", "2026-09-30 11:00:00")]),
            ("ok-images", &[("created_at", "2025-06-30 12:00:00"), ("models", "{dall-e-3}")]),
            ("ok-session", &[("created_at", "2025-06-30 12:00:00"), ("team_id", "litellm-dashboard")]),
            ("chat-opaque", &[("created_at", "2026-01-01 12:00:00"), ("models", "{smart}")]),
        ],
        &["medium prod-old", "high chat-opaque"],
    ),
    ("key-without-expiry", &[("endless", &[("expires", "")]), ("ok-ends", &[])], &["low endless"]),
    (
        "expiring-key-in-use",
        &[
            ("soon", &[("expires", "2026-10-10 00:00:00")]),
            ("ok-later", &[("expires", "2026-10-20 00:00:00")]),
            ("ok-idle", &[("expires", "2026-10-10 00:00:00"), ("last_active", "2026-09-20 00:00:00")]),
        ],
        &["medium soon"],
    ),
    (
        "stale-key",
        &[
            ("silent", &[("last_active", "2026-08-10 00:00:00")]),
            ("ok-45-days", &[("last_active", "2026-08-16 00:00:00")]),
            ("ok-never", &[("last_active", "")]),
            ("ok-now", &[]),
        ],
        &["medium silent"],
    ),
    (
        "unused-key",
        &[
            ("never", &[("last_active", ""), ("created_at", "2026-07-01 00:00:00"), ("spend", "0")]),
            ("ok-spent", &[("last_active", ""), ("created_at", "2026-07-01 00:00:00")]),
            ("ok-new", &[("last_active", ""), ("created_at", "2026-09-20 00:00:00"), ("spend", "0")]),
            ("ok-now", &[]),
        ],
        &["medium never"],
    ),
    (
        "orphaned-key",
        &[
            ("of-a-leaver", &[("user_id", "bob@example.com")]),
            ("made-by-a-leaver", &[("created_by", "bob@example.com")]),
            ("ok-exchanged", &[("created_by", "bob@example.com"), ("last_rotation_at", "2026-09-10 00:00:00")]),
            ("ok-of-a-team", &[("user_id", ""), ("team_id", "t")]),
            ("ok-here", &[]),
        ],
        &["high of-a-leaver", "high made-by-a-leaver"],
    ),
    (
        "key-used-after-departure",
        &[
            ("still-used", &[("user_id", "bob@example.com")]),
            ("ok-until-then", &[("user_id", "bob@example.com"), ("last_active", "2026-08-31 23:00:00")]),
            ("ok-here", &[]),
        ],
        &["critical still-used"],
    ),
    (
        "ownerless-key",
        &[
            ("nobodys", &[("user_id", "")]),
            ("of-the-master", &[("user_id", "default_user_id")]),
            ("ok-of-a-team", &[("user_id", ""), ("team_id", "t")]),
            ("ok-somebodys", &[]),
        ],
        &["low nobodys", "low of-the-master"],
    ),
    (
        "undescriptive-key-name",
        &[("test-key", &[]), ("", &[("token", "h"), ("key_name", "sk-...9999")]), ("ok-prod-search", &[])],
        &["low test-key", "low sk-...9999"],
    ),
    (
        "duplicate-key-name",
        &[
            ("search", &[("token", "h1")]),
            ("search", &[("token", "h2")]),
            ("chat", &[("token", "h3")]),
            ("chat", &[("token", "h4"), ("created_at", "2026-09-20 00:00:00")]),
        ],
        &["low search"],
    ),
    (
        "environment-mismatch",
        &[
            ("prod-search", &[("team_id", "t"), ("team_alias", "search-dev")]),
            ("dev-search", &[("team_id", "t"), ("team_alias", "search-dev")]),
            ("search", &[("team_id", "t"), ("team_alias", "search-dev")]),
        ],
        &["high prod-search"],
    ),
    ("key-without-own-limit", &[("boundless", &[("max_budget", "")]), ("ok-bounded", &[])], &["low boundless"]),
];

#[test]
fn each_check_has_its_hits_and_near_misses() {
    assert_eq!(CASES.len(), ARMS.len());
    let judged = CASES.map(|(check, keys, _)| {
        let list = list(keys);
        (check, found(check, &[("keys.csv", &list), ("roster.csv", ROSTER)]))
    });
    let expected = CASES.map(|(check, _, expected)| (check, expected.iter().map(|one| (*one).to_owned()).collect()));
    assert_eq!(judged, expected);
}

/// Fault: The first of two pages of a gateway's keys: «90 days, nothing found», of half of the keys
/// Outcome: Found is what is found; where nothing is, the check is not assessed and the missing page is named
#[test]
fn half_a_list_is_no_clean_list() {
    let key = r#"{"token":"aa","key_alias":"prod-a","models":[],"expires":null,"created_at":"2026-09-01T00:00:00Z","last_active":"2026-09-30T00:00:00Z"}"#;
    let page = format!(r#"{{"keys":[{key}],"total_count":2,"current_page":1,"total_pages":2}}"#);
    let whole = page.replace(
        "\"total_count\":2,\"current_page\":1,\"total_pages\":2",
        "\"total_count\":1,\"current_page\":1,\"total_pages\":1",
    );
    assert!(found("unrotated-key", &[("keys.json", &page)])[0].contains("incomplete"));
    assert_eq!(found("unrotated-key", &[("keys.json", &whole)]), [""; 0]);
    assert_eq!(found("key-without-expiry", &[("keys.json", &page)]), ["low prod-a"]);
    assert_eq!(
        crate::analyze::testing::found_in(
            ALL.iter().find(|one| one.id == "truncated-export").unwrap(),
            &[("keys.json", &page)]
        ),
        ["high keys.json"]
    );
}

/// Fault: Keys of a gateway next to those of the Console: counted among them, or unknown to the list of keys
/// Outcome: They are judged by the same checks and stand in no list, sum or population of the Console
#[test]
fn the_console_knows_nothing_of_a_gateway() {
    let console = page(&[
        serde_json::json!({"id": "apikey_01A", "type": "api_key", "name": "prod-gateway", "status": "active",
        "created_at": "2026-09-01T00:00:00Z", "created_by": {"id": "user_01", "type": "user"}, "partial_key_hint": "sk-ant-api03-x...y",
        "workspace_id": null, "expires_at": null}),
    ]);
    let spend = "date,api_key,model,custom_llm_provider,spend,api_requests,prompt_tokens,completion_tokens\n\
                 2026-09-29,hash-old,claude-sonnet-4-5,anthropic,1.5,1,1,1\n";
    let list = list(&[("old", &[("created_at", "2026-01-01 00:00:00")])]);
    let files = [("console.json", console.as_str()), ("keys.csv", &list), ("use.csv", spend)];
    let Outcome::Assessed { population, findings, notes } = outcome("unrotated-key", &files) else { panic!() };
    assert_eq!((population, findings.len()), (2, 1));
    assert!(notes.contains(&"1 key of LiteLLM among them".to_owned()), "{notes:?}");
    let report = crate::analyze::testing::report(&files, &Policy::default(), None);
    assert_eq!((report.totals.api_keys.total, report.totals.cost_usd.total.to_string()), (1, "0".to_owned()));
    assert_eq!(report.totals.gateway_usd["LiteLLM"].total.to_string(), "1.5");
    let strange =
        ["unknown-key", "population-mismatch", "missing-service-key", "unattributed-usage", "dangling-reference"];
    assert!(report.findings.iter().all(|one| !strange.contains(&one.rule.as_str())), "{:?}", report.findings);
}

#[test]
fn what_no_list_says_is_not_judged() {
    // Neither when keys were used nor what they may spend.
    let bare = "token,key_alias,models,created_at\naa,prod-a,{},2026-09-01 00:00:00\n";
    for (check, why) in [
        ("stale-key", "no export says when they were used"),
        ("unused-key", "no export says when they were used"),
        ("key-without-own-limit", "no field `max_budget`"),
        ("key-without-expiry", "no field `expires`"),
    ] {
        let said = found(check, &[("keys.csv", bare)]).concat();
        assert!(said.contains(why) && said.contains("prod-a"), "{check}: {said}");
    }
    let opaque = list(&[("prod-a", &[("user_id", "7f3c")])]);
    let said = found("orphaned-key", &[("keys.csv", &opaque), ("roster.csv", ROSTER)]).concat();
    assert!(said.contains("no roster and no list of users says"), "{said}");
    let users = "user_id,user_email,user_role,max_budget\n7f3c,bob@example.com,internal_user,\n";
    let files = [("keys.csv", opaque.as_str()), ("roster.csv", ROSTER), ("users.csv", users)];
    assert_eq!(found("orphaned-key", &files), ["high prod-a"], "a list of users tells whose an id is");
}

#[test]
fn other_vendors_keys_are_named_and_not_judged() {
    let list =
        list(&[("old-images", &[("created_at", "2025-01-01 00:00:00"), ("models", "{gpt-4o}")]), ("ok-new", &[])]);
    let Outcome::Assessed { population, findings, notes } = outcome("unrotated-key", &[("keys.csv", &list)]) else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert!(notes.concat().contains("out of scope, because they may use other vendors' models alone: «old-images»"));
}

/// Checks of the Console's keys that ask what a gateway's list does not say, or what a gateway has no like of.
const OF_THE_CONSOLE: [&str; 12] = [
    "admin-key-change",
    "archived-workspace-active-key",
    "behaviour-change",
    "default-workspace-key",
    "incomplete-rotation",
    "key-creation-burst",
    "key-used-after-revocation",
    "missing-service-key",
    "parallel-keys",
    "revived-key",
    "shared-key",
    "unknown-key",
];

/// A new check of keys is to be put where it belongs: whether a gateway's keys can be judged by it.
#[test]
fn of_every_check_of_keys_it_is_decided_whether_it_judges_those_of_gateways() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/analyze/keys");
    let is_of_keys = |id: &str| source.join(format!("{}.rs", id.replace('-', "_"))).is_file();
    let mut all: Vec<&str> = ALL.iter().map(|check| check.id).filter(|id| is_of_keys(id)).collect();
    let mut decided: Vec<&str> = ARMS.iter().map(|(id, _)| *id).chain(OF_THE_CONSOLE).collect();
    all.sort_unstable();
    decided.sort_unstable();
    assert_eq!(decided, all);
}
