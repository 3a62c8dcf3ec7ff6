//! Dollars a day on top of each other: a bar a day, or steps where days are too narrow for bars.

use anyhow::Result;

use super::canvas::{self, Ink, Pen, Picture};
use super::days::{Plot, runs};
use super::legend::Swatch;
use super::{MUTED, PALETTE, PAPER, REST, WIDTH};
use crate::model::{DayState, Money, Series, StackedChart};

/// The bar of a single day need not be as wide as the page.
const WIDEST_BAR: f64 = 56.0;
/// From this width on, days are bars with a gap between them; narrower ones run together as steps.
const NARROWEST_BAR: f64 = 4.0;

/// Lower and upper edge of a series on each day, in dollars.
type Band = Vec<(f64, f64)>;

pub(super) fn draw(chart: &StackedChart) -> Result<Picture> {
    let bands = stack(chart);
    let edges = bands.iter().flatten();
    let span = edges.fold((0.0_f64, 0.0_f64), |(low, high), edge| (low.min(edge.0), high.max(edge.1)));
    let inks = colours(&chart.series);
    let mut legend: Vec<_> =
        inks.iter().zip(&chart.series).map(|(ink, one)| (Swatch::Fill(*ink), one.name.clone())).collect();
    if chart.days.iter().any(|day| day.partial) {
        legend.push((Swatch::Hatch(MUTED, PAPER), "day not over".to_owned()));
    }
    let plot = Plot::new(WIDTH, chart.days.clone(), span, legend, &chart.marks);
    canvas::draw(plot.width, plot.height(), |pen| {
        plot.behind(pen)?;
        for (band, ink) in bands.iter().zip(&inks) {
            paint(pen, &plot, chart, band, *ink)?;
        }
        partial(pen, &plot, chart, &bands)?;
        plot.before(pen)
    })
}

/// A colour for each series: by its name, so that the next report has the same, as long as nobody larger has it.
fn colours(series: &[Series]) -> Vec<Ink> {
    let mut taken = [false; PALETTE.len()];
    let mut colour = |one: &Series| {
        if one.sums_up > 0 {
            return REST;
        }
        // FNV-1a: any hash will do that stays the same on every machine.
        let hash =
            one.name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let wish = hash as usize % PALETTE.len();
        let free = (0..PALETTE.len()).map(|n| (wish + n) % PALETTE.len()).find(|at| !taken[*at]);
        let at = free.unwrap_or(wish);
        taken[at] = true;
        PALETTE[at]
    };
    // A seventh series, where no others are summed up, is grey.
    series.iter().enumerate().map(|(n, one)| if n < PALETTE.len() { colour(one) } else { REST }).collect()
}

/// The series on top of each other; credits hang below zero.
fn stack(chart: &StackedChart) -> Vec<Band> {
    let mut ends = vec![(0.0_f64, 0.0_f64); chart.days.len()];
    let band = |series: &Series| {
        let edges = ends.iter_mut().enumerate().map(|(day, (below, above))| {
            let amount = series.amounts.get(day).copied().map_or(0.0, Money::to_f64);
            let from = if amount < 0.0 { below } else { above };
            let start = *from;
            *from += amount;
            (start.min(*from), start.max(*from))
        });
        edges.collect()
    };
    chart.series.iter().map(band).collect()
}

/// Left and right edge of a day's bar.
fn sides(plot: &Plot, day: usize) -> (f64, f64) {
    let gap = (plot.day_width * 0.14).clamp(0.6, 4.0).max(plot.day_width - WIDEST_BAR);
    (plot.x(day) + gap / 2.0, plot.x(day + 1) - gap / 2.0)
}

/// One band: a bar for each day, or a stepped shape for each run of days with rows.
fn paint(pen: &Pen, plot: &Plot, chart: &StackedChart, band: &Band, ink: Ink) -> Result<()> {
    for (from, to) in runs(&chart.days, |day| day.state != DayState::NoRows) {
        if plot.day_width >= NARROWEST_BAR {
            for (day, (lower, upper)) in band.iter().enumerate().take(to + 1).skip(from) {
                let (left, right) = sides(plot, day);
                pen.fill((left, plot.y(*upper)), (right, plot.y(*lower)), ink)?;
            }
            continue;
        }
        let edge = |of: fn((f64, f64)) -> f64| {
            (from..=to).flat_map(move |day| {
                let y = plot.y(of(band[day]));
                [(plot.x(day), y), (plot.x(day + 1), y)]
            })
        };
        let mut outline: Vec<_> = edge(|e| e.1).collect();
        outline.extend(edge(|e| e.0).collect::<Vec<_>>().into_iter().rev());
        pen.shape(&outline, ink)?;
    }
    Ok(())
}

/// A day that is not over is hatched.
fn partial(pen: &Pen, plot: &Plot, chart: &StackedChart, bands: &[Band]) -> Result<()> {
    for (day, _) in chart.days.iter().enumerate().filter(|(_, day)| day.partial) {
        let ends = bands.iter().map(|band| band[day]).fold((0.0_f64, 0.0_f64), |a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (left, right) = sides(plot, day);
        let (top, bottom) = (plot.y(ends.1), plot.y(ends.0));
        let lines = ((bottom - top) / 5.0).ceil().clamp(0.0, 200.0) as usize;
        let y = |n: usize| bottom - (bottom - top) * n as f64 / lines.max(1) as f64;
        let points: Vec<_> = (0..=lines).map(|n| (if n.is_multiple_of(2) { left } else { right }, y(n))).collect();
        if points.len() > 1 {
            pen.path(&points, 1.2, PAPER)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, sums_up: u64) -> Series {
        Series { name: name.into(), sums_up, amounts: vec![] }
    }

    #[test]
    fn a_name_keeps_its_colour_and_no_two_share_one() {
        let names = ["Production", "Staging", "Development", "Research", "Claude Code", "Default"];
        let all: Vec<Series> = names.iter().map(|name| series(name, 0)).collect();
        let inks = colours(&all);
        for (n, ink) in inks.iter().enumerate() {
            assert!(!inks[..n].contains(ink), "{}", names[n]);
        }
        assert_eq!(colours(&all[..1])[0], inks[0], "the largest has its colour whoever else is there");
        assert_eq!(colours(&[series("Other", 0), series("4 others", 4)])[1], REST);
        assert_ne!(colours(&[series("Other", 0)])[0], REST, "a workspace may be called Other");
    }

    #[test]
    fn credits_hang_below_and_do_not_lift_the_others() {
        let day =
            crate::model::DrawnDay { date: "2026-07-01".parse().unwrap(), state: DayState::Reported, partial: false };
        let one = |cents| Series { name: String::new(), sums_up: 0, amounts: vec![Money::from_cents(cents)] };
        let chart = StackedChart { days: vec![day], series: vec![one(500), one(-200), one(300)], marks: vec![] };
        assert_eq!(stack(&chart), [vec![(0.0, 5.0)], vec![(-2.0, 0.0)], vec![(5.0, 8.0)]]);
    }
}
