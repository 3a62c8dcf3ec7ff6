//! What rules ask, and what the loader refuses of them.

use super::*;

const EVENT: &str = r#"{"type": "platform_api_key_updated", "created_at": "2026-08-03T22:00:00Z", "api_key_id": "apikey_1",
 "actor": {"type": "user_actor", "email_address": "Ann@Corp.example.com", "user_id": "user_1", "ip_address": "198.51.100.7"},
 "updates": [{"type": "status", "previous_value": "inactive", "current_value": "active"}, {"type": "name", "current_value": "Prod"}],
 "amount": "1200", "count": 3, "flag": "True", "tags": ["a", "b"], "deep": [{"list": [{"x": "one"}]}], "none": null}"#;
const OTHER: &str = r#"{"type": "org_domain_removed", "created_at": "2026-08-03T10:00:00Z"}"#;

/// A policy with one rule, its lines between the fixed ones and the examples.
fn with(asks: &str, hit: &str, miss: &str) -> String {
    format!(
        "[[rules]]\nid = \"own-rule\"\ntitle = \"t\"\nseverity = \"low\"\ncontrol = \"audit-log-review\"\nremedy = [\"r\"]\n{asks}\n\
         [[rules.example]]\nevent = '''{hit}'''\nfinds = true\n[[rules.example]]\nevent = '''{miss}'''\nfinds = false\n\
         [hours]\nfrom = 07:00:00\nto = 19:00:00\nutc_offset = \"+00:00\"\n"
    )
}

const WHEN: &str = "when = { topic = [\"key\"] }\n";

fn fault(text: &str) -> String {
    parse("clade.toml", text.as_bytes(), &known()).unwrap_err().to_string()
}

#[test]
fn every_condition_holds_or_not() {
    for (asks, holds) in [
        ("when = { type = [\"platform_api_key_updated\"] }", true),
        ("when = { type = [\"platform_api_key_created\"] }", false),
        ("when = { topic = [\"key\"], action = [\"change\"] }", true),
        ("when = { topic = [\"key\"], action = [\"delete\"] }", false),
        ("actor = { kind = [\"user_actor\"] }", true),
        ("actor = { kind = [\"api_actor\"] }", false),
        ("actor = { id = [\"user_*\"] }", true),
        ("actor = { address = [\"ann@*\"] }", true),
        ("actor = { address = [\"bob@*\"] }", false),
        ("actor = { domain = [\"example.com\"] }", true),
        ("actor = { domain = [\"ample.com\"] }", false),
        ("actor = { privileged = true }", false),
        ("actor = { not = { address = [\"ann@*\"] } }", false),
        ("actor = { kind = [\"user_actor\"], not = { domain = [\"other.example\"] } }", true),
        ("object = [\"apikey_*\"]", true),
        ("object = [\"wrkspc_*\"]", false),
        ("where = [{ after = \"status\", equals = \"active\" }]", true),
        ("where = [{ before = \"status\", equals = \"inactive\" }]", true),
        ("where = [{ before = \"status\", equals = \"active\" }]", false),
        ("where = [{ after = \"workspace\", exists = true }]", false),
        ("where = [{ before = \"name\", exists = false }]", true),
        ("where = [{ after = \"name\", matches = \"PR*\" }]", true),
        ("where = [{ field = \"amount\", greater = 1000 }]", true),
        ("where = [{ field = \"amount\", greater = 1200 }]", false),
        ("where = [{ field = \"count\", less = 3.5 }]", true),
        ("where = [{ field = \"count\", equals = 3 }]", true),
        ("where = [{ field = \"count\", equals = \"3\" }]", false),
        ("where = [{ field = \"flag\", equals = true }]", true),
        ("where = [{ field = \"tags\", equals = \"b\" }]", true),
        ("where = [{ field = \"tags\", one_of = [\"c\", \"d\"] }]", false),
        ("where = [{ field = \"deep.list.x\", contains = \"ON\" }]", true),
        ("where = [{ field = \"none\", exists = false }]", true),
        ("where = [{ field = \"ip_address\", matches = \"198.51.100.*\" }]", true),
        ("where = [{ field = \"user_agent\", exists = true }]", false),
        ("where = [{ field = \"count\", equals = 3 }, { field = \"count\", equals = 4 }]", false),
        ("unless = [{ field = \"count\", equals = 4 }]", true),
        ("unless = [{ field = \"count\", equals = 4 }, { field = \"count\", equals = 3 }]", false),
        ("outside_hours = true", true),
        ("threshold = { count = 2, within = \"1h\" }", false),
    ] {
        let asks = if asks.starts_with("when") { asks.to_owned() } else { format!("{WHEN}{asks}") };
        let loaded = parse("clade.toml", with(&asks, EVENT, OTHER).as_bytes(), &known());
        match loaded {
            Ok(_) => assert!(holds, "{asks}"),
            Err(error) => {
                assert!(
                    !holds && error.to_string().contains("the rule does not match this example"),
                    "{asks}: {error}"
                );
            }
        }
    }
}

