use crate::analyze::testing::{cost, days, facts};
use crate::model::MonthForecast;

fn told(from: &str, to: &str) -> Option<MonthForecast> {
    let rows: Vec<_> = days(from, to).into_iter().map(|day| (day, "k", "", "A", 10.0)).collect();
    facts(&[("cost.csv", &cost(&rows))]).month_forecast(|one| one.workspace == "A")
}

#[test]
fn the_last_day_of_the_data_is_forecast_too() {
    let told = told("2026-06-01", "2026-09-15").unwrap();
    assert_eq!((told.month.to_string().as_str(), told.so_far_usd.to_string().as_str()), ("2026-09-01", "150"));
    let [expected, low, high] = [told.expected_usd, told.low_usd, told.high_usd].map(|usd| usd.to_string());
    assert_eq!([expected.as_str(), &low, &high], ["300"; 3], "what never changes goes on");
    assert_eq!(told.interval_percent, 80);
    assert!(told.backtests > 10 && told.held == told.backtests);
}

#[test]
fn a_month_that_is_whole_or_a_series_that_is_short_has_no_forecast() {
    assert_eq!(told("2026-06-01", "2026-09-30"), None);
    assert_eq!(told("2026-08-10", "2026-09-10"), None);
}
