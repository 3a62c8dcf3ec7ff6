//! Drawings with what stands around them: the findings that they show, and their numbers.

use std::borrow::Cow;

use super::Cells::{Number, Prose, Short};
use super::{Block, Cells, Illustration, Limits, Span, Table, Words, count, heads, text};
use crate::model::{
    BandChart, Chart, ChartData, DayState, DrawnDay, HeatCells, HeatMap, Mark, Money, Report, StackedChart, Waterfall,
    dollars, grouped,
};
use crate::render::charts::heat_map::WEEKDAYS;

/// The drawing of the audit log; all others are of spend.
const OF_LOG: &str = "audit-activity";
/// From this many days on, a table has a row a week.
const MOST_DAYS: usize = 45;
/// Characters of a name in the head of a table.
const LONGEST_HEAD: usize = 40;

/// The drawings of spend.
pub(super) fn spend<'a>(report: &'a Report, limits: &Limits) -> Vec<Block<'a>> {
    drawn(report, limits, |id| id != OF_LOG)
}

/// The drawing of the audit log.
pub(super) fn log<'a>(report: &'a Report, limits: &Limits) -> Vec<Block<'a>> {
    drawn(report, limits, |id| id == OF_LOG)
}

fn drawn<'a>(report: &'a Report, limits: &Limits, is_one: impl Fn(&str) -> bool) -> Vec<Block<'a>> {
    let own = report.charts.iter().filter(|chart| is_one(&chart.id));
    own.map(|chart| Block::Chart(illustration(report, chart, limits))).collect()
}

/// Where a finding is to be seen: `A in …`, with a link to the first drawing that shows it.
pub(super) fn seen(report: &Report, finding: &str, limits: &Limits) -> Option<Words> {
    report.charts.iter().find_map(|chart| {
        let mark = chart.data.marks().iter().find(|mark| mark.finding == finding)?;
        let letter = Span::Strong(super::cut(&mark.letter, 2));
        let title = Span::Link(super::cut(&chart.title, limits.text), anchor(chart));
        Some(vec![letter, Span::Text(" in ".into()), title])
    })
}

fn anchor(chart: &Chart) -> String {
    let own: String = chart.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
    format!("chart-{own}")
}

fn illustration<'a>(report: &'a Report, chart: &'a Chart, limits: &Limits) -> Illustration<'a> {
    Illustration {
        id: anchor(chart),
        chart,
        findings: chart.data.marks().iter().filter_map(|mark| finding(report, mark, limits)).collect(),
        numbers: numbers(&chart.data, limits),
    }
}

fn finding(report: &Report, mark: &Mark, limits: &Limits) -> Option<Words> {
    let found = report.findings.iter().find(|finding| finding.id == mark.finding)?;
    let space = || Span::Text(" ".into());
    Some(vec![
        Span::Strong(super::cut(&mark.letter, 2)),
        space(),
        Span::Severity(found.severity),
        space(),
        Span::Link(super::cut(&found.title, limits.text), format!("finding-{}", found.id)),
    ])
}

fn numbers(data: &ChartData, limits: &Limits) -> Table {
    let mut table = match data {
        ChartData::Band(chart) => band(chart),
        ChartData::Stacked(chart) => stacked(chart),
        ChartData::Waterfall(falls) => waterfall(falls, limits),
        ChartData::HeatMap(map) => heat_map(map),
    };
    let rest = table.rows.len().saturating_sub(limits.rows);
    table.rows.truncate(limits.rows);
    let more = || vec![Span::Text(format!("… {} in ", count(rest, "more row"))), Span::Code("findings.json".into())];
    table.more = (rest > 0).then(more);
    table
}

fn table(caption: &'static str, columns: Vec<(Cow<'static, str>, Cells)>, rows: Vec<Vec<Words>>) -> Table {
    Table { caption, columns, rows, more: None }
}

fn money(amount: Money) -> Words {
    text(dollars(amount))
}

/// What a reader must know of a day.
fn remark(day: &DrawnDay) -> &'static str {
    match (day.state, day.partial) {
        (DayState::NoRows, _) => "no rows",
        (DayState::Estimated, false) => "estimated",
        (DayState::Estimated, true) => "estimated, not over",
        (DayState::Reported, true) => "not over",
        (DayState::Reported, false) => "",
    }
}

