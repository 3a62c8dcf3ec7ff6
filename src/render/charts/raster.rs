//! SVG -> PNG, with the embedded typeface and nothing else of the machine.

use std::sync::{Arc, LazyLock};

use anyhow::{Context as _, Result};
use png::{ColorType, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};

use super::font;

/// Pixels for a user unit: sharp on dense screens and in print.
const SCALE: f32 = 2.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for file in font::FILES {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

/// Renders a drawing of ours. Characters that the typeface lacks become □.
pub(super) fn png(svg: &str) -> Result<Vec<u8>> {
    // Markup is ASCII, so whatever the typeface lacks is text.
    let svg: String = svg.chars().map(|c| if c == '\n' || font::has(c) { c } else { font::MISSING }).collect();
    let options = Options {
        font_family: font::FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        // A drawing refers to nothing outside of itself, whatever it may say.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(&svg, &options).context("a drawing is no SVG")?;
    let size = tree.size();
    let pixels = |length: f32| (length * SCALE).ceil() as u32;
    let mut pixmap = Pixmap::new(pixels(size.width()), pixels(size.height())).context("a drawing has no size")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixmap.as_mut());
    encoded(&pixmap).context("cannot encode a PNG")
}

/// A picture on white paper. Areas of one colour and letters are smallest without any filter, and drawings of ours leave nothing open
/// that would need a fourth channel.
fn encoded(pixmap: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let on_white = |channel: u8, alpha: u8| channel + (u8::MAX - alpha);
    let pixels = pixmap.pixels().iter().flat_map(|pixel| {
        let alpha = pixel.alpha();
        [on_white(pixel.red(), alpha), on_white(pixel.green(), alpha), on_white(pixel.blue(), alpha)]
    });
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_filter(Filter::NoFilter);
    encoder.write_header()?.write_image_data(&pixels.collect::<Vec<u8>>())?;
    Ok(file)
}

/// Whether these bytes are a PNG with more than one colour in it.
#[cfg(test)]
pub(super) fn shows_something(png: &[u8]) -> bool {
    let pixmap = Pixmap::decode_png(png).unwrap();
    let first = pixmap.pixels()[0];
    pixmap.pixels().iter().filter(|p| **p != first).count() > 500
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_drawn_and_nothing_is_fetched() {
        let svg = |inside: &str| {
            format!("<svg width=\"400\" height=\"60\" xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>")
        };
        let text =
            |words: &str| svg(&format!("<text x=\"4\" y=\"40\" font-family=\"Inter\" font-size=\"40\">{words}</text>"));
        assert!(shows_something(&png(&text("Größe ✓ 日本 🦀")).unwrap()));
        assert_eq!(png(&text("日")).unwrap(), png(&text("□")).unwrap());
        let image = svg("<image href=\"/etc/hostname\" width=\"10\" height=\"10\"/>");
        assert!(!shows_something(&png(&image).unwrap()));
        assert!(png("no svg").is_err());
    }
}
