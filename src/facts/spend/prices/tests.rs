use super::{Conditions, Prices, TokenCounts};
use crate::analyze::testing::policy;

const MILLION_OF_EACH: TokenCounts = TokenCounts {
    uncached_input: 1_000_000,
    cache_write_5m: 1_000_000,
    cache_write_1h: 1_000_000,
    cache_read: 1_000_000,
    output: 1_000_000,
    web_searches: 100,
};

fn cost(toml: &str, model: &str, day: &str, conditions: Conditions) -> Option<String> {
    let prices = Prices::of(&policy(toml));
    prices.cost(model, day.parse().unwrap(), MILLION_OF_EACH, conditions).map(|usd| usd.to_string())
}

#[test]
fn a_discount_is_on_the_list_price_and_not_on_searches() {
    let toml = "[[prices]]\nmodel = \"claude-opus-*\"\nfrom = 2026-08-01\nto = 2026-08-31\ndiscount_percent = 10\n";
    let found = |day| cost(toml, "claude-opus-5", day, Conditions::default()).unwrap();
    // 5 + 6.25 + 10 + 0.5 + 25 dollars, and a dollar of searches.
    assert_eq!(found("2026-07-31"), "47.75");
    assert_eq!([found("2026-08-01"), found("2026-08-31")], ["43.075", "43.075"]);
    assert_eq!(found("2026-09-01"), "47.75");
    let batch = Conditions { service_tier: Some("batch"), ..Conditions::default() };
    assert_eq!(cost(toml, "claude-opus-5", "2026-08-01", batch).unwrap(), "22.0375");
    assert_eq!(cost(toml, "claude-opus-9", "2026-08-01", batch), None, "a discount on nothing is nothing");
}

#[test]
fn prices_of_its_own() {
    let toml = "[[prices]]\nmodel = \"in-house\"\ninput = 4\noutput = 20\nlong_context = 2\nus = 1.1\n";
    let found = |conditions| cost(toml, "in-house", "2026-08-01", conditions);
    let usual = Conditions::default();
    // 4 + 5 + 8 + 0.4 + 20.
    assert_eq!(found(usual).as_deref(), Some("38.4"));
    assert_eq!(found(Conditions { service_tier: Some("batch"), ..usual }).as_deref(), Some("19.7"));
    let long_us = Conditions { context_window: Some("> 200k"), inference_geo: Some("us"), ..usual };
    assert_eq!(found(long_us).as_deref(), Some("83.28"));
    assert_eq!(found(Conditions { speed: Some("fast"), ..usual }), None, "fast mode is not priced by guess");
    let prices = Prices::of(&policy(toml));
    assert!(prices.knows("in-house") && prices.knows("claude-opus-5") && !prices.knows("other"));
}

#[test]
fn a_whole_id_counts_before_a_pattern() {
    let toml = "[[prices]]\nmodel = \"claude-*\"\ndiscount_percent = 50\n[[prices]]\nmodel = \"claude-opus-5\"\ndiscount_percent = 10\n\
                [[prices]]\nmodel = \"claude-sonnet*\"\ndiscount_percent = 20\n";
    let found = |model| cost(toml, model, "2026-08-01", Conditions::default()).unwrap();
    assert_eq!(found("claude-opus-5"), "43.075");
    assert_eq!(found("claude-sonnet-4-6"), "23.44", "28.05 less a fifth, and searches");
}
