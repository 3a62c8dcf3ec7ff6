//! A policy to begin with: the commented example, every threshold at its default, and what the exports tell.
//!
//! Nothing in it counts until somebody takes the `#` away. An active guess would be laundered: the next report would call it the
//! policy's word, and certain.

mod fill;
mod guess;
mod schema;
#[cfg(test)]
mod tests;
mod write_out;

pub use guess::{Guesses, Service};
pub use schema::schema;

/// The manual is in one place: what `init` writes is the example, its values replaced.
const EXAMPLE: &str = include_str!("../../clade.example.toml");

const HEAD: &str = "\
#:schema ./clade.schema.json
# The line above is for editors, and does nothing where the file it names is not there (see docs/policy.md).
#
# The policy of an organization: what the exports cannot say. Written by `clade-analyze init`.
#
# As it stands it changes nothing, because every setting is commented out. A # without a space after it precedes a setting:
# take it away to make the setting count. The comment after a setting says where it comes from:
#   default: the value without a policy
#   found:   is in the exports, which do not say whether it should be so
#   guess:   inferred from names in the exports; correct it first
#   nothing: an example, from an organization that is not yours
# Unknown keys, wrong types and unknown checks are errors that name the line.
";

/// The text of the policy.
#[must_use]
pub fn text(guesses: &Guesses) -> String {
    let mut out = HEAD.to_owned();
    let (_, manual) = EXAMPLE.split_once("\n# ---").unwrap_or(("", EXAMPLE));
    let manual = format!("# ---{manual}");
    out.push('\n');
    let mut section = fill::Section::default();
    for line in manual.lines() {
        if line.starts_with('[') {
            section = fill::section(line, guesses);
            section.header.iter().for_each(|line| push(&mut out, line));
        } else if line.is_empty() || line.starts_with('#') {
            push(&mut out, line);
        } else {
            let key = line.split(" = ").next().unwrap_or_default();
            section.take(key, line).iter().for_each(|line| push(&mut out, line));
        }
    }
    out
}

fn push(out: &mut String, line: &str) {
    // What a dropped section leaves: one empty line is enough.
    if !(line.is_empty() && out.ends_with("\n\n")) {
        out.push_str(line);
        out.push('\n');
    }
}
