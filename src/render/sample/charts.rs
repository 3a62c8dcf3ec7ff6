//! Drawings of every kind, over any number of days.

use chrono::{Days, NaiveDate};

use crate::model::{
    BandChart, BandDay, Chart, ChartData, DayState, DrawnDay, ExpectedBand, HeatCells, HeatMap, Mark, Money, Period,
    Series, StackedChart, Step, Waterfall,
};

/// One of every kind.
pub(in crate::render) fn all(first: NaiveDate, days: u64) -> Vec<Chart> {
    vec![band(first, days), stacked(first, days), waterfall(), hours(), activity()]
}

fn chart(id: &str, title: &str, caption: &str, data: ChartData) -> Chart {
    let source = "Cost as the exports report it. US dollars per day (UTC).";
    Chart { id: id.into(), title: title.into(), caption: caption.into(), source: source.into(), data }
}

fn cents(day: u64, n: u64) -> u64 {
    // Weekdays with a slow rise; a jump in Production and a burst in Research.
    let weekend = if (day + 2) % 7 >= 5 { 3 } else { 10 };
    let jump = if n == 1 && day > 60 { 14_000 } else { 0 };
    let burst = if n == 4 && day == 38 { 61_500 } else { 0 };
    (31_000 / n + 90 * day + (day * day * 37 + n * 131) % 3_100) * weekend / 10 + jump + burst
}

fn money(cents: u64) -> Money {
    Money::from_cents(i64::try_from(cents).unwrap())
}

fn drawn(first: NaiveDate, at: u64) -> DrawnDay {
    let state = match at {
        17 => DayState::NoRows,
        0..30 => DayState::Estimated,
        _ => DayState::Reported,
    };
    DrawnDay { date: first + Days::new(at), state, partial: at == 91 }
}

/// What two findings point at.
fn marks(first: NaiveDate, days: u64) -> Vec<Mark> {
    let mark = |letter: &str, from: u64, to: u64, text: &str| Mark {
        letter: letter.into(),
        finding: format!("{from:010}"),
        text: text.into(),
        period: Period::new(first + Days::new(from), first + Days::new(to)).unwrap(),
    };
    let all = [mark("A", 38, 38, "Spend of Research <jumped>"), mark("B", 61, 91, "Spend of Production moved up")];
    all.into_iter().filter(|mark| mark.period.start < first + Days::new(days)).collect()
}

/// Daily spend with a burst, over its band.
pub(in crate::render) fn band(first: NaiveDate, days: u64) -> Chart {
    let day = |at: u64| {
        let (day, all) = (drawn(first, at), (1..=4).map(|n| cents(at, n)).sum::<u64>());
        let usual = (45_000 + 300 * at) * if (at + 2) % 7 >= 5 { 3 } else { 10 } / 10;
        let band = ExpectedBand { low: money(usual / 2), middle: money(usual), high: money(usual * 3 / 2) };
        let known = day.state != DayState::NoRows;
        BandDay { day, amount: known.then(|| money(all)), expected: (known && at >= 12).then_some(band) }
    };
    let start = first + Days::new(days.min(20));
    let end = (first + Days::new(days.saturating_sub(1))).max(start);
    let data =
        BandChart { period: Period { start, end }, days: (0..days).map(day).collect(), marks: marks(first, days) };
    let caption = "Spend was above its expected band on 1 day: 2026-08-08 with $1,204.00, $312.00 over.";
    chart("daily-spend", "Daily spend and what was expected", caption, ChartData::Band(data))
}

/// Daily spend of four workspaces.
pub(in crate::render) fn stacked(first: NaiveDate, days: u64) -> Chart {
    let names = [("Production", 0), ("Staging", 0), ("Research & <Development>", 0), ("4 others", 4)];
    let series = names.iter().zip(1_u64..).map(|((name, sums_up), n)| Series {
        name: (*name).into(),
        sums_up: *sums_up,
        amounts: (0..days).map(|day| if day == 17 { Money::ZERO } else { money(cents(day, n)) }).collect(),
    });
    let data = StackedChart {
        days: (0..days).map(|at| drawn(first, at)).collect(),
        series: series.collect(),
        marks: marks(first, days),
    };
    let caption = "Most of $71,204.00: «Production» 61 %, «Staging» 20 %, «Research & <Development>» 12 %.";
    chart("spend-by-workspace", "Daily spend by workspace", caption, ChartData::Stacked(data))
}

/// A rise in four steps.
pub(in crate::render) fn waterfall() -> Chart {
    let step = |label: &str, dollars: i64| Step { label: label.into(), amount: Money::from_cents(dollars * 100) };
    let steps = [("volume", 2_400), ("model mix <opus>", -900), ("cache", 310), ("price", -45)];
    let data = Waterfall {
        before: step("2026-Q2", 26_300),
        steps: steps.map(|(label, dollars)| step(label, dollars)).to_vec(),
        after: step("2026-Q3", 28_065),
    };
    let caption = "Spend rose by $1,765.00 (7 %), from $26,300.00 to $28,065.00.";
    chart("spend-change", "How spend changed", caption, ChartData::Waterfall(data))
}

/// Hours of a week in dollars, one weekday unknown.
pub(in crate::render) fn hours() -> Chart {
    let cell = |day: u64, hour: u64| money(if (8..18).contains(&hour) && day < 5 { day * 317 + hour * 71 } else { 0 });
    let cells = (0..7).map(|day| (0..24).map(|hour| cell(day, hour)).collect()).collect();
    let map = HeatMap { days: vec![3, 3, 2, 2, 2, 2, 0], cells: HeatCells::Dollars(cells) };
    let caption = "Most is spent on Fridays, 17:00 to 18:00 UTC.";
    chart("spend-by-hour", "Spend by hour of the week", caption, ChartData::HeatMap(map))
}

/// Hours of a week in events.
pub(in crate::render) fn activity() -> Chart {
    let cells = (0..7).map(|day: u64| (0..24).map(|hour| (day * 31 + hour * 17) % 97).collect()).collect();
    let map = HeatMap { days: vec![13; 7], cells: HeatCells::Events(cells) };
    chart("audit-activity", "Audit events by hour of the week", "8,001 events.", ChartData::HeatMap(map))
}
