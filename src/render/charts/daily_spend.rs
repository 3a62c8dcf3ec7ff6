//! Dollars a day, stacked by series, with the days that findings point at.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::canvas::{self, Align, Ink, Pen, Picture, Type};
use super::font::{self, Weight};
use super::{Drawing, GRID, INK, MUTED, PAPER, axis, colour};
use crate::model::{Chart, Money};
use crate::render::escape;

/// The registry line.
pub(super) const DRAWING: Drawing = Drawing { id: "daily-spend", draw };

const WIDTH: f64 = 1100.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = WIDTH - 12.0;
const PLOT_HEIGHT: f64 = 250.0;
const LEGEND_ROW: f64 = 22.0;
const LANE: f64 = 20.0;
/// More lanes of labels than this would be a list, and that stands below the findings.
const LANES: usize = 4;
const BELOW: f64 = 30.0;
/// The bar of a single day need not be as wide as the page.
const WIDEST_BAR: f64 = 56.0;
/// From this width on, days are bars with a gap between them; narrower ones run together as steps.
const NARROWEST_BAR: f64 = 4.0;

const LABEL: Type = Type { size: 12.0, weight: Weight::Regular, ink: MUTED };
const NAME: Type = Type { size: 12.5, weight: Weight::Regular, ink: INK };
const MARK: Type = Type { size: 12.0, weight: Weight::SemiBold, ink: INK };

/// What is drawn where.
struct Layout {
    first: NaiveDate,
    days: i64,
    day_width: f64,
    /// y of zero dollars.
    base: f64,
    /// User units for a dollar.
    scale: f64,
    ticks: Vec<(f64, String)>,
}

impl Layout {
    /// Left edge of a day.
    fn x(&self, day: NaiveDate) -> f64 {
        LEFT + (day - self.first).num_days() as f64 * self.day_width
    }

    fn y(&self, dollars: f64) -> f64 {
        self.base - dollars * self.scale
    }
}

/// Lower and upper edge of a series on each day, in dollars.
type Band = Vec<(f64, f64)>;

fn draw(chart: &Chart) -> Result<Picture> {
    let days = chart.series.iter().flat_map(|s| &s.points).map(|(day, _)| *day);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return empty() };
    let count = (last - first).num_days() + 1;
    let bands = stack(chart, first, count);
    let highest = bands.last().into_iter().flatten().map(|(_, upper)| *upper).fold(0.0, f64::max);
    let ticks = axis::dollars(highest);
    let day_width = (RIGHT - LEFT) / count as f64;
    let legend = legend(chart);
    let (labels, untold) = labels(
        chart,
        |day| LEFT + ((day - first).num_days() as f64 + 0.5) * day_width,
        |day| {
            bands
                .last()
                .and_then(|band| band.get(usize::try_from((day - first).num_days()).ok()?))
                .map(|(_, upper)| *upper)
        },
    );
    let lanes = labels.iter().map(|l| l.lane + 1).max().unwrap_or(0);
    let top = (legend.last().map_or(0.0, |l| l.1) + LEGEND_ROW) + lanes as f64 * LANE + 12.0;
    let base = top + PLOT_HEIGHT;
    let end = ticks.last().map_or(1.0, |t| t.0).max(f64::MIN_POSITIVE);
    let layout = Layout { first, days: count, day_width, base, scale: PLOT_HEIGHT / end, ticks };
    canvas::draw(WIDTH, base + BELOW, |pen| {
        grid(pen, &layout)?;
        for (n, (band, series)) in bands.iter().zip(&chart.series).enumerate() {
            paint(pen, &layout, band, colour(n, &series.name))?;
        }
        pen.line((LEFT, base), (RIGHT, base), 1.0, MUTED)?;
        if highest == 0.0 {
            pen.text(
                "No spend on any of these days",
                ((LEFT + RIGHT) / 2.0, base - PLOT_HEIGHT / 2.0),
                Align::Centre,
                NAME,
            )?;
        }
        dates(pen, &layout, last)?;
        for (n, x, y, name) in legend.iter().enumerate().map(|(n, (x, y, name))| (n, *x, *y, name)) {
            let swatch = colour(n, chart.series.get(n).map_or("", |s| &s.name));
            pen.fill((x, y + 5.0), (x + 11.0, y + 16.0), swatch)?;
            pen.text(name, (x + 17.0, y + 10.5), Align::Left, NAME)?;
        }
        marks(pen, &layout, &labels, untold, top)
    })
}

fn empty() -> Result<Picture> {
    canvas::draw(WIDTH, 80.0, |pen| pen.text("No days with known spend", (WIDTH / 2.0, 40.0), Align::Centre, NAME))
}

/// The series on top of each other, missing days as zero. A day in credit is drawn as zero: a stack has no place below its base.
fn stack(chart: &Chart, first: NaiveDate, days: i64) -> Vec<Band> {
    let mut base = vec![0.0; usize::try_from(days).unwrap_or(0)];
    let band = |series: &crate::model::Series| {
        let mut amounts: BTreeMap<i64, Money> = BTreeMap::new();
        for (day, money) in &series.points {
            *amounts.entry((*day - first).num_days()).or_default() += *money;
        }
        let edges = base.iter_mut().zip(0_i64..).map(|(base, day)| {
            let lower = *base;
            *base += amounts.get(&day).map_or(0.0, |money| money.to_f64().max(0.0));
            (lower, *base)
        });
        edges.collect()
    };
    chart.series.iter().map(band).collect()
}

