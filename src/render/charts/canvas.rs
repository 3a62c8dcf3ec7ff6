//! A sheet to draw on: plotters' SVG backend, in user units with a decimal and with text set in the embedded typeface.

use anyhow::{Result, anyhow};
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, RGBColor};

use super::font::{self, Weight};
use crate::render::escape::visible;

/// plotters knows whole numbers only; it draws on a grid that is finer by this factor.
const FINE: f64 = 10.0;
/// plotters writes `font-size` divided by this.
const FONT_SCALE: f64 = 1.24;

/// A colour.
pub(in crate::render) type Ink = RGBColor;

/// Where text stands towards its point.
#[derive(Clone, Copy, Debug)]
pub(super) enum Align {
    /// Begins there.
    Left,
    /// Around it.
    Centre,
    /// Ends there.
    Right,
}

/// How text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    /// Size in user units.
    pub(super) size: f64,
    /// Weight.
    pub(super) weight: Weight,
    /// Colour.
    pub(super) ink: Ink,
}

/// A finished drawing: the inside of an `<svg>` element and its size in user units.
#[derive(Clone, Debug)]
pub(in crate::render) struct Picture {
    /// Width.
    pub(in crate::render) width: f64,
    /// Height.
    pub(in crate::render) height: f64,
    inside: String,
}

impl Picture {
    /// An `<svg>` element with these attributes; it scales to whatever room it gets.
    pub(in crate::render) fn svg(&self, attributes: &str) -> String {
        let (width, height) = (self.width, self.height);
        let (fine_width, fine_height) = (width * FINE, height * FINE);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {fine_width} {fine_height}\" {attributes}>\n{}</svg>\n",
            self.inside
        )
    }

    /// An `<svg>` element that says what it shows to those who do not see it. The texts must be escaped.
    pub(in crate::render) fn labelled(&self, id: &str, title: &str, description: &str) -> String {
        let attributes = format!("role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"");
        let words = format!("<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n");
        self.svg(&attributes).replacen(">\n", &format!(">\n{words}"), 1)
    }

    /// This picture with another one on it, its upper left corner at `(x, y)`.
    pub(super) fn with(mut self, x: f64, y: f64, other: &Self) -> Self {
        self.inside.push_str(&format!(
            "<g transform=\"translate({} {})\">\n{}</g>\n",
            x * FINE,
            y * FINE,
            other.inside
        ));
        self
    }
}

/// The pen. Coordinates are user units, x to the right and y down.
pub(super) struct Pen<'a>(DrawingArea<SVGBackend<'a>, Shift>);

/// Draws a picture of this size.
pub(super) fn draw(width: f64, height: f64, paint: impl FnOnce(&Pen) -> Result<()>) -> Result<Picture> {
    let mut svg = String::new();
    {
        let pen = Pen(SVGBackend::with_string(&mut svg, (fine(width).unsigned_abs(), fine(height).unsigned_abs()))
            .into_drawing_area());
        paint(&pen)?;
        pen.0.present().map_err(|error| anyhow!("cannot draw: {error}"))?;
    }
    // Only the inside is kept: pictures are put on pages, and the page decides about size and attributes.
    let inside = svg
        .split_once('>')
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .map_or("", |(inside, _)| inside.trim_start());
    Ok(Picture { width, height, inside: inside.to_owned() })
}

fn fine(length: f64) -> i32 {
    (length * FINE).round() as i32
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (fine(x), fine(y))
}

impl<'a> Pen<'a> {
    fn put<E>(&self, element: &E) -> Result<()>
    where
        for<'b> &'b E: PointCollection<'b, (i32, i32)>,
        E: Drawable<SVGBackend<'a>>,
    {
        self.0.draw(element).map_err(|error| anyhow!("cannot draw: {error}"))
    }