#[test]
fn thresholds_have_their_ends() {
    let list = |times: &[&str]| {
        let one = |time: &&str| EVENT.replace("T22:00:00Z", &format!("T{time}Z"));
        format!("[{}]", times.iter().map(one).collect::<Vec<_>>().join(","))
    };
    let asks = format!("{WHEN}threshold = {{ count = 3, within = \"1h\", by = \"actor\" }}");
    let (hit, miss) = (list(&["21:00:00", "20:00:00", "20:30:00"]), list(&["20:00:00", "20:30:00", "21:00:01"]));
    assert!(parse("clade.toml", with(&asks, &hit, &miss).as_bytes(), &known()).is_ok());
    let by = asks.replace("by = \"actor\"", "by = \"ip\"");
    assert!(parse("clade.toml", with(&by, &hit, &miss).as_bytes(), &known()).is_ok());
    let nothing = asks.replace("by = \"actor\"", "by = \"no_such_field\"");
    assert!(fault(&with(&nothing, &hit, &miss)).contains("not 3 or more within 1h with one `no_such_field`"));
}

#[test]
fn both_sources_are_meant() {
    let log = r#"{"event": "user_attempted_magic_link_verification", "created_at": "2026-08-03T10:00:00Z", "event_info":
        {"email_address": "a@example.com", "is_successful": false}, "actor_info": {"uuid": "u", "metadata": {"email_address": "a@example.com"}}}"#;
    let failed = "when = { type = [\"magic_link_login_failed\"] }\nwhere = [{ field = \"email_address\", contains = \"@example\" }]";
    assert!(parse("clade.toml", with(failed, log, OTHER).as_bytes(), &known()).is_ok());
    let policy = parse("clade.toml", with(failed, log, OTHER).as_bytes(), &known()).unwrap();
    assert!(policy.rule_kinds().contains("magic_link_login_failed"));
    let chats = "when = { type = [\"conversation_created\"] }";
    let chat = r#"{"type": "claude_chat_created", "created_at": "2026-08-03T10:00:00Z"}"#;
    let policy = parse("clade.toml", with(chats, chat, OTHER).as_bytes(), &known()).unwrap();
    assert_eq!(policy.rule_kinds().into_iter().collect::<Vec<_>>(), ["claude_chat_created", "conversation_created"]);
    assert_eq!(policy.rules()[0].definition, "Events with type conversation_created.");
    let words = "when = { topic = [\"spend\"], action = [\"delete\"] }";
    let gone = r#"{"type": "workspace_spend_limit_deleted", "created_at": "2026-08-03T10:00:00Z"}"#;
    let kinds = parse("clade.toml", with(words, gone, OTHER).as_bytes(), &known()).unwrap().rule_kinds();
    assert!(kinds.contains("workspace_spend_limit_deleted") && kinds.contains("extra_usage_spend_limit_deleted"));
    assert!(!kinds.contains("workspace_spend_limit_created"));
}

#[test]
fn types_that_nobody_knows_are_told() {
    let event = r#"{"type": "platform_api_key_creatd", "created_at": "2026-08-03T10:00:00Z"}"#;
    let policy =
        parse("clade.toml", with("when = { type = [\"platform_api_key_creatd\"] }", event, OTHER).as_bytes(), &known());
    let policy = policy.unwrap();
    assert!(!policy.rules()[0].is_of_feed(), "nobody knows which source tells of it");
    assert_eq!(
        policy.rules()[0].notes,
        ["the type `platform_api_key_creatd` is not a known type; did you mean `platform_api_key_created`?"]
    );
}

