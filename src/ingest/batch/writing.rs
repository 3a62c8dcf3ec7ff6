//! Writes over cells of rows that were taken.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::Batch;
use crate::ingest::values::{NO_TEXT, Values, intern};

impl Batch {
    /// Writes a column's texts otherwise, where `word` has another one for them.
    pub(in crate::ingest) fn respell(&mut self, column: usize, word: impl Fn(&str) -> Option<&'static str>) {
        let Values::Text(codes) = &mut self.values[column] else { return };
        let mut known: BTreeMap<u32, u32> = BTreeMap::new();
        for code in codes.iter_mut().filter(|code| **code != NO_TEXT) {
            *code = *known.entry(*code).or_insert_with(|| {
                let other = self.texts.get_index(*code as usize).and_then(|text| word(text));
                other.map_or(*code, |other| intern(&mut self.texts, other))
            });
        }
    }

    /// Overwrites a flag.
    pub(in crate::ingest) fn set_flag(&mut self, column: usize, row: usize, flag: bool) {
        if let Values::Flag(flags) = &mut self.values[column] {
            flags[row] = u8::from(flag);
        }
    }

    /// Overwrites a day.
    pub(in crate::ingest) fn set_day(&mut self, column: usize, row: usize, day: NaiveDate) {
        if let Values::Day(days) = &mut self.values[column] {
            days[row] = day.num_days_from_ce();
        }
    }

    /// Overwrites a text.
    pub(in crate::ingest) fn set_text(&mut self, column: usize, row: usize, text: &str) {
        let code = intern(&mut self.texts, text);
        if let Values::Text(codes) = &mut self.values[column] {
            codes[row] = code;
        }
    }
}
