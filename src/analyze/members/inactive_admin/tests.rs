//! What differs from its sister check, whose tests stand next to that.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::members::inactive_member;
use crate::analyze::testing::{activity, days, found, found_with, member, page, policy};

#[test]
fn every_privileged_role_and_no_other() {
    let roles =
        ["admin", "owner", "primary_owner", "membership_admin", "Primary Owner", "developer", "billing", "managed"];
    let members: Vec<_> =
        roles.iter().enumerate().map(|(n, role)| member(&format!("m{n}@example.com"), role)).collect();
    let sign_ins = days("2026-07-01", "2026-09-30").into_iter();
    let feed: Vec<String> = sign_ins
        .map(|day| activity(&format!("{day}T12:00:00Z"), "sso_login_succeeded", "busy", json!({})).to_string())
        .collect();
    let files = [("members.json", page(&members)), ("feed.jsonl", feed.join("\n") + "\n")];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let named = |severity: &str, numbers: std::ops::Range<usize>| -> Vec<String> {
        numbers.map(|n| format!("{severity} m{n}@example.com")).collect()
    };
    assert_eq!(found(&ANALYZER, &files), named("high", 0..5));
    assert_eq!(found(&inactive_member::ANALYZER, &files), named("medium", 5..8), "each is found once");
    let lax = policy("[checks.inactive-admin]\ninactive_after_days = 120\n");
    assert_eq!(found_with(&ANALYZER, &files, &lax).len(), 1, "not assessed");
}
