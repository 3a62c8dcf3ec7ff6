use crate::analyze::testing::facts;

const HEAD: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
                    usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,\
                    usage_output_tokens,web_search_count,inference_geo,speed\n";

#[test]
fn rows_are_folded_by_tier_and_searches_are_no_tokens() {
    let row = "2026-09-10,claude-opus-5,k,A,standard,≤ 200k,1000000,0,0,1000000,0,3,global,\n";
    let batch = row.replace("standard", "batch");
    let facts = facts(&[("usage.csv", &format!("{HEAD}{row}{row}{batch}"))]);
    let found: Vec<_> = facts
        .spend
        .tokens
        .iter()
        .map(|one| (one.tier.as_str(), one.rows, one.total(), one.categories(), one.list_price.unwrap().to_string()))
        .collect();
    assert_eq!(
        found,
        [("batch", 1, 2_000_000, 2, "2.78".to_owned()), ("standard", 2, 4_000_000, 2, "11.06".to_owned())]
    );
    assert_eq!(facts.spend.tokens[1].token_price().unwrap().to_string(), "11");
    assert_eq!(facts.totals.estimated_cost_usd.total.to_string(), "13.84", "the spend series rests on the same rows");
}

#[test]
fn a_model_without_a_price_has_tokens_and_no_dollars() {
    let row = "2026-09-10,claude-unheard-of,k,A,standard,≤ 200k,1000,0,0,0,0,0,global,\n";
    let facts = facts(&[("usage.csv", &format!("{HEAD}{row}{row}"))]);
    assert_eq!((facts.spend.tokens[0].total(), facts.spend.tokens[0].list_price), (2000, None));
    assert_eq!(facts.spend.series.unpriced.get("claude-unheard-of"), Some(&2));
}

/// Changes are priced by the tier and terms of a use, days together, and not by its rows: both must come to the same.
#[test]
fn tier_and_terms_price_a_use_as_its_rows_did() {
    let mut rows = String::new();
    for model in ["claude-sonnet-4-5-20250929", "claude-opus-4-6"] {
        for tier in ["standard", "Batch", "priority"] {
            for window in ["≤ 200k", "> 200k", "200k-1M", "0-200k"] {
                for (geo, speed) in [("global", ""), ("us", ""), ("us", "standard"), ("global", "fast"), ("us", "fast")]
                {
                    rows.push_str(&format!(
                        "2026-09-10,{model},k,A,{tier},{window},1234,77,13,99999,421,3,{geo},{speed}\n"
                    ));
                }
            }
        }
    }
    let spend = facts(&[("usage.csv", &format!("{HEAD}{rows}"))]).spend;
    assert!(spend.tokens.len() > 20, "{}", spend.tokens.len());
    for one in &spend.tokens {
        let again = spend.prices.cost(&one.model, one.day, one.tokens, one.conditions());
        assert_eq!(again, one.list_price, "{} {} {}", one.model, one.tier, one.terms);
    }
    assert!(spend.tokens.iter().any(|one| one.terms == "long context, us, fast"));
    assert!(spend.tokens.iter().filter(|one| one.list_price.is_some()).count() > 10);
}
