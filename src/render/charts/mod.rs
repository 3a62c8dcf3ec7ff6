//! Drawings: each is one file; the same picture stands in the HTML as SVG and in a PNG.

use anyhow::{Result, ensure};

use crate::model::{Chart, ChartData, Report};

mod axis;
mod canvas;
pub(super) mod coverage;
mod days;
mod font;
pub(super) mod heat_map;
mod legend;
mod page;
mod raster;
mod spend_band;
mod stacked_spend;
mod summary;
#[cfg(test)]
mod tests;
mod waterfall;

pub(super) use canvas::Picture;
use canvas::{Align, Ink, Type};
use font::Weight;

/// Width of every drawing.
const WIDTH: f64 = 1100.0;

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
/// For what is summed up.
const REST: Ink = plotters::style::RGBColor(0xA3, 0xAB, 0xB5);

/// The chart's picture, without title and caption.
pub(super) fn picture(chart: &Chart) -> Result<Picture> {
    sized(chart, WIDTH)
}

/// The picture of this width, where the kind of chart has one of any width.
fn sized(chart: &Chart, width: f64) -> Result<Picture> {
    let has_days = match &chart.data {
        ChartData::Band(chart) => !chart.days.is_empty(),
        ChartData::Stacked(chart) => !chart.days.is_empty() && !chart.series.is_empty(),
        ChartData::Waterfall(_) | ChartData::HeatMap(_) => true,
    };
    if !has_days {
        let note = Type { size: 12.5, weight: Weight::Regular, ink: MUTED };
        let middle = (width / 2.0, 40.0);
        return canvas::draw(width, 80.0, |pen| pen.text("No days with known spend", middle, Align::Centre, note));
    }
    match &chart.data {
        ChartData::Band(chart) => spend_band::draw(chart, width),
        ChartData::Stacked(chart) => stacked_spend::draw(chart),
        ChartData::Waterfall(falls) => waterfall::draw(falls),
        ChartData::HeatMap(map) => heat_map::draw(map),
    }
}

/// The chart as a page of its own: title, caption, picture, what the letters mean, and where the numbers are from.
pub(super) fn png(chart: &Chart) -> Result<Vec<u8>> {
    let safe =
        chart.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && !chart.id.is_empty();
    ensure!(safe, "`{}` cannot be the name of a chart's file", chart.id);
    let words =
        page::Words { title: &chart.title, caption: &chart.caption, source: &chart.source, marks: chart.data.marks() };
    page::png(&words, &picture(chart)?)
}

/// The coverage as a page of its own; nothing where no file has days.
pub(super) fn coverage_png(report: &Report) -> Result<Option<Vec<u8>>> {
    let drawn = coverage::picture(report)?;
    let caption = coverage::caption(report);
    let words = page::Words { title: coverage::HEADING, caption: &caption, source: "", marks: &[] };
    drawn.map(|drawn| page::png(&words, &drawn)).transpose()
}

/// One page to paste into a ticket.
pub(super) fn summary(report: &Report) -> Result<Vec<u8>> {
    raster::png(&summary::page(report)?.svg(""))
}
