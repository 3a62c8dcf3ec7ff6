//! Key figures of a quarter that is not over.

use super::day;
use crate::model::{EnvironmentShare, KeyFigures, ListPrice, Money, MonthForecast};

#[allow(clippy::needless_update, reason = "figures are added now and then")]
pub(super) fn key_figures() -> KeyFigures {
    let dollars = |text: &str| Money::parse(text).unwrap();
    let environment = |name: &str, usd: &str, percent| EnvironmentShare {
        environment: name.into(),
        usd: dollars(usd),
        percent,
        by_name_usd: dollars("12.5"),
    };
    KeyFigures {
        cache_hit_percent: Some(83.2),
        usd_per_million_tokens: Some(dollars("7.02")),
        environments: vec![environment("production", "31002.1", 55.2), environment("unknown", "25196.12", 44.8)],
        reported_percent: Some(99.3),
        estimated_percent: Some(0.7),
        list_price: Some(ListPrice {
            list_usd: dollars("62000"),
            reported_usd: dollars("56198.22"),
            discount_percent: 9.4,
            is_consistent: true,
            days: 92,
            stated_by: "the cost exports".into(),
        }),
        month_forecast: Some(MonthForecast {
            month: day("2026-09-01"),
            through: day("2026-09-30"),
            so_far_usd: dollars("22004.77"),
            expected_usd: dollars("22711"),
            low_usd: dollars("22110"),
            high_usd: dollars("23950.4"),
            interval_percent: 90,
            backtests: 24,
            held: 22,
        }),
        ..KeyFigures::default()
    }
}
