//! The fast lane of a delimited file: what a record's dimensions and date mean is looked up by their bytes, and decoded once only.
//!
//! A record that is unusual in any way takes the way of every record of every other file, and teaches the lane what it means.

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::{Fold, MOST_MEASURES, Measures};
use crate::ingest::text::delimited::Delimited;
use crate::model::Kind;

/// A cell that cannot occur inside text: between the cells of a key.
const BETWEEN: u8 = 0xff;

/// What the bytes of dimensions and dates mean, as codes of the fold.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Lane {
    dimensions: IndexMap<Box<[u8]>, u32, FixedState>,
    moments: IndexMap<Box<[u8]>, u32, FixedState>,
    /// The date of the record before, and its code.
    last: (Vec<u8>, u32),
    key: Vec<u8>,
}

/// A measure of a file: the name of its column in the table, and its place in the header.
pub(in crate::ingest) type Measure = (&'static str, Option<usize>);

/// What each column of a file is for.
pub(super) struct Plan {
    moment: usize,
    dimensions: Vec<usize>,
    /// Place in the header, place among the table's measures, and whether it is dollars.
    measures: Vec<(usize, usize, bool)>,
    /// Place in the header of what no row may leave open.
    required: Option<usize>,
}

impl Plan {
    pub(super) fn of(csv: &Delimited, moment: Option<usize>, measures: &[Measure], fold: &Fold) -> Option<Self> {
        let columns = fold.layout.table.columns();
        let place = |name: &str| fold.layout.measures.iter().position(|&column| columns[column].name == name);
        let of = |&(name, at): &Measure| {
            let place = place(name)?;
            Some((at?, place, columns[fold.layout.measures[place]].kind == Kind::Money))
        };
        let (moment, measures): (usize, Vec<_>) = (moment?, measures.iter().filter_map(of).collect());
        let dimensions =
            csv.used_columns().filter(|at| *at != moment && measures.iter().all(|(column, ..)| column != at)).collect();
        // A row of a cost export without an amount is none; one of usage may count nothing.
        let required = measures.iter().find(|(_, place, is_money)| *is_money && *place == 0).map(|(at, ..)| *at);
        Some(Self { moment, dimensions, measures, required })
    }
}

impl Fold {
    /// Takes a record whose dimensions and date are known and whose measures are plainly written.
    pub(super) fn quick<'r>(&mut self, plan: &Plan, cell: impl Fn(usize) -> &'r [u8], line: u64) -> bool {
        let date = cell(plan.moment);
        let moment = if self.lane.last.0 == date {
            self.lane.last.1
        } else {
            let Some(&code) = self.lane.moments.get(date) else { return false };
            self.lane.last.0.clear();
            self.lane.last.0.extend_from_slice(date);
            self.lane.last.1 = code;
            code
        };
        self.lane.write_out(plan, &cell);
        let Some(&dimensions) = self.lane.dimensions.get(self.lane.key.as_slice()) else { return false };
        let mut measures: Measures = [None; MOST_MEASURES];
        for &(at, place, is_money) in &plan.measures {
            let text = cell(at);
            if text.is_empty() && plan.required != Some(at) {
                continue;
            }
            let value = if is_money { plain_dollars(text) } else { plain_count(text).map(i128::from) };
            if value.is_none() {
                return false;
            }
            measures[place] = value;
        }
        self.add(line, dimensions, moment, &measures);
        true
    }

    /// Remembers what the record before meant.
    pub(super) fn learn<'r>(&mut self, plan: &Plan, cell: impl Fn(usize) -> &'r [u8]) {
        self.lane.write_out(plan, &cell);
        let (dimensions, moment) = self.learned;
        self.lane.dimensions.insert(self.lane.key.as_slice().into(), dimensions);
        self.lane.moments.insert(cell(plan.moment).into(), moment);
    }
}

impl Lane {
    fn write_out<'r>(&mut self, plan: &Plan, cell: &impl Fn(usize) -> &'r [u8]) {
        self.key.clear();
        for &at in &plan.dimensions {
            self.key.extend_from_slice(cell(at));
            self.key.push(BETWEEN);
        }
    }
}

/// A count of up to 12 digits, which no rule refuses.
fn plain_count(text: &[u8]) -> Option<u64> {
    if text.len() > 12 {
        return None;
    }
    text.iter().try_fold(0_u64, |count, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| count * 10 + u64::from(digit))
    })
}

/// Dollars written with up to 9 digits before the point and up to 9 behind it, in the unit of amounts. `12.345` may be twelve thousand
/// in some languages: the file decides.
fn plain_dollars(text: &[u8]) -> Option<i128> {
    const DECIMALS: [i128; 10] = {
        let (mut powers, mut at) = ([1_000_000_000_000_000_000_i128; 10], 1);
        while at < powers.len() {
            powers[at] = powers[at - 1] / 10;
            at += 1;
        }
        powers
    };
    let point = text.iter().position(|byte| *byte == b'.');
    let (whole, behind) = point.map_or((text, &text[..0]), |point| (&text[..point], &text[point + 1..]));
    let may_be_grouped = behind.len() == 3 && whole.len() <= 3 && whole.first() != Some(&b'0');
    let is_plain =
        !may_be_grouped && (1..=9).contains(&whole.len()) && (point.is_none() || (1..=9).contains(&behind.len()));
    let (whole, behind) = is_plain.then(|| plain_count(whole).zip(plain_count(behind)))??;
    let decimals = DECIMALS[point.map_or(0, |point| text.len() - point - 1)];
    Some(i128::from(whole) * DECIMALS[0] + i128::from(behind) * decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::text::number::{Amount, parse_count, read_amount};

    #[test]
    fn what_is_read_quickly_means_what_it_means_slowly() {
        for text in ["0", "7", "0007", "123456789012", "9", "99999999999"] {
            assert_eq!(plain_count(text.as_bytes()).map(|n| n as i64), parse_count(text), "{text}");
        }
        for text in ["0", "0.07", "12", "123456789.123456789", "0.000000001", "5.50", "007.10"] {
            let slowly = match read_amount(text) {
                Ok(Amount::Certain(money, _)) => Some(money.units()),
                _ => None,
            };
            assert_eq!(plain_dollars(text.as_bytes()), slowly, "{text}");
        }
        for text in ["", "-1", "1.", ".5", "1.2.3", "$1", "1,5", "1e3", "1234567890", "0.0123456789", " 1", "12.345"] {
            assert_eq!(plain_dollars(text.as_bytes()), None, "{text:?} is for the reader that knows all spellings");
        }
        for text in ["1234567890123", "-1", "1.0", " 1", "1,000", "a"] {
            assert_eq!(plain_count(text.as_bytes()), None, "{text:?}");
        }
    }
}
