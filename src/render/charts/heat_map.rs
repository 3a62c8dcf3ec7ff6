//! Hours of the week, a cell each: the darker the more. Numbers stand in the cells, so that nothing hangs on the colour.

use anyhow::Result;

use super::canvas::{self, Align, Ink, Pen, Picture, Type};
use super::font::Weight;
use super::{GRID, INK, MUTED, PALETTE, PAPER, WIDTH};
use crate::model::{HeatCells, HeatMap, Money};

const LEFT: f64 = 128.0;
const RIGHT: f64 = WIDTH - 12.0;
const TOP: f64 = 26.0;
const ROW: f64 = 30.0;
const TINT: Ink = PALETTE[0];
/// Share of the colour of the smallest value that is not zero, so that it differs from none.
const LEAST: f64 = 0.10;
/// Share of the colour from which on paper is easier to read on it than ink.
const DARK: f64 = 0.55;

const NAME: Type = Type { size: 12.5, weight: Weight::Regular, ink: INK };
const LABEL: Type = Type { size: 11.5, weight: Weight::Regular, ink: MUTED };
const VALUE: Type = Type { size: 10.5, weight: Weight::Regular, ink: INK };

/// Rows, Monday first.
pub(in crate::render) const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(super) fn draw(map: &HeatMap) -> Result<Picture> {
    let values = values(&map.cells);
    let most = values.iter().flatten().copied().fold(0.0, f64::max);
    let width = (RIGHT - LEFT) / 24.0;
    let bottom = TOP + 7.0 * ROW;
    canvas::draw(WIDTH, bottom + 30.0, |pen| {
        for hour in 0..24 {
            let x = LEFT + (f64::from(hour) + 0.5) * width;
            pen.text(&format!("{hour:02}"), (x, TOP - 12.0), Align::Centre, LABEL)?;
        }
        pen.text("hour (UTC)", (LEFT - 12.0, TOP - 12.0), Align::Right, LABEL)?;
        for (row, weekday) in WEEKDAYS.iter().enumerate() {
            let (top, days) = (TOP + row as f64 * ROW, map.days.get(row).copied().unwrap_or_default());
            pen.text(weekday, (0.0, top + ROW / 2.0), Align::Left, NAME)?;
            let of = if days == 0 { "no rows".to_owned() } else { format!("×{days}") };
            pen.text(&of, (LEFT - 12.0, top + ROW / 2.0), Align::Right, LABEL)?;
            for hour in 0..24 {
                let left = LEFT + hour as f64 * width;
                let value = values.get(row).and_then(|hours| hours.get(hour)).copied().unwrap_or_default();
                cell(pen, (left, top), width, (days > 0).then_some((value, most)))?;
            }
        }
        scale(pen, most, bottom + 15.0)
    })
}

/// The values as doubles; below zero is nothing.
fn values(cells: &HeatCells) -> Vec<Vec<f64>> {
    match cells {
        HeatCells::Dollars(rows) => {
            rows.iter().map(|row| row.iter().map(|one| Money::to_f64(*one).max(0.0)).collect()).collect()
        }
        HeatCells::Events(rows) => rows.iter().map(|row| row.iter().map(|one| *one as f64).collect()).collect(),
    }
}

/// Share of the colour for a share of the largest value.
fn shade(value: f64, most: f64) -> f64 {
    if value <= 0.0 || most <= 0.0 { 0.0 } else { LEAST + (1.0 - LEAST) * (value / most).min(1.0) }
}

fn cell(pen: &Pen, (left, top): (f64, f64), width: f64, value: Option<(f64, f64)>) -> Result<()> {
    let (from, to) = ((left + 1.0, top + 1.0), (left + width - 1.0, top + ROW - 1.0));
    let Some((value, most)) = value else {
        // Nothing known is no zero.
        return pen.zigzag((from.0, top + ROW / 2.0 - 2.0), (to.0, top + ROW / 2.0 + 2.0), 5.0, 1.0, GRID);
    };
    let share = shade(value, most);
    if share == 0.0 {
        return pen.fill(
            (left + width / 2.0 - 2.0, top + ROW / 2.0 - 0.6),
            (left + width / 2.0 + 2.0, top + ROW / 2.0 + 0.6),
            GRID,
        );
    }
    pen.tint(from, to, TINT, share)?;
    let ink = if share >= DARK { PAPER } else { INK };
    pen.text(&short(value), (left + width / 2.0, top + ROW / 2.0), Align::Centre, Type { ink, ..VALUE })
}

/// No more than five characters.
fn short(value: f64) -> String {
    let scaled = [(1e9, "B"), (1e6, "M"), (1e3, "k")].into_iter().find(|(scale, _)| value >= 0.9995 * scale);
    let (value, suffix) = scaled.map_or((value, ""), |(scale, suffix)| (value / scale, suffix));
    match value {
        value if value < 0.01 && suffix.is_empty() => "<.01".to_owned(),
        value if value >= 99.5 || value.fract() == 0.0 => format!("{value:.0}{suffix}"),
        value if value >= 9.95 => format!("{value:.0}{suffix}"),
        value if value >= 0.995 => format!("{value:.1}{suffix}"),
        value => format!("{value:.2}{suffix}"),
    }
}

/// What the shades mean.
fn scale(pen: &Pen, most: f64, y: f64) -> Result<()> {
    if most <= 0.0 {
        return Ok(());
    }
    let (count, width) = (6, 26.0);
    pen.text("less", (LEFT, y), Align::Left, LABEL)?;
    for n in 0..count {
        let x = LEFT + 32.0 + f64::from(n) * width;
        pen.tint((x, y - 6.0), (x + width - 2.0, y + 6.0), TINT, shade(f64::from(n + 1) / f64::from(count), 1.0))?;
    }
    let end = LEFT + 32.0 + f64::from(count) * width + 6.0;
    pen.text(&format!("more, up to {}", short(most)), (end, y), Align::Left, LABEL)?;
    pen.text("×n: days of that weekday", (RIGHT, y), Align::Right, LABEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_cells() {
        for (value, shown) in [
            (0.004, "<.01"),
            (0.37, "0.37"),
            (1.0, "1"),
            (3.25, "3.2"),
            (27.4, "27"),
            (999.0, "999"),
            (999.9, "1.0k"),
            (1_234.0, "1.2k"),
            (123_456.0, "123k"),
            (12_300_000.0, "12M"),
        ] {
            assert_eq!(short(value), shown);
        }
    }

    #[test]
    fn the_smallest_value_differs_from_none() {
        assert_eq!(shade(0.0, 10.0), 0.0);
        assert!(shade(0.001, 10.0) >= LEAST);
        assert_eq!(shade(10.0, 10.0), 1.0);
    }

    #[test]
    fn lists_that_are_too_short_are_drawn() {
        let map = HeatMap { days: vec![1], cells: HeatCells::Events(vec![vec![3]]) };
        assert!(draw(&map).unwrap().svg("").contains(">\n3\n<"));
    }
}
