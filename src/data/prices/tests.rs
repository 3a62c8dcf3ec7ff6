use super::*;

fn cost(model: &str, day: &str, tokens: TokenCounts, conditions: Conditions) -> Option<String> {
    Prices::embedded().cost(model, day.parse().unwrap(), tokens, conditions).map(|m| m.to_string())
}

const MILLION_IN: TokenCounts = TokenCounts {
    uncached_input: 1_000_000,
    cache_write_5m: 0,
    cache_write_1h: 0,
    cache_read: 0,
    output: 0,
    web_searches: 0,
};

#[test]
fn multipliers_stack() {
    let normal = Conditions::default();
    assert_eq!(cost("claude-sonnet-4-5-20250929", "2026-01-10", MILLION_IN, normal).as_deref(), Some("3"));
    let batch = Conditions { service_tier: Some("batch"), ..normal };
    assert_eq!(cost("claude-sonnet-4-5-20250929", "2026-01-10", MILLION_IN, batch).as_deref(), Some("1.5"));
    let long = Conditions { context_window: Some("> 200k"), ..batch };
    assert_eq!(cost("claude-sonnet-4-5-20250929", "2026-01-10", MILLION_IN, long).as_deref(), Some("3"));
    let us = Conditions { inference_geo: Some("us"), ..normal };
    assert_eq!(cost("claude-opus-5", "2026-08-01", MILLION_IN, us).as_deref(), Some("5.5"));
    assert_eq!(cost("claude-opus-4-5-20251101", "2026-08-01", MILLION_IN, us).as_deref(), Some("5"));
    let fast = Conditions { speed: Some("fast"), ..normal };
    assert_eq!(cost("claude-opus-5", "2026-08-01", MILLION_IN, fast).as_deref(), Some("10"));
}

#[test]
fn prices_are_those_of_the_day() {
    let read = TokenCounts { cache_read: 1_000_000, ..TokenCounts::default() };
    assert_eq!(cost("claude-sonnet-5-5", "2026-10-06", read, Conditions::default()).as_deref(), Some("0.2"));
    assert_eq!(cost("claude-sonnet-5-5", "2026-10-07", read, Conditions::default()).as_deref(), Some("0.1"));
    let search = TokenCounts { web_searches: 7, ..TokenCounts::default() };
    assert_eq!(cost("claude-opus-5", "2026-08-01", search, Conditions::default()).as_deref(), Some("0.07"));
}

#[test]
fn what_is_not_in_the_table_is_not_priced() {
    assert_eq!(cost("claude-unheard-of", "2026-08-01", MILLION_IN, Conditions::default()), None);
    assert_eq!(cost("claude-3-opus-20240229", "2026-08-01", MILLION_IN, Conditions::default()), None);
}

#[test]
fn a_model_retires_with_its_last_row_that_is_not_fast() {
    let prices = Prices::embedded();
    let retired = |model| prices.retired_after(model).map(|day: NaiveDate| day.to_string());
    assert_eq!(retired("claude-opus-4-1-20250805").as_deref(), Some("2026-08-05"));
    assert_eq!(retired("claude-opus-4-6"), None, "only its fast mode ended");
    assert_eq!(retired("claude-sonnet-5-5"), None, "a price ended, the model did not");
    assert!(prices.knows("claude-opus-4-6") && !prices.knows("claude-unheard-of"));
}

#[test]
fn aliases_lead_to_dated_ids() {
    let prices = Prices::embedded();
    for (alias, id) in [
        ("claude-haiku-4-5", "claude-haiku-4-5-20251001"),
        ("claude-haiku-4-5-latest", "claude-haiku-4-5-20251001"),
        ("claude-opus-4-1", "claude-opus-4-1-20250805"),
        ("claude-opus-4-0", "claude-opus-4-20250514"),
        ("claude-sonnet-4-0", "claude-sonnet-4-20250514"),
        ("claude-3-7-sonnet-latest", "claude-3-7-sonnet-20250219"),
        ("claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022"),
        ("claude-opus-5-latest", "claude-opus-5"),
        // Not aliases: what is known by itself, other models of the family, and what nobody knows.
        ("claude-opus-5", "claude-opus-5"),
        ("claude-opus-4-6", "claude-opus-4-6"),
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001"),
        ("claude-haiku-9", "claude-haiku-9"),
        ("claude", "claude"),
        ("in-house-latest", "in-house-latest"),
    ] {
        assert_eq!(prices.model_id(alias), id, "{alias}");
    }
    assert_eq!(cost("claude-haiku-4-5", "2026-08-01", MILLION_IN, Conditions::default()).as_deref(), Some("1"));
    assert_eq!(prices.model_id("claude-sonnet-4"), "claude-sonnet-4-20250514");
}

#[test]
fn display_names_lead_to_ids() {
    let prices = Prices::embedded();
    assert_eq!(prices.model_id("Claude Sonnet 4.5"), "claude-sonnet-4-5-20250929");
    assert_eq!(prices.model_id("Claude Unheard Of"), "Claude Unheard Of");
    assert!(prices.models.values().map(Vec::len).sum::<usize>() > 30);
}