fn grid(pen: &Pen, layout: &Layout) -> Result<()> {
    for (value, label) in &layout.ticks {
        let y = layout.y(*value);
        pen.line((LEFT, y), (RIGHT, y), 1.0, GRID)?;
        pen.text(label, (LEFT - 9.0, y), Align::Right, LABEL)?;
    }
    Ok(())
}

/// One band: a bar for each day, or one stepped shape where days are too narrow for bars.
fn paint(pen: &Pen, layout: &Layout, band: &Band, ink: Ink) -> Result<()> {
    let edges = band.iter().enumerate().map(|(day, edge)| (LEFT + day as f64 * layout.day_width, *edge));
    if layout.day_width >= NARROWEST_BAR {
        let gap = (layout.day_width * 0.14).clamp(0.6, 4.0).max(layout.day_width - WIDEST_BAR);
        for (x, (lower, upper)) in edges {
            pen.fill((x + gap / 2.0, layout.y(upper)), (x + layout.day_width - gap / 2.0, layout.y(lower)), ink)?;
        }
        return Ok(());
    }
    let corners = |edge: fn((f64, f64)) -> f64| {
        edges.clone().flat_map(move |(x, e)| [(x, layout.y(edge(e))), (x + layout.day_width, layout.y(edge(e)))])
    };
    let mut outline: Vec<_> = corners(|e| e.1).collect();
    let mut under: Vec<_> = corners(|e| e.0).collect();
    under.reverse();
    outline.append(&mut under);
    pen.shape(&outline, ink)
}

fn dates(pen: &Pen, layout: &Layout, last: NaiveDate) -> Result<()> {
    // A label needs about 70 units; fewer days leave less room.
    let room = (layout.days as f64 * layout.day_width / 70.0).max(1.0) as usize;
    for (day, label) in axis::days(layout.first, last, room.max(2)) {
        let x = layout.x(day) + layout.day_width / 2.0;
        let half = font::width(&label, LABEL.size, LABEL.weight) / 2.0;
        pen.line((x, layout.base), (x, layout.base + 5.0), 1.0, MUTED)?;
        pen.text(&label, (x.clamp(half, WIDTH - half), layout.base + 17.0), Align::Centre, LABEL)?;
    }
    Ok(())
}

/// Where each name of the legend stands; rows break where the next name would not fit.
fn legend(chart: &Chart) -> Vec<(f64, f64, String)> {
    let (mut x, mut y) = (LEFT, 0.0);
    let entry = |series: &crate::model::Series| {
        let name = font::fit(&escape::cut(&series.name, 200), NAME.size, NAME.weight, 220.0);
        let width = 17.0 + font::width(&name, NAME.size, NAME.weight) + 22.0;
        if x > LEFT && x + width > RIGHT + 22.0 {
            (x, y) = (LEFT, y + LEGEND_ROW);
        }
        let at = (x, y, name);
        x += width;
        at
    };
    chart.series.iter().map(entry).collect()
}

/// The label of a mark: above its day, in a lane of its own where it would touch another.
struct Label {
    x: f64,
    dollars: f64,
    from: f64,
    width: f64,
    lane: usize,
    words: String,
}

/// The labels that find room, and the days of those that do not.
fn labels(
    chart: &Chart,
    x: impl Fn(NaiveDate) -> f64,
    total: impl Fn(NaiveDate) -> Option<f64>,
) -> (Vec<Label>, Vec<(f64, f64)>) {
    let mut marks: Vec<_> =
        chart.marks.iter().filter_map(|(day, words)| Some((x(*day), total(*day)?, words))).collect();
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut placed, mut untold) = (Vec::<Label>::new(), Vec::new());
    // From the right: a label reaches to the right, and its line then never crosses the label of a later day in the same lane.
    for (x, dollars, words) in marks.into_iter().rev() {
        let words = format!("{} · ${}", escape::cut(words, 200), Money::from_estimate(dollars).to_grouped());
        let words = font::fit(&words, MARK.size, MARK.weight, 320.0);
        let width = font::width(&words, MARK.size, MARK.weight) + 10.0;
        let from = (x - 5.0).min(RIGHT - width).max(0.0);
        let free = |lane: &usize| {
            placed.iter().all(|l| l.lane != *lane || from + width + 6.0 < l.from || l.from + l.width + 6.0 < from)
        };
        match (0..LANES).find(free) {
            Some(lane) => placed.push(Label { x, dollars, from, width, lane, words }),
            None => untold.push((x, dollars)),
        }
    }
    (placed, untold)
}

/// Lines first, down to the top of their day; then labels on paper of their own, so that no line runs through words.
fn marks(pen: &Pen, layout: &Layout, labels: &[Label], untold: Vec<(f64, f64)>, top: f64) -> Result<()> {
    let height = |label: &Label| top - 12.0 - (label.lane as f64 + 0.5) * LANE;
    let lines = labels
        .iter()
        .map(|l| (l.x, height(l), l.dollars))
        .chain(untold.into_iter().map(|(x, dollars)| (x, top - 8.0, dollars)));
    for (x, from, dollars) in lines {
        let end = layout.y(dollars) - 2.0;
        for y in (0..).map(|n| from + f64::from(n) * 6.0).take_while(|y| y + 3.0 < end) {
            pen.line((x, y), (x, y + 3.0), 1.0, INK)?;
        }
        pen.shape(&[(x - 3.5, end - 6.0), (x + 3.5, end - 6.0), (x, end)], INK)?;
    }
    for label in labels {
        let y = height(label);
        pen.fill((label.from, y - 8.5), (label.from + label.width, y + 8.5), PAPER)?;
        pen.text(&label.words, (label.from + 5.0, y), Align::Left, MARK)?;
    }
    Ok(())
}
