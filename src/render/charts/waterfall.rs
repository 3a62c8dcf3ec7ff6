//! How one sum becomes another: a row a step, so that long names have room.

use anyhow::Result;

use super::canvas::{self, Align, Ink, Pen, Picture, Type};
use super::font::{self, Weight};
use super::legend::{Legend, Swatch};
use super::{GRID, INK, MUTED, PALETTE, PAPER, WIDTH};
use crate::model::{Money, Waterfall, dollars};
use crate::render::escape;

const LEFT: f64 = 324.0;
const RIGHT: f64 = WIDTH - 130.0;
const ROW: f64 = 30.0;
/// Half the thickness of a bar.
const HALF: f64 = 9.0;
const RISE: Ink = PALETTE[4];
const FALL: Ink = PALETTE[2];
/// Share of the sums below which the changes are too small to see next to them: the bars of the sums are cut then.
const SMALL: f64 = 0.3;

const NAME: Type = Type { size: 12.5, weight: Weight::Regular, ink: INK };
const SUM: Type = Type { size: 12.5, weight: Weight::SemiBold, ink: INK };

/// A bar from one amount to another.
struct Bar {
    label: String,
    value: String,
    from: f64,
    to: f64,
    is_sum: bool,
}

/// Dollars along a row.
struct Scale {
    /// The amount at the left edge, or at the right one where all is below zero.
    base: f64,
    low: f64,
    unit: f64,
    is_cut: bool,
}

impl Scale {
    fn of(bars: &[Bar]) -> Self {
        let ends = bars.iter().filter(|bar| !bar.is_sum).flat_map(|bar| [bar.from, bar.to]);
        let sums = bars.iter().filter(|bar| bar.is_sum).map(|bar| bar.to);
        let (low, high) =
            ends.chain(sums).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
        let is_cut = low > 0.0 && high > low && high - low < SMALL * high;
        let base = if is_cut { low - 0.25 * (high - low) } else { 0.0 };
        let (low, high) = if is_cut { (base, high) } else { (low.min(0.0), high.max(0.0)) };
        let span = high - low;
        Self { base, low, unit: if span > 0.0 { (RIGHT - LEFT) / span } else { 0.0 }, is_cut }
    }

    fn x(&self, dollars: f64) -> f64 {
        LEFT + (dollars - self.low) * self.unit
    }
}

pub(super) fn draw(falls: &Waterfall) -> Result<Picture> {
    let bars = bars(falls);
    let scale = Scale::of(&bars);
    let any = |is_one: fn(Money) -> bool| falls.steps.iter().any(|step| is_one(step.amount));
    let entries = [
        (true, Swatch::Fill(MUTED), "sum"),
        (any(|amount| amount > Money::ZERO), Swatch::Fill(RISE), "more"),
        (any(|amount| amount < Money::ZERO), Swatch::Fill(FALL), "less"),
        (scale.is_cut, Swatch::Hatch(MUTED, PAPER), "Axis does not start at zero"),
    ];
    let entries =
        entries.into_iter().filter(|(is_there, ..)| *is_there).map(|(_, swatch, name)| (swatch, name.to_owned()));
    let legend = Legend::new(entries.collect(), LEFT, RIGHT);
    let top = legend.height() + 10.0;
    let bottom = top + bars.len() as f64 * ROW;
    canvas::draw(WIDTH, bottom + 12.0, |pen| {
        legend.draw(pen)?;
        let zero = scale.x(scale.base);
        pen.line((zero, top), (zero, bottom), 1.0, GRID)?;
        for (n, bar) in bars.iter().enumerate() {
            let y = top + (n as f64 + 0.5) * ROW;
            row(pen, &scale, bar, y)?;
            // From the end of a bar to the beginning of the next one.
            if n + 1 < bars.len() {
                let x = scale.x(bar.to);
                pen.line((x, y + HALF), (x, y + ROW - HALF), 1.0, MUTED)?;
            }
        }
        Ok(())
    })
}

fn bars(falls: &Waterfall) -> Vec<Bar> {
    let sum = |label: &str, amount: Money| Bar {
        label: escape::cut(label, 200),
        value: dollars(amount),
        from: 0.0,
        to: amount.to_f64(),
        is_sum: true,
    };
    let mut bars = vec![sum(&falls.before.label, falls.before.amount)];
    let mut at = falls.before.amount;
    for step in &falls.steps {
        let sign = if step.amount > Money::ZERO { "+" } else { "" };
        let from = at;
        at += step.amount;
        bars.push(Bar {
            label: escape::cut(&step.label, 200),
            value: format!("{sign}{}", dollars(step.amount)),
            from: from.to_f64(),
            to: at.to_f64(),
            is_sum: false,
        });
    }
    bars.push(sum(&falls.after.label, falls.after.amount));
    bars
}

fn row(pen: &Pen, scale: &Scale, bar: &Bar, y: f64) -> Result<()> {
    let style = if bar.is_sum { SUM } else { NAME };
    let label = font::fit(&bar.label, style.size, style.weight, (LEFT - 16.0) * 0.94);
    pen.text(&label, (LEFT - 14.0, y), Align::Right, style)?;
    let from = if bar.is_sum { scale.base } else { bar.from };
    let (a, b) = (scale.x(from), scale.x(bar.to));
    let (left, right) = (a.min(b), a.max(b));
    let ink = if bar.is_sum {
        MUTED
    } else if bar.to >= bar.from {
        RISE
    } else {
        FALL
    };
    // The smallest step is still a line.
    pen.fill((left, y - HALF), (right.max(left + 1.2), y + HALF), ink)?;
    if bar.is_sum && scale.is_cut && right - left > 30.0 {
        for x in [left + 12.0, left + 18.0] {
            pen.line((x - 3.0, y + HALF + 1.0), (x + 3.0, y - HALF - 1.0), 2.2, PAPER)?;
        }
    }
    let room = WIDTH - RIGHT - 12.0;
    let value = font::fit(&bar.value, style.size, style.weight, room);
    pen.text(&value, (right + 8.0, y), Align::Left, style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Step;

    fn step(label: &str, dollars: i64) -> Step {
        Step { label: label.into(), amount: Money::from_cents(dollars * 100) }
    }

    #[test]
    fn small_changes_of_large_sums_are_drawn_from_a_cut_base() {
        let falls = |before, change| Waterfall {
            before: step("before", before),
            steps: vec![step("one", change)],
            after: step("after", before + change),
        };
        assert!(Scale::of(&bars(&falls(1_000_000, 500))).is_cut);
        assert!(!Scale::of(&bars(&falls(1_000, 500))).is_cut);
        assert!(!Scale::of(&bars(&falls(-1_000, 10))).is_cut, "credits");
        for (before, change) in [(0, 0), (0, 5), (5, -5), (-3, 7), (12_345_678, -12_345_678)] {
            let picture = draw(&falls(before, change)).unwrap();
            assert!(!picture.svg("").contains("NaN") && !picture.svg("").contains("inf"), "{before} {change}");
        }
    }
}
