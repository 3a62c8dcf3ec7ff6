//! Dollars a day as a line, over the band that was expected.

use anyhow::Result;

use super::canvas::{self, Ink, Pen, Picture};
use super::days::{Plot, runs};
use super::legend::Swatch;
use super::{MUTED, PALETTE};
use crate::model::{BandChart, BandDay, Money};

const SPENT: Ink = PALETTE[0];
const ABOVE: Ink = PALETTE[4];
const BELOW: Ink = PALETTE[5];
/// Share of its colour that the band keeps.
const BAND: f64 = 0.16;
/// The same of days before the period.
const HISTORY: f64 = 0.45;
/// From this width of a day on, every day has a point.
const NARROWEST_POINT: f64 = 5.0;

pub(super) fn draw(chart: &BandChart, width: f64) -> Result<Picture> {
    let days: Vec<_> = chart.days.iter().map(|one| one.day).collect();
    let values = chart
        .days
        .iter()
        .flat_map(|one| [one.amount, one.expected.map(|band| band.high)].into_iter().flatten().map(Money::to_f64));
    let span = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let plot = Plot::new(width, days, span, legend(chart), &chart.marks);
    canvas::draw(plot.width, plot.height(), |pen| {
        plot.behind(pen)?;
        band(pen, &plot, chart)?;
        line(pen, &plot, chart)?;
        points(pen, &plot, chart)?;
        plot.before(pen)
    })
}

/// Only what is there to be explained.
fn legend(chart: &BandChart) -> Vec<(Swatch, String)> {
    let any = |is_one: &dyn Fn(&BandDay) -> bool| chart.days.iter().any(is_one);
    let all = [
        (true, Swatch::Points(SPENT), "spent"),
        (any(&|one| one.day.date < chart.period.start), Swatch::Tint(SPENT, HISTORY), "before the period"),
        (any(&|one| one.expected.is_some()), Swatch::Tint(MUTED, BAND), "expected"),
        (any(&|one| side(one) > 0), Swatch::Dot(ABOVE), "above"),
        (any(&|one| side(one) < 0), Swatch::Dot(BELOW), "below"),
        (any(&|one| one.day.partial), Swatch::Line(MUTED), "day not over"),
    ];
    all.into_iter().filter(|(is_there, ..)| *is_there).map(|(_, swatch, name)| (swatch, name.to_owned())).collect()
}

/// Above the band, below it, or neither. A day that is not over is not low.
fn side(one: &BandDay) -> i8 {
    match (one.amount, one.expected) {
        (Some(amount), Some(band)) if amount > band.high => 1,
        (Some(amount), Some(band)) if amount < band.low && !one.day.partial => -1,
        _ => 0,
    }
}

/// The band in steps a day wide, so that a single day shows too, and the line in its middle.
fn band(pen: &Pen, plot: &Plot, chart: &BandChart) -> Result<()> {
    let days: Vec<_> = chart.days.iter().map(|one| one.day).collect();
    let known =
        |day: &crate::model::DrawnDay| chart.days.iter().any(|one| one.day.date == day.date && one.expected.is_some());
    for (from, to) in runs(&days, known) {
        let edge = |of: fn(&crate::model::ExpectedBand) -> Money| -> Vec<(f64, f64)> {
            let steps = (from..=to).filter_map(|at| Some((at, plot.y(of(&chart.days[at].expected?).to_f64()))));
            steps.flat_map(|(at, y)| [(plot.x(at), y), (plot.x(at + 1), y)]).collect()
        };
        let mut outline = edge(|band| band.high);
        outline.extend(edge(|band| band.low).into_iter().rev());
        pen.area(&outline, MUTED, BAND)?;
        // Where days are narrow, the line that was expected would hide the one that came.
        if plot.day_width >= NARROWEST_POINT {
            pen.path(&edge(|band| band.middle), 0.8, MUTED)?;
        }
    }
    Ok(())
}

/// The line, broken where no export has rows; lighter before the period.
fn line(pen: &Pen, plot: &Plot, chart: &BandChart) -> Result<()> {
    let days: Vec<_> = chart.days.iter().map(|one| one.day).collect();
    let first = chart.days.iter().position(|one| one.day.date >= chart.period.start).unwrap_or(chart.days.len());
    let at = |at: usize| Some((plot.middle(at), plot.y(chart.days[at].amount?.to_f64())));
    for (from, to) in runs(&days, |day| day.state != crate::model::DayState::NoRows) {
        let before: Vec<_> = (from..=to.min(first)).filter(|at| *at <= first).filter_map(at).collect();
        let within: Vec<_> = (from.max(first)..=to).filter_map(at).collect();
        if before.len() > 1 && from < first {
            pen.pale_path(&before, 1.6, SPENT, HISTORY)?;
        }
        if within.len() > 1 {
            pen.path(&within, 1.6, SPENT)?;
        }
    }
    Ok(())
}

/// A point a day where there is room; always where the day is out of its band or alone.
fn points(pen: &Pen, plot: &Plot, chart: &BandChart) -> Result<()> {
    let radius = (plot.day_width * 0.28).clamp(1.6, 3.2);
    for (at, one) in chart.days.iter().enumerate() {
        let Some(amount) = one.amount else { continue };
        let centre = (plot.middle(at), plot.y(amount.to_f64()));
        let history = one.day.date < chart.period.start;
        let alone =
            |other: Option<usize>| other.and_then(|at| chart.days.get(at)).is_none_or(|other| other.amount.is_none());
        let is_alone = alone(at.checked_sub(1)) && alone(Some(at + 1));
        match side(one) {
            0 if one.day.partial => {
                pen.disc(centre, radius + 1.4, MUTED)?;
                pen.disc(centre, radius - 0.2, super::PAPER)?;
            }
            0 if history && is_alone => pen.tint_disc(centre, radius, SPENT, HISTORY)?,
            0 if history => {}
            0 if plot.day_width >= NARROWEST_POINT || is_alone => pen.disc(centre, radius, SPENT)?,
            0 => {}
            side => {
                let ink = if side > 0 { ABOVE } else { BELOW };
                let share = if history { HISTORY } else { 1.0 };
                pen.tint_disc(centre, radius.max(2.6) + 1.4, ink, share)?;
            }
        }
    }
    Ok(())
}
