//! `summary.png`, one page to paste into a ticket, and every chart as `charts/<id>.png`.

use anyhow::Result;
use rayon::prelude::*;

use super::{File, Renderer, charts};
use crate::model::{Chart, Report};

/// The registry line.
pub(super) const RENDERER: Renderer =
    Renderer { id: "png", title: "summary.png to paste into a ticket, and charts/*.png", render };

/// Side by side: in a small run, pixels take longer than everything before them.
fn render(report: &Report) -> Result<Vec<File>> {
    let chart = |chart: &Chart| Ok(File::new(format!("charts/{}.png", chart.id), charts::png(chart)?));
    let (summary, (coverage, charts)) = rayon::join(
        || charts::summary(report),
        || {
            let charts = || report.charts.par_iter().map(chart).collect::<Result<Vec<File>>>();
            rayon::join(|| charts::coverage_png(report), charts)
        },
    );
    let mut files = vec![File::new("summary.png", summary?)];
    files.extend(charts?);
    files.extend(coverage?.map(|bytes| File::new("charts/coverage.png", bytes)));
    Ok(files)
}
