use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::credentials::testing::{issuer, list, rule};
use crate::analyze::testing::{ask, found, with};

fn of(change: Value) -> Vec<String> {
    found(&ANALYZER, &[("issuers.json", &list(&[with(issuer("ci"), change)]))])
}

#[test]
fn each_weakness_alone_and_what_looks_like_one() {
    for change in [
        json!({"check_jti": false}),
        json!({"max_jwt_lifetime_seconds": 3601}),
        json!({"jwks_polling_disabled_at": "2026-08-01T00:00:00Z"}),
    ] {
        assert_eq!(of(change.clone()), ["medium ci"], "{change}");
    }
    for change in [
        json!({}),
        json!({"max_jwt_lifetime_seconds": 3600}),
        json!({"check_jti": false, "archived_at": "2026-08-01T00:00:00Z"}),
        json!({"jwks": {"type": "inline", "keys": []}, "poll_status": null}),
    ] {
        assert_eq!(of(change.clone()), [""; 0], "{change}");
    }
}

#[test]
fn one_finding_says_everything() {
    let issuers = list(&[with(issuer("ci"), json!({"check_jti": false, "max_jwt_lifetime_seconds": 86400}))]);
    let rules = list(&[rule("r", "A"), with(rule("s", "A"), json!({"archived_at": "2026-03-01T00:00:00Z"}))]);
    assert_eq!(
        ask(&ANALYZER, &[("issuers.json", &issuers), ("rules.json", &rules)]),
        [
            "medium ci: a token can be used more than once (`check_jti` is false), and its tokens may be valid for 86400 seconds. Live rules that accept its tokens: 1. Expected: replay protection, at most 3600 seconds (default), and signing keys that are fetched"
        ]
    );
}

#[test]
fn a_record_without_the_fields_is_not_judged() {
    let bare =
        json!({"id": "fdis_bare", "type": "federation_issuer", "name": "bare", "issuer_url": "https://x.example.com"});
    assert_eq!(
        ask(&ANALYZER, &[("issuers.json", &list(&[bare]))]),
        ["not assessed: not judged, because their records do not say how strict they are: «bare»"]
    );
}
