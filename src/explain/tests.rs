//! What `explain` says.

use super::*;
use crate::analyze::{Explain, Outcome};
use crate::model::Severity;

static CATALOGUE: [Analyzer; 2] = [
    Analyzer {
        id: "stale-key",
        title: "Active keys | nobody uses",
        control: Control::Offboarding,
        severity: Severity::Medium,
        reads: &[&[Table::Keys], &[Table::Usage, Table::Cost]],
        population: "active keys",
        thresholds: &[Threshold {
            name: "stale_after_days",
            default: 45.0,
            unit: "days",
            source: "CIS AWS Foundations 1.12",
        }],
        explain: Explain {
            finds: "It finds.",
            matters: "It matters.",
            remedy: &["Look.", "Revoke."],
            caveats: "It errs.",
        },
        run: |_| Ok(Outcome::Assessed { population: 0, findings: Vec::new(), notes: Vec::new() }),
    },
    Analyzer {
        id: "key-without-expiry",
        title: "Keys that never expire",
        control: Control::KeyRotation,
        severity: Severity::Low,
        reads: &[],
        population: "active keys",
        thresholds: &[],
        explain: Explain { finds: "", matters: "", remedy: &[], caveats: "" },
        run: |_| Ok(Outcome::Assessed { population: 0, findings: Vec::new(), notes: Vec::new() }),
    },
];

#[test]
fn the_list_stands_by_control() {
    let list = explained(&CATALOGUE, &[], None).unwrap();
    assert!(
        list.contains(
            "\nkey-rotation: API keys are rotated every 90 days\n  key-without-expiry  low       Keys that never expire\n"
        ),
        "{list}"
    );
    assert!(list.contains("\nkey-naming: API keys have descriptive names\n  no check yet\n"), "{list}");
}

#[test]
fn one_check_is_explained_in_full() {
    let expected = "\
stale-key: Active keys | nobody uses

Control     offboarding: Keys and access are removed when people leave
Severity    medium
Population  active keys
Needs       API keys; token usage or cost

What it finds
  It finds.

Why it matters
  It matters.

How it can be wrong
  It errs.

What to do
  1. Look.
  2. Revoke.

In clade.toml
  [checks.stale-key]
  stale_after_days = 45  # days; default: CIS AWS Foundations 1.12
  # or: enabled = false with reason = \"…\"
";
    assert_eq!(explained(&CATALOGUE, &[], Some("stale-key")).unwrap(), expected);
}

#[test]
fn an_unknown_check_gets_the_nearest() {
    let message = |id| explained(&CATALOGUE, &[], Some(id)).unwrap_err().to_string();
    assert_eq!(message("stale-keys"), "unknown check `stale-keys`; did you mean `stale-key`?");
    assert_eq!(
        message("zzz\u{1b}"),
        "unknown check `zzz\\u{1b}`; `clade-analyze explain` lists the checks, and with --policy FILE its rules too"
    );
}

#[test]
fn the_reference_is_a_table() {
    let row = "| `stale-key` | Active keys \\| nobody uses | `offboarding` | medium | `stale_after_days` = 45 days |\n";
    assert!(table(&CATALOGUE).contains(row), "{}", table(&CATALOGUE));
    assert!(reference().starts_with("| check | finds | control | severity | thresholds |\n"));
}

#[test]
fn every_check_of_the_catalogue_can_be_explained() {
    for analyzer in analyze::ALL {
        assert!(explain(Some(analyzer.id), &[]).unwrap().starts_with(analyzer.id));
    }
}

#[test]
fn long_texts_are_wrapped_and_paragraphs_kept() {
    let lines = wrapped(&format!("{}\n\nend", "word ".repeat(30)), "- ", "  ");
    assert!(lines.iter().all(|line| line.len() <= 96), "{lines:?}");
    assert!(lines[0].starts_with("- word") && lines[1].starts_with("  word"), "{lines:?}");
    assert_eq!(lines[2..], ["", "  end"]);
}
