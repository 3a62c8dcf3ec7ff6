//! Names as they are.

use super::ANALYZER;
use crate::analyze::testing::{ask, ask_with, found, key, member, page, policy, with};

fn flagged(name: &str) -> bool {
    let keys = page(&[with(key("k", "2026-01-05", None), serde_json::json!({"name": name}))]);
    let members = page(&[
        with(member("jane.doe@example.com", "developer"), serde_json::json!({"name": "Jane Doe"})),
        with(member("support@example.com", "user"), serde_json::json!({"name": "Support Desk"})),
    ]);
    !found(&ANALYZER, &[("keys.json", &keys), ("members.json", &members)]).is_empty()
}

#[test]
fn names_that_say_nothing() {
    for name in [
        "My API Key 2",
        "key-1",
        "test",
        "NEW_KEY",
        "apiKey",
        "foo-bar",
        "untitled (3)",
        "2026",
        "-",
        "🔑",
        "aaaa",
        "x-1",
        "asdf",
        "qwerty123",
        "asdf-qwer",
        "asdfasdf",
        "lkjh",
        "poiuy",
        "temp tmp",
        "v2",
        "jane",
        "Jane Doe",
        "doe-2",
        "jane's key",
        "janes-key",
        "jane-d",
        "mykey2",
        "mykey",
        "MyKey",
        "newkey-3",
        "testkey",
        "mytestkey_7",
        "apikeytest",
        "tmpkey",
        "new_mykey",
        "janedoe",
        "doejane-2",
    ] {
        assert!(flagged(name), "{name:?}");
    }
}

#[test]
fn names_that_say_something() {
    for name in [
        "prod-recommendation-service",
        "integration-test-runner",
        "search",
        "claude_code_key_jane_r4Tb",
        "wert",
        "jane-dashboard",
        "support",
        "support-desk",
        "qa-bot",
        "größe",
        "検索",
        "tree",
        "api-gateway",
        "contest",
        "x-ray",
        "latest",
        "abcnews",
        "keynote",
        "keyboard-2",
        "mykeyboard",
        "newsletter",
        "tempo",
        "foodbar",
        "testament-api",
        "monkey",
        "janedoeapp",
    ] {
        assert!(!flagged(name), "{name:?}");
    }
}

/// Fault: Keys called `prod`, `claude` or «do not use» were descriptive: «key naming passes»
/// Outcome: Words of an environment, of the vendor, of what is to be done with the key, and «key», «test», «new» in other languages name no service
#[test]
fn names_without_a_service() {
    let nothing = "prod|dev|staging|Sandbox|prod key|dev-2|prod_api_key|claude|Claude API|claude-prod|anthropic-key|anthropic|delete me|\
                   DELETE_ME|do not use|don't use!|TBD|todo|to-do|Schlüssel|mein Schlüssel|Testschlüssel|nicht benutzen|Produktion|clave|\
                   mi clave|clave de prueba|prueba|no usar|clé|essai|ma clé|ne pas utiliser|chiave|prova|chave|teste|sleutel|klucz|ключ|\
                   тест|не использовать|キー|テスト|テストキー|使用禁止|本番|测试密钥|请勿使用|키";
    for name in nothing.split('|') {
        assert!(flagged(name), "{name:?}");
    }
    let something = "prod-search|claude-summarizer|anthropic-invoices|dev portal|live-chat|sandbox-runner|todo-app|delete-me-bot|\
                     do-not-use search|Schlüsseldienst|Rechnungsprüfung|clave-dinámica|keymaker|essais cliniques|chiavari|testament|\
                     テスト自動化|検索|翻訳キー|搜索服务|客服|검색|ключевые-слова|поиск|αναζήτηση|बिलिंग|בדיקות|prod-eu|stage-lighting|Nova|mia";
    for name in something.split('|') {
        assert!(!flagged(name), "{name:?}");
    }
}

#[test]
fn the_sentence_says_why() {
    let keys = page(&[key("asdf", "2026-01-05", None), key("key-9", "2026-01-05", None)]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys)]),
        ["low asdf: the name «asdf» is a run of the keyboard", "low key-9: the name «key-9» has no word of its own"]
    );
    assert_eq!(
        ask(&ANALYZER, &[("members.json", &page(&[member("a@example.com", "user")]))]),
        ["not assessed: no export of API keys"]
    );
}

#[test]
fn the_policys_patterns() {
    let keys = page(&[
        key("prod-search", "2026-01-05", None),
        key("Search-Prod", "2026-01-05", None),
        key("key-9-prod", "2026-01-05", None),
        key("test-prod-2", "2026-01-05", None),
        key("claude_code_key_jane_r4Tb", "2026-01-05", None),
        key("api-key", "2026-01-05", None),
    ]);
    let policy = policy("[naming]\nkeys = [\"*-prod\", \"*-dev\"]\n");
    assert_eq!(
        ask_with(&ANALYZER, &[("keys.json", &keys)], &policy),
        [
            "low prod-search: the name «prod-search» fits no pattern of the policy (`*-prod` or `*-dev`)",
            "low key-9-prod: the name «key-9-prod» names an environment and no service",
            "low test-prod-2: the name «test-prod-2» names an environment and no service",
            "low api-key: the name «api-key» has no word of its own",
        ]
    );
}