#[test]
fn faults_say_where_what_and_what_was_meant() {
    let good = with(&format!("{WHEN}actor = {{ kind = [\"user_actor\"] }}"), EVENT, OTHER);
    assert!(parse("clade.toml", good.as_bytes(), &known()).is_ok());
    let faults = [
        ("title = \"t\"", "titel = \"t\"", "3:1: unknown [rules] key `titel`; did you mean `title`?"),
        (
            "\"own-rule\"",
            "\"Own_Rule\"",
            "2:6: `Own_Rule` is not an id; write words of a to z and 0 to 9 with hyphens, like `night-export`",
        ),
        (
            "\"own-rule\"",
            "\"stale-key\"",
            "2:6: `stale-key` is the id of a check of the catalogue; give the rule another",
        ),
        ("\"low\"", "\"lo\"", "4:12: unknown severity `lo`; did you mean `low`?"),
        (
            "\"audit-log-review\"",
            "\"audit-log\"",
            "5:11: unknown control `audit-log`; did you mean `audit-log-review`?",
        ),
        ("remedy = [\"r\"]", "", "1:1: this [[rules]] has no `remedy`"),
        (WHEN, "", "1:1: this [[rules]] has no `when`"),
        ("topic = [\"key\"]", "topic = [\"keys\"]", "7:19: unknown topic `keys`; did you mean `key`?"),
        ("topic = [\"key\"]", "", "7:8: `when` must not be empty: name a `type`, a `topic`, an `action` or a `weight`"),
        ("topic =", "topics =", "7:10: unknown [rules.when] key `topics`; did you mean `topic`?"),
        ("kind =", "knd =", "8:11: unknown [rules.actor] key `knd`; did you mean `kind`?"),
        (
            "kind = [\"user_actor\"]",
            "domain = [\"a@b.c\"]",
            "8:21: `a@b.c` is not a domain; write what follows the @, like example.com",
        ),
        ("finds = true", "find = true", "14:1: unknown [rules.example] key `find`; did you mean `finds`?"),
        ("finds = true", "", "9:1: this example has no `finds`"),
        (
            "2026-08-03T22",
            "2026-08-33T22",
            "10:9: `created_at` is not an instant like 2026-08-03T10:00:00Z: \"2026-08-33T22:00:00Z\"",
        ),
        ("finds = true", "finds = false", "14:9: the rule matches this example, which says that it must not"),
        (
            "user_actor\"] }",
            "api_actor\"] }",
            "14:9: the rule does not match this example: its actor does not match `actor.kind`",
        ),
        (
            "finds = false",
            "finds = true",
            "17:9: the rule does not match this example: `when` does not cover the type org_domain_removed",
        ),
    ];
    let found = faults.map(|(was, is, _)| {
        let text = good.replacen(was, is, 1);
        assert_ne!(text, good, "{was}");
        fault(&text).lines().next().unwrap().replace("clade.toml:", "")
    });
    assert_eq!(found, faults.map(|(.., message)| message.to_owned()));
    let in_full = fault(&good.replacen("finds = true", "finds = false", 1));
    assert!(in_full.ends_with("   14 | finds = false\n      |         ^^^^^"), "{in_full}");
    let only_hits = good.replacen("finds = false", "finds = true", 1).replace(OTHER, EVENT);
    assert!(fault(&only_hits).contains("1:1: the rule `own-rule` has no example with `finds = false`"));
    let twice = format!("{good}{}", good.split("[hours]").next().unwrap());
    assert!(fault(&twice).contains("`own-rule` is already the id of the rule in line 1"));
    let no_hours = good.split("[hours]").next().unwrap().replacen(WHEN, &format!("{WHEN}outside_hours = true\n"), 1);
    assert!(fault(&no_hours).contains("`outside_hours` needs [hours]"));
    for (asks, message) in [
        ("where = []", "a list without conditions has no effect; leave it out"),
        ("where = [{ field = \"a\" }]", "this condition is empty; add one of equals"),
        ("where = [{ equals = \"a\" }]", "this condition has no `field`, `before` or `after`"),
        (
            "where = [{ field = \"a\", after = \"b\", exists = true }]",
            "a condition has one of `field`, `before` and `after`",
        ),
        ("where = [{ field = \"a\", equals = 1, less = 2 }]", "a condition has one of equals"),
        ("where = [{ field = \"a\", equal = 1 }]", "unknown [rules.where] key `equal`; did you mean `equals`?"),
        ("where = [{ field = \"a..b\", equals = 1 }]", "`a..b` is not a path"),
        ("threshold = { count = 1, within = \"1h\" }", "`count` must be at least 2"),
        ("threshold = { count = 2 }", "this threshold has no `within`"),
        ("threshold = { count = 2, within = \"1 hour\" }", "`1 hour` is not a time; write it like"),
        ("threshold = { count = 2, within = \"9999999d\" }", "is not a time"),
    ] {
        let found = fault(&with(&format!("{WHEN}{asks}"), EVENT, OTHER));
        assert!(found.contains(message), "{asks}: {found}");
    }
    let no_json = fault(&with(WHEN, "{", OTHER));
    assert!(no_json.contains("this event is not JSON"), "{no_json}");
}

#[test]
fn other_sections_may_speak_of_rules() {
    let text = with(WHEN, EVENT, OTHER);
    let more =
        "[checks.own-rule]\nenabled = false\nreason = \"r\"\n[[suppress]]\nrule = \"own-rule\"\nsubject = \"s\"\n";
    let policy = parse("clade.toml", format!("{more}{text}").as_bytes(), &known()).unwrap();
    assert_eq!(policy.disabled("own-rule"), Some("r"));
    assert_eq!(policy.suppressions()[0].rule, "own-rule");
    assert!(policy.rule_kinds().is_empty(), "switched off");
    assert!(!policy.info().sections.contains_key("rules"));
}
