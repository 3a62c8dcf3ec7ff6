//! How much of an amount is an estimate, in the words that follow it.

use crate::facts::SpendRow;
use crate::model::Money;

/// `, estimated at list prices`; `, $8.24 of it estimated at list prices`; nothing where all of it is reported.
pub(super) fn estimated_part<'a>(rows: impl IntoIterator<Item = &'a SpendRow>) -> String {
    let (mut estimated, mut has_estimate, mut has_report) = (Money::ZERO, false, false);
    for row in rows.into_iter().filter(|row| row.amount != Money::ZERO) {
        has_estimate |= row.estimated;
        has_report |= !row.estimated;
        if row.estimated {
            estimated += row.amount;
        }
    }
    match (has_estimate, has_report) {
        (false, _) => String::new(),
        (true, false) => ", estimated at list prices".to_owned(),
        (true, true) => format!(", ${} of it estimated at list prices", estimated.to_grouped()),
    }
}

#[cfg(test)]
mod tests {
    use super::estimated_part;
    use crate::analyze::testing::{cost, days, facts, usage};

    /// Fault: «Partly estimated» where nothing is reported, and no word of it where something is estimated
    /// Outcome: Messages say whether an amount is reported, estimated at list prices, or how much of it is
    #[test]
    fn all_some_and_none() {
        let reported: Vec<_> = ["2026-09-01", "2026-09-02"].map(|day| (day.to_owned(), "k", "", "A", 2.0)).into();
        let (reported, nothing) = (cost(&reported), cost(&[("2026-09-02".to_owned(), "k", "", "A", 0.0)]));
        let used = |from, to| usage(&[("k", "A", days(from, to))]);
        for (files, expected) in [
            (vec![("cost.csv", reported.clone())], ""),
            (vec![("cost.csv", reported.clone()), ("usage.csv", used("2026-09-01", "2026-09-02"))], ""),
            (vec![("usage.csv", used("2026-09-01", "2026-09-02"))], ", estimated at list prices"),
            (
                vec![("cost.csv", reported), ("usage.csv", used("2026-09-01", "2026-09-04"))],
                ", $0.02 of it estimated at list prices",
            ),
            (
                vec![("cost.csv", nothing), ("usage.csv", used("2026-09-02", "2026-09-03"))],
                ", estimated at list prices",
            ),
        ] {
            let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            assert_eq!(estimated_part(&facts(&files).spend.series.rows), expected, "{files:?}");
        }
    }
}
