//! The policy: taken, or refused with one short message that names the file and holds no control character.

use clade_analyze::analyze;
use clade_analyze::policy::{KnownCheck, parse};

/// Bytes that a message about a policy may have at most.
const LONGEST: usize = 4096;

/// Reads the bytes as a policy.
pub(crate) fn run(bytes: &[u8]) {
    let names = |analyzer: &analyze::Analyzer| analyzer.thresholds.iter().map(|threshold| threshold.name).collect();
    let known: Vec<KnownCheck<'static>> =
        analyze::ALL.iter().map(|analyzer| KnownCheck { id: analyzer.id, thresholds: names(analyzer) }).collect();
    match parse("clade.toml", bytes, &known) {
        Ok(policy) => {
            let again = parse("clade.toml", bytes, &known).map(|again| again.info().sha256);
            assert_eq!(again, Ok(policy.info().sha256), "the same bytes are the same policy");
        }
        Err(error) => {
            let text = error.to_string();
            assert!(text.starts_with("clade.toml") || text.contains("clade.toml"), "{text}");
            assert!(text.len() <= LONGEST, "{} bytes", text.len());
        }
    }
}
