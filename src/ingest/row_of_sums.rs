//! Rows of sums that people add to an export: `2026-08-31,Total,,,155.00`. Their amounts are in the rows above already.

use super::batch::Reject;
use super::text::delimited::Row;

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

/// Whether a row says that it is a sum.
///
/// # Errors
/// A row that names no model and has a word for a sum in place of a date, a key or a workspace is no record of usage or cost: every
/// record names its model, but for web searches and code execution, whose keys are not called so.
pub(super) fn reject_total_row(row: &Row, model: Option<usize>, others: &[Option<usize>]) -> Result<(), Reject> {
    let is_sum = |text: &str| {
        let text = text.trim().trim_end_matches([':', '.']).to_lowercase();
        SUMS.contains(&text.as_str())
    };
    let says_sum = |column: Option<usize>| row.text(column).is_ok_and(is_sum);
    let named = row.text(model).unwrap_or_default();
    if !(named.is_empty() || is_sum(named)) {
        return Ok(());
    }
    match others.iter().copied().chain([model]).find(|column| says_sum(*column)) {
        Some(column) => Err(row.reject(column, "a row of sums, which are in the other rows already")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;

    #[test]
    fn a_row_of_sums_is_no_record_and_a_key_called_so_is_one() {
        let rejected = |row: &str| {
            let file = format!(
                "usage_date_utc,model,api_key,workspace,usage_type,cost_usd\n2026-08-01,claude-opus-4-8,k,Default,standard,5.00\n{row}\n"
            );
            let data = load_bytes(vec![("cost.csv".to_owned(), file.into_bytes())]).unwrap();
            assert_eq!(data.inputs[0].rows, 2, "{row}");
            data.rejections.first().map(|first| first.reason.to_string())
        };
        let sum = Some("a row of sums, which are in the other rows already".to_owned());
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
            assert_eq!(rejected(row), sum, "{row}");
        }
        for row in [
            "2026-08-31,claude-opus-4-8,Total,Default,standard,5.00",
            "2026-08-31,,totalizer,,web_search,5.00",
            "2026-08-31,,k,Default,web_search,5.00",
            "2026-08-31,claude-opus-4-8,sum,all,standard,5.00",
        ] {
            assert_eq!(rejected(row), None, "{row}");
        }
    }
}
