//! Drawings: each is one file listed in [`ALL`]; the same picture stands in the HTML as SVG and in a PNG.

use anyhow::{Result, ensure};

use crate::model::{Chart, Report};

mod axis;
mod canvas;
pub(super) mod coverage;
mod daily_spend;
mod font;
mod raster;
mod summary;

pub(super) use canvas::Picture;
use canvas::{Align, Ink, Type};
use font::Weight;

/// A kind of chart and the function that draws it.
struct Drawing {
    /// Id of the charts that it draws.
    id: &'static str,
    /// Draws legend, axes and data; the page around it adds title and caption.
    draw: fn(&Chart) -> Result<Picture>,
}

/// Every drawing. The first one also draws what no other claims: all charts are dollars by day.
const ALL: &[Drawing] = &[daily_spend::DRAWING];

/// Text.
const INK: Ink = plotters::style::RGBColor(0x1B, 0x24, 0x30);
/// Text of less weight, axes. 5.6 : 1 on paper.
const MUTED: Ink = plotters::style::RGBColor(0x5B, 0x67, 0x76);
/// Lines that only guide the eye.
const GRID: Ink = plotters::style::RGBColor(0xE3, 0xE7, 0xEC);
/// Background.
const PAPER: Ink = plotters::style::RGBColor(0xFF, 0xFF, 0xFF);

/// Okabe and Ito's palette, distinguishable with every common kind of colour blindness
/// (<https://jfly.uni-koeln.de/color/>). Yellow is left out: too pale on white.
const PALETTE: [Ink; 6] = [
    plotters::style::RGBColor(0x00, 0x72, 0xB2),
    plotters::style::RGBColor(0xE6, 0x9F, 0x00),
    plotters::style::RGBColor(0x00, 0x9E, 0x73),
    plotters::style::RGBColor(0x56, 0xB4, 0xE9),
    plotters::style::RGBColor(0xD5, 0x5E, 0x00),
    plotters::style::RGBColor(0xCC, 0x79, 0xA7),
];
/// For "Other".
const REST: Ink = plotters::style::RGBColor(0xA3, 0xAB, 0xB5);

fn colour(n: usize, name: &str) -> Ink {
    if name == "Other" { REST } else { PALETTE[n % PALETTE.len()] }
}

/// The chart's picture, without title and caption.
pub(super) fn picture(chart: &Chart) -> Result<Picture> {
    let drawing = ALL.iter().find(|d| d.id == chart.id).or(ALL.first());
    drawing.map_or_else(|| canvas::draw(1.0, 1.0, |_| Ok(())), |d| (d.draw)(chart))
}

/// The chart as a page of its own, with title and caption.
pub(super) fn png(chart: &Chart) -> Result<Vec<u8>> {
    let safe =
        chart.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && !chart.id.is_empty();
    ensure!(safe, "`{}` cannot be the name of a chart's file", chart.id);
    page(&chart.title, &chart.caption, &picture(chart)?)
}

/// The coverage as a page of its own; nothing where no file has days.
pub(super) fn coverage_png(report: &Report) -> Result<Option<Vec<u8>>> {
    let drawn = coverage::picture(report)?;
    drawn.map(|drawn| page(coverage::HEADING, &coverage::caption(report), &drawn)).transpose()
}

fn page(title: &str, caption: &str, drawn: &Picture) -> Result<Vec<u8>> {
    let (margin, head) = (28.0, 72.0);
    let width = drawn.width + 2.0 * margin;
    let page = canvas::draw(width, drawn.height + head + margin, |pen| {
        pen.fill((0.0, 0.0), (width, drawn.height + head + margin), PAPER)?;
        let line = |text: &str, y: f64, style: Type| {
            pen.text(
                &font::fit(&super::escape::cut(text, 400), style.size, style.weight, drawn.width),
                (margin, y),
                Align::Left,
                style,
            )
        };
        line(title, 30.0, Type { size: 19.0, weight: Weight::SemiBold, ink: INK })?;
        line(caption, 53.0, Type { size: 13.0, weight: Weight::Regular, ink: MUTED })
    })?;
    raster::png(&page.with(margin, head + 6.0, drawn).svg(""))
}

/// One page to paste into a ticket.
pub(super) fn summary(report: &Report) -> Result<Vec<u8>> {
    raster::png(&summary::page(report)?.svg(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Money, Series};
    use crate::render::sample;

    #[test]
    fn every_span_is_drawn() {
        let first = "2026-07-01".parse().unwrap();
        for days in [0, 1, 2, 13, 92, 400, 1_500] {
            let chart = sample::spend_chart(first, days);
            assert!(raster::shows_something(&png(&chart).unwrap()), "{days} days");
        }
    }

    #[test]
    fn nothing_all_zero_credits_and_crowds_are_drawn() {
        let mut chart = sample::spend_chart("2026-07-01".parse().unwrap(), 30);
        chart.marks = (0..30).map(|d| (chart.series[0].points[d].0, "crowded ".repeat(30))).collect();
        chart.marks.push(("1999-01-01".parse().unwrap(), "outside".into()));
        chart.series.extend((0..20).map(|n| Series { name: format!("{n} {}", "wide ".repeat(5_000)), points: vec![] }));
        assert!(raster::shows_something(&png(&chart).unwrap()));
        for series in &mut chart.series {
            series.points.iter_mut().for_each(|(_, money)| *money = Money::from_cents(-5));
        }
        assert!(raster::shows_something(&png(&chart).unwrap()));
        chart.series.clear();
        assert!(raster::shows_something(&png(&chart).unwrap()));
    }

    #[test]
    fn a_chart_is_no_path() {
        let mut chart = sample::spend_chart("2026-07-01".parse().unwrap(), 3);
        chart.id = "../evil".into();
        assert!(png(&chart).is_err());
    }

    #[test]
    fn the_summary_is_drawn() {
        let png = summary(&sample::report()).unwrap();
        assert!(raster::shows_something(&png));
    }
}