    /// A filled rectangle between two corners; nothing where it has no area.
    pub(super) fn fill(&self, from: (f64, f64), to: (f64, f64), ink: Ink) -> Result<()> {
        let (from, to) = (point(from), point(to));
        if from.0 == to.0 || from.1 == to.1 {
            return Ok(());
        }
        self.put(&Rectangle::new([from, to], ink.filled()))
    }

    /// A filled rectangle that lets this share of its colour through to the eye: lighter on paper of any colour.
    pub(super) fn tint(&self, from: (f64, f64), to: (f64, f64), ink: Ink, share: f64) -> Result<()> {
        self.put(&Rectangle::new([point(from), point(to)], ink.mix(share).filled()))
    }

    /// A filled shape that lets this share of its colour through.
    pub(super) fn area(&self, corners: &[(f64, f64)], ink: Ink, share: f64) -> Result<()> {
        self.put(&Polygon::new(corners.iter().copied().map(point).collect::<Vec<_>>(), ink.mix(share).filled()))
    }

    /// A filled shape.
    pub(super) fn shape(&self, corners: &[(f64, f64)], ink: Ink) -> Result<()> {
        self.put(&Polygon::new(corners.iter().copied().map(point).collect::<Vec<_>>(), ink.filled()))
    }

    /// A filled circle.
    pub(super) fn disc(&self, centre: (f64, f64), radius: f64, ink: Ink) -> Result<()> {
        self.put(&Circle::new(point(centre), fine(radius), ink.filled()))
    }

    /// A filled circle in a lighter tone.
    pub(super) fn tint_disc(&self, centre: (f64, f64), radius: f64, ink: Ink, share: f64) -> Result<()> {
        self.put(&Circle::new(point(centre), fine(radius), ink.mix(share).filled()))
    }

    /// A line through these points.
    pub(super) fn path(&self, points: &[(f64, f64)], thickness: f64, ink: Ink) -> Result<()> {
        let points: Vec<_> = points.iter().copied().map(point).collect();
        self.put(&PathElement::new(points, ink.stroke_width(fine(thickness).unsigned_abs())))
    }

    /// The same in a lighter tone.
    pub(super) fn pale_path(&self, points: &[(f64, f64)], thickness: f64, ink: Ink, share: f64) -> Result<()> {
        let points: Vec<_> = points.iter().copied().map(point).collect();
        self.put(&PathElement::new(points, ink.mix(share).stroke_width(fine(thickness).unsigned_abs())))
    }

    /// A slanted line to and fro between two corners: a pattern that differs without colour.
    pub(super) fn zigzag(&self, from: (f64, f64), to: (f64, f64), step: f64, thickness: f64, ink: Ink) -> Result<()> {
        let count = ((to.0 - from.0).abs() / step).ceil().clamp(1.0, 4_000.0) as usize;
        let x = |n: usize| from.0 + (to.0 - from.0) * n as f64 / count as f64;
        let corner = |n: usize| (x(n), if n.is_multiple_of(2) { to.1 } else { from.1 });
        self.path(&(0..=count).map(corner).collect::<Vec<_>>(), thickness, ink)
    }

    /// A line of this thickness.
    pub(super) fn line(&self, from: (f64, f64), to: (f64, f64), thickness: f64, ink: Ink) -> Result<()> {
        self.put(&PathElement::new(vec![point(from), point(to)], ink.stroke_width(fine(thickness).unsigned_abs())))
    }

    /// One line of text, its middle at the height of the point.
    pub(super) fn text(&self, words: &str, at: (f64, f64), align: Align, style: Type) -> Result<()> {
        let slant = if style.weight == Weight::SemiBold { FontStyle::Bold } else { FontStyle::Normal };
        let across = match align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let font = FontDesc::new(FontFamily::Name(font::FAMILY), style.size * FINE * FONT_SCALE, slant);
        let style = font.color(&style.ink).pos(Pos::new(across, VPos::Center));
        self.put(&Text::new(visible(words).into_owned(), point(at), style))
    }
}
