//! Evidence points at lines: an amount that it quotes stands on the line, or the words say of which rows it is the sum.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

mod support;

use std::fs;

use serde_json::Value;

/// Lines of a JSON record that are looked through: an object is written over several.
const LINES_OF_A_RECORD: usize = 25;

/// Amounts of a text, as `1234.56`.
fn amounts(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for behind in text.split('$').skip(1) {
        let number: String =
            behind.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-')).collect();
        found.push(number.trim_end_matches(['.', ',']).replace(',', ""));
    }
    found.retain(|number| number.contains('.'));
    found
}

/// Whether a line has an amount: in dollars, or in cents.
fn has(line: &str, amount: &str) -> bool {
    let cents = amount.replace('.', "");
    let short = amount.trim_end_matches('0').trim_end_matches('.');
    [amount, &cents, short].iter().any(|spelling| line.contains(spelling))
}

#[test]
fn quoted_amounts_stand_on_the_line_or_are_called_a_sum() {
    let root = support::root();
    let mut quoted = 0;
    for demo in ["demo", "clean"] {
        let report = fs::read_to_string(root.join("reports").join(demo).join("findings.json")).unwrap();
        let report: Value = serde_json::from_str(&report).unwrap();
        for finding in report["findings"].as_array().unwrap() {
            for evidence in finding["evidence"].as_array().unwrap() {
                let record = evidence["record"].as_str().unwrap();
                let (file, line) = (evidence["file"].as_str().unwrap(), evidence["line"].as_u64());
                let (Some(line), false) = (line, amounts(record).is_empty()) else { continue };
                quoted += 1;
                let is_sum = record.contains("sum of ") && record.contains(&format!("from line {line}"));
                let Ok(text) = fs::read_to_string(root.join("fixtures").join(demo).join(file)) else { continue };
                let from = usize::try_from(line).unwrap() - 1;
                let lines = if file.ends_with(".csv") { 1 } else { LINES_OF_A_RECORD };
                let place: String = text.lines().skip(from).take(lines).collect::<Vec<_>>().join("\n");
                for amount in amounts(record) {
                    let by_row = has(&place, &amount) || record.contains("at list price, by this row");
                    assert!(is_sum || by_row, "{} {file}:{line}: {record}\n{place}", finding["rule"]);
                }
            }
        }
    }
    assert!(quoted > 20, "the demo quotes amounts: {quoted}");
}
