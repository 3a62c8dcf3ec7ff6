//! `[bounds]`: how much is read of files that strangers may have made.

use super::{Cell, Policy, Result};
use crate::model::{Bound, Bounds, Reading};
use crate::policy::shape::{Field, Kind, may};

impl Policy {
    /// How much is read.
    #[must_use]
    pub const fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// How exports are read: within the bounds, and with single events of the types that rules name.
    #[must_use]
    pub fn reading(&self) -> Reading {
        Reading { bounds: self.bounds, singly: self.rule_kinds(), ..Reading::default() }
    }
}

pub(super) fn fields() -> Vec<Field> {
    let whole = |bound: Bound| Kind::Whole(*bound.range().start(), *bound.range().end());
    Bound::ALL.map(|bound| may(bound.name(), whole(bound), "")).into()
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    let mut bounds = Bounds::default();
    for entry in section.entries()? {
        let Some(bound) = Bound::ALL.into_iter().find(|bound| bound.name() == entry.key) else {
            return Err(entry.unknown());
        };
        let (number, range) = (entry.cell.threshold()?, bound.range());
        let value = number as u64;
        if number.fract() != 0.0 || !range.contains(&value) {
            let (name, least, most) = (bound.name(), range.start(), range.end());
            return Err(entry.cell.fault(&format!("`bounds.{name}` must be a whole number from {least} to {most}")));
        }
        bounds = bounds.with(bound, value);
    }
    policy.bounds = bounds;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::parse;

    fn bounds(text: &str) -> std::result::Result<Bounds, String> {
        let file = format!("[bounds]\n{text}\n");
        parse("clade.toml", file.as_bytes(), &[]).map(|policy| *policy.bounds()).map_err(|error| error.to_string())
    }

    #[test]
    fn each_can_be_set_from_its_least_to_its_most() {
        assert_eq!(bounds(""), Ok(Bounds::default()));
        for bound in Bound::ALL {
            let (name, range) = (bound.name(), bound.range());
            for value in [*range.start(), *range.end()] {
                let set = bounds(&format!("{name} = {value}")).unwrap();
                assert_eq!(set, Bounds::default().with(bound, value));
            }
            for absurd in [(range.start() - 1).to_string(), (range.end() + 1).to_string(), "0".into(), "9.5".into()] {
                let why = bounds(&format!("{name} = {absurd}")).unwrap_err();
                assert!(why.starts_with("clade.toml:2:") && why.contains("must be a whole number from"), "{why}");
            }
        }
    }

    #[test]
    fn other_names_and_values_are_errors() {
        let why = bounds("file_size = 5000").unwrap_err();
        assert!(why.contains("unknown [bounds] key `file_size`; did you mean `file_bytes`?"), "{why}");
        for value in ["\"4 GiB\"", "-5000", "true", "nan", "inf", "99999999999999999999"] {
            assert!(bounds(&format!("file_bytes = {value}")).is_err(), "{value}");
        }
    }
}
