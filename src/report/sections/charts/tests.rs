//! What the drawings are made of, from small exports.

use super::ChartInputs;
use crate::analyze::testing::{activity, cost, data, days, facts, page, usage};
use crate::model::{Chart, ChartData, DayState, HeatCells, Period};
use crate::policy::Policy;
use crate::report::sections::log_review;

type Rows = Vec<(String, &'static str, &'static str, &'static str, f64)>;

fn row(day: &str, workspace: &'static str, dollars: f64) -> Rows {
    vec![(day.to_owned(), "key", "apikey_1", workspace, dollars)]
}

/// Charts of a period, as of its end.
fn charts_of(files: &[(&str, &str)], period: &str) -> Vec<Chart> {
    let (start, end) = period.split_once("..").unwrap();
    let period = Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap();
    let as_of = period.end.succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let (data, facts) = (data(files), facts(files));
    let (change, log) = (facts.period_change(period), log_review(&data, &facts, period));
    facts.charts(&Policy::default(), period, as_of, ChartInputs { change: change.as_ref(), log: log.as_ref() })
}

/// The same of one cost export.
fn cost_charts(rows: &[(String, &'static str, &'static str, &'static str, f64)], period: &str) -> Vec<Chart> {
    charts_of(&[("cost.csv", &cost(rows))], period)
}

fn of<'a>(charts: &'a [Chart], id: &str) -> &'a Chart {
    charts.iter().find(|chart| chart.id == id).unwrap_or_else(|| panic!("no {id}"))
}

/// Three months of the same spend on every day, and what else.
fn steady(other: Rows) -> Rows {
    let steady = days("2026-04-01", "2026-06-30").into_iter().flat_map(|day| row(&day, "Production", 100.0));
    steady.chain(other).collect()
}

#[test]
fn a_burst_is_above_the_band_and_told() {
    let charts = cost_charts(&steady(row("2026-06-10", "Production", 900.0)), "2026-06-01..2026-06-30");
    let chart = of(&charts, "daily-spend");
    let ChartData::Band(band) = &chart.data else { panic!("a band") };
    let burst = band.days.iter().find(|one| one.day.date.to_string() == "2026-06-10").unwrap();
    assert!(burst.amount.unwrap() > burst.expected.unwrap().high);
    assert!(
        chart.caption.starts_with("Spend was above its expected band on 1 day: 2026-06-10 with $1,000.00, $"),
        "{}",
        chart.caption
    );
    assert_eq!(band.days[0].day.date.to_string(), "2026-05-02", "as many days of history as the period has");
}

#[test]
fn a_calm_month_stays_within() {
    let charts = cost_charts(&steady(Vec::new()), "2026-06-01..2026-06-30");
    assert_eq!(of(&charts, "daily-spend").caption, "Spend stayed within its expected band on all of 30 judged days.");
    assert_eq!(of(&charts, "spend-by-workspace").caption, "All of $3,000.00 belongs to «Production».");
    assert!(of(&charts, "daily-spend").source.starts_with("Cost as the exports report it."));
}

#[test]
fn a_short_series_has_no_band() {
    let rows: Rows = days("2026-06-01", "2026-06-10").iter().flat_map(|day| row(day, "A", 5.0)).collect();
    let charts = cost_charts(&rows, "2026-06-01..2026-06-10");
    let chart = of(&charts, "daily-spend");
    assert_eq!(chart.caption, "10 days with rows: too few to know what is expected.");
    let ChartData::Band(band) = &chart.data else { panic!("a band") };
    assert!(band.days.iter().all(|day| day.expected.is_none()));
}

#[test]
fn days_without_rows_are_none_and_no_zeros() {
    let gone = |day: &String| !("2026-06-11".."2026-06-14").contains(&day.as_str());
    let rows: Rows = days("2026-06-01", "2026-06-30")
        .iter()
        .filter(|day| gone(day))
        .flat_map(|day| row(day, "A", if day == "2026-06-20" { 0.0 } else { 5.0 }))
        .collect();
    let charts = cost_charts(&rows, "2026-06-01..2026-06-30");
    let ChartData::Band(band) = &of(&charts, "daily-spend").data else { panic!("a band") };
    let missing: Vec<_> =
        band.days.iter().filter(|one| one.amount.is_none()).map(|one| one.day.date.to_string()).collect();
    assert_eq!(missing, ["2026-06-11", "2026-06-12", "2026-06-13"]);
    assert_eq!(band.days[19].amount.unwrap().to_grouped(), "0.00", "a row of zero is a zero");
    assert!(of(&charts, "daily-spend").source.contains("3 days without a row left empty"));
}

#[test]
fn usage_without_cost_is_estimated_and_a_day_that_goes_on_is_partial() {
    let file = usage(&[("k", "A", days("2026-06-01", "2026-06-20"))]);
    let facts = facts(&[("usage.csv", &file)]);
    let period = Period::new("2026-06-01".parse().unwrap(), "2026-06-20".parse().unwrap()).unwrap();
    let charts =
        facts.charts(&Policy::default(), period, "2026-06-20T14:00:00Z".parse().unwrap(), ChartInputs::default());
    let ChartData::Stacked(stack) = &of(&charts, "spend-by-model").data else { panic!("a stack") };
    assert!(stack.days.iter().all(|day| day.state == DayState::Estimated));
    assert_eq!(stack.days.iter().filter(|day| day.partial).count(), 1);
    let source = &of(&charts, "spend-by-model").source;
    assert!(source.starts_with("Estimated: usage") && source.ends_with("2026-06-20 is not over."), "{source}");
}

#[test]
fn eight_workspaces_are_six_and_two_others() {
    const NAMES: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let with = |count: usize| {
        let rows: Rows = NAMES[..count]
            .iter()
            .zip(1..)
            .flat_map(|(name, n)| row("2026-06-01", name, 100.0 / f64::from(n)))
            .collect();
        let charts = cost_charts(&rows, "2026-06-01..2026-06-02");
        let ChartData::Stacked(stack) = &of(&charts, "spend-by-workspace").data else { panic!("a stack") };
        stack.series.iter().map(|one| (one.name.clone(), one.sums_up)).collect::<Vec<_>>()
    };
    assert_eq!(with(8).last().unwrap(), &("2 others".to_owned(), 2));
    assert_eq!((with(8).len(), with(7).len()), (7, 7), "one other keeps its name");
    assert_eq!(with(7)[6], ("G".to_owned(), 0));
}

#[test]
fn credits_have_no_share() {
    let rows = [row("2026-06-01", "A", -5.0), row("2026-06-01", "B", -1.0)].concat();
    let charts = cost_charts(&rows, "2026-06-01..2026-06-02");
    assert_eq!(of(&charts, "spend-by-workspace").caption, "-$6.00 in all.");
}

#[test]
fn a_change_is_drawn_where_it_is_known() {
    let charts = cost_charts(&steady(row("2026-06-10", "Research", 900.0)), "2026-06-01..2026-06-30");
    let chart = of(&charts, "spend-change-by-workspace");
    assert_eq!(
        chart.caption,
        "Spend rose by $900.00 (30 %), from $3,000.00 (2026-05-02 to 2026-05-31) to $3,900.00 (2026-06); the largest step is «Research» with +$900.00."
    );
    let ChartData::Waterfall(falls) = &chart.data else { panic!("a waterfall") };
    assert_eq!((falls.steps.len(), falls.after.label.as_str()), (1, "2026-06"));
}

#[test]
fn hours_are_drawn_where_exports_are_hourly_for_a_week() {
    let hours = |last: &str| days("2026-06-01", last).iter().map(|day| format!("{day} 09:00")).collect::<Vec<_>>();
    let charts = |hours| charts_of(&[("usage.csv", &usage(&[("k", "A", hours)]))], "2026-06-01..2026-06-30");
    let week = charts(hours("2026-06-08"));
    let chart = of(&week, "spend-by-hour");
    assert!(chart.caption.starts_with("Spend is highest on Mondays, 09:00 to 10:00 UTC: $"), "{}", chart.caption);
    let ChartData::HeatMap(map) = &chart.data else { panic!("a map") };
    assert_eq!(map.days, [2, 1, 1, 1, 1, 1, 1]);
    let later = charts_of(&[("usage.csv", &usage(&[("k", "A", hours("2026-06-08"))]))], "2026-06-02..2026-06-30");
    let ChartData::HeatMap(map) = &of(&later, "spend-by-hour").data else { panic!("a map") };
    assert_eq!(map.days, [1; 7], "of the period");
    let none = |charts: &[Chart]| charts.iter().all(|chart| chart.id != "spend-by-hour");
    assert!(chart.caption.contains("Saturdays and Sundays have 25"), "two of eight days: {}", chart.caption);
    assert!(!none(&charts(hours("2026-06-07"))), "seven days are one");
    assert!(none(&charts(hours("2026-06-06"))), "six days are no week");
    assert!(none(&charts(days("2026-06-01", "2026-06-20"))), "daily");
}

#[test]
fn activity_is_counted_by_weekday_and_hour() {
    let at = |at: &str| activity(at, "claude_chat_created", "ada", serde_json::json!({}));
    let feed = ["2026-06-01T09:30:00Z", "2026-06-08T09:59:59Z", "2026-06-06T23:00:00Z", "2026-05-31T23:00:00Z"].map(at);
    let feed = page(&feed);
    let charts = charts_of(&[("feed.json", feed.as_str())], "2026-06-01..2026-06-30");
    let chart = of(&charts, "audit-activity");
    assert_eq!(chart.caption, "3 events; most on Mondays, 09:00 to 10:00 UTC: 2. 33 % on Saturdays and Sundays.");
    let ChartData::HeatMap(map) = &chart.data else { panic!("a map") };
    assert_eq!(map.days, [2, 1, 1, 1, 1, 1, 1]);
    let HeatCells::Events(cells) = &map.cells else { panic!("events") };
    assert_eq!((cells[0][9], cells[5][23]), (2, 1));
}

#[test]
fn nothing_at_all_is_no_drawing() {
    assert!(charts_of(&[], "2026-06-01..2026-06-30").is_empty());
}
