//! The whole way: bytes in, report out. Rows are accounted for, no total is more than what the bytes themselves add up to, and what is
//! written holds no whole key, no script, no formula and no control character.

use clade_analyze::ingest::load_bytes;
use clade_analyze::judge;
use clade_analyze::model::{Report, find_secrets};
use clade_analyze::options::Options;
use clade_analyze::policy::Policy;
use clade_analyze::render;

use super::assert_closes;

/// Formats whose drawing costs a hundred times the others; every so many-th input has them.
const DEAR: [&str; 2] = ["png", "xlsx"];
const SELDOM: usize = 64;

/// Makes a report of the bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(data) = load_bytes(vec![("export".to_owned(), bytes.to_vec())]) else { return };
    assert_closes(&data);
    // What is packed, or in two bytes a letter, is added up by other targets.
    let is_text = !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok();
    let Ok(report) = judge(data, &Policy::default(), None, &Options::default()) else { return };
    if is_text {
        assert_bounded(&report, &String::from_utf8_lossy(bytes));
    }
    assert_adds_up(&report);
    let with_dear =
        bytes.iter().fold(0_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(usize::from(*b))) % SELDOM == 0;
    for renderer in render::ALL.iter().filter(|renderer| with_dear || !DEAR.contains(&renderer.id)) {
        let files = renderer.files(&report).unwrap_or_else(|error| panic!("{}: {error:#}", renderer.id));
        files.iter().for_each(|file| assert_harmless(&file.path, &file.bytes));
    }
    let terminal = render::terminal::summary(&report, false, 100, None, None);
    assert!(!terminal.chars().any(|c| c.is_control() && c != '\n'), "{terminal:?}");
}

/// The parts of the sums.
fn assert_adds_up(report: &Report) {
    let spend = &report.totals.cost_usd;
    let months: clade_analyze::model::Money = spend.month.values().copied().sum();
    assert_eq!(months, spend.total, "months");
    let places: clade_analyze::model::Money = spend.workspace.values().chain(spend.product.values()).copied().sum();
    assert_eq!(places, spend.total, "workspaces and products");
}

/// No total is more than all numbers of the text together: every amount and every count is one of its numbers, in dollars or less.
fn assert_bounded(report: &Report, text: &str) {
    let most = sum_of_numbers(text);
    let total: f64 = report.totals.cost_usd.total.to_string().parse().unwrap_or(f64::INFINITY);
    assert!(total <= most * 1.000_001 + 0.01, "cost of {total} from numbers that add up to {most}");
    let tokens = &report.totals.tokens;
    let tokens = [tokens.uncached_input, tokens.cache_read, tokens.output].map(|count| count as f64);
    assert!(
        tokens.iter().all(|count| *count <= most * 1.000_001 + 0.01),
        "{tokens:?} from numbers that add up to {most}"
    );
}

/// Every number of the text, added up without regard to what it means: the larger one where a sign may divide thousands or decimals.
fn sum_of_numbers(text: &str) -> f64 {
    let is_number = |c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '_' | ' ' | '\u{a0}' | '\u{202f}' | 'e' | 'E' | '+')
    };
    let parts = text.split(|c: char| !is_number(c)).filter(|part| part.bytes().any(|b| b.is_ascii_digit()));
    parts
        .map(|part| {
            let digits = |part: &str| -> f64 {
                let only: String = part.chars().filter(char::is_ascii_digit).collect();
                only.parse().unwrap_or(0.0)
            };
            // With an exponent it may be anything: `1.23E+09`.
            let exponents = part.to_lowercase();
            let powers: f64 =
                exponents.split([' ', ',']).filter_map(|one| one.trim_matches('\'').parse::<f64>().ok()).sum();
            let pieces: f64 = part.split([' ', ',']).map(digits).sum();
            digits(part).max(powers.abs()).max(pieces)
        })
        .sum()
}

/// Nothing that a reader's program would run.
fn assert_harmless(path: &str, bytes: &[u8]) {
    assert!(find_secrets(bytes).is_empty(), "{path}: {:?}", find_secrets(bytes));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    assert!(!text.chars().any(is_odd), "{path} holds a control character");
    if path.ends_with(".html") {
        let lower = text.to_lowercase();
        assert!(!lower.contains("<script") && !lower.contains("href=\"javascript:"), "{path}");
    }
    if path.ends_with(".csv") {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{path}: {error}"));
            let is_number = |cell: &str| cell.parse::<f64>().is_ok();
            let starts =
                |cell: &str| cell.starts_with(['=', '+', '@', '\t', '\r']) || cell.starts_with('-') && !is_number(cell);
            assert!(!record.iter().any(starts), "{path}: {record:?}");
        }
    }
    if path.ends_with("findings.json") {
        assert!(serde_json::from_slice::<Report>(bytes).is_ok(), "{path} can be read again");
    }
}
