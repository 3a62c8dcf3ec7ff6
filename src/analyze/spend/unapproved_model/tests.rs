use super::ANALYZER;
use crate::analyze::testing::{ask, ask_with, days, found_with, policy, usage};

fn uses() -> String {
    let opus = usage(&[("k", "A", days("2026-08-01", "2026-08-20")), ("l", "A", days("2026-08-01", "2026-08-02"))]);
    let sonnet: String = usage(&[("k", "A", days("2026-08-01", "2026-08-02"))])
        .replace("claude-opus-5", "claude-sonnet-5")
        .lines()
        .skip(1)
        .map(|line| format!("{line}\n"))
        .collect();
    opus + &sonnet
}

#[test]
fn a_model_outside_the_list() {
    let policy = policy("[models]\napproved = [\"claude-sonnet-*\"]\n");
    assert_eq!(
        ask_with(&ANALYZER, &[("usage.csv", &uses())], &policy),
        [
            "medium claude-opus-5: model «claude-opus-5» was used in 2026-08-01 to 2026-08-20: 24200 tokens, $0.16, estimated at list price, by key «k» $0.15, key «l» $0.02. Expected: the policy's list of models"
        ]
    );
}

#[test]
fn models_on_the_list_and_rows_of_zeros() {
    let all = policy("[models]\napproved = [\"claude-*\"]\n");
    assert_eq!(found_with(&ANALYZER, &[("usage.csv", &uses())], &all), [""; 0]);
    let none_used = uses().replace("1000,0,0,0,100", "0,0,0,0,0");
    let strict = policy("[models]\napproved = [\"claude-haiku-*\"]\n");
    assert_eq!(found_with(&ANALYZER, &[("usage.csv", &none_used)], &strict), [""; 0]);
}

#[test]
fn without_a_list_the_question_does_not_arise() {
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &uses())]), ["not applicable: the policy lists no approved models"]);
    let nameless = uses().replace("claude-opus-5", "").replace("claude-sonnet-5", "");
    let policy = policy("[models]\napproved = [\"claude-haiku-*\"]\n");
    assert_eq!(
        ask_with(&ANALYZER, &[("usage.csv", &nameless)], &policy),
        ["not assessed: no usage export of the period names models"]
    );
}
