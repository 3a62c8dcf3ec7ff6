//! The fast lane of a delimited file: what a record's dimensions and date mean is looked up by their bytes, and decoded once only.
//!
//! A record that is unusual in any way takes the way of every record of every other file, and teaches the lane what it means.

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::Fold;
use super::sum::Amounts;
use crate::ingest::text::delimited::Delimited;
use crate::model::Kind;

/// A byte that cannot occur inside text: between the cells of a key.
const BETWEEN: u8 = 0xff;

/// A record, by the places of its cells in the header.
pub(super) trait Cells {
    /// The bytes of a cell.
    fn cell(&self, at: usize) -> &[u8];

    /// The count that a cell states, as [`plain_count`].
    fn count(&self, at: usize) -> Option<u64> {
        plain_count(self.cell(at))
    }

    /// Writes the cells of neighbouring columns, the first and the last, so that no other cells are written the same.
    fn write_out(&self, columns: (usize, usize), key: &mut Vec<u8>) {
        for at in columns.0..=columns.1 {
            key.extend_from_slice(self.cell(at));
            key.push(BETWEEN);
        }
    }
}

impl Cells for &csv::ByteRecord {
    fn cell(&self, at: usize) -> &[u8] {
        &self[at]
    }
}

/// A record of a line in which every delimiter ends a cell.
#[derive(Clone, Copy)]
pub(super) struct PlainRecord<'a> {
    /// The text.
    pub(super) text: &'a [u8],
    /// Where the line begins in it.
    pub(super) begin: usize,
    /// Where its cells end.
    pub(super) ends: &'a [usize],
}

impl PlainRecord<'_> {
    const fn start(&self, at: usize) -> usize {
        if at == 0 { self.begin } else { self.ends[at - 1] + 1 }
    }
}

impl Cells for PlainRecord<'_> {
    fn cell(&self, at: usize) -> &[u8] {
        &self.text[self.start(at)..self.ends[at]]
    }

    // Up to eight digits at once, with zeros for the bytes before the cell.
    fn count(&self, at: usize) -> Option<u64> {
        let (start, end) = (self.start(at), self.ends[at]);
        let length = end - start;
        let eight = self.text[..end].last_chunk().filter(|_| (1..=8).contains(&length));
        let Some(eight) = eight else { return plain_count(&self.text[start..end]) };
        let before = 64 - 8 * length as u32;
        let zeros = ZEROS & !u64::MAX.wrapping_shl(before);
        eight_digits(u64::from_le_bytes(*eight) >> before << before | zeros)
    }

    // As they stand, with the delimiters between them, which no cell holds. Two records that are written the same by both ways have one
    // cell for every [`BETWEEN`], so these are the same.
    fn write_out(&self, (first, last): (usize, usize), key: &mut Vec<u8>) {
        key.extend_from_slice(&self.text[self.start(first)..self.ends[last]]);
        key.push(BETWEEN);
    }
}

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
    /// Runs of neighbouring columns: the first and the last of each.
    dimensions: Vec<(usize, usize)>,
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
        let mut dimensions: Vec<(usize, usize)> = Vec::new();
        for at in csv.used_columns().filter(|at| *at != moment && measures.iter().all(|(column, ..)| column != at)) {
            match dimensions.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                _ => dimensions.push((at, at)),
            }
        }
        // A row of a cost export without an amount is none; one of usage may count nothing.
        let required = measures.iter().find(|(_, place, is_money)| *is_money && *place == 0).map(|(at, ..)| *at);
        Some(Self { moment, dimensions, measures, required })
    }
}

impl Fold {
    /// Takes a record whose dimensions and date are known and whose measures are plainly written.
    pub(super) fn quick(&mut self, plan: &Plan, record: &impl Cells, line: u64) -> bool {
        let date = record.cell(plan.moment);
        let moment = if self.lane.last.0 == date {
            self.lane.last.1
        } else {
            let Some(&code) = self.lane.moments.get(date) else { return false };
            self.lane.last.0.clear();
            self.lane.last.0.extend_from_slice(date);
            self.lane.last.1 = code;
            code
        };
        self.lane.write_out(plan, record);
        let Some(&dimensions) = self.lane.dimensions.get(self.lane.key.as_slice()) else { return false };
        let mut amounts = Amounts::default();
        for &(at, place, is_money) in &plan.measures {
            let text = record.cell(at);
            if text.is_empty() && plan.required != Some(at) {
                continue;
            }
            let value = if is_money { plain_dollars(text) } else { record.count(at).map(i128::from) };
            let Some(value) = value else { return false };
            amounts.state(place, value);
        }
        self.add(line, dimensions, moment, &amounts);
        true
    }

    /// Remembers what the record before meant.
    pub(super) fn learn(&mut self, plan: &Plan, record: &impl Cells) {
        self.lane.write_out(plan, record);
        let (dimensions, moment) = self.learned;
        self.lane.dimensions.insert(self.lane.key.as_slice().into(), dimensions);
        self.lane.moments.insert(record.cell(plan.moment).into(), moment);
    }
}

impl Lane {
    fn write_out(&mut self, plan: &Plan, record: &impl Cells) {
        self.key.clear();
        plan.dimensions.iter().for_each(|run| record.write_out(*run, &mut self.key));
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

/// `00000000`.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// The number that eight characters write, the first in the lowest byte, if all are digits: neighbours are added in pairs, pairs of pairs, and
/// both halves.
fn eight_digits(text: u64) -> Option<u64> {
    const EACH: u64 = u64::MAX / 255;
    let digits = text ^ ZEROS;
    // A byte above nine has a high bit, or gets one with six more.
    if (digits | digits.wrapping_add(6 * EACH)) & (0xf0 * EACH) != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    Some((fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xffff_ffff)
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
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::text::number::{Amount, parse_count, read_amount};

    proptest! {
        #[test]
        fn a_count_in_a_line_is_the_same_wherever_it_stands(before in "[a-z0-9,]{0,12}", count in "[0-9]{0,10}|[0-9 -~]{0,10}|[/:0-9]{8}") {
            let text = format!("{before},{count}\n");
            let ends = [before.len(), before.len() + 1 + count.len()];
            let record = PlainRecord { text: text.as_bytes(), begin: 0, ends: &ends };
            prop_assert_eq!(record.count(1), plain_count(count.as_bytes()));
        }
    }

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
