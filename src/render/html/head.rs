//! What stands before the first section: what a browser may do, the style, the title, the contents.

use sha2::{Digest as _, Sha256};

use super::{escaped, facts};
use crate::render::document::Document;

/// Everything up to the first section.
pub(super) fn write_out(out: &mut String, document: &Document, style: &str) {
    let title = escaped(&document.title);
    let heading = title.clone();
    // Nothing may load or run, forms and frames included; of styles only the one below, known by its hash.
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(style))
    );
    out.push_str(&format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body id=\"top\">\n\
         <a class=\"skip\" href=\"#conclusion\">Skip to the conclusion</a>\n<div class=\"page\">\n<header class=\"head\">\n<h1>{heading}</h1>\n"
    ));
    facts(out, "facts", &document.facts);
    out.push_str("</header>\n<nav aria-label=\"Contents\">\n");
    contents(out, document, false);
    out.push_str("<details><summary>More</summary>\n");
    contents(out, document, true);
    out.push_str("</details>\n</nav>\n<main>\n");
}

/// Links to the sections that stand open, or to those that are folded.
fn contents(out: &mut String, document: &Document, folded: bool) {
    out.push_str("<ul>\n");
    for section in document.sections.iter().filter(|section| section.folded == folded) {
        out.push_str(&format!("<li><a href=\"#{}\">{}</a></li>\n", section.id, escaped(section.title)));
    }
    out.push_str("</ul>\n");
}

/// RFC 4648, as Content-Security-Policy writes hashes.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().zip([16, 8, 0]).fold(0_u32, |word, (byte, shift)| word | u32::from(*byte) << shift);
        for (n, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            out.push(if n <= chunk.len() { char::from(DIGITS[(word >> shift & 63) as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        for (text, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
