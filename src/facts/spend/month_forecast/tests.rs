use crate::analyze::testing::{cost, days, facts};
use crate::model::MonthForecast;

fn found(from: &str, to: &str) -> Option<MonthForecast> {
    let rows: Vec<_> = days(from, to).into_iter().map(|day| (day, "k", "", "A", 10.0)).collect();
    facts(&[("cost.csv", &cost(&rows))]).month_forecast(|one| one.workspace == "A")
}

#[test]
fn the_last_day_of_the_data_is_forecast_too() {
    let found = found("2026-06-01", "2026-09-15").unwrap();
    assert_eq!((found.month.to_string().as_str(), found.so_far_usd.to_string().as_str()), ("2026-09-01", "150"));
    let [expected, low, high] = [found.expected_usd, found.low_usd, found.high_usd].map(|usd| usd.to_string());
    assert_eq!([expected.as_str(), &low, &high], ["300"; 3], "what never changes goes on");
    assert_eq!(found.interval_percent, 80);
    assert!(found.backtests > 10 && found.held == found.backtests);
}

#[test]
fn a_month_that_is_whole_or_a_series_that_is_short_has_no_forecast() {
    assert_eq!(found("2026-06-01", "2026-09-30"), None);
    assert_eq!(found("2026-08-10", "2026-09-10"), None);
}
