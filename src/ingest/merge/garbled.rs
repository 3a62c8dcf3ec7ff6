//! One text that two files spell differently because a spreadsheet garbled it in one of them: `Zürich` and `Z?rich`.
//!
//! Texts with one outline may be two things. They are taken for one where no file has both and most of their rows on the days that
//! both files hold are the same; then the garbled one is read as the other, before rows are compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{DAY_COLUMN, TableFiles};
use crate::ingest::text::garbled::{damage, outline};
use crate::ingest::values::Values;
use crate::model::{Kind, Role};

/// Codes of texts that have an outline in common with another one, and a code that stands for all of them.
type Outlines = BTreeMap<i128, i128>;

/// Two spellings of a column's text, each in one of two files only.
#[derive(Clone, Copy)]
struct Spellings {
    column: usize,
    in_a: i128,
    in_b: i128,
}

/// Reads garbled texts as the ones that they were.
pub(super) fn unify(parts: &mut TableFiles) {
    let outlines = outlines(parts);
    if outlines.is_empty() {
        return;
    }
    // What few files have is looked up once for each file, not once for each pair.
    let mut used: Vec<Used> = (0..parts.each.len()).map(|at| used(parts, &outlines, at)).collect();
    let open: Vec<usize> = (0..used.len()).filter(|&at| used[at].iter().any(|(_, codes)| !codes.is_empty())).collect();
    for (nth, &a) in open.iter().enumerate() {
        for &b in &open[nth + 1..] {
            if parts.each[a].kind == parts.each[b].kind && pair(parts, &outlines, (a, &used[a]), (b, &used[b])) {
                [a, b].into_iter().for_each(|at| used[at] = self::used(parts, &outlines, at));
            }
        }
    }
}

/// Codes of a file that have an outline in common with another one, by dimension.
type Used = Vec<(usize, BTreeSet<i128>)>;

fn used(parts: &TableFiles, outlines: &Outlines, at: usize) -> Used {
    let batch = &parts.each[at].batch;
    let columns = parts.table.columns().iter().enumerate();
    let columns = columns.filter(|(_, one)| one.role == Role::Dimension && one.kind == Kind::Text);
    let codes = |column: usize| (0..batch.rows()).filter_map(move |row| batch.value(column, row));
    columns.map(|(column, _)| (column, codes(column).filter(|code| outlines.contains_key(code)).collect())).collect()
}

fn outlines(parts: &TableFiles) -> Outlines {
    let mut by_outline: BTreeMap<String, Vec<i128>> = BTreeMap::new();
    for (code, text) in (0_i128..).zip(&parts.texts) {
        by_outline.entry(outline(text).into_owned()).or_default().push(code);
    }
    let shared = by_outline.into_values().filter(|codes| codes.len() > 1);
    shared.flat_map(|codes| codes.clone().into_iter().map(move |code| (code, codes[0]))).collect()
}

/// Reads the garbled texts of two files as the ones that they were; whether there were some.
fn pair(parts: &mut TableFiles, outlines: &Outlines, (a, in_a): (usize, &Used), (b, in_b): (usize, &Used)) -> bool {
    let candidates = candidates(outlines, in_a, in_b);
    let days = |at: usize| -> BTreeSet<i128> {
        let batch = &parts.each[at].batch;
        (0..batch.rows()).filter_map(|row| batch.value(DAY_COLUMN, row)).collect()
    };
    if candidates.is_empty() {
        return false;
    }
    // How many of the rows are the same, sums of them do not tell.
    parts.needs_rows |= [a, b].iter().any(|&at| parts.each[at].batch.has_sums());
    let shared: BTreeSet<i128> = days(a).intersection(&days(b)).copied().collect();
    let same: Vec<Spellings> =
        candidates.iter().copied().filter(|one| has_equal_rows(parts, outlines, &shared, (a, b), *one)).collect();
    let found = !same.is_empty();
    for one in same {
        let text = |code: i128| usize::try_from(code).ok().and_then(|code| parts.texts.get_index(code)).cloned();
        let (Some(in_a), Some(in_b)) = (text(one.in_a), text(one.in_b)) else { continue };
        let a_is_worse = (damage(&in_a), &in_a) > (damage(&in_b), &in_b);
        let (at, from, to) = if a_is_worse { (a, one.in_a, one.in_b) } else { (b, one.in_b, one.in_a) };
        let (garbled, plain) = if a_is_worse { (in_a, in_b) } else { (in_b, in_a) };
        let batch = &mut parts.each[at].batch;
        if let (Values::Text(codes), Ok(from), Ok(to)) =
            (&mut batch.values[one.column], u32::try_from(from), u32::try_from(to))
        {
            codes.iter_mut().filter(|code| **code == from).for_each(|code| *code = to);
        }
        batch.note(format!(
            "`{garbled}` is read as `{plain}`, as another file with the same rows writes it: a spreadsheet garbles such words"
        ));
    }
    found
}

/// Columns in which each of two files has one spelling that the other has not.
fn candidates(outlines: &Outlines, in_a: &Used, in_b: &Used) -> Vec<Spellings> {
    let mut all = Vec::new();
    for ((column, in_a), (_, in_b)) in in_a.iter().zip(in_b) {
        let column = *column;
        let alone = |own: &BTreeSet<i128>, group: i128| -> Option<i128> {
            let mut of_group = own.iter().copied().filter(|code| outlines.get(code) == Some(&group));
            of_group.next().filter(|_| of_group.next().is_none())
        };
        let groups: BTreeSet<i128> = in_a.iter().filter_map(|code| outlines.get(code)).copied().collect();
        for group in groups {
            if let (Some(in_a), Some(in_b)) = (alone(in_a, group), alone(in_b, group))
                && in_a != in_b
            {
                all.push(Spellings { column, in_a, in_b });
            }
        }
    }
    all
}

/// Whether most rows under two spellings are the same on the days that both files hold.
fn has_equal_rows(
    parts: &TableFiles,
    outlines: &Outlines,
    days: &BTreeSet<i128>,
    (a, b): (usize, usize),
    one: Spellings,
) -> bool {
    let is_text: Vec<bool> = parts.table.columns().iter().map(|column| column.kind == Kind::Text).collect();
    // What both files state of a row, in the words that they may have in common.
    let both = |column: &usize| parts.each[a].batch.present[*column] && parts.each[b].batch.present[*column];
    let columns: Vec<usize> = (0..is_text.len()).filter(both).collect();
    let rows = |at: usize, spelling: i128| -> BTreeMap<Vec<Option<i128>>, usize> {
        let batch = &parts.each[at].batch;
        let mut rows = BTreeMap::new();
        let is_its = |row: &usize| {
            batch.value(one.column, *row) == Some(spelling)
                && batch.value(DAY_COLUMN, *row).is_some_and(|day| days.contains(&day))
        };
        for row in (0..batch.rows()).filter(is_its) {
            let value = |&column: &usize| {
                let value = batch.value(column, row);
                if is_text[column] { value.map(|code| outlines.get(&code).copied().unwrap_or(code)) } else { value }
            };
            *rows.entry(columns.iter().map(value).collect()).or_default() += 1;
        }
        rows
    };
    let (in_a, in_b) = (rows(a, one.in_a), rows(b, one.in_b));
    let equal: usize = in_a.iter().map(|(row, count)| in_b.get(row).map_or(0, |other| *count.min(other))).sum();
    let fewer = in_a.values().sum::<usize>().min(in_b.values().sum());
    equal > 0 && 2 * equal >= fewer
}
