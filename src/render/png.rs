//! `summary.png`, one page to paste into a ticket, and every chart as `charts/<id>.png`.

use anyhow::Result;

use super::{File, Renderer, charts};
use crate::model::Report;

/// The registry line.
pub(super) const RENDERER: Renderer =
    Renderer { id: "png", title: "summary.png to paste into a ticket, and charts/*.png", render };

fn render(report: &Report) -> Result<Vec<File>> {
    let mut files = vec![File::new("summary.png", charts::summary(report)?)];
    for chart in &report.charts {
        files.push(File::new(format!("charts/{}.png", chart.id), charts::png(chart)?));
    }
    if let Some(bytes) = charts::coverage_png(report)? {
        files.push(File::new("charts/coverage.png", bytes));
    }
    Ok(files)
}