/// The days of the period.
fn band(chart: &BandChart) -> Table {
    let columns =
        [("Day", Short), ("Spent", Number), ("Expected", Number), ("From", Number), ("To", Number), ("Remark", Short)];
    let within = chart.days.iter().filter(|one| chart.period.contains(one.day.date));
    let or_none = |amount: Option<Money>| amount.map_or_else(|| text("–"), money);
    let row = |one: &crate::model::BandDay| {
        let mut remark = vec![remark(&one.day)];
        remark.retain(|words| !words.is_empty());
        match (one.amount, one.expected) {
            (Some(amount), Some(band)) if amount > band.high => remark.push("above"),
            (Some(amount), Some(band)) if amount < band.low && !one.day.partial => remark.push("below"),
            _ => {}
        }
        vec![
            text(one.day.date.to_string()),
            or_none(one.amount),
            or_none(one.expected.map(|band| band.middle)),
            or_none(one.expected.map(|band| band.low)),
            or_none(one.expected.map(|band| band.high)),
            text(remark.join(", ")),
        ]
    };
    table("Spend a day and what was expected", heads(&columns), within.map(row).collect())
}

/// A row a day, or a week where there are many days.
fn stacked(chart: &StackedChart) -> Table {
    let step = if chart.days.len() > MOST_DAYS { 7 } else { 1 };
    let first: Cow<'static, str> = if step > 1 { "Seven days from".into() } else { "Day".into() };
    let mut columns = vec![(first, Short)];
    columns.extend(chart.series.iter().map(|one| (Cow::from(super::cut(&one.name, LONGEST_HEAD)), Number)));
    columns.push(("Days without rows".into(), Number));
    let rows = chart.days.chunks(step).enumerate().map(|(n, days)| {
        let mut row = vec![text(days.first().map_or_else(String::new, |day| day.date.to_string()))];
        for series in &chart.series {
            row.push(money(series.amounts.iter().skip(n * step).take(step).copied().sum()));
        }
        row.push(text(grouped(days.iter().filter(|day| day.state == DayState::NoRows).count() as u64)));
        row
    });
    table("Spend by name", columns, rows.collect())
}

fn waterfall(falls: &Waterfall, limits: &Limits) -> Table {
    let columns = [("Step", Prose), ("Change", Number), ("Sum", Number)];
    let mut sum = falls.before.amount;
    let label = |label: &str| text(super::cut(label, limits.text));
    let mut rows = vec![vec![label(&falls.before.label), text("–"), money(sum)]];
    for step in &falls.steps {
        sum += step.amount;
        rows.push(vec![label(&step.label), money(step.amount), money(sum)]);
    }
    rows.push(vec![label(&falls.after.label), text("–"), money(falls.after.amount)]);
    table("From one sum to the other", heads(&columns), rows)
}

/// A row a weekday.
fn heat_map(map: &HeatMap) -> Table {
    let mut columns = vec![(Cow::from("Weekday"), Short), (Cow::from("Days"), Number)];
    columns.extend((0..24).map(|hour| (Cow::from(format!("{hour:02}")), Number)));
    let values: Vec<Vec<String>> = match &map.cells {
        HeatCells::Dollars(rows) => rows.iter().map(|row| row.iter().map(|one| one.to_grouped()).collect()).collect(),
        HeatCells::Events(rows) => rows.iter().map(|row| row.iter().map(|one| grouped(*one)).collect()).collect(),
    };
    let row = |(n, weekday): (usize, &&str)| {
        let days = map.days.get(n).copied().unwrap_or_default();
        let mut cells = vec![text(*weekday), text(grouped(days))];
        let value = |hour| values.get(n).and_then(|row: &Vec<String>| row.get(hour));
        cells.extend((0..24).map(|hour| text(value(hour).map_or("–", |value| value.as_str()))));
        cells
    };
    table("By weekday and hour (UTC)", columns, WEEKDAYS.iter().enumerate().map(row).collect())
}
