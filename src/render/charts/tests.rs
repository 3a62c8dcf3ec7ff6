//! Every kind of drawing with nothing, one day, more than a year, credits, crowds and hostile names.

use super::*;
use crate::model::{BandDay, ExpectedBand, HeatCells, Mark, Money, Period, Series, Step};
use crate::render::sample;

fn drawn(chart: &Chart) -> Vec<u8> {
    let svg = picture(chart).unwrap().svg("");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", chart.id);
    png(chart).unwrap()
}

/// All amounts of a chart, to be changed.
fn amounts(chart: &mut Chart) -> Vec<&mut Money> {
    match &mut chart.data {
        ChartData::Band(chart) => chart.days.iter_mut().filter_map(|day| day.amount.as_mut()).collect(),
        ChartData::Stacked(chart) => chart.series.iter_mut().flat_map(|series| &mut series.amounts).collect(),
        ChartData::Waterfall(falls) => {
            let ends = [&mut falls.before.amount, &mut falls.after.amount];
            ends.into_iter().chain(falls.steps.iter_mut().map(|step| &mut step.amount)).collect()
        }
        ChartData::HeatMap(map) => match &mut map.cells {
            HeatCells::Dollars(rows) => rows.iter_mut().flatten().collect(),
            HeatCells::Events(_) => Vec::new(),
        },
    }
}

#[test]
fn every_span_is_drawn() {
    let first = "2026-07-01".parse().unwrap();
    for days in [0, 1, 2, 92, 400] {
        // The others have no days.
        for chart in [sample::charts::band(first, days), sample::charts::stacked(first, days)] {
            assert!(raster::shows_something(&drawn(&chart)), "{} of {days} days", chart.id);
        }
    }
}

#[test]
fn nothing_credits_and_huge_sums_are_drawn() {
    for cents in [0, -5, 1_230_000_000] {
        for mut chart in sample::charts::all("2026-07-01".parse().unwrap(), 30) {
            amounts(&mut chart).into_iter().for_each(|money| *money = Money::from_cents(cents));
            assert!(raster::shows_something(&drawn(&chart)), "{} with {cents} cents", chart.id);
        }
    }
}

#[test]
fn crowds_of_names_and_marks_are_drawn() {
    let days = |from: &str, to: &str| Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    let mark = |n: usize, period| Mark {
        letter: "W".repeat(n % 5),
        finding: "wide ".repeat(30),
        text: "crowded ".repeat(3_000),
        period,
    };
    for mut chart in sample::charts::all("2026-07-01".parse().unwrap(), 30) {
        let marks: Vec<Mark> = (0..30)
            .map(|n| mark(n, days("2026-07-05", "2026-07-20")))
            .chain([mark(1, days("1999-01-01", "1999-01-01")), mark(2, days("1999-01-01", "2030-01-01"))])
            .collect();
        let wide = |n: usize| format!("{n} {}", "wide ".repeat(5_000));
        match &mut chart.data {
            ChartData::Band(chart) => chart.marks = marks,
            ChartData::Stacked(chart) => {
                chart.marks = marks;
                chart.series.extend((0..20).map(|n| Series { name: wide(n), sums_up: 0, amounts: vec![] }));
            }
            ChartData::Waterfall(falls) => {
                falls.steps.extend((0..20).map(|n| Step { label: wide(n), amount: Money::from_cents(100) }));
            }
            ChartData::HeatMap(map) => map.days = vec![0; 7],
        }
        chart.title = wide(0);
        chart.caption = wide(1);
        assert!(raster::shows_something(&drawn(&chart)), "{}", chart.id);
    }
}

#[test]
fn a_day_without_rows_breaks_the_line() {
    let mut chart = sample::charts::band("2026-07-01".parse().unwrap(), 30);
    let pieces = |chart: &Chart| picture(chart).unwrap().svg("").matches("<polyline").count();
    let whole = pieces(&chart);
    if let ChartData::Band(chart) = &mut chart.data {
        let day: &mut BandDay = &mut chart.days[15];
        (day.day.state, day.amount, day.expected) = (crate::model::DayState::NoRows, None, None);
    }
    assert!(pieces(&chart) > whole, "the line goes on over a day that nothing is known of");
}

#[test]
fn only_what_is_there_is_in_the_legend() {
    let mut chart = sample::charts::band("2026-07-01".parse().unwrap(), 14);
    let ChartData::Band(band) = &mut chart.data else { panic!("a band") };
    let wide = ExpectedBand { low: Money::ZERO, middle: Money::from_cents(1), high: Money::from_cents(i64::MAX / 4) };
    band.days.iter_mut().for_each(|day| day.expected = Some(wide));
    let svg = picture(&chart).unwrap().svg("");
    assert!(svg.contains("expected") && !svg.contains("above") && !svg.contains("no rows"));
}

#[test]
fn a_chart_is_no_path() {
    let mut chart = sample::charts::band("2026-07-01".parse().unwrap(), 3);
    chart.id = "../evil".into();
    assert!(png(&chart).is_err());
}

#[test]
fn the_summary_is_drawn() {
    let png = summary(&sample::report()).unwrap();
    assert!(raster::shows_something(&png));
}
