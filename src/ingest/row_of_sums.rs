//! Rows of sums that people add to an export: `2026-08-31,Total,,,155.00`. Their amounts are in the rows above already.

use super::batch::Batch;
use super::text::delimited::Row;
use super::text::sink::Sink;

/// Words for a sum, in lower case, in the languages whose spreadsheets write them.
const SUMS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "sum",
    "overall",
    "all",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "insgesamt",
    "somme",
    "sous-total",
    "total général",
    "total general",
    "suma",
    "subtotale",
    "totale",
    "totaal",
    "subtotaal",
    "razem",
    "summa",
    "toplam",
    "итого",
    "всего",
    "сумма",
    "合計",
    "小計",
    "总计",
    "合计",
    "小计",
];

/// What is said of a file that has such rows.
const NOTE: &str = "rows of sums, which are in the other rows already, are passed over";

/// Whether a cell is a word for a sum.
fn is_sum(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '.']).to_lowercase();
    SUMS.contains(&text.as_str())
}

/// Passes over a row that says it is a sum: it names no model and has a word for a sum in place of a date, a key or a workspace. It is no
/// record of usage or cost: every record names its model, but for web searches and code execution, whose keys are not called so.
pub(super) fn is_passed_over(row: &Row, model: Option<usize>, others: &[Option<usize>], batch: &mut Batch) -> bool {
    let says_sum = |column: Option<usize>| row.text(column).is_ok_and(is_sum);
    let named = row.text(model).unwrap_or_default();
    let is_one = (named.is_empty() || is_sum(named)) && others.iter().copied().chain([model]).any(says_sum);
    if is_one {
        batch.pass_over(NOTE.to_owned());
    }
    is_one
}

/// Passes over a row of a list that has a word for a sum in place of an id.
pub(super) fn is_passed_over_in_list(id: &str, batch: &mut Batch) -> bool {
    let is_one = is_sum(id);
    if is_one {
        batch.pass_over(NOTE.to_owned());
    }
    is_one
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;

    #[test]
    fn a_row_of_sums_is_no_record_and_a_key_called_so_is_one() {
        let passed_over = |row: &str| {
            let file = format!(
                "usage_date_utc,model,api_key,workspace,usage_type,cost_usd\n2026-08-01,claude-opus-4-8,k,Default,standard,5.00\n{row}\n"
            );
            let data = load_bytes(vec![("cost.csv".to_owned(), file.into_bytes())]).unwrap();
            assert!(data.rejections.is_empty(), "{row}: {:?}", data.rejections);
            let is_noted = data.inputs[0].notes.iter().any(|note| note == super::NOTE);
            assert_eq!(data.inputs[0].accepted, if is_noted { 1 } else { 2 }, "{row}");
            is_noted
        };
        for row in [
            "2026-08-31,,Total,,,5.00",
            "2026-08-31,,,TOTAL:,,5.00",
            "2026-08-31,Total,,,,5.00",
            "Total,,,,,5.00",
            "Grand Total,,,,,5.00",
            "2026-08-31,,Summe,,,5.00",
            "2026-08-31,,合計,,,5.00",
            "Итого,,,,,5.00",
        ] {
            assert!(passed_over(row), "{row}");
        }
        for row in [
            "2026-08-31,claude-opus-4-8,Total,Default,standard,5.00",
            "2026-08-31,,totalizer,,web_search,5.00",
            "2026-08-31,,k,Default,web_search,5.00",
            "2026-08-31,claude-opus-4-8,sum,all,standard,5.00",
        ] {
            assert!(!passed_over(row), "{row}");
        }
    }
}
